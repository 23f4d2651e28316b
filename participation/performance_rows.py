"""The same counts as rows, for CSV and JSON, and the dictionary that explains them. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from participation.measure_words import MEASURES
from participation.measures import Counted
from participation.performance import EFFECTS, Performance
from participation.satisfaction import VALUES
from participation.small_cells import TOTAL, SafeTable

NAMES = (
    "anio", "grupo", "grupo_clave", "grupo_nombre", "medida", "valor", "unidad", "numerador",
    "denominador", "reservado",
)  # fmt: skip
COLUMNS = (
    ("anio", "Año de la cuenta"),
    ("grupo", "total, unidad o region (de la que habla el envío)"),
    ("grupo_clave", "Identificador de la unidad, o código único territorial de la región"),
    ("grupo_nombre", "Nombre del grupo"),
    ("medida", "Qué se mide: vea las medidas de este diccionario"),
    ("valor", "Resultado; vacío si no se puede decir"),
    ("unidad", "porcentaje, días hábiles, envíos o personas"),
    ("numerador", "Parte; vacío donde no se mide una parte"),
    ("denominador", "Todo de lo que se mide"),
    ("reservado", "true donde el número existe y no se publica"),
)
_COUNTS = (
    ("ingresadas", "filed", "Con folio"),
    ("respondidas", "answered", "Con respuesta publicada"),
    ("esperan_en_plazo", "waiting", "Esperan respuesta y su plazo no ha vencido"),
    ("esperan_vencidas", "overdue", "Esperan respuesta y su plazo ya venció"),
)
Row = tuple[Any, ...]


def performance_rows(found: Iterable[Performance]) -> Iterator[Row]:
    """Every number by the names of NAMES."""
    for each in found:
        year = each.account_year
        yield from _group_rows(year, "total", each.whole)
        for unit in each.units:
            yield from _group_rows(year, "unidad", unit)
        for region in each.regions:
            yield from _group_rows(year, "region", region)
        whole, answered = ("total", "", "Total"), each.whole.answered
        for code, count in each.effects.items():
            yield year, *whole, f"efecto_{code}", count, "envíos", count, answered, False
        for reason, count in each.refusals.items():
            yield (year, "motivo", "", reason, "no_admitidas_por_motivo", count, "envíos", count,
                   each.whole.refused, False)  # fmt: skip
        yield from _opinion_rows(each)


def _group_rows(year: int, axis: str, group: Counted) -> Iterator[Row]:
    named = (year, axis, group.key, group.name)
    for code, field, _ in _COUNTS:
        yield *named, code, getattr(group, field), "envíos", None, None, False
    for measure in MEASURES:
        told = measure.told(group)
        yield *named, measure.code, told.value, measure.unit, told.part, told.whole, False


def _opinion_rows(each: Performance) -> Iterator[Row]:
    said = each.satisfied
    if said.values is None:
        return
    for code in (*VALUES, TOTAL):
        yield _opinion(each, "total", "", "Total", code, said.values[code])
    tables = (("unidad", said.units, each.units), ("region", said.regions, each.regions))
    for axis, table, groups in tables:
        if table is not None:
            yield from _table_rows(each, axis, table, {group.key: group.name for group in groups})


def _table_rows(
    each: Performance, axis: str, table: SafeTable, names: dict[str, str]
) -> Iterator[Row]:
    for row in table.rows:
        for code in (*VALUES, TOTAL):
            if row in names:
                yield _opinion(each, axis, row, names[row], code, table.cells[row, code])


def _opinion(
    each: Performance, axis: str, key: str, name: str, code: str, count: int | None
) -> Row:
    measure = "opinaron" if code == TOTAL else f"le_sirvio_{code}"
    return (each.account_year, axis, key, name, measure, count, "personas", None, None,
            count is None)  # fmt: skip


def dictionary_rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Each column and each measure: kind, code, name, numerator and denominator, definition."""
    yield "tipo", "clave", "nombre", "de_que", "definicion"
    for column, meaning in COLUMNS:
        yield "columna", column, column, "", meaning
    for code, _, meaning in _COUNTS:
        yield "medida", code, meaning, "", meaning
    for each in MEASURES:
        part = f"{each.numerator} / {each.denominator}" if each.numerator else each.denominator
        yield "medida", each.code, each.name, part, each.definition
    for code, label in EFFECTS.items():
        yield "medida", f"efecto_{code}", label, "las respondidas", "Efecto de la respuesta vigente"
    yield ("medida", "no_admitidas_por_motivo", "No admitidas, por motivo", "las no admitidas",
           "El motivo por el que no se admitieron")  # fmt: skip
    for code, label in VALUES.items():
        yield "medida", f"le_sirvio_{code}", label, "quienes opinaron", "Contado por semanas"
    yield "medida", "opinaron", "Quienes opinaron", "", "Personas que dijeron si les sirvió"
