"""Figures as intervals, and as people read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.figures import (
    NBSP,
    NO_FIGURE,
    Interval,
    decimals_of,
    format_amount,
    format_exact,
    format_figure,
    format_number,
    interval_of,
    plural,
    share,
    total,
)
from programs.ledger import Unit
from tests.programs.building import MILLIONS, figure

NUMBERS = st.integers(-(10**12), 10**12).map(Decimal)
CLOSED = st.tuples(NUMBERS, NUMBERS).map(lambda ends: Interval(min(ends), max(ends)))
INTERVALS = CLOSED | NUMBERS.map(lambda low: Interval(low, None))


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("416", "0"),
        ("$ 84.700.000", "0"),
        ("MM$ 69.857", "500000"),
        ("MM$ 1,5", "50000"),
        ("M$ 62.743", "500"),
        ("49%", "0.5"),
        ("49,5%", "0.05"),
    ],
)
def test_only_what_is_printed_coarser_than_its_nature_is_rounded(text: str, half: str) -> None:
    stated = figure("f", text)

    interval = interval_of(stated)

    assert stated.value is not None
    assert interval == Interval(stated.value - Decimal(half), stated.value + Decimal(half))


def test_no_value_is_no_interval() -> None:
    with pytest.raises(ValueError, match="states no value"):
        interval_of(figure("f", "-"))


@given(INTERVALS, INTERVALS)
def test_intervals_meet_exactly_where_there_is_no_gap(one: Interval, other: Interval) -> None:
    meeting = one.meet(other)

    assert (meeting is None) == (one.gap(other) > 0)
    assert one.gap(other) == other.gap(one)
    if meeting is not None:
        assert one.contains(meeting.low)
        assert other.contains(meeting.low)


@given(st.lists(CLOSED), NUMBERS)
def test_a_sum_contains_the_sum_of_any_of_its_values(parts: list[Interval], pick: Decimal) -> None:
    added = total(parts)

    assert added.contains(sum((part.low for part in parts), Decimal(0)))
    assert added.width == sum((part.width or 0 for part in parts), Decimal(0))
    assert total(parts, open_ended=True).contains(added.low + abs(pick))


@given(INTERVALS, INTERVALS)
def test_addition_and_total_agree(one: Interval, other: Interval) -> None:
    assert one + other == total([one, other])


@given(INTERVALS, st.sampled_from([Decimal(1000), Decimal("0.001")]))
def test_scaling_keeps_the_values_inside(interval: Interval, factor: Decimal) -> None:
    assert interval.scaled(factor).contains(interval.low * factor)


def test_open_interval_has_no_width() -> None:
    assert Interval(Decimal(1), None).width is None


def test_interval_whose_ends_are_crossed_is_refused() -> None:
    with pytest.raises(ValueError, match="above"):
        Interval(Decimal(2), Decimal(1))


def test_scaling_by_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        Interval(Decimal(1), None).scaled(Decimal(0))


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (Decimal(69857), 0, "69.857"),
        (1_234_567, 0, "1.234.567"),
        (Decimal("1234.5"), 1, "1.234,5"),
        (Decimal("0.25"), 1, "0,3"),
        (Decimal("2.5"), 0, "3"),
        (Decimal(-5), 0, "−5"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal(3), 2, "3,00"),
    ],
)
def test_numbers_are_written_as_in_chile(number: Decimal | int, decimals: int, text: str) -> None:
    assert format_number(number, decimals) == text


@pytest.mark.parametrize(
    "text", ["MM$ 69.857", "MM$ 1,5", "M$ 62.743", "$ 84.700.000", "49 %", "416", "99,0 %"]
)
def test_a_figure_is_printed_as_it_was_published(text: str) -> None:
    assert format_figure(figure("f", text)) == text.replace(" ", NBSP)


def test_missing_figure_is_a_dash_not_zero() -> None:
    missing = figure("f", "(en proceso de selección)")

    assert format_figure(missing) == NO_FIGURE
    assert format_exact(missing) == "sin cifra"
    assert format_figure(figure("f", "0")) == "0"


def test_negative_amount_carries_its_sign_before_the_unit() -> None:
    assert format_amount(Decimal(-5_000_000), MILLIONS) == f"−MM${NBSP}5"


def test_amount_shows_the_decimals_it_needs() -> None:
    assert format_amount(Decimal(982_774_000), MILLIONS) == f"MM${NBSP}982,774"
    assert format_amount(Decimal(1000), Unit.COUNT) == "1.000"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MM$ 69.857", "69.857 millones de pesos"),
        ("MM$ 1", "1 millón de pesos"),
        ("M$ 62.743", "62.743 miles de pesos"),
        ("$ 84.700.000", "84.700.000 pesos"),
        ("$ 84.000.000", "84.000.000 de pesos"),
        ("$ 1", "1 peso"),
        ("49%", "49 por ciento"),
        ("1", "1 organización"),
        ("416", "416 organizaciones"),
        ("0", "0 organizaciones"),
    ],
)
def test_figures_are_said_in_words(text: str, words: str) -> None:
    assert format_exact(figure("f", text), "organización", "organizaciones") == words


def test_count_without_noun_is_its_number() -> None:
    assert format_exact(figure("f", "2.000.000")) == "2.000.000"


def test_decimals_follow_the_published_precision() -> None:
    assert decimals_of(Decimal(100_000), MILLIONS) == 1
    assert decimals_of(Decimal(1000), Unit.COUNT) == 0


def test_share_has_one_decimal_and_nothing_has_no_share() -> None:
    assert share(Decimal(21797), Decimal(32683)) == f"66,7{NBSP}%"
    assert share(Decimal(1), Decimal(0)) == NO_FIGURE


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 filas"),
        (1, "1 fila"),
        (10, "10 filas"),
        (1000, "1.000 filas"),
        (2_000_000, "2.000.000 de filas"),
    ],
)
def test_plurals_agree(count: int, text: str) -> None:
    assert plural(count, "fila", "filas") == text
