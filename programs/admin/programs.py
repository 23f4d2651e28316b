"""Products, programs and indicators: names the institution keeps across years."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from programs.admin.drafts import SharedAdmin
from programs.admin.filters import choice_of
from programs.forms import DraftForm
from programs.models import Indicator, Program, PublicAccount, Region, StrategicProduct


class NameForm(DraftForm):
    """A name and the accounts that show it."""

    accounts = forms.ModelMultipleChoiceField(
        label="cuentas en que aparece",
        queryset=PublicAccount.objects.select_related("institution"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "accounts" not in self.fields:  # someone who may only look
            return
        if self.instance.pk:
            self.initial["accounts"] = list(self.instance.accounts.values_list("pk", flat=True))


class ProgramForm(NameForm):
    """A program with the other names it appears under."""

    def clean_aliases(self) -> list[str]:
        aliases: list[str] = self.cleaned_data["aliases"]
        if any(";" in alias for alias in aliases):
            raise ValidationError(
                "Quite el punto y coma: en el paquete de datos separa un nombre de otro.",
                code="semicolon",
            )
        return aliases


class NameAdmin(SharedAdmin):
    """Counts a version of every account that shows the name, or that ceases to show it."""

    form = NameForm
    search_fields = ("name", "slug", "description")
    readonly_fields = ("shown_in",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new name appears in the account it is added from."""
        initial = super().get_changeform_initial_data(request)
        if account := self.chosen_account(request):
            initial.setdefault("accounts", [account.pk])
        return initial

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever may only look reads the accounts instead of ticking them."""
        sets = super().get_fieldsets(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            for _, options in sets:
                options["fields"] = tuple(
                    "shown_in" if name == "accounts" else name for name in options["fields"]
                )
        return sets

    @admin.display(description="Cuentas en que aparece")
    def shown_in(self, row: Any) -> str:
        return ", ".join(map(str, self.accounts_of(row))) or "–"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        row = form.instance
        shown_in = {account.pk: account for account in self.accounts_of(row)}
        if "accounts" in form.cleaned_data:
            row.accounts.set(form.cleaned_data["accounts"])
        shown_in |= {account.pk: account for account in self.accounts_of(row)}
        form.save_m2m()
        if said := self.summary(form, formsets, change):
            self.note(request, shown_in.values(), said)


@admin.register(StrategicProduct)
class StrategicProductAdmin(NameAdmin):
    noun = "el producto"
    list_display = ("name", "slug", "position")
    fieldsets = (
        (None, {"fields": ("name", "description", "accounts")}),
        ("Dirección y orden", {"fields": ("slug", "position")}),
    )


@admin.register(Program)
class ProgramAdmin(NameAdmin):
    form = ProgramForm
    noun = "el programa"
    list_display = ("name", "product", "region", "named_after")
    list_select_related = ("product", "region", "named_after")
    list_filter = (
        choice_of("product", "Producto", StrategicProduct),
        choice_of("region", "Región", Region),
    )
    search_fields = ("name", "slug", "description", "aliases")
    fieldsets = (
        (None, {"fields": ("name", "description", "product", "region", "named_after")}),
        ("Dónde aparece", {"fields": ("accounts", "aliases")}),
        ("Dirección y orden", {"fields": ("slug", "position")}),
    )


@admin.register(Indicator)
class IndicatorAdmin(NameAdmin):
    noun = "el indicador"
    list_display = ("name", "measure", "aggregation", "noun_many")
    fieldsets = (
        (None, {"fields": ("name", "description", "measure", "aggregation")}),
        ("Cómo se nombra lo que cuenta", {"fields": ("noun_one", "noun_many")}),
        ("Dónde aparece", {"fields": ("accounts",)}),
        ("Dirección y orden", {"fields": ("slug", "position")}),
    )
