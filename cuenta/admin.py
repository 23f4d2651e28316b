"""What the portal compares with, kept by the data editors. Written by `cuenta.actions`."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import DecimalField
from django.http import HttpRequest
from django.utils import timezone

from cuenta.actions.context import write_context
from cuenta.models import MethodBreak, Population, PriceVariation
from programs.admin.lists import CarefulList


class ContextAdmin(CarefulList):
    """A fact with its source. It is mended, with its history; it is not deleted."""

    show_full_result_count = False
    list_per_page = 50
    view_on_site = False

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change or form.has_changed():
            write_context(obj, by=request.user, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Population)
class PopulationAdmin(ContextAdmin):
    list_display = ("region", "year", "value", "source")


@admin.register(PriceVariation)
class PriceVariationAdmin(ContextAdmin):
    list_display = ("year", "percent", "source")
    formfield_overrides: ClassVar = {DecimalField: {"localize": True}}  # «12,8», as Chile writes


@admin.register(MethodBreak)
class MethodBreakAdmin(ContextAdmin):
    list_display = ("indicator", "year", "text")
