"""Observations in the room: begun, written together, compared, proposed and taken back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.actions import council_writing as acts
from participation.actions.council_ballots import add_dissent
from participation.council_transitions import OBSERVATION_ACT
from participation.forms_room import DissentForm, ObservationForm, PlaceForm, VersionForm
from participation.models import Observation
from participation.pages.room_observations import (
    compared,
    may_insist,
    observation_page,
    rows_of,
    versions_of,
    word_pieces,
)
from participation.room import Quoted, open_review, quoted_at
from participation.transitions import Refused
from participation.views.room import GIVEN_BACK
from participation.views.room_doors import given_back, in_room, room_page

_GET_POST = ["GET", "HEAD", "POST"]
# What each act does, said before it is done.
CONSEQUENCES = {
    "propose": (
        "La secretaría ejecutiva la verá y podrá ponerla en la tabla de una sesión.",
        "Recibe su código, que conserva para siempre.",
        "Mientras nadie la ponga en tabla, el Consejo puede volver a redactarla.",
    ),
    "return": (
        "Vuelve a verla solo la sala.",
        "Conserva su código. Cuando esté lista, propóngala de nuevo.",
    ),
    "take_back": (
        "Ya no se votará ni se podrá recuperar; sus versiones quedan en la sala.",
        "Puede escribir otra sobre lo mismo.",
    ),
}
DO = {
    "propose": acts.propose_observation,
    "return": acts.return_observation,
    "take_back": acts.take_back_observation,
}


def _observation(uid: UUID) -> Observation:
    rows = Observation.objects.select_related(
        "account", "edition__account", "filing", "proposed_by__councillor", "insists_on__filing",
        "insists_on__account", "insists_on__edition",
    )  # fmt: skip
    return get_object_or_404(rows, uid=uid)


@in_room
@require_safe
def observations(request: Any) -> HttpResponse:
    """All of them, the newest first: what the council writes, and what became of it."""
    rows = Observation.objects.order_by("-pk")
    context = {
        "working": rows_of(rows.in_room().exclude(state__in=("withdrawn", "rejected"))),
        "filed": rows_of(rows.filter(filing__isnull=False)),
        "ended": rows_of(rows.filter(state__in=("withdrawn", "rejected"))),
        "review": open_review(),
    }
    return room_page(request, "observations", context)


@in_room
@require_safe
def observation(request: Any, uid: UUID) -> HttpResponse:
    """One of them, with its places, its versions and what may be done."""
    found = _observation(uid)
    context = {"page": observation_page(found, request.seat), "place_form": PlaceForm()}
    return room_page(request, "observation", context)


@in_room
@require_http_methods(_GET_POST)
def begin(request: Any) -> HttpResponse:
    """Begin one: about a place (`sobre`), or insisting on another (`insiste`)."""
    try:
        quoted, earlier = _about(request)
    except Refused as refused:
        return room_page(request, "no_place", {"trouble": str(refused)}, 404)
    kept = given_back(request) if request.method != "POST" else {}
    form = ObservationForm(request.POST if request.method == "POST" else None, initial=kept)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            made = _begun(request, form, quoted, earlier)
            if made is not None:
                return _to(made)
            status = 409
    context = {
        "form": form, "quoted": quoted, "earlier": earlier, "said": GIVEN_BACK if kept else ""
    }  # fmt: skip
    return room_page(request, "begin", context, status)


def _about(request: Any) -> tuple[Quoted | None, Observation | None]:
    """What it will be about: exactly one of the two."""
    try:
        insists = UUID(request.GET.get("insiste", ""))
    except ValueError:
        return quoted_at(request.GET.get("sobre", "")), None
    earlier = Observation.objects.select_related("account", "edition", "filing").filter(uid=insists)
    found = earlier.first()
    if found is None or not may_insist(found):
        raise Refused("El Consejo no puede insistir en esa observación.")
    return None, found


def _begun(
    request: Any, form: ObservationForm, quoted: Quoted | None, earlier: Observation | None
) -> Observation | None:
    about: Any = quoted or earlier
    try:
        return acts.begin_observation(
            about.account, edition=about.edition, title=form.cleaned_data["title"],
            text=form.cleaned_data["text"], places=(quoted,) if quoted else (),
            insists_on=earlier, by=request.user, now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


@in_room
@require_http_methods(_GET_POST)
def write(request: Any, uid: UUID) -> HttpResponse:
    """Write it again. When somebody else saved meanwhile, both texts are shown and none is lost."""
    held = _observation(uid)
    if held.state != "draft":
        return room_page(request, "not_draft", {"page": observation_page(held, request.seat)}, 409)
    kept = given_back(request) if request.method != "POST" else {}
    initial = {"title": held.title, "text": held.text, "version": held.version, **kept}
    form = ObservationForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {"form": form, "said": GIVEN_BACK if kept else ""}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                saved = acts.save_observation(
                    held, title=form.cleaned_data["title"], text=form.cleaned_data["text"],
                    expected_version=form.cleaned_data["version"] or 0, by=request.user,
                    now=timezone.now(),
                )  # fmt: skip
            except acts.WrittenMeanwhile as meanwhile:
                context |= _both(form, meanwhile.current)
                status = 409
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409
            else:
                return _to(saved)
    context["page"] = observation_page(held, request.seat)
    return room_page(request, "write", context, status)


def _both(form: ObservationForm, current: Observation) -> dict[str, Any]:
    """The text of the other and what differs; saving again now answers to the other's version."""
    data = form.data.copy()
    data["version"] = str(current.version)
    form.data = data
    mine = form.cleaned_data["text"]
    return {
        "current": current,
        "by": versions_of(current)[0].who,
        "pieces": tuple(word_pieces(current.text, mine)),
    }


