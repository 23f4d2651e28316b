"""The whole account in one file: a workbook with a sheet for each thing, and one JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from cuenta.downloads import (
    File,
    Provenance,
    about_sheet,
    checks_sheet,
    coded,
    figure_json,
    table_json,
)
from cuenta.sheets import figures_sheet, sources_sheet, table_sheet
from programs import licence
from programs.checks import Outcome
from programs.formats import Field, Sheet, json_bytes, records, totals_of
from programs.ledger import Ledger
from programs.workbooks import xlsx_bytes

PATH = "datos/cuenta"


def whole_files(ledger: Ledger, outcomes: Sequence[Outcome], origin: Provenance) -> Iterator[File]:
    """`datos/cuenta.xlsx` and `datos/cuenta.json`. Their totals are those of all the figures."""
    figures = figures_sheet(ledger.figures)
    totals = totals_of(figures)
    workbook = (
        figures,
        checks_sheet(ledger, outcomes),
        *(table_sheet(ledger, table) for table in ledger.tables),
        _programs(ledger),
        _indicators(ledger),
        sources_sheet(ledger),
        _terms(ledger),
        about_sheet(origin, ledger.title, totals, ledger.summary),
    )
    yield File(f"{PATH}.xlsx", xlsx_bytes(workbook, origin.created), totals)
    value = {**_whole(ledger, outcomes, origin), "total": totals.told()}
    yield File(f"{PATH}.json", json_bytes(value), totals)


def _whole(ledger: Ledger, outcomes: Sequence[Outcome], origin: Provenance) -> dict[str, Any]:
    return {
        "acerca": origin.about(ledger.title) | {"uso": licence.TITLE},
        "resumen": ledger.summary,
        "institucion": asdict(ledger.institution),
        "capitulos": [asdict(each) for each in ledger.chapters],
        "productos": [asdict(each) for each in ledger.products],
        "programas": [asdict(each) for each in ledger.programs],
        "indicadores": [asdict(each) for each in ledger.indicators],
        "fuentes": [asdict(each) for each in ledger.sources],
        "tablas": [table_json(ledger, each, origin) for each in ledger.tables],
        "cifras": [
            figure_json(ledger, figure, origin) | dict(zip(PLACED, placed, strict=True))
            for figure in ledger.figures
            for placed in [[getattr(figure, name) for name in PLACED.values()]]
        ],
        "comprobaciones": records(coded(checks_sheet(ledger, outcomes))),
        "fe_de_erratas": [asdict(each) for each in ledger.errata],
        "glosario": [asdict(each) for each in ledger.terms],
    }


# Where a figure stands and what it measures, by the names of `cifras.csv`.
PLACED = {
    "titulo": "title", "indicador": "indicator", "producto": "product", "programa": "program",
    "region": "region", "sexo": "sex", "grupo": "scope", "capitulo": "chapter", "tabla": "table",
    "fila": "row", "columna": "column",
}  # fmt: skip


def _programs(ledger: Ledger) -> Sheet:
    names = ("programa", "nombre", "producto", "region", "lleva_el_nombre_de", "descripcion")
    rows = tuple(
        (each.slug, each.name, each.product, each.region, each.named_after, each.description)
        for each in ledger.programs
    )
    return _sheet("Programas", names, rows)


def _indicators(ledger: Ledger) -> Sheet:
    names = ("indicador", "nombre", "mide", "como_se_suma", "descripcion")
    rows = tuple(
        (each.slug, each.name, str(each.measure), str(each.aggregation), each.description)
        for each in ledger.indicators
    )
    return _sheet("Indicadores", names, rows)


def _terms(ledger: Ledger) -> Sheet:
    rows = tuple((each.term, each.definition) for each in ledger.terms)
    return _sheet("Glosario", ("palabra", "significado"), rows)


def _sheet(title: str, names: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Sheet:
    fields = tuple(Field(name, name.replace("_", " ").capitalize()) for name in names)
    return Sheet(title, fields, rows)
