"""Who somebody is stays apart, is read for a reason, and every reading stays written."""

import json

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from participation.actions.handling import follow_up_submission
from participation.actions.identities import Identity, read_identity, read_original
from participation.actions.moderation import (
    publish_attachment,
    redact_submission,
    unpublish_attachment,
)
from participation.models import (
    Attachment,
    IdentityReading,
    Message,
    RegisterEntry,
    SealedOriginal,
    Submission,
)
from participation.personal_data import Kind
from participation.redactions import Span
from participation.transitions import Refused
from tests.factories import UserFactory
from tests.participation.factories import (
    COORDINATOR,
    EMAIL,
    FULL_NAME,
    MODERATOR,
    NOW,
    STEP,
    WAYS,
    WRITER,
    AttachmentFactory,
    received,
    staff,
    submission_at,
)

pytestmark = pytest.mark.django_db
LATER = NOW + 20 * STEP
NAMED = "Doña Berta Huenchumilla no recibió el fondo. ¿Por qué Berta Huenchumilla quedó fuera?"


# Reading who it is


def test_who_may_reads_who_it_is_and_the_reading_stays() -> None:
    waiting = received(organisation="Feria Sur", contact="Casilla 9", sex="woman")

    identity = read_identity(waiting, reason="Llamarla", by=staff(MODERATOR), now=LATER)

    assert identity == Identity(
        full_name=FULL_NAME, email=EMAIL, organisation="Feria Sur", contact="Casilla 9",
        sex="Mujer", is_confirmed=True,
    )  # fmt: skip
    reading = IdentityReading.objects.get()
    assert (reading.by, reading.at, reading.reason) == (staff(MODERATOR), LATER, "Llamarla")
    assert RegisterEntry.objects.filter(act="identity_read", object_id=waiting.folio).count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        reading.delete()


def test_who_may_not_or_says_no_reason_reads_nothing() -> None:
    waiting = received()

    with pytest.raises(Refused, match="no tiene permiso"):
        read_identity(waiting, reason="Saber", by=staff(WRITER), now=LATER)
    with pytest.raises(Refused, match="para qué"):
        read_identity(waiting, reason=" \n\x00", by=staff(MODERATOR), now=LATER)
    with pytest.raises(Refused, match="de más"):
        read_identity(waiting, reason="x" * 201, by=staff(MODERATOR), now=LATER)

    assert not IdentityReading.objects.exists()


def test_who_left_nothing_is_nobody() -> None:
    waiting = received(email="", full_name="")

    assert read_identity(waiting, reason="Ver", by=staff(MODERATOR), now=LATER) == Identity()


# Reserving parts


def test_what_is_reserved_leaves_text_and_title_and_is_sealed() -> None:
    named = submission_at("admitted", text=NAMED)
    phrases = [("Berta Huenchumilla", Kind.NAME)]

    redact_submission(named, field="text", phrases=phrases, by=staff(MODERATOR), now=LATER)

    named.refresh_from_db()
    assert named.text.count("[reservado: nombre de un tercero]") == 2
    assert "Huenchumilla" not in named.text + named.title
    assert not Submission.objects.filter(search="huenchumilla").exists()
    original = SealedOriginal.objects.get(field="text")
    assert "Huenchumilla" not in original.content_sealed
    assert original.reasons == {"nombre de un tercero": 2}
    assert read_original(original, reason="Revisar", by=staff(COORDINATOR), now=LATER) == NAMED
    assert RegisterEntry.objects.filter(act="original_read").count() == 1


def test_a_title_cut_in_the_middle_of_what_is_hidden_loses_its_part_too() -> None:
    text = "a " * 74 + "Berta Huenchumilla Painemal quedó fuera del fondo sin ningún motivo"
    named = submission_at("admitted", text=text)
    assert named.title.endswith("…")
    assert "Berta" in named.title

    redact_submission(
        named, field="text", phrases=[("Berta Huenchumilla Painemal", Kind.NAME)],
        by=staff(MODERATOR), now=LATER,
    )  # fmt: skip

    named.refresh_from_db()
    assert "Berta" not in named.title
    assert len(named.title) <= 160


def test_places_are_reserved_as_well_as_words() -> None:
    named = submission_at("admitted", text=NAMED)
    spans = [Span(5, 23, Kind.NAME)]

    redact_submission(named, field="text", spans=spans, by=staff(MODERATOR), now=LATER)

    named.refresh_from_db()
    assert named.text.startswith("Doña [reservado: nombre de un tercero] no recibió")


@pytest.mark.parametrize("field", ["text", "title"])
@pytest.mark.parametrize("spans", [[Span(5, 5_000, Kind.NAME)], [Span(-1, 4, Kind.RUN)], []])
def test_a_place_that_is_not_there_changes_nothing(field: str, spans: list[Span]) -> None:
    named = submission_at("admitted", text=NAMED)

    with pytest.raises(Refused, match=r"Márquelo de nuevo|Marque o escriba"):
        redact_submission(named, field=field, spans=spans, by=staff(MODERATOR), now=LATER)

    assert not SealedOriginal.objects.exists()


