"""The shape of what people said and were answered. Nothing here reads who they are."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from participation.links import absolute, public_url
from participation.models import Answer, Submission
from participation.pages.questions import effect_of, status_of
from participation.transitions import STATES
from programs.api.fields import code, number, word
from programs.api.items import address
from programs.published import id_of

NONE = "vacío si no corresponde"


def day(help_text: str, **more: Any) -> serializers.DateField:
    return serializers.DateField(help_text=help_text, read_only=True, **more)


def instant(help_text: str, **more: Any) -> serializers.DateTimeField:
    return serializers.DateTimeField(help_text=help_text, read_only=True, **more)


def flag(help_text: str, **more: Any) -> serializers.BooleanField:
    return serializers.BooleanField(help_text=help_text, read_only=True, **more)


class AboutSerializer(serializers.Serializer):
    """De qué habla, citado como lo publicó su edición."""

    kind = word("Qué es: «una cifra», «un programa»…", source="about_kind")
    title = word("Cómo se llama.", source="about_title")
    value = word(f"La cifra como se publicó; {NONE}.", source="about_value")
    place = word(f"Dónde está en el documento; {NONE}.", source="about_place")
    page = serializers.SerializerMethodField(help_text="Su dirección permanente.")
    edition = serializers.SerializerMethodField(help_text="Edición.")
    result = word(f"Clave de la cifra; {NONE}.", source="figure")
    chapter = word(f"Clave del capítulo; {NONE}.")
    program = word(f"Clave del programa; {NONE}.")
    region = serializers.SerializerMethodField(help_text=f"Código CUT de la región; {NONE}.")

    def get_page(self, row: Submission) -> str:
        return absolute(row.about_address)

    def get_edition(self, row: Submission) -> str:
        return id_of(row.edition) if row.edition is not None else ""

    def get_region(self, row: Submission) -> str:
        return row.about_region_id or ""


class SubmissionSerializer(serializers.Serializer):
    """Una consulta, un planteamiento, una observación ciudadana o una del Consejo."""

    id = word("Su folio.", source="folio")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    page = serializers.SerializerMethodField(help_text="Su página permanente.")
    account = number("Año de la cuenta de la que habla.", source="account.account_year")
    kind = code("Qué es.", Submission.Kind.values)
    kind_label = word("Qué es, en palabras.", source="get_kind_display")
    state = code("En qué está.", [state.code for state in STATES])
    status = serializers.SerializerMethodField(help_text="En qué está, en palabras.")
    is_late = serializers.SerializerMethodField(help_text="Se pasó del plazo y no tiene respuesta.")
    title = word("Título.")
    text = word("Lo que dice. Lo reservado se ve así: `[reservado: correo]`.")
    shown_name = word("Nombre que quiso mostrar; vacío si escribió sin nombre.")
    about = serializers.SerializerMethodField(
        help_text="De qué habla; `null` si no es de algo publicado."
    )
    filed_on = day("Su ingreso legal (Ley 19.880, artículo 25).")
    due_on = day("Hasta cuándo debe responderse.")
    published_at = instant("Desde cuándo está a la vista.")
    answered_at = instant("Cuándo se respondió; `null` si aún no.", allow_null=True)
    effect = code(f"Qué hizo la respuesta; {NONE}.", ["", *Answer.Effect.values])
    effect_label = serializers.SerializerMethodField(help_text="Lo mismo, en palabras.")
    supports = number("Cuántas personas más preguntan lo mismo.", source="support_count")
    is_extemporaneous = flag("Llegó después del cierre; se responde igual.")
    is_demo = flag("Es inventada, para la demostración.")
    grouped_into = serializers.SerializerMethodField(
        help_text=f"Folio de la que se responde junto con ella; {NONE}."
    )
    follows = serializers.SerializerMethodField(
        help_text=f"Folio de la pregunta sobre la que vuelve; {NONE}."
    )
    referred_to = word(f"Órgano al que se derivó; {NONE}.")
    public_note = word("Nota pública.")
    text_sha256 = word("Huella SHA-256 del texto tal como se recibió.")
    answers = serializers.SerializerMethodField(help_text="Dónde están sus respuestas.")

    def get_url(self, row: Submission) -> str:
        return address("submissions", row.folio or "")

    def get_page(self, row: Submission) -> str:
        return public_url(row)

    @extend_schema_field(AboutSerializer(allow_null=True))
    def get_about(self, row: Submission) -> dict[str, Any] | None:
        """What the council quoted of a draft is not told: it may not be what was published."""
        return dict(AboutSerializer(row).data) if row.edition_id else None

    def get_status(self, row: Submission) -> str:
        return status_of(row, self.context["today"]).word

    def get_is_late(self, row: Submission) -> bool:
        today: date = self.context["today"]
        return status_of(row, today).square == "late"

    def get_effect_label(self, row: Submission) -> str:
        return effect_of(row)

    def get_grouped_into(self, row: Submission) -> str:
        return _folio_of(row.group_head)

    def get_follows(self, row: Submission) -> str:
        return _folio_of(row.follows)

    def get_answers(self, row: Submission) -> str:
        return f"{address('answers')}?submission={row.folio}"


def _folio_of(row: Submission | None) -> str:
    """The folio of another one, if anyone may read it."""
    return row.folio or "" if row is not None and row.is_public else ""


class AnswerSerializer(serializers.Serializer):
    """Una versión publicada de una respuesta. Todas quedan a la vista."""

    id = serializers.SerializerMethodField(help_text="El folio y el número de la versión.")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    page = serializers.SerializerMethodField(help_text="La página de la pregunta.")
    submission = word("Folio de la pregunta.", source="submission.folio")
    number = number("Número de la versión.")
    text = word("La respuesta.")
    effect = code("Qué hace.", Answer.Effect.values)
    effect_label = word("Qué hace, en palabras.", source="get_effect_display")
    results = serializers.ListField(
        child=serializers.CharField(), source="figures", read_only=True,
        help_text="Claves de las cifras de las que habla.",
    )  # fmt: skip
    reason = word("Por qué hubo otra versión.")
    published_at = instant("Cuándo se publicó.")
    signed_by = word("Quién la firmó.", source="published_by_name")
    office = word("Su cargo.", source="published_by_office")
    sha256 = word("Huella SHA-256 de lo firmado.")

    def get_id(self, row: Answer) -> str:
        return f"{row.submission.folio}/{row.number}"

    def get_url(self, row: Answer) -> str:
        return address("answers", row.submission.folio or "", str(row.number))

    def get_page(self, row: Answer) -> str:
        return public_url(row.submission)
