"""Sheets of values as CSV, JSON and ZIP: the same bytes every time, and nothing that runs.

CSV is what RFC 4180 and CSVW expect by default, so any program reads it without being told how:
UTF-8, comma, `.` as decimal mark, lines that end in CR LF. It carries no byte order mark, which
many readers would take for a part of the first column's name; `with_mark` puts one before the same
bytes, for programs that guess the encoding by it.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from programs.package_schema import text_of
from programs.spreadsheets.escaping import escaped

Cell = str | Decimal | int | bool | None

# The oldest date a ZIP can hold: a file's date must not change its hash.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
# What XML 1.0 cannot carry (section 2.2), and the two code points after the last real one.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LINE_END = "\r\n"  # RFC 4180


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a download. `kind` is an XML Schema name: string, decimal, integer, boolean;
    date and dateTime, whose cells are texts as ISO 8601 writes them."""

    name: str
    title: str
    description: str = ""
    kind: str = "string"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their fields."""

    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Rows under their fields that are read once, as they come: never all of them in memory."""

    title: str
    fields: tuple[Field, ...]
    rows: Iterable[tuple[Cell, ...]]


def clean(text: str) -> str:
    """`text` without the characters that XML and spreadsheets cannot carry."""
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet runs as a formula: a quote goes before it.

    A lone sign is left as it is: it is how documents write "no figure", and it computes nothing.
    """
    text = clean(text)
    if len(text) > 1:
        text = escaped(text)
    # A lone carriage return ends a row for many readers, and Python's writer does not quote it.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def csv_bytes(sheet: Sheet) -> bytes:
    """The sheet as CSV (see the module)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=LINE_END)
    writer.writerow([guarded(field.name) for field in sheet.fields])
    writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode()


def csv_lines(flow: Flow) -> Iterator[bytes]:
    """The same CSV of rows as they come, a line at a time."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=LINE_END)
    writer.writerow([guarded(field.name) for field in flow.fields])
    for row in flow.rows:
        yield _taken(out)
        writer.writerow([_csv_cell(cell) for cell in row])
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    line = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return line


def with_mark(content: bytes) -> bytes:
    """The same CSV for programs that need a byte order mark to see that it is UTF-8."""
    return BYTE_ORDER_MARK + content


@dataclass(frozen=True, slots=True)
class Totals:
    """What anyone counts again in a file: its rows, and the sum of each column of decimals."""

    rows: int
    sums: dict[str, Decimal]

    def told(self) -> dict[str, Any]:
        """As a JSON file ends with them."""
        return {"filas": self.rows, "sumas": self.sums}


def totals_of(sheet: Sheet) -> Totals:
    """The rows and the control sums of a sheet. Empty cells add nothing."""
    sums = {
        field.name: sum((_number(row[place]) for row in sheet.rows), Decimal(0))
        for place, field in enumerate(sheet.fields)
        if field.kind == "decimal"
    }
    return Totals(len(sheet.rows), sums)


def _number(cell: Cell) -> Decimal:
    return cell if isinstance(cell, Decimal) else Decimal(0)


def _csv_cell(cell: Cell) -> str:
    return guarded(cell) if isinstance(cell, str) else text_of(cell)


def still_entry(name: str) -> ZipInfo:
    """An entry of a ZIP that says nothing of when, nor on what machine, it was made."""
    entry = ZipInfo(name, ZIP_DATE)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # whatever machine made it
    return entry


class StillZip(ZipFile):
    """A ZIP whose entries bear one fixed date, so that the same content gives the same bytes."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        super().writestr(still_entry(name), data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with open(filename, "rb") as file:  # noqa: PTH123 (openpyxl hands over a path as text)
            self.write_from(file, arcname)

    def write_from(self, file: IO[bytes], arcname: str) -> None:
        """An entry with what `file` holds, a piece in memory at a time."""
        with self.open(still_entry(arcname), "w") as entry:
            copyfileobj(file, entry)


def zip_bytes(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by name as one ZIP, the same bytes for the same files."""
    out = io.BytesIO()
    with StillZip(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """`value` as readable UTF-8 JSON; a Decimal becomes a plain number, exact to the peso."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=_plain)
    return (clean(text) + "\n").encode()


def _plain(value: Any) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in a download")


def records(sheet: Sheet) -> list[dict[str, Cell]]:
    """The rows of a sheet as objects, for JSON."""
    names = [field.name for field in sheet.fields]
    return [dict(zip(names, row, strict=True)) for row in sheet.rows]
