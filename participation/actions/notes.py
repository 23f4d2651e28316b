"""What the staff tell each other about a submission; never public, never changed."""

from datetime import datetime

from django.db import transaction

from participation.actions.words import written
from participation.models import Note, Submission
from participation.permissions import check_may
from participation.register import record
from programs.models import User


@transaction.atomic
def add_note(
    submission: Submission,
    *,
    text: str,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Leave a note. It changes nothing of the submission, and so it takes no version into account.

    Raises:
        Refused: `by` may not, or it is empty or too long.
    """
    check_may(by, "note_submission")
    text = written(text, asked="Escriba la nota.")
    Note.objects.create(submission=submission, text=text, by=by, at=now)
    record("note", about=submission, now=now, by=by)
    return submission
