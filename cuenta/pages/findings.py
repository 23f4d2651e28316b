"""Sentences the portal works out from the figures; none is written by hand for one account."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuenta.pages.book import Book
from programs.figures import format_amount, share
from programs.ledger import Aggregation, CheckKind, Column, Figure, Measure, Row, Table, Unit
from programs.regions import BY_CODE

_BREAKDOWN = re.compile(r",?\s+por\s+(?:sexo|región|regiones)(?:\s+y\s+\w+)?$")
ORDINALS = (
    "",
    "segundo",
    "tercer",
    "cuarto",
    "quinto",
    "sexto",
    "séptimo",
    "octavo",
    "noveno",
    "décimo",
)
NUMBERS = (
    "ninguno", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leader:
    """Who has most of a column, and what part of it."""

    label: str
    share: str
    noun: str


@dataclass(frozen=True, slots=True)
class Spread:
    """One thing the document counts in every region: who, how many, and the country's total.

    `name` is its table's title without the breakdown, which a map of one column does not show.
    """

    table: Table
    column: Column
    name: str
    figures: dict[str, Figure]
    total: Figure | None
    noun: str

    @property
    def sum(self) -> Decimal:
        return sum((each.value or Decimal(0) for each in self.figures.values()), Decimal(0))


def in_words(count: int) -> str:
    """A small count as a word, a large one as digits: `dos`, `17`."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def leader(book: Book, table: Table, column: Column) -> Leader | None:
    """The row with most of a column that adds up; None for one row, a tie or an empty column."""
    indicator = book.ledger.indicator.get(column.indicator)
    if indicator is None or indicator.aggregation is not Aggregation.SUM:
        return None
    cells = book.ledger.cells[table.slug]
    rows = [row for row in table.rows if not row.is_total]
    valued = sorted(
        ((figure.value, row.label) for row in rows
         if (figure := cells.get((row.key, column.key))) and figure.value),
        reverse=True,
    )  # fmt: skip
    if len(valued) < 2 or valued[0][0] == valued[1][0]:
        return None
    whole = sum((value for value, _ in valued), Decimal(0))
    is_money = indicator.measure is Measure.MONEY
    noun = (
        "del dinero"
        if is_money
        else f"de {with_article(indicator.noun_many or indicator.name.lower())}"
    )
    if _is_disputed(book, table, column):
        units = {figure.unit for figure in book.ledger.column_figures(table, column.key)}
        scale = min(unit.scale for unit in units)
        part, rows_sum = (format_amount(n / scale, Unit.COUNT) for n in (valued[0][0], whole))
        noun = f"{noun} ({part} ÷ {rows_sum}, la suma de las filas)"
    return Leader(valued[0][1], share(valued[0][0], whole), noun)


def _is_disputed(book: Book, table: Table, column: Column) -> bool:
    """Whether the document states another total than these rows add up to."""
    rows = {figure.key for figure in book.ledger.column_figures(table, column.key)}
    return any(
        rows == {part.figure.key for part in outcome.parts if part.figure is not None}
        for outcome in book.differing
        if outcome.kind is CheckKind.SUM
    )


def with_article(noun: str) -> str:
    """`organizaciones` → `las organizaciones`, by the ending of its first word."""
    first = noun.split()[0] if noun else ""
    feminine = first.endswith(("as", "iones", "dades"))
    return f"{'las' if feminine else 'los'} {noun}"


def table_sentence(book: Book, table: Table) -> str:
    """`Reactívate Pyme reúne el 49,7 % del dinero; Servicios Virtuales, el 58,9 % de los …`."""
    found = [each for column in _whole_columns(table) if (each := leader(book, table, column))]
    if not found:
        return ""
    first, *rest = found[:2]
    said = f"{first.label} reúne el {first.share} {first.noun}"
    if rest and rest[0].label == first.label:
        return f"{said} y el {rest[0].share} {rest[0].noun}."
    return f"{said}; {rest[0].label}, el {rest[0].share} {rest[0].noun}." if rest else f"{said}."


def _whole_columns(table: Table) -> list[Column]:
    """One column an indicator: its only one, or its total; none where it is split without total."""
    kept = []
    for slug in dict.fromkeys(column.indicator for column in table.columns):
        same = [column for column in table.columns if column.indicator == slug]
        totals = [column for column in same if column.is_total]
        if totals or len(same) == 1:
            kept.append((totals or same)[0])
    return kept


def rank_sentence(book: Book, figure: Figure, peers: Sequence[Figure], among: str) -> str:
    """A program's place by money: `Es el segundo programa con más dinero de …: el 20,1 %.`"""
    valued = sorted((each.value for each in peers if each.value is not None), reverse=True)
    if figure.value is None or len(valued) < 2:
        return ""
    place = valued.index(figure.value)
    part = share(figure.value, sum(valued, Decimal(0)))
    if place == 0:
        return f"Es el programa con más dinero de {among}: el {part}."
    order = (
        f"{ORDINALS[place]} programa" if place < len(ORDINALS) else f"programa número {place + 1}"
    )
    return f"Es el {order} con más dinero de {among}: el {part}."


def spread(book: Book) -> Spread | None:
    """What the front page shows north to south: the first table with a figure in every region."""
    for table in book.ledger.tables:
        rows = {row.region: row for row in table.rows if not row.is_total}
        if table.slug not in book.by_place or set(rows) != set(BY_CODE):
            continue
        column = _whole_column(table)
        if column is not None:
            return _spread(book, table, column, rows)
    return None


def _whole_column(table: Table) -> Column | None:
    """The column that counts everybody: its total column, or its only one."""
    totals = [column for column in table.columns if column.is_total]
    if totals:
        return totals[0]
    return table.columns[0] if len(table.columns) == 1 else None


def _spread(book: Book, table: Table, column: Column, rows: dict[str, Row]) -> Spread:
    cells = book.ledger.cells[table.slug]
    total_row = next((row for row in table.rows if row.is_total), None)
    indicator = book.ledger.indicator.get(column.indicator)
    return Spread(
        table=table,
        column=column,
        name=_BREAKDOWN.sub("", table.title),
        figures={code: cells[row.key, column.key] for code, row in rows.items()
                 if (row.key, column.key) in cells},
        total=cells.get((total_row.key, column.key)) if total_row else None,
        noun=(indicator.noun_many or indicator.name.lower()) if indicator else "",
    )  # fmt: skip


def money_table(book: Book) -> tuple[Table, Column] | None:
    """The table that says where the money went: a row each product, and money in a column."""
    for table in book.ledger.tables:
        rows = [row for row in table.rows if not row.is_total]
        money = [
            column
            for column in table.columns
            if (found := book.ledger.indicator.get(column.indicator))
            and found.measure is Measure.MONEY
        ]
        if rows and money and all(row.product and not row.program for row in rows):
            return table, money[0]
    return None


def ratio_text(part: Figure, whole: Figure) -> str:
    """How the portal came to a share: `69.857 ÷ 119.773`, both in the whole's unit."""
    unit = whole.unit

    def plain(figure: Figure) -> str:
        value = figure.value or Decimal(0)
        return format_amount(value / unit.scale, Unit.COUNT)

    return f"{plain(part)} ÷ {plain(whole)}"
