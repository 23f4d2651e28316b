"""The figures of a view as files: the same rows, in the same order, with what was worked out."""

from typing import Any

from cuenta.explorer.facts import Fact
from cuenta.explorer.methods import methods_of
from cuenta.explorer.showing import View
from cuenta.pages.explored import address
from cuenta.sheets import FIGURE_FIELDS, figures_sheet
from participation.links import absolute
from programs.formats import Cell, Field, Sheet, csv_bytes, json_bytes, records

BEFORE = (
    Field("cuenta", "Cuenta", "año de la cuenta", "integer"),
    Field("gestion", "Año de gestión", "año del que habla la cifra", "integer"),
    Field("edicion", "Edición", "número de la edición que la publicó", "integer"),
    Field("direccion", "Dirección permanente"),
)
AFTER = (
    Field("calculado", "Valor calculado por el portal", "vacío si no se pidió o no se puede",
          "decimal"),
    Field("calculo", "Cómo se calculó", "o por qué no se pudo"),
    Field("factor_precios", "Factor de precios", "IPC entre los dos diciembres", "decimal"),
    Field("poblacion", "Población", "habitantes por los que se dividió", "integer"),
    Field("poblacion_anio", "Año de la población", "", "integer"),
)  # fmt: skip


def view_csv(view: View) -> bytes:
    """The view as CSV."""
    return csv_bytes(_sheet(view))


def view_json(view: View) -> bytes:
    """The view as JSON, with what was asked, by which method and from which editions."""
    sheet = _sheet(view)
    facts = view.shown()
    editions = {(fact.year, fact.edition, fact.sha256) for fact in facts}
    about: dict[str, Any] = {
        "titulo": "Vista del explorador de cifras",
        "direccion": absolute(address(view.asked)),
        "ediciones": [
            {"cuenta": year, "edicion": number, "sha256": sha256}
            for year, number, sha256 in sorted(editions)
        ],
        "metodo": list(methods_of(view.told, facts, view.context)),
    }
    fields = [{"nombre": field.name, "descripcion": field.description} for field in sheet.fields]
    return json_bytes({"acerca": about, "campos": fields, "filas": records(sheet)})


def _sheet(view: View) -> Sheet:
    facts = view.shown()
    figures = figures_sheet([fact.figure for fact in facts])
    fields = (*BEFORE, *FIGURE_FIELDS, *(AFTER if view.told else ()))
    rows = tuple(
        (fact.year, fact.managed, fact.edition, absolute(fact.href), *row, *_reckoned(view, fact))
        for fact, row in zip(facts, figures.rows, strict=True)
    )
    return Sheet("Cifras", fields, rows)


def _reckoned(view: View, fact: Fact) -> tuple[Cell, ...]:
    if not view.told:
        return ()
    found = view.reckoned(fact)
    value = None if found.value is None else round(found.value, 6)
    factor = None if found.factor is None else round(found.factor, 10)
    return (value, found.how, factor, found.people, found.people_year)
