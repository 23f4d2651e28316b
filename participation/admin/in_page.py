"""Parts of a `ModelAdmin` whose rows have a page of their own: acts, history, a list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

READS = ["GET", "HEAD"]
SENDS = ["POST"]
READS_AND_SENDS = [*READS, *SENDS]
PER_PAGE = 30


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


class ActsInPage(HistoryInPage):
    """A `ModelAdmin` where nothing is edited as a row: every change is an act of
    `participation.actions`, with an address of its own."""

    history_anchor = ""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def at(
        self, route: str, view: Callable[..., Any], name: str, methods: list[str] = READS_AND_SENDS
    ) -> URLPattern:
        """An address for staff, with one of the model's names."""
        guarded = self.admin_site.admin_view(require_http_methods(methods)(view))  # type: ignore[attr-defined]
        opts = self.opts  # type: ignore[attr-defined]
        return path(route, guarded, name=f"{opts.app_label}_{opts.model_name}_{name}")

    def acts_at(
        self, one: str, codes: Iterable[str], do: Callable[..., Any], prefix: str = ""
    ) -> list[URLPattern]:
        """An address below that of `one` for each act, which is only sent to."""
        return [
            self.at(f"{one}{code}/", partial(do, code=code), f"{prefix}{code}", SENDS)
            for code in codes
        ]


class PageForm(forms.Form):
    """From which number backwards."""

    antes = forms.IntegerField(required=False, min_value=1, max_value=32_767)


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """A page of rows by their `number`, the last first; `before` is 0 at the end."""

    rows: tuple[Any, ...]
    before: int
    is_first: bool
    is_wrong: bool

    @property
    def status(self) -> int:
        return 400 if self.is_wrong else 200


def numbered_page(request: HttpRequest, rows: QuerySet[Any]) -> NumberedPage:
    """The page that the address asks for; the first one where it asks for what cannot be."""
    form = PageForm(request.GET)
    is_valid = form.is_valid()
    before = (form.cleaned_data.get("antes") or 0) if is_valid else 0
    if before:
        rows = rows.filter(number__lt=before)
    found = list(rows.order_by("-number")[: PER_PAGE + 1])
    shown = tuple(found[:PER_PAGE])
    more = shown[-1].number if len(found) > PER_PAGE else 0
    return NumberedPage(shown, more, is_first=not before, is_wrong=not is_valid)


def number_in(object_id: str) -> int:
    """The number in an address; one that is no row where it is not a number."""
    is_number = object_id.isascii() and object_id.isdecimal() and len(object_id) < 19
    return int(object_id) if is_number else 0
