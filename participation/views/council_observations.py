"""The public's pages of what the council observed: the list, each one, and its files."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.acta_content import formal_content
from participation.council_public import CODE, ObservationFilter, page_of
from participation.models import Ballot, Observation
from participation.observation_feed import feed_of
from participation.observation_files import csv_lines, json_lines
from participation.observation_hash import canonical
from participation.pages.council_observation import observation_page
from participation.pages.council_observations import (
    ASKED,
    LIST,
    observation_list,
    refused_list,
)
from participation.pages.live import council_head
from participation.views.asking_lists import (
    asked_in,
    code_in,
    today_here,
    troubles_in,
    whole_list,
)
from participation.views.limited import limited_export
from participation.views.pages import council_page
from participation.views.plain import plain_refusal
from participation.views.questions import WRONG_PLACE, for_everyone

FOLDER = "participation/council"
TITLE = "Observaciones del Consejo"
LEAD = (
    "Lo que el Consejo de la Sociedad Civil observó formalmente sobre la cuenta, cómo se votó, "
    "qué se le respondió y qué cambió."
)


def _filter(asked: dict[str, str]) -> ObservationFilter:
    today = today_here()
    return ObservationFilter(asked, Observation.objects.public(), today=today)


@for_everyone
def observations(request: HttpRequest) -> HttpResponse:
    """The list. What cannot be in its address answers 400 and says what to mend."""
    asked = asked_in(request, ASKED)
    if troubles := troubles_in(asked, _filter):
        return _refused(request, asked, troubles)
    try:
        cut = page_of(_filter(asked).qs, asked.get("despues", ""))
    except ValueError:
        return _refused(request, asked, {"despues": WRONG_PLACE})
    today = today_here()
    page = observation_list(cut, _filter({**asked, "estado": ""}).qs, asked, today)
    return _list_page(request, page)


def _refused(request: HttpRequest, asked: dict[str, str], troubles: dict[str, str]) -> HttpResponse:
    today = today_here()
    return _list_page(request, refused_list(asked, troubles, today), status=400)


def _list_page(request: HttpRequest, page: Any, status: int = 200) -> HttpResponse:
    context = {"page": page, "head": council_head(TITLE, LEAD, LIST), "lead": LEAD}
    return council_page(request, f"{FOLDER}/observations.html", context, status=status)


@for_everyone
def observation(request: HttpRequest, code: str) -> HttpResponse:
    """The permanent page of an observation; what is not public was never there."""
    row = _found(code)
    if row is None:
        return _unknown(request, code)
    if row.code != code:
        return redirect("participation:council-observation", row.code, permanent=True)
    page = observation_page(row, timezone.now())
    return council_page(request, f"{FOLDER}/observation.html", {"page": page, "head": page.head})


def _found(code: str) -> Observation | None:
    """By its code, in capitals or not."""
    rows = Observation.objects.public().select_related(
        "account__institution", "edition__account", "filing__account", "filing__edition",
        "insists_on__filing", "incorporated_in__account",
    )  # fmt: skip
    found: Observation | None = (
        rows.prefetch_related("places").filter(code=code_in(code, CODE)).first()
    )
    return found


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    head = council_head("No encontramos esa observación", "Ninguna tiene ese código.", LIST)
    context = {"typed": typed[:40], "head": head}
    return council_page(request, f"{FOLDER}/observation_unknown.html", context, status=404)


@for_everyone
def observation_hash(request: HttpRequest, code: str) -> HttpResponse:
    """The exact line whose SHA-256 the acta and the page state: what was voted, by whom and how."""
    row = _found(code)
    if row is None or row.code != code:
        return _unknown(request, code)
    ballots = Ballot.objects.filter(item__observation=row, result=Ballot.Result.APPROVED)
    ballot = ballots.select_related("item__session").order_by("-closed_at").first()
    if ballot is None:
        return _unknown(request, code)
    line = canonical(formal_content(row, ballot))
    return HttpResponse(line.encode(), content_type="application/json; charset=utf-8")


@for_everyone
def feed(request: HttpRequest) -> HttpResponse:
    """The observations that moved last; what cannot be asked for answers 400."""
    asked = asked_in(request, ASKED, without=("despues",))
    if troubles := troubles_in(asked, _filter):
        return plain_refusal(troubles)
    today = today_here()
    content = feed_of(asked, _filter(asked).qs, today)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@require_safe
@limited_export
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """Every observation that was asked for, as CSV, whole or not at all."""
    return _stream(request, csv_lines, "text/csv; charset=utf-8", "observaciones.csv")


@require_safe
@limited_export
def json_file(request: HttpRequest) -> HttpResponseBase:
    """The same as JSON, with the words and the votes."""
    return _stream(request, json_lines, "application/json; charset=utf-8", "observaciones.json")


def _stream(request: HttpRequest, lines: Any, kind: str, name: str) -> HttpResponseBase:
    asked = asked_in(request, ASKED, without=("despues",))
    return whole_list(asked, _filter, lines, content_type=kind, name=name)
