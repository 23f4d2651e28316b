"""Who took part: only the counts that `statistics_of` lets out, with the small ones withheld."""

from collections.abc import Iterator

from participation.pages.statistics import RULE, statistics_rows
from participation.report.shapes import Line, SectionOf, Source, day
from participation.statistics import statistics_of
from programs.formats import Field

TABLES = {
    "personas": "Región y sexo de quien escribe",
    "tipo": "Qué enviaron",
    "canal": "Por dónde",
    "estado": "En qué están",
}


def _rows(source: Source) -> Iterator[Line]:
    found = statistics_of(source.account, source.today)
    for table, row, label, column, head, count in statistics_rows(found):
        if count == 0 and "total" not in (row, column):
            continue  # nobody: the total says so
        yield Line(
            {
                "tabla": TABLES.get(table, table),
                "fila": label,
                "columna": head,
                "envios": count,
                "reservado": count is None,
                "hasta": day(found.until),
            }
        )


SECTION = SectionOf(
    code="participacion",
    title="Quiénes participaron",
    about="Cuántos envíos llegaron, de qué región, de mujeres y de hombres, y por dónde. Decir el "
    f"sexo o la región es voluntario. {RULE}",
    fields=(
        Field("tabla", "Tabla"),
        Field("fila", "Fila"),
        Field("columna", "Columna"),
        Field("envios", "Envíos", "vacío donde se reserva", "integer"),
        Field("reservado", "Reservado", kind="boolean"),
        Field("hasta", "Contados hasta", kind="date"),
    ),
    read=_rows,
    empty="Todavía son muy pocos envíos para contarlos sin que se sepa de quiénes son.",
    shape="counts",
    shown=("tabla", "fila", "columna", "envios"),
)
