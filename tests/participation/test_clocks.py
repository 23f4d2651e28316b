"""Which rule, from when, with which holidays; and instants where Chile's clocks jump."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.clocks import (
    RUNS_IN,
    answer_starts_after,
    calendar_for,
    count,
    is_extemporaneous,
    running,
    touched_by,
)
from participation.deadlines import CHILE, BusinessCalendar, ends_at, filing_day, is_late
from participation.models import ClockRule, Deadline, Holiday, Submission, Window
from participation.transitions import OPEN
from tests.participation.filings import file_one

FILED = datetime(2026, 11, 9, 10, 0, tzinfo=CHILE)
EVENT, OPENS, CLOSES = date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 30)
EMPTY = BusinessCalendar({})
ONE_MICROSECOND = timedelta(microseconds=1)


def window(answers_from: str) -> Window:
    return Window(event_on=EVENT, opens_on=OPENS, closes_on=CLOSES, answers_from=answers_from)


@pytest.mark.parametrize(
    ("answers_from", "filed_on", "after"),
    [
        ("event", OPENS, EVENT),
        ("event", CLOSES, EVENT),
        ("close", OPENS, CLOSES),
        ("close", CLOSES, CLOSES),
        ("filing", OPENS, OPENS),
        # What arrives outside the window runs from its own filing, wherever the others run from.
        ("event", OPENS - timedelta(days=1), OPENS - timedelta(days=1)),
        ("event", CLOSES + timedelta(days=1), CLOSES + timedelta(days=1)),
        ("close", CLOSES + timedelta(days=1), CLOSES + timedelta(days=1)),
    ],
)
def test_the_answer_runs_from_where_the_window_says(
    answers_from: str, filed_on: date, after: date
) -> None:
    assert answer_starts_after(window(answers_from), filed_on) == after


def test_without_a_window_the_answer_runs_from_its_filing() -> None:
    assert answer_starts_after(None, OPENS) == OPENS
    assert not is_extemporaneous(None, OPENS)


@pytest.mark.parametrize(
    ("filed_on", "is_outside"),
    [
        (OPENS - timedelta(days=1), True),
        (OPENS, False),
        (CLOSES, False),
        (CLOSES + timedelta(days=1), True),
    ],
)
def test_only_what_is_filed_outside_the_window_is_extemporaneous(
    filed_on: date, is_outside: bool
) -> None:
    assert is_extemporaneous(window("event"), filed_on) == is_outside


@pytest.mark.django_db
def test_hours_are_hours_also_where_the_clocks_jump() -> None:
    # On 6 September 2026 a day in Chile has 23 hours; on 5 April, 25.
    spring = datetime(2026, 9, 5, 12, 0, tzinfo=CHILE)
    autumn = datetime(2026, 4, 4, 12, 0, tzinfo=CHILE)

    def end(at: datetime) -> datetime:
        return count("route", after=at.date(), at=at, calendar=EMPTY).due_at

    assert (end(spring) - spring.astimezone(UTC)) == timedelta(hours=24)
    assert (end(autumn).astimezone(UTC) - autumn.astimezone(UTC)) == timedelta(hours=24)


@pytest.mark.django_db
def test_a_retired_holiday_counts_again() -> None:
    day = date(2026, 12, 8)
    assert not calendar_for().counts(day)

    Holiday.objects.filter(day=day).update(is_active=False)

    assert calendar_for().counts(day)


@pytest.mark.django_db
def test_a_clock_without_a_rule_in_force_is_a_mistake_that_is_noticed() -> None:
    with pytest.raises(ClockRule.DoesNotExist):
        count("mend", after=date(1999, 12, 31), at=FILED, calendar=EMPTY)


def test_every_term_of_a_submission_says_where_it_runs() -> None:
    # REPLY is how long the answer to the council may take: the term that runs is its ANSWER.
    not_of_a_submission = {
        ClockRule.Clock.RECEPTION, ClockRule.Clock.COUNCIL, ClockRule.Clock.REPLY,
        ClockRule.Clock.PUBLISH, ClockRule.Clock.FLOOR, ClockRule.Clock.SUMMARY,
        ClockRule.Clock.HEARING,
    }  # fmt: skip

    assert set(RUNS_IN) == set(ClockRule.Clock) - not_of_a_submission
    assert RUNS_IN[ClockRule.Clock.ANSWER] == OPEN


@pytest.mark.django_db
def test_only_what_somebody_still_has_to_meet_is_running() -> None:
    filed = file_one(FILED)
    Deadline.objects.filter(submission=filed, clock="route").update(met_at=FILED)

    assert [term.clock for term in running()] == ["answer"]
    Submission.objects.filter(pk=filed.pk).update(state="withdrawn")
    assert not running().exists()


@pytest.mark.django_db
def test_a_weekend_touches_no_term() -> None:
    file_one(FILED)

    assert touched_by(date(2026, 12, 28)).count() == 1
    assert touched_by(date(2026, 12, 26)).count() == 0


days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
instants = st.datetimes(
    datetime(2000, 1, 2),  # noqa: DTZ001 (`timezones` gives it)
    datetime(2099, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(days)
def test_a_term_ends_at_the_end_of_its_day_on_any_day_of_the_century(day: date) -> None:
    end = ends_at(day)

    last = end.astimezone(UTC) - ONE_MICROSECOND
    assert not is_late(day, last)
    assert is_late(day, end)
    assert last.astimezone(CHILE).date() == day
    assert end.astimezone(UTC).astimezone(CHILE).date() == day + timedelta(days=1)


@given(days)
def test_no_day_ends_before_it_began(day: date) -> None:
    length = ends_at(day).astimezone(UTC) - ends_at(day - timedelta(days=1)).astimezone(UTC)

    assert timedelta(hours=23) <= length <= timedelta(hours=25)


@given(instants, st.sets(st.integers(0, 10), max_size=8))
def test_the_filing_day_is_its_own_or_the_next_that_counts(
    received: datetime, off: set[int]
) -> None:
    day = received.astimezone(CHILE).date()
    calendar = BusinessCalendar({day + timedelta(days=n): "feriado" for n in off})

    filed = filing_day(received, calendar)

    assert calendar.counts(filed)
    assert filed >= day
    skipped = [day + timedelta(days=n) for n in range((filed - day).days)]
    assert not any(calendar.counts(each) for each in skipped)


@given(instants)
def test_an_instant_is_the_same_in_any_time_zone(received: datetime) -> None:
    assert filing_day(received, EMPTY) == filing_day(received.astimezone(CHILE), EMPTY)


@given(days)
def test_what_arrives_around_midnight_is_of_one_day_or_the_next(day: date) -> None:
    end = ends_at(day).astimezone(UTC)

    before, after = filing_day(end - ONE_MICROSECOND, EMPTY), filing_day(end, EMPTY)

    assert before == EMPTY.first_from(day)
    assert after == EMPTY.first_from(day + timedelta(days=1))


def test_midnight_that_does_not_exist_is_the_first_instant_of_its_day() -> None:
    # 6 September 2026 begins at 01:00 in Chile.
    missing = datetime.combine(date(2026, 9, 6), time.min, tzinfo=CHILE)

    assert ends_at(date(2026, 9, 5)).astimezone(UTC) == missing.astimezone(UTC)
    assert missing.astimezone(UTC).astimezone(CHILE).hour == 1
