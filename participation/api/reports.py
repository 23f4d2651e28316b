"""The answer reports: each published version with its figures and its files, and those withdrawn.

What a withdrawn one said is not here any more: its number, its hashes and the reason are.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from participation.api.keyset import Sorting, instant, whole
from participation.api.queries import ReportQuery
from participation.api.serializers import flag
from participation.api.serializers import instant as moment
from participation.api.views import KeyedList, Shaped
from participation.links import absolute
from participation.models import AnswerReport, ReportFile, ReportRow
from programs.api.fields import code, number, word
from programs.api.items import address
from programs.api.problems import Problem
from programs.api.queries import FieldsQuery, Query

NONE = "vacío si no corresponde"
KEY = re.compile(r"(?P<year>[0-9]{4})-(?P<number>[0-9]{1,4})", re.ASCII)


def key_of(row: AnswerReport) -> str:
    """How the API names a version: `2022-1`."""
    return f"{row.account.account_year}-{row.number}"


class ReportFigureSerializer(serializers.Serializer):
    """Una cifra del resumen."""

    code = word("Su clave.", source="codigo")
    name = word("Qué cuenta.", source="cifra")
    value = number("Cuántas.", source="valor")
    of = number("De cuántas; `null` donde es el total.", source="de", allow_null=True)
    of_register = number(
        "Lo mismo contado otra vez desde los asientos del registro; `null` si este no lo dice.",
        source="segun_registro", allow_null=True,
    )  # fmt: skip
    definition = word("Qué significa.", source="definicion")


class ReportFileSerializer(serializers.Serializer):
    """Un archivo de la versión."""

    name = word("Su nombre.", source="path")
    title = word("Qué es.")
    media_type = word("Su tipo.", source="content_type")
    size = number("Bytes.")
    sha256 = word("Su huella.")
    url = serializers.SerializerMethodField(
        help_text="Dónde se baja; vacío si la versión se retiró. Responde 410 mientras algo de la "
        "versión ya no se puede leer."
    )

    def get_url(self, file: ReportFile) -> str:
        return absolute(f"{file.report.address}archivos/{file.path}") if file.file else ""


class ReportSerializer(serializers.Serializer):
    """Una versión del informe de respuestas de una cuenta."""

    id = serializers.SerializerMethodField(help_text="El año de la cuenta y la versión.")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    page = serializers.SerializerMethodField(help_text="Su página permanente.")
    account = number("Año de la cuenta.", source="account.account_year")
    version = number("Versión.", source="number")
    state = code("Si se puede leer o se retiró.", ["published", "withdrawn"])
    reason = word(f"Por qué hay otra versión; {NONE}.")
    foreword = word(f"Su presentación; {NONE}.")
    pending_reason = word(f"Por qué se publicó con preguntas sin respuesta; {NONE}.")
    made_at = moment("Cuándo se leyó lo publicado.")
    entry = number("Último asiento del registro con que se hizo.", source="entry_number")
    entry_sha256 = word("Huella de ese asiento.")
    published_at = moment("Cuándo se publicó.")
    signed_by = word("Quién lo publicó.", source="published_by_name")
    office = word(f"Su cargo; {NONE}.", source="published_by_office")
    withdrawn_at = moment("Cuándo se retiró.", allow_null=True)
    withdrawn_reason = word(f"Por qué se retiró; {NONE}.")
    sha256 = word("Huella de `SHA256SUMS`, y con ella de todos sus archivos.")
    figures = ReportFigureSerializer(many=True, read_only=True, help_text="Las del resumen.")
    files = ReportFileSerializer(many=True, read_only=True, help_text="Sus archivos.",
                                 source="in_order")  # fmt: skip
    is_partial = flag("Se hizo antes de que terminara la recepción: no es el informe final.")
    is_demo = flag("Es inventado, para la demostración.")

    def get_id(self, row: AnswerReport) -> str:
        return key_of(row)

    def get_url(self, row: AnswerReport) -> str:
        return address("reports", key_of(row))

    def get_page(self, row: AnswerReport) -> str:
        return absolute(row.address)

    def to_representation(self, row: Any) -> dict[str, Any]:
        row.figures = [each.cells for each in row.summary]
        for file in row.in_order:
            file.report = row
        return super().to_representation(row)


def told_reports() -> QuerySet[AnswerReport]:
    """The only door: published, or withdrawn afterwards."""
    summary = ReportRow.objects.filter(section="resumen").order_by("position")
    files = ReportFile.objects.order_by("position")
    return (
        AnswerReport.objects.told()
        .select_related("account")
        .prefetch_related(
            Prefetch("rows", queryset=summary, to_attr="summary"),
            Prefetch("files", queryset=files, to_attr="in_order"),
        )
    )


class ReportList(KeyedList):
    serializer_class = ReportSerializer
    query_class = ReportQuery
    orders: ClassVar = {
        "-published_at": Sorting(("published_at", "pk"), (instant, whole), is_descending=True),
        "published_at": Sorting(("published_at", "pk"), (instant, whole), is_descending=False),
    }

    def rows(self, asked: Mapping[str, Any], order: str) -> QuerySet[Any]:
        rows = told_reports()
        if "year" in asked:
            rows = rows.filter(account__account_year=asked["year"])
        return rows.filter(state=asked["state"]) if "state" in asked else rows


class ReportDetail(Shaped):
    serializer_class = ReportSerializer
    query_class: type[Query] = FieldsQuery

    def answer(self, asked: dict[str, Any], **kwargs: Any) -> Any:
        found = KEY.fullmatch(kwargs["key"])
        if found is None:
            raise Problem("no-encontrado")
        rows = told_reports().filter(account__account_year=int(found["year"]))
        row = rows.filter(number=int(found["number"])).first()
        if row is None:
            raise Problem("no-encontrado")
        return self.sent(row, asked)
