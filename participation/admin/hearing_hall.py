"""The day of the hearing: the desk where questions are taken, the door, and the acta afterwards."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone

from participation import forms_hearing_desk as typed
from participation.actions import hearing_arrivals, hearing_desk, hearing_registrations
from participation.actions import hearing_questions as asked
from participation.admin.hearing_doing import address_of, check, hearing_or_404, page_of
from participation.admin.hearing_page import desk_page, door_page
from participation.hearing_acta import acta_content, acta_text
from participation.hearing_transitions import CALLS, HOLDS
from participation.models import Hearing, HearingQuestion
from participation.observation_hash import sha256_of
from participation.permissions import may
from participation.transitions import Refused

# What may be done with a question: the action, and which of the form's values it takes.
QUESTION_ACTS: MappingProxyType[str, tuple[Callable[..., Any], tuple[str, ...]]] = MappingProxyType(
    {
        "admit": (asked.admit_question, ()),
        "set_aside": (asked.set_aside_question, ("why",)),
        "drop": (asked.drop_question, ()),
        "show": (asked.show_question, ()),
        "take_down": (asked.take_down_question, ()),
        "answer": (asked.answer_question, ("second",)),
        "second": (asked.place_question, ("second",)),
        "up": (lambda question, **by: asked.order_question(question, up=True, **by), ()),
        "down": (lambda question, **by: asked.order_question(question, up=False, **by), ()),
    }
)


def desk(request: Any, hearing_id: int) -> HttpResponse:
    """The desk: a POST enters what somebody asks aloud."""
    check(request, HOLDS)
    hearing = hearing_or_404(hearing_id)
    form = typed.EntryForm(request.POST or None)
    if request.method != "POST":
        return _desk(request, hearing, typed.EntryForm())
    if not form.is_valid():
        return _desk(request, hearing, form, status=400)
    try:
        question = asked.enter_question(
            hearing, **form.cleaned_data, by=request.user, now=timezone.now()
        )
    except Refused as refused:
        form.add_error("text", str(refused))
        return _desk(request, hearing, form, status=409)
    folio = question.submission.folio if question.submission is not None else ""
    messages.success(request, f"Anotada con el folio {folio}.")
    return HttpResponseRedirect(address_of(hearing, "desk"))


def _desk(
    request: Any, hearing: Hearing, form: typed.EntryForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = desk_page(hearing, timezone.now())
    return page_of(
        request, "desk", f"Mesa: {hearing.title}", status=status, page=page, form=form,
        refusal=refusal, hearing=hearing,
    )  # fmt: skip


def question_act(request: Any, hearing_id: int, question_id: int, code: str) -> HttpResponse:
    """Do one act with one question."""
    check(request, HOLDS)
    hearing = hearing_or_404(hearing_id)
    question = get_object_or_404(HearingQuestion.objects.select_related("hearing"),
                                 pk=question_id, hearing=hearing)  # fmt: skip
    do, names = QUESTION_ACTS[code]
    form = typed.QuestionActForm(request.POST)
    if not form.is_valid():
        trouble = next(str(said[0]) for said in form.errors.values())
        return _desk(request, hearing, typed.EntryForm(), refusal=trouble, status=400)
    given = {name: form.cleaned_data[name] for name in names}
    try:
        do(question, **given, by=request.user, now=timezone.now())
    except Refused as refused:
        fresh = hearing_or_404(hearing_id)
        return _desk(request, fresh, typed.EntryForm(), refusal=str(refused), status=409)
    return HttpResponseRedirect(address_of(hearing, "desk") + _place(code, question.state))


def _place(code: str, before: str) -> str:
    """Where on the desk one goes on: reading, ordering, or at what is on the screen."""
    if code in ("show", "take_down", "answer"):
        return "#ahora"
    return {"queued": "#fila", "ready": "#siguen", "answered": "#respondidas"}.get(before, "")


def door(request: Any, hearing_id: int) -> HttpResponse:
    """Who is expected: reading it leaves a trace. A POST counts who comes in."""
    check(request, HOLDS)
    hearing = hearing_or_404(hearing_id)
    if request.method != "POST":
        return _door(request, hearing)
    form = typed.ArrivalForm(request.POST, hearing=hearing)
    if not form.is_valid():
        return _door(request, hearing, refusal=_first(form), status=400)
    try:
        count = hearing_arrivals.record_arrival(
            hearing, **form.given(), by=request.user, now=timezone.now()
        )
    except Refused as refused:
        return _door(request, hearing, refusal=str(refused), status=409)
    messages.success(request, "Contada." if count == 1 else f"{count} personas contadas.")
    row = form.cleaned_data["registration"]
    place = f"#inscripcion-{row.pk}" if row is not None else ""
    return HttpResponseRedirect(address_of(hearing, "door") + place)


def door_undo(request: Any, hearing_id: int) -> HttpResponse:
    """Take back the last who was counted."""
    check(request, HOLDS)
    hearing = hearing_or_404(hearing_id)
    try:
        count = hearing_arrivals.undo_arrival(hearing, by=request.user, now=timezone.now())
    except Refused as refused:
        return _door(request, hearing, refusal=str(refused), status=409)
    messages.success(
        request, "Se quitó 1 llegada." if count == 1 else f"Se quitaron {count} llegadas."
    )
    return HttpResponseRedirect(address_of(hearing, "door"))


def door_register(request: Any, hearing_id: int) -> HttpResponse:
    """Register who asked by telephone or at an office."""
    check(request, HOLDS)
    hearing = hearing_or_404(hearing_id)
    form = typed.DeskRegisterForm(request.POST)
    if not form.is_valid():
        return _door(request, hearing, register=form, status=400)
    mode = "remote" if hearing.mode == Hearing.Mode.REMOTE else "in_person"
    try:
        row = hearing_registrations.register_at_desk(
            hearing, mode=mode, **form.cleaned_data, by=request.user, now=timezone.now()
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _door(request, hearing, register=form, refusal=str(refused), status=409)
    messages.success(request, f"Inscripción: {row.get_state_display().lower()}.")
    return HttpResponseRedirect(address_of(hearing, "door"))


def _door(
    request: Any, hearing: Hearing, *, register: typed.DeskRegisterForm | None = None,
    refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    page = door_page(hearing, request.user, timezone.now())
    return page_of(
        request, "door", f"Puerta: {hearing.title}", status=status, page=page, hearing=hearing,
        form=typed.ArrivalForm(hearing=hearing), register=register or typed.DeskRegisterForm(),
        refusal=refusal,
    )  # fmt: skip


def acta(request: Any, hearing_id: int) -> HttpResponse:
    """What was treated and where the recording is; and the acta as it would be published."""
    check(request, HOLDS)
    hearing = hearing_or_404(hearing_id)
    if request.method != "POST":
        return _acta(request, hearing)
    is_recording = "link" in request.POST
    form: typed.VersionForm = (typed.RecordingForm if is_recording else typed.NotesForm)(
        request.POST
    )
    do = hearing_desk.note_recording if is_recording else hearing_desk.write_notes
    if not form.is_valid():
        return _acta(request, hearing, form, status=400)
    try:
        do(hearing, **form.given(), by=request.user, now=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _acta(request, hearing, form, refusal=str(refused), status=409)
    messages.success(request, "Quedó guardado.")
    return HttpResponseRedirect(address_of(hearing, "acta"))


def _acta(
    request: HttpRequest, hearing: Hearing, form: typed.VersionForm | None = None, *,
    refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    notes = typed.NotesForm(initial={"text": hearing.notes, "version": hearing.version})
    recording = typed.RecordingForm(initial={"link": hearing.recording, "version": hearing.version})
    if isinstance(form, typed.NotesForm):
        notes = form
    elif isinstance(form, typed.RecordingForm):
        recording = form
    text = None
    if hearing.state in ("closed", "published"):
        content = acta_content(hearing)
        text = acta_text(content, sha256=sha256_of(content))
    return page_of(
        request, "acta", f"Acta: {hearing.title}", status=status, hearing=hearing, notes=notes,
        recording=recording, text=text, refusal=refusal,
        may_promise=may(request.user, "judge_commitment"),  # type: ignore[arg-type]
        may_publish=may(request.user, CALLS) and hearing.state == "closed",  # type: ignore[arg-type]
    )  # fmt: skip


def _first(form: Any) -> str:
    return next(str(said[0]) for said in form.errors.values())
