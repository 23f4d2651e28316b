"""The council's observations as files to take away: CSV and JSON.

Offices and votes are public by name; nothing else of a person is here.
"""

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from participation.council_public import votes_of, with_filing
from participation.links import absolute
from participation.models import Answer, Ballot, Commitment, Observation
from participation.models.observations import ObservationQuerySet
from participation.pages.council_observations import LIST
from participation.pages.questions import day_of
from programs.spreadsheets.escaping import escaped

AT_ONCE = 200  # rows in memory
COLUMNS = (
    "codigo", "folio", "cuenta", "edicion", "titulo", "texto", "sobre", "ingresada_el", "vence_el",
    "a_favor", "en_contra", "abstenciones", "inhabilitaciones", "estado", "efecto", "respuesta",
    "respondida_el", "en_plazo", "incorporada_en_edicion", "compromiso",
    "compromiso_cumplido", "compromiso_nota", "insiste_en", "huella_sha256", "direccion",
    "demostracion",
)  # fmt: skip
Cell = str | int | bool | None


def csv_lines(rows: ObservationQuerySet) -> Iterator[bytes]:
    """UTF-8, comma, CR LF; what a spreadsheet would run as a formula is escaped."""
    yield _line(COLUMNS)
    for row in _rows(rows):
        yield _line([_cell(row[name]) for name in COLUMNS])


def json_lines(rows: ObservationQuerySet) -> Iterator[bytes]:
    """One object with the rows, each on its line."""
    yield b'{"observaciones": ['
    for number, row in enumerate(_rows(rows)):
        yield (b",\n" if number else b"\n") + json.dumps(row, ensure_ascii=False).encode()
    yield b"\n]}\n"


def _rows(rows: ObservationQuerySet) -> Iterator[dict[str, Cell]]:
    """In batches, so that memory stays flat: three statements each."""
    every = with_filing(rows).select_related("incorporated_in").order_by("-year", "-number")
    for some in _batches(every.iterator(chunk_size=AT_ONCE)):
        votes, answers = votes_of(some), _answers(some)
        for row in some:
            yield _row(row, votes.get(row.pk), answers.get(row.filing_id))


def _batches(rows: Iterator[Observation]) -> Iterator[tuple[Observation, ...]]:
    while some := tuple(islice(rows, AT_ONCE)):
        yield some


def _answers(rows: tuple[Observation, ...]) -> dict[int | None, Answer]:
    keys = [row.filing_id for row in rows]
    found = Answer.objects.published().filter(submission__in=keys).order_by("number")
    return {each.submission_id: each for each in found}


def _row(row: Observation, ballot: Ballot | None, answer: Answer | None) -> dict[str, Cell]:
    filing: Any = row.filing
    promise = getattr(filing, "commitment", None)
    answered_on = day_of(filing.answered_at) if filing.answered_at else None
    return {
        "codigo": row.code,
        "folio": filing.folio,
        "cuenta": row.account.account_year,
        "edicion": row.edition.number if row.edition else None,
        "titulo": row.title,
        "texto": row.text,
        "sobre": filing.about_title,
        "ingresada_el": filing.filed_on.isoformat(),
        "vence_el": filing.due_on.isoformat(),
        "a_favor": ballot.in_favour if ballot else None,
        "en_contra": ballot.against if ballot else None,
        "abstenciones": ballot.abstained if ballot else None,
        "inhabilitaciones": ballot.conflicted if ballot else None,
        "estado": filing.state,
        "efecto": filing.effect or None,
        "respuesta": answer.text if answer else None,
        "respondida_el": answered_on.isoformat() if answered_on else None,
        "en_plazo": answered_on <= filing.due_on if answered_on else None,
        "incorporada_en_edicion": row.incorporated_in.number if row.incorporated_in else None,
        "compromiso": promise.code if promise else None,
        "compromiso_cumplido": is_kept(promise),
        "compromiso_nota": (promise.outcome or None) if promise else None,
        "insiste_en": row.insists_on.code if row.insists_on else None,
        "huella_sha256": row.sha256,
        "direccion": absolute(f"{LIST}{row.code}/"),
        "demostracion": row.is_demo,
    }


def is_kept(promise: Commitment | None) -> bool | None:
    """Whether it was kept whole; None while nobody said how it ended."""
    return promise.state == "kept" if promise is not None and promise.closed_at else None


def _line(cells: Any) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return escaped(value) if isinstance(value, str) else str(value)
