"""Figures: the list that people search, and the form where one is mended."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from programs.admin.drafts import DraftAdmin
from programs.admin.filters import Choice, choice_of
from programs.admin.marks import MARKS, marks_for_list, marks_of
from programs.forms import ResultForm, shown_amount
from programs.models import Indicator, Program, PublicAccount, Region, Result, TableColumn, TableRow


class HasValue(Choice):
    title = "Valor"
    parameter_name = "valor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("con", "Con cifra"), ("sin", "Sin cifra")]

    def narrow(self, request: HttpRequest, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(value__isnull=value == "sin")


class Marked(Choice):
    """By what the checks say of the figure now."""

    title = "Cuadratura"
    parameter_name = "cuadratura"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(mark.code, mark.label) for mark in MARKS.values()]

    def narrow(self, request: HttpRequest, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        keys = [
            pk
            for account in PublicAccount.objects.filter(
                pk__in=queryset.order_by().values("account").distinct()
            ).select_related("institution")
            for pk in _marked(account, value)
        ]
        return queryset.filter(pk__in=keys)


def _marked(account: PublicAccount, code: str) -> Iterable[int]:
    marks = marks_of(account)
    keys = [key for key, found in marks.items() if found == code]
    return Result.objects.of_account(account).filter(key__in=keys).values_list("pk", flat=True)


@admin.register(Result)
class ResultAdmin(DraftAdmin):
    form = ResultForm
    noun = "la cifra"
    list_display = ("name", "shown", "program", "region", "where", "mark")
    list_display_links = ("name",)
    list_select_related = (
        "indicator", "program", "region", "row__table", "column", "source", "account__institution",
    )  # fmt: skip
    list_filter = (
        choice_of("account", "Cuenta", PublicAccount),
        choice_of("program", "Programa", Program),
        choice_of("region", "Región", Region),
        choice_of("indicator", "Indicador", Indicator),
        HasValue,
        Marked,
    )
    search_fields = ("key", "title", "literal", "note", "program__name", "row__label")
    search_help_text = "Busca en la clave, el título, lo que dice el documento y el programa."
    fieldsets = (
        (None, {"fields": ("title", "indicator", "amount", "note")}),
        ("De qué es", {"fields": ("product", "program", ("region", "sex"), "scope")}),
        (
            "De dónde sale",
            {"fields": ("source", ("page", "sheet", "cell"), "literal")},
        ),
        ("Dónde se muestra", {"fields": ("chapter", ("row", "column"), "highlight")}),
        ("Dirección y orden", {"classes": ("collapse",), "fields": (("key", "position"),)}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever may only look sees the value as it is published."""
        sets = super().get_fieldsets(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            fields = tuple("shown" if name == "amount" else name for name in sets[0][1]["fields"])
            sets[0][1]["fields"] = fields
        return sets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("shown",)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in ("row", "column"):
            model: Any = TableRow if db_field.name == "row" else TableColumn
            account = getattr(request, "desk_account", None)
            kwargs["queryset"] = model.objects.filter(table__account=account).select_related(
                "table"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page of the list, each figure with its mark: checks run once per account shown."""
        changelist = super().get_changelist_instance(request)
        accounts = {row.account_id: row.account for row in changelist.result_list}
        marks = {pk: marks_for_list(account) for pk, account in accounts.items()}
        for row in changelist.result_list:
            row.desk_mark = marks[row.account_id].get(row.key, "")
        return changelist

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # What a figure names belongs to its account too, or the account would not hang together.
        if obj.program_id:
            obj.account.programs.add(obj.program_id)
        if obj.product_id:
            obj.account.products.add(obj.product_id)
        obj.account.indicators.add(obj.indicator_id)

    def summary(self, form: Any, formsets: Iterable[Any], change: bool) -> str:
        said = super().summary(form, formsets, change)
        if change and "amount" in form.changed_names:
            before = form.initial.get("amount") or "–"
            said += f" (de {before} a {shown_amount(form.instance)})"
        return said

    @admin.display(description="Cifra", ordering="position")
    def name(self, row: Result) -> SafeString:
        return format_html("{}<small>{}</small>", figure_name(row), row.key)

    @admin.display(description="Valor", ordering="value")
    def shown(self, row: Result) -> SafeString:
        note = row.note if row.value is None else ""
        return format_html('<span class="num">{}</span><small>{}</small>', shown_amount(row), note)

    @admin.display(description="Dónde lo dice", ordering="page")
    def where(self, row: Result) -> str:
        if row.sheet or row.cell:
            return f"hoja {row.sheet} {row.cell}".strip()
        return f"{row.source.page_noun} {row.page}" if row.page else str(row.source)

    @admin.display(description="Cuadratura")
    def mark(self, row: Any) -> SafeString | str:
        mark = MARKS.get(row.desk_mark)
        return mark.html if mark else "–"


def figure_name(row: Result) -> str:
    """What people call a figure: its title, or its row and column."""
    if row.title:
        return row.title
    if row.row is not None and row.column is not None:
        return f"{row.row.label} · {row.column.label}"
    return row.key
