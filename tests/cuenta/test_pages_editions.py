"""What changed between editions is told, and anyone can verify what was published."""

import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuenta.pages.changes import Changes, Piece, changes_between, readable, word_diff
from cuenta.pages.editions import commands, edition_path
from cuenta.pages.site import Site
from programs.editions import SUMS, sha256, sums_of
from programs.ledger import Chapter, Erratum, Ledger
from programs.package import package_files
from tests.cuenta.printing import html_at
from tests.hostile import hostile_ledger
from tests.ledgers import edition_of, figure, small_ledger, small_site

KEY = "asociativos-total-personas"
WORDS = st.lists(st.sampled_from(["uno", "dos", "tres", "\n"]), max_size=12).map(" ".join)


def corrected(ledger: Ledger, value: int = 547) -> Ledger:
    """The same account with one figure mended and its erratum."""
    figures = tuple(
        replace(each, value=Decimal(value), literal=str(value)) if each.key == KEY else each
        for each in ledger.figures
    )
    errata = (Erratum("total", "La fila dice 547.", figure=KEY, question="2022-15"),)
    return replace(ledger, figures=figures, errata=errata)


def changed(new: Ledger, old: Ledger | None = None) -> Changes:
    return changes_between(edition_of(old or small_ledger()), edition_of(new, 2))


def two_editions() -> Site:
    old = small_ledger()
    new = corrected(old)
    editions = (edition_of(old), edition_of(new, 2, "Corrige un total"))
    return Site(new, editions[1], editions, "https://cuenta.example")


def test_mended_figure_shows_before_after_and_its_reason() -> None:
    (change,) = changed(corrected(small_ledger())).figures

    assert (change.before, change.after) == ("416", "547")
    assert change.reason == "La fila dice 547."
    assert change.what == "Cambió también: lo que dice el documento."


def test_new_and_removed_figures_have_only_one_side() -> None:
    ledger = small_ledger()
    extra = figure("nueva", 5, indicator="asesorados", chapter="centros", scope="x", title="Nueva")
    kept = tuple(each for each in ledger.figures if each.key != "centros-asesorados")

    found = {c.title: c for c in changed(replace(ledger, figures=(*kept, extra))).figures}

    assert (found["Nueva"].before, found["Nueva"].after) == ("", "5")
    gone = found["Personas asesoradas en Centros de Negocios"]
    assert (gone.before, gone.after, gone.path) == ("29.332", "", "")


def test_figure_whose_note_changed_says_its_value_did_not() -> None:
    ledger = small_ledger()
    noted = tuple(
        replace(each, note="revisada") if each.key == KEY else each for each in ledger.figures
    )

    (change,) = changed(replace(ledger, figures=noted)).figures

    assert change.before == change.after == "416"
    assert change.what == "El valor es el mismo; cambió: nota."


def test_text_shows_words_taken_out_and_put_in() -> None:
    pieces = list(word_diff("Sercotec apoya a las empresas", "Sercotec acompaña a las empresas"))

    assert pieces == [
        Piece("same", "Sercotec"),
        Piece("removed", "apoya"),
        Piece("added", "acompaña"),
        Piece("same", "a las empresas"),
    ]


def test_long_unchanged_runs_are_cut() -> None:
    same = " ".join(str(n) for n in range(100))

    first, *_ = word_diff(f"{same} sí", f"{same} no")

    assert first == Piece("same", "… 92 93 94 95 96 97 98 99")


@given(WORDS, WORDS)
def test_words_added_and_removed_are_exactly_those_that_changed(before: str, after: str) -> None:
    pieces = list(word_diff(before, after))

    removed = sum(len(piece.text.split()) for piece in pieces if piece.kind == "removed")
    added = sum(len(piece.text.split()) for piece in pieces if piece.kind == "added")
    assert added - removed == len(after.split()) - len(before.split())
    assert not (before == after and pieces)


def test_text_reads_its_figures_as_they_stood_in_each_edition() -> None:
    ledger = small_ledger()

    said = readable("# Llegó a **{cifra:pymes-total-personas}** y {cifra:no-existe}", ledger)

    assert said == "Llegó a 53.222 y {cifra:no-existe}"


def test_new_chapter_is_all_added_and_a_removed_one_all_removed() -> None:
    ledger = small_ledger()
    fresh = Chapter("nuevo", "Nuevo", "Hola a todas.")
    kept = tuple(each for each in ledger.chapters if each.slug != "centros")

    found = {c.title: c for c in changed(replace(ledger, chapters=(*kept, fresh))).texts}

    assert {piece.kind for piece in found["Nuevo"].pieces} == {"added"}
    assert {piece.kind for piece in found["Centros de Negocios"].pieces} == {"removed"}