@in_room
@require_safe
def versions(request: Any, uid: UUID) -> HttpResponse:
    """What changed between two versions: `de` and `a`; without them, the last two."""
    held = _observation(uid)
    lines = versions_of(held)
    newest = lines[0].number if lines else 1
    after = _number(request.GET.get("a", ""), newest)
    before = _number(request.GET.get("de", ""), max(1, after - 1))
    found = compared(held, before, after)
    if found is None and lines:
        raise Http404
    context = {"page": observation_page(held, request.seat), "compared": found}
    return room_page(request, "versions", context)


def _number(typed: str, otherwise: int) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else otherwise


@in_room
@require_http_methods(_GET_POST)
def place_add(request: Any, uid: UUID) -> HttpResponse:
    """Quote one more place in it. Who comes back here after signing in again finds what they typed,
    in the page of the observation."""
    held = _observation(uid)
    if request.method != "POST":
        typed = given_back(request)
        if not typed:
            return _to(held)
        context = {
            "page": observation_page(held, request.seat), "place_form": PlaceForm(initial=typed),
        }  # fmt: skip
        return room_page(request, "observation", context)
    form = PlaceForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            quoted = quoted_at(form.cleaned_data["sobre"])
            acts.add_observation_place(held, quoted, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error("sobre", str(refused))
            status = 409
        else:
            return _to(held)
    context = {"page": observation_page(held, request.seat), "place_form": form}
    return room_page(request, "observation", context, status)


@in_room
@require_POST
def place_remove(request: Any, uid: UUID, position: int) -> HttpResponse:
    """Quote that place no more."""
    held = _observation(uid)
    if position > 32_767:
        raise Http404
    try:
        acts.remove_observation_place(held, position=position, by=request.user, now=timezone.now())
    except Refused as refused:
        return _refused(request, held, str(refused))
    return _to(held)


@in_room
@require_http_methods(_GET_POST)
def act(request: Any, uid: UUID, action: str) -> HttpResponse:
    """Propose it, take it back to write, or withdraw it: the page says what will happen."""
    if action not in DO:
        raise Http404
    held = _observation(uid)
    form = VersionForm(
        request.POST if request.method == "POST" else None, initial={"version": held.version}
    )
    if request.method == "POST":
        if not form.is_valid():
            return _act_page(request, held, action, form, 400)
        try:
            DO[action](
                held, expected_version=form.cleaned_data["version"], by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            fresh = _observation(uid)
            again = VersionForm(initial={"version": fresh.version})
            return _act_page(request, fresh, action, again, 409, str(refused))
        return _to(held)
    return _act_page(request, held, action, form, 200)


def _act_page(
    request: Any, held: Observation, action: str, form: VersionForm, status: int, trouble: str = ""
) -> HttpResponse:
    page = observation_page(held, request.seat)
    context = {
        "page": page, "form": form, "trouble": trouble, "action": action,
        "label": OBSERVATION_ACT[action].label, "consequences": CONSEQUENCES[action],
        "is_allowed": action in page.acts,
    }  # fmt: skip
    return room_page(request, "act", context, status)


@in_room
@require_http_methods(_GET_POST)
def dissent(request: Any, uid: UUID) -> HttpResponse:
    """A minority opinion, which goes with the observation wherever it goes."""
    held = _observation(uid)
    kept = given_back(request) if request.method != "POST" else {}
    form = DissentForm(request.POST if request.method == "POST" else None, initial=kept)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                add_dissent(
                    held, text=form.cleaned_data["text"], by=request.user, now=timezone.now()
                )
            except Refused as refused:
                form.add_error("text", str(refused))
                status = 409
            else:
                return _to(held)
    context = {
        "page": observation_page(held, request.seat), "form": form,
        "said": GIVEN_BACK if kept else "",
    }  # fmt: skip
    return room_page(request, "dissent", context, status)


def _refused(request: Any, held: Observation, sentence: str) -> HttpResponse:
    fresh = _observation(held.uid)
    context = {
        "page": observation_page(fresh, request.seat), "place_form": PlaceForm(),
        "trouble": sentence,
    }  # fmt: skip
    return room_page(request, "observation", context, 409)


def _to(observation: Observation) -> HttpResponse:
    return HttpResponseRedirect(reverse("room:observation", args=[observation.uid]))


def begin_href(address: str) -> str:
    """Where to begin an observation about an address."""
    return f"{reverse('room:begin')}?{urlencode({'sobre': address})}"
