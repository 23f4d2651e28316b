"""The shape of a figure, and of a check (cuadratura)."""

from rest_framework import serializers

from programs.api.fields import NONE, Amount, code, number, word
from programs.api.item_serializers import ItemSerializer
from programs.api.items import UNIT_CODES
from programs.checks import Role, Verdict
from programs.ledger import CheckKind, Sex, Voice


class MarkSerializer(serializers.Serializer):
    """Una comprobación en la que participa una cifra."""

    key = word("Clave de la comprobación.", source="slug")
    verdict = code("Qué resultó.", Verdict)


class ResultSerializer(ItemSerializer):
    """Una cifra que la cuenta declara, con su fuente y lo que se comprobó de ella."""

    key = word("Clave dentro de la cuenta.")
    title = word("Qué dice la cifra, en pocas palabras.")
    indicator = word("Clave del indicador.", source="value.indicator")
    value = Amount(
        source="value.value", allow_null=True, read_only=True,
        help_text="En pesos, unidades o puntos; `null` si el documento no informa: nunca cero.",
    )  # fmt: skip
    unit = code("Unidad en que se publicó: el valor ya está en pesos.", UNIT_CODES.values())
    precision = Amount(
        source="value.precision", read_only=True,
        help_text="Paso con que se publicó: el valor representa ± la mitad.",
    )  # fmt: skip
    published = word("La cifra como se lee en el portal; «–» si no hay.")
    literal = word("Lo que está escrito en la fuente, letra por letra.", source="value.literal")
    note = word("Nota.", source="value.note")
    product = word(f"Clave del producto estratégico; {NONE}.", source="value.product")
    program = word(f"Clave del programa; {NONE}.", source="value.program")
    region = word(f"Código CUT, dos caracteres; {NONE}.", source="value.region")
    region_name = word(f"Nombre de la región; {NONE}.")
    sex = code(f"Sexo; {NONE}.", ["", *Sex], source="value.sex")
    scope = word("Grupo que no es producto, programa, región ni sexo.", source="value.scope")
    chapter = word(f"Clave del capítulo; {NONE}.")
    table = word(f"Clave de la tabla; {NONE}.", source="value.table")
    row = word(f"Fila de la tabla; {NONE}.", source="value.row")
    column = word(f"Columna de la tabla; {NONE}.", source="value.column")
    source = word("Clave de la fuente.", source="value.source")
    source_page = number("Página o lámina.", source="value.page", allow_null=True)
    sheet = word(f"Hoja de cálculo; {NONE}.", source="value.sheet")
    cell = word(f"Celda; {NONE}.", source="value.cell")
    verdict = code("El peor de sus resultados; vacío si nada la comprueba.", ["", *Verdict])
    checks = MarkSerializer(many=True, read_only=True, help_text="Comprobaciones que la marcan.")


class PartSerializer(serializers.Serializer):
    """Algo que entra en una comprobación."""

    label = word("Qué es.")
    role = code("Qué hace en la comprobación.", Role)
    result = word(f"Clave de la cifra; {NONE}.", source="figure.key", default="")
    value = Amount(help_text="Su valor; `null` si no se informa.", allow_null=True, read_only=True)


class ExplanationSerializer(serializers.Serializer):
    """Las palabras públicas sobre una diferencia."""

    text = word("La explicación.")
    voice = code("Quién habla: la institución, o quien preparó la edición.", Voice)
    author = word("Quién la escribió.")
    explained_at = word("Cuándo.")


class CheckSerializer(ItemSerializer):
    """Una comprobación (cuadratura): una cifra declarada frente a las que deberían formarla."""

    key = word("Clave dentro de la edición.")
    kind = code("Qué clase de comprobación es.", CheckKind, source="value.kind")
    title = word("Título.", source="value.title")
    verdict = code(
        "`holds`, cuadra; `differs`, no cuadra; `unknown`, no se sabe.", Verdict,
        source="value.verdict",
    )  # fmt: skip
    sentence = word("El resultado en palabras.", source="value.sentence")
    result = word(f"Clave de la cifra declarada; {NONE}.", source="stated")
    stated = Amount(
        source="stated_value", allow_null=True, read_only=True, help_text="Lo que se declara."
    )
    expected = Amount(
        source="value.expected", allow_null=True, read_only=True, help_text="Lo que resulta."
    )
    difference = Amount(
        source="value.difference", allow_null=True, read_only=True,
        help_text="Lo declarado menos lo que resulta.",
    )  # fmt: skip
    allowance = Amount(
        source="value.allowance", read_only=True, help_text="Lo que el redondeo puede explicar."
    )
    gap = Amount(source="value.gap", read_only=True, help_text="Lo que no puede explicar.")
    factor = Amount(
        source="value.factor", allow_null=True, read_only=True,
        help_text="Cuántas veces de más parece la cifra `suspect`.",
    )  # fmt: skip
    suspect = word(f"Clave de la cifra que parece mal de unidad; {NONE}.", source="value.suspect")
    missing = serializers.ListField(
        child=serializers.CharField(), source="value.missing", read_only=True,
        help_text="Lo que el desglose no trae.",
    )  # fmt: skip
    is_declared = serializers.BooleanField(
        source="value.is_declared", read_only=True,
        help_text="La declaró quien preparó la cuenta; si no, sale de las tablas.",
    )  # fmt: skip
    parts = PartSerializer(many=True, source="value.parts", read_only=True)
    explanation = ExplanationSerializer(
        allow_null=True, read_only=True, help_text="Lo que se explica de esa misma diferencia."
    )
