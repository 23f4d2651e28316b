"""How well filings are answered: the rows of the page's own CSV file, and what each measure means.

Nothing is worked out here: the numbers, their denominators and what is withheld are those of
`performance_rows` (decision 27), under the English names of this API.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from participation.api.queries import MeasureQuery, PerformanceQuery
from participation.api.serializers import flag, instant
from participation.api.terms import FewRows, today_here
from participation.links import absolute
from participation.measure_words import DAYS, PERCENT
from participation.pages.performance import PATH
from participation.performance import performances_of
from participation.performance_rows import NAMES, dictionary_rows, performance_rows
from programs.api.cursors import Order, text, whole
from programs.api.fields import code, number, word
from programs.api.queries import Query

GROUPS = MappingProxyType(
    {"total": "total", "unidad": "unit", "region": "region", "motivo": "reason"}
)
UNITS = MappingProxyType(
    {PERCENT: "percent", DAYS: "business_days", "envíos": "submissions", "personas": "people"}
)
MEASURES = tuple(row[1] for row in dictionary_rows() if row[0] == "medida")
_PLACES = MappingProxyType({name: place for place, name in enumerate(MEASURES)})
_GROUPS = tuple(GROUPS.values())


class PerformanceSerializer(serializers.Serializer):
    """Un número de cómo se responde, con su denominador."""

    id = word("El año, el grupo, su clave y la medida.")
    account = number("Año de la cuenta.")
    group = code("De qué grupo es.", _GROUPS)
    key = word("Identificador de la unidad o código CUT de la región; vacío en los demás.")
    name = word("Nombre del grupo; el motivo, donde se cuenta por motivo.")
    measure = word("Qué se mide: `measures` dice cómo.")
    value = number("Resultado; `null` si no se puede decir.", allow_null=True)
    unit = code("En qué se mide.", list(UNITS.values()))
    part = number("Numerador; `null` donde no se mide una parte.", allow_null=True)
    of = number("Denominador; `null` donde no lo hay.", allow_null=True)
    is_withheld = flag("El número existe y no se publica, porque son muy pocas personas.")
    counted_at = instant("Cuándo se contó.")
    page = word("La página que lo muestra.")


class MeasureSerializer(serializers.Serializer):
    """Una medida y su definición: lo que aquí no está no se mide."""

    id = word("Su clave.")
    name = word("Cómo se llama.")
    ratio = word("Qué parte de qué todo; vacío donde es un número sin más.")
    definition = word("Qué quiere decir.")


class PerformanceList(FewRows):
    query_class: type[Query] = PerformanceQuery
    serializer_class = PerformanceSerializer
    order = Order(
        lambda row: (
            -row["account"], _GROUPS.index(row["group"]), row["name"], row["key"],
            _PLACES[row["measure"]],
        ),
        (whole, whole, text, text, whole),
    )  # fmt: skip

    def rows(self, asked: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        found = performances_of(today_here(timezone.now()))
        counted = {each.account_year: each.counted_at for each in found}
        wanted = {
            name: str(asked[ours])
            for ours, name in (
                ("year", "account"), ("group", "group"), ("measure", "measure"), ("key", "key"),
            )
            if ours in asked
        }  # fmt: skip
        rows = [_row(row, counted) for row in performance_rows(found)]
        return [
            row for row in rows if all(str(row[name]) == value for name, value in wanted.items())
        ], {}


def _row(values: tuple[Any, ...], counted: Mapping[int, Any]) -> dict[str, Any]:
    told = dict(zip(NAMES, values, strict=True))
    group = GROUPS[told["grupo"]]
    named = told["grupo_clave"] or (told["grupo_nombre"] if group == "reason" else "")
    return {
        "id": "/".join(filter(None, (str(told["anio"]), group, named, told["medida"]))),
        "account": told["anio"],
        "group": group,
        "key": told["grupo_clave"],
        "name": told["grupo_nombre"],
        "measure": told["medida"],
        "value": told["valor"],
        "unit": UNITS[told["unidad"]],
        "part": told["numerador"],
        "of": told["denominador"],
        "is_withheld": told["reservado"],
        "counted_at": counted[told["anio"]],
        "page": absolute(PATH),
    }


class MeasureList(FewRows):
    query_class: type[Query] = MeasureQuery
    serializer_class = MeasureSerializer
    order = Order(lambda row: (_PLACES[row["id"]],), (whole,))

    def rows(self, _asked: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        names = ("kind", "id", "name", "ratio", "definition")
        told = [dict(zip(names, row, strict=True)) for row in dictionary_rows()]
        return [row for row in told if row["kind"] == "medida"], {}
