"""What is reserved and sealed in the page of a filing: personal data, authors, files."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from participation.actions import moderation
from participation.models import (
    Attachment,
    IdentityReading,
    RegisterEntry,
    SealedOriginal,
    Submission,
)
from participation.personal_data import Kind
from tests.participation import factories as given
from tests.staff import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(tmp_path: Any, settings: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(given.NOW + timedelta(hours=3), tick=False):
        yield


def _of(row: Submission, name: str = "change", *more: int) -> str:
    return reverse(f"admin:participation_submission_{name}", args=[row.pk, *more])


def _as(role: str) -> Client:
    return signed_in(given.staff(role))


def _send(client: Client, row: Submission, act: str, **typed: Any) -> Any:
    row.refresh_from_db(fields=["version"])
    return client.post(_of(row, act), {"version": row.version, **typed})


def test_personal_data_is_pointed_out_and_reserved_everywhere() -> None:
    text = "Escríbame a rosa@correo.cl o al 9 8765 4321. Mi vecina Juana Pérez también pregunta."
    row = given.received(text=text)
    moderator = _as(given.MODERATOR)
    page = text_of(moderator.get(_of(row)))
    codes = [part.split('"')[0] for part in page.split('name="found" value="')[1:]]

    _send(moderator, row, "redact", found=codes, phrase="Juana Pérez", where="text",
          reason="nombre de un tercero")  # fmt: skip

    row.refresh_from_db()
    assert len(codes) == 2
    for words in ("rosa@correo.cl", "9 8765 4321", "Juana Pérez"):
        assert words not in row.text
        assert words not in row.title
    assert "[reservado: correo]" in row.text
    assert "[reservado: nombre de un tercero]" in row.text
    assert SealedOriginal.objects.exists()
    assert "rosa@correo.cl" not in text_of(moderator.get(_of(row)))


def test_reserving_nothing_asks_what() -> None:
    row = given.received()

    response = _send(_as(given.MODERATOR), row, "redact")
    absent = _send(_as(given.MODERATOR), row, "redact", phrase="no está", where="text")

    assert response.status_code == 400
    assert "Marque algo de lo encontrado" in text_of(response)
    assert absent.status_code == 409
    assert 'value="no está"' in text_of(absent)


def test_who_wrote_is_sealed_until_somebody_says_what_for() -> None:
    row = given.received()
    moderator = _as(given.MODERATOR)

    before = text_of(moderator.get(_of(row)))
    unsaid = _send(moderator, row, "identity", reason=" ")
    opened = text_of(_send(moderator, row, "identity", reason="Avisarle por teléfono"))

    assert given.FULL_NAME not in before
    assert given.EMAIL not in before
    assert unsaid.status_code == 400
    assert given.FULL_NAME not in text_of(unsaid)
    assert given.FULL_NAME in opened
    assert given.EMAIL in opened
    assert IdentityReading.objects.get().reason == "Avisarle por teléfono"
    assert RegisterEntry.objects.filter(act="identity_read").count() == 1


def test_a_sealed_original_is_read_for_a_reason() -> None:
    row = given.received(text="Mi vecino Pedro Soto dice que el monto bajó mucho este año.")
    moderator = given.staff(given.MODERATOR)
    moderation.redact_submission(
        row, field="text", phrases=[("Pedro Soto", Kind.NAME)], by=moderator, now=given.NOW
    )
    original = SealedOriginal.objects.filter(field="text").get()
    url = _of(row, "original", original.pk)

    refused = signed_in(given.staff(given.WRITER)).get(url)
    asked = signed_in(moderator).post(url, {"version": row.version, "reason": ""})
    opened = signed_in(moderator).post(url, {"version": row.version, "reason": "Lo pidió"})

    assert refused.status_code == 403
    assert asked.status_code == 400
    assert "Pedro Soto" in text_of(opened)
    assert "Pedro Soto" not in text_of(signed_in(moderator).get(_of(row)))


def test_a_file_is_saved_and_never_shown_inside() -> None:
    row = given.submission_at("admitted")
    file = given.AttachmentFactory(submission=row, name='x"; a.pdf')
    moderator = _as(given.MODERATOR)

    answer = moderator.get(_of(row, "attachment", file.pk))
    content = b"".join(answer.streaming_content)
    _send(moderator, row, "publish_attachment", attachment=file.pk)
    published = Attachment.objects.get().is_public
    _send(moderator, row, "unpublish_attachment", attachment=file.pk)

    assert content == b"%PDF-1.4 prueba"
    assert answer["Content-Disposition"].startswith("attachment")
    assert published
    assert not Attachment.objects.get().is_public


def test_a_file_of_another_filing_is_not_found() -> None:
    row, other = given.submission_at("admitted"), given.received()
    file = given.AttachmentFactory(submission=other)
    moderator = _as(given.MODERATOR)

    assert moderator.get(_of(row, "attachment", file.pk)).status_code == 404
    assert _send(moderator, row, "publish_attachment", attachment=file.pk).status_code == 400
    assert moderator.get("/admin/participation/submission/999999/change/").status_code == 404
    assert moderator.get("/admin/participation/submission/abc/change/").status_code == 404


def test_the_original_of_a_paper_needs_a_reason() -> None:
    row = given.received()
    file = given.AttachmentFactory(
        submission=row, is_original=True, file=ContentFile(b"%PDF firma", name="a")
    )
    url = _of(row, "attachment", file.pk)

    assert _as(given.WRITER).get(url).status_code == 403
    assert _as(given.MODERATOR).get(url).status_code == 200
    saved = _as(given.MODERATOR).post(url, {"version": row.version, "reason": "Comparar firmas"})

    assert b"".join(saved.streaming_content) == b"%PDF firma"
    assert IdentityReading.objects.count() == 1
