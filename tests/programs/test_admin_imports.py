"""Bringing a file in through the admin: seen before it is written, all or nothing."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from programs.figure_workbooks import figures_csv
from programs.ledger import Ledger
from programs.models import AccountEvent, PublicAccount, Result, User
from programs.package import package_files
from tests.factories import UserFactory
from tests.staff import form_values, in_one_thread, send, signed_in, text_of

__all__ = ["in_one_thread"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_one_thread", "_own_media")]


@pytest.fixture
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def start_of(account: PublicAccount | None) -> str:
    if account is None:
        return reverse("admin:programs_publicaccount_import_new")
    return reverse("admin:programs_publicaccount_import", args=[account.pk])


def upload(
    client: Client, account: PublicAccount | None, name: str, content: bytes, mode: str = "add"
) -> Any:
    """Send what the page's own form sends: nothing that a browser would not."""
    sent = form_values(client, start_of(account))
    if "mode" in sent:
        sent["mode"] = mode
    return client.post(start_of(account), {**sent, "file": SimpleUploadedFile(name, content)})


def corrected(seed: Ledger, value: str = "MM$ 9.999") -> bytes:
    """The account's figures as CSV, with the first amount in MM$ changed."""
    money = next(figure for figure in seed.figures if figure.unit == "MM$" and figure.value)
    line = figures_csv([money]).decode("utf-8-sig")
    heading, row = line.splitlines()
    columns = heading.split(";")
    cells = row.split(";")
    cells[columns.index("valor")] = value
    if "unidad" in columns:
        cells[columns.index("unidad")] = ""
    return f"{heading}\r\n{';'.join(cells)}\r\n".encode()


def zipped(ledger: Ledger) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in package_files(ledger).items():
            archive.writestr(path, content)
    return out.getvalue()


def test_the_preview_shows_before_and_after_and_writes_nothing(
    draft: PublicAccount, editor: User, seed: Ledger
) -> None:
    client = signed_in(editor)

    page = client.get(upload(client, draft, "cifras.csv", corrected(seed))["Location"])

    assert page.status_code == 200
    assert "MM$\u00a09.999" in text_of(page)
    assert not Result.objects.filter(value=9_999_000_000).exists()


def test_confirming_writes_what_was_shown(draft: PublicAccount, editor: User, seed: Ledger) -> None:
    client = signed_in(editor)
    preview = upload(client, draft, "cifras.csv", corrected(seed))["Location"]

    done = send(client, preview)

    assert done.status_code == 200
    assert "Importado" in text_of(done)
    assert Result.objects.filter(value=9_999_000_000).count() == 1
    assert Result.objects.filter(account=draft).count() == len(seed.figures)
    assert AccountEvent.objects.filter(account=draft)[0].summary == "Importación: cifras.csv"


def test_a_confirmation_counts_once(draft: PublicAccount, editor: User, seed: Ledger) -> None:
    client = signed_in(editor)
    preview = upload(client, draft, "cifras.csv", corrected(seed))["Location"]
    send(client, preview)

    again = client.post(preview, {"version": "2"})

    assert again.status_code == 410
    assert "Súbalo de nuevo" in text_of(again)


def test_a_draft_that_changed_meanwhile_is_not_written_over(
    draft: PublicAccount, editor: User, seed: Ledger
) -> None:
    client = signed_in(editor)
    preview = upload(client, draft, "cifras.csv", corrected(seed))["Location"]
    client.get(preview)
    draft.refresh_from_db()
    PublicAccount.objects.filter(pk=draft.pk).update(version=draft.version + 1)

    refused = client.post(preview, {"version": str(draft.version)})

    assert refused.status_code == 409
    assert "El borrador cambió" in text_of(refused)
    assert not Result.objects.filter(value=9_999_000_000).exists()


def test_a_faulty_row_names_its_cell_and_stops_everything(
    draft: PublicAccount, editor: User, seed: Ledger
) -> None:
    client = signed_in(editor)
    preview = upload(client, draft, "cifras.csv", corrected(seed, "muchos"))["Location"]

    page = client.get(preview)
    draft.refresh_from_db()
    sent = client.post(preview, {"version": str(draft.version)})

    assert page.status_code == 422
    assert "muchos" in text_of(page)
    assert "celda" in text_of(page)
    assert sent.status_code == 409
    assert Result.objects.filter(account=draft).count() == len(seed.figures)


def test_replacing_removes_what_the_file_lacks(
    draft: PublicAccount, editor: User, seed: Ledger
) -> None:
    client = signed_in(editor)
    named = {key for rule in seed.rules for key in (rule.whole, *rule.parts)}
    text = " ".join(chapter.body for chapter in seed.chapters)
    last = [f for f in seed.figures if f.key not in named and f"cifra:{f.key}}}" not in text][-1]
    kept = figures_csv([figure for figure in seed.figures if figure.key != last.key])
    preview = upload(client, draft, "cifras.csv", kept, mode="replace")["Location"]

    page = text_of(client.get(preview))

    assert "1 cifra se quita" in page
    assert last.key in page


def test_the_same_file_changes_nothing(draft: PublicAccount, editor: User, seed: Ledger) -> None:
    client = signed_in(editor)
    preview = upload(client, draft, "cifras.csv", figures_csv(seed.figures))["Location"]

    assert "La cuenta ya dice lo mismo" in text_of(client.get(preview))


