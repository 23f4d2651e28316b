"""One worksheet of an Excel workbook: its cells as a person sees them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from programs.spreadsheets.cells import MOST_COLUMNS, CellValue, Odd, Oddity, SheetRow
from programs.spreadsheets.merges import position_of
from programs.spreadsheets.number_formats import GENERAL, Format, as_shown
from programs.spreadsheets.xml_events import Handler

LONGEST_CELL = 32_767
EPOCH = date(1899, 12, 30)  # day 0 of the serial dates of a spreadsheet
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook share: texts and cell formats, by number."""

    strings: list[str]
    formats: list[Format]


@dataclass(slots=True)
class _Cell:
    column: int
    kind: str
    style: str
    has_formula: bool = False


class SheetHandler(Handler[SheetRow]):
    """Leaves a `SheetRow` for each row, hidden and blank ones too: areas open row by row."""

    def __init__(self, sheet: str, shared: Shared) -> None:
        super().__init__()
        self._sheet = sheet
        self._shared = shared
        self._row: SheetRow | None = None
        self._number = self._column = 0
        self._cell: _Cell | None = None
        self._reads = self._is_phonetic = False
        self._parts: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c" and self._row is not None:
            self._begin_cell(attributes)
        elif name == "v" or (name == "t" and not self._is_phonetic):
            self._reads = self._cell is not None
        elif name == "row":
            self._number = int(attributes.get("r") or self._number + 1)
            self._column = 0
            is_hidden = attributes.get("hidden") in ("1", "true")
            self._row = SheetRow(self._sheet, self._number, {}, is_hidden=is_hidden)
        elif name == "f" and self._cell is not None:
            self._cell.has_formula = True
        elif name == "rPh":
            self._is_phonetic = True

    def text(self, text: str) -> None:
        if self._reads and self._length < LONGEST_CELL:
            self._parts.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._reads = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._is_phonetic = False

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            position = position_of(reference)
            if position is None:
                raise ValueError(reference)
            self._column = position[1]
        self._cell = _Cell(self._column, attributes.get("t", "n"), attributes.get("s", "0"))
        self._parts, self._length = [], 0

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or self._row is None or cell.column > MOST_COLUMNS:
            return
        value = self._value(cell, "".join(self._parts)) if self._parts or cell.has_formula else ""
        if value != "":
            self._row.cells[cell.column] = value

    def _end_row(self) -> None:
        row, self._row = self._row, None
        if row is not None:
            self.done.append(row)

    def _value(self, cell: _Cell, raw: str) -> CellValue:
        if cell.kind == "s":
            return _unescaped(self._shared.strings[int(raw)])
        if cell.kind in ("str", "inlineStr"):
            return _unescaped(raw)
        if not raw.strip():
            return Odd(Oddity.NO_RESULT) if cell.has_formula else ""
        if cell.kind == "e":
            return Odd(Oddity.FAULT, raw)
        if cell.kind == "b":
            return Odd(Oddity.TRUTH, "VERDADERO" if raw.strip() == "1" else "FALSO")
        if cell.kind == "d":
            return Odd(Oddity.DATE, raw)
        how = self._format(cell.style)
        return Odd(Oddity.DATE, _date_text(float(raw))) if how.is_date else as_shown(raw, how)

    def _format(self, style: str) -> Format:
        number = int(style)
        formats = self._shared.formats
        return formats[number] if 0 <= number < len(formats) else GENERAL


def _date_text(serial: float) -> str:
    if not 0 < serial < 2_958_466:  # the year 10,000
        return str(serial)
    if serial < 1:
        minutes = round(serial * 24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{EPOCH + timedelta(days=int(serial)):%d-%m-%Y}"


def _unescaped(text: str) -> str:
    """`_x000D_` is how the format writes characters that XML cannot."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
