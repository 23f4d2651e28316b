"""The process of one account: its milestones, its phases, what is late. Pure.

Nothing is stored of a phase: it is worked out from the dates, what happened and today. Days,
holidays and rules are passed in; the checks of each date are in `process_checks.py`.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from participation.deadlines import BusinessCalendar, back, count_term
from participation.due_words import business_days_between
from participation.process_parts import (
    DATES,
    DUTIES,
    ENDS,
    EVENT,
    PHASES,
    Done,
    Milestone,
    Missed,
    Phase,
    Plan,
    Process,
    Rules,
)


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
