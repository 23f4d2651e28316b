"""The account itself, and the addresses of the acts on it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import URLPattern, path

from programs.admin import acts, checking, imports
from programs.admin.drafts import DraftAdmin
from programs.forms import DraftForm
from programs.models import PublicAccount

FIRST_YEAR, LAST_YEAR = 1990, 2100
PAGES: tuple[tuple[str, str, Any], ...] = (
    ("importar/", "import_new", imports.import_start),
    ("importar/<str:token>/", "import_preview", imports.import_preview),
    ("<int:account_id>/importar/", "import", imports.import_start),
    ("<int:account_id>/plantilla/", "template", imports.template),
    ("<int:account_id>/cuadratura/", "checks", checking.checks),
    ("<int:account_id>/preparar/", "prepare", acts.prepare),
    ("<int:account_id>/reabrir/", "reopen", acts.reopen),
)


class AccountForm(DraftForm):
    """What the account says of itself; its state changes only through the acts."""

    unwatched = frozenset(("state", "version", "prepared_by", "prepared_at"))

    def clean_account_year(self) -> int:
        return _year(self.cleaned_data["account_year"])

    def clean_management_year(self) -> int:
        year = _year(self.cleaned_data["management_year"])
        given = self.cleaned_data.get("account_year", self.instance.account_year)
        if given is not None and year > given:
            raise ValidationError("El año de gestión no es posterior al año de la cuenta.")
        return year


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(f"Escriba un año entre {FIRST_YEAR} y {LAST_YEAR}.")
    return year


@admin.register(PublicAccount)
class PublicAccountAdmin(DraftAdmin):
    form = AccountForm
    owner = ""
    noun = "la cuenta"
    list_display = ("__str__", "state", "management_year", "prepared_by", "version")
    list_select_related = ("institution", "prepared_by")
    search_fields = ("title", "summary")
    fieldsets = (
        (None, {"fields": ("institution", ("account_year", "management_year"))}),
        ("Lo que dice", {"fields": ("title", "summary")}),
    )

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(route, self.admin_site.admin_view(view), name=f"programs_publicaccount_{name}")
            for route, name, view in PAGES
        ]
        return [*own, *super().get_urls()]

    def accounts_of(self, row: Any) -> list[PublicAccount]:
        return [row] if row.pk else []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Institution and years are its address: they are chosen once."""
        return ("institution", "account_year") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only what was typed is written: the state and the version belong to the actions."""
        if not change:
            super().save_model(request, obj, form, change)
        elif form.changed_names:
            obj._history_user = request.user
            obj.save(update_fields=form.changed_names)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
