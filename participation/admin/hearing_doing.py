"""What staff do with a hearing: one address for each act, all back to the page where it shows.

A refusal is said on the page as it is now, with what was typed. No rule is here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from participation import forms_hearing_desk as typed
from participation.actions import hearing_desk, hearings
from participation.admin.hearing_page import hearing_page
from participation.hearing_transitions import CALLS, HOLDS
from participation.models import Hearing
from participation.permissions import may
from participation.transitions import Refused

FOLDER = "admin/participation/hearings"
NAME = "participation_hearing_"


@dataclass(frozen=True, slots=True)
class HearingAct:
    """An act with one button. `back` names the page that it goes back to."""

    code: str
    do: Callable[..., Any]
    permission: str
    done: str
    back: str = "change"


ACTS = (
    HearingAct("call", hearings.call_hearing, CALLS, "La audiencia está convocada y es pública."),
    HearingAct("drop", hearings.drop_hearing, CALLS, "Se descartó: nunca fue pública."),
    HearingAct("open", hearing_desk.open_hearing, HOLDS, "La audiencia está en curso.", "desk"),
    HearingAct("start_recording", hearing_desk.start_recording, HOLDS,
               "Quedó marcado el comienzo de la grabación.", "desk"),
    HearingAct("close", hearing_desk.close_hearing, HOLDS,
               "La audiencia terminó. Escriba lo tratado y publique el acta.", "acta"),
    HearingAct("publish", hearing_desk.publish_hearing_acta, CALLS,
               "El acta está publicada y ya no cambia."),
)  # fmt: skip
ACT = MappingProxyType({each.code: each for each in ACTS})


def hearing_or_404(hearing_id: int) -> Hearing:
    """A hearing with what its pages show."""
    return get_object_or_404(Hearing.objects.select_related("account", "region"), pk=hearing_id)


def address_of(hearing: Hearing, page: str = "change") -> str:
    """One of its pages in the admin."""
    return reverse(f"admin:{NAME}{page}", args=[hearing.pk])


def check(request: HttpRequest, permission: str) -> None:
    """Raises PermissionDenied for whoever has not that permission."""
    if not may(request.user, permission):  # type: ignore[arg-type]
        raise PermissionDenied


def show(request: Any, hearing: Hearing, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page of a hearing; `refusal` is what was not done and why."""
    page = hearing_page(hearing, request.user, timezone.now())
    return page_of(
        request, "hearing", page.title, status=status, page=page, refusal=refusal, hearing=hearing
    )


def page_of(
    request: HttpRequest, name: str, title: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page of the hearings in the admin."""
    context = {
        **admin.site.each_context(request), "title": title, "opts": Hearing._meta, **more,
    }  # fmt: skip
    response = render(request, f"{FOLDER}/{name}.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def do_act(request: Any, hearing_id: int, code: str) -> HttpResponse:
    """Do one act, and go back to the page where it shows."""
    act = ACT[code]
    check(request, act.permission)
    hearing = hearing_or_404(hearing_id)
    form = typed.VersionForm(request.POST)
    if not form.is_valid():
        return show(request, hearing, refusal=form.first_trouble(), status=400)
    try:
        act.do(hearing, **form.given(), by=request.user, now=timezone.now())
    except Refused as refused:
        return show(request, hearing_or_404(hearing_id), refusal=str(refused), status=409)
    messages.success(request, act.done)
    return HttpResponseRedirect(address_of(hearing, act.back))


def begin(request: Any) -> HttpResponse:
    """Prepare a hearing."""
    check(request, CALLS)
    form = typed.PlanForm(request.POST or None, initial={"mode": "in_person"})

    def do(**given: Any) -> Hearing:
        return hearings.prepare_hearing(form.announcement(), **given)

    done = "Guardada. Nadie más la ve hasta que la convoque."
    return _plan(request, form, do, "Preparar una audiencia", done)


def edit(request: Any, hearing_id: int) -> HttpResponse:
    """Correct what is prepared, change the call, or give a postponed one its new day."""
    check(request, CALLS)
    hearing = hearing_or_404(hearing_id)
    form = typed.PlanForm(request.POST or None, hearing=hearing)
    title, done = _plan_words(hearing)

    def do(**given: Any) -> Hearing:
        given["expected_version"] = form.cleaned_data["version"]
        if hearing.state == "called":
            reason = form.cleaned_data["reason"]
            return hearings.change_hearing(hearing, form.announcement(), reason=reason, **given)
        if hearing.state == "postponed":
            return hearings.move_day(hearing, form.announcement(), **given)
        return hearings.edit_hearing(hearing, form.announcement(), **given)

    return _plan(request, form, do, title, done, hearing)


def _plan_words(hearing: Hearing) -> tuple[str, str]:
    if hearing.state == "called":
        return "Cambiar la convocatoria", "Se publicó otra versión y se avisó por correo."
    if hearing.state == "postponed":
        return "Fijar una nueva fecha", "Está convocada de nuevo y se avisó por correo."
    return "Corregir la preparación", "Guardada."


def _plan(
    request: Any, form: typed.PlanForm, do: Callable[..., Hearing], title: str, done: str,
    hearing: Hearing | None = None,
) -> HttpResponse:  # fmt: skip
    status, now = 200, timezone.now()
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                saved = do(by=request.user, now=now)
            except Refused as refused:
                form.refuse(refused)
                status = 409
            else:
                messages.success(request, done)
                return HttpResponseRedirect(address_of(saved))
    notice = hearings.notice_on(now)
    findings = hearings.findings_of(hearing, now=now) if hearing else ()
    return page_of(
        request, "plan", title, status=status, form=form, hearing=hearing, notice=notice,
        first=hearings.first_day_to_call(now), findings=findings,
        url=address_of(hearing) if hearing else reverse(f"admin:{NAME}changelist"),
    )  # fmt: skip


def stop(request: Any, hearing_id: int, action: str) -> HttpResponse:
    """Postpone or cancel a hearing that was called."""
    check(request, CALLS)
    hearing = hearing_or_404(hearing_id)
    do = hearings.postpone_hearing if action == "postpone" else hearings.cancel_hearing
    title = "Postergar la audiencia" if action == "postpone" else "Suspender la audiencia"
    form = typed.ReasonForm(request.POST or None, initial={"version": hearing.version})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                do(hearing, **form.given(), by=request.user, now=timezone.now())
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409
            else:
                messages.success(request, "Quedó publicado, y se avisó por correo.")
                return HttpResponseRedirect(address_of(hearing))
    return page_of(
        request, "stop", title, status=status, form=form, hearing=hearing, action=action,
        url=address_of(hearing),
    )  # fmt: skip
