"""The page of who takes part, and the same counts as rows for CSV and JSON. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from participation.batches import FEWEST
from participation.due_words import day_in_words
from participation.small_cells import TOTAL, K
from participation.statistics import PLACES, SEXES, UNSAID, ListOf, Statistics
from programs.figures import format_number, plural

PATH = "/participacion/cifras/"
TITLE = "Quiénes participan"
ABOUT = "Cuántos envíos llegaron, de qué región, de mujeres y de hombres, por dónde y en qué están."
NAMES = ("tabla", "fila_clave", "fila", "columna_clave", "columna", "envios", "reservado")
RULE = (
    f"Una cantidad de 1 a {K - 1} no se publica, y tampoco las otras con que se podría calcular. "
    f"Se cuenta por tandas de semanas completas, de {FEWEST} envíos o más, y lo contado no cambia "
    "después."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name and its numbers, each empty where it is withheld."""

    label: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its total line. `nobody` names the rows in which nobody is: they have none."""

    code: str
    title: str
    row_heading: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line
    has_withheld: bool
    nobody: str = ""


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """All that the page shows; without `grids` there are too few yet. `waiting` came since."""

    year: int
    until: str
    total: str
    waiting: str
    grids: tuple[Grid, ...]
    rule: str
    least: int


def statistics_page(found: Statistics) -> StatisticsPage:
    """The page of what was counted."""
    total = found.total
    return StatisticsPage(
        year=found.account_year,
        until=day_in_words(found.until, with_year=True) if found.until else "",
        total="" if total is None else plural(total, "envío", "envíos"),
        waiting=_waiting(found),
        grids=(_people(found), *map(_grid_of, found.lists)) if found.until else (),
        rule=RULE,
        least=K,
    )


def _waiting(found: Statistics) -> str:
    if not found.waiting:
        return ""
    after = "después" if found.until else "hasta ahora"
    some = plural(found.waiting, "envío que llegó", "envíos que llegaron")
    verb = "se contará" if found.waiting == 1 else "se contarán"
    return f"{some} {after} {verb} en una próxima tanda."


def _people(found: Statistics) -> Grid:
    table = found.people
    here = [code for code in table.rows if any(value != 0 for value in table.row(code))]
    lines = tuple(Line(PLACES[code], _told(table.row(code))) for code in here)
    nobody = [PLACES[code] for code in table.rows if code not in here and code != UNSAID]
    return Grid(
        code="personas",
        title="Por región y sexo de quien escribe",
        row_heading="Región",
        heads=(*SEXES.values(), "Total"),
        lines=lines,
        total=Line("Total", _told(table.row(TOTAL))),
        has_withheld=table.withheld > 0,
        nobody=", ".join(nobody),
    )


def _grid_of(each: ListOf) -> Grid:
    return Grid(
        code=each.code,
        title=each.title,
        row_heading=each.title,
        heads=("Envíos",),
        lines=tuple(
            Line(name, _told((each.counts[code],)))
            for code, name in each.names.items()
            if each.counts[code] != 0
        ),
        total=Line("Total", _told((each.counts[TOTAL],))),
        has_withheld=None in each.counts.values(),
    )


def _told(values: tuple[int | None, ...]) -> tuple[str, ...]:
    return tuple("" if value is None else format_number(value) for value in values)


def statistics_rows(found: Statistics) -> Iterator[tuple[str, str, str, str, str, int | None]]:
    """Every count by the names of NAMES, but for the last; None is withheld."""
    columns = {**SEXES, TOTAL: "Total"}
    if found.until is None:
        return
    for row, label in {**PLACES, TOTAL: "Total"}.items():
        for column, head in columns.items():
            count = found.people.cells[row, column]
            yield "personas", row, label, column, head, count
    for each in found.lists:
        for code, label in {**each.names, TOTAL: "Total"}.items():
            yield each.code, code, label, "envios", "Envíos", each.counts[code]
