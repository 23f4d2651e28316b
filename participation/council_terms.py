"""The terms of the council's seats as pure arithmetic: days in, days out.

Both ends of a period are days in the seat. A seat that is left on a day is free that same day, so
that whoever follows begins then.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from participation.quorum import Share

FEWEST = 5  # people of whom a share is said: of fewer, it would say something of each


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day in a seat to the last; without days where it ends before it begins."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: "Period") -> bool:
        """Whether they share a day."""
        return max(self.first, other.first) <= min(self.last, other.last)


def end_of_term(starts_on: date, months: int) -> date:
    """The last day of a term of so many months: 1 March 2025 and 24 give 28 February 2027."""
    years, month = divmod(starts_on.month - 1 + months, 12)
    year, month = starts_on.year + years, month + 1
    last_day = calendar.monthrange(year, month)[1]
    return date(year, month, min(starts_on.day, last_day)) - timedelta(days=1)


def most_at_once(periods: Iterable[Period], within: Period) -> int:
    """How many of `periods` there are on the fullest day of `within`."""
    known = [each for each in periods if each.meets(within)]
    days = {within.first, *(each.first for each in known if within.has(each.first))}
    return max(sum(each.has(day) for each in known) for day in days)


@dataclass(frozen=True, slots=True)
class Parity:
    """How many women and men hold a seat, of those who said it; never who."""

    women: int
    men: int
    said: int
    unsaid: int
    is_met: bool


def parity(genders: Iterable[str], rule: Share) -> Parity | None:
    """Count the genders of those in office; None of fewer than FEWEST who said theirs.

    The rule is met where women reach its share and men too.
    """
    known = tuple(genders)
    said = sum(each != "" for each in known)
    if said < FEWEST:
        return None
    women, men = known.count("woman"), known.count("man")
    least = rule.of(said)
    return Parity(women, men, said, len(known) - said, women >= least and men >= least)
