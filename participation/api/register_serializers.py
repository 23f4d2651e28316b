"""The shape of the register, of the rules of the terms, and of how they are kept."""

from typing import Any

from rest_framework import serializers

from participation.api.serializers import day, flag, instant
from participation.pages.register import what_happened
from participation.register import canonical
from programs.api.fields import code, link, number, word
from programs.api.items import address


class EntrySerializer(serializers.Serializer):
    """Un asiento del registro público: algo que pasó, encadenado a lo anterior."""

    id = number("Número correlativo, en el orden en que se escribió.", source="pk")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    at = instant("Cuándo.")
    act = word("Qué pasó, en código.")
    what = serializers.SerializerMethodField(help_text="Qué pasó, en palabras.")
    actor = code("Quién: una persona, el equipo o el reloj.", ["person", "staff", "clock"])
    about = word("Sobre qué: un folio u otro identificador.", source="object_id")
    number = serializers.IntegerField(
        source="seal.number", default=None, allow_null=True, read_only=True,
        help_text="Su lugar en la cadena; `null` mientras espera su sello.",
    )  # fmt: skip
    previous = serializers.SerializerMethodField(help_text="Huella del anterior.")
    sha256 = serializers.SerializerMethodField(help_text="Su huella: SHA-256 de `line`.")
    line = serializers.SerializerMethodField(help_text="Lo que cubre la huella, byte por byte.")

    def get_url(self, entry: Any) -> str:
        return address("register", str(entry.pk))

    def get_what(self, entry: Any) -> str:
        return what_happened(entry.act, entry.object_type)

    def get_previous(self, entry: Any) -> str:
        return entry.seal.previous if hasattr(entry, "seal") else ""

    def get_sha256(self, entry: Any) -> str:
        return entry.seal.sha256 if hasattr(entry, "seal") else ""

    def get_line(self, entry: Any) -> str:
        seal = getattr(entry, "seal", None)
        return canonical(seal.number, seal.previous, entry) if seal else ""


class TermSerializer(serializers.Serializer):
    """Una regla de plazo, con la norma de la que viene."""

    id = serializers.SerializerMethodField(help_text="El plazo y desde cuándo rige.")
    clock = word("Qué plazo es.")
    name = word("Qué plazo es, en palabras.", source="get_clock_display")
    length = number("Cuánto dura.")
    unit = code("En qué se cuenta.", ["business_days", "hours"])
    citation = word("De dónde viene.")
    is_analogy = flag("Por analogía o decisión propia: la ley no lo fija para la cuenta pública.")
    valid_from = day("Desde cuándo rige.")
    is_in_force = serializers.SerializerMethodField(help_text="Rige hoy.")

    def get_id(self, rule: Any) -> str:
        return f"{rule.clock}-{rule.valid_from.isoformat()}"

    def get_is_in_force(self, rule: Any) -> bool:
        return rule.pk in self.context["in_force"]


class RatioSerializer(serializers.Serializer):
    """Una parte con su denominador; `percent` es `null` donde no hay de qué."""

    part = number("La parte.")
    of = number("El total del que es parte.")
    percent = serializers.FloatField(
        help_text="De cien, con un decimal.", allow_null=True, read_only=True
    )


class CountsSerializer(serializers.Serializer):
    """Cuántas, según cómo están frente al plazo para responder."""

    name = word("De quién: el total, o una unidad.")
    owed = number("Esperan respuesta, en plazo.")
    late = number("Esperan respuesta, fuera de plazo.")
    answered = number("Respondidas en plazo.")
    answered_late = number("Respondidas fuera de plazo.")
    answered_in_time = RatioSerializer(help_text="De las respondidas, las que lo fueron en plazo.")
    overdue = RatioSerializer(help_text="De las que esperan respuesta, las fuera de plazo.")


class WindowSerializer(serializers.Serializer):
    """Las fechas del proceso de la cuenta; `null` lo que no tiene fecha propia."""

    council_on = day("Cuándo va el borrador al Consejo.", allow_null=True)
    publish_on = day("Cuándo se publica la cuenta.", allow_null=True)
    event_on = day("Día del evento.")
    opens_on = day("Desde cuándo.")
    closes_on = day("Hasta cuándo.")
    answers_from = word("Desde cuándo corre el plazo: `event`, `close` o `filing`.")
    answers_on = day("Cuándo se publican las respuestas.", allow_null=True)
    report_on = day("Cuándo se publica el informe de respuestas.", allow_null=True)
    follow_up_until = day("Hasta cuándo dura el seguimiento.", allow_null=True)
    suspended_on = day("Desde cuándo está suspendido el proceso.", allow_null=True)


class RateSerializer(serializers.Serializer):
    """Cómo cumple la institución, en una cuenta."""

    id = number("Año de la cuenta.", source="account")
    url = link("Su dirección en esta API.")
    page = link("La página de los plazos.")
    filed = number("Ingresadas, con folio.")
    ended_otherwise = number("Terminaron sin respuesta: no admitidas, retiradas, derivadas…")
    total = CountsSerializer(help_text="Todas.")
    units = CountsSerializer(many=True, help_text="Por unidad; sumadas dan el total.")
    reception = WindowSerializer(
        allow_null=True, help_text="Las fechas del proceso; `null` si no se fijaron."
    )
