"""The public page of the council and its downloads."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from participation.council_files import council_csv, council_json
from participation.deadlines import CHILE
from participation.pages.council import council_page_of
from participation.views.limited import limited_export
from participation.views.pages import council_page
from participation.views.questions import for_everyone


@for_everyone
def council(request: HttpRequest) -> HttpResponse:
    """Who they are, whom they speak for, until when, and by which rules."""
    page = council_page_of(timezone.now())
    context = {"page": page, "head": page.head}
    return council_page(request, "participation/council/council.html", context)


@for_everyone
@limited_export
def council_csv_file(request: HttpRequest) -> HttpResponse:
    """Every period of the registry, as CSV."""
    return _file(council_csv(timezone.now().astimezone(CHILE).date()), "text/csv", "consejo.csv")


@for_everyone
@limited_export
def council_json_file(request: HttpRequest) -> HttpResponse:
    """The same, with the rules, as JSON."""
    content = council_json(timezone.now().astimezone(CHILE).date())
    return _file(content, "application/json", "consejo.json")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
