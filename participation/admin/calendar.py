"""The calendar of an account: each date with what the law says of it, and the acts upon it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from participation.actions import archiving
from participation.actions import process as acts
from participation.actions.archiving import owed_by
from participation.actions.process import checks_of
from participation.forms_process import ExtendForm, PlanForm, ProposalForm, WhyForm
from participation.models import CalendarChange, Window
from participation.pages.process import ChangeLine, change_lines, steps_of
from participation.permissions import may
from participation.process_checks import DateCheck
from participation.process_moves import propose
from participation.processes import Reading, plan_of, read_process
from participation.readiness import readiness_of
from participation.transitions import Refused
from programs.actions.archiving import correction_of
from programs.admin.lists import CarefulList
from programs.models import PublicAccount

READS = ["GET", "HEAD"]
NAME = "admin:participation_window_"


@admin.register(Window)
class WindowAdmin(CarefulList):
    """The calendars. Nobody edits a row: each account has a page with its dates and its acts."""

    list_display = ("account", "event_on", "opens_on", "closes_on", "page")
    list_select_related = ("account__institution",)
    list_display_links = None
    view_on_site = False

    @admin.display(description="")
    def page(self, window: Window) -> str:
        return format_html('<a href="{}">Ver el calendario</a>', calendar_link(window.account))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them the two pages of each account."""
        guard, name = self.admin_site.admin_view, "participation_window_"
        return [
            path("cuenta/<int:account_id>/", guard(calendar_page), name=f"{name}calendar"),
            path("puesta-a-punto/<int:account_id>/", guard(ready_page), name=f"{name}readiness"),
            *super().get_urls(),
        ]


