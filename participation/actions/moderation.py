"""Before anything is public: admit, refuse with a reason from data, ask to complete, review."""

import hashlib
from datetime import datetime

from django.db import transaction

from participation.actions.corridor import hold, move
from participation.actions.filing import LONGEST_TITLE, check_length
from participation.actions.redaction import (
    publish_attachment,
    redact_submission,
    unpublish_attachment,
)
from participation.actions.routing import route_again
from participation.actions.telling import tell_author
from participation.actions.terms import meet_clock, start_clock
from participation.actions.words import LONGEST_NOTE, one_line, written
from participation.clocks import hold_calendar
from participation.deadlines import CHILE
from participation.models import ClockRule, RefusalReason, Submission
from participation.transitions import Refused
from programs.models import User

__all__ = [
    "admit_submission",
    "ask_review",
    "ask_to_mend",
    "lapse_submission",
    "mend_submission",
    "overturn_refusal",
    "publish_attachment",
    "redact_submission",
    "refuse_submission",
    "unpublish_attachment",
    "uphold_refusal",
]
Clock = ClockRule.Clock


@transaction.atomic
def admit_submission(
    submission: Submission,
    *,
    title: str = "",
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Publish it: from now on anyone reads it. `title` replaces the public title, if given.

    Raises:
        Refused: `by` may not, it is not waiting to be read, it changed, or the title is too long.
    """
    held = hold(submission, expected_version)
    title = one_line(title, asked="", longest=LONGEST_TITLE, needed=False) or held.title
    move(held, "admit", by=by, now=now, title=title, published_at=now, published_by=by)
    tell_author("admitted", held, now=now)
    return held


@transaction.atomic
def refuse_submission(
    submission: Submission,
    *,
    reason: RefusalReason,
    note: str = "",
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Do not admit it, for a reason that staff keep as data; `note` is public beside it.

    Raises:
        Refused: `by` may not, it is not waiting to be read, or the reason is no longer in force.
    """
    held = hold(submission, expected_version)
    if not reason.is_active:
        raise Refused("Ese motivo ya no está vigente. Elija otro de la lista.")
    note = written(note, asked="", needed=False)
    move(
        held, "refuse", by=by, now=now, detail={"reason": reason.slug},
        refusal=reason, refused_by=by, public_note=note,
    )  # fmt: skip
    meet_clock(held, Clock.ROUTE, now)
    tell_author("refused", held, now=now)
    return held


@transaction.atomic
def ask_to_mend(
    submission: Submission,
    *,
    request: str,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Ask the author for what is missing, and let that term run (Ley 19.880, art. 31).

    Raises:
        Refused: `by` may not, it is not waiting to be read, or nothing is asked for.
    """
    hold_calendar()
    held = hold(submission, expected_version)
    request = written(request, asked="Escriba qué falta y cómo completarlo.", longest=LONGEST_NOTE)
    move(held, "ask_mend", by=by, now=now, mend_request=request)
    start_clock(held, Clock.MEND, now.astimezone(CHILE).date(), now, now)
    tell_author("mend", held, key=str(held.version), now=now)
    return held


@transaction.atomic
def mend_submission(submission: Submission, *, text: str, now: datetime) -> Submission:
    """Its author completes it. The words are added to what was filed, which stays as it was.

    A `text` that begins with the whole of what was filed is taken for all of it.

    Raises:
        Refused: nothing was asked for, or the text is too short or too long.
    """
    held = hold(submission)
    text = written(text, asked="Escriba lo que se le pidió.")
    added = text.removeprefix(held.text).strip()
    check_length(added)
    whole = f"{held.text}\n\nCompletada el {now.astimezone(CHILE):%d-%m-%Y}:\n{added}"
    sha256 = hashlib.sha256(added.encode()).hexdigest()
    move(held, "mend", now=now, detail={"added_sha256": sha256}, text=whole)
    meet_clock(held, Clock.MEND, now)
    return held


@transaction.atomic
def lapse_submission(submission: Submission, *, now: datetime) -> Submission:
    """It was not completed in its term: it is taken as withdrawn (Ley 19.880, art. 31).

    Raises:
        Refused: nothing was asked for, or its term has not passed.
    """
    held = hold(submission)
    deadline = held.deadlines.filter(clock=Clock.MEND, met_at__isnull=True).first()
    if held.state == "mending" and (deadline is None or now < deadline.due_at):
        raise Refused("Todavía está a tiempo de completarla.")
    move(held, "lapse", now=now)
    tell_author("lapsed", held, now=now)
    return held


@transaction.atomic
def ask_review(submission: Submission, *, now: datetime) -> Submission:
    """Its author asks that another person look at why it was not admitted; once.

    Raises:
        Refused: it was admitted, or this was asked before.
    """
    held = hold(submission)
    if held.state == "not_admitted" and held.review_asked_at is not None:
        raise Refused("Usted ya pidió esta revisión.")
    return move(held, "ask_review", now=now, review_asked_at=now)


@transaction.atomic
def overturn_refusal(
    submission: Submission,
    *,
    note: str = "",
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Another person finds that it must be admitted: it is published.

    Raises:
        Refused: `by` may not or refused it, or it was not refused.
    """
    hold_calendar()
    held = hold(submission, expected_version)
    _check_is_another(held, by)
    note = _with_note(held, written(note, asked="", needed=False))
    move(
        held, "overturn", by=by, now=now,
        reviewed_at=now, public_note=note, published_at=now, published_by=by,
    )  # fmt: skip
    route_again(held, now)
    tell_author("admitted", held, now=now)
    return held


@transaction.atomic
def uphold_refusal(
    submission: Submission,
    *,
    note: str,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Another person keeps the refusal, and says in public why.

    Raises:
        Refused: `by` may not or refused it, nobody asked for it, it was reviewed, or no reason.
    """
    held = hold(submission, expected_version)
    _check_is_another(held, by)
    if held.state == "not_admitted" and (held.review_asked_at is None or held.reviewed_at):
        raise Refused("No hay una revisión pendiente.")
    note = written(note, asked="Escriba por qué se mantiene: lo lee quien la presentó.")
    move(held, "uphold", by=by, now=now, reviewed_at=now, public_note=_with_note(held, note))
    tell_author("refused", held, key="review", now=now)
    return held


def _check_is_another(held: Submission, by: User) -> None:
    if held.refused_by_id == by.pk:
        raise Refused("Usted decidió no admitirla: la revisión la hace otra persona.")


def _with_note(held: Submission, note: str) -> str:
    """What was said before stays; the new words come after it."""
    return "\n\n".join(filter(None, (held.public_note, note)))
