"""What can be taken away: each table, program and region, every figure and every check.

As CSV, XLSX and JSON. Values go in base units (whole pesos, things, percentage points), so that any
total can be worked out again to the peso, and beside them as they were printed. Field names are
Spanish: they are read by whoever opens the file. Nothing here knows about pages or addresses
beyond `Provenance.address`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cuenta.sheets import checks_sheet, coded, figures_sheet, sources_sheet, table_sheet
from programs.checks import Outcome
from programs.editions import SUMS, sums_of
from programs.figures import format_figure
from programs.formats import (
    Field,
    Sheet,
    Totals,
    csv_bytes,
    json_bytes,
    records,
    totals_of,
    with_mark,
    zip_bytes,
)
from programs.ledger import Column, Figure, Ledger, Row, Table
from programs.package_schema import number_text
from programs.workbooks import xlsx_bytes


class File(NamedTuple):
    """A file to take away. `totals` is what it holds, where it is a table of rows."""

    path: str
    content: bytes
    totals: Totals | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file comes from. `edition` 0 and `published_at` None: it is the draft."""

    institution: str
    account: str
    account_year: int
    address: str
    edition: int = 0
    published_at: datetime | None = None
    sha256: str = ""

    @property
    def created(self) -> datetime:
        """The date a workbook bears: the edition's, and a fixed one for the draft."""
        moment = self.published_at or datetime(self.account_year, 1, 1, tzinfo=UTC)
        return moment.astimezone(UTC)

    def about(self, title: str) -> dict[str, Any]:
        """The same facts as values of a JSON file."""
        return {
            "titulo": title,
            "institucion": self.institution,
            "cuenta": self.account,
            "anio": self.account_year,
            "edicion": self.edition or None,
            "publicada": self.published_at.isoformat() if self.published_at else None,
            "sha256_edicion": self.sha256 or None,
            "direccion": self.address,
        }


def table_files(ledger: Ledger, table: Table, origin: Provenance) -> Iterator[File]:
    """`tablas/<slug>` in its formats: as the document lays it out, cell by cell in JSON."""
    sheet = table_sheet(ledger, table)
    totals = totals_of(sheet)
    cells = ledger.cells[table.slug]
    figures = tuple(
        cells[row.key, column.key]
        for row in table.rows
        for column in table.columns
        if (row.key, column.key) in cells
    )
    workbook = (
        sheet,
        figures_sheet(figures),
        sources_sheet(ledger, figures),
        about_sheet(origin, table.title, totals, table.note),
    )
    path = f"tablas/{table.slug}"
    yield from _csv_files(path, sheet, totals)
    yield File(f"{path}.xlsx", xlsx_bytes(workbook, origin.created), totals)
    value = {**table_json(ledger, table, origin), "total": totals.told()}
    yield File(f"{path}.json", json_bytes(value), totals)


def figures_files(
    ledger: Ledger,
    figures: Sequence[Figure],
    origin: Provenance,
    path: str = "cifras",
    title: str = "Cifras",
) -> Iterator[File]:
    """Figures in every format, in the document's order: all of them, or those of a part."""
    sheet = figures_sheet(figures, title)
    yield from _sheet_files(path, sheet, origin, sources_sheet(ledger, figures))


def checks_files(ledger: Ledger, outcomes: Sequence[Outcome], origin: Provenance) -> Iterator[File]:
    """`cuadratura` in every format: every check, with its parts and its explanation.

    The sheets are read by people and speak Spanish; the JSON keeps the codes of the package.
    """
    sheet = checks_sheet(ledger, outcomes)
    yield from _sheet_files("cuadratura", sheet, origin, for_programs=coded(sheet))


def _csv_files(path: str, sheet: Sheet, totals: Totals) -> Iterator[File]:
    content = csv_bytes(sheet)
    yield File(f"{path}.csv", content, totals)
    yield File(f"{path}.bom.csv", with_mark(content), totals)


