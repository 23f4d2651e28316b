"""The council's registry in the admin: a readable page of its seats, and one page for each act.

No seat is edited as a row: each change is an act of `participation.actions.council_registry`.
Strata, organisations, people and rules are rows, written by `council_rows`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation import forms_registry as typed
from participation.actions import council_registry as acts
from participation.actions.council_rows import write_council_row
from participation.admin.in_page import HistoryInPage, number_in
from participation.admin.rules import RuleAdmin
from participation.council_roll import roll_on
from participation.council_seats import held
from participation.council_words import words_of
from participation.deadlines import CHILE
from participation.models import Councillor, CouncilRule, Mandate, Organisation, Stratum
from participation.permissions import may
from participation.transitions import Refused
from programs.admin.histories import history_of
from programs.models import User

READS = ["GET", "HEAD"]
READS_AND_SENDS = [*READS, "POST"]
NAME = "participation_mandate_"
HOME = f"admin:{NAME}changelist"


@dataclass(frozen=True, slots=True)
class SeatAct:
    """An act on a seat: words, form and action. No rule is here."""

    code: str
    button: str
    do: Callable[..., Mandate]
    form: type[typed.RegistryForm]
    done: str
    consequences: tuple[str, ...]


SEAT_ACTS = (
    SeatAct(
        "renew", "Renovar su período", acts.renew, typed.RenewForm, "El período quedó renovado.",
        ("Empieza otro período el día siguiente al fin de este.",
         "La presidencia y la vicepresidencia no se renuevan: se eligen de nuevo."),
    ),
    SeatAct(
        "role", "Registrar una elección", acts.change_role, typed.RoleForm,
        "El cambio de cargo quedó registrado.",
        ("Conserva su asiento y la fecha en que termina.",
         "Si era suplente de un asiento vacante, pasa a ser titular."),
    ),
    SeatAct(
        "leave", "Registrar que dejó el cargo", acts.leave_seat, typed.LeaveForm,
        "El asiento quedó vacante.",
        ("Desde ese día no entra a la sala del Consejo ni cuenta para el quórum.",
         "La página pública dice que dejó el cargo, y no por qué."),
    ),
)  # fmt: skip
SEAT_ACT = {each.code: each for each in SEAT_ACTS}


@admin.register(Mandate)
class MandateAdmin(HistoryInPage, admin.ModelAdmin):
    """Seats and who has them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "manage_council")  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them one for each act."""
        made = []
        for act in SEAT_ACTS:
            view = require_http_methods(READS_AND_SENDS)(partial(do_seat_act, code=act.code))
            guarded = self.admin_site.admin_view(view)
            made.append(path(f"<int:mandate_id>/{act.code}/", guarded, name=NAME + act.code))
        return [*made, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        roll = roll_on(_today())
        context = {
            **_context("Períodos en el Consejo de la Sociedad Civil", request),
            "roll": roll,
            "may_write": may(request.user, "manage_council"),  # type: ignore[arg-type]
        }
        return render(request, "admin/participation/council/registry.html", context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return appoint_page(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one period; it sends nothing to itself."""
        if not self.has_view_permission(request) or request.method not in READS:
            raise PermissionDenied
        mandate = mandate_or_404(number_in(object_id))
        allowed = may(request.user, "manage_council")  # type: ignore[arg-type]
        is_open = mandate.left_on is None
        context = {
            **_context(str(mandate.councillor), request),
            "mandate": mandate,
            "last": held(mandate).last,
            "others": mandate.councillor.mandates.exclude(pk=mandate.pk).select_related(
                "organisation"
            ),
            "acts": SEAT_ACTS if allowed and is_open else (),
            "changes": history_of(Mandate, mandate.pk),
        }
        return render(request, "admin/participation/council/seat.html", context)


