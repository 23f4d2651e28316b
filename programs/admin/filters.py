"""Filters of the lists. Each is one select of one form: no script, no wall of links."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

MOST_CHOICES = 400


class Choice(admin.SimpleListFilter):
    """A filter whose value must be one of its choices; anything typed by hand finds nothing."""

    template = "admin/filter_select.html"
    column = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        if value not in {str(key) for key, _ in self.lookup_choices}:
            return queryset.none()
        return self.narrow(request, queryset, value)

    def narrow(self, request: HttpRequest, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(**{self.column: value})


def choice_of(
    column: str, title: str, model: type[Model], *, parameter: str = ""
) -> type[admin.SimpleListFilter]:
    """A filter by the row that `column` points to."""

    class Chosen(Choice):
        parameter_name = parameter or column.replace("__", "_")

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            rows = model._default_manager.all()  # type: ignore[attr-defined]
            if any(item.name == "institution" for item in model._meta.concrete_fields):
                rows = rows.select_related("institution")
            return [(str(row.pk), str(row)) for row in rows[:MOST_CHOICES]]

        def narrow(
            self, request: HttpRequest, queryset: QuerySet[Any], value: str
        ) -> QuerySet[Any]:
            return queryset.filter(**{column: value})

    Chosen.title = title
    return Chosen
