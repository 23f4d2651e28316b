"""A table as the reader sees it: rows in order, bars in the cells, a total line with its sum."""

from collections import Counter
from decimal import Decimal

from django.utils.safestring import SafeString

from cuenta.pages.book import Book
from cuenta.pages.cells import CellView, Elsewhere, RowView, TableView
from cuenta.pages.chrome import ask_href
from cuenta.pages.shown import MARKS, NO_TOTAL, TOTAL_ELSEWHERE, Mark, Shown
from programs import charts
from programs.checks import Outcome, Verdict
from programs.figures import NO_FIGURE, format_amount, plural
from programs.ledger import CheckKind, Column, Figure, Row, Table, Unit
from programs.regions import BY_CODE, REGIONS

_NORTH_TO_SOUTH = {region.code: place for place, region in enumerate(REGIONS)}
_RULES = {Verdict.HOLDS: "ok", Verdict.DIFFERS: "cut", Verdict.UNKNOWN: ""}


def table_view(book: Book, table: Table, *, level: int = 2, region: str = "") -> TableView:
    """A table, or only its rows of one region (which then has no total line)."""
    grid = _Grid(book, table, region)
    elsewhere = grid.elsewhere()
    missing = TOTAL_ELSEWHERE if elsewhere else NO_TOTAL
    return TableView(
        slug=table.slug,
        title=table.title,
        subtitle=grid.subtitle(),
        note=table.note,
        row_heading=table.row_heading,
        heads=tuple(column.label for column in table.columns),
        rows=tuple(grid.row(row) for row in grid.rows),
        totals=tuple(grid.total(row) for row in grid.totals),
        missing_total=missing.html() if grid.lacks_total else SafeString(""),
        elsewhere=elsewhere,
        href=book.site.link(f"tablas/{table.slug}/"),
        permanent=book.site.permanent(f"tablas/{table.slug}/"),
        level=level,
        is_wide=grid.is_wide,
    )


