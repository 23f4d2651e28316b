"""Entering the council's room: the invitation, the password, the code of the telephone, leaving."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from participation import kept_words
from participation.actions.council_invitations import (
    CLOSED,
    RefusedField,
    accept_invitation,
    check_invitation,
)
from participation.forms_room import AcceptForm, RoomSignInForm
from participation.keys import BadToken, CannotOpen, open_sealed
from participation.links import read_invitation_token
from participation.models import CouncilInvitation
from participation.transitions import Refused
from participation.views.doors import by_secret_address
from participation.views.room_doors import SEEN, room_page, unseen, wanted_page
from programs.actions import second_factor as acts
from programs.models import User
from programs.second_factor.codes import recovery_left
from programs.second_factor.doors import let_in, verified
from programs.second_factor.enrolment import new_key, offer_for
from programs.second_factor.forms import CodeForm
from programs.second_factor.policy import Step, device_of, step_of

KEY = "room_second_factor_key"
BACKEND = "django.contrib.auth.backends.ModelBackend"
ENDED = {
    "1": "Su sesión terminó porque pasó un rato sin usarla. Entre de nuevo.",
    "guardado": "Su sesión terminó. Lo que escribía está guardado: entre de nuevo y siga.",
    "salio": "Salió de la sala.",
}


@unseen
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """The password; the code comes next. Guessing waits as for staff (programs/second_factor)."""
    owed = _owed(request)
    if request.method != "POST" and owed is not None:
        return owed
    form = RoomSignInForm(request, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            login(request, form.get_user(), BACKEND)
            request.session[SEEN] = timezone.now().timestamp()
            return _next(request, form.get_user())
    said = ENDED.get(request.GET.get("fin", ""), "")
    context = {"form": form, "next": wanted_page(request), "said": said}
    return room_page(request, "login", context, status)


def _owed(request: Any) -> HttpResponse | None:
    """Where somebody who gave the password already goes on to."""
    person = _halfway(request)
    if person is not None:
        return _next(request, person)
    user = request.user
    if user.is_authenticated and user.is_councillor and not user.is_staff:
        return HttpResponseRedirect(wanted_page(request))
    return None


def _halfway(request: Any) -> User | None:
    """The councillor who gave the password and still owes the second proof."""
    person: User | None = request.halfway()
    return person if person and person.is_councillor and not person.is_staff else None


def _next(request: Any, person: User) -> HttpResponse:
    """The step that is missing, on the way to where they were going."""
    name = "room:code" if step_of(person, request.session) is Step.CODE else "room:enrol"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': wanted_page(request)})}")


def _to_door(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('room:login')}?{urlencode({'next': wanted_page(request)})}"
    )


@unseen
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def give_code(request: Any) -> HttpResponse:
    """The second proof: a code of the telephone, or one of recovery."""
    person = _halfway(request)
    if person is None or step_of(person, request.session) is not Step.CODE:
        return _owed(request) or _to_door(request)
    is_recovery = request.GET.get("con") == "recuperacion"
    form = CodeForm(request.POST or None, is_recovery=is_recovery)
    form.fields["code"].widget.attrs["autofocus"] = True  # the page asks nothing else
    status = 200
    if request.method == "POST":
        device, status = verified(person, form)
        if device is not None:
            let_in(request, person, device)
            request.session[SEEN] = timezone.now().timestamp()
            if form.cleaned_data["code"].is_recovery:
                acts.note_recovery_used(by=person, now=timezone.now())
                request.session["room_recovery_left"] = recovery_left(person)
            kept = kept_words.where_kept(request.session, user_id=person.pk)
            return HttpResponseRedirect(kept or wanted_page(request))
    context = {
        "form": form, "person": person, "is_recovery": is_recovery, "next": wanted_page(request)
    }  # fmt: skip
    return room_page(request, "code", context, status)


@unseen
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: Any) -> HttpResponse:
    """The telephone, once: a councillor is never let in without it."""
    person = _halfway(request)
    if person is None or step_of(person, request.session) is not Step.ENROLMENT:
        return _owed(request) or _to_door(request)
    key = request.session.get(KEY) or new_key()
    request.session[KEY] = key
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        codes = _activated(person, key, form) if form.is_valid() else None
        if codes is not None:
            del request.session[KEY]
            device = device_of(person)
            assert device is not None  # noqa: S101 (it was made a moment ago)
            let_in(request, person, device)
            request.session[SEEN] = timezone.now().timestamp()
            context = {"codes": codes, "person": person, "next": wanted_page(request)}
            return room_page(request, "codes", context)
    context = {
        "form": form, "person": person, "offer": offer_for(person, key),
        "next": wanted_page(request),
    }  # fmt: skip
    return room_page(request, "enrol", context, status)


def _activated(person: User, key: str, form: CodeForm) -> list[str] | None:
    try:
        return acts.activate_second_factor(
            key=key, code=form.cleaned_data["code"], by=person, now=timezone.now()
        )
    except Refused as refused:
        form.add_error("code", str(refused))
        return None


@unseen
@csrf_protect
@require_POST
def leave(request: Any) -> HttpResponse:
    """Sign out, or leave halfway; of staff signed in in the same browser nothing changes."""
    user = request.user
    if _halfway(request) is not None or (user.is_authenticated and not user.is_staff):
        logout(request)
    return HttpResponseRedirect(f"{reverse('room:login')}?fin=salio")


@by_secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Any, token: str) -> HttpResponse:
    """The link of the mail: name and password, and on to the telephone. It works once."""
    try:
        held = _invitation(token)
        email = open_sealed(held.email_sealed)
    except (Refused, CannotOpen) as refused:
        sentence = str(refused) if isinstance(refused, Refused) else CLOSED
        return room_page(request, "invitation_closed", {"trouble": sentence}, 410)
    initial = {"name": held.councillor.name}
    form = AcceptForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        user = _accepted(held, form) if form.is_valid() else None
        if user is not None:
            login(request, user, BACKEND)
            request.session[SEEN] = timezone.now().timestamp()
            return HttpResponseRedirect(reverse("room:enrol"))
    context = {"form": form, "email": email, "until": held.expires_at}
    return room_page(request, "invitation", context, status)


def _invitation(token: str) -> CouncilInvitation:
    try:
        uid = read_invitation_token(token)
    except (BadToken, ValueError, TypeError, AttributeError):
        raise Refused("Este enlace no está completo. Cópielo entero desde el mensaje.") from None
    found = CouncilInvitation.objects.select_related("councillor").filter(uid=uid).first()
    if found is None:
        raise Refused(CLOSED)
    check_invitation(found, timezone.now())
    return found


def _accepted(held: CouncilInvitation, form: AcceptForm) -> User | None:
    typed = form.cleaned_data
    try:
        return accept_invitation(
            held, name=typed["name"], password=typed["password"], now=timezone.now()
        )
    except RefusedField as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    except Refused as refused:
        form.add_error(None, str(refused))
    return None
