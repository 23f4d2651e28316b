"""OpenDocument spreadsheets (ISO 26300) as rows, in bounded memory.

Why our own reader: docs/decisions/0004-import-pipeline.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from programs.spreadsheets.cells import (
    MOST_COLUMNS,
    Area,
    CellValue,
    NotReadable,
    Odd,
    Oddity,
    Report,
    SheetRow,
)
from programs.spreadsheets.containers import MEGABYTE, PROTECTED, GuardedZip
from programs.spreadsheets.merges import MergedAreas
from programs.spreadsheets.number_formats import GENERAL, Format, as_shown
from programs.spreadsheets.ods_styles import Styles
from programs.spreadsheets.xlsx import tell_hidden_rows
from programs.spreadsheets.xlsx_sheet import LONGEST_CELL
from programs.spreadsheets.xml_events import Handler, events

MOST_STYLES = 16 * MEGABYTE
MOST_REPEATED = 1_000
_FAULT = re.compile(r"#[¡¿]?[A-ZÑ/0]+[!?]?\Z|Err:[0-9]+\Z")
_CELLS = ("table-cell", "covered-table-cell")


def ods_rows(archive: GuardedZip, report: Report) -> Iterator[SheetRow]:
    """Every row of every visible sheet. Raises NotReadable for a damaged or locked file."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.read(manifest, MOST_STYLES):
        raise NotReadable(PROTECTED)
    styles = Styles()
    if "styles.xml" in archive.names:
        for _ in events(archive.chunks("styles.xml", MOST_STYLES), styles):
            pass
    handler = ContentHandler(styles, report)
    yield from events(archive.chunks("content.xml"), handler)


@dataclass(slots=True)
class _Cell:
    attributes: dict[str, str]
    repeated: int
    is_covered: bool
    lines: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        if self.length < LONGEST_CELL:
            self.lines[-1] += text
            self.length += len(text)


