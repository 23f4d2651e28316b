"""How a calendar is made and moved: proposed, extended, resumed, and what may not move. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from participation.deadlines import (
    ONE_DAY,
    BusinessCalendar,
    back,
    count_term,
    forward,
    longest_extension,
)
from participation.due_words import business_days_between, day_in_words
from participation.process import is_paused, latest_publication
from participation.process_checks import NAMES, DateCheck
from participation.process_parts import DATES, Plan, Rules

ONE_YEAR = 366  # days that hold any year


def check_moves(before: Plan | None, after: Plan, today: date) -> tuple[DateCheck, ...]:
    """What has passed does not move, and a reception that began only grows, by its own act."""
    if before is None:
        return ()
    return tuple(_moves(before, after, today))


def _moves(before: Plan, after: Plan, today: date) -> Iterator[DateCheck]:
    for field in DATES:
        was, becomes = getattr(before, field), getattr(after, field)
        if was == becomes or was is None:
            continue
        if was < today or (field == "opens_on" and was == today):
            said = f"{NAMES[field]} era el {day_in_words(was)}, que ya pasó: no se puede mover."
            yield DateCheck(field, "stop", said)
        elif field == "closes_on" and before.opens_on <= today:
            said = "La recepción ya empezó: su fin solo se mueve con «Ampliar la recepción»."
            yield DateCheck(field, "stop", said)
        elif becomes is not None and becomes < today:
            said = f"El {day_in_words(becomes)} ya pasó: elija un día desde hoy."
            yield DateCheck(field, "stop", said)


def why_not_extend(plan: Plan, length: int, days: int, today: date, *, was_extended: bool) -> str:
    """Why a reception of `length` business days may not grow by `days`; nothing where it may.

    Once, at most by half, and before it ends (Ley 19.880, art. 26, by analogy).
    """
    if was_extended:
        return "La recepción ya se amplió una vez; no se puede ampliar de nuevo (artículo 26)."
    if today > plan.closes_on:
        return (
            f"La recepción terminó el {day_in_words(plan.closes_on)}: solo se puede ampliar antes "
            "de que termine (artículo 26)."
        )
    most = longest_extension(length)
    if not 1 <= days <= most:
        return f"Escriba entre 1 y {most} días hábiles: a lo más la mitad (artículo 26)."
    return ""


def extended(plan: Plan, days: int, calendar: BusinessCalendar) -> Plan:
    """The same, with `days` more business days of reception."""
    return replace(plan, closes_on=forward(calendar, plan.closes_on, days))


def resumed(plan: Plan, calendar: BusinessCalendar, today: date) -> tuple[Plan, int]:
    """What waited goes on, later by the business days that the suspension lasted; and how many.

    The day of the suspension is lost and the day it is resumed is not.
    """
    if plan.suspended_on is None:
        return plan, 0
    days = business_days_between(plan.suspended_on - ONE_DAY, today - ONE_DAY, calendar)
    later: dict[str, Any] = {
        name: forward(calendar, on, days)
        for name in DATES
        if (on := getattr(plan, name)) is not None and is_paused(on, plan)
    }
    return replace(plan, suspended_on=None, **later), days


def propose(event_on: date, rules: Rules, calendar: BusinessCalendar, *, consults: bool) -> Plan:
    """The calendar that complies, made from the day of the event alone."""
    publish_on = latest_publication(event_on, rules, calendar)
    answers_on = count_term(event_on, rules.answer.length, calendar).due_on
    year_later = event_on + timedelta(days=ONE_YEAR)
    return Plan(
        event_on=event_on,
        opens_on=event_on,
        closes_on=count_term(event_on, rules.reception.length, calendar).due_on,
        council_on=back(calendar, publish_on, rules.council.length + 1) if consults else None,
        publish_on=publish_on,
        answers_on=answers_on,
        report_on=count_term(answers_on, rules.summary.length, calendar).due_on,
        follow_up_until=calendar.first_from(year_later),
    )
