"""The second step of signing in, and each person's own second factor.

A session remembers a key that nobody confirmed (KEY) and, through django-otp, the device whose code
was given; both end with it. Nothing is remembered of the browser.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME, authenticate, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from programs.actions import second_factor as acts
from programs.models import User
from programs.permissions import may
from programs.second_factor.codes import recovery_left
from programs.second_factor.doors import let_in, verified
from programs.second_factor.enrolment import new_key, offer_for
from programs.second_factor.forms import CodeForm, ProofForm
from programs.second_factor.policy import Step, device_of, is_required, step_of
from programs.transitions import Refused

KEY = "second_factor_key"
PAGES = {Step.CODE: "admin:second_factor_code", Step.ENROLMENT: "admin:second_factor"}


def next_step(request: Any, wanted: str) -> HttpResponse | None:
    """The page of what is still owed, on the way to `wanted`; None when nothing is."""
    person = request.user if request.user.is_authenticated else _halfway(request)
    step = step_of(person, request.session) if person is not None else Step.NOTHING
    return _to(PAGES[step], request, wanted) if step in PAGES else None


def _halfway(request: Any) -> User | None:
    """Who of the staff gave the password and still owes something. Others have their own doors."""
    person: User | None = request.halfway()
    return person if person is not None and person.is_staff else None


@require_http_methods(["GET", "HEAD", "POST"])
def give_code(request: Any) -> HttpResponse:
    """The second step: one code, and the session is verified."""
    person = _halfway(request)
    if person is None or step_of(person, request.session) is not Step.CODE:
        return _elsewhere(request)
    is_recovery = request.GET.get("con") == "recuperacion"
    form = CodeForm(request.POST or None, is_recovery=is_recovery)
    form.fields["code"].widget.attrs["autofocus"] = True  # the page asks nothing else
    status = 200
    if request.method == "POST":
        device, status = verified(person, form)
        if device is not None:
            let_in(request, person, device)
            if form.cleaned_data["code"].is_recovery:
                _tell_recovery(request, person)
            return HttpResponseRedirect(wanted_page(request))
    context = {"title": "Segundo paso", "form": form, "person": person, "is_recovery": is_recovery}
    return _page(request, "second_factor_code", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Any) -> HttpResponse:
    """One's own second factor: activate it where there is none, else what one has."""
    person = _whoever_may_enrol(request)
    if person is None:
        return _elsewhere(request)
    device = device_of(person)
    if device is not None:
        context = {
            "title": "Su segundo factor",
            "device": device,
            "left": recovery_left(person),
            "is_required": is_required(),
        }
        return _page(request, "second_factor", context)
    return _activate(request, person)


