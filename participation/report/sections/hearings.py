"""The hearings of the account: what was called, what became of it, and the folios asked there."""

from collections.abc import Iterator

from participation.hearing_transitions import HEARING_STATE
from participation.links import absolute
from participation.models import Hearing, HearingQuestion, Submission
from participation.report.shapes import Line, SectionOf, Source, instant
from programs.formats import Field

MOST_NAMED = 500  # folios in one cell


def _rows(source: Source) -> Iterator[Line]:
    found = Hearing.objects.public().filter(account=source.account).select_related("region")
    for each in found.order_by("starts_at", "pk"):
        folios = _asked(each)
        yield Line(
            {
                "numero": each.number,
                "audiencia": each.title,
                "modalidad": str(Hearing.Mode(each.mode).label),
                "region": each.region.short_name if each.region else "Todo Chile",
                "cuando": instant(each.starts_at),
                "lugar": each.place,
                "estado": HEARING_STATE[each.state].label,
                "motivo": each.reason,
                "preguntas": len(folios),
                "folios": " ".join(folios[:MOST_NAMED]),
                "demostracion": each.is_demo,
                "direccion": absolute(f"/audiencias/{each.number}/"),
            }
        )


def _asked(hearing: Hearing) -> list[str]:
    """The folios of what was asked there and anyone may read."""
    public = Submission.objects.public().order_by().values("pk")
    shown = HearingQuestion.objects.on_screen().filter(hearing=hearing, submission__in=public)
    return [
        str(folio)
        for folio in shown.order_by("submission__number").values_list(
            "submission__folio", flat=True
        )
    ]


SECTION = SectionOf(
    code="audiencias",
    title="Audiencias",
    about="Las audiencias públicas de esta cuenta, qué fue de cada una y cuántas preguntas se "
    "hicieron en ella; sus respuestas están con las demás.",
    fields=(
        Field("numero", "Número", kind="integer"),
        Field("audiencia", "Audiencia"),
        Field("modalidad", "Modalidad"),
        Field("region", "Región"),
        Field("cuando", "Cuándo", kind="dateTime"),
        Field("lugar", "Lugar"),
        Field("estado", "Estado"),
        Field("motivo", "Motivo, si no se hizo"),
        Field("preguntas", "Preguntas", kind="integer"),
        Field("folios", "Folios"),
        Field("demostracion", "Demostración", kind="boolean"),
        Field("direccion", "Dirección"),
    ),
    read=_rows,
    empty="No se convocaron audiencias sobre esta cuenta.",
    shown=("audiencia", "modalidad", "region", "cuando", "lugar", "estado", "preguntas"),
)
