"""The public hearings, from their call to their acta. The link to connect is never here.

A question is told by its folio alone: its words are those of its submission, once that is public.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Prefetch, Q, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from participation.api.keyset import Sorting, whole
from participation.api.queries import HearingQuery
from participation.api.serializers import flag, instant
from participation.api.views import KeyedList, Shaped
from participation.hearing_transitions import HEARING_STATES
from participation.hearing_words import access_words, moment_url
from participation.links import absolute
from participation.models import Commitment, Hearing, HearingQuestion
from participation.pages.hearings import address_of
from programs.api.fields import code, number, word
from programs.api.items import address
from programs.api.problems import Problem
from programs.api.queries import FieldsQuery, Query
from programs.regions import BY_SLUG

NONE = "vacío si no corresponde"
STATES = tuple(each.code for each in HEARING_STATES if each.code != "planned")
LONGEST_NUMBER = 5  # digits


class HallQuestionSerializer(serializers.Serializer):
    """Una pregunta de la audiencia. Sus palabras están en la consulta de su folio."""

    submission = word("Su folio.", source="submission.folio")
    source = code("Por dónde se hizo.", HearingQuestion.Source.values)
    outcome = code("Qué pasó con ella en la sala.", ["answered", "shown", "ready", "aside"],
                   source="state")  # fmt: skip
    why = serializers.SerializerMethodField(
        help_text="Por qué no se mostró, desde que el acta está publicada; vacío si no corresponde."
    )
    second = serializers.SerializerMethodField(
        help_text="Segundo de la grabación en que se responde; `null` sin ella o si no se sabe."
    )
    moment = serializers.SerializerMethodField(help_text=f"La grabación desde ese segundo; {NONE}.")

    def get_why(self, row: HearingQuestion) -> str:
        return row.why if row.hearing.state == "published" else ""

    def get_second(self, row: HearingQuestion) -> int | None:
        return row.second if row.state == "answered" and row.hearing.recording else None

    def get_moment(self, row: HearingQuestion) -> str:
        second = self.get_second(row)
        return moment_url(row.hearing.recording, second) if second is not None else ""


class HearingSerializer(serializers.Serializer):
    """Una audiencia pública."""

    id = word("Su número.", source="number")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    page = serializers.SerializerMethodField(help_text="Su página permanente.")
    account = number("Año de la cuenta de la que trata.", source="account.account_year")
    title = word("Título.")
    state = code("En qué está.", STATES)
    mode = code("Cómo se asiste.", Hearing.Mode.values)
    region = serializers.SerializerMethodField(
        help_text="Código CUT de la región; vacío si es para todo Chile."
    )
    starts_at = instant("Cuándo empieza.")
    ends_at = instant("Cuándo termina.")
    place = word(f"Lugar; {NONE}.")
    address = word(f"Dirección; {NONE}.")
    directions = word(f"Cómo llegar; {NONE}.")
    access = serializers.SerializerMethodField(help_text="Qué hay para que todos participen.")
    access_note = word(f"Algo más sobre accesibilidad; {NONE}.")
    capacity = number("Cupos en la sala; `null` si no hay límite.", allow_null=True)
    agenda = word(f"Programa; {NONE}.")
    short_notice = word(f"Por qué se convocó con menos aviso que el de la regla; {NONE}.")
    reason = word(f"Por qué se postergó o suspendió; {NONE}.")
    called_at = instant("Cuándo se convocó.")
    opened_at = instant("Cuándo empezó de verdad.", allow_null=True)
    closed_at = instant("Cuándo terminó de verdad.", allow_null=True)
    call = serializers.SerializerMethodField(help_text="La versión que rige de su convocatoria.")
    call_sha256 = serializers.SerializerMethodField(help_text="Huella de esa versión.")
    recording = word(f"Su grabación; {NONE}.")
    acta = serializers.SerializerMethodField(help_text=f"Su acta; {NONE}.")
    acta_sha256 = serializers.SerializerMethodField(help_text=f"Huella de su acta; {NONE}.")
    questions = serializers.SerializerMethodField(help_text="Lo que se preguntó, por su folio.")
    commitments = serializers.SerializerMethodField(help_text="Códigos de lo que se prometió.")
    is_demo = flag("Es inventada, para la demostración.")

    def get_url(self, row: Hearing) -> str:
        return address("hearings", str(row.number))

    def get_page(self, row: Hearing) -> str:
        return absolute(address_of(row))

    def get_region(self, row: Hearing) -> str:
        return row.region_id or ""

    def get_access(self, row: Hearing) -> list[str]:
        return list(access_words(row.access))

    def get_call(self, row: Hearing) -> str:
        last = _last_call(row)
        return absolute(address_of(row, f"convocatoria/{last.number}.json")) if last else ""

    def get_call_sha256(self, row: Hearing) -> str:
        last = _last_call(row)
        return last.sha256 if last else ""

    def get_acta(self, row: Hearing) -> str:
        return absolute(address_of(row, "acta/")) if hasattr(row, "acta") else ""

    def get_acta_sha256(self, row: Hearing) -> str:
        return row.acta.sha256 if hasattr(row, "acta") else ""

    @extend_schema_field(HallQuestionSerializer(many=True))
    def get_questions(self, row: Hearing) -> list[dict[str, Any]]:
        return list(HallQuestionSerializer(asked_in(row), many=True).data)

    def get_commitments(self, row: Hearing) -> list[str]:
        return [each.code for each in row.commitments.all()]


def _last_call(row: Hearing) -> Any:
    return max(row.calls.all(), key=lambda each: each.number, default=None)


def asked_in(row: Hearing) -> list[HearingQuestion]:
    """Its questions with a folio; while it is held, those that were on the screen."""
    found = [each for each in row.questions.all() if each.submission is not None]
    if row.state == "open":
        return [each for each in found if each.state in ("shown", "answered")]
    return found


def public_hearings() -> QuerySet[Hearing]:
    """The only door, in five queries however many they are."""
    questions = HearingQuestion.objects.filter(submission__isnull=False).select_related(
        "submission", "hearing"
    )
    questions = questions.defer("submission__search", "submission__text").order_by("position", "pk")
    rows = Hearing.objects.public().select_related("account", "acta").defer("acta__pdf")
    return rows.prefetch_related(
        "calls",
        Prefetch("questions", questions),
        Prefetch("commitments", Commitment.objects.public().order_by("year", "number")),
    )


class HearingList(KeyedList):
    serializer_class = HearingSerializer
    query_class = HearingQuery
    orders: ClassVar = {
        "-number": Sorting(("number",), (whole,), is_descending=True),
        "number": Sorting(("number",), (whole,), is_descending=False),
    }

    def rows(self, asked: Mapping[str, Any], order: str) -> QuerySet[Any]:
        rows: QuerySet[Hearing] = public_hearings()
        if "year" in asked:
            rows = rows.filter(account__account_year=asked["year"])
        if "status" in asked:
            rows = rows.filter(state=asked["status"])
        if "region" in asked:
            known = BY_SLUG.get(asked["region"])
            region = known.code if known else asked["region"]
            rows = rows.filter(Q(region=region) | Q(region__isnull=True))
        return rows


class HearingDetail(Shaped):
    serializer_class = HearingSerializer
    query_class: type[Query] = FieldsQuery

    def answer(self, asked: dict[str, Any], **kwargs: Any) -> Any:
        key = kwargs["number"]
        is_number = key.isascii() and key.isdecimal() and len(key) <= LONGEST_NUMBER
        row = public_hearings().filter(number=int(key)).first() if is_number else None
        if row is None:
            raise Problem("no-encontrado")
        return self.sent(row, asked)
