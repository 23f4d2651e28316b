"""Holding a hearing: it opens, it is recorded, it ends, and its acta is published."""

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from participation.actions.hearing_arrivals import DOOR_OPENS
from participation.actions.hearing_corridor import hold_hearing, move_hearing
from participation.actions.hearing_questions import file_what_waits
from participation.actions.hearing_telling import tell_registered
from participation.actions.words import one_line, written
from participation.hearing_acta import acta_content, acta_pdf
from participation.models import Hearing, HearingActa
from participation.observation_hash import sha256_of
from participation.transitions import Refused
from programs.models import User

LONGEST_NOTES = 8_000
_web = URLValidator(schemes=["https", "http"])


@transaction.atomic
def open_hearing(
    hearing: Hearing, *, by: User, now: datetime, expected_version: int | None = None
) -> Hearing:
    """It begins: questions are taken, and the link to connect is shown to everybody.

    Raises:
        Refused: `by` may not, it is too early, or somebody changed it.
    """
    held = hold_hearing(hearing, expected_version)
    if held.state == "called" and now < held.starts_at - DOOR_OPENS:
        raise Refused("Todavía falta: se puede abrir desde dos horas antes de su hora.")
    return move_hearing(held, "open", by=by, now=now, opened_at=now)


@transaction.atomic
def close_hearing(
    hearing: Hearing, *, by: User, now: datetime, expected_version: int | None = None
) -> Hearing:
    """It ends. What nobody read yet gets its folio and is answered in writing.

    Raises:
        Refused: `by` may not, it is not being held, or somebody changed it.
    """
    held = hold_hearing(hearing, expected_version)
    left = file_what_waits(held, by=by, now=now) if held.state == "open" else 0
    filed = held.questions.filter(submission__isnull=False).count()
    return move_hearing(
        held, "close", by=by, now=now, closed_at=now, detail={"questions": filed, "unread": left}
    )


@transaction.atomic
def start_recording(
    hearing: Hearing, *, by: User, now: datetime, expected_version: int | None = None
) -> Hearing:
    """The recording begins now: what is shown from here on knows its second.

    Raises:
        Refused: `by` may not, or it is not being held.
    """
    held = hold_hearing(hearing, expected_version)
    if held.state != "open":
        raise Refused("La grabación se marca mientras la audiencia está en curso.")
    return move_hearing(held, "record", by=by, now=now, recorded_from=now)


@transaction.atomic
def note_recording(
    hearing: Hearing, *, link: str, by: User, now: datetime, expected_version: int | None = None
) -> Hearing:
    """Say where its recording is; empty, that there is none.

    Raises:
        Refused: `by` may not, it was not held, or the link is not whole.
    """
    held = hold_hearing(hearing, expected_version)
    link = one_line(link, asked="", longest=200, needed=False)
    if link:
        try:
            _web(link)
        except ValidationError as bad:
            raise Refused("Escriba el enlace completo, con https:// al comienzo.") from bad
    return move_hearing(held, "record", by=by, now=now, recording=link)


@transaction.atomic
def write_notes(
    hearing: Hearing, *, text: str, by: User, now: datetime, expected_version: int | None = None
) -> Hearing:
    """Write what was treated, until the acta is published.

    Raises:
        Refused: `by` may not, the acta is published, or somebody changed it.
    """
    held = hold_hearing(hearing, expected_version)
    notes = written(text, asked="", longest=LONGEST_NOTES, needed=False)
    return move_hearing(held, "write", by=by, now=now, notes=notes)


@transaction.atomic
def publish_hearing_acta(
    hearing: Hearing, *, by: User, now: datetime, expected_version: int | None = None
) -> HearingActa:
    """Freeze what happened, with its hash and its PDF: from here on it never changes.

    Raises:
        Refused: `by` may not, it did not end, nothing was written of it, or somebody changed it.
    """
    held = hold_hearing(hearing, expected_version)
    if held.state == "closed" and not held.notes:
        raise Refused("Escriba antes lo tratado: el acta lo necesita.")
    held = move_hearing(held, "publish", by=by, now=now)
    content = acta_content(held)
    sha256 = sha256_of(content)
    pdf = acta_pdf(content, sha256=sha256, at=now)
    acta = HearingActa.objects.create(
        hearing=held, content=content, sha256=sha256, pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(), published_at=now, published_by=by,
    )  # fmt: skip
    tell_registered("hearing_thanks", held, now=now)
    return acta
