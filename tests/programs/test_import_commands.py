"""`import_account` and `export_account`, against the database."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from programs.actions.imports import import_account
from programs.drafts import ledger_of
from programs.figure_workbooks import figures_csv
from programs.ledger import Ledger
from programs.models import AccountEvent, PublicAccount, Result, User
from programs.package import package_files
from tests.factories import NOW, UserFactory
from tests.programs.conftest import SEED
from tests.programs.filing import csv_file, xlsx

Run = Callable[..., tuple[str, str]]


@pytest.fixture
def run(db: None) -> Run:
    """Calls a command; gives what it wrote to the two outputs."""

    def call(*args: object, **options: object) -> tuple[str, str]:
        out, err = io.StringIO(), io.StringIO()
        call_command(*args, stdout=out, stderr=err, **options)
        return out.getvalue(), err.getvalue()

    return call


def stopped(*args: object, **options: object) -> str:
    """What a command that stops says, on its second output and at leaving."""
    err = io.StringIO()
    with pytest.raises(CommandError) as left:
        call_command(*args, stdout=io.StringIO(), stderr=err, **options)
    return err.getvalue() + str(left.value)


def test_a_package_comes_in_and_goes_out_byte_for_byte(
    run: Run, editor: User, seed: Ledger, tmp_path: Path
) -> None:
    run("import_account", SEED, by=editor.email)

    run("export_account", 2022, tmp_path / "salida")

    written = {
        str(path.relative_to(tmp_path / "salida")): path.read_bytes()
        for path in (tmp_path / "salida").rglob("*")
        if path.is_file()
    }
    assert written == {name: (SEED / name).read_bytes() for name in package_files(seed)}


@pytest.mark.parametrize("ending", ["", ".zip", ".xlsx", ".csv"])
def test_importing_an_export_changes_nothing(
    run: Run, draft: PublicAccount, editor: User, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"salida{ending}"
    run("export_account", 2022, path)
    events = AccountEvent.objects.count()

    out, err = run("import_account", path, by=editor.email)

    draft.refresh_from_db()
    assert "No había nada que importar." in out
    assert not err
    assert AccountEvent.objects.count() == events


def test_the_same_zip_is_written_each_time(run: Run, draft: PublicAccount, tmp_path: Path) -> None:
    for name in ("uno.zip", "dos.zip"):
        run("export_account", 2022, tmp_path / name)

    assert (tmp_path / "uno.zip").read_bytes() == (tmp_path / "dos.zip").read_bytes()


def test_a_spreadsheet_changes_only_its_figures(
    run: Run, draft: PublicAccount, editor: User, tmp_path: Path
) -> None:
    before = ledger_of(draft)
    path = xlsx(tmp_path, [["clave", "valor"], ["despliegue-oficinas", 9]])

    out, _ = run("import_account", path, by=editor.email, year=2022)

    after = ledger_of(PublicAccount.objects.get())
    assert "1 cifra cambia" in out
    assert "8 → 9" in out
    assert [f for f in after.figures if f not in before.figures] == [
        after.figure["despliegue-oficinas"]
    ]
    assert after.figure["despliegue-oficinas"].value == 9


def test_a_dry_run_writes_nothing_and_needs_nobody(
    run: Run, draft: PublicAccount, tmp_path: Path
) -> None:
    before = ledger_of(draft)
    path = csv_file(tmp_path, "clave;valor\ndespliegue-oficinas;9\n")

    out, _ = run("import_account", path, dry_run=True)

    assert "Vista previa: no se escribió nada." in out
    assert ledger_of(PublicAccount.objects.get()) == before


def test_one_faulty_cell_stops_everything(
    run: Run,
    draft: PublicAccount,
    editor: User,
    tmp_path: Path,
) -> None:
    text = "clave;valor\ndespliegue-oficinas;9\ndespliegue-direcciones;muchas\n"

    said = stopped("import_account", csv_file(tmp_path, text), by=editor.email)

    assert "celda B3: Se esperaba un número" in said
    assert "No se importó nada." in said
    assert Result.objects.get(key="despliegue-oficinas").value == 8


def test_replacing_removes_the_figures_that_are_not_in_the_file(
    run: Run, draft: PublicAccount, editor: User, tmp_path: Path
) -> None:
    run("export_account", 2022, tmp_path / "cifras.csv")
    lines = (tmp_path / "cifras.csv").read_bytes().decode().splitlines(keepends=True)
    used = {key for rule in ledger_of(draft).rules for key in (rule.whole, *rule.parts)}
    bodies = " ".join(chapter.body for chapter in ledger_of(draft).chapters)
    free = next(
        line
        for line in lines[1:]
        if (key := line.split(";")[0]) not in used and f"{{cifra:{key}}}" not in bodies
    )
    lines.remove(free)
    (tmp_path / "cifras.csv").write_bytes("".join(lines).encode())

    out, _ = run("import_account", tmp_path / "cifras.csv", by=editor.email, replace=True)

    assert "1 cifra se quita" in out
    assert not Result.objects.filter(key=free.split(";")[0]).exists()


def test_who_imports_is_told_apart(run: Run, draft: PublicAccount, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "clave;valor\ndespliegue-oficinas;9\n")
    publisher = UserFactory(role="Publicación")
    UserFactory(role="Edición de datos")

    assert "--by CORREO" in stopped("import_account", path)
    assert "No hay una persona" in stopped("import_account", path, by="x@y.cl")
    assert "no tiene permiso" in stopped("import_account", path, by=publisher.email)
    assert Result.objects.get(key="despliegue-oficinas").value == 8


def test_the_only_one_who_may_import_need_not_be_named(
    run: Run, draft: PublicAccount, editor: User, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, "clave;valor\ndespliegue-oficinas;9\n")

    run("import_account", path)

    assert AccountEvent.objects.latest("pk").by == editor


def test_the_wrong_year_is_told(
    run: Run,
    draft: PublicAccount,
    editor: User,
    tmp_path: Path,
) -> None:
    path = csv_file(tmp_path, "clave;valor\ndespliegue-oficinas;9\n")
    options = {"by": editor.email, "year": 2030}

    assert "No hay una cuenta pública de 2030" in stopped("import_account", path, **options)
    assert "es de la cuenta 2022" in stopped("import_account", SEED, **options)
    assert "No hay una cuenta pública de 2030" in stopped("export_account", 2030, tmp_path / "x")


def test_an_export_does_not_mix_with_other_files(
    run: Run, draft: PublicAccount, tmp_path: Path
) -> None:
    (tmp_path / "carta.txt").write_text("hola")

    assert "elija una carpeta nueva" in stopped("export_account", 2022, tmp_path)


def test_an_export_over_an_older_one_leaves_no_old_chapter(
    run: Run, draft: PublicAccount, tmp_path: Path
) -> None:
    run("export_account", 2022, tmp_path / "p")
    (tmp_path / "p" / "chapters" / "antiguo.md").write_text("ya no está")

    run("export_account", 2022, tmp_path / "p")

    assert not (tmp_path / "p" / "chapters" / "antiguo.md").exists()


class Terminal(io.StringIO):
    """An output that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_only_on_a_terminal(
    draft: PublicAccount, editor: User, tmp_path: Path
) -> None:
    path = tmp_path / "cifras.csv"
    path.write_bytes(figures_csv(ledger_of(draft).figures))
    seen, unseen = Terminal(), io.StringIO()

    for out in (seen, unseen):
        call_command("import_account", path, dry_run=True, stdout=out)

    assert f"\rFilas leídas: {len(ledger_of(draft).figures)} de" in seen.getvalue()
    assert "Filas leídas" not in unseen.getvalue()


def test_with_several_accounts_a_spreadsheet_must_say_the_year(
    draft: PublicAccount, editor: User, seed: Ledger, tmp_path: Path
) -> None:
    import_account(replace(seed, account_year=2023), by=editor, now=NOW)
    path = csv_file(tmp_path, "clave;valor\ndespliegue-oficinas;9\n")

    assert "diga cuál con --year" in stopped("import_account", path, by=editor.email)
