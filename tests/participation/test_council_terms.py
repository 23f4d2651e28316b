"""Terms of seats, and how many are taken at once, counted by hand."""

from datetime import date

import pytest

from participation.council_terms import Period, end_of_term, most_at_once, parity
from participation.quorum import Share

TWO_FIFTHS = Share(2, 5)


@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    [
        (date(2025, 3, 1), 24, date(2027, 2, 28)),
        (date(2026, 3, 1), 24, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2025, 12, 15), 1, date(2026, 1, 14)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
    ],
)
def test_a_term_ends_the_day_before_its_month_comes_round(
    starts: date, months: int, ends: date
) -> None:
    assert end_of_term(starts, months) == ends


def test_periods_meet_on_a_shared_day_and_not_on_the_next() -> None:
    whole = Period(date(2026, 1, 1), date(2026, 1, 31))

    assert whole.meets(Period(date(2026, 1, 31), date(2026, 3, 1)))
    assert not whole.meets(Period(date(2026, 2, 1), date(2026, 3, 1)))
    assert not Period(date(2026, 1, 1), date(2025, 12, 31)).meets(whole)  # left before it began


def test_the_fullest_day_counts() -> None:
    first = Period(date(2026, 1, 1), date(2026, 1, 31))
    after = Period(date(2026, 2, 1), date(2026, 2, 28))
    over_both = Period(date(2026, 1, 15), date(2026, 2, 15))

    within = Period(date(2026, 1, 1), date(2026, 12, 31))

    assert most_at_once([first, after, over_both], within) == 2
    assert most_at_once([], within) == 0


def test_parity_is_said_of_five_or_more_and_asks_both_shares() -> None:
    even = parity(["woman", "woman", "man", "man", "man"], TWO_FIFTHS)
    uneven = parity(["woman", "man", "man", "man", "man", ""], TWO_FIFTHS)

    assert even is not None
    assert (even.women, even.men, even.said, even.is_met) == (2, 3, 5, True)
    assert uneven is not None
    assert (uneven.said, uneven.unsaid, uneven.is_met) == (5, 1, False)


def test_parity_is_not_said_of_four() -> None:
    assert parity(["woman", "man", "man", "man", "", ""], TWO_FIFTHS) is None
