"""Figures as intervals, and as people read them.

A published figure stands for every value that would have been printed the same. **The rule:**
rounding exists only where the printed step is coarser than what is measured. Pesos and counts
published to the unit are exact; amounts in M$ or MM$, counts published in thousands and every
percentage stand for ± half a step.

Text is made here, in Python and not in template filters, because pages print thousands of figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from programs.amounts import NotAFigure, Parsed, parse_amount
from programs.ledger import Figure, Unit

__all__ = [
    "NBSP", "NO_FIGURE", "Interval", "NotAFigure", "Parsed", "decimals_of", "format_amount",
    "format_exact", "format_figure", "format_number", "interval_of", "parse_amount", "plural",
    "share", "total",
]  # fmt: skip

NBSP = "\u00a0"
NO_FIGURE = "–"  # no figure is a dash, never zero
MINUS = "−"
ZERO = Decimal(0)
MILLION = Decimal(1_000_000)
_CHILEAN = str.maketrans({",": ".", ".": ",", "-": MINUS})


@dataclass(frozen=True, slots=True)
class Interval:
    """Every value a figure may stand for, in base units. `high` None: nobody said how much more."""

    low: Decimal
    high: Decimal | None

    def __post_init__(self) -> None:
        """Raises ValueError where the ends are the wrong way round."""
        if self.high is not None and self.high < self.low:
            raise ValueError(f"{self.low} is above {self.high}")

    def __add__(self, other: "Interval") -> "Interval":
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high)

    def scaled(self, factor: Decimal) -> "Interval":
        """Every value times a positive factor. Raises ValueError for any other factor."""
        if factor <= 0:
            raise ValueError(f"{factor} is not a positive factor")
        return Interval(self.low * factor, None if self.high is None else self.high * factor)

    @property
    def width(self) -> Decimal | None:
        """From end to end, in base units; None where it is open."""
        return None if self.high is None else self.high - self.low

    def contains(self, value: Decimal) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)

    def meet(self, other: "Interval") -> "Interval | None":
        """The values both stand for, or None where there is none."""
        low = max(self.low, other.low)
        highs = [end for end in (self.high, other.high) if end is not None]
        high = min(highs) if highs else None
        return None if high is not None and high < low else Interval(low, high)

    def gap(self, other: "Interval") -> Decimal:
        """How far apart the nearest ends are, in base units; zero where they meet."""
        if self.high is not None and self.high < other.low:
            return other.low - self.high
        if other.high is not None and other.high < self.low:
            return self.low - other.high
        return ZERO


def total(intervals: Iterable[Interval], *, open_ended: bool = False) -> Interval:
    """The sum of intervals; a lower bound where a non-negative part is missing (`open_ended`)."""
    low, high, is_open = ZERO, ZERO, open_ended
    for interval in intervals:
        low += interval.low
        if interval.high is None:
            is_open = True
        else:
            high += interval.high
    return Interval(low, None if is_open else high)


def interval_of(figure: Figure) -> Interval:
    """The values a figure stands for. Raises ValueError where the document states no value."""
    if figure.value is None:
        raise ValueError(f"{figure.key} states no value")
    if figure.precision <= 1 and figure.unit is not Unit.PERCENT:
        return Interval(figure.value, figure.value)
    half = figure.precision / 2
    return Interval(figure.value - half, figure.value + half)


def format_number(number: Decimal | int, decimals: int = 0) -> str:
    """A number as Chile writes it: `69.857`, `1.234,5`, `−5`. Halves are rounded away from zero."""
    if isinstance(number, int):
        return f"{number:,d}".translate(_CHILEAN)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{number + ZERO:,.{decimals}f}".translate(_CHILEAN)


def decimals_of(precision: Decimal, unit: Unit) -> int:
    """How many decimals a figure was printed with: 1 for MM$ to the hundred thousand pesos."""
    return max(0, -(precision / unit.scale).normalize().adjusted())


def format_amount(value: Decimal, unit: Unit, decimals: int | None = None) -> str:
    """A value in base units, in a unit: `MM$ 69.857`, `49 %`, `416`.

    Without `decimals`, as many as the value needs, up to six.
    """
    printed = value / unit.scale
    if decimals is None:
        decimals = min(6, max(0, -int(printed.normalize().as_tuple().exponent)))
    number = format_number(printed, decimals)
    if unit is Unit.COUNT:
        return number
    if unit is Unit.PERCENT:
        return f"{number}{NBSP}%"
    if number.startswith(MINUS):
        return f"{MINUS}{unit.value}{NBSP}{number[1:]}"
    return f"{unit.value}{NBSP}{number}"


def format_figure(figure: Figure) -> str:
    """A figure as it was published: `MM$ 69.857`, `$ 84.700.000`, `49 %`, `416`, or a dash."""
    if figure.value is None:
        return NO_FIGURE
    return format_amount(figure.value, figure.unit, decimals_of(figure.precision, figure.unit))


def format_exact(figure: Figure, one: str = "", many: str = "") -> str:
    """A figure in words, to be read aloud: `69.857 millones de pesos`, `131 organizaciones`.

    `one` and `many` are the indicator's nouns; without them a count is its number alone.
    """
    if figure.value is None:
        return "sin cifra"
    printed = figure.value / figure.unit.scale
    number = format_number(printed, decimals_of(figure.precision, figure.unit))
    is_one = abs(printed) == 1
    if figure.unit is Unit.MILLION_PESOS:
        noun = "millón de pesos" if is_one else "millones de pesos"
    elif figure.unit is Unit.THOUSAND_PESOS:
        noun = "miles de pesos"
    elif figure.unit is Unit.PERCENT:
        noun = "por ciento"
    else:
        money = figure.unit is Unit.PESO
        noun = ("peso" if is_one else "pesos") if money else (one if is_one else many)
        if noun and printed and printed % MILLION == 0:
            noun = f"de {noun}"  # un millón *de* pesos
    return f"{number} {noun}".strip()


def share(part: Decimal, whole: Decimal) -> str:
    """A part as a percentage of its whole with one decimal, `66,7 %`; a dash of nothing."""
    if not whole:
        return NO_FIGURE
    return f"{format_number(part * 100 / whole, 1)}{NBSP}%"


def plural(count: Decimal | int, one: str, many: str) -> str:
    """A count and its noun: `1 fila`, `10 filas`, `2.000.000 de filas`."""
    noun = one if abs(count) == 1 else many
    joint = " de " if count and count % MILLION == 0 else " "
    return f"{format_number(Decimal(count), 0)}{joint}{noun}"
