"""What changed in the account between its editions, with the question that caused it."""

from collections.abc import Iterator

from participation.links import absolute
from participation.models import Submission
from participation.report.shapes import Line, SectionOf, Source
from participation.subjects import address_in, ledger_of
from programs.formats import Field
from programs.models import Edition


def _rows(source: Source) -> Iterator[Line]:
    seen: set[tuple[str, str, str, str]] = set()
    editions = Edition.objects.filter(account=source.account).select_related("account")
    for edition in editions.order_by("number"):
        new = []
        for each in ledger_of(edition).errata:
            mark = (each.figure, each.chapter, each.question, each.reason)
            if mark not in seen:
                seen.add(mark)
                new.append(mark)
        causes = {question for *_, question, _reason in new if question}
        known = set(
            Submission.objects.public().filter(folio__in=causes).values_list("folio", flat=True)
        )
        for figure, chapter, question, reason in new:
            path = f"cifras/{figure}/" if figure else f"capitulos/{chapter}/" if chapter else ""
            yield Line(
                {
                    "edicion": edition.number,
                    "que": figure or chapter,
                    "motivo": reason,
                    "pregunta": question if question in known else "",
                    "direccion": absolute(address_in(edition, path)),
                },
                folio=question if question in known else "",
            )


SECTION = SectionOf(
    code="correcciones",
    title="Correcciones de la cuenta",
    about="Lo que cambió de una edición a otra, con su motivo y la pregunta que lo causó.",
    fields=(
        Field("edicion", "Edición", kind="integer"),
        Field("que", "Qué se corrigió"),
        Field("motivo", "Motivo"),
        Field("pregunta", "Pregunta que lo causó"),
        Field("direccion", "Dirección"),
    ),
    read=_rows,
    empty="Ninguna edición de esta cuenta trae correcciones.",
)
