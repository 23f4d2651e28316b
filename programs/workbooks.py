"""Sheets of values as an XLSX workbook: the same bytes every time, and nothing that runs.

A sheet that flows is a table of Excel: its heads are told with each cell by screen readers, stay in
sight and are printed on each page; days and instants are real dates; its widths are those of its
first rows. The sheets of editions stay as they were published.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any
from zipfile import ZIP_DEFLATED

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.writer.excel import ExcelWriter

from programs.formats import Cell, Field, Flow, Sheet, StillZip, clean, guarded

EXCEL_CELL_LIMIT = 32_767
SEEN = 200  # rows whose texts say how wide a column that flows is
NARROW, WIDE = 10, 60  # letters
WHOLE, FRACTION = "#,##0", "#,##0.######"  # with the thousands separator of whoever opens it
DATES = {"date": "dd-mm-yyyy", "dateTime": "dd-mm-yyyy hh:mm"}
_TOP = Alignment(vertical="top", wrap_text=True)


def xlsx_bytes(sheets: Sequence[Sheet], created: datetime) -> bytes:
    """The sheets as one workbook; `created` is the date it bears, never today's."""
    out = io.BytesIO()
    write_xlsx(out, sheets, created)
    return out.getvalue()


def write_xlsx(
    out: IO[bytes], sheets: Iterable[Sheet | Flow], created: datetime, title: str = ""
) -> None:
    """The same written to `out`, a file that can be read anew; of a Flow, SEEN rows in memory."""
    book = Workbook(write_only=True)
    book.properties.creator = "Portal de Cuenta Pública"
    if title:
        book.properties.title, book.properties.language = title, "es-CL"
    stamp = created.replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = stamp
    names: set[str] = set()
    for place, sheet in enumerate(sheets, start=1):
        page = book.create_sheet(_sheet_name(sheet.title, names))
        page.freeze_panes = "A2"
        if isinstance(sheet, Flow):
            _write_flow(page, sheet, place)
        else:
            _write_sheet(page, sheet)
    ExcelWriter(book, StillZip(out, "w", ZIP_DEFLATED)).save()


def _write_sheet(page: Any, sheet: Sheet) -> None:
    for position, field in enumerate(sheet.fields):
        widest = max((len(str(row[position] or "")) for row in sheet.rows), default=0)
        width = min(WIDE, max(NARROW, len(field.title), widest) + 2)
        page.column_dimensions[_column_letters(position)].width = width
    page.append([_text_cell(page, field.title, bold=True) for field in sheet.fields])
    for row in sheet.rows:
        page.append([_xlsx_cell(page, cell) for cell in row])


def _write_flow(page: Any, flow: Flow, place: int) -> None:
    coming = iter(flow.rows)
    first = list(islice(coming, SEEN))
    for position, field in enumerate(flow.fields):
        width = _width(field, [row[position] for row in first])
        page.column_dimensions[_column_letters(position)].width = width
    page.print_title_rows = "1:1"
    heads = [_text_cell(page, field.title, bold=True) for field in flow.fields]
    page.append(heads)
    count, styles = 0, _styles(page)
    for row in chain(first, coming):
        page.append(list(_flowing(page, styles, flow.fields, row)))
        count += 1
    page.tables.add(_table(f"tabla_{place}", [str(head.value) for head in heads], count))


def _width(field: Field, cells: Iterable[Cell]) -> int:
    """In letters. A date takes what its format shows, whatever its text is long."""
    shown = len(DATES[field.kind]) if field.kind in DATES else 0
    lines = (line for cell in cells for line in str(cell or "").split("\n"))
    widest = shown or max(map(len, lines), default=0)
    return min(WIDE, max(NARROW, len(field.title) + 3, widest) + 2)  # a head has its button


def _styles(page: Any) -> dict[str, Any]:
    """The style of each kind of cell, made once: openpyxl takes longest to look for it again."""
    found = {}
    for kind in ("string", *DATES):
        cell = WriteOnlyCell(page)
        cell.alignment = _TOP
        if kind in DATES:
            cell.number_format = DATES[kind]
        found[kind] = cell._style
    return found


def _flowing(
    page: Any, styles: dict[str, Any], fields: Sequence[Field], row: Sequence[Cell]
) -> Iterator[Any]:
    for field, cell in zip(fields, row, strict=True):
        if field.kind in DATES and isinstance(cell, str) and cell:
            yield _styled(WriteOnlyCell(page, value=_instant(field.kind, cell)), styles[field.kind])
        elif isinstance(cell, str):
            yield _styled(_text_cell(page, cell), styles["string"])
        else:
            yield _xlsx_cell(page, cell)


def _styled(cell: Any, style: Any) -> Any:
    cell._style = style
    return cell


def _instant(kind: str, text: str) -> date | datetime:
    """A day or an instant, which Excel keeps without its zone: as the clock on the wall said."""
    if kind == "date":
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).replace(tzinfo=None)


def _table(name: str, heads: Sequence[str], count: int) -> Table:
    """The rows as Excel's own table; one without rows has an empty one, as Excel itself does."""
    last = _column_letters(len(heads) - 1)
    table = Table(displayName=name, ref=f"A1:{last}{max(count, 1) + 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()
    for column, head in zip(table.tableColumns, heads, strict=True):
        column.name = head
    return table


def _column_letters(position: int) -> str:
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel accepts: 31 characters, none of `[]:*?/\\`, not empty, not repeated."""
    name = re.sub(r"[\[\]:*?/\\]", " ", clean(title)).strip().strip("'")[:28] or "Hoja"
    unique, count = name, 1
    while unique.casefold() in taken:
        count += 1
        unique = f"{name} {count}"
    taken.add(unique.casefold())
    return unique


def _xlsx_cell(page: Any, cell: Cell) -> Any:
    if isinstance(cell, str):
        return _text_cell(page, cell)
    if isinstance(cell, Decimal):
        made = WriteOnlyCell(page, value=cell)
        made.number_format = WHOLE if cell == cell.to_integral_value() else FRACTION
        return made
    return cell


def _text_cell(page: Any, text: str, *, bold: bool = False) -> Any:
    made = WriteOnlyCell(page, value=guarded(text)[:EXCEL_CELL_LIMIT])
    made.data_type = "s"  # text is text, whatever it begins with
    if bold:
        made.font = Font(bold=True)
    return made
