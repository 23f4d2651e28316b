"""`/buscar/`: a plain form, whose address can be kept and passed on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cuenta.pages.found import PATH, SearchPage
from cuenta.search.finding import count, find, suggestion
from cuenta.search.forms import SearchForm
from cuenta.search.showing import empty_page, refused_page, search_page
from participation.commitments_public import CODE
from participation.folios import PREFIX, read_folio
from participation.limits import TooMany, check_limit, client_address
from participation.links import absolute
from participation.models import Submission
from participation.pages.live import LiveHead
from participation.views.doors import with_retry_after
from participation.views.pages import live_page
from participation.views.questions import WRONG_PLACE, for_everyone

TITLE = "Buscar"
DESCRIPTION = "Busque en la cuenta: capítulos, programas, cifras, preguntas y respuestas."


@for_everyone
def search(request: HttpRequest) -> HttpResponse:
    """Results, or what to do where there are none. What cannot be asked answers 400."""
    form = SearchForm(request.GET)
    names = [name for name in form.fields if request.GET.get(name)]
    asked = {name: request.GET[name].strip() for name in names}
    if not form.is_valid():
        trouble = str(next(iter(form.errors.values()))[0])
        return _page(request, refused_page(asked, trouble), status=400)
    if not form.asked:
        return _page(request, empty_page())
    if folio := _folio_in(asked["q"]):
        return redirect("participation:question", folio)
    if CODE.match(code := asked["q"].upper()):
        return redirect("participation:commitment", code)
    now = timezone.now()
    try:
        check_limit("search", address=client_address(request), now=now)
    except TooMany as refusal:
        page = refused_page(asked, f"{refusal.sentence} {refusal.way_out}")
        return with_retry_after(_page(request, page), refusal, now)
    counts = count(form.asked, form.chosen)
    try:
        found = find(form.asked, asked["q"], form.chosen, asked.get("despues", ""))
    except ValueError:
        return _page(request, refused_page(asked, WRONG_PLACE), status=400)
    meant = suggestion(form.asked, asked["q"]) if not counts.total else ""
    return _page(request, search_page(asked, found, counts, meant))


def _folio_in(typed: str) -> str:
    """The folio that was typed, however it is written; empty where it is none.

    Digits alone may be an amount: they are a folio only if somebody has that one in public.
    """
    try:
        folio = str(read_folio(typed))
    except ValueError:
        return ""
    if PREFIX in typed.upper() or "FOLIO" in typed.upper():
        return folio
    return folio if Submission.objects.public().filter(folio=folio).exists() else ""


def _page(request: HttpRequest, page: SearchPage, status: int = 200) -> HttpResponse:
    title = f"{page.typed[:80]} · {TITLE}" if page.typed else TITLE
    head = LiveHead(title, DESCRIPTION, absolute(PATH), section="buscar")
    context: dict[str, Any] = {"page": page, "head": head}
    response = live_page(request, "cuenta/search.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, follow"
    return response
