"""What the institution promised and what became of it, while anyone may read where it was promised.

What was promised never changes and no commitment is ever removed, so that only the filing decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from cuenta.models import SearchDocument
from cuenta.search.documents import Changes, Document, Kind, Source
from cuenta.search.sources.register import last_seal, told_since
from participation.commitments_public import shown
from participation.deadlines import CHILE
from participation.models import Commitment, Submission
from participation.pages.commitment import LIST, due_of, origin_of, status_of

COMMITMENT = Kind("commitment", "compromiso", "Compromiso", "Compromisos", 2, 0.12)
AT_ONCE = 500
_ABOUT, _FILING = "commitment", "submission"


def changes(mark: str) -> Changes:
    """What the register tells of commitments, and of the filings in whose answer they were made."""
    last = last_seal()
    if not mark:
        every = Commitment.objects.order_by("code").values_list("code", flat=True)
        return Changes(str(last), _of(list(every)), is_all=True)
    if int(mark) == last:
        return Changes(mark)
    told = told_since(int(mark), last, _ABOUT, _FILING)
    with_filing = Commitment.objects.filter(submission__folio__in=told[_FILING])
    codes = {*told[_ABOUT], *with_filing.values_list("code", flat=True)}
    return Changes(str(last), _of(sorted(codes)))


def _of(codes: list[str]) -> Iterator[tuple[str, Sequence[Document]]]:
    """Each as it is now; nothing where nobody may read it."""
    remaining = iter(codes)
    while some := list(islice(remaining, AT_ONCE)):
        rows = shown(Commitment.objects.public()).prefetch_related("milestones")
        found = {row.code: row for row in rows.filter(code__in=some)}
        for code in some:
            yield code, (_document(found[code]),) if code in found else ()


def _document(row: Commitment) -> Document:
    steps = [step.text for step in row.milestones.all()]
    place = row.submission.about_region_id if row.submission else None
    if row.hearing is not None:
        place = row.hearing.region_id
    return Document(
        kind=COMMITMENT, key=row.code, address=f"{LIST}{row.code}/", title=row.text,
        year=row.account.account_year, note=f"{row.unit.name} · {origin_of(row)}",
        body=" ".join(part for part in (*steps, row.outcome) if part), words=row.code,
        program=row.program, region=place or "",
        submission=row.submission_id,
    )  # fmt: skip


def readable() -> Q:
    """Of a hearing, or of a filing that anyone may read now; looked up by its key."""
    asked = Submission.objects.public().filter(pk=OuterRef("submission_id"))
    return Q(submission__isnull=True) | Q(submission_id=Subquery(asked.order_by().values("pk")[:1]))


def status(rows: Sequence[SearchDocument]) -> Mapping[int, str]:
    """Where each one is, and for when."""
    found = {row.code: row for row in Commitment.objects.filter(code__in=[r.key for r in rows])}
    return {row.pk: _status(found[row.key]) for row in rows if row.key in found}


def _status(row: Commitment) -> str:
    today = timezone.now().astimezone(CHILE).date()
    due = f"para el {due_of(row)}" if row.due_on else ""
    return " · ".join(part for part in (row.code, status_of(row, today).word, due) if part)


SOURCE = Source("compromisos", (COMMITMENT,), changes, readable, status)