def _sheet_files(
    path: str, sheet: Sheet, origin: Provenance, *more: Sheet, for_programs: Sheet | None = None
) -> Iterator[File]:
    totals = totals_of(sheet)
    yield from _csv_files(path, sheet, totals)
    workbook = (sheet, *more, about_sheet(origin, sheet.title, totals))
    yield File(f"{path}.xlsx", xlsx_bytes(workbook, origin.created), totals)
    other = for_programs or sheet
    value = {"acerca": origin.about(sheet.title), "campos": fields_json(other)}
    value |= {"filas": records(other), "total": totals.told()}
    yield File(f"{path}.json", json_bytes(value), totals)


def fields_json(sheet: Sheet) -> list[dict[str, str]]:
    """What each field of a sheet means."""
    return [
        {
            "nombre": field.name,
            "titulo": field.title,
            "descripcion": field.description,
            "tipo": field.kind,
        }
        for field in sheet.fields
    ]


def table_json(ledger: Ledger, table: Table, origin: Provenance) -> dict[str, Any]:
    """A table cell by cell, as the document lays it out."""
    source = ledger.source.get(table.source)
    cells = ledger.cells[table.slug]
    return {
        "acerca": origin.about(table.title),
        "tabla": {
            "clave": table.slug,
            "capitulo": table.chapter,
            "nota": table.note,
            "fuente": source.title if source else "",
            "pagina": table.page,
        },
        "columnas": [_column_json(ledger, column) for column in table.columns],
        "filas": [_row_json(ledger, table, row, cells, origin) for row in table.rows],
    }


def _column_json(ledger: Ledger, column: Column) -> dict[str, Any]:
    indicator = ledger.indicator.get(column.indicator)
    return {
        "clave": column.key,
        "titulo": column.label,
        "indicador": column.indicator,
        "indicador_nombre": indicator.name if indicator else "",
        "sexo": column.sex,
        "es_total": column.is_total,
    }


def _row_json(
    ledger: Ledger,
    table: Table,
    row: Row,
    cells: dict[tuple[str, str], Figure],
    origin: Provenance,
) -> dict[str, Any]:
    found = ((column.key, cells.get((row.key, column.key))) for column in table.columns)
    return {
        "clave": row.key,
        "nombre": row.label,
        "es_total": row.is_total,
        "producto": row.product,
        "programa": row.program,
        "region": row.region,
        "celdas": {key: figure_json(ledger, figure, origin) for key, figure in found if figure},
    }


def figure_json(ledger: Ledger, figure: Figure, origin: Provenance) -> dict[str, Any]:
    """One figure: what it is worth, how it was printed, where it comes from, its address."""
    source = ledger.source.get(figure.source)
    return {
        "clave": figure.key,
        "valor": figure.value,
        "unidad": str(figure.unit),
        "precision": figure.precision,
        "publicado": format_figure(figure),
        "literal": figure.literal,
        "nota": figure.note,
        "fuente": source.title if source else figure.source,
        "pagina": figure.page,
        "direccion": f"{origin.address}cifras/{figure.key}/",
    }


def about_sheet(origin: Provenance, title: str, totals: Totals, note: str = "") -> Sheet:
    """The last sheet of a workbook: where it comes from, its rows and its control sums."""
    told = origin.about(title).items()
    rows = [(name, "" if value is None else str(value)) for name, value in told]
    rows += [("nota", note)] if note else []
    rows.append(("filas", str(totals.rows)))
    rows += [(f"suma de {name}", number_text(value)) for name, value in totals.sums.items()]
    return Sheet("Acerca de", (Field("dato", "Dato"), Field("valor", "Valor")), tuple(rows))


def package_zip(files: Mapping[str, bytes], beside: Mapping[str, bytes]) -> bytes:
    """`datos/paquete.zip`: the edition's own files, with the sums that `sha256sum -c` reads.

    Byte for byte what was published: here a cell that begins like a formula is left as it is.
    `beside` is what helps to check it and is no part of the edition.
    """
    return zip_bytes([*sorted(files.items()), (SUMS, sums_of(files)), *sorted(beside.items())])
