"""The council's actas and its calendar, for everyone."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from participation.council_calendar import sessions_calendar
from participation.links import absolute
from participation.models import Acta, CouncilSession
from participation.observation_hash import canonical
from participation.pages.actas import ABOUT, acta_page, actas_page
from participation.pages.live import council_head
from participation.views.pages import council_page
from participation.views.questions import for_everyone

FOLDER = "participation/council"
LARGEST = 32_767  # a session's number


class ActasForm(forms.Form):
    """From which session backwards."""

    antes = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)


@for_everyone
def actas(request: HttpRequest) -> HttpResponse:
    """The sessions to come, those suspended, and every acta. A wrong address answers 400."""
    form = ActasForm(request.GET)
    is_valid = form.is_valid()
    before = (form.cleaned_data.get("antes") or 0) if is_valid else 0
    page = actas_page(timezone.now(), before=before)
    context = {"page": page, "head": page.head, "is_wrong": not is_valid}
    return council_page(request, f"{FOLDER}/actas.html", context, status=200 if is_valid else 400)


@for_everyone
def acta(request: HttpRequest, number: int) -> HttpResponse:
    """One acta, from its frozen content."""
    try:
        found = _published(number)
    except Http404:
        head = council_head("Esa acta no está publicada", ABOUT, request.path, f"Sesión {number}")
        context = {"number": number, "head": head}
        return council_page(request, f"{FOLDER}/acta_unknown.html", context, status=404)
    address = absolute(reverse("participation:council-acta-json", args=[number]))
    page = acta_page(found, address=address)
    return council_page(request, f"{FOLDER}/acta.html", {"page": page, "head": page.head})


@for_everyone
def acta_pdf_file(request: HttpRequest, number: int) -> HttpResponse:
    """The PDF that was signed, byte by byte."""
    return _file(bytes(_published(number).pdf or b""), "application/pdf", f"acta-{number}.pdf")


@for_everyone
def acta_json_file(request: HttpRequest, number: int) -> HttpResponse:
    """What the hash covers: the canonical line of the content, with nothing after it."""
    content = canonical(_published(number).content).encode()
    return _file(content, "application/json; charset=utf-8", f"acta-{number}.json")


@for_everyone
def sessions_file(request: HttpRequest) -> HttpResponse:
    """The calendar of the sessions that are called; never the link."""
    content = sessions_calendar(timezone.now())
    return _file(content, "text/calendar; charset=utf-8", "sesiones-del-consejo.ics")


def _published(number: int) -> Acta:
    sessions = CouncilSession.objects.public().select_related(
        "acta__signed_by_chair", "acta__signed_by_secretary"
    )
    session = sessions.filter(number=number).first() if number <= LARGEST else None
    if session is None:
        raise Http404
    acta: Acta = session.acta
    return acta


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
