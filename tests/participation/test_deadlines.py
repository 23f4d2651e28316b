"""Ley 19.880, art. 25: which days count, from when, and until when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.deadlines import (
    CHILE,
    BusinessCalendar,
    count_term,
    ends_at,
    filing_day,
    is_late,
    longest_extension,
    may_extend,
)

# National holidays on weekdays of the windows below, as Chile's laws set them.
HOLIDAYS = {
    date(2022, 6, 21): "Día Nacional de los Pueblos Indígenas",
    date(2022, 6, 27): "San Pedro y San Pablo",
    date(2026, 6, 29): "San Pedro y San Pablo",
    date(2026, 7, 16): "Virgen del Carmen",
    date(2026, 9, 18): "Independencia Nacional",
    date(2027, 9, 17): "Feriado por Fiestas Patrias",
}
CALENDAR = BusinessCalendar(HOLIDAYS)
EMPTY = BusinessCalendar({})


@pytest.mark.parametrize(
    ("after", "length", "due"),
    [
        (date(2022, 5, 27), 45, date(2022, 8, 2)),
        (date(2026, 5, 28), 45, date(2026, 8, 3)),
        (date(2026, 5, 28), 20, date(2026, 6, 25)),
        (date(2026, 6, 30), 10, date(2026, 7, 14)),
        (date(2026, 9, 16), 5, date(2026, 9, 24)),
        (date(2027, 9, 15), 3, date(2027, 9, 21)),
    ],
)
def test_known_terms_end_on_their_day(after: date, length: int, due: date) -> None:
    assert count_term(after, length, CALENDAR).due_on == due


def test_the_count_starts_the_day_after() -> None:
    term = count_term(date(2026, 3, 2), 1, EMPTY)

    assert term.due_on == date(2026, 3, 3)


def test_each_day_says_its_number_or_why_it_does_not_count() -> None:
    term = count_term(date(2026, 9, 16), 3, CALENDAR)

    assert [(day.day.day, day.number, day.why) for day in term.days] == [
        (17, 1, ""),
        (18, None, "Independencia Nacional"),
        (19, None, "sábado"),
        (20, None, "domingo"),
        (21, 2, ""),
        (22, 3, ""),
    ]
    assert len(term.skipped) == 3


@pytest.mark.parametrize(
    ("received", "filed"),
    [
        (datetime(2026, 3, 6, 23, 59, 59, tzinfo=CHILE), date(2026, 3, 6)),
        (datetime(2026, 3, 7, 0, 0, tzinfo=CHILE), date(2026, 3, 9)),
        (datetime(2026, 9, 18, 12, 0, tzinfo=CHILE), date(2026, 9, 21)),
        (datetime(2026, 3, 10, 2, 0, tzinfo=UTC), date(2026, 3, 9)),
    ],
)
def test_what_arrives_on_a_day_that_does_not_count_is_filed_on_the_next(
    received: datetime, filed: date
) -> None:
    assert filing_day(received, CALENDAR) == filed


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        filing_day(datetime(2026, 3, 6, 12, 0), EMPTY)  # noqa: DTZ001 (the point)


def test_the_whole_due_day_is_in_time() -> None:
    due = date(2026, 8, 3)

    assert not is_late(due, datetime(2026, 8, 3, 23, 59, 59, 999_999, tzinfo=CHILE))
    assert is_late(due, datetime(2026, 8, 4, 0, 0, tzinfo=CHILE))


def test_a_term_that_ends_where_the_clocks_jump_ends_once() -> None:
    # On 6 September 2026 Chile goes from 24:00 to 01:00; on 4 April it repeats 23:00 to 24:00.
    spring, autumn = date(2026, 9, 5), date(2026, 4, 4)

    assert ends_at(spring).astimezone(UTC) == datetime(2026, 9, 6, 4, 0, tzinfo=UTC)
    assert ends_at(autumn).astimezone(UTC) == datetime(2026, 4, 5, 4, 0, tzinfo=UTC)


def test_an_extension_is_at_most_half_and_never_after_the_end() -> None:
    due = date(2026, 8, 3)

    assert [longest_extension(length) for length in (1, 9, 10, 45)] == [0, 4, 5, 22]
    assert may_extend(due, datetime(2026, 8, 3, 23, 0, tzinfo=CHILE))
    assert not may_extend(due, datetime(2026, 8, 4, 0, 0, tzinfo=CHILE))


@pytest.mark.parametrize("length", [0, -1])
def test_a_term_has_at_least_one_day(length: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        count_term(date(2026, 1, 1), length, EMPTY)


def test_a_calendar_without_business_days_is_a_mistake_and_not_a_loop() -> None:
    class Never(BusinessCalendar):
        def counts(self, day: date) -> bool:
            return False

    with pytest.raises(ValueError, match="too few business days"):
        count_term(date(2026, 1, 1), 1, Never({}))


days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
calendars = st.builds(BusinessCalendar, st.dictionaries(days, st.just("feriado"), max_size=30))


@given(days, st.integers(1, 90), calendars)
def test_a_term_has_as_many_counted_days_as_its_length(
    after: date, length: int, calendar: BusinessCalendar
) -> None:
    term = count_term(after, length, calendar)

    assert [d.number for d in term.days if d.number] == list(range(1, length + 1))
    assert calendar.counts(term.due_on)
    assert [d.day for d in term.days] == [
        after + timedelta(days=n) for n in range(1, len(term.days) + 1)
    ]
    assert term.remaining(after) == length
    assert term.remaining(term.due_on) == 0


@given(days, st.integers(1, 60), calendars, days)
def test_one_more_holiday_never_brings_a_term_forward(
    after: date, length: int, calendar: BusinessCalendar, extra: date
) -> None:
    later = BusinessCalendar({**calendar.holidays, extra: "feriado nuevo"})

    assert count_term(after, length, later).due_on >= count_term(after, length, calendar).due_on
