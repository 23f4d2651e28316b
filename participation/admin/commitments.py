"""Commitments in the admin: the list, one page for each, one address for each act."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.admin import commitment_doing as doing
from participation.admin.in_page import HistoryInPage, number_in
from participation.commitment_desk import SHELF, SHELVES, page_of
from participation.commitment_desk import counts_of as shelf_counts
from participation.commitment_transitions import JUDGE
from participation.deadlines import CHILE
from participation.models import Commitment
from participation.permissions import may

READS = ["GET", "HEAD"]
READS_AND_SENDS = [*READS, "POST"]
WRONG = "Ese enlace a otra parte de la lista no sirve. Aquí está desde el comienzo."


class ListForm(forms.Form):
    """Which part of the list, and from which code on."""

    tab = forms.ChoiceField(choices=[(each.code, each.label) for each in SHELVES], required=False)
    despues = forms.CharField(max_length=16, required=False)


@admin.register(Commitment)
class CommitmentAdmin(HistoryInPage, admin.ModelAdmin):
    """Nothing here is edited as a row: every change is an act of `participation.actions`."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, JUDGE)  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them one for each act."""
        acts = [
            self._path(f"<int:commitment_id>/{act.code}/", partial(doing.do_act, code=act.code),
                       act.code)
            for act in doing.ACTS
        ]  # fmt: skip
        return [*acts, *super().get_urls()]

    def _path(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        guarded = self.admin_site.admin_view(require_http_methods(READS_AND_SENDS)(view))
        return path(route, guarded, name=doing.NAME + name)

    def changelist_view(
        self, request: Any, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What falls due first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = ListForm(request.GET)
        is_right = form.is_valid()
        typed = form.cleaned_data if is_right else {}
        shelf = SHELF[typed.get("tab") or "open"]
        today = timezone.now().astimezone(CHILE).date()
        try:
            cut = page_of(shelf, request.user, today, typed.get("despues", ""))
        except ValueError:
            is_right, cut = False, page_of(shelf, request.user, today)
        counts = shelf_counts(request.user, today)
        context = {
            **self.admin_site.each_context(request),
            "title": "Compromisos",
            "tabs": [(each, counts[each.code]) for each in SHELVES],
            "shelf": shelf,
            "lines": [doing.line_of(row, today) for row in cut.rows],
            "after": cut.after,
            "is_first": not typed.get("despues"),
            "trouble": "" if is_right else WRONG,
            "may_add": self.has_add_permission(request),
            "opts": self.opts,
        }
        template = f"{doing.FOLDER}/list.html"
        return render(request, template, context, status=200 if is_right else 400)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return doing.add(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one. It sends nothing to itself: every act has its own address."""
        if not self.has_view_permission(request) or request.method not in READS:
            raise PermissionDenied
        return doing.show(request, doing.commitment_or_404(number_in(object_id)))
