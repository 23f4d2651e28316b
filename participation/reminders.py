"""What the beat looks at: terms that are near or past, and what lapses by itself.

It asks the database what holds now and does what is missing: run twice it does nothing more, and
after days without running it does what is due today and not what was due meanwhile.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from participation import clocks, commitment_reminders, council_reminders, hearing_reminders
from participation.actions.handling import mark_those_told
from participation.actions.moderation import lapse_submission
from participation.deadlines import CHILE, count_term
from participation.models import ClockRule, Deadline, Message
from participation.outbox import queue
from participation.transitions import Refused
from programs.models import User

log = logging.getLogger(__name__)

BATCH = 200  # terms looked at in one go of the beat, for each kind of work
EARLY, NEAR = 5, 1  # business days before the answer falls due
LATE = "late"
Clock = ClockRule.Clock
# Who has to know that a late term is nobody's yet, and who watches all of them.
ROUTERS, MANAGERS = "Moderación", "Coordinación de participación"
_REMINDED = (Clock.ROUTE, Clock.REPORT, Clock.ANSWER, Clock.NOTIFY, Clock.ACCESS)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look did."""

    lapsed: int
    told: int
    reminders: int
    reviews: int = 0  # of the council: those that the clock ended


@dataclass(frozen=True, slots=True)
class _Due:
    """A reminder that is due: of which term, at which stage (`late`, or days before), to whom."""

    deadline: Deadline
    stage: str
    user: User

    @property
    def key(self) -> str:
        """Once for each term, last day, stage and person."""
        day = self.deadline.due_on.isoformat()
        return f"reminder:{self.deadline.pk}:{day}:{self.stage}:{self.user.pk}"


def look_at_clocks(now: datetime) -> Looked:
    """Lapse what was not mended, mark who was told, and remind the staff of what is due.

    Of the council's review of a draft it reminds the councillors, and ends one whose term passed.
    """
    hearing_reminders.remind_registered(now)
    return Looked(
        lapsed=lapse_late(now), told=mark_those_told(now),
        reminders=remind(now)
        + council_reminders.remind_council(now)
        + commitment_reminders.remind_of_commitments(now),
        reviews=council_reminders.close_late(now),
    )  # fmt: skip


def lapse_late(now: datetime) -> int:
    """Take as withdrawn what was not completed in its term (Ley 19.880, art. 31); how many."""
    late = clocks.running().filter(clock=Clock.MEND, due_at__lte=now).order_by("due_at", "pk")
    lapsed = 0
    for deadline in late.select_related("submission")[:BATCH]:
        try:
            lapse_submission(deadline.submission, now=now)
        except Refused as refused:  # its author completed it this very instant
            log.info("not lapsed: %s", refused)
        else:
            lapsed += 1
    return lapsed


def remind(now: datetime) -> int:
    """Owe the reminders that are due and were not owed yet; how many."""
    today = now.astimezone(CHILE).date()
    owed = 0
    near, early = _last_day(today, NEAR), _last_day(today, EARLY)
    soon = _open().filter(clock=Clock.ANSWER, due_at__gt=now)
    for stage, terms in (
        (LATE, _late(now)),
        (str(NEAR), soon.filter(due_on__lte=near)),
        (str(EARLY), soon.filter(due_on__gt=near, due_on__lte=early)),
    ):
        owed += _remind_of(terms, stage, now)
    return owed


def _last_day(today: date, length: int) -> date:
    return count_term(today, length, clocks.calendar_for()).due_on


def _open() -> QuerySet[Deadline]:
    """Terms that somebody of the staff has to meet; who is grouped is answered with its head."""
    return (
        clocks.running()
        .filter(clock__in=_REMINDED)
        .exclude(submission__state="grouped")
        .select_related("submission__unit__head", "submission__assigned_to")
        .order_by("due_at", "pk")
    )


def _late(now: datetime) -> QuerySet[Deadline]:
    """Those past their end of which nobody was reminded since."""
    unsaid = Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("due_at"))
    return _open().filter(unsaid, due_at__lte=now)


def _remind_of(terms: QuerySet[Deadline], stage: str, now: datetime) -> int:
    """A late term is marked once it was said; a near one is known by the keys of its messages."""
    if stage == LATE:
        terms = terms[:BATCH]
    chosen = list(terms)
    people = _People()
    due = [
        _Due(deadline, stage, user) for deadline in chosen for user in people.of(deadline, stage)
    ]
    known = set(
        Message.objects.filter(key__in=[each.key for each in due]).values_list("key", flat=True)
    )
    fresh = [each for each in due if each.key not in known]
    for each in fresh:
        queue(
            "reminder",
            about=each.deadline.submission,
            user=each.user,
            key=each.key,
            context={"clock": each.deadline.clock},
            now=now,
        )
    said = due if stage == LATE else fresh
    Deadline.objects.filter(pk__in={each.deadline.pk for each in said}).update(reminded_at=now)
    return len(fresh)


class _People:
    """Who is reminded of what; the groups are read once a look."""

    def __init__(self) -> None:
        self._groups: dict[str, list[User]] = {}

    def of(self, deadline: Deadline, stage: str) -> list[User]:
        """First who has it in charge, near the end also the head, late also the managers.

        Where there is no manager, who administers the portal has to know.
        """
        return list(dict.fromkeys(user for user in self._of(deadline, stage) if user.is_active))

    def _of(self, deadline: Deadline, stage: str) -> Iterator[User]:
        submission = deadline.submission
        unit = submission.unit
        in_charge = submission.assigned_to
        head = unit.head if unit is not None else None
        if deadline.clock == Clock.ROUTE:
            yield from self._group(ROUTERS)
        if in_charge is not None:
            yield in_charge
        if head is not None and (stage != str(EARLY) or in_charge is None):
            yield head
        if stage == LATE or (in_charge is None and head is None):
            yield from self._group(MANAGERS)

    def _group(self, name: str) -> list[User]:
        if name not in self._groups:
            active = User.objects.filter(is_active=True).order_by("pk")
            found = list(active.filter(groups__name=name))
            self._groups[name] = found or list(active.filter(is_superuser=True))
        return self._groups[name]
