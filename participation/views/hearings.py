"""The public hearings: the list, each one with its call, its calendar, and its acta."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from participation.forms_hearings import LARGEST, HearingsForm
from participation.hearing_acta import acta_text
from participation.hearing_calendar import hearings_calendar
from participation.hearing_feed import hearings_feed
from participation.hearing_linked import event_data
from participation.hearing_words import moment_of
from participation.links import absolute
from participation.models import Hearing, HearingActa, HearingCall
from participation.observation_hash import canonical
from participation.pages.hearing import hearing_page
from participation.pages.hearings import (
    ABOUT,
    LIST,
    address_of,
    hearing_head,
    hearings_page,
    title_of,
)
from participation.views.pages import live_page
from participation.views.questions import for_everyone

FOLDER = "participation/hearings"


@for_everyone
def hearings(request: HttpRequest) -> HttpResponse:
    """All of them, or those of a region. A wrong address answers 400."""
    form = HearingsForm(request.GET)
    is_valid = form.is_valid()
    asked = form.cleaned_data if is_valid else {}
    page = hearings_page(
        timezone.now(), region=asked.get("region") or "", before=asked.get("antes") or 0
    )
    context = {"page": page, "head": page.head, "is_wrong": not is_valid}
    return live_page(request, f"{FOLDER}/hearings.html", context, status=200 if is_valid else 400)


@for_everyone
def hearing(request: HttpRequest, number: int) -> HttpResponse:
    """One of them."""
    try:
        found = public_hearing(number)
    except Http404:
        head = hearing_head("No hay esa audiencia", ABOUT, f"{LIST}x/", (f"Audiencia {number}", ""))
        context = {"head": head, "number": number}
        return live_page(request, f"{FOLDER}/hearing_unknown.html", context, status=404)
    page = hearing_page(found, timezone.now())
    context = {"page": page, "head": page.head, "event": event_data(found)}
    return live_page(request, f"{FOLDER}/hearing.html", context)


@for_everyone
def hearing_call(_request: HttpRequest, number: int, version: int) -> HttpResponse:
    """What one version of the call says: the line that its hash covers, with nothing after it."""
    call = HearingCall.objects.filter(
        hearing=public_hearing(number), number=version if version <= LARGEST else 0
    ).first()
    if call is None:
        raise Http404
    return _file(
        canonical(call.content).encode(), "application/json; charset=utf-8",
        f"convocatoria-{number}-{version}.json",
    )  # fmt: skip


@for_everyone
def hearings_file(_request: HttpRequest) -> HttpResponse:
    """The calendar of those to come."""
    now = timezone.now()
    rows = Hearing.objects.public().upcoming(now).order_by("starts_at", "pk")
    content = hearings_calendar(rows, now)
    return _file(content, "text/calendar; charset=utf-8", "audiencias.ics")


@for_everyone
def hearings_atom(_request: HttpRequest) -> HttpResponse:
    """What was announced, held or recorded last, to follow from any reader."""
    return HttpResponse(hearings_feed(), content_type="application/atom+xml; charset=utf-8")


@for_everyone
def hearing_file(_request: HttpRequest, number: int) -> HttpResponse:
    """One of them, for a calendar."""
    found = public_hearing(number)
    content = hearings_calendar([found], timezone.now(), title_of(found))
    return _file(content, "text/calendar; charset=utf-8", f"audiencia-{number}.ics")


@for_everyone
def hearing_acta(request: HttpRequest, number: int) -> HttpResponse:
    """The acta of one, from its frozen content."""
    acta = _published(number)
    text = acta_text(acta.content, sha256=acta.sha256)
    address = address_of(acta.hearing, "acta/")
    steps = ((f"Audiencia {number}", address_of(acta.hearing)), ("Acta", ""))
    head = hearing_head(text.title, f"{text.title}: {acta.hearing.title}", address, *steps)
    context = {
        "head": head,
        "text": text,
        "hearing": acta.hearing,
        "pdf_sha256": acta.pdf_sha256,
        "published": moment_of(acta.published_at, None),
        "command": f"curl -s {absolute(address_of(acta.hearing, 'acta.json'))} | sha256sum",
    }
    return live_page(request, f"{FOLDER}/acta.html", context)


@for_everyone
def hearing_acta_pdf(_request: HttpRequest, number: int) -> HttpResponse:
    """The PDF as it was published, byte by byte."""
    content = bytes(_published(number, with_pdf=True).pdf)
    return _file(content, "application/pdf", f"acta-audiencia-{number}.pdf")


@for_everyone
def hearing_acta_json(_request: HttpRequest, number: int) -> HttpResponse:
    """What the hash of the acta covers."""
    content = canonical(_published(number).content).encode()
    return _file(content, "application/json; charset=utf-8", f"acta-audiencia-{number}.json")


def public_hearing(number: int) -> Hearing:
    """One that was called. Raises Http404 for all else."""
    rows = Hearing.objects.public().select_related("account", "region")
    found = rows.filter(number=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404
    return found


def _published(number: int, *, with_pdf: bool = False) -> HearingActa:
    rows = HearingActa.objects.select_related("hearing").filter(hearing=public_hearing(number))
    acta = (rows if with_pdf else rows.defer("pdf")).first()
    if acta is None:
        raise Http404
    return acta


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
