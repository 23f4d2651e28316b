"""When something is filed, when it falls due, and why: Ley 19.880, art. 25, as pure functions.

Saturdays, Sundays and holidays do not count; the count starts the day after; a term that would end
on such a day ends on the next that counts. Nothing here reads a clock or a database: days, instants
and holidays are passed in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHILE = ZoneInfo("America/Santiago")
ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST = 3_660  # days: a term that does not end in ten years is a mistake in the data


@dataclass(frozen=True)
class BusinessCalendar:
    """Which days count. `holidays` maps a day to the name of its holiday."""

    holidays: Mapping[date, str]

    def counts(self, day: date) -> bool:
        """Whether `day` is hábil: Monday to Friday and no holiday (art. 25)."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def why_not(self, day: date) -> str:
        """Why `day` does not count, in words; empty when it does."""
        if day in self.holidays:
            return self.holidays[day]
        return {5: "sábado", 6: "domingo"}.get(day.weekday(), "")

    def first_from(self, day: date) -> date:
        """`day` itself if it counts, or the next that does."""
        while not self.counts(day):
            day += ONE_DAY
        return day


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: its `number` in the term, or None and `why` it does not count."""

    day: date
    number: int | None
    why: str = ""


@dataclass(frozen=True)
class Term:
    """A count of business days, day by day, so that it can be shown to whoever it binds."""

    starts_after: date
    length: int
    days: tuple[CountedDay, ...]

    @property
    def due_on(self) -> date:
        """The last day on which the act is in time."""
        return self.days[-1].day

    @property
    def skipped(self) -> tuple[CountedDay, ...]:
        """The days that did not count."""
        return tuple(day for day in self.days if day.number is None)

    def remaining(self, today: date) -> int:
        """Business days left after `today`; 0 on the due day and after it."""
        return sum(1 for day in self.days if day.number is not None and day.day > today)


def count_term(after: date, length: int, calendar: BusinessCalendar) -> Term:
    """The term of `length` business days that starts the day after `after` (art. 25).

    Raises:
        ValueError: the length is not positive, or no ten years of this calendar hold it.
    """
    if length < 1:
        raise ValueError("a term has at least one day")
    return Term(after, length, tuple(_counted(after, length, calendar)))


def _counted(after: date, length: int, calendar: BusinessCalendar) -> Iterator[CountedDay]:
    number, day = 0, after
    while number < length:
        day += ONE_DAY
        if (day - after).days > _LONGEST:
            raise ValueError("this calendar has too few business days")
        if calendar.counts(day):
            number += 1
            yield CountedDay(day, number)
        else:
            yield CountedDay(day, None, calendar.why_not(day))


def back(calendar: BusinessCalendar, day: date, business_days: int) -> date:
    """That many business days before `day`."""
    while business_days > 0:
        day -= ONE_DAY
        business_days -= calendar.counts(day)
    return day


def forward(calendar: BusinessCalendar, day: date, business_days: int) -> date:
    """That many business days after `day`."""
    while business_days > 0:
        day += ONE_DAY
        business_days -= calendar.counts(day)
    return day


def filing_day(received_at: datetime, calendar: BusinessCalendar) -> date:
    """The legal day of what arrived at that instant: the portal takes filings day and night.

    What arrives on a day that does not count is filed at the first hour of the next that does.

    Raises:
        ValueError: the instant has no time zone.
    """
    if received_at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return calendar.first_from(received_at.astimezone(CHILE).date())


def ends_at(due_on: date) -> datetime:
    """The instant from which it is late: the first of the following day in Chile.

    Where the clocks jump at midnight that day starts at one; `fold=0` reads a missing 00:00 with
    the offset that held before, which is the same instant.
    """
    return datetime.combine(due_on + ONE_DAY, time.min, tzinfo=CHILE)


def is_late(due_on: date, now: datetime) -> bool:
    """Whether `now` is after the end of the due day."""
    return now >= ends_at(due_on)


def longest_extension(length: int) -> int:
    """At most half of the term (art. 26); a half day is no day."""
    return length // 2


def may_extend(due_on: date, now: datetime) -> bool:
    """An extension is decided before the term expires, never after (art. 26)."""
    return not is_late(due_on, now)
