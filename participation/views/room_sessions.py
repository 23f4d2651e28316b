"""Sessions in the room: agenda and link, one's vote, and the signature of who presided."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from participation.actions.council_actas import sign_acta_as_chair
from participation.actions.council_ballots import cast_vote
from participation.deadlines import CHILE
from participation.forms_room import SignForm, VoteForm
from participation.models import Acta, Ballot, CouncilSession
from participation.pages.room_sessions import ballot_page, session_page, session_rows
from participation.transitions import Refused
from participation.views.room import GIVEN_BACK
from participation.views.room_doors import given_back, in_room, room_page

_GET_POST = ["GET", "HEAD", "POST"]
LARGEST = 32_767


def _today() -> date:
    return timezone.now().astimezone(CHILE).date()


def _session(number: int) -> CouncilSession:
    if number > LARGEST:
        raise Http404
    rows = CouncilSession.objects.select_related("account", "chaired_by__councillor")
    return get_object_or_404(rows, number=number)


@in_room
@require_safe
def sessions(request: Any) -> HttpResponse:
    """Every session, the newest first."""
    return room_page(request, "sessions", {"sessions": session_rows(request.seat, _today())})


@in_room
@require_safe
def session(request: Any, number: int) -> HttpResponse:
    """One session: when, where, the link, and each point of its agenda."""
    page = session_page(_session(number), request.seat, _today())
    return room_page(request, "session", {"session": page})


@in_room
@require_http_methods(_GET_POST)
def ballot(request: Any, pk: int) -> HttpResponse:
    """Vote with one's seat; while the vote is open it may be changed."""
    if pk > 2**63 - 1:
        raise Http404
    rows = Ballot.objects.select_related("item__session", "item__observation__account",
                                         "item__observation__edition")  # fmt: skip
    held = get_object_or_404(rows, pk=pk)
    kept = given_back(request) if request.method != "POST" else {}
    form = VoteForm(request.POST if request.method == "POST" else None, initial=kept)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                cast_vote(held, **form.cleaned_data, by=request.user, now=timezone.now())
            except Refused as refused:
                form.add_error("reason" if "conflicto" in str(refused) else None, str(refused))
                status = 409
            else:
                return HttpResponseRedirect(reverse("room:ballot", args=[held.pk]))
        held.refresh_from_db(fields=["closed_at", "result"])
    context = {
        "ballot": ballot_page(held, request.seat), "form": form,
        "said": GIVEN_BACK if kept else "",
    }  # fmt: skip
    return room_page(request, "ballot", context, status)


@in_room
@require_http_methods(_GET_POST)
def acta(request: Any, number: int) -> HttpResponse:
    """Read the acta of a session and, who presided it, sign it."""
    held = _session(number)
    found = Acta.objects.filter(session=held).defer("pdf").first()
    if found is None:
        raise Http404
    form = SignForm(
        request.POST if request.method == "POST" else None, initial={"sha256": found.sha256}
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                sign_acta_as_chair(
                    held, by=request.user, now=timezone.now(),
                    expected_sha256=form.cleaned_data["sha256"],
                )  # fmt: skip
            except Refused as refused:
                found.refresh_from_db(fields=["content", "sha256"])
                form = SignForm(initial={"sha256": found.sha256})
                context = _acta_context(held, found, form, request)
                return room_page(request, "acta", {**context, "trouble": str(refused)}, 409)
            return HttpResponseRedirect(reverse("room:session", args=[held.number]))
    return room_page(request, "acta", _acta_context(held, found, form, request), status)


def _acta_context(
    held: CouncilSession, found: Acta, form: SignForm, request: Any
) -> dict[str, Any]:
    return {
        "session": session_page(held, request.seat, _today()), "acta": found,
        "content": found.content, "form": form,
    }  # fmt: skip