def test_a_new_account_comes_from_its_package(editor: User, seed: Ledger) -> None:
    client = signed_in(editor)
    preview = upload(client, None, "cuenta.zip", zipped(seed))["Location"]

    send(client, preview)

    account = PublicAccount.objects.get()
    assert account.account_year == seed.account_year
    assert account.results.count() == len(seed.figures)


def test_the_package_of_a_known_account_shows_its_changes(
    draft: PublicAccount, editor: User, seed: Ledger
) -> None:
    client = signed_in(editor)

    page = client.get(upload(client, None, "cuenta.zip", zipped(seed))["Location"])

    assert "La cuenta ya dice lo mismo" in text_of(page)


def test_a_large_file_is_answered_as_it_goes(
    draft: PublicAccount, editor: User, seed: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programs.admin.imports.SMALL", 10)
    client = signed_in(editor)
    preview = upload(client, draft, "cifras.csv", corrected(seed))["Location"]

    page = client.get(preview)

    assert page.streaming
    text = text_of(page)
    assert text.index("Leyendo el archivo") < text.index("Qué cambiaría")
    assert text.rstrip().endswith("</html>")


def test_work_that_fails_says_so_and_ends_the_page(
    draft: PublicAccount, editor: User, seed: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programs.admin.imports.SMALL", 10)
    client = signed_in(editor)
    preview = upload(client, draft, "cifras.csv", corrected(seed))["Location"]
    monkeypatch.setattr("programs.admin.imports.propose_file", None)

    text = text_of(client.get(preview))

    assert "No se pudo terminar" in text
    assert text.rstrip().endswith("</html>")


def test_another_person_does_not_find_the_file(
    draft: PublicAccount, editor: User, seed: Ledger
) -> None:
    preview = upload(signed_in(editor), draft, "cifras.csv", corrected(seed))["Location"]

    response = signed_in(UserFactory(role="Edición de datos")).get(preview)

    assert response.status_code == 410


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cifras.xlsx", b"esto no es un libro"),
        ("cifras.csv", b"\x00\x01\x02"),
        ("cuenta.zip", b"PK\x03\x04roto"),
        ("cifras.ods", b"PK\x05\x06" + b"\0" * 18),
    ],
)
def test_a_file_that_is_not_what_it_says_is_a_sentence(
    draft: PublicAccount, editor: User, name: str, content: bytes
) -> None:
    client = signed_in(editor)

    page = client.get(upload(client, draft, name, content)["Location"])

    assert page.status_code == 422
    assert "no se puede importar todavía" in text_of(page)


def test_a_file_too_big_is_told_its_limit(
    draft: PublicAccount, editor: User, settings: Any
) -> None:
    settings.IMPORT_MAX_BYTES = 100

    response = upload(signed_in(editor), draft, "cifras.csv", b"x" * 101)

    assert response.status_code == 413
    assert "se reciben hasta" in text_of(response)


@pytest.mark.parametrize("content", [None, b""])
def test_no_file_is_asked_for(draft: PublicAccount, editor: User, content: bytes | None) -> None:
    sent: dict[str, Any] = {"mode": "add"}
    if content is not None:
        sent["file"] = SimpleUploadedFile("vacio.csv", content)

    response = signed_in(editor).post(start_of(draft), sent)

    assert response.status_code == 400


@pytest.mark.parametrize("token", ["no-existe", "..", "%2e%2e", "a" * 300])
def test_a_made_up_address_finds_nothing(editor: User, token: str) -> None:
    response = signed_in(editor).get(f"/admin/programs/publicaccount/importar/{token}/")

    assert response.status_code in (404, 410)


def test_the_file_is_let_go(draft: PublicAccount, editor: User, seed: Ledger) -> None:
    client = signed_in(editor)
    preview = upload(client, draft, "cifras.csv", corrected(seed))["Location"]

    client.post(preview, {"discard": "1"})

    assert client.get(preview).status_code == 410


def test_a_file_left_behind_expires(
    draft: PublicAccount, editor: User, seed: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(editor)
    preview = upload(client, draft, "cifras.csv", corrected(seed))["Location"]

    monkeypatch.setattr("programs.uploads.LIFE", -1)

    assert client.get(preview).status_code == 410


def test_nobody_keeps_more_than_five_files(
    draft: PublicAccount, editor: User, seed: Ledger, tmp_path: Path
) -> None:
    client = signed_in(editor)

    for _ in range(7):
        upload(client, draft, "cifras.csv", corrected(seed))

    assert len(list((tmp_path / "imports").iterdir())) == 5


@pytest.mark.parametrize("query", ["", "?con=cifras"])
def test_the_template_is_a_workbook(draft: PublicAccount, editor: User, query: str) -> None:
    url = reverse("admin:programs_publicaccount_template", args=[draft.pk])

    response = signed_in(editor).get(url + query)

    assert response["Content-Disposition"].endswith('.xlsx"')
    assert zipfile.is_zipfile(io.BytesIO(response.content))


def test_the_figures_to_correct_come_back_the_same(draft: PublicAccount, editor: User) -> None:
    client = signed_in(editor)
    url = reverse("admin:programs_publicaccount_template", args=[draft.pk])
    book = client.get(url + "?con=cifras").content

    page = client.get(upload(client, draft, "cifras.xlsx", book)["Location"])

    assert "La cuenta ya dice lo mismo" in text_of(page)
