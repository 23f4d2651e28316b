"""Notes of the room, beside a place: one's own, or shared with the council.

They never go into the register, and erasing one leaves nothing.
"""

from datetime import datetime

from django.db import transaction

from participation.actions.words import written
from participation.council import check_seat
from participation.deadlines import CHILE
from participation.models import CouncilNote
from participation.room import Quoted
from participation.transitions import Refused
from programs.models import User

ASK = "Escriba la nota."
NOT_YOURS = "Solo quien escribió una nota puede cambiarla o borrarla."


@transaction.atomic
def add_council_note(
    place: Quoted, *, text: str, is_shared: bool, by: User, now: datetime
) -> CouncilNote:
    """Leave a note beside a place.

    Raises:
        Refused: `by` holds no seat today, or the note is empty or too long.
    """
    check_seat(by, now.astimezone(CHILE).date())
    path = f"ediciones/{place.edition.number}/{place.path}" if place.edition else place.path
    return CouncilNote.objects.create(
        user=by, account=place.account, path=path, anchor=place.anchor,
        about_kind=place.subject.kind, about_title=place.subject.title[:300],
        about_value=place.subject.value[:120], text=written(text, asked=ASK),
        is_shared=is_shared, at=now,
    )  # fmt: skip


@transaction.atomic
def change_council_note(
    note: CouncilNote, *, text: str, is_shared: bool, by: User, now: datetime
) -> CouncilNote:
    """Write one's own note again, or share it, or stop sharing it.

    Raises:
        Refused: it is somebody else's, `by` holds no seat today, or it is empty or too long.
    """
    held = _hold(note, by, now)
    held.text, held.is_shared, held.at = written(text, asked=ASK), is_shared, now
    held.save(update_fields=["text", "is_shared", "at"])
    return held


@transaction.atomic
def delete_council_note(note: CouncilNote, *, by: User, now: datetime) -> None:
    """Erase one's own note; nothing of it is kept.

    Raises:
        Refused: it is somebody else's, or `by` holds no seat today.
    """
    _hold(note, by, now).delete()


def _hold(note: CouncilNote, by: User, now: datetime) -> CouncilNote:
    check_seat(by, now.astimezone(CHILE).date())
    held = CouncilNote.objects.select_for_update().filter(pk=note.pk).first()
    if held is None or held.user_id != by.pk:
        raise Refused(NOT_YOURS)
    return held
