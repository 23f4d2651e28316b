"""The public hearings in the admin: a list, one page for each, its desk, its door and its acta."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from participation.admin import hearing_doing as doing
from participation.admin import hearing_hall as hall
from participation.admin.in_page import READS, SENDS, ActsInPage, number_in, numbered_page
from participation.hearing_transitions import CALLS, HEARING_STATE
from participation.hearing_words import moment_of
from participation.models import Hearing
from participation.pages.hearings import where_of
from participation.permissions import may

SEES = "view_hearing"


@admin.register(Hearing)
class HearingAdmin(ActsInPage, admin.ModelAdmin):
    """The hearings: each page and each act has its own address."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, CALLS)  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them one for each page and act."""
        one = "<int:hearing_id>/"
        question = f"{one}mesa/<int:question_id>/"
        return [
            *self.acts_at(one, (act.code for act in doing.ACTS), doing.do_act),
            *self.acts_at(question, hall.QUESTION_ACTS, hall.question_act, "question_"),
            self.at(f"{one}cambiar/", doing.edit, "edit"),
            self.at(f"{one}postergar/", partial(doing.stop, action="postpone"), "postpone"),
            self.at(f"{one}suspender/", partial(doing.stop, action="cancel"), "cancel"),
            self.at(f"{one}mesa/", hall.desk, "desk"),
            self.at(f"{one}puerta/", hall.door, "door"),
            self.at(f"{one}puerta/deshacer/", hall.door_undo, "door_undo", SENDS),
            self.at(f"{one}puerta/inscribir/", hall.door_register, "door_register", SENDS),
            self.at(f"{one}acta/", hall.acta, "acta"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The hearings, by number from the last one back."""
        doing.check(request, SEES)
        page = numbered_page(request, Hearing.objects.select_related("region"))
        return doing.page_of(
            request, "hearings", "Audiencias públicas", status=page.status,
            rows=[_line(each) for each in page.rows], before=page.before, is_first=page.is_first,
            is_wrong=page.is_wrong, may_begin=self.has_add_permission(request),
        )  # fmt: skip

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return doing.begin(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one. It sends nothing to itself: every act has its own address."""
        doing.check(request, SEES)
        if request.method not in READS:
            raise PermissionDenied
        return doing.show(request, doing.hearing_or_404(number_in(object_id)))


def _line(hearing: Hearing) -> dict[str, Any]:
    """One row of the list."""
    return {
        "url": doing.address_of(hearing),
        "title": f"{hearing.number}. {hearing.title}",
        "when": moment_of(hearing.starts_at, hearing.region_id),
        "where": where_of(hearing),
        "state": HEARING_STATE[hearing.state].label,
        "turn": HEARING_STATE[hearing.state].turn,
        "is_demo": hearing.is_demo,
    }
