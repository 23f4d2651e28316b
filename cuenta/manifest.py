"""What was printed to be taken away, file by file: bytes, hash, rows and control sums.

A CSV cannot end with its own total without every reader taking it for data. So the totals stand
beside the files: `datos/totales.csv` for people, `datos/archivos.json` for programs, and
`SHA256SUMS` at the account's root for `sha256sum -c`. Workbooks and JSON files also carry theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cuenta.downloads import File, Provenance, fields_json
from programs import licence
from programs.editions import SUMS, sha256
from programs.formats import Cell, Field, Sheet, Totals, csv_bytes, json_bytes

TOTALS = "datos/totales.csv"
FILES = "datos/archivos.json"
FIELDS = (
    Field("archivo", "Archivo", "su dirección dentro de la cuenta"),
    Field("filas", "Filas", "sin contar los títulos de las columnas", "integer"),
    Field("columna", "Columna", "vacía si el archivo no tiene números"),
    Field("suma", "Suma de control", "de todas las filas de esa columna", "decimal"),
    Field("bytes", "Bytes", kind="integer"),
    Field("sha256", "Huella SHA-256"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that was printed, without its content."""

    path: str
    bytes: int
    sha256: str
    totals: Totals | None


def listed(file: File) -> Listed:
    """What the lists say of a file."""
    return Listed(file.path, len(file.content), sha256(file.content), file.totals)


def manifest_files(files: Sequence[Listed], origin: Provenance) -> Iterable[File]:
    """The three lists of the files that were printed."""
    yield File(TOTALS, csv_bytes(totals_sheet(files)))
    yield File(FILES, json_bytes(_described(files, origin)))
    lines = (f"{each.sha256}  {each.path}\n" for each in sorted(files, key=lambda each: each.path))
    yield File(SUMS, "".join(lines).encode())


def totals_sheet(files: Sequence[Listed]) -> Sheet:
    """A row for each file and column of numbers."""
    rows = tuple(row for each in files if each.totals for row in _rows(each, each.totals))
    return Sheet("Totales", FIELDS, rows)


def _rows(each: Listed, totals: Totals) -> Iterable[tuple[Cell, ...]]:
    sums: dict[str, Decimal | None] = dict(totals.sums) or {"": None}
    for column, value in sums.items():
        yield each.path, totals.rows, column, value, each.bytes, each.sha256


def _described(files: Sequence[Listed], origin: Provenance) -> dict[str, Any]:
    sheet = Sheet("Archivos", FIELDS, ())
    return {
        "acerca": origin.about("Archivos para bajar") | {"uso": licence.TITLE},
        "campos": fields_json(sheet),
        "archivos": [
            {
                "archivo": each.path,
                "direccion": origin.address + each.path,
                "bytes": each.bytes,
                "sha256": each.sha256,
                **(each.totals.told() if each.totals else {}),
            }
            for each in files
        ],
    }
