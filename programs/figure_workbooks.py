"""Workbooks and CSV for people: the template to fill, and an account's figures to correct.

What is written here comes back through `programs.incoming` as the same figures. Text that a
spreadsheet could run is escaped.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from programs.figures import format_number
from programs.ledger import Figure, Ledger
from programs.proposals.amounts_in_rows import typed_decimals
from programs.regions import BY_CODE
from programs.spreadsheets.cells import column_letters
from programs.spreadsheets.escaping import escaped
from programs.spreadsheets.headings import HEADINGS
from programs.spreadsheets.reading import OUR_SHEETS

FIGURES_SHEET = "Cifras"
HELP_SHEET, NAMES_SHEET = OUR_SHEETS
_INK = Font(bold=True, color="FFFFFF")
_FILL = PatternFill("solid", fgColor="0A132D")
_WRAP = Alignment(wrap_text=True, vertical="top")
_SEXES = {"women": "Mujeres", "men": "Hombres", "not_reported": "No informado"}
ADVICE = (
    "Escriba una cifra por fila en la hoja «Cifras». No cambie los títulos de las columnas; puede "
    "borrar las columnas que no use: lo que no viene en el archivo queda como estaba.",
    "Una columna suya que no deba importarse lleva su título entre paréntesis: «(responsable)».",
    "Antes de importar verá qué se agrega, qué cambia y qué se quita. Si algo está mal, no se "
    "importa nada y se le dice la celda y qué escribir.",
)


def write_template(out: BinaryIO, ledger: Ledger | None = None) -> None:
    """An empty workbook to fill, its columns explained; with a ledger, the names it knows."""
    _write_workbook(out, (), ledger)


def write_figures(out: BinaryIO, ledger: Ledger) -> None:
    """The account's figures in the template's columns, to correct them and import them again."""
    _write_workbook(out, ledger.figures, ledger)


def template_csv() -> bytes:
    """The template as CSV for Excel in Chile: `;` as separator, UTF-8 with its mark."""
    return figures_csv(())


def figures_csv(figures: Iterable[Figure]) -> bytes:
    """Figures as CSV in the template's columns. Text is escaped; amounts are Chilean numbers."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading.label for heading in HEADINGS])
    for figure in figures:
        writer.writerow([_typed(figure, heading.field) for heading in HEADINGS])
    return out.getvalue().encode("utf-8-sig")


def _typed(figure: Figure, field: str) -> str:
    if field != "value":
        return escaped(_text(figure, field))
    if figure.value is None:
        return ""
    return format_number(_printed(figure), typed_decimals(figure)).replace("−", "-")


def _printed(figure: Figure) -> Decimal:
    return (figure.value or Decimal(0)) / figure.unit.scale


def _text(figure: Figure, field: str) -> str:
    value = getattr(figure, field)
    if field == "region":
        return BY_CODE[value].short_name if value in BY_CODE else str(value)
    if field == "sex":
        return _SEXES.get(value, str(value))
    return "" if value is None else str(value)


def _write_workbook(out: BinaryIO, figures: Iterable[Figure], ledger: Ledger | None) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(FIGURES_SHEET)
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(HEADINGS, 1):
        sheet.column_dimensions[column_letters(place)].width = heading.width
    sheet.append([_heading(sheet, heading.label) for heading in HEADINGS])
    for figure in figures:
        sheet.append([_cell(sheet, figure, heading.field) for heading in HEADINGS])
    _write_help(book)
    if ledger is not None:
        _write_names(book, ledger)
    book.save(out)


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font, cell.fill = _INK, _FILL
    return cell


def _cell(sheet: Any, figure: Figure, field: str) -> Any:
    if field == "value" and figure.value is not None:
        decimals = typed_decimals(figure)
        cell = WriteOnlyCell(sheet, value=_printed(figure))
        cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
        return cell
    if field == "page" and figure.page is not None:
        return figure.page
    text = _typed(figure, field)
    return _text_cell(sheet, text) if text else None


def _text_cell(sheet: Any, text: str, *, wraps: bool = False) -> Any:
    """Always text: openpyxl would take `=1+1` for a formula and `#N/A` for a fault."""
    cell = WriteOnlyCell(sheet, value="")
    cell._value = text  # the setter guesses the type
    cell.data_type = "s"
    cell.number_format = "@"
    if wraps:
        cell.alignment = _WRAP
    return cell


def _write_help(book: Workbook) -> None:
    sheet = book.create_sheet(HELP_SHEET)
    for letters, width in (("A", 22), ("B", 90), ("C", 24)):
        sheet.column_dimensions[letters].width = width
    for line in ADVICE:
        sheet.append([None, _text_cell(sheet, line, wraps=True)])
    sheet.append([])
    sheet.append([_heading(sheet, text) for text in ("Columna", "Qué se escribe", "Ejemplo")])
    for heading in HEADINGS:
        texts = (heading.label, heading.meaning, heading.example)
        sheet.append([_text_cell(sheet, text, wraps=True) for text in texts])


def _write_names(book: Workbook, ledger: Ledger) -> None:
    """What may be written in the columns that name something of the account."""
    sheet = book.create_sheet(NAMES_SHEET)
    for letters, width in (("A", 14), ("B", 60), ("C", 50)):
        sheet.column_dimensions[letters].width = width
    sheet.append([_heading(sheet, text) for text in ("Qué es", "Nombre", "Identificador")])
    for what, name, slug in _names(ledger):
        sheet.append([_text_cell(sheet, escaped(text)) for text in (what, name, slug)])


def _names(ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    for indicator in ledger.indicators:
        yield "Un indicador", indicator.name, indicator.slug
    for product in ledger.products:
        yield "Un producto", product.name, product.slug
    for program in ledger.programs:
        yield "Un programa", program.name, program.slug
    for region in BY_CODE.values():
        yield "Una región", region.short_name, region.code
    for source in ledger.sources:
        yield "Una fuente", source.title, source.slug
    for table in ledger.tables:
        yield "Una tabla", table.title, table.slug
    for chapter in ledger.chapters:
        yield "Un capítulo", chapter.title, chapter.slug
