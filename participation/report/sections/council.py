"""What the council observed of the account and what was replied, as its public page tells it."""

from collections.abc import Iterator
from itertools import islice

from participation.council_public import votes_of, with_filing
from participation.deadlines import CHILE
from participation.links import absolute
from participation.models import Answer, Ballot, Observation
from participation.report.shapes import Cells, Line, SectionOf, Source, day, instant
from participation.transitions import STATE
from programs.formats import Field

AT_ONCE = 200


def _rows(source: Source) -> Iterator[Line]:
    rows = Observation.objects.public().filter(account=source.account)
    every = with_filing(rows).select_related("incorporated_in").order_by("year", "number")
    found = every.iterator(chunk_size=AT_ONCE)
    while some := tuple(islice(found, AT_ONCE)):
        votes, answers = votes_of(some), _answers(some)
        for row in some:
            cells = _cells(row, votes.get(row.pk), answers.get(row.filing_id or 0))
            yield Line(cells, folio=str(cells["folio"]))


def _answers(rows: tuple[Observation, ...]) -> dict[int, Answer]:
    found = Answer.objects.published().filter(submission__in=[row.filing_id for row in rows])
    return {each.submission_id: each for each in found.order_by("number")}


def _cells(row: Observation, ballot: Ballot | None, answer: Answer | None) -> Cells:
    filing = row.filing
    assert filing is not None  # noqa: S101 (a public one has its filing)
    answered_on = filing.answered_at.astimezone(CHILE).date() if filing.answered_at else None
    in_time = answered_on <= filing.due_on if answered_on and filing.due_on else None
    return {
        "codigo": row.code,
        "folio": filing.folio,
        "titulo": row.title,
        "texto": row.text,
        "sobre": filing.about_title,
        "ingreso_legal": day(filing.filed_on),
        "vence": day(filing.due_on),
        "a_favor": ballot.in_favour if ballot else None,
        "en_contra": ballot.against if ballot else None,
        "abstenciones": ballot.abstained if ballot else None,
        "estado": STATE[filing.state].label,
        "efecto": str(Answer.Effect(answer.effect).label) if answer else "",
        "respuesta": answer.text if answer else "",
        "respuesta_sha256": answer.sha256 if answer else "",
        "respondida": instant(filing.answered_at),
        "en_plazo": in_time,
        "incorporada_en": row.incorporated_in.number if row.incorporated_in else None,
        "insiste_en": row.insists_on.code if row.insists_on else "",
        "sha256": row.sha256,
        "demostracion": row.is_demo,
        "direccion": absolute(f"/consejo/observaciones/{row.code}/"),
    }


SECTION = SectionOf(
    code="consejo",
    title="Observaciones del Consejo de la Sociedad Civil",
    about="Lo que el Consejo votó sobre esta cuenta y lo que respondió la jefatura del servicio "
    "(Ley 18.575, artículo 74).",
    fields=(
        Field("codigo", "Código"),
        Field("folio", "Folio"),
        Field("titulo", "Título"),
        Field("texto", "Texto"),
        Field("sobre", "Sobre"),
        Field("ingreso_legal", "Ingreso legal", kind="date"),
        Field("vence", "Vence", kind="date"),
        Field("a_favor", "A favor", kind="integer"),
        Field("en_contra", "En contra", kind="integer"),
        Field("abstenciones", "Abstenciones", kind="integer"),
        Field("estado", "Estado"),
        Field("efecto", "Qué hizo la respuesta"),
        Field("respuesta", "Respuesta"),
        Field("respuesta_sha256", "Huella de la respuesta"),
        Field("respondida", "Respondida", kind="dateTime"),
        Field("en_plazo", "En plazo", "vacío si no se ha respondido", "boolean"),
        Field("incorporada_en", "Incorporada en la edición", kind="integer"),
        Field("insiste_en", "Insiste en"),
        Field("sha256", "Huella (SHA-256)"),
        Field("demostracion", "Demostración", kind="boolean"),
        Field("direccion", "Dirección"),
    ),
    read=_rows,
    empty="El Consejo no presentó observaciones sobre esta cuenta.",
    shape="cards",
)