def test_renamed_chapter_shows_both_titles() -> None:
    ledger = small_ledger()
    renamed = tuple(
        replace(each, title="Otro") if each.slug == "genero" else each for each in ledger.chapters
    )

    (change,) = changed(replace(ledger, chapters=renamed)).texts

    assert change.pieces == (Piece("removed", "Género"), Piece("added", "Otro"))


def test_explanation_shows_what_changed_in_it() -> None:
    ledger = small_ledger()
    said = replace(ledger.explanations[0], text="El documento no dice nada.")

    (change,) = changed(replace(ledger, explanations=(said,))).explanations

    assert Piece("added", "nada.") in change.pieces


def test_everything_else_is_told_field_by_field() -> None:
    ledger = small_ledger()
    mended = replace(ledger.products[0], name="Emprendimiento")

    found = changed(replace(ledger, products=(mended, *ledger.products[1:])))

    (other,) = found.others
    assert other.title == "Productos estratégicos"
    assert other.lines == (
        "Emprendimiento: nombre, de «Programa de emprendedores» a «Emprendimiento».",
    )
    assert found.summary == "Hay diferencias en 1 producto estratégico."


def test_equal_editions_say_so() -> None:
    assert changed(small_ledger()).summary == "Las cifras y los textos son los mismos."


def test_only_new_errata_belong_to_an_edition() -> None:
    old = corrected(small_ledger(), 500)
    new = corrected(small_ledger(), 547)

    assert changed(new, old).errata == ()
    (told,) = changed(new).errata
    assert (told.about, told.question) == (f"cifras/{KEY}/", "2022-15")


def test_page_lists_editions_newest_first_with_people_hash_and_instant() -> None:
    html = html_at(two_editions(), "ediciones/")

    assert html.index("Edición 2") < html.index("Edición 1")
    for said in ("Ana Rojas", "Luis Soto", "1" * 64, "2" * 64, "20 de mayo de 2022, 10:00"):
        assert said in html
    assert 'Surgió de la consulta <a href="/participacion/2022-15/">2022-15</a>.' in html


def test_page_of_an_old_edition_links_every_edition_at_its_own_address() -> None:
    old = small_ledger()
    site = small_site(old, prefix="/cuentas/2022/ediciones/1")

    html = html_at(site, "ediciones/")

    assert f'href="{edition_path(site, 1)}"' in html
    assert "/ediciones/1/ediciones/1/" not in html


def test_page_without_editions_says_nothing_is_published() -> None:
    assert "Todavía no se publica ninguna edición." in html_at(small_site(draft=True), "ediciones/")


def test_hostile_words_are_shown_and_never_run() -> None:
    old, new = small_ledger(), hostile_ledger(small_ledger())
    editions = (edition_of(old), edition_of(new, 2))

    html = html_at(Site(new, editions[1], editions, "https://cuenta.example"), "ediciones/")

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def _archive(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in {**files, SUMS: sums_of(files)}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.fixture
def archive(tmp_path: Path) -> tuple[Site, Path]:
    """An edition's files where the page says they are, on a disk instead of a server."""
    ledger = small_ledger()
    files = package_files(ledger)
    edition = replace(edition_of(ledger), sha256=sha256(sums_of(files)))
    site = Site(ledger, edition, (edition,), f"file://{tmp_path}")
    folder = tmp_path / edition_path(site, 1).strip("/") / "archivos"
    _archive(folder, files)
    return site, folder


def _run(site: Site, folder: Path) -> subprocess.CompletedProcess[str]:
    assert site.edition is not None
    script = "\n".join(commands(site, site.edition).lines)
    folder.mkdir()
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
    )  # fmt: skip


def test_the_commands_of_the_page_verify_an_edition(
    archive: tuple[Site, Path], tmp_path: Path
) -> None:
    site, _ = archive
    assert site.edition is not None

    ran = _run(site, tmp_path / "mine")

    assert ran.returncode == 0, ran.stderr
    *checked, last = ran.stdout.splitlines()
    assert len(checked) == len(package_files(site.ledger))
    assert all(line.endswith(": OK") for line in checked)
    assert last == f"{site.edition.sha256}  {SUMS}"


def test_the_commands_of_the_page_find_a_changed_letter(
    archive: tuple[Site, Path], tmp_path: Path
) -> None:
    site, folder = archive
    changed_file = folder / "figures.csv"
    changed_file.write_bytes(changed_file.read_bytes().replace(b"416", b"417", 1))

    ran = _run(site, tmp_path / "mine")

    assert "figures.csv: FAILED" in ran.stdout
