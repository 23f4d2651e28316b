"""What was not admitted, by the reasons that staff keep as data: how many, and what each says."""

from collections.abc import Iterator

from django.db.models import Count

from participation.models import RefusalReason
from participation.report.sections.summary import filed_of
from participation.report.shapes import Line, SectionOf, Source
from programs.formats import Field


def _rows(source: Source) -> Iterator[Line]:
    refused = filed_of(source).filter(state="not_admitted").order_by()
    counts = dict(refused.values_list("refusal").annotate(Count("pk")))
    total = sum(counts.values())
    for reason in RefusalReason.objects.filter(pk__in=counts).order_by("position", "pk"):
        yield Line(
            {
                "codigo": reason.slug,
                "motivo": reason.label,
                "cantidad": counts[reason.pk],
                "de": total,
                "frase": reason.public_sentence,
                "fundamento": reason.legal_basis,
                "arreglo": reason.how_to_mend,
            }
        )


SECTION = SectionOf(
    code="no-admitidas",
    title="Lo que no se admitió",
    about="Cuántos envíos no se publicaron, por motivo, y lo que se dijo a quien los presentó.",
    fields=(
        Field("codigo", "Código"),
        Field("motivo", "Motivo"),
        Field("cantidad", "Envíos", kind="integer"),
        Field("de", "De un total de", kind="integer"),
        Field("frase", "Lo que se dice"),
        Field("fundamento", "Fundamento"),
        Field("arreglo", "Cómo se puede arreglar"),
    ),
    read=_rows,
    empty="Todo lo que se recibió se admitió, o todavía se está leyendo.",
    shown=("motivo", "cantidad", "de", "frase", "fundamento"),
)
