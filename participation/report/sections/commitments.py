"""What was promised in the answers and hearings of the account, and what became of it so far."""

from collections.abc import Iterator

from participation.commitment_files import rows_of
from participation.commitment_transitions import STATES
from participation.models import Commitment
from participation.report.shapes import Line, SectionOf, Source
from programs.formats import Field

_LABELS = {each.code: each.label for each in STATES}
_SAME = (
    "codigo", "compromiso", "unidad", "folio", "audiencia", "prometido_el", "primera_fecha",
    "fecha", "atrasado", "terminado_el", "que_paso", "demostracion", "direccion",
)  # fmt: skip


def _rows(source: Source) -> Iterator[Line]:
    found = Commitment.objects.public().of_account(source.account)
    for row in rows_of(found, source.today):
        cells = {name: row[name] for name in _SAME}
        yield Line(
            {
                **cells,
                "estado": _LABELS[row["estado"]],
                "hitos": row["hitos"],
                "hitos_hechos": row["hitos_hechos"],
            },
            folio=row["folio"] or "",
        )


SECTION = SectionOf(
    code="compromisos",
    title="Compromisos",
    about="Lo que la institución prometió hacer al responder, y en qué estaba cada uno el día del "
    "informe.",
    fields=(
        Field("codigo", "Código"),
        Field("compromiso", "Compromiso"),
        Field("unidad", "Unidad responsable"),
        Field("folio", "Folio"),
        Field("audiencia", "Audiencia"),
        Field("prometido_el", "Prometido el", kind="date"),
        Field("primera_fecha", "Primera fecha", kind="date"),
        Field("fecha", "Para cuándo", kind="date"),
        Field("estado", "Estado"),
        Field("atrasado", "Atrasado", kind="boolean"),
        Field("terminado_el", "Terminado el", kind="date"),
        Field("que_paso", "Qué pasó"),
        Field("hitos", "Hitos", kind="integer"),
        Field("hitos_hechos", "Hitos hechos", kind="integer"),
        Field("demostracion", "Demostración", kind="boolean"),
        Field("direccion", "Dirección"),
    ),
    read=_rows,
    empty="Ninguna respuesta ni audiencia de esta cuenta dejó un compromiso.",
    shown=("codigo", "compromiso", "unidad", "fecha", "estado", "que_paso"),
)
