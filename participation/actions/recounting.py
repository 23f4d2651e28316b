"""Count running terms again because a day began or ceased to be a holiday; each says why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import transaction

from participation import clocks
from participation.actions.telling import tell_author
from participation.deadlines import BusinessCalendar, ends_at
from participation.models import ClockRule, Deadline, DeadlineChange, RegisterEntry, Submission
from participation.register import entry_of
from programs.models import User

BATCH = 500  # submissions held and written at a time
LONGEST_REASON = 300
# Whom a term binds is told by the message that speaks of it.
_MESSAGES = {ClockRule.Clock.ANSWER: "due_changed", ClockRule.Clock.MEND: "mend"}
CalendarOf = Callable[[str | None], BusinessCalendar]


@dataclass(frozen=True, slots=True)
class _Moved:
    """A term that now ends on another day."""

    deadline: Deadline
    submission: Submission
    before: date


@transaction.atomic
def recompute_deadlines(
    *, day: date, reason: str, now: datetime, region: str | None = None, by: User | None = None
) -> int:
    """Count again the running terms that contain `day`; how many end on another day.

    Each leaves a change with its public reason and an entry in the register, and its author is
    told. What was met, what runs in hours and what is late already stays as it is. Who of the staff
    has one of them open is told that it changed: each counts a version.
    """
    ids = list(
        clocks.touched_by(day, region)
        .order_by("submission_id", "pk")
        .values_list("submission_id", "pk")
    )
    calendar_of = cache(clocks.calendar_for)
    total = 0
    for at in range(0, len(ids), BATCH):
        batch = ids[at : at + BATCH]
        # The order of every act: the submission is held first, then what hangs from it.
        held = Submission.objects.select_for_update().order_by("pk")
        submissions = {each.pk: each for each in held.filter(pk__in={one for one, _ in batch})}
        deadlines = clocks.touched_by(day, region).filter(
            pk__in=[pk for _, pk in batch], due_at__gt=now
        )
        moved = list(_recounted(deadlines.order_by("pk"), submissions, calendar_of))
        _write(moved, reason=reason[:LONGEST_REASON], day=day, by=by, now=now)
        total += len(moved)
    return total


def _recounted(
    deadlines: Iterator[Deadline], submissions: dict[int, Submission], calendar_of: CalendarOf
) -> Iterator[_Moved]:
    """Those whose last day is another now, with it."""
    for deadline in deadlines:
        submission = submissions[deadline.submission_id]
        calendar = calendar_of(clocks.scope_of(deadline.clock, submission))
        before, due_on = deadline.due_on, clocks.recount(deadline, calendar)
        if due_on == before:
            continue
        deadline.due_on = due_on
        deadline.due_at = ends_at(due_on)
        submission.version += 1
        if deadline.clock == ClockRule.Clock.ANSWER:
            submission.due_on = due_on
        yield _Moved(deadline, submission, before)


def _write(moved: list[_Moved], *, reason: str, day: date, by: User | None, now: datetime) -> None:
    Deadline.objects.bulk_update([each.deadline for each in moved], ["due_on", "due_at"])
    held = {each.submission.pk: each.submission for each in moved}
    Submission.objects.bulk_update(held.values(), ["due_on", "version"])
    changes = DeadlineChange.objects.bulk_create(
        DeadlineChange(
            deadline=each.deadline,
            old_due_on=each.before,
            new_due_on=each.deadline.due_on,
            reason=reason,
            at=now,
            by=by,
        )
        for each in moved
    )
    RegisterEntry.objects.bulk_create(
        entry_of(
            "recompute",
            about=each.submission,
            now=now,
            by=by,
            by_clock=by is None,
            clock=each.deadline.clock,
            holiday=day.isoformat(),
            old_due_on=each.before.isoformat(),
            new_due_on=each.deadline.due_on.isoformat(),
        )
        for each in moved
    )
    for each, change in zip(moved, changes, strict=True):
        if message := _MESSAGES.get(each.deadline.clock):
            tell_author(message, each.submission, key=str(change.pk), now=now)
