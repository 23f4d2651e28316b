"""What the beat does with commitments: remind who answers for them, before and after their day.

As all that the beat does: run twice it does nothing more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from participation import clocks
from participation.commitment_transitions import OPEN
from participation.deadlines import CHILE, count_term
from participation.models import Commitment, Message, Milestone
from participation.outbox import queue
from programs.models import User

EARLY, NEAR = 10, 2  # business days before
LATE = "late"
MANAGERS = "Coordinación de participación"
BATCH = 500  # commitments, and steps, looked at in one go


@dataclass(frozen=True, slots=True)
class _Due:
    """Something that falls due: of which commitment, which step of it (or None), and when."""

    commitment: Commitment
    milestone: Milestone | None
    due_on: date
    stage: str

    def key(self, user: User) -> str:
        """Once for each thing, day, stage and person."""
        step = self.milestone.pk if self.milestone is not None else 0
        day = self.due_on.isoformat()
        return f"commitment_due:{self.commitment.pk}:{step}:{day}:{self.stage}:{user.pk}"


def remind_of_commitments(now: datetime) -> int:
    """Owe the reminders that are due and were not owed yet; how many."""
    today = now.astimezone(CHILE).date()
    calendar = clocks.calendar_for()
    near = count_term(today, NEAR, calendar).due_on
    early = count_term(today, EARLY, calendar).due_on
    due = [*_commitments(today, near, early), *_milestones(today, near, early)]
    managers = _managers() if any(each.stage == LATE for each in due) else ()
    owed = [(each, user) for each in due for user in _people(each, managers)]
    known = set(
        Message.objects.filter(key__in=[each.key(user) for each, user in owed]).values_list(
            "key", flat=True
        )
    )
    fresh = [(each, user) for each, user in owed if each.key(user) not in known]
    for each, user in fresh:
        step = each.milestone.pk if each.milestone is not None else 0
        queue(
            "commitment_due", about=each.commitment, user=user, key=each.key(user),
            context={"milestone": step}, now=now,
        )  # fmt: skip
    return len(fresh)


def _stage(due_on: date, today: date, near: date) -> str:
    if due_on < today:
        return LATE
    return str(NEAR) if due_on <= near else str(EARLY)


def _commitments(today: date, near: date, early: date) -> Iterator[_Due]:
    rows = Commitment.objects.open().filter(due_on__lte=early)
    for row in rows.select_related("unit__head", "responsible").order_by("due_on", "pk")[:BATCH]:
        assert row.due_on is not None  # noqa: S101 (filtered by it)
        yield _Due(row, None, row.due_on, _stage(row.due_on, today, near))


def _milestones(today: date, near: date, early: date) -> Iterator[_Due]:
    rows = Milestone.objects.filter(
        commitment__state__in=OPEN, done_on__isnull=True, due_on__lte=early
    ).select_related("commitment__unit__head", "commitment__responsible")
    for row in rows.order_by("due_on", "pk")[:BATCH]:
        yield _Due(row.commitment, row, row.due_on, _stage(row.due_on, today, near))


def _people(each: _Due, managers: Iterable[User]) -> Iterator[User]:
    """First who has it in charge and the head of the unit; late, also who coordinates."""
    commitment = each.commitment
    candidates = [commitment.responsible, commitment.unit.head]
    found = [user for user in candidates if user is not None]
    if each.stage == LATE or not found:
        found += managers or _managers()
    yield from (user for user in dict.fromkeys(found) if user.is_active)


def _managers() -> list[User]:
    active = User.objects.filter(is_active=True).order_by("pk")
    return list(active.filter(groups__name=MANAGERS)) or list(active.filter(is_superuser=True))
