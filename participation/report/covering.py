"""What a version says that may no longer be read: covered, hidden or taken back after it was made.

Nobody has to remember it: what the version says is compared with what is public now, so that its
pages cover it at once, and its files, which cannot be covered, are not given out until somebody
withdraws the version (docs/decisions/0026).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT

from participation.models import AnswerReport, ReportRow, Submission

QUESTIONS = "preguntas"


def covered_in(report: AnswerReport) -> list[str]:
    """The folios whose words in the version are not those that anyone may read now."""
    same = Submission.objects.public().filter(
        folio=OuterRef("folio"), title=OuterRef("said_title"), text=OuterRef("said_text"),
        shown_name=OuterRef("said_name"),
    )  # fmt: skip
    rows = ReportRow.objects.filter(report=report, section=QUESTIONS).annotate(
        said_title=KT("cells__titulo"), said_text=KT("cells__texto"), said_name=KT("cells__nombre")
    )
    found = rows.exclude(Exists(same)).order_by("position")
    return list(found.values_list("folio", flat=True))


def covered_among(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """The same of some rows, in one statement."""
    said = {row["folio"]: (row["titulo"], row["texto"], row["nombre"]) for row in rows}
    now = Submission.objects.public().filter(folio__in=said)
    known = {
        folio: rest for folio, *rest in now.values_list("folio", "title", "text", "shown_name")
    }
    return {folio for folio, words in said.items() if tuple(known.get(folio, ())) != words}
