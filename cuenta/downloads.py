"""What can be taken away: each table, every figure and every check, as CSV, XLSX and JSON.

Values go in base units (whole pesos, things, percentage points), so that any total can be worked
out again to the peso, and beside them as they were printed. Field names are Spanish: they are read
by whoever opens the file. Nothing here knows about pages or addresses beyond `Provenance.address`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cuenta.formats import Field, Sheet, csv_bytes, json_bytes, records, xlsx_bytes, zip_bytes
from cuenta.sheets import checks_sheet, coded, figures_sheet, table_sheet
from programs.checks import Outcome
from programs.editions import SUMS, sums_of
from programs.figures import format_figure
from programs.ledger import Column, Figure, Ledger, Row, Table

File = tuple[str, bytes]


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
    """`tablas/<slug>` in the three formats: as the document lays it out, cell by cell in JSON."""
    sheet = table_sheet(ledger, table)
    cells = ledger.cells[table.slug]
    figures = tuple(
        cells[row.key, column.key]
        for row in table.rows
        for column in table.columns
        if (row.key, column.key) in cells
    )
    workbook = (sheet, figures_sheet(figures), _about_sheet(origin, table.title, table.note))
    path = f"tablas/{table.slug}"
    yield f"{path}.csv", csv_bytes(sheet)
    yield f"{path}.xlsx", xlsx_bytes(workbook, origin.created)
    yield f"{path}.json", json_bytes(_table_json(ledger, table, origin))


def figures_files(ledger: Ledger, origin: Provenance) -> Iterator[File]:
    """`cifras` in the three formats: every figure of the account, in the document's order."""
    yield from _sheet_files("cifras", figures_sheet(ledger.figures), origin)


def checks_files(ledger: Ledger, outcomes: Sequence[Outcome], origin: Provenance) -> Iterator[File]:
    """`cuadratura` in the three formats: every check, with its parts and its explanation.

    The sheets are read by people and speak Spanish; the JSON keeps the codes of the package.
    """
    sheet = checks_sheet(ledger, outcomes)
    yield from _sheet_files("cuadratura", sheet, origin, for_programs=coded(sheet))


def _sheet_files(
    path: str, sheet: Sheet, origin: Provenance, for_programs: Sheet | None = None
) -> Iterator[File]:
    yield f"{path}.csv", csv_bytes(sheet)
    yield f"{path}.xlsx", xlsx_bytes((sheet, _about_sheet(origin, sheet.title)), origin.created)
    other = for_programs or sheet
    value = {"acerca": origin.about(sheet.title), "campos": fields_json(other)}
    yield f"{path}.json", json_bytes({**value, "filas": records(other)})


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


def _table_json(ledger: Ledger, table: Table, origin: Provenance) -> dict[str, Any]:
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


def _about_sheet(origin: Provenance, title: str, note: str = "") -> Sheet:
    about = {
        name: "" if value is None else str(value) for name, value in origin.about(title).items()
    }
    rows = [*about.items(), *([("nota", note)] if note else [])]
    return Sheet("Acerca de", (Field("dato", "Dato"), Field("valor", "Valor")), tuple(rows))


def package_zip(files: Mapping[str, bytes]) -> bytes:
    """`datos/paquete.zip`: the edition's own files, with the sums that `sha256sum -c` reads.

    Byte for byte what was published: here a cell that begins like a formula is left as it is.
    """
    return zip_bytes([*sorted(files.items()), (SUMS, sums_of(files))])


def csvw(ledger: Ledger, origin: Provenance) -> bytes:
    """`datos/csv-metadata.json`: what each CSV holds, as CSV on the Web says it (W3C, 2015)."""
    sheets = [
        ("../cifras.csv", figures_sheet(()), ["clave"]),
        ("../cuadratura.csv", checks_sheet(ledger, ()), ["comprobacion"]),
        *(
            (f"../tablas/{table.slug}.csv", table_sheet(ledger, table), ["fila_clave"])
            for table in ledger.tables
        ),
    ]
    return json_bytes(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "es"}],
            "dc:title": origin.account,
            "dc:publisher": origin.institution,
            "dc:source": origin.address,
            "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
            "tables": [_csvw_table(url, sheet, key) for url, sheet, key in sheets],
        }
    )


def _csvw_table(url: str, sheet: Sheet, key: list[str]) -> dict[str, Any]:
    columns = [
        {
            "name": field.name.replace("-", "_"),
            "titles": field.name,
            "dc:description": ". ".join(part for part in (field.title, field.description) if part),
            "datatype": field.kind,
        }
        for field in sheet.fields
    ]
    return {
        "url": url,
        "dc:title": sheet.title,
        "tableSchema": {"columns": columns, "primaryKey": [name.replace("-", "_") for name in key]},
    }
