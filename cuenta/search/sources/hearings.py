"""The public hearings: their call, and their acta once it is published.

The link to connect is not here. What was asked in one is found as every other question.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from cuenta.models import SearchDocument
from cuenta.search.documents import Changes, Document, Kind, Source
from participation.hearing_transitions import HEARING_STATE
from participation.hearing_words import span_of
from participation.models import Hearing
from participation.pages.hearings import address_of, where_of

HEARING = Kind("hearing", "audiencia", "Audiencia pública", "Audiencias públicas", 0, 0.2)
ACTA = Kind("hearing_acta", "acta", "Acta de una audiencia", "Actas de audiencias", 0, 0.1)


def changes(mark: str) -> Changes:
    """Those that moved since: each act of one gives it another version."""
    now = {row.number: f"{row.number}:{row.version}" for row in _rows().only("number", "version")}
    known = set(mark.split())
    new = [number for number, version in now.items() if version not in known]
    return Changes(" ".join(now.values()), _of(new), is_all=not mark)


def _rows() -> QuerySet[Hearing]:
    return Hearing.objects.public().order_by("number")


def _of(numbers: list[int]) -> Iterator[tuple[str, Sequence[Document]]]:
    rows = _rows().filter(number__in=numbers).select_related("account", "acta").defer("acta__pdf")
    for row in rows:
        yield f"audiencia-{row.number}", tuple(_documents(row))


def _documents(row: Hearing) -> Iterator[Document]:
    same: dict[str, Any] = {
        "key": str(row.number),
        "title": row.title,
        "year": row.account.account_year,
        "region": row.region_id or "",
        "note": f"{span_of(row.starts_at, row.ends_at, row.region_id)} · {where_of(row)}",
    }
    yield Document(
        kind=HEARING, address=address_of(row), words=f"audiencia pública {row.address}",
        body="\n".join(filter(None, (row.agenda, row.directions, row.reason))), **same,
    )  # fmt: skip
    if hasattr(row, "acta"):
        yield Document(
            kind=ACTA, address=address_of(row, "acta/"), words="acta de la audiencia pública",
            body=row.acta.content["notes"], **same,
        )  # fmt: skip


def status(rows: Sequence[SearchDocument]) -> Mapping[int, str]:
    """In what each of them is."""
    numbers = {row.pk: int(row.key) for row in rows if row.source == SOURCE.name}
    found = _rows().filter(number__in=numbers.values()).values_list("number", "state")
    states = dict(found)
    return {
        key: HEARING_STATE[states[number]].label
        for key, number in numbers.items()
        if number in states
    }


SOURCE = Source("audiencias", (HEARING, ACTA), changes, status=status)
