"""The columns an import understands, and finding them in a sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from programs.spreadsheets.cells import CellValue, Problem, Report, SheetRow, a1, shown
from programs.spreadsheets.names import did_you_mean, fold

ROWS_SEARCHED = 50  # titles and logos above the headings are skipped, this far
FEWEST = 2  # headings that make a row the row of headings


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its field of `ledger.Figure`, its name on screen and how it is explained."""

    field: str
    label: str
    meaning: str
    example: str
    synonyms: tuple[str, ...] = ()
    width: int = 16


HEADINGS = (
    Heading(
        "key", "clave",
        "Identifica la cifra para siempre: va en su dirección. En minúsculas, con guiones. Si la "
        "deja vacía, se forma con los datos de la fila.",
        "crece-monto", ("key", "identificador"), 28,
    ),
    Heading(
        "indicator", "indicador",
        "Qué mide la cifra. Nombre o identificador de un indicador que ya existe. Obligatorio, "
        "salvo que la clave o la tabla ya lo digan.",
        "Transferencias", ("indicator",), 24,
    ),
    Heading(
        "product", "producto", "Producto estratégico, si la cifra es de uno.",
        "", ("producto estrategico", "product"), 20,
    ),
    Heading(
        "program", "programa", "Programa o instrumento. Sirve cualquiera de sus nombres.",
        "Crece", ("program", "instrumento"), 28,
    ),
    Heading(
        "region", "región", "Región: nombre, nombre corto o código CUT (01 a 16).",
        "Biobío", ("region", "direccion regional"), 18,
    ),
    Heading(
        "sex", "sexo", "Mujeres, hombres o no informado.", "Mujeres", ("sex", "genero"), 14,
    ),
    Heading(
        "scope", "grupo",
        "Otro grupo de personas o cosas, si no es programa, región ni sexo.",
        "", ("scope", "otro grupo"), 16,
    ),
    Heading(
        "value", "valor",
        "La cifra, en la unidad de la fila: 1.234 o MM$ 1.234 o 49%. Punto para los miles, coma "
        "para los decimales. Si no hay cifra, déjela vacía o ponga un guion, y diga por qué en "
        "la nota. Obligatoria.",
        "1.234", ("value", "monto", "cifra", "cantidad"), 18,
    ),
    Heading(
        "unit", "unidad",
        "$ (pesos), M$ (miles de pesos), MM$ (millones de pesos), n (cantidad) o % (porcentaje).",
        "MM$", ("unit", "unidad de medida"), 10,
    ),
    Heading(
        "note", "nota",
        "Lo que el lector debe saber de la cifra. Necesaria cuando no hay cifra: «en proceso de "
        "selección».",
        "", ("note",), 28,
    ),
    Heading(
        "literal", "dice el documento", "El texto exacto del documento.",
        "MM$ 1.234", ("literal", "texto del documento"), 22,
    ),
    Heading(
        "source", "fuente",
        "El documento del que sale la cifra: nombre o identificador. Si la cuenta tiene una sola "
        "fuente, puede dejarla vacía.",
        "", ("source", "documento"), 24,
    ),
    Heading("page", "página", "Página o lámina de la fuente.", "12", ("page", "lamina"), 10),
    Heading(
        "table", "tabla", "Tabla de la cuenta en que aparece la cifra.",
        "", ("table", "cuadro"), 20,
    ),
    Heading("row", "fila", "Fila de esa tabla: su título o su clave.", "", ("row",), 20),
    Heading(
        "column", "columna", "Columna de esa tabla: su título o su clave.", "", ("column",), 20,
    ),
    Heading(
        "chapter", "capítulo", "Capítulo de la cuenta, si la cifra aparece en su texto.",
        "", ("chapter",), 20,
    ),
    Heading("title", "título", "Título propio de la cifra, si lo necesita.", "", ("title",), 28),
    Heading("sheet", "hoja", "Hoja, si la fuente es una planilla.", "", ("sheet",), 12),
    Heading("cell", "celda", "Celda, si la fuente es una planilla.", "", ("cell",), 10),
)  # fmt: skip
BY_FIELD = MappingProxyType({heading.field: heading for heading in HEADINGS})
_BY_NAME = {
    fold(name): heading.field for heading in HEADINGS for name in (heading.label, *heading.synonyms)
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the headings of a sheet are: `columns` by field, `last_row` the row of the last."""

    columns: dict[str, int]
    last_row: int

    def cell(self, row: int, field: str) -> str:
        """The cell of a field in a row, `C7`; of the row itself where it has no such column."""
        column = self.columns.get(field) or min(self.columns.values())
        return a1(row, column)


def recognised(cells: Iterable[object]) -> dict[str, int]:
    """The fields whose headings are in these cells, with their column (from 1)."""
    found: dict[str, int] = {}
    for column, text in enumerate(cells, 1):
        if field := _field_of(text):
            found.setdefault(field, column)
    return found


def _field_of(text: object) -> str | None:
    return _BY_NAME.get(fold(text)) if isinstance(text, str) and len(text) < 60 else None


def fields_of(row: SheetRow) -> dict[int, str]:
    """The fields named by the row's own cells, by column."""
    named = ((column, _field_of(text)) for column, text in row.cells.items())
    return {column: field for column, field in named if field}


def is_heading_row(row: SheetRow) -> bool:
    """Whether the row only repeats headings: a second row of them, or a page pasted below."""
    return bool(row.cells) and all(map(_field_of, row.cells.values()))


def find_layout(rows: Sequence[SheetRow], report: Report) -> Layout | None:
    """Find the headings among the first rows of a sheet; None where there are none.

    Reports headings that are unknown, stand twice or are missing.
    """
    counts = [len(set(fields_of(row).values())) for row in rows]
    most = max(counts, default=0)
    if most < FEWEST:
        return None
    place = counts.index(most)
    if (
        place
        and rows[place - 1].number == rows[place].number - 1
        and is_heading_row(rows[place - 1])
    ):
        place -= 1
    heading, below = rows[place], rows[place + 1 : place + 2]
    named = dict(heading.cells)
    last = heading.number
    if below and _stand_together(heading, below[0]) and is_heading_row(below[0]):
        named |= below[0].cells
        last += 1
    columns = _columns(heading, named, last, report)
    _require(columns, heading, report)
    return Layout(columns, last) if columns else None


def _stand_together(above: SheetRow, below: SheetRow) -> bool:
    return above.number + 1 == below.number


def _columns(
    heading: SheetRow, named: dict[int, CellValue], last: int, report: Report
) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, text in sorted(named.items()):
        typed = shown(text)
        field = _BY_NAME.get(fold(typed))
        cell = a1(last, column)
        if field is None and not (typed.startswith("(") and typed.endswith(")")):
            labels = [heading.label for heading in HEADINGS]
            report.problem(
                Problem(
                    f"No conozco la columna «{typed}».{did_you_mean(typed, labels)} Para dejar "
                    "una columna suya sin importar, ponga su título entre paréntesis.",
                    f"una de estas columnas: {', '.join(labels)}",
                    typed,
                    heading.sheet,
                    cell,
                )
            )
        elif field in columns:
            first = a1(last, columns[field])
            label = BY_FIELD[field].label
            report.problem(
                Problem(
                    f"La columna «{label}» está dos veces, en {first} y {cell}: deje una sola.",
                    typed=typed,
                    sheet=heading.sheet,
                    cell=cell,
                )
            )
        elif field is not None:
            columns[field] = column
    return columns


def _require(columns: dict[str, int], heading: SheetRow, report: Report) -> None:
    place = {"sheet": heading.sheet, "cell": a1(heading.number, min(heading.cells, default=1))}
    if columns and "value" not in columns:
        report.problem(Problem("Falta la columna «valor».", "una columna «valor»", **place))
    if columns and not columns.keys() & {"key", "indicator", "table"}:
        message = "Falta saber qué mide cada cifra: agregue la columna «indicador» o «clave»."
        report.problem(Problem(message, "una columna «indicador» o «clave»", **place))
