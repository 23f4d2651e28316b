"""The shape of the things of an edition, but for its figures and checks."""

from rest_framework import serializers

from programs.api.fields import NONE, code, link, number, word
from programs.ledger import Aggregation, Measure


class ItemSerializer(serializers.Serializer):
    """What every thing of an edition has."""

    id = word("Identificador permanente: la edición y la clave.")
    url = link("Su dirección en esta API; no cambia.")
    page = link("Su página permanente, para personas.", allow_null=True)
    edition = word("Edición que lo publicó, como `2022-1`.")
    account = number("Año de la cuenta.")


class ChapterSerializer(ItemSerializer):
    """Un capítulo de la cuenta."""

    key = word("Clave dentro de la edición.")
    title = word("Título.", source="value.title")
    parent = word(f"Clave del capítulo al que pertenece; {NONE}.", source="value.parent")
    source_page = number("Página o lámina.", source="value.page", allow_null=True)
    body = word(
        "Texto en Markdown; `{cifra:CLAVE}` es una cifra y `{tabla:CLAVE}`, una tabla.",
        source="value.body",
    )


class ProductSerializer(ItemSerializer):
    """Un producto estratégico: aquello para lo que se financia a la institución."""

    key = word("Clave dentro de la edición.")
    name = word("Nombre.", source="value.name")
    description = word("Descripción.", source="value.description")


class ProgramSerializer(ItemSerializer):
    """Un programa."""

    key = word("Clave: la misma en todas las ediciones.")
    name = word("Nombre.", source="value.name")
    product = word(f"Clave del producto estratégico; {NONE}.", source="value.product")
    region = word(f"Código CUT, si es de una sola región; {NONE}.", source="value.region")
    named_after = word(f"Programa nacional cuyo nombre lleva; {NONE}.", source="value.named_after")
    description = word("Descripción.", source="value.description")
    aliases = serializers.ListField(
        child=serializers.CharField(), source="value.aliases", read_only=True,
        help_text="Otras formas en que se escribe.",
    )  # fmt: skip


class IndicatorSerializer(ItemSerializer):
    """Un indicador: qué se mide."""

    key = word("Clave: la misma en todas las ediciones.")
    name = word("Nombre.", source="value.name")
    measure = code("Qué cuenta.", Measure, source="value.measure")
    aggregation = code(
        "Cómo se suman sus cifras: `sum`, se suman; `share`, partes de un todo; `none`, no se "
        "suman.",
        Aggregation, source="value.aggregation",
    )  # fmt: skip
    noun_one = word("Lo que cuenta, en singular.", source="value.noun_one")
    noun_many = word("Lo que cuenta, en plural.", source="value.noun_many")
    description = word("Descripción.", source="value.description")


class SourceSerializer(ItemSerializer):
    """Un documento del que salen cifras."""

    key = word("Clave dentro de la edición.")
    title = word("Título.", source="value.title")
    publisher = word("Quién lo publicó.", source="value.publisher")
    page_noun = word("Cómo se llaman sus páginas: «página», «lámina».", source="value.page_noun")
    document_url = word(f"Dónde está; {NONE}.", source="value.url")
    sha256 = word(f"Huella del documento; {NONE}.", source="value.sha256")
    note = word("Nota.", source="value.note")


class ColumnSerializer(serializers.Serializer):
    key = word("Clave.")
    label = word("Encabezado.")
    indicator = word(f"Indicador; {NONE}.")
    sex = word(f"Sexo; {NONE}.")
    is_total = serializers.BooleanField(help_text="Suma las otras columnas.", read_only=True)


class RowSerializer(serializers.Serializer):
    key = word("Clave.")
    label = word("Nombre de la fila.")
    is_total = serializers.BooleanField(help_text="Suma las otras filas.", read_only=True)
    product = word(f"Producto; {NONE}.")
    program = word(f"Programa; {NONE}.")
    region = word(f"Código CUT; {NONE}.")


class TableSerializer(ItemSerializer):
    """Una tabla, como la trae el documento. Sus celdas son las cifras que la nombran."""

    key = word("Clave dentro de la edición.")
    title = word("Título.", source="value.title")
    chapter = word(f"Capítulo; {NONE}.", source="value.chapter")
    source = word(f"Fuente; {NONE}.", source="value.source")
    source_page = number("Página o lámina.", source="value.page", allow_null=True)
    row_heading = word("Qué son las filas.", source="value.row_heading")
    note = word("Nota.", source="value.note")
    columns = ColumnSerializer(many=True, source="value.columns", read_only=True)
    rows = RowSerializer(many=True, source="value.rows", read_only=True)


class ErratumSerializer(ItemSerializer):
    """Una fe de erratas: por qué algo cambió entre dos ediciones."""

    key = word("Clave dentro de la edición.")
    reason = word("El motivo.", source="value.reason")
    result = word(f"Clave de la cifra que cambió; {NONE}.", source="value.figure")
    chapter = word(f"Clave del capítulo que cambió; {NONE}.", source="value.chapter")
    question = word(f"Folio de la pregunta que la causó; {NONE}.", source="value.question")
    noted_at = word("Cuándo se anotó.", source="value.noted_at")
