"""Files as staff make them, and a small account for them to meet."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from odf import opendocument
from odf.table import CoveredTableCell, TableCell
from odf.table import Table as OdsTable
from odf.table import TableRow as OdsRow
from odf.text import P
from openpyxl import Workbook

from programs.incoming import propose_file
from programs.ledger import (
    Aggregation,
    Chapter,
    Column,
    Figure,
    Indicator,
    Institution,
    Ledger,
    Measure,
    Product,
    Program,
    Row,
    Source,
    Table,
    Unit,
)
from programs.proposals import Proposal
from programs.spreadsheets import Report, TableRow, read_table

HEADINGS = ("clave", "indicador", "programa", "región", "valor", "unidad", "nota", "fuente")


def small_account(*figures: Figure) -> Ledger:
    """Money and people, three programs, one table, one source."""
    return Ledger(
        institution=Institution("servicio", "Servicio", "Servicio", "Ministerio"),
        account_year=2022,
        management_year=2021,
        title="Cuenta pública",
        summary="",
        chapters=(Chapter("logros", "Logros del año", "Fueron {cifra:crece-monto}."),),
        products=(Product("emprendedores", "Programa de emprendedores"),),
        programs=(
            Program("crece", "Crece", "emprendedores", aliases=("Fondo Crece",)),
            Program("semilla", "Capital Semilla Emprende", "emprendedores"),
            Program("ferias", "Ferias Libres", "emprendedores"),
        ),
        indicators=(
            Indicator("monto", "Transferencias", Measure.MONEY, Aggregation.SUM),
            Indicator("personas", "Personas", Measure.COUNT, Aggregation.SUM),
            Indicator("mujeres", "Participación", Measure.PERCENT, Aggregation.SHARE),
        ),
        sources=(Source("informe", "Informe anual", "Servicio"),),
        tables=(
            Table(
                "resultados",
                "logros",
                "Resultados del año",
                (
                    Column("pesos", "Transferencias MM$", "monto"),
                    Column("gente", "Gente", "personas"),
                ),
                (Row("crece", "Crece", program="crece"), Row("ferias", "Ferias", program="ferias")),
            ),
        ),
        figures=figures or (amount("crece-monto", "1234", program="crece", chapter="logros"),),
    )


def amount(key: str, millions: str, **fields: Any) -> Figure:
    """Money stated in MM$."""
    value = Decimal(millions) * Unit.MILLION_PESOS.scale
    told = Figure(
        key, "monto", value, Unit.MILLION_PESOS, Unit.MILLION_PESOS.scale, millions, "informe"
    )
    return replace(told, **fields)


def people(key: str, count: int, **fields: Any) -> Figure:
    """A count of people."""
    told = Figure(key, "personas", Decimal(count), Unit.COUNT, Decimal(1), str(count), "informe")
    return replace(told, **fields)


def xlsx(folder: Path, rows: Iterable[Sequence[Any]], name: str = "cifras.xlsx") -> Path:
    """A workbook with one sheet, «Cifras»."""
    book = Workbook()
    book.active.title = "Cifras"
    for row in rows:
        book.active.append(row)
    path = folder / name
    book.save(path)
    return path


def csv_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "cifras.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def ods(folder: Path, rows: Iterable[Sequence[Any]], name: str = "cifras.ods") -> Path:
    """An OpenDocument spreadsheet; a cell is text, a number, or the keywords of a `TableCell`."""
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = OdsTable(name="Cifras")
    document.spreadsheet.addElement(sheet)
    for row in rows:
        line = OdsRow()
        sheet.addElement(line)
        for value in row:
            line.addElement(_ods_cell(value))
    path = folder / name
    document.save(str(path))
    return path


def _ods_cell(value: Any) -> Any:
    if value == "covered":
        return CoveredTableCell()
    shown = str(value)
    if isinstance(value, dict):
        shown = value.get("text", "")
        cell = TableCell(**{key: said for key, said in value.items() if key != "text"})
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value)
    else:
        cell = TableCell(valuetype="string") if value else TableCell()
    if shown:
        cell.addElement(P(text=shown))
    return cell


def members(path: Path, changes: dict[str, bytes | None]) -> Path:
    """The same zip with some members replaced, added, or left out (None)."""
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in {**kept, **changes}.items():
            if content is not None:
                new.writestr(name, content)
    return path


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def read(path: Path, **options: Any) -> tuple[list[TableRow], Report]:
    """The rows of a file and what was said of it."""
    report = Report()
    return list(read_table(path, report, **options)), report


def values(path: Path, field: str = "value") -> list[Any]:
    return [row.value(field) for row in read(path)[0]]


def propose(path: Path, account: Ledger | None = None, **options: Any) -> Proposal:
    return propose_file(path, small_account() if account is None else account, **options)


def told(proposal: Proposal) -> list[tuple[str, str]]:
    """The problems as (cell, message)."""
    return [(problem.cell, problem.message) for problem in proposal.problems]
