"""From a file of figures to rows whose cells are known by name, with their place in the file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby, islice
from pathlib import Path

from programs.figures import plural
from programs.spreadsheets.cells import (
    CellValue,
    NotReadable,
    Number,
    Problem,
    Report,
    SheetRow,
    a1,
)
from programs.spreadsheets.containers import MEGABYTE, FileKind, GuardedZip, kind_of
from programs.spreadsheets.delimited import csv_rows
from programs.spreadsheets.headings import ROWS_SEARCHED, Layout, find_layout, is_heading_row
from programs.spreadsheets.ods import ods_rows
from programs.spreadsheets.xlsx import xlsx_rows

MOST_ROWS = 200_000
MOST_BYTES = 50 * MEGABYTE
ROWS_BETWEEN_REPORTS = 1_000
PLACES_SHOWN = 5
OUR_SHEETS = ("Cómo llenar", "Nombres")  # the template's own, which explain and hold no figures

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of figures. `layout.columns` says which fields its sheet has."""

    layout: Layout
    row: SheetRow

    @property
    def sheet(self) -> str:
        return self.row.sheet

    def has(self, field: str) -> bool:
        return field in self.layout.columns

    def value(self, field: str) -> CellValue:
        """What the cell of a field holds; empty where the sheet has no such column."""
        column = self.layout.columns.get(field)
        return "" if column is None else self.row.at(column)

    def cell(self, field: str) -> str:
        return self.layout.cell(self.row.number, field)


def check_size(path: Path, most_bytes: int) -> None:
    """Raises NotReadable for a file that is too big."""
    size = path.stat().st_size
    if size > most_bytes:
        raise NotReadable(
            f"El archivo pesa {-(-size // MEGABYTE)} MB y se aceptan hasta "
            f"{most_bytes // MEGABYTE} MB. Divídalo en varios o quite imágenes y hojas de más."
        )


def read_table(
    path: Path,
    report: Report,
    *,
    name: str = "",
    most_bytes: int = MOST_BYTES,
    progress: Progress | None = None,
) -> Iterator[TableRow]:
    """The rows of figures of a workbook or CSV, in order, as they are read.

    `name` is the file's name where it was made, told apart from what it holds. What is wrong with
    headings goes to `report`. Raises NotReadable for a file that cannot be read at all.
    """
    check_size(path, most_bytes)
    kind = kind_of(path)
    if kind is FileKind.PACKAGE:
        raise NotReadable("Este archivo es un paquete de datos, no una planilla.")
    _tell_true_kind(kind, name or path.name, report)
    if kind is FileKind.CSV:
        yield from _table_rows(csv_rows(path, report), report, progress)
        return
    with GuardedZip(path) as archive:
        read = xlsx_rows if kind is FileKind.XLSX else ods_rows
        yield from _table_rows(read(archive, report), report, progress)


def _tell_true_kind(kind: FileKind, name: str, report: Report) -> None:
    suffix = Path(name).suffix.lower()
    if suffix and suffix not in kind.suffixes:
        report.notice(
            f"El nombre del archivo termina en «{suffix[:10]}», pero es {kind.value}: se leyó así."
        )


def _table_rows(
    rows: Iterable[SheetRow], report: Report, progress: Progress | None
) -> Iterator[TableRow]:
    sheets_read, without_headings, count = 0, list[str](), 0
    rounded: list[str] = []
    before = report.count
    for sheet, of_sheet in groupby(rows, key=lambda row: row.sheet):
        head = list(islice(of_sheet, ROWS_SEARCHED))
        layout = find_layout(head, report)
        if layout is None:
            if sheet not in OUR_SHEETS:
                without_headings.append(sheet)
            for _ in of_sheet:  # read to its end, so that the next sheet comes
                pass
            continue
        sheets_read += 1
        for row in _data(chain(head, of_sheet), layout, report):
            count += 1
            if count > MOST_ROWS:
                raise NotReadable(
                    f"El archivo tiene más de {plural(MOST_ROWS, 'fila', 'filas')} con datos: "
                    "divídalo en varios."
                )
            _remember_rounding(row, rounded)
            yield row
            if progress and count % ROWS_BETWEEN_REPORTS == 0:
                progress(count, None)
    if progress:
        progress(count, count)
    _tell_rounding(rounded, report)
    _tell_sheets(sheets_read, without_headings, report)
    if sheets_read and not count and report.count == before:
        report.problem(Problem("La planilla tiene títulos de columna y ninguna fila con cifras."))


def _data(rows: Iterable[SheetRow], layout: Layout, report: Report) -> Iterator[TableRow]:
    """The rows below the headings; headings pasted again are passed over."""
    named = frozenset(layout.columns.values())
    unnamed: list[int] = []
    repeated: list[int] = []
    for row in rows:
        if row.number <= layout.last_row:
            continue
        if is_heading_row(row):
            repeated.append(row.number)
            continue
        if not named.isdisjoint(row.cells):
            yield TableRow(layout, row)
        else:
            unnamed.append(row.number)
    if repeated:
        what = "los títulos de las columnas otra vez: no se leyó"
        report.notice(f"{_rows_said(row.sheet, repeated)} {what}.")
    if unnamed:
        what = "datos solo fuera de las columnas con título: no se leyó"
        report.notice(f"{_rows_said(row.sheet, unnamed)} {what}.")


def _rows_said(sheet: str, numbers: list[int]) -> str:
    """`Hoja «Sur»: 3 filas (la primera, la 9) con`."""
    first = f"la {numbers[0]}" if len(numbers) == 1 else f"la primera, la {numbers[0]}"
    said = f"{plural(len(numbers), 'fila', 'filas')} ({first}) con"
    return f"Hoja «{sheet}»: {said}" if sheet else said


def _remember_rounding(row: TableRow, rounded: list[str]) -> None:
    value = row.value("value")
    if isinstance(value, Number) and value.is_rounded:
        rounded.append(a1(row.row.number, row.layout.columns["value"]))


def _tell_rounding(rounded: list[str], report: Report) -> None:
    if rounded:
        cells = ", ".join(rounded[:PLACES_SHOWN]) + (", …" if len(rounded) > PLACES_SHOWN else "")
        what = plural(len(rounded), "celda guarda", "celdas guardan")
        report.notice(f"{what} más decimales de los que muestra; se tomó lo que se ve: {cells}.")


def _tell_sheets(sheets_read: int, without_headings: list[str], report: Report) -> None:
    if not sheets_read:
        report.problem(
            Problem(
                "No encontré los títulos de las columnas en las primeras "
                f"{ROWS_SEARCHED} filas. Use la plantilla: su primera fila nombra cada columna.",
                "una fila con títulos como «clave», «indicador», «valor» y «unidad»",
            )
        )
        return
    for sheet in without_headings:
        report.notice(f"La hoja «{sheet}» no tiene títulos de columna conocidos: no se leyó.")
