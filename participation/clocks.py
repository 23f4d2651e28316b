"""The terms of a submission: which rule, from when, with which holidays. Reads the tables.

The arithmetic is in `deadlines.py`, which reads nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from django.db import connection
from django.db.models import Q, QuerySet

from participation.deadlines import (
    CHILE,
    BusinessCalendar,
    Term,
    count_term,
    ends_at,
)
from participation.models import ClockRule, Deadline, Holiday, Submission, Window
from participation.transitions import OPEN

_CALENDAR_LOCK = 7_201_881  # any number that no other lock of the portal takes


def calendar_for(region: str | None = None) -> BusinessCalendar:
    """Which days count in all of Chile, or in a region too (its CUT code).

    What the institution owes is counted by the national calendar: it answers from its own seat.
    """
    scope = Q(region__isnull=True)
    if region:
        scope |= Q(region=region)
    rows = Holiday.objects.filter(scope, is_active=True).values_list("day", "name")
    return BusinessCalendar(dict(rows))


@dataclass(frozen=True, slots=True)
class Counted:
    """A term ready to be written: its rule, its last day, the instant from which it is late."""

    rule: ClockRule
    starts_after: date
    length: int
    due_on: date
    due_at: datetime


def count(
    clock: str, *, after: date, at: datetime, calendar: BusinessCalendar,
    rules: Iterable[ClockRule] | None = None,
) -> Counted:  # fmt: skip
    """The term of `clock` that starts the day after `after`, or at the instant `at` if in hours.

    Who counts several terms reads all `rules` once and passes them.

    Raises:
        ClockRule.DoesNotExist: no rule of that clock was in force.
    """
    rule = _in_force(rules, clock, after)
    if rule.unit == ClockRule.Unit.HOURS:
        # In UTC: in Chile's own time a day in which the clocks jump would count as 24 hours.
        due_at = at.astimezone(UTC) + timedelta(hours=rule.length)
        return Counted(rule, after, rule.length, due_at.astimezone(CHILE).date(), due_at)
    due_on = count_term(after, rule.length, calendar).due_on
    return Counted(rule, after, rule.length, due_on, ends_at(due_on))


def _in_force(rules: Iterable[ClockRule] | None, clock: str, on: date) -> ClockRule:
    if rules is None:
        return ClockRule.objects.in_force(clock, on)
    known = [rule for rule in rules if rule.clock == clock and rule.valid_from <= on]
    if not known:
        raise ClockRule.DoesNotExist(f"no rule of {clock} was in force on {on}")
    return max(known, key=lambda rule: rule.valid_from)


def answer_starts_after(window: Window | None, filed_on: date) -> date:
    """From which day the answer's term runs: the window says; what comes later, from its filing.

    Without a window, and for what arrives after the origin has passed its close, the term is the
    filing's own.
    """
    if window is None or window.answers_from == Window.Origin.FILING:
        return filed_on
    if not is_within(window, filed_on) or filed_on > window.closes_on:
        return filed_on
    if window.answers_from == Window.Origin.CLOSE:
        return window.closes_on
    return window.event_on


def is_extemporaneous(window: Window | None, filed_on: date) -> bool:
    """Whether it was filed outside the window; it is answered all the same."""
    return window is not None and not is_within(window, filed_on)


def is_within(window: Window, day: date) -> bool:
    """Whether the reception is open that day: while the process is suspended it does not close."""
    waits = window.suspended_on is not None and window.suspended_on <= window.closes_on
    return window.opens_on <= day and (day <= window.closes_on or waits)


def explain(starts_after: date, length: int, calendar: BusinessCalendar) -> Term:
    """The same term, day by day, to be shown."""
    return count_term(starts_after, length, calendar)


# In which states each term of a submission still runs; in the others it is met or of no matter.
RUNS_IN = MappingProxyType(
    {
        ClockRule.Clock.ROUTE: OPEN,
        ClockRule.Clock.REPORT: OPEN,
        ClockRule.Clock.ANSWER: OPEN,
        ClockRule.Clock.MEND: ("mending",),
        ClockRule.Clock.NOTIFY: ("answered",),
        ClockRule.Clock.ACCESS: ("converted",),
    }
)


def running() -> QuerySet[Deadline]:
    """The terms that somebody still has to meet, late or not."""
    runs = Q()
    for clock, states in RUNS_IN.items():
        runs |= Q(clock=clock, submission__state__in=states)
    return Deadline.objects.filter(runs, met_at__isnull=True)


def touched_by(day: date, region: str | None = None) -> QuerySet[Deadline]:
    """The running terms that would end on another day if `day` began or ceased to be a holiday.

    A holiday of one region moves only what people of that region have to do: see `scope_of`.
    """
    if BusinessCalendar({}).why_not(day):
        return Deadline.objects.none()
    rows = running().filter(
        rule__unit=ClockRule.Unit.BUSINESS_DAYS, starts_after__lt=day, due_on__gte=day
    )
    if region:
        rows = rows.filter(clock=ClockRule.Clock.MEND, submission__region=region)
    return rows


def scope_of(clock: str, submission: Submission) -> str | None:
    """Whose calendar a term is counted by: the national one, or that of the author's region.

    Only the term to mend binds the author, whose region may have a holiday of its own.
    """
    return submission.region_id if clock == ClockRule.Clock.MEND else None


def recount(deadline: Deadline, calendar: BusinessCalendar) -> date:
    """The last day of a term in business days, with its extension, by this calendar."""
    length = deadline.length + deadline.extension
    return count_term(deadline.starts_after, length, calendar).due_on


def hold_calendar(*, to_change: bool = False) -> None:
    """Keep the holidays still until the transaction ends; who changes them waits, and keeps all.

    Without it a term counted just before a holiday was added, and written just after the others
    were recounted, would keep the day it had.
    """
    function = "pg_advisory_xact_lock" if to_change else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_CALENDAR_LOCK])
