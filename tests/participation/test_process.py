"""The process of an account: its milestones, its phases, and what the law says of each date."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.deadlines import BusinessCalendar
from participation.process import process_of_dates
from participation.process_checks import check_plan, reception_days, stops_of
from participation.process_moves import check_moves, extended, propose, resumed, why_not_extend
from participation.process_parts import PHASES, Done, Missed, Plan, Process, Rule, Rules

# The national holidays of the months that these calendars touch.
HOLIDAYS = {
    date(2026, 5, 1): "Día del Trabajo",
    date(2026, 5, 21): "Glorias Navales",
    date(2026, 6, 29): "San Pedro y San Pablo",
    date(2026, 7, 16): "Virgen del Carmen",
}
CALENDAR = BusinessCalendar(HOLIDAYS)
RULES = Rules(
    council=Rule(10, "Ley 19.880, artículo 24, por analogía", True),
    publish=Rule(5, "Práctica", True),
    floor=Rule(10, "Ley 19.880, artículo 39", False),
    reception=Rule(20, "Decisión", True),
    answer=Rule(45, "Práctica", True),
    summary=Rule(10, "Norma", True),
)
EVENT = date(2026, 5, 28)
PLAN = propose(EVENT, RULES, CALENDAR, consults=True)
PUBLISHED = Done(
    council_on=PLAN.council_on, council_closed_on=PLAN.publish_on, published_on=PLAN.publish_on
)


def on(day: date, done: Done = PUBLISHED, plan: Plan | None = PLAN) -> Process:
    return process_of_dates(plan, done, RULES, CALENDAR, day)


def state(process: Process, code: str) -> str:
    return next(each.state for each in process.milestones if each.code == code)


def level(plan: Plan, field: str) -> str:
    found = [each.level for each in check_plan(plan, RULES, CALENDAR) if each.field == field]
    return found[0]


def test_the_proposal_is_made_from_the_day_of_the_event_with_the_known_vectors() -> None:
    assert PLAN.closes_on == date(2026, 6, 25)  # 20 business days
    assert PLAN.answers_on == date(2026, 8, 3)  # 45
    assert PLAN.publish_on == date(2026, 5, 20)  # 5 before, with the 21st a holiday
    assert PLAN.council_on is not None
    assert PLAN.council_on < PLAN.publish_on


@given(st.dates(date(2021, 1, 1), date(2028, 12, 1)), st.booleans())
def test_what_is_proposed_complies_whatever_the_day(event_on: date, consults: bool) -> None:
    made = propose(event_on, RULES, CALENDAR, consults=consults)

    found = check_plan(made, RULES, CALENDAR, consults=consults)

    assert not stops_of(found)
    told = {each.field for each in found if each.level == "warn"}
    assert told <= ({"event_on"} if not CALENDAR.counts(event_on) else set())


@pytest.mark.parametrize(
    ("change", "field", "expected"),
    [
        ({"publish_on": date(2026, 5, 22)}, "publish_on", "warn"),  # 4 days: only practice says 5
        ({"publish_on": date(2026, 5, 29)}, "publish_on", "stop"),
        ({"closes_on": date(2026, 6, 10)}, "closes_on", "warn"),  # 10 days
        ({"closes_on": date(2026, 6, 9)}, "closes_on", "stop"),  # 9: the law's floor
        ({"closes_on": date(2026, 5, 27)}, "closes_on", "stop"),
        ({"opens_on": date(2026, 5, 19)}, "opens_on", "stop"),
        ({"answers_on": date(2026, 8, 4)}, "answers_on", "warn"),
        ({"answers_on": date(2026, 6, 24)}, "answers_on", "stop"),
        ({"answers_from": "close", "answers_on": date(2026, 8, 31)}, "answers_on", "ok"),
        ({"report_on": date(2026, 8, 2)}, "report_on", "stop"),
        ({"report_on": date(2026, 12, 1)}, "report_on", "warn"),
        ({"report_on": None}, "report_on", "warn"),
        ({"council_on": date(2026, 5, 12)}, "council_on", "warn"),
        ({"council_on": date(2026, 5, 21)}, "council_on", "stop"),
        ({"follow_up_until": date(2026, 8, 1)}, "follow_up_until", "stop"),
    ],
)
def test_each_date_is_held_against_its_rule(
    change: dict[str, date], field: str, expected: str
) -> None:
    plan = replace(PLAN, **change)

    assert level(plan, field) == expected


@pytest.mark.parametrize(
    ("day", "done", "phase"),
    [
        (date(2026, 4, 1), Done(), "prepare"),
        (date(2026, 5, 5), Done(council_on=date(2026, 5, 4)), "council"),
        (date(2026, 5, 20), Done(council_on=EVENT, council_closed_on=EVENT), "prepare"),
        (date(2026, 5, 27), PUBLISHED, "published"),
        (EVENT, PUBLISHED, "reception"),
        (date(2026, 6, 25), PUBLISHED, "reception"),
        (date(2026, 6, 26), PUBLISHED, "answering"),
        (date(2026, 8, 10), replace(PUBLISHED, answers_owed=1), "answering"),
        (date(2026, 8, 4), replace(PUBLISHED, answers_on=date(2026, 8, 3)), "report"),
        (
            date(2026, 9, 1),
            replace(PUBLISHED, answers_on=EVENT, report_on=date(2026, 8, 10)),
            "follow_up",
        ),
        (date(2028, 1, 1), replace(PUBLISHED, archived_on=date(2027, 6, 1)), "archived"),
    ],
)
def test_phases_open_and_close_by_themselves(day: date, done: Done, phase: str) -> None:
    process = on(day, done)

    assert process.phase.code == phase
    places = [PHASES.index(each.code) for each in process.phases if each.state == "past"]
    assert places == list(range(PHASES.index(phase)))


def test_days_left_are_business_days_and_none_on_the_last() -> None:
    assert on(date(2026, 6, 19)).phase.days == 4
    assert on(date(2026, 6, 25)).phase.days == 0


def test_what_passed_its_day_is_late_and_by_how_many_business_days() -> None:
    early = on(date(2026, 5, 20), Done())
    late = on(date(2026, 5, 26), Done())
    published = on(date(2026, 6, 1), Done(published_on=date(2026, 5, 26)))

    assert state(early, "publish") == "today"
    assert [each.code for each in late.late] == ["council", "publish"]
    (missed,) = next(each for each in published.milestones if each.code == "publish").missed
    assert missed == Missed("publish", date(2026, 5, 20), date(2026, 5, 26), 3)


def test_what_was_late_stays_whatever_the_calendar_says_later() -> None:
    kept = Missed("report", date(2026, 8, 10), date(2026, 8, 12), 2)
    done = replace(PUBLISHED, answers_on=EVENT, report_on=date(2026, 8, 12), missed=(kept,))

    process = on(date(2026, 9, 1), done, replace(PLAN, report_on=date(2026, 12, 1)))

    assert next(each for each in process.milestones if each.code == "report").missed == (kept,)


def test_without_a_calendar_nothing_is_due() -> None:
    process = on(date(2026, 6, 1), Done(), plan=None)

    assert process.phase.code == "prepare"
    assert not process.late
    assert {each.state for each in process.milestones} == {"unplanned"}


def test_without_a_date_of_its_own_the_last_lawful_day_is_the_date() -> None:
    plan = Plan(event_on=EVENT, opens_on=EVENT, closes_on=PLAN.closes_on)

    dates = {each.code: each.on for each in on(EVENT, plan=plan).milestones}

    assert (dates["publish"], dates["answers"]) == (PLAN.publish_on, PLAN.answers_on)
    assert dates["report"] is None


@pytest.mark.parametrize(
    ("today", "change", "field"),
    [
        (date(2026, 5, 21), {"publish_on": date(2026, 5, 25)}, "publish_on"),
        (EVENT, {"opens_on": date(2026, 5, 29)}, "opens_on"),
        (date(2026, 6, 1), {"closes_on": date(2026, 7, 10)}, "closes_on"),
        (date(2026, 6, 1), {"closes_on": date(2026, 6, 24)}, "closes_on"),
        (date(2026, 6, 1), {"report_on": date(2026, 5, 30)}, "report_on"),
    ],
)
def test_the_past_does_not_move(today: date, change: dict[str, date], field: str) -> None:
    moves = check_moves(PLAN, replace(PLAN, **change), today)

    assert [each.field for each in moves] == [field]
    assert not check_moves(None, PLAN, today)


def test_a_reception_is_extended_once_in_time_and_by_half_at_most() -> None:
    length = reception_days(PLAN, CALENDAR)
    last = PLAN.closes_on

    assert length == 21  # the day of the event is one of them
    assert why_not_extend(PLAN, length, 10, last, was_extended=False) == ""
    assert "la mitad" in why_not_extend(PLAN, length, 11, last, was_extended=False)
    assert "ya se amplió" in why_not_extend(PLAN, length, 1, last, was_extended=True)
    day_after = last + timedelta(days=1)
    assert "terminó" in why_not_extend(PLAN, length, 1, day_after, was_extended=False)
    assert extended(PLAN, 10, CALENDAR).closes_on == date(2026, 7, 10)


def test_while_suspended_nothing_falls_due_and_then_it_waits_as_long_as_it_lasted() -> None:
    suspended = replace(PLAN, suspended_on=date(2026, 6, 15))

    process = on(date(2026, 9, 1), plan=suspended)
    again, days = resumed(suspended, CALENDAR, date(2026, 6, 22))

    assert process.is_suspended
    assert not process.late
    assert process.phase.code == "reception"
    assert state(process, "closes") == "paused"
    assert days == 5
    assert again.closes_on == date(2026, 7, 3)  # 5 more, with the 29th a holiday
    assert again.event_on == EVENT
    assert reception_days(again, CALENDAR) == reception_days(PLAN, CALENDAR) + 5
    assert resumed(suspended, CALENDAR, date(2026, 6, 15)) == (PLAN, 0)