class ContentHandler(Handler[SheetRow]):
    """`content.xml`. Styles come first in it; the rows of one sheet after the other follow."""

    def __init__(self, styles: Styles, report: Report) -> None:
        super().__init__()
        self._styles = styles
        self._report = report
        self._stack: list[str] = []
        self._sheet = ""
        self._is_hidden_sheet = False
        self._merged = MergedAreas()
        self._number = self._next = 0
        self._hidden_rows = 0
        self._row: dict[str, str] | None = None
        self._cells: dict[int, CellValue] = {}
        self._column = 1
        self._cell: _Cell | None = None

    @property
    def _tables(self) -> int:
        return self._stack.count("table")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._stack[-1] if self._stack else ""
        self._stack.append(name)
        if "spreadsheet" not in self._stack:
            self._styles.start(name, attributes)
            return
        if name in ("table-row", *_CELLS, "table"):
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            if self._tables == 1:
                self._begin(name, plain, attributes)
        elif self._cell is not None:
            self._begin_text(name, parent, attributes)

    def _begin(self, name: str, plain: dict[str, str], attributes: dict[str, str]) -> None:
        if name == "table":
            self._sheet, self._next, self._hidden_rows = plain.get("name", ""), 1, 0
            self._merged = MergedAreas()
            self._is_hidden_sheet = self._styles.hides(plain.get("style-name", ""))
            if self._is_hidden_sheet:
                self._report.notice(f"La hoja «{self._sheet}» está oculta: no se leyó.")
        elif "tracked-changes" in self._stack:
            return
        elif name == "table-row":
            self._row, self._cells, self._column = plain, {}, 1
        elif self._row is not None:
            repeated = max(1, int(plain.get("number-columns-repeated", "1")))
            self._cell = _Cell(plain, repeated, is_covered=name == "covered-table-cell")

    def _begin_text(self, name: str, parent: str, attributes: dict[str, Any]) -> None:
        """Only paragraphs of the cell itself: comments and drawings have theirs deeper down."""
        assert self._cell is not None  # noqa: S101 (the caller looked)
        if name == "p" and parent in _CELLS:
            self._cell.lines.append("")
        elif self._in_paragraph() and self._cell.lines:
            if name == "s":
                count = next((v for k, v in attributes.items() if k.endswith(":c")), "1")
                self._cell.add(" " * min(int(count), 100))
            elif name in ("tab", "line-break"):
                self._cell.add("\t" if name == "tab" else "\n")

    def _in_paragraph(self) -> bool:
        for place in range(len(self._stack) - 1, 0, -1):
            if self._stack[place] in _CELLS:
                return len(self._stack) > place + 1 and self._stack[place + 1] == "p"
        return False

    def text(self, text: str) -> None:
        if self._cell is None:
            self._styles.text(text)
        elif self._cell.lines and self._in_paragraph():
            self._cell.add(text)

    def end(self, name: str) -> None:
        self._stack.pop()
        if "spreadsheet" not in self._stack:
            self._styles.end(name)
        elif name in _CELLS and self._tables == 1:
            self._end_cell()
        elif name == "table-row" and self._tables == 1:
            self._end_row()
        elif name == "table" and self._tables == 0 and not self._is_hidden_sheet:
            tell_hidden_rows(self._sheet, self._hidden_rows, self._report)

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None:
            return
        value = "" if cell.is_covered else self._value(cell)
        if value != "":
            for column in range(self._column, min(self._column + cell.repeated, MOST_COLUMNS + 1)):
                self._cells[column] = value
        if not self._is_hidden_sheet:
            self._open_area(cell)
        self._column += cell.repeated

    def _open_area(self, cell: _Cell) -> None:
        rows = int(cell.attributes.get("number-rows-spanned", "1"))
        columns = int(cell.attributes.get("number-columns-spanned", "1"))
        if (rows > 1 or columns > 1) and self._column <= MOST_COLUMNS:
            last = self._column + columns - 1
            self._merged.add(Area(self._next, self._column, self._next + rows - 1, last))

    def _end_row(self) -> None:
        row, self._row = self._row, None
        if row is None:
            return
        repeated = max(1, int(row.get("number-rows-repeated", "1")))
        first, self._next = self._next, self._next + repeated
        if self._is_hidden_sheet:
            return
        is_hidden = row.get("visibility", "visible") != "visible"
        # A repeated row is a mistake that its repeated keys tell: a thousand are enough.
        times = min(repeated, MOST_REPEATED) if self._cells else 1
        for number in range(first, first + times):
            made = SheetRow(self._sheet, number, dict(self._cells), is_hidden=is_hidden)
            self._merged.fill(made)
            if made.cells and is_hidden:
                self._hidden_rows += 1
            elif made.cells:
                self.done.append(made)

    def _value(self, cell: _Cell) -> CellValue:
        kind = cell.attributes.get("value-type", "")
        text = "\n".join(cell.lines)
        has_formula = "formula" in cell.attributes
        if kind == "error" or (has_formula and _FAULT.match(text)):
            return Odd(Oddity.FAULT, text)
        if has_formula and not kind:
            return Odd(Oddity.NO_RESULT)
        if kind in ("float", "percentage", "currency"):
            return as_shown(cell.attributes["value"], self._format(kind, cell.attributes))
        if kind in ("date", "time"):
            return Odd(Oddity.DATE, text or cell.attributes.get(f"{kind}-value", ""))
        if kind == "boolean":
            return Odd(Oddity.TRUTH, text)
        return text or cell.attributes.get("string-value", "")

    def _format(self, kind: str, attributes: dict[str, str]) -> Format:
        how = self._styles.format_of(attributes.get("style-name", "")) or GENERAL
        is_pesos = attributes.get("currency") == "CLP"
        unit = how.unit or ("$" if is_pesos else attributes.get("currency", ""))
        return Format(
            is_percent=kind == "percentage",
            is_scaled=how.is_scaled,
            decimals=how.decimals,
            unit=unit if kind == "currency" or how.unit else "",
        )
