"""A term, day by day, as a reader sees it: months, with the number of each day that counts.

Pure. Shown by `templates/participation/components/term.html`, which takes what `term_view` gives.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from participation.deadlines import CountedDay, Term
from participation.due_words import day_in_words
from programs.figures import plural

MONTHS = (
    "Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre",
    "Octubre", "Noviembre", "Diciembre",
)  # fmt: skip
_SATURDAY = 5
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month. `mark` is what it is for the term; `words`, the same read aloud.

    Marks: `out` (before, or after the end), `start` (not counted), `counted`, `due` (the last),
    `off` (Saturday or Sunday) and `holiday`.
    """

    day: int
    mark: str
    number: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks of one month that the term touches, Monday first; None is another month's day."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class HolidayNote:
    """A working day of the week that does not count, and why."""

    day: int
    month: str
    name: str


@dataclass(frozen=True, slots=True)
class TermView:
    """All that the component shows; `rule` is the law in one sentence."""

    months: tuple[Month, ...]
    holidays: tuple[HolidayNote, ...]
    length: str
    starts_after: str
    start_day: str
    due_on: str
    rule: str


RULE = (
    "El conteo parte el día siguiente y no cuenta sábados, domingos ni feriados "
    "(Ley 19.880, artículo 25)."
)


def term_view(term: Term) -> TermView:
    """The months of a term, from the week it starts in to the week it ends in."""
    days = {each.day: each for each in term.days}
    several_years = term.starts_after.year != term.due_on.year
    return TermView(
        months=tuple(
            Month(_name(first, with_year=several_years), tuple(_weeks(first, term, days)))
            for first in _months(term)
        ),
        holidays=tuple(
            HolidayNote(each.day.day, MONTHS[each.day.month - 1].lower(), each.why)
            for each in term.skipped
            if each.day.weekday() < _SATURDAY
        ),
        length=plural(term.length, "día hábil", "días hábiles"),
        starts_after=day_in_words(term.starts_after, with_year=several_years),
        start_day=f"{term.starts_after.day} de {MONTHS[term.starts_after.month - 1].lower()}",
        due_on=day_in_words(term.due_on, with_year=True),
        rule=RULE,
    )


def _months(term: Term) -> Iterator[date]:
    """The first day of each month between the start and the end."""
    first = term.starts_after.replace(day=1)
    while first <= term.due_on:
        yield first
        first = (first + timedelta(days=31)).replace(day=1)


def _name(first: date, *, with_year: bool) -> str:
    return f"{MONTHS[first.month - 1]} {first.year}" if with_year else MONTHS[first.month - 1]


def _weeks(
    first: date, term: Term, days: dict[date, CountedDay]
) -> Iterator[tuple[Cell | None, ...]]:
    begins = term.starts_after - timedelta(days=term.starts_after.weekday())
    ends = term.due_on - timedelta(days=term.due_on.weekday()) + _WEEK
    for week in calendar.Calendar().monthdatescalendar(first.year, first.month):
        if begins <= week[0] < ends:
            yield tuple(
                _cell(day, term, days) if day.month == first.month else None for day in week
            )


def _cell(day: date, term: Term, days: dict[date, CountedDay]) -> Cell:
    if day == term.starts_after:
        return Cell(day.day, "start", 0, "el plazo corre desde el día siguiente")
    counted = days.get(day)
    if counted is None:
        return Cell(day.day, "out")
    if counted.number is None:
        if day.weekday() >= _SATURDAY:
            return Cell(day.day, "off", words="no cuenta")
        return Cell(day.day, "holiday", words=f"no cuenta, {counted.why}")
    if day == term.due_on:
        return Cell(day.day, "due", counted.number, f"día {counted.number}, vence el plazo")
    return Cell(day.day, "counted", counted.number, f"día {counted.number}")
