"""What people and the council say, and what they were answered: while anyone may read it.

An observation of the council is filed as everybody's questions are, once it is signed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cuenta.models import SearchDocument
from cuenta.search.documents import Changes, Document, Kind, Source
from cuenta.search.sources.register import last_seal, told_since
from participation.deadlines import CHILE
from participation.models import Answer, Submission
from participation.pages.questions import effect_of, short_day, status_of

QUESTION = Kind("question", "pregunta", "Pregunta", "Preguntas", 2, 0.1)
OBSERVATION = Kind(
    "observation", "observacion", "Observación del Consejo", "Observaciones del Consejo", 2, 0.15
)
ANSWER = Kind("answer", "respuesta", "Respuesta", "Respuestas", 2, 0.05)
LIST = "/participacion/"
AT_ONCE = 500
A_PART = 5_000  # filings written together when all are read
_FROM = "~"  # in a mark: up to that seal, from that key on
# What the public reads of a filing never changes without an entry of the register about it.
_ABOUT = "submission"


def changes(mark: str) -> Changes:
    """What the register tells since a seal, which are numbered without holes; or all there is.

    What is not sealed yet is read in a moment; until then `readable` hides what changed.
    """
    last = last_seal()
    if not mark or _FROM in mark:
        return _everything(mark or f"{last}{_FROM}0")
    if int(mark) == last:
        return Changes(mark)
    return Changes(str(last), _of(told_since(int(mark), last, _ABOUT)[_ABOUT]))


def _everything(mark: str) -> Changes:
    """A part of all there is: those after a key, and up to which seal the register was read then.

    What is told meanwhile is read afterwards, from that seal on.
    """
    seal, after = mark.split(_FROM)
    rows = Submission.objects.public().filter(pk__gt=int(after), folio__isnull=False)
    found = list(rows.order_by("pk").values_list("pk", "folio")[:A_PART])
    groups = _of([folio for _, folio in found if folio])
    if len(found) < A_PART:
        return Changes(seal, groups, is_all=True)
    return Changes(f"{seal}{_FROM}{found[-1][0]}", groups, is_last=False)


def _of(folios: list[str]) -> Iterator[tuple[str, Sequence[Document]]]:
    """Each filing as it is now; nothing where nobody may read it."""
    remaining = iter(folios)
    while some := list(islice(remaining, AT_ONCE)):
        rows = Submission.objects.public().filter(folio__in=some)
        found = {row.folio: row for row in rows.select_related("account").defer("search")}
        answers = _answers([row.pk for row in found.values()])
        for folio in some:
            row = found.get(folio)
            yield folio, _documents(row, answers.get(row.pk)) if row is not None else ()


def _answers(keys: list[int]) -> dict[int, Answer]:
    """The last published version of each."""
    rows = Answer.objects.published().filter(submission__in=keys).order_by("number")
    return {each.submission_id: each for each in rows}


def _documents(row: Submission, answer: Answer | None) -> tuple[Document, ...]:
    folio = row.folio or ""
    about = " · ".join(part for part in (row.about_title, row.about_value) if part)
    question = Document(
        kind=OBSERVATION if row.kind == Submission.Kind.COUNCIL else QUESTION,
        key=folio, address=f"{LIST}{folio}/", title=row.title,
        year=row.account.account_year, note=f"Sobre {about}" if about else "", body=row.text,
        words=folio, chapter=row.chapter, program=row.program, region=row.about_region_id or "",
        submission=row.pk,
    )  # fmt: skip
    if answer is None:
        return (question,)
    return (
        question,
        Document(
            kind=ANSWER, key=folio, address=f"{LIST}{folio}/#respuesta", title=row.title,
            year=question.year, note=question.note, body=answer.text, words=folio,
            chapter=row.chapter, program=row.program, region=question.region,
            submission=row.pk, answer=answer.pk,
        ),
    )  # fmt: skip


def readable() -> Q:
    """Public now, and saying now what was indexed: what was reserved since then is not found.

    As keys that are looked up, one for each row: EXISTS would be answered by reading every filing.
    """
    asked = Submission.objects.public().filter(
        pk=OuterRef("submission_id"), title=OuterRef("title")
    )
    whole = asked.filter(text=OuterRef("body"))
    answered = Answer.objects.published().filter(pk=OuterRef("answer_id"), text=OuterRef("body"))
    return Q(answer__isnull=True, submission_id=_key(whole)) | Q(
        submission_id=_key(asked), answer_id=_key(answered)
    )


def _key(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("pk")[:1])


def status(rows: Sequence[SearchDocument]) -> Mapping[int, str]:
    """Where each question is, and what its answer does."""
    keys = [row.submission_id for row in rows if row.submission_id]
    today = timezone.now().astimezone(CHILE).date()
    found = Submission.objects.public().defer("search", "text").in_bulk(keys)
    return {
        row.pk: _status(found[row.submission_id], today)
        for row in rows
        if row.submission_id in found
    }


def _status(row: Submission, today: date) -> str:
    said = [row.folio or "", status_of(row, today).word, effect_of(row)]
    said.append(short_day(row.filed_on) if row.filed_on else "")
    return " · ".join(part for part in said if part)


SOURCE = Source("preguntas", (QUESTION, OBSERVATION, ANSWER), changes, readable, status)
