"""What the secretary does with a session: one address for each act, all back to its page.

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

from participation import forms_sessions as typed
from participation.acta_pdf import acta_pdf
from participation.actions import (
    council_actas,
    council_attendance,
    council_ballots,
    council_filing,
    council_sessions,
)
from participation.admin.session_page import may_read_unsigned, session_page
from participation.council import roles_of
from participation.council_transitions import SECRETARY
from participation.deadlines import CHILE
from participation.models import Acta, CouncilSession
from participation.permissions import may
from participation.transitions import Refused

FOLDER = "admin/participation/council"
NAME = "participation_councilsession_"


@dataclass(frozen=True, slots=True)
class SessionAct:
    """An act on the session's page. `on` names the form's value that the action acts upon."""

    code: str
    do: Callable[..., Any]
    form: type[typed.SessionForm]
    done: str
    on: str = ""
    anchor: str = ""


ACTS = (
    SessionAct("arrive", council_attendance.record_arrival, typed.ArrivalForm,
               "Quedó registrada la llegada.", anchor="asistencia"),
    SessionAct("leave", council_attendance.record_departure, typed.SeatForm,
               "Quedó registrada la salida.", anchor="asistencia"),
    SessionAct("chair", council_attendance.choose_chair, typed.SeatForm,
               "Quedó registrado quién preside.", anchor="asistencia"),
    SessionAct("open", council_attendance.open_session, typed.ChairForm,
               "La sesión está abierta.", anchor="tabla"),
    SessionAct("fail", council_attendance.fail_session, typed.ChairForm,
               "Quedó constancia de que no hubo quórum. Falta firmar su acta.", anchor="acta"),
    SessionAct("ballot", council_ballots.open_ballot, typed.ItemForm,
               "La votación está abierta.", on="item", anchor="votacion"),
    SessionAct("vote", council_ballots.record_vote, typed.VoteForm,
               "El voto quedó anotado.", on="ballot", anchor="votacion"),
    SessionAct("count", council_ballots.close_ballot, typed.BallotForm,
               "La votación se cerró.", on="ballot", anchor="tabla"),
    SessionAct("minutes", council_actas.write_minutes, typed.MinutesForm,
               "Quedó escrito.", on="item", anchor="tabla"),
    SessionAct("close", council_actas.close_session, typed.SessionForm,
               "La sesión terminó y su acta está escrita. Léala antes de firmarla.", anchor="acta"),
    SessionAct("sign", council_actas.sign_acta_as_secretary, typed.SignForm,
               "Usted firmó el acta.", anchor="acta"),
    SessionAct("file", council_filing.file_observation, typed.FileForm,
               "La observación tiene su folio y corre el plazo para responderla.",
               on="observation", anchor="ingresar"),
)  # fmt: skip
ACT = MappingProxyType({each.code: each for each in ACTS})


def session_or_404(session_id: int) -> CouncilSession:
    """A session with what its page shows."""
    rows = CouncilSession.objects.select_related(
        "account", "chaired_by__councillor", "secretary", "called_by"
    )
    return get_object_or_404(rows, pk=session_id)


def address_of(session: CouncilSession, anchor: str = "") -> str:
    """Its page in the admin."""
    page = reverse(f"admin:{NAME}change", args=[session.pk])
    return f"{page}#{anchor}" if anchor else page


def check_secretary(request: HttpRequest) -> None:
    """Raises PermissionDenied for whoever does not keep the council's papers today."""
    user: Any = request.user
    if SECRETARY not in roles_of(user, timezone.now().astimezone(CHILE).date()):
        raise PermissionDenied


def check_reader(request: HttpRequest) -> None:
    """Raises PermissionDenied for whoever may not see sessions."""
    if not may(request.user, "view_councilsession"):  # type: ignore[arg-type]
        raise PermissionDenied


