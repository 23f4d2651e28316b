"""Small accounts, built in a line or two, for the tests of the checks."""

from decimal import Decimal
from typing import Any

from programs.amounts import parse_amount
from programs.checks import Outcome, run_checks
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

INSTITUTION = Institution("servicio", "Servicio", "Servicio", "Ministerio")
INDICATORS = (
    Indicator("monto", "Monto", Measure.MONEY, Aggregation.SUM),
    Indicator("personas", "Personas", Measure.COUNT, Aggregation.SUM, "persona", "personas"),
    Indicator("sexo", "Participación por sexo", Measure.PERCENT, Aggregation.SHARE),
    Indicator("alza", "Alza", Measure.PERCENT, Aggregation.NONE),
)
MILLIONS = Unit.MILLION_PESOS
INDICATOR_OF = {Unit.COUNT: "personas", Unit.PERCENT: "sexo"}


def figure(key: str, text: str, unit: Unit = Unit.COUNT, **fields: Any) -> Figure:
    """A figure that says `text`, read as an import would read it."""
    read = parse_amount(text, unit)
    fields.setdefault("indicator", INDICATOR_OF.get(read.unit, "monto"))
    fields.setdefault("note", read.note)
    return Figure(
        key=key,
        value=read.value,
        unit=read.unit,
        precision=read.precision,
        literal=text,
        source="documento",
        **fields,
    )


def ledger(*figures: Figure, **fields: Any) -> Ledger:
    """An account of 2022 with these figures."""
    known: dict[str, Any] = {
        "indicators": INDICATORS,
        "chapters": (Chapter("logros", "Logros", ""),),
        "products": (Product("pymes", "Pymes"),),
        "programs": (Program("crece", "Crece"),),
        "sources": (Source("documento", "Cuenta", "Servicio", "lámina"),),
    }
    return Ledger(INSTITUTION, 2022, 2021, "Cuenta", "", figures=figures, **(known | fields))


def column(
    parts: list[str], total: str = "", unit: Unit = Unit.COUNT, **fields: Any
) -> tuple[Table, tuple[Figure, ...]]:
    """A table of one column: a row for each part, and its total row where one is stated."""
    rows = tuple(
        Row(f"r{place}", f"Programa {place}", program=f"p{place}")
        for place in range(1, len(parts) + 1)
    )
    indicator = INDICATOR_OF.get(unit, "monto")
    cells = [
        figure(f"t-r{place}", text, unit, table="t", row=f"r{place}", column="c", **{
            "indicator": indicator, "program": f"p{place}", **fields
        })
        for place, text in enumerate(parts, start=1)
    ]  # fmt: skip
    if total:
        rows += (Row("total", "Total", is_total=True),)
        own = {"indicator": indicator, "table": "t", "row": "total", "column": "c"}
        cells.append(figure("t-total", total, unit, **own))
    table = Table("t", "logros", "Tabla", (Column("c", "Columna", indicator),), rows, page=9)
    return table, tuple(cells)


def outcomes_of(account: Ledger, previous: Ledger | None = None) -> dict[str, Outcome]:
    return {outcome.slug: outcome for outcome in run_checks(account, previous)}


def column_sum(parts: list[str], total: str, unit: Unit = Unit.COUNT) -> Outcome:
    """The check of a one-column table's total."""
    table, cells = column(parts, total, unit)
    return outcomes_of(ledger(*cells, tables=(table,)))["suma-t-c"]


def pesos(text: str) -> Decimal:
    return Decimal(text.replace(".", ""))
