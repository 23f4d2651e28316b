"""For rows whose history stands in their own page: Django's page of it leads there."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class HistoryInPage:
    """A `ModelAdmin` whose history is at `history_anchor` of the page of each row."""

    history_anchor = "#historia"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Its history stands in its page."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        opts = self.opts  # type: ignore[attr-defined]
        name = f"admin:{opts.app_label}_{opts.model_name}_change"
        return HttpResponseRedirect(
            f"{reverse(name, args=[number_in(object_id)])}{self.history_anchor}"
        )


def number_in(object_id: str) -> int:
    """The number in an address; one that is no row where it is not a number."""
    is_number = object_id.isascii() and object_id.isdecimal() and len(object_id) < 19
    return int(object_id) if is_number else 0
