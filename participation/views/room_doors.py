"""What stands before every page of the council's room: a session of its own, and a seat of today.

Staff never pass, the secretary and who administers the portal included: what the room writes is the
council's until it is proposed. A session ends by itself; what was being typed then is kept.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.vary import vary_on_cookie

from participation import kept_words
from participation.council import seat_of
from participation.deadlines import CHILE
from participation.links import ROOM
from participation.models import Mandate
from participation.views.pages import council_page

SEEN = "room_seen"
FOLDER = "participation/council/room"
NOT_HERE = "Revise la dirección: puede tener una letra de más, o lo que buscaba ya no está."
View = Callable[..., HttpResponse]
RoomView = Callable[Concatenate[Any, ...], HttpResponse]


def unseen(view: View) -> View:
    """Nobody keeps the page, indexes it, or learns from it where somebody was.

    The referrer stays within the portal: without any, Django could not tell our forms from others.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response.setdefault("Referrer-Policy", "same-origin")
        return response

    return vary_on_cookie(answer)


def in_room(view: RoomView) -> View:
    """For who holds a seat today and is signed in; `request.seat` is that seat."""

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        if not request.user.is_authenticated:
            return sign_in_first(request, user_id=None)
        if request.user.is_staff or not request.user.is_councillor:
            return room_page(request, "outside", status=403)
        if _is_idle(request, now):
            return sign_in_first(request, user_id=request.user.pk)
        request.session[SEEN] = now.timestamp()
        seat = seat_of(request.user, now.astimezone(CHILE).date())
        if seat is None:
            context = {"ended_on": _last_day(request.user)}
            return room_page(request, "ended", context, status=403)
        request.seat = seat
        try:
            return view(request, *args, **kwargs)
        except Http404:  # the portal's own page would be kept by whoever stands between
            return room_page(request, "no_place", {"trouble": NOT_HERE}, 404)

    return unseen(answer)


def _is_idle(request: Any, now: Any) -> bool:
    seen = request.session.get(SEEN)
    longest = timedelta(minutes=settings.ROOM_IDLE_MINUTES).total_seconds()
    return seen is not None and now.timestamp() - float(seen) > longest


def _last_day(user: Any) -> Any:
    last = Mandate.objects.of(user).order_by("-ends_on").first()
    return last.last_day if last is not None else None


def sign_in_first(request: Any, *, user_id: int | None) -> HttpResponse:
    """To the door, with what was typed kept; a session that was still open ends here."""
    was_in = user_id is not None
    sent = request.POST if request.method == "POST" else None
    if was_in:
        logout(request)
    is_kept = sent is not None and kept_words.keep(
        request.session, path=request.get_full_path(), sent=sent, user_id=user_id,
        now=timezone.now(),
    )  # fmt: skip
    asked = {"next": request.get_full_path() if is_kept or sent is None else ROOM}
    if is_kept:
        asked["fin"] = "guardado"
    elif was_in:
        asked["fin"] = "1"
    return HttpResponseRedirect(f"{reverse('room:login')}?{urlencode(asked)}")


def given_back(request: Any) -> dict[str, str]:
    """What this person was writing on this page when the session ended."""
    return kept_words.given_back(
        request.session, path=request.get_full_path(), user_id=request.user.pk,
        now=timezone.now(),
    )  # fmt: skip


def wanted_page(request: HttpRequest) -> str:
    """Where the person was going, within the room; else its first page."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    is_ours = asked.startswith(ROOM) and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else ROOM


def room_page(
    request: Any, name: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the room: the portal's header, and the room's own list of pages."""
    user = request.user
    whole = {
        "seat": getattr(request, "seat", None),
        "mark": kept_words.mark_for(user.pk) if user.is_authenticated else "",
        "here": name,
        "idle_minutes": settings.ROOM_IDLE_MINUTES,
        **(context or {}),
    }
    return council_page(request, f"{FOLDER}/{name}.html", whole, status=status)


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """A form of the room that was opened before signing in again: its words come back to its page.

    Nothing is done with them but to show them to the person they were shown to.
    """
    if not request.path.startswith(ROOM):
        return plain_csrf_failure(request, reason)
    path = request.get_full_path()
    is_kept = kept_words.keep(
        request.session, path=path, sent=request.POST, user_id=None, now=timezone.now()
    )
    if not is_kept:
        return plain_csrf_failure(request, reason)
    return HttpResponseRedirect(path)