class _Grid:
    """The facts of one table that its rows share."""

    def __init__(self, book: Book, table: Table, region: str) -> None:
        self.book, self.table, self.region = book, table, region
        self.cells = book.ledger.cells[table.slug]
        kept = [row for row in table.rows if not region or row.region == region]
        self.is_part = bool(region) and len(kept) < len(table.rows)
        self.totals = [] if self.is_part else [row for row in kept if row.is_total]
        self.rows = self._in_order([row for row in kept if not row.is_total])
        self.unit = {column.key: self._unit(column) for column in table.columns}
        self.most = {column.key: self._most(column) for column in table.columns}

    # -- order and scale

    def _in_order(self, rows: list[Row]) -> list[Row]:
        """North to south where rows are regions; by size where a column adds up; else as given."""
        self.order = "en el orden del documento"
        if self.table.slug in self.book.by_place:
            self.order = "de norte a sur"
            return sorted(rows, key=lambda row: _NORTH_TO_SOUTH.get(row.region, 99))
        first = next((column for column in self.table.columns if column.indicator), None)
        if first is None or len(rows) < 2:
            return rows
        self.order = f"de mayor a menor según «{first.label}»"
        return sorted(rows, key=lambda row: -(self._value(row, first) or Decimal(-1)))

    def _value(self, row: Row, column: Column) -> Decimal | None:
        figure = self.cells.get((row.key, column.key))
        return figure.value if figure else None

    def _unit(self, column: Column) -> Unit | None:
        units = Counter(figure.unit for (_, key), figure in self.cells.items() if key == column.key)
        return units.most_common(1)[0][0] if units else None

    def _most(self, column: Column) -> Decimal:
        """What a full bar stands for; zero where the column mixes things and bars would lie."""
        if not column.indicator or (
            len(self.rows) < 2 and self.unit[column.key] is not Unit.PERCENT
        ):
            return Decimal(0)
        if self.unit[column.key] is Unit.PERCENT:
            return Decimal(100)
        return max(
            (self._value(row, column) or Decimal(0) for row in self.rows), default=Decimal(0)
        )

    @property
    def lacks_total(self) -> bool:
        sums = any(
            (indicator := self.book.ledger.indicator.get(column.indicator))
            and indicator.aggregation == "sum"
            for column in self.table.columns
        )
        return not self.totals and sums and len(self.rows) > 1 and not self.is_part

    @property
    def is_wide(self) -> bool:
        """Too much for a telephone side by side: many columns, or several with notes."""
        notes = any(figure.note for figure in self.cells.values())
        return len(self.table.columns) > (2 if notes else 3)

    def subtitle(self) -> str:
        """Year, how many rows and in which order, the scale of the bars, and the source."""
        table = self.table
        said = [f"Año {self.book.ledger.management_year}."]
        if len(self.rows) > 1:
            said.append(f"{plural(len(self.rows), 'fila', 'filas')}, {self.order}.")
        if sum(1 for most in self.most.values() if most) > 1:
            scale = (
                "de 0 a 100" if set(self.unit.values()) == {Unit.PERCENT} else "su propia escala"
            )
            said.append(f"Cada columna de barras tiene {scale}." if "propia" in scale
                        else f"Las barras van {scale}.")  # fmt: skip
        source = self.book.ledger.source.get(table.source)
        if source and table.page is not None:
            said.append(f"Fuente: {source.title}, {source.page_noun} {table.page}.")
        return " ".join(said)

    # -- rows

    def row(self, row: Row) -> RowView:
        label, href, sub = row.label, *self._where(row)
        note = self._row_note(row)
        return RowView(
            anchor=self._anchor(row),
            label=label,
            href=href,
            sub=" · ".join(part for part in (sub, note) if part),
            cells=tuple(
                self._cell(row, column, place, is_noted=bool(note))
                for place, column in enumerate(self.table.columns)
            ),
            ask=self._ask(row),
        )

    def _row_note(self, row: Row) -> str:
        """The note that all the figures of a row carry, said once beside its name."""
        valued = [
            figure
            for column in self.table.columns
            if (figure := self.cells.get((row.key, column.key))) and figure.value is not None
        ]
        notes = {figure.note for figure in valued}
        return notes.pop() if len(valued) > 1 and len(notes) == 1 else ""

    def _where(self, row: Row) -> tuple[str, str]:
        """Where a row's name leads, and the region to name under it where the table mixes them."""
        link = self.book.site.link
        region = BY_CODE.get(row.region)
        if row.program and self.table.slug not in self.book.by_place:
            many = len({each.region for each in self.table.rows if not each.is_total}) > 1
            sub = region.short_name if region and many and not self.region else ""
            return link(f"programas/{row.program}/"), sub
        if region:
            return link(f"regiones/{region.slug}/"), ""
        return (link(f"productos/{row.product}/"), "") if row.product else ("", "")

    def _ask(self, row: Row) -> str:
        return ask_href(self.book.site, f"tablas/{self.table.slug}/#{self._anchor(row)}")

    def _anchor(self, row: Row) -> str:
        return f"{self.table.slug}-{row.key}"

    def _cell(self, row: Row, column: Column, place: int, *, is_noted: bool) -> CellView:
        figure = self.cells.get((row.key, column.key))
        if figure is None:
            return CellView(column.label, NO_FIGURE)
        shown = self.book.shown(figure)
        most = self.most[column.key]
        bar = SafeString("")
        if most and figure.value is not None:
            bar = charts.bar(figure.value, most, "bar-2" if place else "")
        mark = MARKS[Verdict.DIFFERS].html(f"{shown.href}#cuadratura") if shown.differs else ""
        return CellView(
            head=column.label,
            number=self._number(figure, shown, column),
            href=shown.href,
            bar=bar,
            note="" if is_noted and figure.value is not None else figure.note,
            mark=SafeString(mark),
        )

    def _number(self, figure: Figure, shown: Shown, column: Column) -> str:
        """The number alone where its column says the unit, else with its unit."""
        if figure.unit is Unit.COUNT or figure.value is None:
            return shown.number
        said = figure.unit is self.unit[column.key] and figure.unit.value in column.label
        return shown.number if said else shown.text

    # -- the total line

    def total(self, row: Row) -> RowView:
        outcomes = [self._sum_of(row, column) for column in self.table.columns]
        verdicts = {outcome.verdict for outcome in outcomes if outcome}
        one = MARKS[verdicts.pop()] if len(verdicts) == 1 else None
        rules = {_RULES[outcome.verdict] for outcome in outcomes if outcome}
        return RowView(
            anchor=self._anchor(row),
            label=row.label,
            href=self._where(row)[0] if not row.program and not row.region else "",
            sub="",
            cells=tuple(
                self._total_cell(row, column, outcome, one)
                for column, outcome in zip(self.table.columns, outcomes, strict=True)
            ),
            ask=self._ask(row),
            mark=one.html() if one else SafeString(""),
            rule=rules.pop() if len(rules) == 1 else "",
        )

    def _total_cell(
        self, row: Row, column: Column, outcome: Outcome | None, row_mark: Mark | None
    ) -> CellView:
        figure = self.cells.get((row.key, column.key))
        if figure is None:
            return CellView(column.label, NO_FIGURE)
        shown = self.book.shown(figure)
        if outcome is None:
            return CellView(column.label, self._number(figure, shown, column), shown.href)
        told = outcome.differs and outcome.expected is not None
        mark = MARKS[outcome.verdict].html(f"{shown.href}#cuadratura") if row_mark is None else ""
        return CellView(
            head=column.label,
            number=self._number(figure, shown, column),
            href=shown.href,
            mark=SafeString(mark),
            rule=_RULES[outcome.verdict],
            sum_text=self._sum_text(outcome) if told else "",
        )

    def _sum_text(self, outcome: Outcome) -> str:
        """The sum in the unit of the rows, which may not be the unit the total claims."""
        units = Counter(part.figure.unit for part in outcome.parts if part.figure is not None)
        unit = units.most_common(1)[0][0] if units else Unit.COUNT
        return f"suman {format_amount(outcome.expected or Decimal(0), unit)}"

    def _sum_of(self, row: Row, column: Column) -> Outcome | None:
        """The check of this total against its own rows, none other."""
        figure = self.cells.get((row.key, column.key))
        own = f"suma-{self.table.slug}-{column.key}"
        for slug in (own, f"{own}-{row.key}"):
            outcome = self.book.outcome.get(slug)
            if outcome and figure and outcome.stated and outcome.stated.key == figure.key:
                return outcome
        return None

    def elsewhere(self) -> tuple[Elsewhere, ...]:
        """Totals of this table that the document states outside it, each held against it alone."""
        if self.totals or self.is_part:
            return ()
        found = {}
        for column in self.table.columns:
            mine = {
                figure.key for figure in self.book.ledger.column_figures(self.table, column.key)
            }
            for outcome in self.book.site.outcomes:
                parts = {part.figure.key for part in outcome.parts if part.figure is not None}
                if outcome.kind is CheckKind.SUM and mine and parts == mine and outcome.stated:
                    found[outcome.stated.key] = self._elsewhere(outcome.stated, outcome)
        return tuple(found.values())

    def _elsewhere(self, stated: Figure, outcome: Outcome) -> Elsewhere:
        shown = self.book.shown(stated)
        where = "Otra tabla" if stated.table else "El texto"
        return Elsewhere(
            where=f"{where} ({shown.place})" if shown.place else where,
            figure=shown,
            mark=MARKS[outcome.verdict].html(f"{shown.href}#cuadratura"),
        )