def appoint_page(request: Any) -> HttpResponse:
    """GET shows the form; POST gives the seat."""
    form = typed.AppointForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                mandate = _appoint(form, request.user)
            except Refused as refused:
                form.refuse(refused)
                status = 409
            else:
                messages.success(request, f"{mandate.councillor} quedó en el registro.")
                return HttpResponseRedirect(reverse(HOME))
    form.point_out()
    context = {
        **_context("Dar un asiento", request),
        "form": form,
        "button": "Dar el asiento",
        "consequences": (
            "Su nombre, su cargo, su organización y sus fechas son públicos desde ahora.",
            "Para que entre a la sala, invítela o invítelo después por correo.",
        ),
        "back": reverse(HOME),
    }
    return render(request, "admin/participation/council/act.html", context, status=status)


@transaction.atomic
def _appoint(form: typed.AppointForm, user: Any) -> Mandate:
    given, now = form.given(), timezone.now()
    name, gender = given.pop("name"), given.pop("gender")
    if given["councillor"] is None:
        person = Councillor(name=name, gender=gender)
        given["councillor"] = write_council_row(person, by=user, now=now)
    return acts.appoint(**given, by=user, now=now)


def do_seat_act(request: Any, mandate_id: int, code: str) -> HttpResponse:
    """GET shows what the act needs and causes; POST does it."""
    act = SEAT_ACT[code]
    if not may(request.user, "manage_council"):
        raise PermissionDenied
    mandate = mandate_or_404(mandate_id)
    form = act.form(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                done = act.do(mandate, **form.given(), by=request.user, now=timezone.now())
            except Refused as refused:
                form.refuse(refused)
                status = 409
            else:
                messages.success(request, act.done)
                return HttpResponseRedirect(reverse(f"admin:{NAME}change", args=[done.pk]))
    form.point_out()
    context = {
        **_context(act.button, request),
        "form": form,
        "mandate": mandate,
        "button": act.button,
        "consequences": act.consequences,
        "back": reverse(f"admin:{NAME}change", args=[mandate.pk]),
    }
    return render(request, "admin/participation/council/act.html", context, status=status)


def mandate_or_404(mandate_id: int) -> Mandate:
    """A period with what its pages show."""
    rows = Mandate.objects.select_related(
        "councillor", "organisation__stratum", "alternate_of__councillor"
    )
    return get_object_or_404(rows, pk=mandate_id)


def _context(title: str, request: HttpRequest) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title, "opts": Mandate._meta}


def _today() -> Any:
    return timezone.now().astimezone(CHILE).date()


class CouncilRowAdmin(RuleAdmin):
    """A row that the registry writes; a refusal stands beside its field."""

    def write(self, row: Any, *, by: User, now: datetime) -> None:
        write_council_row(row, by=by, now=now)


@admin.register(Stratum)
class StratumAdmin(CouncilRowAdmin):
    list_display = ("name", "seats", "position")
    fields = ("name", "slug", "seats", "position")


@admin.register(Organisation)
class OrganisationAdmin(CouncilRowAdmin):
    list_display = ("name", "stratum", "is_non_profit", "is_active")
    list_select_related = ("stratum",)
    search_fields = ("name",)
    fields = ("name", "slug", "stratum", "is_non_profit", "is_active")


@admin.register(Councillor)
class CouncillorAdmin(CouncilRowAdmin):
    """Their public name; a seat is given in the registry, and the way into the room by mail."""

    list_display = ("name",)
    search_fields = ("name",)
    fields = ("name", "gender")


@admin.register(CouncilRule)
class CouncilRuleAdmin(CouncilRowAdmin):
    list_display = ("kind", "says", "citation", "is_own", "valid_from")
    fields = (
        "kind", "number", "out_of", "is_more_than", "base", "citation", "is_analogy", "valid_from",
    )  # fmt: skip

    @admin.display(description="Dice")
    def says(self, rule: CouncilRule) -> str:
        return words_of(rule).says

    @admin.display(description="La fija la ley", ordering="is_analogy")
    def is_own(self, rule: CouncilRule) -> str:
        return "No: decisión propia" if rule.is_analogy else "Sí"
