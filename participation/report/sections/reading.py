"""How to read the report: what it was made from, so that anyone can make it again."""

from collections.abc import Iterator

from participation.deadlines import CHILE
from participation.links import absolute
from participation.report.shapes import Line, SectionOf, Source
from participation.small_cells import K
from programs.formats import Field

PARTIAL = (
    "Informe parcial: la recepción no había terminado{}. Lo que llegó o se respondió después no "
    "está; cuando termine se publica otra versión."
)


def _scope(source: Source) -> str:
    """Whether everything that arrived in the reception could be in it."""
    if source.window is None:
        return "Todo lo recibido hasta ese instante."
    closes_on = source.window.closes_on
    if source.is_partial:
        # Suspended, it waits beyond the day that the calendar still says.
        is_known = closes_on >= source.today and source.window.suspended_on is None
        return PARTIAL.format(f" (cierra el {closes_on:%d-%m-%Y})" if is_known else "")
    return f"Todo lo recibido hasta ese instante. La recepción cerró el {closes_on:%d-%m-%Y}."


def _rows(source: Source) -> Iterator[Line]:
    account = source.account
    edition = f"Edición {source.edition.number}, huella {source.edition.sha256}"
    facts = (
        ("cuenta", "Cuenta", account.title),
        ("institucion", "Institución", account.institution.name),
        ("edicion", "Edición de la cuenta", edition if source.edition else "Sin publicar"),
        ("hecho", "Hecho el", f"{source.now.astimezone(CHILE):%d-%m-%Y %H:%M} (hora de Chile)"),
        ("alcance", "Alcance", _scope(source)),
        ("asiento", "Hecho con el registro público hasta el asiento", str(source.entry)),
        ("huella", "Huella (SHA-256) de ese asiento", source.sha256),
        ("registro", "Registro completo, para comprobarlo",
         absolute("/participacion/registro.jsonl")),
        ("quienes", "Qué se cuenta",
         "Lo que enviaron las personas y recibió un folio. Lo del Consejo se cuenta aparte."),
        ("textos", "Qué textos se leen",
         "Los publicados. Lo reservado por datos personales se ve como «[reservado: …]» y lo "
         "retirado por quien lo escribió no aparece."),
        ("celdas", "Cantidades pequeñas",
         f"De quienes participan no se publica ninguna cantidad de 1 a {K - 1}."),
        ("plazos", "Plazos",
         "En días hábiles (Ley 19.880, artículo 25). Está en plazo lo que se respondió hasta el "
         "último día, con las ampliaciones que se decidieron antes de que venciera (artículo 26)."),
        ("grupos", "Preguntas agrupadas",
         "Una respuesta razonada puede servir a todas las que plantean lo mismo en lo sustancial "
         "(Ley 19.880, artículo 39). Cada una se cuenta."),
    )  # fmt: skip
    for code, what, says in facts:
        yield Line({"codigo": code, "que": what, "dice": says})


SECTION = SectionOf(
    code="lectura",
    title="Cómo leer este informe",
    about="De qué está hecho y con qué reglas. Con el registro hasta ese asiento cualquiera puede "
    "volver a contar.",
    fields=(
        Field("codigo", "Código"),
        Field("que", "Qué"),
        Field("dice", "Dice"),
    ),
    read=_rows,
    shown=("que", "dice"),
)
