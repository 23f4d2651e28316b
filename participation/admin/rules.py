"""What staff rule by data. Everything is written by `participation.actions`; nothing is deleted."""

from datetime import date, datetime
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from participation.actions.holidays import (
    ASK_LAW,
    add_holiday,
    change_holiday,
    check_day,
    count_touched,
    restore_holiday,
    retire_holiday,
)
from participation.actions.rules import write_row
from participation.models import ClockRule, Holiday, Limit, RefusalReason, Unit
from programs.admin.filters import Choice
from programs.admin.lists import CarefulList
from programs.figures import plural
from programs.models import User
from programs.transitions import Refused

LIMITED = MappingProxyType(
    {
        "attach": "Adjuntar un archivo",
        "confirm_address": "Pedir el enlace que confirma un correo",
        "export": "Bajar un archivo que se hace al pedirlo",
        "follow": "Pedir avisos por correo",
        "follow_up": "Volver sobre una respuesta",
        "hearing_ask": "Preguntar desde un teléfono en una audiencia",
        "hearing_register": "Inscribirse en una audiencia",
        "my_data": "Pedir el enlace a los datos propios",
        "read": "Leer la API",
        "search": "Buscar en el portal",
        "similar": "Buscar parecidas",
        "start": "Empezar a escribir",
        "submit": "Enviar",
        "support": "Decir «yo también»",
        "track": "Seguir un folio",
    }
)
TERMS = ("plazo que corre", "plazos que corren")


class RuleAdmin(CarefulList):
    """A row of the rules. What the action refuses is told over what was typed, which stays."""

    show_full_result_count = False
    list_per_page = 50
    view_on_site = False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            request.rule_refused = refused  # type: ignore[attr-defined]
            response = super().changeform_view(request, *args, **kwargs)
            if response.status_code == 200:
                response.status_code = 409
            return response

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        refused = getattr(request, "rule_refused", None)
        return _refusing(made, refused) if refused else made

    def render_change_form(
        self, request: Any, context: dict[str, Any], add: bool = False, **kwargs: Any
    ) -> Any:
        if add:
            context["title"] = f"Agregar {self.opts.verbose_name}"
        return super().render_change_form(request, context, add=add, **kwargs)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change or form.has_changed():
            self.write(obj, by=request.user, now=timezone.now())

    def write(self, row: Any, *, by: User, now: datetime) -> None:
        """The action that keeps the row."""
        write_row(row, by=by, now=now)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What rules were is part of what was done under them."""
        return False


def _refusing(form: type[Any], refused: Refused) -> type[Any]:
    """The form, refused by what the action said, beside the field it speaks of if it names one."""

    class Refusing(form):  # type: ignore[misc]
        def clean(self) -> Any:
            cleaned = super().clean()
            field = getattr(refused, "field", None)
            self.add_error(field if field in self.fields else None, str(refused))
            return cleaned

    return Refusing


class HolidayForm(forms.ModelForm):
    """Whoever moves terms that run is told how many, and says that it is meant."""

    confirm = forms.BooleanField(
        label="Sí, mover los plazos",
        required=False,
        help_text="Cada plazo que cambia queda con su motivo, en el registro, y se avisa a quien "
        "preguntó.",
    )

    class Meta:
        model = Holiday
        fields = ("day", "name", "region", "law", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "law" in self.fields:
            self.fields["law"].required = self.instance.origin == Holiday.Origin.STAFF
            self.fields["law"].error_messages["required"] = ASK_LAW

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        try:
            check_day(day, timezone.now())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        terms = self._touched(cleaned)
        if terms and not cleaned.get("confirm"):
            verb = "vencerá" if terms == 1 else "vencerán"
            self.add_error(
                "confirm",
                f"Con este cambio {verb} otro día {plural(terms, *TERMS)}. Si es lo que quiere, "
                "marque aquí y guarde de nuevo.",
            )
        return cleaned

    def _touched(self, cleaned: dict[str, Any]) -> int:
        """How many terms would move; none where what is typed has to be mended first."""
        if self.instance.pk:
            known = Holiday.objects.get(pk=self.instance.pk)
            if cleaned.get("is_active", known.is_active) == known.is_active:
                return 0
            return count_touched(known.day, known.region)
        day = cleaned.get("day")
        return count_touched(day, cleaned.get("region")) if day else 0


class OriginFilter(Choice):
    title = "Origen"
    parameter_name = "origin"
    column = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(origin.value, origin.label) for origin in Holiday.Origin]


@admin.register(Holiday)
class HolidayAdmin(RuleAdmin):
    form = HolidayForm
    list_display = ("day", "name", "where", "law", "origin", "is_active")
    list_filter = (OriginFilter,)
    search_fields = ("name", "law")
    list_select_related = ("region",)
    ordering = ("-day", "pk")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        names = ("day", "name", "region", "law")
        if obj is not None:
            names = (*names, "origin", "is_active")
        return (*names, "confirm") if self._may_write(request, obj) else names

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Another day or scope is another holiday: this one is retired and that one added."""
        return ("day", "region", "origin") if obj is not None else ()

    def _may_write(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)

    @admin.display(description="Dónde", ordering="region")
    def where(self, holiday: Holiday) -> str:
        return holiday.region.short_name if holiday.region else "Todo Chile"

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        given = {"by": request.user, "now": timezone.now()}
        if not change:
            done = add_holiday(day=obj.day, name=obj.name, law=obj.law, region=obj.region, **given)
            obj.pk = done.holiday.pk
            self._say(request, done.terms)
            return
        if {"name", "law"} & set(form.changed_data):
            change_holiday(obj, name=obj.name, law=obj.law, **given)
        if "is_active" in form.changed_data:
            switch = restore_holiday if obj.is_active else retire_holiday
            self._say(request, switch(obj, **given).terms)

    def _say(self, request: HttpRequest, terms: int) -> None:
        if terms:
            verb = "Ahora vence" if terms == 1 else "Ahora vencen"
            said = f"{verb} otro día {plural(terms, *TERMS)}."
        else:
            said = "Ningún plazo que corre cambió."
        self.message_user(request, said, messages.SUCCESS)


