"""How well filings are answered: the page, and the same numbers as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from participation.deadlines import CHILE
from participation.pages.live import head_of, is_invented
from participation.pages.performance import ABOUT, PATH, RULE, TITLE, performance_page
from participation.performance import Performance, performances_of
from participation.performance_rows import NAMES, dictionary_rows, performance_rows
from participation.views.pages import live_page
from participation.views.questions import for_everyone
from programs.spreadsheets.escaping import escaped

_CSV = "text/csv; charset=utf-8"


def _found() -> Sequence[Performance]:
    """Every account that was published, the newest first. Raises Http404 while there is none."""
    found = performances_of(timezone.now().astimezone(CHILE).date())
    if not found:
        raise Http404("Todavía no hay una cuenta publicada.")
    return found


@for_everyone
def performance(request: HttpRequest) -> HttpResponse:
    """The page."""
    page = performance_page(_found())
    context = {
        "page": page, "head": head_of(TITLE, ABOUT, PATH), "is_demo": is_invented(page.year),
    }  # fmt: skip
    return live_page(request, "participation/public/performance.html", context)


@for_everyone
def performance_csv(request: HttpRequest) -> HttpResponse:
    """One number a line."""
    rows = ((_cell(value) for value in row) for row in performance_rows(_found()))
    return _file(_sheet([NAMES, *rows]), _CSV, "participacion-desempeno.csv")


@for_everyone
def performance_dictionary(request: HttpRequest) -> HttpResponse:
    """What each column and each measure means."""
    return _file(_sheet(dictionary_rows()), _CSV, "participacion-desempeno-diccionario.csv")


@for_everyone
def performance_json(request: HttpRequest) -> HttpResponse:
    """The same, with its dictionary."""
    found = _found()
    rows = [dict(zip(NAMES, row, strict=True)) for row in performance_rows(found)]
    heads, *words = dictionary_rows()
    value: dict[str, Any] = {
        "acerca": {
            "titulo": TITLE,
            "contado": {str(each.account_year): each.counted_at.isoformat() for each in found},
            "regla": RULE,
        },
        "diccionario": [dict(zip(heads, each, strict=True)) for each in words],
        "filas": rows,
        "total": {"filas": len(rows)},
    }
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _file(text + "\n", "application/json", "participacion-desempeno.json")


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return escaped(value)
    return "" if value is None else value


def _sheet(rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
