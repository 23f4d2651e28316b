"""What may be asked of the lists of participation. The filters themselves are the pages' own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rest_framework import serializers

from participation.commitments_public import STATES as OF_COMMITMENTS
from participation.filters import KINDS, STATES, SUBJECT, QuestionFilter
from participation.folios import read_folio
from participation.hearing_transitions import HEARING_STATES
from participation.models import Answer, Submission
from participation.models.submissions import SubmissionQuerySet
from programs.api.queries import YEARS, ListQuery, OneOf, Pattern, Text, Whole
from programs.regions import BY_CODE, BY_SLUG, REGIONS

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# The words of this API for those that the addresses of the pages use.
STATUSES = dict(zip(("unanswered", "answered", "late", "referred"), dict(STATES), strict=True))
PROMISED = dict(
    zip(("open", "overdue", "kept", "kept_part", "not_kept"), dict(OF_COMMITMENTS), strict=True)
)
_KINDS = dict(zip(Submission.Kind.values, dict(KINDS), strict=True))
NAMES = {
    "q": "q", "about": "sobre", "year": "cuenta", "chapter": "capitulo", "program": "programa",
    "region": "region", "kind": "tipo", "status": "estado", "effect": "efecto",
}  # fmt: skip


class Folio(serializers.CharField):
    """A folio, however it is written."""

    def to_internal_value(self, data: Any) -> str:
        try:
            return str(read_folio(super().to_internal_value(data)))
        except ValueError as trouble:
            raise serializers.ValidationError(str(trouble)) from None


def folio(help_text: str) -> Folio:
    return Folio(required=False, max_length=60, help_text=help_text, error_messages={
        "blank": "Escriba un folio o quite el parámetro.",
        "max_length": "Revise el folio: es más largo que cualquiera.",
    })  # fmt: skip


def year(help_text: str) -> Whole:
    return Whole(required=False, min_value=1990, max_value=2100, help_text=help_text,
                 error_messages=YEARS)  # fmt: skip


class SubmissionQuery(ListQuery):
    order = OneOf(
        choices=["-published_at", "-supports", "due_on"], required=False,
        help_text="Orden: las publicadas más recientemente (lo usual), las más apoyadas, o las que "
        "vencen antes (solo las que esperan respuesta).",
    )  # fmt: skip
    q = Text(required=False, max_length=120, help_text="Un folio, o palabras que contienen.")
    year = year("Año de la cuenta de la que hablan.")
    about = Pattern(
        rf"^{SUBJECT.pattern.replace('?P<year>', '').replace('?P<path>', '')}$", required=False,
        max_length=300, help_text="Dirección de una página de la cuenta: lo que se preguntó de "
        "ella, por ejemplo `/cuentas/2022/programas/crece/`.",
        error_messages={"invalid": "Escriba la dirección de una página, como /cuentas/2022/."},
    )  # fmt: skip
    chapter = Pattern(_SLUG, required=False, max_length=80, help_text="Clave de un capítulo.")
    program = Pattern(_SLUG, required=False, max_length=80, help_text="Clave de un programa.")
    region = OneOf(
        choices=[*(each.code for each in REGIONS), *BY_SLUG], required=False,
        help_text="Región de la que hablan: código CUT o nombre de su página.",
    )  # fmt: skip
    kind = OneOf(choices=list(_KINDS), required=False, help_text="Qué son.")
    status = OneOf(choices=list(STATUSES), required=False, help_text="En qué están.")
    effect = OneOf(choices=Answer.Effect.values, required=False, help_text="Qué hizo su respuesta.")


def narrowed(rows: SubmissionQuerySet, asked: Mapping[str, Any], today: date) -> SubmissionQuerySet:
    """The rows that were asked for, by the filters of the page."""
    typed = {NAMES[name]: str(value) for name, value in asked.items() if name in NAMES}
    if "region" in asked:
        known = BY_CODE.get(asked["region"])
        typed["region"] = known.slug if known else asked["region"]
    if "kind" in asked:
        typed["tipo"] = _KINDS[asked["kind"]]
    if "status" in asked:
        typed["estado"] = STATUSES[asked["status"]]
    found: SubmissionQuerySet = QuestionFilter(typed, rows, today=today).qs
    return found


class AnswerQuery(ListQuery):
    order = OneOf(choices=["-published_at", "published_at"], required=False,
                  help_text="Orden; las más nuevas primero si no se dice.")  # fmt: skip
    submission = folio("Folio de una pregunta: todas las versiones de su respuesta.")
    effect = OneOf(choices=Answer.Effect.values, required=False, help_text="Qué hacen.")
    year = year("Año de la cuenta de la que hablan.")


class ObservationQuery(ListQuery):
    order = OneOf(choices=["-filed", "filed"], required=False,
                  help_text="Orden; las ingresadas más recientemente primero.")  # fmt: skip
    year = year("Año de la cuenta de la que hablan.")
    chapter = Pattern(_SLUG, required=False, max_length=80, help_text="Clave de un capítulo.")
    status = OneOf(
        choices=["unanswered", "answered", "late"], required=False, help_text="En qué están."
    )
    effect = OneOf(
        choices=[code for code, _ in Answer.effects_for(Submission.Kind.COUNCIL)], required=False,
        help_text="Qué hizo su respuesta.",
    )  # fmt: skip


class CommitmentQuery(ListQuery):
    order = OneOf(choices=["-promised_at", "promised_at"], required=False,
                  help_text="Orden; los más nuevos primero si no se dice.")  # fmt: skip
    year = year("Año de la cuenta de la que hablan.")
    program = Pattern(_SLUG, required=False, max_length=80, help_text="Clave de un programa.")
    unit = Pattern(_SLUG, required=False, max_length=80, help_text="Clave de la unidad.")
    region = OneOf(
        choices=list(BY_SLUG), required=False,
        help_text="Región de la audiencia, o de la que habla lo que se respondía: el nombre de su "
        "página.",
    )  # fmt: skip
    status = OneOf(choices=list(PROMISED), required=False, help_text="En qué están.")


class ReportQuery(ListQuery):
    order = OneOf(choices=["-published_at", "published_at"], required=False,
                  help_text="Orden; las más nuevas primero si no se dice.")  # fmt: skip
    year = year("Año de la cuenta.")
    state = OneOf(choices=["published", "withdrawn"], required=False, help_text="En qué están.")


class HearingQuery(ListQuery):
    order = OneOf(choices=["-number", "number"], required=False,
                  help_text="Orden; las más nuevas primero si no se dice.")  # fmt: skip
    year = year("Año de la cuenta de la que tratan.")
    region = OneOf(
        choices=[*(each.code for each in REGIONS), *BY_SLUG], required=False,
        help_text="Región: código CUT o nombre de su página. Las de todo Chile vienen también.",
    )  # fmt: skip
    status = OneOf(
        choices=[each.code for each in HEARING_STATES if each.code != "planned"], required=False,
        help_text="En qué están.",
    )  # fmt: skip


class RegisterQuery(ListQuery):
    order = OneOf(choices=["-id", "id"], required=False,
                  help_text="Orden; los más nuevos primero si no se dice.")  # fmt: skip
    submission = folio("Folio: solo lo que pasó con esa pregunta.")


class PerformanceQuery(ListQuery):
    year = year("Año de la cuenta.")
    group = OneOf(choices=["total", "unit", "region", "reason"], required=False,
                  help_text="De qué grupos.")  # fmt: skip
    key = Pattern(_SLUG, required=False, max_length=80,
                  help_text="Identificador de la unidad o código CUT de la región.")  # fmt: skip
    measure = Pattern(r"^[a-z_]+$", required=False, max_length=60, help_text="Clave de la medida.",
                      error_messages={"invalid": "Escriba una clave, como en_plazo."})  # fmt: skip


class MeasureQuery(ListQuery):
    """Every measure."""


class TermQuery(ListQuery):
    """Every rule, also those that were in force before and those that will be."""


class RateQuery(ListQuery):
    """How the institution does, by account."""
