"""The public's pages of what the institution promised: the list, each one, and its files."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.commitment_files import csv_lines, feed_of, ics_of, json_lines, rows_of
from participation.commitments_public import CODE, CommitmentFilter, page_of, shown
from participation.models import Commitment
from participation.pages.commitment import LIST, LIST_TITLE, commitment_page, head_of
from participation.pages.commitments import ASKED, commitment_list, refused_list
from participation.views.asking_lists import (
    asked_in,
    code_in,
    today_here,
    troubles_in,
    whole_list,
)
from participation.views.limited import limited_export
from participation.views.pages import live_page
from participation.views.plain import plain_refusal
from participation.views.questions import WRONG_PLACE, for_everyone

FOLDER = "participation/public"
LEAD = (
    "Lo que la institución se comprometió a hacer al responder a las personas, al Consejo y en las "
    "audiencias: para cuándo, qué unidad responde y qué pasó."
)


def _filter(asked: dict[str, str]) -> CommitmentFilter:
    return CommitmentFilter(asked, Commitment.objects.public(), today=today_here())


@for_everyone
def commitments(request: HttpRequest) -> HttpResponse:
    """The list. What cannot be in its address answers 400 and says what to mend."""
    asked = asked_in(request, ASKED)
    if troubles := troubles_in(asked, _filter):
        return _list_page(request, refused_list(asked, troubles), status=400)
    try:
        cut = page_of(_filter(asked).qs, asked.get("despues", ""))
    except ValueError:
        return _list_page(request, refused_list(asked, {"despues": WRONG_PLACE}), status=400)
    uncut = _filter({**asked, "estado": ""}).qs
    return _list_page(request, commitment_list(cut, uncut, asked, today_here()))


def _list_page(request: HttpRequest, page: Any, status: int = 200) -> HttpResponse:
    context = {"page": page, "head": head_of(LIST_TITLE, LEAD, LIST), "lead": LEAD}
    return live_page(request, f"{FOLDER}/commitments.html", context, status=status)


@for_everyone
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """The permanent page of a commitment; what is not public was never there."""
    row = _found(code)
    if row is None:
        return _unknown(request, code)
    if row.code != code:
        return redirect("participation:commitment", row.code, permanent=True)
    page = commitment_page(row, timezone.now())
    return live_page(request, f"{FOLDER}/commitment.html", {"page": page, "head": page.head})


def _found(code: str) -> Commitment | None:
    """By its code, in capitals or not."""
    rows = shown(Commitment.objects.public()).select_related("account__institution")
    found: Commitment | None = rows.filter(code=code_in(code, CODE)).first()
    return found


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    head = head_of("No encontramos ese compromiso", "Ninguno tiene ese código.", LIST)
    context = {"typed": typed[:40], "head": head}
    return live_page(request, f"{FOLDER}/commitment_unknown.html", context, status=404)


@for_everyone
def commitment_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same commitment as data, with its milestones and all that happened to it."""
    row = _found(code)
    if row is None or row.code != code:
        return _unknown(request, code)
    made = next(rows_of(Commitment.objects.filter(pk=row.pk), today_here(), is_whole=True))
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@for_everyone
def feed(request: HttpRequest) -> HttpResponse:
    """The commitments that moved last; what cannot be asked for answers 400."""
    asked = asked_in(request, ASKED, without=("despues",))
    if troubles := troubles_in(asked, _filter):
        return plain_refusal(troubles)
    content = feed_of(asked, _filter(asked).qs, today_here())
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@for_everyone
def calendar(request: HttpRequest) -> HttpResponse:
    """The days that are promised, to subscribe to from any calendar."""
    asked = asked_in(request, ASKED, without=("despues",))
    if troubles := troubles_in(asked, _filter):
        return plain_refusal(troubles)
    response = HttpResponse(ics_of(_filter(asked).qs), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="compromisos.ics"'
    return response


@require_safe
@limited_export
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """Every commitment that was asked for, as CSV, whole or not at all."""
    return _stream(request, csv_lines, "text/csv; charset=utf-8", "compromisos.csv")


@require_safe
@limited_export
def json_file(request: HttpRequest) -> HttpResponseBase:
    """The same as JSON, with milestones and changes."""
    return _stream(request, json_lines, "application/json; charset=utf-8", "compromisos.json")


def _stream(request: HttpRequest, lines: Any, kind: str, name: str) -> HttpResponseBase:
    asked = asked_in(request, ASKED, without=("despues",))
    return whole_list(
        asked, _filter, lambda rows: lines(rows, today_here()), content_type=kind, name=name
    )