def test_a_phrase_that_is_not_there_is_said_in_words() -> None:
    named = submission_at("admitted", text=NAMED)

    with pytest.raises(Refused, match="no contiene «Juan»"):
        redact_submission(
            named, field="text", phrases=[("Juan", Kind.NAME)], by=staff(MODERATOR), now=LATER
        )
    with pytest.raises(Refused, match="Elija qué parte"):
        redact_submission(named, field="state", by=staff(MODERATOR), now=LATER)


def test_the_first_original_stays_sealed_however_often_parts_are_reserved() -> None:
    named, by = submission_at("admitted", text=NAMED), staff(MODERATOR)
    phrases = [("Huenchumilla", Kind.NAME)], [("fondo", Kind.OTHER)]
    for each in phrases:
        redact_submission(named, field="text", phrases=each, by=by, now=LATER)

    first = SealedOriginal.objects.filter(field="text").order_by("pk").first()

    assert first is not None
    assert read_original(first, reason="Revisar", by=by, now=LATER) == NAMED


def test_a_shown_name_and_a_file_name_are_reserved_too() -> None:
    named, by = submission_at("admitted", shown_name="Berta Huenchumilla"), staff(MODERATOR)
    file = AttachmentFactory(submission=named, name="Carta de Berta Huenchumilla.pdf")
    phrases = [("Berta Huenchumilla", Kind.NAME)]

    redact_submission(named, field="shown_name", phrases=phrases, by=by, now=LATER)
    redact_submission(named, field="file_name", attachment=file, phrases=phrases, by=by, now=LATER)

    named.refresh_from_db()
    file.refresh_from_db()
    assert named.shown_name == "[reservado: nombre de un tercero]"
    assert file.name == "Carta de [reservado: nombre de un tercero].pdf"


def test_a_file_of_another_submission_is_out_of_reach() -> None:
    mine, by = submission_at("admitted"), staff(MODERATOR)
    other = AttachmentFactory(submission=received(email="otra@correo.invalid"))
    phrases = [("documento", Kind.OTHER)]

    for attachment in (other, None):
        with pytest.raises(Refused, match="un archivo de esta consulta"):
            redact_submission(
                mine, field="file_name", attachment=attachment, phrases=phrases, by=by, now=LATER
            )
    with pytest.raises(Refused, match="un archivo de esta consulta"):
        publish_attachment(mine, attachment=other, by=by, now=LATER)


# Files


def test_a_file_is_public_only_after_its_submission_and_by_a_person() -> None:
    waiting, by = received(), staff(MODERATOR)
    file = AttachmentFactory(submission=waiting)

    with pytest.raises(Refused, match="Publique primero la consulta"):
        publish_attachment(waiting, attachment=file, by=by, now=LATER)

    admitted = submission_at("admitted", email="otra@correo.invalid")
    Attachment.objects.filter(pk=file.pk).update(submission=admitted)
    with pytest.raises(Refused, match="no tiene permiso"):
        publish_attachment(admitted, attachment=file, by=UserFactory(), now=LATER)
    publish_attachment(admitted, attachment=file, by=by, now=LATER)
    assert Attachment.objects.get().is_public
    unpublish_attachment(admitted, attachment=file, by=by, now=LATER)
    assert not Attachment.objects.get().is_public


def test_the_paper_itself_is_never_public() -> None:
    admitted = submission_at("admitted")
    paper = AttachmentFactory(submission=admitted, is_original=True, file=ContentFile(b"x", "x"))

    with pytest.raises(Refused, match="original en papel"):
        publish_attachment(admitted, attachment=paper, by=staff(MODERATOR), now=LATER)


# What the register and the outbox never hold


def test_no_act_leaves_personal_data_in_the_register_nor_in_the_outbox() -> None:
    secrets = {
        "email": EMAIL,
        "full_name": FULL_NAME,
        "organisation": "Feria Sur Secreta",
        "contact": "Casilla 4321",
        "text": NAMED,
        "shown_name": "Mostrada Enpúblico",
    }
    for state in WAYS:
        submission_at(state, **secrets)
    last = Submission.objects.filter(state="notified").latest("pk")
    follow_up_submission(last, text=NAMED, now=LATER)
    redact_submission(
        last, field="text", phrases=[("Berta Huenchumilla", Kind.NAME)], by=staff(MODERATOR),
        now=LATER,
    )  # fmt: skip
    read_identity(last, reason="Llamar a Rosa", by=staff(MODERATOR), now=LATER)

    kept = json.dumps(
        [
            list(RegisterEntry.objects.values("act", "object_type", "object_id", "detail")),
            list(Message.objects.values("kind", "key", "object_id", "context", "last_problem")),
        ],
        ensure_ascii=False,
    )

    words = "rosa quilodr ñancupil correo.invalid secreta 4321 huenchumilla mostrada fondo servicio"
    assert len(kept) > 5_000
    assert [word for word in words.split() if word in kept.casefold()] == []
