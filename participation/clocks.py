"""The terms of a submission: which rule, from when, with which holidays. Reads the tables.

The arithmetic is in `deadlines.py`, which reads nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from participation.deadlines import (
    CHILE,
    BusinessCalendar,
    Term,
    count_term,
    ends_at,
)
from participation.models import ClockRule, Holiday, Window


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


def count(clock: str, *, after: date, at: datetime, calendar: BusinessCalendar) -> Counted:
    """The term of `clock` that starts the day after `after`, or at the instant `at` if in hours.

    Raises:
        ClockRule.DoesNotExist: no rule of that clock was in force.
    """
    rule = ClockRule.objects.in_force(clock, after)
    if rule.unit == ClockRule.Unit.HOURS:
        due_at = at + timedelta(hours=rule.length)
        return Counted(rule, after, rule.length, due_at.astimezone(CHILE).date(), due_at)
    due_on = count_term(after, rule.length, calendar).due_on
    return Counted(rule, after, rule.length, due_on, ends_at(due_on))


def answer_starts_after(window: Window | None, filed_on: date) -> date:
    """From which day the answer's term runs: the window says; what comes later, from its filing.

    Without a window, and for what arrives after the origin has passed its close, the term is the
    filing's own.
    """
    if window is None or window.answers_from == Window.Origin.FILING:
        return filed_on
    if filed_on > window.closes_on or filed_on < window.opens_on:
        return filed_on
    if window.answers_from == Window.Origin.CLOSE:
        return window.closes_on
    return window.event_on


def is_extemporaneous(window: Window | None, filed_on: date) -> bool:
    """Whether it was filed outside the window; it is answered all the same."""
    return window is not None and not window.opens_on <= filed_on <= window.closes_on


def explain(starts_after: date, length: int, calendar: BusinessCalendar) -> Term:
    """The same term, day by day, to be shown."""
    return count_term(starts_after, length, calendar)
