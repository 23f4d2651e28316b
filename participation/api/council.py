"""What the council formally observed, once it is filed and anyone may read it.

Its words come from the filing, where what must be reserved is covered; and what it quotes of a
draft is left out, since that may not be what was published.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from participation.api.keyset import Sorting, whole
from participation.api.queries import STATUSES, ObservationQuery
from participation.api.serializers import flag, instant
from participation.api.views import KeyedList, Shaped
from participation.council_public import ObservationFilter
from participation.deadlines import CHILE
from participation.links import absolute
from participation.models import Commitment, Observation, Submission
from participation.observation_files import is_kept
from participation.subjects import address_in
from programs.api.fields import number, word
from programs.api.items import address
from programs.api.problems import Problem
from programs.api.queries import FieldsQuery, Query
from programs.published import id_of

NONE = "vacío si no corresponde"
# The words of this API for those that the addresses of the pages use.
NAMES = {"year": "cuenta", "chapter": "capitulo", "effect": "efecto"}


class PlaceSerializer(serializers.Serializer):
    """Un lugar exacto de la edición, citado como se publicó."""

    kind = word("Qué es.", source="about_kind")
    title = word("Cómo se llama.", source="about_title")
    value = word(f"La cifra; {NONE}.", source="about_value")
    place = word(f"Dónde está; {NONE}.", source="about_place")
    page = word("Su dirección permanente.")


class ObservationSerializer(serializers.Serializer):
    """Una observación del Consejo de la Sociedad Civil."""

    id = word("Su código.", source="code")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    page = serializers.SerializerMethodField(help_text="Su página permanente.")
    account = number("Año de la cuenta.", source="account.account_year")
    edition = serializers.SerializerMethodField(
        help_text="Edición de la que habla; vacía si habló del borrador que revisó."
    )
    title = word("Título.", source="filing.title")
    text = word("Lo que observa.", source="filing.text")
    places = serializers.SerializerMethodField(help_text="De qué lugares publicados habla.")
    submission = word("Su folio.", source="filing.folio")
    answers = serializers.SerializerMethodField(help_text="Dónde están sus respuestas.")
    insists_on = serializers.SerializerMethodField(
        help_text=f"Código de la observación sobre la que insiste; {NONE}."
    )
    formalised_at = instant("Cuándo se firmó el acta.")
    sha256 = word("Huella SHA-256 de lo formalizado.")
    incorporated_in = serializers.SerializerMethodField(
        help_text=f"Edición que la incorporó; {NONE}."
    )
    commitment = serializers.SerializerMethodField(
        help_text=f"Código del compromiso que dejó su respuesta; {NONE}."
    )
    is_kept = serializers.SerializerMethodField(
        help_text="Si se cumplió entero lo comprometido; `null` si no se sabe todavía."
    )
    kept_note = serializers.SerializerMethodField(help_text="Qué pasó con lo comprometido.")
    is_demo = flag("Es inventada, para la demostración.")

    def get_url(self, row: Observation) -> str:
        return address("observations", row.code or "")

    def get_page(self, row: Observation) -> str:
        return absolute(f"/consejo/observaciones/{row.code}/")

    def get_edition(self, row: Observation) -> str:
        return id_of(row.edition) if row.edition is not None else ""

    @extend_schema_field(PlaceSerializer(many=True))
    def get_places(self, row: Observation) -> list[dict[str, Any]]:
        if row.edition is None:
            return []
        shown = []
        for place in row.places.all():
            place.page = absolute(address_in(row.edition, place.path, place.anchor))
            shown.append(place)
        return list(PlaceSerializer(shown, many=True).data)

    def get_answers(self, row: Observation) -> str:
        return f"{address('answers')}?submission={_filing(row).folio}"

    def get_insists_on(self, row: Observation) -> str:
        earlier = row.insists_on
        filing = earlier.filing if earlier is not None else None
        is_seen = filing is not None and filing.is_public
        return (earlier.code or "") if earlier is not None and is_seen else ""

    def get_commitment(self, row: Observation) -> str:
        promise = promise_of(row)
        return promise.code if promise is not None else ""

    def get_is_kept(self, row: Observation) -> bool | None:
        return is_kept(promise_of(row))

    def get_kept_note(self, row: Observation) -> str:
        promise = promise_of(row)
        return promise.outcome if promise is not None else ""

    def get_incorporated_in(self, row: Observation) -> str:
        return id_of(row.incorporated_in) if row.incorporated_in is not None else ""


def _filing(row: Observation) -> Submission:
    assert row.filing is not None  # noqa: S101 (only what is filed is public)
    return row.filing


def promise_of(row: Observation) -> Commitment | None:
    """What its answer committed to."""
    return getattr(_filing(row), "commitment", None)


def public_observations() -> QuerySet[Observation]:
    """The only door: filed, and public as its filing is."""
    rows = Observation.objects.public().filter(filing__in=Submission.objects.public().order_by())
    return rows.select_related(
        "account",
        "edition__account",
        "filing__commitment",
        "insists_on__filing",
        "incorporated_in__account",
    ).prefetch_related("places")


class ObservationList(KeyedList):
    serializer_class = ObservationSerializer
    query_class = ObservationQuery
    orders: ClassVar = {
        "-filed": Sorting(("filing_id",), (whole,), is_descending=True),
        "filed": Sorting(("filing_id",), (whole,), is_descending=False),
    }

    def rows(self, asked: Mapping[str, Any], order: str) -> QuerySet[Any]:
        typed = {name: str(asked[ours]) for ours, name in NAMES.items() if ours in asked}
        if "status" in asked:
            typed["estado"] = STATUSES[asked["status"]]
        today = timezone.now().astimezone(CHILE).date()
        found: QuerySet[Any] = ObservationFilter(typed, public_observations(), today=today).qs
        return found


class ObservationDetail(Shaped):
    serializer_class = ObservationSerializer
    query_class: type[Query] = FieldsQuery

    def answer(self, asked: dict[str, Any], **kwargs: Any) -> Any:
        code = kwargs["code"]
        row = None if "\0" in code else public_observations().filter(code=code).first()
        if row is None:
            raise Problem("no-encontrado")
        return self.sent(row, asked)
