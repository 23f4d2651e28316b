"""The page of a commitment and the pages of its acts: words, form and action. No rule is here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from participation import forms_commitments as forms
from participation.actions import commitment_acts as acts
from participation.actions.commitments import record_commitment
from participation.admin.in_page import number_in
from participation.commitment_transitions import ACTION, STATE, allows
from participation.deadlines import CHILE
from participation.models import Commitment, Hearing
from participation.pages.commitment import steps_of
from participation.permissions import may
from participation.transitions import Refused
from programs.models import User

FOLDER = "admin/participation/commitments"
NAME = "participation_commitment_"
TOLD = "Se le avisa a quien se le prometió, si dejó su correo, y a quienes siguen la consulta."
PUBLIC = "Queda en su página pública y en el registro, con la fecha de hoy."


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a commitment; `code` is its name in the table of transitions."""

    code: str
    do: Callable[..., Any]
    form: type[forms.CommitmentForm]
    done: str
    consequences: tuple[str, ...]

    @property
    def label(self) -> str:
        return ACTION[self.code].label


def _closes(outcome: str) -> Callable[..., Any]:
    return lambda commitment, **given: acts.close_commitment(commitment, outcome, **given)


ACTS = (
    Act("start", acts.start_commitment, forms.StartForm, "Quedó en marcha.", (PUBLIC, TOLD)),
    Act("finish_milestone", acts.finish_milestone, forms.FinishForm, "El hito quedó hecho.",
        (PUBLIC, "Un hito hecho no se cambia ni se borra.")),
    Act("add_milestone", acts.add_milestone, forms.MilestoneForm, "Se agregó el hito.", (PUBLIC,)),
    Act("reschedule", acts.reschedule_commitment, forms.RescheduleForm, "Cambió la fecha.",
        (PUBLIC, "La primera fecha sigue a la vista, junto al motivo.", TOLD)),
    Act("assign", acts.assign_commitment, forms.OwnerForm, "Cambió quién responde.",
        ("La unidad es pública; la persona, no.",)),
    Act("keep", _closes("keep"), forms.KeepForm, "Quedó cumplido.", (PUBLIC, TOLD)),
    Act("keep_part", _closes("keep_part"), forms.KeepPartForm, "Quedó cumplido en parte.",
        (PUBLIC, TOLD)),
    Act("not_keep", _closes("not_keep"), forms.NotKeepForm, "Quedó dicho que no se cumplió.",
        (PUBLIC, TOLD)),
    Act("reopen", acts.reopen_commitment, forms.ReopenForm, "Se vuelve a seguir.", (PUBLIC, TOLD)),
)  # fmt: skip
ACT = MappingProxyType({act.code: act for act in ACTS})


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment in the list."""

    row: Commitment
    url: str
    square: str
    state: str
    is_late: bool


def line_of(row: Commitment, today: date) -> Line:
    late = row.is_overdue(today)
    square = "late" if late else STATE[row.state].square
    state = f"{STATE[row.state].label}, atrasado" if late else STATE[row.state].label
    return Line(row, address_of(row), square, state, late)


@dataclass(frozen=True, slots=True)
class Button:
    """An act offered now; with `reason`, why it is not."""

    label: str
    url: str
    reason: str = ""


def address_of(commitment: Commitment) -> str:
    """Its page in the admin."""
    return reverse(f"admin:{NAME}change", args=[commitment.pk])


def commitment_or_404(key: int) -> Commitment:
    rows = Commitment.objects.select_related(
        "unit__head", "responsible", "account", "submission", "answer", "hearing"
    )
    return get_object_or_404(rows.defer("submission__search"), pk=key)


def show(request: Any, row: Commitment) -> HttpResponse:
    """One commitment: what was promised, its steps, what happened, and what can be done now."""
    today = timezone.now().astimezone(CHILE).date()
    context = {
        **_context(request, row.code, row),
        "line": line_of(row, today),
        "steps": steps_of(row, today),
        "changes": _history(row),
        "buttons": _buttons(row, request.user),
        "public_url": _public_url(row),
    }
    return render(request, f"{FOLDER}/page.html", context)


@dataclass(frozen=True, slots=True)
class Happening:
    """A change, with who of the staff made it."""

    what: str
    change: Any


def _history(row: Commitment) -> tuple[Happening, ...]:
    rows = row.changes.select_related("by", "milestone", "edition__account").order_by("-pk")
    names = {name: act.said for name, act in ACTION.items()} | {"promise": "Se prometió"}
    return tuple(Happening(names.get(each.act, each.act), each) for each in rows)


def _public_url(row: Commitment) -> str:
    if not Commitment.objects.public().filter(pk=row.pk).exists():
        return ""
    return reverse("participation:commitment", args=[row.code])


def _buttons(row: Commitment, user: User) -> tuple[Button, ...]:
    """The acts of its state that this person may do; where the unit is not theirs, why not."""
    found = []
    for act in ACTS:
        if not (allows(act.code, row.state) and may(user, ACTION[act.code].permission)):
            continue
        if act.code == "finish_milestone" and not forms.steps_of(row).exists():
            continue
        url = reverse(f"admin:{NAME}{act.code}", args=[row.pk])
        found.append(Button(act.label, url, _why_not(row, user, act.code)))
    return tuple(found)


def _why_not(row: Commitment, user: User, code: str) -> str:
    try:
        acts.check_may_do(user, row, code)
    except Refused as refused:
        return str(refused)
    return ""


def do_act(request: Any, commitment_id: int, code: str) -> HttpResponse:
    """GET shows what the act needs and causes; POST does it."""
    act = ACT[code]
    if not may(request.user, "view_commitment") or not may(request.user, ACTION[code].permission):
        raise PermissionDenied
    row = commitment_or_404(commitment_id)
    if request.method != "POST":
        return _page(request, row, act, act.form(commitment=row))
    form = act.form(request.POST, commitment=row)
    if not form.is_valid():
        return _page(request, row, act, form, status=400)
    try:
        act.do(
            row, **form.given(), by=request.user, now=timezone.now(),
            expected_version=form.expected_version,
        )  # fmt: skip
    except Refused as refused:
        return _refused(request, row, act, form, str(refused))
    messages.success(request, act.done)
    return HttpResponseRedirect(address_of(row))


def _refused(
    request: Any, row: Commitment, act: Act, form: forms.CommitmentForm, sentence: str
) -> HttpResponse:
    """The same page with the reason; the version of now goes along, what was typed stays."""
    fresh = commitment_or_404(row.pk)
    if fresh.version != form.expected_version:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(fresh.version)  # type: ignore[index]
        form.add_error(None, sentence)
    else:
        form.refuse(sentence)
    return _page(request, fresh, act, form, status=409)


def _page(
    request: Any, row: Commitment, act: Act, form: forms.CommitmentForm, *, status: int = 200
) -> HttpResponse:
    why_not = "" if form.is_bound else _why_not(row, request.user, act.code) or _not_now(row, act)
    context = {
        **_context(request, act.label, row),
        "act": act, "form": form, "why_not": why_not, "url": address_of(row),
    }  # fmt: skip
    return render(request, f"{FOLDER}/act.html", context, status=status)


def _not_now(row: Commitment, act: Act) -> str:
    if not allows(act.code, row.state):
        label = STATE[row.state].label
        return f"El compromiso está en el estado «{label}»: este acto no le corresponde."
    if act.code == "finish_milestone" and not forms.steps_of(row).exists():
        return "No tiene hitos por hacer."
    return ""


def add(request: Any) -> HttpResponse:
    """Write down what was promised in a hearing."""
    form = forms.HearingForm(
        request.POST if request.method == "POST" else None, initial=_told_by(request)
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = record_commitment(**form.given(), by=request.user, now=timezone.now())
            except Refused as refused:
                form.refuse(str(refused))
                status = 409
            else:
                messages.success(request, f"Quedó anotado como {made.code} y es público.")
                return HttpResponseRedirect(address_of(made))
    context = {**_context(request, "Anotar un compromiso de una audiencia", None), "form": form}
    return render(request, f"{FOLDER}/new.html", context, status=status)


def _told_by(request: HttpRequest) -> dict[str, Any]:
    """What the page of a hearing says of the commitment that is noted from there."""
    asked = request.GET.get("audiencia", "")
    hearing = Hearing.objects.held().filter(pk=number_in(asked)).first() if asked else None
    return {"hearing": hearing, "account": hearing.account_id} if hearing is not None else {}


def _context(request: HttpRequest, title: str, row: Commitment | None) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "title": title,
        "subtitle": "",
        "commitment": row,
        "opts": Commitment._meta,
    }
