"""The answer report for everyone: its versions, their pages, and their files as published."""

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from participation.models import AnswerReport, ReportFile
from participation.report.covering import covered_in
from participation.report.pages.first import report_page
from participation.report.pages.listing import list_page
from participation.report.pages.place import public_place
from participation.report.pages.section import LINES, section_of, section_page, theme_page
from participation.report.pages.version import head_of, version_of
from participation.views.pages import live_page
from participation.views.questions import for_everyone

FOLDER = "participation/public"
TEMPLATE, SECTION_TEMPLATE = f"{FOLDER}/report.html", f"{FOLDER}/report_section.html"
LARGEST = 32_767
SHOWN = ("application/pdf", "text/plain; charset=utf-8")  # a browser may open these itself
HELD_BACK = (
    "Algo de esta versión se reservó o se retiró después de publicarla. Sus archivos no se "
    "entregan mientras se prepara otra versión sin ello. Las páginas del informe ya no lo muestran."
)


class PageForm(forms.Form):
    """Which page of a list."""

    pagina = forms.IntegerField(required=False, min_value=1, max_value=10_000_000 // LINES)


def _told(year: int, number: int) -> AnswerReport:
    """A version that is published, or was."""
    if year > LARGEST or number > LARGEST:
        raise Http404
    rows = AnswerReport.objects.told().select_related("account__institution")
    found = rows.filter(account__account_year=year, number=number).first()
    if found is None:
        raise Http404("No hay un informe de respuestas con ese número.")
    return found


@for_everyone
def report_list(request: HttpRequest) -> HttpResponse:
    """Every version of every account."""
    page = list_page()
    context = {"page": page, "head": page.head}
    return live_page(request, f"{FOLDER}/reports.html", context)


@for_everyone
def report(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The first page of a version."""
    found = _told(year, number)
    if found.state == "withdrawn":
        return _gone(request, found)
    page = report_page(found, public_place(found))
    return live_page(request, TEMPLATE, {"page": page, "head": page.head})


@for_everyone
def report_section(request: HttpRequest, year: int, number: int, section: str) -> HttpResponse:
    """A section of a version, by numbered pages."""
    found = _told(year, number)
    known = section_of(section)
    if found.state == "withdrawn":
        return _gone(request, found)
    if known is None:
        raise Http404
    at = page_number(request)
    page = section_page(found, public_place(found), known, at) if at else None
    return _section(request, page)


@for_everyone
def report_theme(request: HttpRequest, year: int, number: int, theme: str) -> HttpResponse:
    """The questions of a theme, by numbered pages."""
    found = _told(year, number)
    if found.state == "withdrawn":
        return _gone(request, found)
    at = page_number(request)
    page = theme_page(found, public_place(found), theme, at) if at else None
    return _section(request, page)


def page_number(request: HttpRequest) -> int:
    """The number of the page; 0 where what was typed is none."""
    form = PageForm(request.GET)
    return (form.cleaned_data["pagina"] or 1) if form.is_valid() else 0


def _section(request: HttpRequest, page: Any) -> HttpResponse:
    if page is None:
        raise Http404("Esta parte del informe no tiene esa página.")
    context = {"page": page, "head": page.head}
    return live_page(request, SECTION_TEMPLATE, context)


def _gone(request: HttpRequest, found: AnswerReport) -> HttpResponse:
    """What is left of a withdrawn version: its number, its hashes and why."""
    context = {
        "version": version_of(found, public_place(found)),
        "head": head_of(found, public_place(found)),
        "files": found.files.order_by("position"),
    }
    return live_page(request, f"{FOLDER}/report_withdrawn.html", context, status=410)


@require_safe
def report_file(request: HttpRequest, year: int, number: int, path: str) -> HttpResponseBase:
    """One file, byte by byte as it was published; 410 while something in it is covered."""
    found = _told(year, number)
    file = found.files.filter(path=path).first()
    if file is None:
        raise Http404
    if found.state == "withdrawn":
        return _gone(request, found)
    if covered_in(found):
        response = HttpResponse(HELD_BACK, status=410, content_type="text/plain; charset=utf-8")
        response["Cache-Control"] = "no-store"
        return response
    return file_response(request, found, file)


def file_response(
    request: HttpRequest, found: AnswerReport, file: ReportFile, *, is_public: bool = True
) -> HttpResponseBase:
    """The file with its hash as ETag: whoever has it already gets 304."""
    etag = f'"{file.sha256}"'
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    name = f"informe-{found.account.account_year}-v{found.number}-{file.path}"
    response = FileResponse(
        file.file.open("rb"), content_type=file.content_type, filename=name,
        as_attachment=file.content_type not in SHOWN,
    )  # fmt: skip
    response["ETag"] = etag
    response["Content-Length"] = str(file.size)
    # It never changes, but it may be held back: whoever keeps it asks again after a minute.
    response["Cache-Control"] = "public, max-age=60" if is_public else "no-store, private"
    if found.published_at is not None:
        response["Last-Modified"] = http_date(found.published_at.timestamp())
    response["X-Content-Type-Options"] = "nosniff"
    return response
