"""Tables with their columns and rows."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse

from programs.admin.drafts import DraftAdmin, DraftInline
from programs.admin.filters import choice_of
from programs.admin.histories import history_of
from programs.models import PublicAccount, Table, TableColumn, TableRow


class ColumnInline(DraftInline):
    model = TableColumn
    fields = ("label", "key", "indicator", "sex", "is_total", "position", "seen")


class RowInline(DraftInline):
    model = TableRow
    fields = ("label", "key", "program", "product", "region", "is_total", "position", "seen")


@admin.register(Table)
class TableAdmin(DraftAdmin):
    noun = "la tabla"
    list_display = ("title", "chapter", "source", "page", "account")
    list_select_related = ("chapter", "source", "account__institution")
    list_filter = (choice_of("account", "Cuenta", PublicAccount),)
    search_fields = ("title", "slug", "note")
    inlines = (ColumnInline, RowInline)
    fieldsets = (
        (None, {"fields": ("title", "chapter", "row_heading", "note")}),
        ("De dónde sale", {"fields": (("source", "page"),)}),
        ("Dirección y orden", {"fields": (("slug", "position"),)}),
    )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Its own history with that of its columns and rows."""
        changes = history_of(Table, unquote(object_id), (TableColumn, TableRow))
        return super().history_view(
            request, object_id, {"changes": changes, **(extra_context or {})}
        )
