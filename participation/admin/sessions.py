"""The council's sessions in the admin: a list, the call, one page for each, one address an act."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern
from django.utils import timezone

from participation.acta_words import KINDS, MODES, moment_in_words
from participation.admin import session_doing as doing
from participation.admin.in_page import READS, ActsInPage, number_in, numbered_page
from participation.council import roles_of
from participation.council_transitions import SECRETARY, SESSION_STATE
from participation.deadlines import CHILE
from participation.models import CouncilSession


@admin.register(CouncilSession)
class SessionAdmin(ActsInPage, admin.ModelAdmin):
    """The sessions of the council: each act has its own address."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return SECRETARY in roles_of(user, timezone.now().astimezone(CHILE).date())

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them one for each act."""
        one = "<int:session_id>/"
        return [
            *self.acts_at(one, (act.code for act in doing.ACTS), doing.do_act),
            self.at(f"{one}cambiar/", doing.change, "amend"),
            self.at(f"{one}suspender/", doing.cancel, "cancel"),
            self.at(f"{one}acta.pdf", doing.pdf, "pdf", READS),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The sessions, by number from the last one back."""
        doing.check_reader(request)
        page = numbered_page(request, CouncilSession.objects.all())
        context = {
            **self.admin_site.each_context(request),
            "title": "Sesiones del Consejo",
            "rows": [_line(each) for each in page.rows],
            "before": page.before,
            "is_first": page.is_first,
            "is_wrong": page.is_wrong,
            "may_call": self.has_add_permission(request),
            "opts": self.opts,
        }
        template = f"{doing.FOLDER}/sessions.html"
        return render(request, template, context, status=page.status)

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