def _activate(request: Any, person: User) -> HttpResponse:
    key = request.session.get(KEY) or new_key()
    request.session[KEY] = key
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                codes = acts.activate_second_factor(
                    key=key, code=form.cleaned_data["code"], by=person, now=timezone.now()
                )
            except Refused as refused:
                form.add_error("code", str(refused))
            else:
                del request.session[KEY]
                device = device_of(person)
                assert device is not None  # noqa: S101 (it was made a moment ago)
                let_in(request, person, device)
                return _show_codes(request, codes, "Su segundo factor quedó activo")
    context = {
        "title": "Active su segundo factor",
        "offer": offer_for(person, key),
        "form": form,
        "is_halfway": not request.user.is_authenticated,
        "person": person,
    }
    return _page(request, "second_factor_activate", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: Any) -> HttpResponse:
    """Ten new recovery codes, for a code of the telephone or one of the old ones."""
    if device_of(request.user) is None:
        return HttpResponseRedirect(reverse("admin:second_factor"))
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        device, status = verified(request.user, form)
        if device is not None:
            codes = acts.renew_recovery_codes(by=request.user, now=timezone.now())
            own_device = device_of(request.user)
            assert own_device is not None  # noqa: S101 (renewing asked for it)
            let_in(request, request.user, own_device)
            return _show_codes(request, codes, "Sus códigos nuevos")
    context = {"title": "Cambiar los códigos de recuperación", "form": form}
    return _page(request, "second_factor_renew", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Any) -> HttpResponse:
    """Take it away, for password and code; wrong passwords count as when signing in."""
    if device_of(request.user) is None:
        return HttpResponseRedirect(reverse("admin:second_factor"))
    form = ProofForm(request.POST or None)
    status = 200
    if request.method == "POST" and _is_own_password(request, form):
        device, status = verified(request.user, form)
        if device is not None:
            acts.remove_second_factor(by=request.user, now=timezone.now())
            messages.success(request, "Su segundo factor quedó desactivado.")
            return HttpResponseRedirect(reverse("admin:index"))
    elif request.method == "POST":
        status = 400
    context = {"title": "Quitar su segundo factor", "form": form, "is_required": is_required()}
    return _page(request, "second_factor_remove", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: Any, user_id: int) -> HttpResponse:
    """Take away the second factor of somebody who lost the telephone and the recovery codes."""
    if not may(request.user, "change_user"):
        raise PermissionDenied
    person = get_object_or_404(User, pk=user_id)
    refused, status = "", 200
    try:
        if request.method == "POST":
            acts.reset_second_factor(person, by=request.user, now=timezone.now())
            messages.success(request, f"{person} ya no tiene segundo factor y puede activar otro.")
            return HttpResponseRedirect(reverse("admin:programs_user_change", args=[person.pk]))
        acts.check_can_reset(person, by=request.user)
    except Refused as reason:
        refused = str(reason)
        status = 409 if request.method == "POST" else 200
    context = {"title": "Quitar un segundo factor", "person": person, "refused": refused}
    return _page(request, "second_factor_reset", context, status)


@require_POST
def leave(request: Any) -> HttpResponse:
    """Sign out halfway: somebody who gave the password and does not go on."""
    if _halfway(request) is None:
        return _elsewhere(request)
    logout(request)
    return HttpResponseRedirect(reverse("admin:login"))


def _whoever_may_enrol(request: Any) -> User | None:
    """Staff who are in, or halfway only because they have to enrol."""
    halfway = _halfway(request)
    if halfway is not None:
        owes = step_of(halfway, request.session)
        return halfway if owes is Step.ENROLMENT else None
    return request.user if admin.site.has_permission(request) else None


def _is_own_password(request: Any, form: ProofForm) -> bool:
    if not form.is_valid():
        return False
    said = form.cleaned_data["password"]
    if authenticate(request, username=request.user.get_username(), password=said) is None:
        form.add_error("password", "Esa no es su clave. Escríbala de nuevo.")
        return False
    return True


def _tell_recovery(request: HttpRequest, person: User) -> None:
    acts.note_recovery_used(by=person, now=timezone.now())
    left = recovery_left(person)
    words = "Le queda 1 código" if left == 1 else f"Le quedan {left} códigos"
    messages.warning(
        request, f"Entró con un código de recuperación, que ya no sirve. {words} de recuperación."
    )


def _show_codes(request: Any, codes: list[str], title: str) -> HttpResponse:
    """The only page that says them; it is never stored."""
    context = {
        "title": title,
        "codes": codes,
        "person": request.user,
        "wanted": wanted_page(request),
    }
    return _page(request, "second_factor_codes", context)


def _page(request: Any, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    common = {**admin.site.each_context(request), "next": wanted_page(request)}
    return render(request, f"admin/{name}.html", {**common, **context}, status=status)


def wanted_page(request: HttpRequest) -> str:
    """Where the person was going, if it is within the portal; else the desk."""
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    is_safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_safe else reverse("admin:index")


def _elsewhere(request: Any) -> HttpResponse:
    """Where somebody who has nothing to do here is taken: the step that is missing, or the desk."""
    step = next_step(request, wanted_page(request))
    if step is not None:
        return step
    if admin.site.has_permission(request):
        return HttpResponseRedirect(wanted_page(request))
    return _to("admin:login", request, wanted_page(request))


def _to(name: str, request: HttpRequest, wanted: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")
