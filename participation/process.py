"""The process of one account: its milestones, its phases, what is late. Pure.

Nothing is stored of a phase: it is worked out from the dates, what happened and today. Days,
holidays and rules are passed in; the checks of each date are in `process_checks.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType

from participation.deadlines import BusinessCalendar, back, count_term
from participation.due_words import business_days_between

EVENT, CLOSE, FILING = "event", "close", "filing"  # from when the term to answer runs
# What the institution has to do by its date; the rest of the calendar happens by itself.
DUTIES = ("council", "publish", "answers", "report")


@dataclass(frozen=True, slots=True)
class Rule:
    """A length in business days and where it comes from; `is_analogy`: no law fixes it."""

    length: int
    citation: str
    is_analogy: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a calendar, by what they bind."""

    council: Rule
    publish: Rule
    floor: Rule
    reception: Rule
    answer: Rule
    summary: Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """The dates of a calendar. `suspended_on`: since that day nothing falls due."""

    event_on: date
    opens_on: date
    closes_on: date
    answers_from: str = EVENT
    council_on: date | None = None
    publish_on: date | None = None
    answers_on: date | None = None
    report_on: date | None = None
    follow_up_until: date | None = None
    suspended_on: date | None = None


# In the order in which they happen.
DATES = (
    "council_on", "publish_on", "event_on", "opens_on", "closes_on", "answers_on", "report_on",
    "follow_up_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missed:
    """A date that passed without what was due; without `happened_on` it is still owed."""

    duty: str
    due_on: date
    happened_on: date | None = None
    days_late: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What happened. `answers_on` is the day of the last answer owed, once none is."""

    council_on: date | None = None
    council_due_on: date | None = None
    council_closed_on: date | None = None
    published_on: date | None = None
    answers_owed: int = 0
    answers_on: date | None = None
    report_on: date | None = None
    archived_on: date | None = None
    missed: tuple[Missed, ...] = ()

    def of(self, duty: str) -> date | None:
        """The day that a duty was done."""
        return {
            "council": self.council_on, "publish": self.published_on,
            "answers": self.answers_on, "report": self.report_on,
        }.get(duty)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Milestone:
    """One day of the process. `state`: `done`, `late` (owed), `today`, `coming`, `paused` or
    `unplanned`; `days` are business days left. What was ever missed stays in `missed`."""

    code: str
    on: date | None
    happened_on: date | None
    state: str
    days: int = 0
    missed: tuple[Missed, ...] = ()

    @property
    def was_late(self) -> bool:
        return bool(self.missed)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the process: `past`, `now` or `future`. `days` are business days left of it."""

    code: str
    state: str
    until: date | None = None
    days: int = 0


# In order; the last of a process that has no date stays open until somebody archives it.
PHASES = (
    "prepare", "council", "published", "reception", "answering", "report", "follow_up", "archived",
)  # fmt: skip
# Whose date ends each phase.
ENDS = MappingProxyType(
    {
        "prepare": "publish", "council": "council_due", "published": "opens",
        "reception": "closes", "answering": "answers", "report": "report",
        "follow_up": "follow_up", "archived": "",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Process:
    """A process as it stands on a day."""

    plan: Plan | None
    milestones: tuple[Milestone, ...]
    phases: tuple[Phase, ...]
    is_suspended: bool

    @property
    def phase(self) -> Phase:
        """The one that runs today."""
        return next(each for each in self.phases if each.state == "now")

    @property
    def late(self) -> tuple[Milestone, ...]:
        """What is owed today and its day has passed."""
        return tuple(each for each in self.milestones if each.state == "late")

    @property
    def next(self) -> Milestone | None:
        """The first date that is still to come."""
        coming = [each for each in self.milestones if each.state in ("today", "coming") and each.on]
        return min(coming, key=lambda each: each.on or date.max, default=None)


def process_of_dates(
    plan: Plan | None, done: Done, rules: Rules, calendar: BusinessCalendar, today: date
) -> Process:
    """What holds today."""
    milestones = tuple(milestones_of(plan, done, rules, calendar, today))
    current = phase_on(plan, done, today)
    ends = {each.code: each.on for each in milestones} | {"council_due": done.council_due_on}
    return Process(
        plan=plan,
        milestones=milestones,
        phases=tuple(_phases(current, plan, ends, calendar, today)),
        is_suspended=plan is not None and plan.suspended_on is not None,
    )


def milestones_of(
    plan: Plan | None, done: Done, rules: Rules, calendar: BusinessCalendar, today: date
) -> Iterator[Milestone]:
    """Every day of the process, in order."""
    dates = due_dates(plan, rules, calendar)
    for code, on in dates.items():
        happened = done.of(code)
        if code in ("event", "opens", "closes", "follow_up"):
            happened = _by_itself(on, plan, today, is_over=code in ("closes", "follow_up"))
        missed = tuple(each for each in done.missed if each.duty == code)
        if code in DUTIES and not missed:
            missed = missed_on(code, on, happened, plan, calendar, today)
        state = _state(on, happened, plan, today)
        days = business_days_between(today, on, calendar) if on and state == "coming" else 0
        yield Milestone(code, on, happened, state, days, missed)
    yield Milestone("archive", None, done.archived_on, "done" if done.archived_on else "unplanned")


def due_dates(
    plan: Plan | None, rules: Rules, calendar: BusinessCalendar
) -> dict[str, date | None]:
    """By when each milestone is due: what was planned, or else the last day that complies."""
    codes = (
        "council", "publish", "event", "opens", "closes", "answers", "report", "follow_up",
    )  # fmt: skip
    if plan is None:
        return dict.fromkeys(codes)
    return {
        "council": plan.council_on,
        "publish": plan.publish_on or latest_publication(plan.event_on, rules, calendar),
        "event": plan.event_on,
        "opens": plan.opens_on,
        "closes": plan.closes_on,
        "answers": plan.answers_on or latest_answers(plan, rules, calendar),
        "report": plan.report_on,
        "follow_up": plan.follow_up_until,
    }


def latest_publication(event_on: date, rules: Rules, calendar: BusinessCalendar) -> date:
    """The last business day that leaves the rule's days between publication and event."""
    day = back(calendar, event_on, rules.publish.length)
    while business_days_between(day, event_on, calendar) < rules.publish.length:
        day = back(calendar, day, 1)  # the event is on a day that does not count
    return day


def latest_answers(plan: Plan, rules: Rules, calendar: BusinessCalendar) -> date:
    """The last day of the term to answer what came within the reception, the last day's too."""
    after = plan.event_on if plan.answers_from == EVENT else plan.closes_on
    return count_term(after, rules.answer.length, calendar).due_on


def is_paused(on: date, plan: Plan | None) -> bool:
    """Whether that day waits for the process to be resumed."""
    return plan is not None and plan.suspended_on is not None and on >= plan.suspended_on


def _by_itself(on: date | None, plan: Plan | None, today: date, *, is_over: bool) -> date | None:
    """The day of what nobody has to do; the last day of something is over only the day after."""
    if on is None or is_paused(on, plan):
        return None
    return on if on < today or (on == today and not is_over) else None


def _state(on: date | None, happened: date | None, plan: Plan | None, today: date) -> str:
    if happened is not None:
        return "done"
    if on is None:
        return "unplanned"
    if is_paused(on, plan):
        return "paused"
    if on == today:
        return "today"
    return "coming" if on > today else "late"


def missed_on(
    duty: str,
    on: date | None,
    happened: date | None,
    plan: Plan | None,
    calendar: BusinessCalendar,
    today: date,
) -> tuple[Missed, ...]:
    """Whether a duty's day passed without it; nothing falls due while suspended."""
    if on is None or is_paused(on, plan) or (happened or today) <= on:
        return ()
    if happened is None:
        return (Missed(duty, on),)
    return (Missed(duty, on, happened, business_days_between(on, happened, calendar)),)


def days_late(missed: Missed, calendar: BusinessCalendar, today: date) -> int:
    """Business days late: those it took, or those it has taken until today."""
    if missed.days_late is not None:
        return missed.days_late
    return business_days_between(missed.due_on, today, calendar)


def phase_on(plan: Plan | None, done: Done, today: date) -> str:
    """The phase that runs, from what happened and the dates alone."""
    if done.archived_on is not None:
        return "archived"
    if done.published_on is None:
        reading = done.council_on is not None and done.council_closed_on is None
        return "council" if reading else "prepare"
    if plan is None or (today < plan.opens_on):
        return "published"
    if today <= plan.closes_on or is_paused(plan.closes_on, plan):
        return "reception"
    if done.answers_owed or done.answers_on is None:
        return "answering"
    if plan.report_on is not None and done.report_on is None:
        return "report"
    return "follow_up"


def _phases(
    current: str,
    plan: Plan | None,
    ends: dict[str, date | None],
    calendar: BusinessCalendar,
    today: date,
) -> Iterator[Phase]:
    place = PHASES.index(current)
    for number, code in enumerate(PHASES):
        until = ends.get(ENDS[code])
        state = "past" if number < place else "now" if number == place else "future"
        stands = until is not None and state == "now" and not is_paused(until, plan)
        days = business_days_between(today, until, calendar) if stands and until else 0
        yield Phase(code, state, until, days)


def moved(before: Plan, after: Plan) -> dict[str, tuple[date | None, date | None]]:
    """The dates that change, each with what it was and what it is."""
    return {
        each.name: (getattr(before, each.name), getattr(after, each.name))
        for each in fields(Plan)
        if each.name in DATES and getattr(before, each.name) != getattr(after, each.name)
    }
