"""The clock of a filing: days left in words, one tick a business day, each term with its end."""

from dataclasses import dataclass
from datetime import date, datetime

from participation.admin.desk import is_owed, today_of
from participation.deadlines import CHILE, BusinessCalendar
from participation.due_words import day_in_words, days_left, due_in_words
from participation.models import ClockRule, Deadline, Submission
from programs.figures import plural

TICK = 10  # width of one tick, in units of the picture


@dataclass(frozen=True, slots=True)
class Tick:
    """One business day of the term: `gone`, `left`, or `over` when it is late."""

    x: int
    style: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """One term beside the answer's: what for, until when, how it went."""

    label: str
    until: str
    state: str  # "met", "late" or "running"
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """The term to answer, with the other terms under it."""

    title: str
    day: str
    words: str
    is_late: bool
    ticks: tuple[Tick, ...]
    width: int
    since: str
    length: str
    terms: tuple[TermLine, ...]


def clock_of(submission: Submission, now: datetime, calendar: BusinessCalendar) -> Clock | None:
    """The clock; None for what has no term."""
    deadlines = list(submission.deadlines.prefetch_related("changes"))
    main = next((each for each in deadlines if each.clock == ClockRule.Clock.ANSWER), None)
    if main is None:
        return None
    today = today_of(now)
    is_running = is_owed(submission) and main.met_at is None
    ticks = _ticks(main, today, calendar) if is_running else ()
    return Clock(
        title="Responder a más tardar" if is_running else "Plazo para responder",
        day=day_in_words(main.due_on).capitalize(),
        words=_left(main, today, calendar) if is_running else _how_it_went(main),
        is_late=is_running and main.due_on < today,
        ticks=ticks,
        width=max(len(ticks), 1) * TICK,
        since=day_in_words(main.starts_after).partition(" ")[2],
        length=plural(main.length + main.extension, "día hábil", "días hábiles"),
        terms=tuple(_term(each, now) for each in deadlines),
    )


def _left(deadline: Deadline, today: date, calendar: BusinessCalendar) -> str:
    return due_in_words(deadline.due_on, today, calendar, starts_after=deadline.starts_after)


def _ticks(deadline: Deadline, today: date, calendar: BusinessCalendar) -> tuple[Tick, ...]:
    total = deadline.length + deadline.extension
    left = days_left(deadline.due_on, today, calendar, starts_after=deadline.starts_after)
    past = "over" if deadline.due_on < today else "gone"
    return tuple(
        Tick(place * TICK, past if place < total - left else "left") for place in range(total)
    )


def _how_it_went(deadline: Deadline) -> str:
    if deadline.met_at is None:
        return "Ya no corre"
    return "Cumplido en plazo" if deadline.met_at < deadline.due_at else "Cumplido fuera de plazo"


def _term(deadline: Deadline, now: datetime) -> TermLine:
    state = "running"
    if deadline.met_at is not None:
        state = "met" if deadline.met_at < deadline.due_at else "met_late"
    elif deadline.due_at <= now:
        state = "late"
    is_hours = deadline.clock == ClockRule.Clock.ROUTE
    until = (
        f"{deadline.due_at.astimezone(CHILE):%d-%m-%Y, %H:%M}"
        if is_hours
        else f"{deadline.due_on:%d-%m-%Y}"
    )
    changes = tuple(
        f"Vencía el {each.old_due_on:%d-%m-%Y}: {each.reason}" for each in deadline.changes.all()
    )
    return TermLine(deadline.get_clock_display(), until, state, changes)
