"""Terms: they start, they are met, they are extended once (Ley 19.880, art. 26)."""

from datetime import date, datetime

from django.db import transaction

from participation import clocks
from participation.actions.corridor import hold, move
from participation.actions.telling import tell_author
from participation.actions.words import one_line
from participation.deadlines import ends_at, longest_extension, may_extend
from participation.models import ClockRule, Deadline, DeadlineChange, Submission
from participation.permissions import check_may_act
from participation.transitions import Refused, target_of
from programs.models import User

LONGEST_REASON = 300
AGAIN = "El plazo empezó de nuevo."
ASK_REASON = "Escriba por qué se amplía el plazo: el motivo es público."


def start_clock(
    submission: Submission, clock: str, after: date, at: datetime, now: datetime
) -> Deadline:
    """A term starts to run the day after `after`, or at the instant `at` if it is in hours.

    Where that clock ran before (another unit, another defect), it starts again and says so.

    Raises:
        ClockRule.DoesNotExist: no rule of that clock was in force.
    """
    clocks.hold_calendar()
    calendar = clocks.calendar_for(clocks.scope_of(clock, submission))
    counted = clocks.count(clock, after=after, at=at, calendar=calendar)
    before = Deadline.objects.filter(submission=submission, clock=clock).first()
    deadline, _ = Deadline.objects.update_or_create(
        submission=submission,
        clock=clock,
        defaults={
            "rule": counted.rule,
            "starts_after": counted.starts_after,
            "length": counted.length,
            "extension": 0,
            "due_on": counted.due_on,
            "due_at": counted.due_at,
            "met_at": None,
            "reminded_at": None,
        },
    )
    if before is not None:
        _write_change(deadline, before.due_on, AGAIN, now=now)
    return deadline


def meet_clock(submission: Submission, clock: str, now: datetime) -> bool:
    """What the term asked for is done; whether one was running. Doing it again changes nothing."""
    return bool(
        Deadline.objects.filter(submission=submission, clock=clock, met_at__isnull=True).update(
            met_at=now
        )
    )


@transaction.atomic
def extend_submission(
    submission: Submission,
    *,
    days: int,
    reason: str,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Give the answer more business days, with a public reason: once, at most half, in time.

    Raises:
        Refused: `by` may not, the state or the version is another, there is no reason or it is
            too long, it was extended already, the term has expired, or it asks for more than half
            (Ley 19.880, art. 26).
    """
    clocks.hold_calendar()
    check_may_act(by, "extend")
    held = hold(submission, expected_version)
    target_of("extend", held.state)  # before its term is read: what has no folio has none
    deadline = Deadline.objects.select_for_update().get(
        submission=held, clock=ClockRule.Clock.ANSWER
    )
    check_can_extend(deadline, days=days, now=now)
    reason = one_line(reason, asked=ASK_REASON, longest=LONGEST_REASON)
    before = deadline.due_on
    deadline.extension = days
    deadline.due_on = clocks.recount(deadline, clocks.calendar_for())
    deadline.due_at = ends_at(deadline.due_on)
    deadline.save(update_fields=["extension", "due_on", "due_at"])
    move(
        held,
        "extend",
        by=by,
        now=now,
        detail={"days": days, "old_due_on": before.isoformat(),
                "new_due_on": deadline.due_on.isoformat()},
        due_on=deadline.due_on,
    )  # fmt: skip
    _write_change(deadline, before, reason, by=by, now=now)
    tell_author("extended", held, now=now)
    return held


def check_can_extend(deadline: Deadline, *, days: int, now: datetime) -> None:
    """Raises Refused, with the sentence, where the term may not be extended so (art. 26)."""
    if deadline.extension:
        raise Refused("El plazo ya se amplió una vez; no se puede ampliar de nuevo (artículo 26).")
    if deadline.met_at is not None:
        raise Refused("Ya está respondida: no hay plazo que ampliar.")
    if not may_extend(deadline.due_on, now):
        raise Refused(
            f"El plazo venció el {deadline.due_on:%d-%m-%Y}: solo se puede ampliar antes de que "
            "venza (artículo 26)."
        )
    most = longest_extension(deadline.length)
    if not 1 <= days <= most:
        raise Refused(f"Escriba entre 1 y {most} días hábiles: a lo más la mitad (artículo 26).")


def _write_change(
    deadline: Deadline, before: date, reason: str, *, now: datetime, by: User | None = None
) -> DeadlineChange:
    return DeadlineChange.objects.create(
        deadline=deadline,
        old_due_on=before,
        new_due_on=deadline.due_on,
        reason=reason,
        at=now,
        by=by,
    )