@admin.register(ClockRule)
class ClockRuleAdmin(RuleAdmin):
    list_display = ("clock", "length", "unit", "citation", "analogy", "valid_from")
    fields = ("clock", "length", "unit", "citation", "is_analogy", "valid_from")

    @admin.display(description="La ley lo fija", ordering="is_analogy")
    def analogy(self, rule: ClockRule) -> str:
        return "No: analogía o decisión propia" if rule.is_analogy else "Sí"


@admin.register(RefusalReason)
class RefusalReasonAdmin(RuleAdmin):
    list_display = ("label", "legal_basis", "is_active", "position")
    fields = (
        "label", "slug", "legal_basis", "public_sentence", "how_to_mend", "is_active", "position",
    )  # fmt: skip
    fixed: ClassVar[tuple[str, ...]] = ("slug",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fixed if obj is not None else ()


@admin.register(Unit)
class UnitAdmin(RuleAdmin):
    list_display = ("name", "region", "head", "is_active")
    list_select_related = ("region", "head")
    search_fields = ("name",)
    fields = ("name", "slug", "region", "head", "members", "is_active")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A box for each person: nothing to hold down, and it works without script."""
        if db_field.name != "members":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        working = User.objects.filter(is_active=True, is_staff=True).order_by("full_name")
        return db_field.formfield(
            queryset=working, widget=forms.CheckboxSelectMultiple, required=False
        )


@admin.register(Limit)
class LimitAdmin(RuleAdmin):
    list_display = ("name", "what", "scope", "count", "per_seconds", "applies_when", "is_active")
    fields = (
        "name", "slug", "action", "scope", "count", "per_seconds", "applies_when", "way_out",
        "is_active",
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What it limits is written in the code: another name would limit nothing."""
        return ("slug", "action") if obj is not None else ()

    @admin.display(description="Qué limita", ordering="action")
    def what(self, limit: Limit) -> str:
        return LIMITED.get(limit.action, limit.action)
