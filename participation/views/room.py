"""The council's room: its first page, the checks, the notes and the places they stand beside."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.actions import council_notes as acts
from participation.forms_room import NoteForm
from participation.models import CouncilNote, Observation
from participation.pages.room import checks_of, room_home
from participation.pages.room_notes import notes_for
from participation.pages.room_observations import rows_of
from participation.room import Quoted, open_review, quoted_at
from participation.transitions import Refused
from participation.views.room_doors import given_back, in_room, room_page
from programs.drafts import ledger_of

GIVEN_BACK = "Recuperamos lo que escribía cuando terminó su sesión. Revíselo y guárdelo."
_GET_POST = ["GET", "HEAD", "POST"]


@in_room
@require_safe
def home(request: Any) -> HttpResponse:
    """The clock, what waits, the draft, what the council writes."""
    recovery_left = request.session.pop("room_recovery_left", None)
    page = room_home(request.user, request.seat, timezone.now())
    return room_page(request, "home", {"page": page, "recovery_left": recovery_left})


@in_room
@require_safe
def checks(request: Any) -> HttpResponse:
    """Every check of the draft that does not add up."""
    review = open_review()
    found = checks_of(review.account, ledger_of(review.account)) if review else ()
    return room_page(request, "checks", {"checks": found, "review": review})


@in_room
@require_safe
def notes(request: Any) -> HttpResponse:
    """One's own notes and those that others shared."""
    found = notes_for(request.user)
    context = {
        "mine": [each for each in found if each.is_mine],
        "shared": [each for each in found if not each.is_mine],
    }
    return room_page(request, "notes", context)


@in_room
@require_http_methods(_GET_POST)
def place(request: Any) -> HttpResponse:
    """A place of the draft or of an edition: note it, or observe it."""
    address = request.GET.get("sobre", "")
    try:
        quoted = quoted_at(address)
    except Refused as refused:
        return room_page(request, "no_place", {"trouble": str(refused)}, 404)
    kept = given_back(request) if request.method != "POST" else {}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=kept)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                acts.add_council_note(
                    quoted, **form.cleaned_data, by=request.user, now=timezone.now()
                )
            except Refused as refused:
                form.add_error("text", str(refused))
                status = 409
            else:
                return redirect("room:notes")
    context = {**_about(request, quoted), "form": form, "said": GIVEN_BACK if kept else ""}
    return room_page(request, "place", context, status)


def _about(request: Any, quoted: Quoted) -> dict[str, Any]:
    """What the council said already of that place, and the drafts it may be added to."""
    path = f"ediciones/{quoted.edition.number}/{quoted.path}" if quoted.edition else quoted.path
    drafts = Observation.objects.filter(
        account=quoted.account, edition=quoted.edition, state="draft"
    )
    return {
        "quoted": quoted,
        "notes": notes_for(
            request.user, account_id=quoted.account.pk, path=path, anchor=quoted.anchor
        ),
        "drafts": rows_of(drafts.order_by("-pk")[:20]),
    }


@in_room
@require_http_methods(_GET_POST)
def note(request: Any, pk: int) -> HttpResponse:
    """Change one's own note."""
    held = _own_note(request, pk)
    initial = given_back(request) if request.method != "POST" else {}
    said = GIVEN_BACK if initial else ""
    initial = initial or {"text": held.text, "is_shared": held.is_shared}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                acts.change_council_note(
                    held, **form.cleaned_data, by=request.user, now=timezone.now()
                )
            except Refused as refused:
                form.add_error("text", str(refused))
                status = 409
            else:
                return redirect("room:notes")
    return room_page(request, "note", {"note": held, "form": form, "said": said}, status)


@in_room
@require_POST
def note_delete(request: Any, pk: int) -> HttpResponse:
    """Erase one's own note."""
    acts.delete_council_note(_own_note(request, pk), by=request.user, now=timezone.now())
    return HttpResponseRedirect(reverse("room:notes"))


def _own_note(request: Any, pk: int) -> CouncilNote:
    """Nobody learns whether another's note exists."""
    if pk > 2**63 - 1:
        raise Http404
    found = CouncilNote.objects.filter(pk=pk, user=request.user).first()
    if found is None:
        raise Http404
    return found
