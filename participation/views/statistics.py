"""Who takes part: the page, and the same counts as CSV and JSON."""

import csv
import io
import json
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from participation.deadlines import CHILE
from participation.pages.live import head_of, is_invented
from participation.pages.statistics import (
    ABOUT,
    NAMES,
    PATH,
    RULE,
    TITLE,
    statistics_page,
    statistics_rows,
)
from participation.small_cells import K
from participation.statistics import Statistics, statistics_of
from participation.subjects import newest_edition
from participation.views.limited import limited_export
from participation.views.pages import live_page
from participation.views.questions import for_everyone


def _found() -> Statistics:
    """What was counted about the newest account. Raises Http404 while none is published."""
    edition = newest_edition()
    if edition is None:
        raise Http404("Todavía no hay una cuenta publicada.")
    today: date = timezone.now().astimezone(CHILE).date()
    return statistics_of(edition.account, today)


@for_everyone
def statistics(request: HttpRequest) -> HttpResponse:
    """The page."""
    page = statistics_page(_found())
    context = {
        "page": page, "head": head_of(TITLE, ABOUT, PATH), "is_demo": is_invented(page.year),
    }  # fmt: skip
    return live_page(request, "participation/public/statistics.html", context)


@for_everyone
@limited_export
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """One count a line; withheld ones are empty and say so."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(NAMES)
    for *words, count in statistics_rows(_found()):
        withheld = "true" if count is None else "false"
        writer.writerow((*words, "" if count is None else count, withheld))
    return _file(out.getvalue(), "text/csv; charset=utf-8", "participacion-cifras.csv")


@for_everyone
@limited_export
def statistics_json(request: HttpRequest) -> HttpResponse:
    """The same, with the rule they were withheld by."""
    found = _found()
    rows: list[dict[str, Any]] = [
        dict(zip(NAMES, (*row, row[-1] is None), strict=True)) for row in statistics_rows(found)
    ]
    value = {
        "acerca": {
            "titulo": TITLE,
            "anio": found.account_year,
            "hasta": found.until.isoformat() if found.until else None,
            "por_contar": found.waiting,
            "minimo": K,
            "regla": RULE,
        },
        "filas": rows,
        "total": {"filas": len(rows)},
    }
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _file(text + "\n", "application/json", "participacion-cifras.json")


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
