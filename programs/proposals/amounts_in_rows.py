"""The amount of a row: its value, unit and precision, held against what the indicator counts."""

from dataclasses import dataclass
from decimal import Decimal

from programs.figures import NotAFigure, decimals_of, parse_amount
from programs.ledger import Figure, Indicator, Measure, Unit
from programs.proposals.cells_of_row import RowCells
from programs.sentences import joined
from programs.spreadsheets import Number, Odd, shortened
from programs.spreadsheets.escaping import unescaped

EXPECTED = "un número como 1.234 o MM$ 1.234, un guion o la celda vacía"
_UNITS = {
    Measure.MONEY: (Unit.PESO, Unit.THOUSAND_PESOS, Unit.MILLION_PESOS),
    Measure.COUNT: (Unit.COUNT,),
    Measure.PERCENT: (Unit.PERCENT,),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """What a row says: `value` and `precision` in base units; `literal` as it was typed."""

    value: Decimal | None
    unit: Unit
    precision: Decimal
    note: str
    literal: str


def amount_of(cells: RowCells, indicator: Indicator, existing: Figure | None) -> Amount | None:
    """The row's amount; None, with the problem reported, where it cannot be told."""
    written = cells.unit()
    typed = _typed(cells)
    if typed is None or not cells.is_sound:
        return None
    text, literal = typed
    fitting = _UNITS[indicator.measure]
    default = written or (existing.unit if existing else None)
    try:
        parsed = parse_amount(text, default or fitting[0])
    except NotAFigure as wrong:
        cells.problem("value", wrong.reason, EXPECTED, shortened(text))
        return None
    if parsed.value is not None and not _agrees(cells, parsed.unit, written, indicator, text):
        return None
    if default is None and len(fitting) > 1 and not _names_unit(text):
        options = joined([str(each) for each in fitting], "o")
        message = "Falta la unidad del monto: no se sabe si son pesos, miles o millones."
        cells.problem("unit" if cells.row.has("unit") else "value", message, options, text)
        return None
    return Amount(parsed.value, parsed.unit, parsed.precision, parsed.note, literal)


def _typed(cells: RowCells) -> tuple[str, str] | None:
    """The amount as text and as the document prints it."""
    area = cells.row.row.merged.get(cells.row.layout.columns["value"])
    if area is not None:
        message = (
            f"La celda del valor está combinada con otras ({area.name}) y no se sabe de cuál fila "
            "es la cifra. Sepárelas y escriba el valor de cada fila."
        )
        cells.problem("value", message, "una celda por cifra")
        return None
    value = cells.row.value("value")
    if isinstance(value, Odd):
        cells.odd("value", value, EXPECTED)
        return None
    if isinstance(value, Number):
        return value.typed, value.printed
    text = unescaped(value.strip())
    if "\x00" in text:
        cells.problem("value", "La celda tiene caracteres que no se ven: escriba la cifra.")
        return None
    return text, text


def _names_unit(text: str) -> bool:
    """Whether the text says its own unit: read with another default, it comes out the same."""
    one, other = (parse_amount(text, unit) for unit in (Unit.PESO, Unit.MILLION_PESOS))
    return one.value is None or one.unit is other.unit


def _agrees(
    cells: RowCells, unit: Unit, written: Unit | None, indicator: Indicator, text: str
) -> bool:
    if written is not None and unit is not written:
        message = f"El valor está en {unit} y la columna «unidad» dice {written}: deje una sola."
        cells.problem("value", message, f"el valor en {written}", shortened(text))
        return False
    if unit not in _UNITS[indicator.measure]:
        options = " o ".join(_UNITS[indicator.measure])
        message = f"«{indicator.name}» no se mide en {unit}."
        cells.problem("unit" if written else "value", message, options, shortened(text))
        return False
    return True


def says_the_same(amount: Amount, figure: Figure) -> bool:
    """Whether the amount is what the figure already says, as far as a spreadsheet can tell.

    A figure published to the nearest thousand is typed with all its zeros: that it was rounded
    cannot be typed, so it is kept.
    """
    if amount.value != figure.value or amount.unit is not figure.unit:
        return False
    if amount.value is None:
        return True
    return amount.precision == typed_precision(figure)


def typed_precision(figure: Figure) -> Decimal:
    """The precision that a figure has once it is typed in a cell with its decimals."""
    return figure.unit.scale.scaleb(-typed_decimals(figure))


def typed_decimals(figure: Figure) -> int:
    """How many decimals a figure needs in a cell: those it was published with, and all it has."""
    if figure.value is None:
        return 0
    needed = -int((figure.value / figure.unit.scale).normalize().as_tuple().exponent)
    return max(0, decimals_of(figure.precision, figure.unit), needed)