def calendar_link(account: PublicAccount) -> str:
    return reverse(f"{NAME}calendar", args=[account.pk])


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a calendar: its button, its form, and what is said once it is done."""

    code: str
    button: str
    form: type[forms.Form] | None
    do: Callable[..., object]
    done: str
    permission: str = "plan_calendar"


ACTS = MappingProxyType(
    {
        each.code: each
        for each in (
            Act("announce", "Anunciar las fechas", None, acts.announce_calendar,
                "Las fechas ya son públicas."),
            Act("extend", "Ampliar la recepción", ExtendForm, acts.extend_reception,
                "La recepción se amplió y se avisa a quienes corresponde."),
            Act("suspend", "Suspender el proceso", WhyForm, acts.suspend_process,
                "El proceso quedó suspendido y se avisa a quienes corresponde."),
            Act("resume", "Reanudar el proceso", WhyForm, acts.resume_process,
                "El proceso sigue: las fechas que esperaban se corrieron."),
            Act("archive", "Archivar la cuenta", None, archiving.archive_account,
                "La cuenta quedó archivada.", "archive_account"),
            Act("correct", "Abrir una fe de erratas", WhyForm, archiving.open_correction,
                "El borrador quedó abierto, solo para corregir.", "correct_archived"),
            Act("drop", "Terminar sin corregir", None, archiving.drop_correction,
                "La cuenta quedó como estaba.", "correct_archived"),
        )
    }
)  # fmt: skip


@dataclass(frozen=True)
class OfferedAct:
    """An act that can be done now, or why not."""

    act: Act
    form: forms.Form | None
    why_not: tuple[str, ...]
    is_open: bool


def _account(account_id: int) -> PublicAccount:
    rows = PublicAccount.objects.select_related("institution")
    return get_object_or_404(rows, pk=account_id if account_id < 2**63 else 0)


@require_http_methods([*READS, "POST"])
def calendar_page(request: Any, account_id: int) -> HttpResponse:
    """GET shows the dates, with a proposal if `evento` is given; POST plans, or does an act."""
    if not may(request.user, "view_window"):
        raise PermissionDenied
    account = _account(account_id)
    if request.method != "POST":
        return _shown(request, account, _plan_form(request, account))
    act = ACTS.get(request.POST.get("act", ""))
    if not may(request.user, act.permission if act else "plan_calendar"):
        raise PermissionDenied
    return _do(request, account, act) if act else _plan(request, account)


def _plan(request: Any, account: PublicAccount) -> HttpResponse:
    """Look at what was typed, or keep it; what is refused stands beside its field."""
    now = timezone.now()
    reading = read_process(account, now)
    form = PlanForm(request.POST, window=reading.window)
    if not form.is_valid():
        return _shown(request, account, form, status=400)
    plan = form.plan()
    checks = checks_of(plan, reading)
    if "look" in request.POST:
        return _shown(request, account, form, checks=checks)
    try:
        acts.plan_calendar(
            account, plan=plan, reason=form.cleaned_data["reason"], by=request.user, now=now
        )
    except Refused as refused:
        is_reason = str(refused) == acts.ASK_REASON
        form.add_error(getattr(refused, "field", "reason" if is_reason else None), str(refused))
        return _shown(request, account, form, checks=checks, status=409)
    messages.success(request, "El calendario quedó guardado.")
    return HttpResponseRedirect(request.path)


def _do(request: Any, account: PublicAccount, act: Act) -> HttpResponse:
    form = act.form(request.POST) if act.form else None
    if form is not None and not form.is_valid():
        return _shown(request, account, _plan_form(request, account), tried=(act, form), status=400)
    given = form.cleaned_data if form else {}
    try:
        act.do(account, **given, by=request.user, now=timezone.now())
    except Refused as refused:
        form = form or forms.Form(request.POST)
        form.add_error("days" if "days" in form.fields else None, str(refused))
        return _shown(request, account, _plan_form(request, account), tried=(act, form), status=409)
    messages.success(request, act.done)
    return HttpResponseRedirect(request.path)


def _plan_form(request: Any, account: PublicAccount) -> PlanForm:
    """The dates of today, or those proposed from the event in the address."""
    reading = read_process(account, timezone.now())
    if reading.window is not None:
        return PlanForm(initial=asdict(plan_of(reading.window)), window=reading.window)
    asked = ProposalForm(request.GET)
    event_on = asked.cleaned_data.get("evento") if asked.is_valid() else None
    if event_on is None:
        return PlanForm(window=None)
    consults = account.institution.consults_council
    made = propose(event_on, reading.rules, reading.calendar, consults=consults)
    return PlanForm(initial=asdict(made), window=None)


def _shown(
    request: Any, account: PublicAccount, form: PlanForm, *,
    checks: tuple[DateCheck, ...] = (), tried: tuple[Act, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    reading = read_process(account, timezone.now())
    if not checks and not form.is_bound and form.initial:
        initial = PlanForm(form.initial, window=reading.window)
        checks = checks_of(initial.plan(), reading) if initial.is_valid() else ()
    context = {
        **admin.site.each_context(request),
        "title": "Calendario",
        "subtitle": str(account),
        "account": account,
        "reading": reading,
        "form": form,
        "rows": [(field, _beside(field.name, form, checks)) for field in form.visible_fields()],
        "proposal": ProposalForm(request.GET if "evento" in request.GET else None),
        "steps": steps_of(reading),
        "correction": correction_of(account),
        "acts": _offered(request.user, reading, tried),
        "changes": _changes(account),
        "may_plan": may(request.user, "plan_calendar") and not account.is_archived,
        "is_public": Window.objects.public().filter(account=account).exists(),
        "readiness_url": reverse(f"{NAME}readiness", args=[account.pk]),
        "opts": PublicAccount._meta,
    }
    return render(request, "admin/participation/calendar.html", context, status=status)


def _beside(name: str, form: PlanForm, checks: tuple[DateCheck, ...]) -> list[DateCheck]:
    """What to say beside a field, but for what its errors say already."""
    said = form.errors.get(name, ()) if form.is_bound else ()
    return [each for each in checks if each.field == name and each.sentence not in said]


def _changes(account: PublicAccount) -> tuple[ChangeLine, ...]:
    rows = CalendarChange.objects.filter(account=account).select_related("by")
    return tuple(change_lines(rows))


def _offered(user: Any, reading: Reading, tried: tuple[Act, forms.Form] | None) -> list[OfferedAct]:
    """The acts that this user may do on this calendar, as it stands."""
    window = reading.window
    found = []
    for code in _wanted(reading.account, window, reading) if window else ():
        act = ACTS[code]
        if not may(user, act.permission):
            continue
        is_tried = tried is not None and tried[0] is act
        form = tried[1] if tried and is_tried else act.form() if act.form else None
        found.append(OfferedAct(act, form, _why_not(code, reading), is_tried))
    return found


def _wanted(account: PublicAccount, window: Window, reading: Reading) -> tuple[str, ...]:
    """The acts that belong to a calendar as it stands."""
    if account.is_archived:
        return ("correct" if account.state == PublicAccount.State.ARCHIVED else "drop",)
    first = ("announce",) if not (window.announced_at or reading.done.published_on) else ()
    return (*first, "extend", "resume" if window.suspended_on else "suspend", "archive")


def _why_not(code: str, reading: Reading) -> tuple[str, ...]:
    if code == "archive":
        return owed_by(reading)
    if code == "extend":
        try:
            acts.check_can_extend(reading, 1)
        except Refused as refused:
            return (str(refused),)
    return ()


@require_http_methods(READS)
def ready_page(request: Any, account_id: int) -> HttpResponse:
    """What is missing for the next step of an account, why, and where it is done."""
    if not may(request.user, "view_window"):
        raise PermissionDenied
    account = _account(account_id)
    context = {
        **admin.site.each_context(request),
        "title": "Puesta a punto",
        "subtitle": str(account),
        "account": account,
        "readiness": readiness_of(account, timezone.now()),
        "calendar_url": calendar_link(account),
        "opts": PublicAccount._meta,
    }
    return render(request, "admin/participation/readiness.html", context)