def show(
    request: Any, session: CouncilSession, *, refusal: str = "", status: int = 200,
    notes: dict[int, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a session; `refusal` is what was not done and why."""
    page = session_page(session, request.user, timezone.now(), typed=notes)
    context = {
        **admin.site.each_context(request),
        "title": page.title,
        "page": page,
        "refusal": refusal,
        "opts": CouncilSession._meta,
    }
    return render(request, f"{FOLDER}/session.html", context, status=status)


def do_act(request: Any, session_id: int, code: str) -> HttpResponse:
    """Do one act, and go back to the page where it shows."""
    check_secretary(request)
    act = ACT[code]
    session = session_or_404(session_id)
    form = act.form(request.POST, session=session)
    if not form.is_valid():
        return show(request, session, refusal=form.first_trouble(), status=400, notes=_notes(form))
    given = form.given()
    target = given.pop(act.on) if act.on else session
    try:
        act.do(target, **given, by=request.user, now=timezone.now())
    except Refused as refused:
        fresh = session_or_404(session_id)
        return show(request, fresh, refusal=str(refused), status=409, notes=_notes(form))
    messages.success(request, act.done)
    return HttpResponseRedirect(address_of(session, act.anchor))


def _notes(form: typed.SessionForm) -> dict[int, str]:
    """What was typed of a point's minutes, to be shown again."""
    item = form.cleaned_data.get("item")
    if item is None or "text" not in form.fields:
        return {}
    return {item.pk: str(form.cleaned_data.get("text", form.data.get("text", "")))}


def call(request: Any) -> HttpResponse:
    """Call a session."""
    check_secretary(request)
    number = council_sessions.next_number()
    form = typed.CallForm(request.POST or None, initial={"number": number, "mode": "mixed"})
    return _call(request, form, council_sessions.call_session, "Citar a una sesión")


def change(request: Any, session_id: int) -> HttpResponse:
    """Change a call."""
    check_secretary(request)
    session = session_or_404(session_id)
    starts_at = session.starts_at.astimezone(CHILE)
    form = typed.CallForm(
        request.POST or None, session=session,
        initial={
            "mode": session.mode, "place": session.place, "link": session.link,
            "reason": session.reason, "account": session.account_id, "day": starts_at.date(),
            "hour": starts_at.time(),
        },
    )  # fmt: skip

    def do(**given: Any) -> CouncilSession:
        return council_sessions.change_session(session, **given)

    return _call(request, form, do, "Cambiar la citación", session)


def _call(
    request: Any, form: typed.CallForm, do: Callable[..., CouncilSession], title: str,
    session: CouncilSession | None = None,
) -> HttpResponse:  # fmt: skip
    status, now = 200, timezone.now()
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                done = do(**form.given(), by=request.user, now=now)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409
            else:
                messages.success(request, "Se avisó por correo a quienes integran el Consejo.")
                return HttpResponseRedirect(address_of(done))
    context = {
        **admin.site.each_context(request),
        "title": title, "form": form, "session": session, "opts": CouncilSession._meta,
        "first": {kind: council_sessions.first_day(kind, now=now)
                  for kind in ("ordinary", "extraordinary")},
        "url": address_of(session) if session else reverse(f"admin:{NAME}changelist"),
    }  # fmt: skip
    return render(request, f"{FOLDER}/call.html", context, status=status)


def cancel(request: Any, session_id: int) -> HttpResponse:
    """Suspend a session that was called."""
    check_secretary(request)
    session = session_or_404(session_id)
    form = typed.CancelForm(request.POST or None, session=session)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                council_sessions.cancel_session(
                    session, **form.given(), by=request.user, now=timezone.now()
                )
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409
            else:
                messages.success(request, "La sesión quedó suspendida. Se avisó por correo.")
                return HttpResponseRedirect(address_of(session))
    context = {
        **admin.site.each_context(request), "title": "Suspender la sesión", "form": form,
        "session": session, "opts": CouncilSession._meta, "url": address_of(session),
    }  # fmt: skip
    return render(request, f"{FOLDER}/cancel.html", context, status=status)


def pdf(request: HttpRequest, session_id: int) -> HttpResponse:
    """The PDF of the acta: the signed one, or a draft made now that says that it is one."""
    check_reader(request)
    acta = get_object_or_404(
        Acta.objects.select_related("session", "signed_by_chair", "signed_by_secretary"),
        session_id=session_id,
    )
    if acta.published_at is None and not may_read_unsigned(request.user):  # type: ignore[arg-type]
        raise PermissionDenied
    content = bytes(acta.pdf) if acta.pdf is not None else acta_pdf(acta)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"acta-{acta.session.number}{'' if acta.published_at else '-borrador'}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
