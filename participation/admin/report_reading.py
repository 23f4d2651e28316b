"""A version read at the desk before it is published: the very pages that everyone will read."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from participation.admin.report_doors import (
    address_of,
    check_reader,
    draft_place,
    is_readable,
    report_or_404,
)
from participation.models import AnswerReport
from participation.report.pages.first import report_page
from participation.report.pages.section import section_of, section_page, theme_page
from participation.report.since import since
from participation.report_transitions import STATE
from participation.views.pages import live_page
from participation.views.reports import SECTION_TEMPLATE, TEMPLATE, page_number


def read(request: HttpRequest, report_id: int) -> HttpResponse:
    """The first page of a draft."""
    found = _readable(request, report_id)
    if isinstance(found, HttpResponse):
        return found
    return _shown(request, TEMPLATE, report_page(found, draft_place(found)), found)


def read_section(request: HttpRequest, report_id: int, section: str) -> HttpResponse:
    """A section of a draft."""
    found, known, number = _readable(request, report_id), section_of(section), page_number(request)
    if isinstance(found, HttpResponse):
        return found
    if known is None or not number:
        raise Http404
    page = section_page(found, draft_place(found), known, number)
    return _shown(request, SECTION_TEMPLATE, page, found)


def read_theme(request: HttpRequest, report_id: int, theme: str) -> HttpResponse:
    """The questions of a theme of a draft."""
    found, number = _readable(request, report_id), page_number(request)
    if isinstance(found, HttpResponse):
        return found
    page = theme_page(found, draft_place(found), theme, number) if number else None
    return _shown(request, SECTION_TEMPLATE, page, found)


def changes(request: HttpRequest, report_id: int) -> HttpResponse:
    """What would change if it were made again now."""
    found = _readable(request, report_id)
    if isinstance(found, HttpResponse):
        return found
    context = {
        **admin.site.each_context(request),
        "title": "Qué cambiaría si se hace de nuevo",
        "report": found, "since": since(found, now=timezone.now()), "url": address_of(found),
        "opts": AnswerReport._meta,
    }  # fmt: skip
    return _private(render(request, "admin/participation/reports/changes.html", context))


def _readable(request: HttpRequest, report_id: int) -> AnswerReport | HttpResponse:
    """The version; or, where there is nothing to read here, the way to its page."""
    check_reader(request)
    found = report_or_404(report_id)
    return found if is_readable(found) else HttpResponseRedirect(address_of(found))


def _shown(request: HttpRequest, template: str, page: Any, found: AnswerReport) -> HttpResponse:
    if page is None:
        raise Http404
    context = {"page": page, "head": page.head, "state": STATE[found.state].label}
    return _private(live_page(request, template, context))


def _private(response: HttpResponse) -> HttpResponse:
    """Nobody keeps it, and no search engine that might get here tells of it."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
