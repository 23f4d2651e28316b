"""The council's sessions in the admin: a list, the call, one page for each, one address an act."""

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

from participation.acta_words import KINDS, MODES, moment_in_words
from participation.admin import session_doing as doing
from participation.admin.in_page import HistoryInPage, number_in
from participation.council import roles_of
from participation.council_transitions import SECRETARY, SESSION_STATE
from participation.deadlines import CHILE
from participation.models import CouncilSession

READS = ["GET", "HEAD"]
READS_AND_SENDS = [*READS, "POST"]
PER_PAGE = 30


class PageForm(forms.Form):
    """From which session number backwards."""

    antes = forms.IntegerField(required=False, min_value=1, max_value=32_767)


@admin.register(CouncilSession)
class SessionAdmin(HistoryInPage, admin.ModelAdmin):
    """Nothing here is edited as a row: every change is an act of `participation.actions`."""

    history_anchor = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return SECRETARY in roles_of(user, timezone.now().astimezone(CHILE).date())

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them one for each act."""
        one = "<int:session_id>/"
        acts = [
            self._path(f"{one}{act.code}/", partial(doing.do_act, code=act.code), act.code,
                       ["POST"])
            for act in doing.ACTS
        ]  # fmt: skip
        pages = [
            self._path(f"{one}cambiar/", doing.change, "amend"),
            self._path(f"{one}suspender/", doing.cancel, "cancel"),
            self._path(f"{one}acta.pdf", doing.pdf, "pdf", READS),
        ]
        return [*acts, *pages, *super().get_urls()]

    def _path(
        self, route: str, view: Callable[..., Any], name: str, methods: list[str] = READS_AND_SENDS
    ) -> URLPattern:
        guarded = self.admin_site.admin_view(require_http_methods(methods)(view))
        return path(route, guarded, name=doing.NAME + name)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The sessions, by number from the last one back."""
        doing.check_reader(request)
        form = PageForm(request.GET)
        is_valid = form.is_valid()
        before = (form.cleaned_data.get("antes") or 0) if is_valid else 0
        rows = CouncilSession.objects.order_by("-number")
        if before:
            rows = rows.filter(number__lt=before)
        found = list(rows[: PER_PAGE + 1])
        shown = found[:PER_PAGE]
        context = {
            **self.admin_site.each_context(request),
            "title": "Sesiones del Consejo",
            "rows": [_line(each) for each in shown],
            "before": shown[-1].number if len(found) > PER_PAGE else 0,
            "is_first": not before,
            "is_wrong": not is_valid,
            "may_call": self.has_add_permission(request),
            "opts": self.opts,
        }
        template = f"{doing.FOLDER}/sessions.html"
        return render(request, template, context, status=200 if is_valid else 400)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return doing.call(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one session. It sends nothing to itself: every act has its own address."""
        doing.check_reader(request)
        if request.method not in READS:
            raise PermissionDenied
        return doing.show(request, doing.session_or_404(number_in(object_id)))


def _line(session: CouncilSession) -> dict[str, Any]:
    """One row of the list."""
    return {
        "url": doing.address_of(session),
        "title": f"Sesión {KINDS[session.kind]} {session.number}",
        "when": moment_in_words(session.starts_at),
        "where": session.place or MODES[session.mode],
        "state": SESSION_STATE[session.state].label,
        "turn": SESSION_STATE[session.state].turn,
        "is_demo": session.is_demo,
    }
