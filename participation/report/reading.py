"""Reading what a version says, row by row: the only door of pages and files to its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from participation.models import AnswerReport, ReportRow

AT_ONCE = 1_000
Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of a version, and the places of its questions: `first` and the `count` from it."""

    code: str
    kind: str
    title: str
    count: int
    answered: int
    first: int


def themes_in(report: AnswerReport) -> tuple[Theme, ...]:
    """The themes of a version, in its order."""
    found, first = [], 1
    for cells in rows_of(report, "temas"):
        count = cells["preguntas"]
        found.append(
            Theme(cells["tema"], cells["tipo"], cells["titulo"], count, cells["respondidas"], first)
        )
        first += count
    return tuple(found)


def rows_of(
    report: AnswerReport, section: str, first: int = 1, last: int | None = None
) -> Iterator[Cells]:
    """The rows of a section from a place to another, both with it, as a cursor gives them."""
    rows = ReportRow.objects.filter(report=report, section=section, position__gte=first)
    if last is not None:
        rows = rows.filter(position__lte=last)
    return rows.order_by("position").values_list("cells", flat=True).iterator(chunk_size=AT_ONCE)


def counts_in(report: AnswerReport, sections: tuple[str, ...]) -> dict[str, int]:
    """How many rows each section has: the place of its last one."""
    return {code: _last(report, code) for code in sections}


def _last(report: AnswerReport, section: str) -> int:
    rows = ReportRow.objects.filter(report=report, section=section).order_by("-position")
    return rows.values_list("position", flat=True).first() or 0
