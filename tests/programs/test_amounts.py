"""What people type and documents print, read as figures; what is ambiguous, refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.amounts import NotAFigure, Parsed, parse_amount
from programs.figures import format_amount
from programs.ledger import Unit

MILLION = Decimal(1_000_000)


@pytest.mark.parametrize(
    ("text", "value", "unit", "precision"),
    [
        ("MM$ 1.234", 1_234_000_000, Unit.MILLION_PESOS, MILLION),
        ("mm$1.234", 1_234_000_000, Unit.MILLION_PESOS, MILLION),
        ("$MM 5", 5_000_000, Unit.MILLION_PESOS, MILLION),
        ("M$ 62.743", 62_743_000, Unit.THOUSAND_PESOS, 1000),
        ("$ 84.700.000", 84_700_000, Unit.PESO, 1),
        ("CLP 500", 500, Unit.PESO, 1),
        ("500 pesos", 500, Unit.PESO, 1),
        ("495.050 millones de pesos", 495_050_000_000, Unit.MILLION_PESOS, MILLION),
        ("1,5 millones de pesos", 1_500_000, Unit.MILLION_PESOS, 100_000),
        ("1 millón de pesos", 1_000_000, Unit.MILLION_PESOS, MILLION),
        ("20 miles de pesos", 20_000, Unit.THOUSAND_PESOS, 1000),
        ("1.234,5", Decimal("1234.5"), Unit.COUNT, Decimal("0.1")),
        ("1.234.567", 1_234_567, Unit.COUNT, 1),
        ("1234567", 1_234_567, Unit.COUNT, 1),
        ("86.", 86, Unit.COUNT, 1),
        ("1.234.", 1234, Unit.COUNT, 1),
        ("1\u2009234\u2009567", 1_234_567, Unit.COUNT, 1),
        ("1\u00a0234,5", Decimal("1234.5"), Unit.COUNT, Decimal("0.1")),
        ("49%", 49, Unit.PERCENT, 1),
        ("49\u202f%", 49, Unit.PERCENT, 1),
        ("49,5 por ciento", Decimal("49.5"), Unit.PERCENT, Decimal("0.1")),
        ("0,123", Decimal("0.123"), Unit.COUNT, Decimal("0.001")),
        ("0", 0, Unit.COUNT, 1),
        ("-5", -5, Unit.COUNT, 1),
        ("−5", -5, Unit.COUNT, 1),
        ("(1.234)", -1234, Unit.COUNT, 1),
        ("(MM$ 5)", -5_000_000, Unit.MILLION_PESOS, MILLION),
        ("-$ 5", -5, Unit.PESO, 1),
        ("$ -5", -5, Unit.PESO, 1),
    ],
)
def test_amounts_are_read_as_chile_writes_them(
    text: str, value: int | Decimal, unit: Unit, precision: int | Decimal
) -> None:
    assert parse_amount(text) == Parsed(Decimal(value), unit, Decimal(precision))


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "—", "−", "--", None])
def test_blank_cells_and_dashes_state_nothing(text: str | None) -> None:
    read = parse_amount(text, Unit.MILLION_PESOS)

    assert read == Parsed(None, Unit.MILLION_PESOS, MILLION)


def test_accounting_dash_keeps_its_unit() -> None:
    assert parse_amount("$ -") == Parsed(None, Unit.PESO, Decimal(1))


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("(en proceso de selección)", None, "en proceso de selección"),
        ("En proceso de selección", None, "En proceso de selección"),
        ("s/i", None, "s/i"),
        ("62% (puestos)", 62, "puestos"),
        ("MM$ 5 (est.)", 5_000_000, "est."),
    ],
)
def test_notes_are_kept_and_are_no_numbers(text: str, value: int | None, note: str) -> None:
    read = parse_amount(text)

    assert read.note == note
    assert read.value == value


def test_columns_unit_serves_where_the_cell_writes_none() -> None:
    read = parse_amount("8.202", Unit.MILLION_PESOS)

    assert read == Parsed(Decimal(8_202_000_000), Unit.MILLION_PESOS, MILLION)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1,234.5", "1.234,5"),
        ("1,234,567", "coma para los miles"),
        ("1.23", "escriba 1,23"),
        ("0.5", "escriba 0,5"),
        ("0.500", "escriba 0,500"),
        ("1,234", "escriba 1234"),
        ("hola", "Se esperaba un número"),
        ("12 34", "Se esperaba un número"),
        ("1e5", "Se esperaba un número"),
        ("٣", "Se esperaba un número"),
        ("5 $ -", "Se esperaba un número"),
        ("$ $ 5", "Se esperaba un número"),
        ("%", "Se esperaba un número"),
        ("--5", "Se esperaba un número"),
        ("3 millones", "Se esperaba un número"),
        ("US$ 5", "pesos chilenos"),
        ("UF 3", "pesos chilenos"),
        ("9" * 19, "demasiados dígitos"),
        ("1,1234567", "demasiados dígitos"),
        ("x" * 201, "más de 200 caracteres"),
    ],
)
def test_what_reads_in_two_ways_or_none_is_refused_with_the_way_to_write_it(
    text: str, advice: str
) -> None:
    with pytest.raises(NotAFigure) as refusal:
        parse_amount(text)

    assert advice in refusal.value.reason


@pytest.mark.parametrize(
    ("number", "unit", "value", "precision"),
    [
        (1234, Unit.COUNT, 1234, 1),
        (1234.0, Unit.COUNT, 1234, 1),
        (0.1 + 0.2, Unit.PERCENT, Decimal("0.3"), Decimal("0.1")),
        (Decimal("1E+3"), Unit.COUNT, 1000, 1),
        (-7, Unit.MILLION_PESOS, -7_000_000, MILLION),
        (1.5, Unit.MILLION_PESOS, 1_500_000, 100_000),
    ],
)
def test_a_spreadsheets_own_number_counts_printed_units(
    number: int | float | Decimal, unit: Unit, value: int | Decimal, precision: int | Decimal
) -> None:
    assert parse_amount(number, unit) == Parsed(Decimal(value), unit, Decimal(precision))


@pytest.mark.parametrize("number", [True, float("nan"), float("inf"), Decimal("NaN"), 1.234])
def test_a_spreadsheets_value_that_is_no_figure_is_refused(number: float | Decimal) -> None:
    with pytest.raises(NotAFigure):
        parse_amount(number)


@given(
    st.decimals(-(10**12), 10**12, places=1).filter(lambda value: value == value),
    st.sampled_from([Unit.THOUSAND_PESOS, Unit.MILLION_PESOS, Unit.PERCENT]),
)
def test_what_the_portal_prints_it_reads_back(number: Decimal, unit: Unit) -> None:
    value = number * unit.scale

    assert parse_amount(format_amount(value, unit)).value == value


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    refused = ""
    try:
        parse_amount(text)
    except NotAFigure as refusal:
        refused = refusal.reason

    assert not refused or refused.endswith(".")
