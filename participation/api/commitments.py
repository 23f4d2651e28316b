"""What the institution promised, with its steps and what happened: while anyone may read it.

Who in the unit has it in charge is not public.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from participation.api.keyset import Sorting, whole
from participation.api.queries import PROMISED, CommitmentQuery
from participation.api.serializers import day, flag, instant
from participation.api.views import KeyedList, Shaped
from participation.commitments_public import CommitmentFilter, shown
from participation.deadlines import CHILE
from participation.links import absolute
from participation.models import Commitment, CommitmentChange
from participation.pages.commitment import LIST, hearing_address
from programs.api.fields import code, number, word
from programs.api.items import address
from programs.api.problems import Problem
from programs.api.queries import FieldsQuery, Query
from programs.published import id_of

NONE = "vacío si no corresponde"
# The words of this API for those that the addresses of the pages use.
NAMES = {"year": "cuenta", "program": "programa", "unit": "unidad", "region": "region"}


class MilestoneSerializer(serializers.Serializer):
    """Un hito: un paso que se puede ver cuando está hecho."""

    text = word("Qué es.")
    first_due_on = day("Para cuándo se dijo primero.")
    due_on = day("Para cuándo es ahora.")
    done_on = day("Cuándo se hizo; `null` si no se ha hecho.", allow_null=True)
    evidence = word(f"Qué se hizo; {NONE}.")
    evidence_url = word(f"Dónde se ve; {NONE}.")


class ChangeSerializer(serializers.Serializer):
    """Algo que se hizo con el compromiso."""

    at = instant("Cuándo.")
    act = word("Qué se hizo.")
    state = word("En qué estado quedó.")
    said = word(f"Qué dijo la institución; {NONE}.")
    url = word(f"Dónde se ve; {NONE}.")
    edition = serializers.SerializerMethodField(help_text=f"Edición donde se ve; {NONE}.")
    old_due_on = day("Para cuándo era, si cambió una fecha.", allow_null=True)
    new_due_on = day("Para cuándo es, si se dijo una fecha.", allow_null=True)

    def get_edition(self, row: CommitmentChange) -> str:
        return id_of(row.edition) if row.edition is not None else ""


class CommitmentSerializer(serializers.Serializer):
    """Un compromiso de la institución."""

    id = word("Su código.", source="code")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    page = serializers.SerializerMethodField(help_text="Su página permanente.")
    account = number("Año de la cuenta.", source="account.account_year")
    text = word("Qué se prometió.")
    unit = word("Unidad que responde por él.", source="unit.name")
    origin = code(Commitment.Origin.values, "De dónde viene: una respuesta o una audiencia.")
    submission = serializers.SerializerMethodField(
        help_text=f"Folio de la consulta que se respondía; {NONE}."
    )
    hearing = word(f"La audiencia en que se prometió; {NONE}.", source="hearing_name")
    hearing_page = serializers.SerializerMethodField(
        help_text=f"La página de esa audiencia; {NONE}."
    )
    program = word(f"Clave del programa del que habla; {NONE}.")
    result = word(f"Clave de la cifra de la que habla; {NONE}.", source="figure")
    promised_at = instant("Cuándo se prometió.")
    first_due_on = day("Para cuándo se prometió primero.", allow_null=True)
    due_on = day("Para cuándo es ahora.", allow_null=True)
    state = serializers.CharField(
        help_text="`promised`, `in_progress`, `kept`, `kept_part` o `not_kept`.", read_only=True
    )
    is_overdue = serializers.SerializerMethodField(
        help_text="Si pasó su fecha y no se ha dicho cómo terminó."
    )
    closed_at = instant("Cuándo se dijo cómo terminó.", allow_null=True)
    outcome = word(f"Qué pasó; {NONE}.")
    milestones = MilestoneSerializer(many=True, read_only=True, help_text="Sus hitos.")
    changes = ChangeSerializer(many=True, read_only=True, help_text="Todo lo que pasó con él.")
    is_demo = flag("Es inventado, para la demostración.")

    def get_url(self, row: Commitment) -> str:
        return address("commitments", row.code)

    def get_page(self, row: Commitment) -> str:
        return absolute(f"{LIST}{row.code}/")

    def get_submission(self, row: Commitment) -> str:
        return (row.submission.folio or "") if row.submission is not None else ""

    def get_hearing_page(self, row: Commitment) -> str:
        found = hearing_address(row)
        return absolute(found) if found.startswith("/") else found

    @extend_schema_field(serializers.BooleanField())
    def get_is_overdue(self, row: Commitment) -> bool:
        return row.is_overdue(timezone.now().astimezone(CHILE).date())


def public_commitments() -> QuerySet[Commitment]:
    """The only door."""
    rows = shown(Commitment.objects.public())
    return rows.prefetch_related("milestones", "changes__edition__account")


class CommitmentList(KeyedList):
    serializer_class = CommitmentSerializer
    query_class = CommitmentQuery
    orders: ClassVar = {
        "-promised_at": Sorting(("pk",), (whole,), is_descending=True),
        "promised_at": Sorting(("pk",), (whole,), is_descending=False),
    }

    def rows(self, asked: Mapping[str, Any], order: str) -> QuerySet[Any]:
        typed = {name: str(asked[ours]) for ours, name in NAMES.items() if ours in asked}
        if "status" in asked:
            typed["estado"] = PROMISED[asked["status"]]
        today = timezone.now().astimezone(CHILE).date()
        found: QuerySet[Any] = CommitmentFilter(typed, public_commitments(), today=today).qs
        return found


class CommitmentDetail(Shaped):
    serializer_class = CommitmentSerializer
    query_class: type[Query] = FieldsQuery

    def answer(self, asked: dict[str, Any], **kwargs: Any) -> Any:
        code = kwargs["code"]
        row = None if "\0" in code else public_commitments().filter(code=code).first()
        if row is None:
            raise Problem("no-encontrado")
        return self.sent(row, asked)
