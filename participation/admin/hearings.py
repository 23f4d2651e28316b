"""The public hearings in the admin: a list, one page for each, its desk, its door and its acta."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from participation.admin import hearing_doing as doing
from participation.admin import hearing_hall as hall
from participation.admin.in_page import number_in
from participation.hearing_transitions import CALLS, HEARING_STATE
from participation.hearing_words import moment_of
from participation.models import Hearing
from participation.pages.hearings import where_of
from participation.permissions import may

READS = ["GET", "HEAD"]
READS_AND_SENDS = [*READS, "POST"]
PER_PAGE = 30
SEES = "view_hearing"


class PageForm(forms.Form):
    """From which hearing backwards."""

    antes = forms.IntegerField(required=False, min_value=1, max_value=32_767)


@admin.register(Hearing)
class HearingAdmin(admin.ModelAdmin):
    """Nothing here is edited as a row: every change is an act of `participation.actions`."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, CALLS)  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them one for each page and act."""
        one = "<int:hearing_id>/"
        acts = [
            self._path(f"{one}{act.code}/", partial(doing.do_act, code=act.code), act.code,
                       ["POST"])
            for act in doing.ACTS
        ]  # fmt: skip
        pages = [
            self._path(f"{one}cambiar/", doing.edit, "edit"),
            self._path(f"{one}postergar/", partial(doing.stop, action="postpone"), "postpone"),
            self._path(f"{one}suspender/", partial(doing.stop, action="cancel"), "cancel"),
            self._path(f"{one}mesa/", hall.desk, "desk"),
            self._path(f"{one}puerta/", hall.door, "door"),
            self._path(f"{one}puerta/deshacer/", hall.door_undo, "door_undo", ["POST"]),
            self._path(f"{one}puerta/inscribir/", hall.door_register, "door_register", ["POST"]),
            self._path(f"{one}acta/", hall.acta, "acta"),
        ]
        questions = [
            self._path(f"{one}mesa/<int:question_id>/{code}/",
                       partial(hall.question_act, code=code), f"question_{code}", ["POST"])
            for code in hall.QUESTION_ACTS
        ]  # fmt: skip
        return [*acts, *pages, *questions, *super().get_urls()]

    def _path(
        self, route: str, view: Callable[..., Any], name: str, methods: list[str] = READS_AND_SENDS
    ) -> URLPattern:
        guarded = self.admin_site.admin_view(require_http_methods(methods)(view))
        return path(route, guarded, name=doing.NAME + name)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The hearings, by number from the last one back."""
        doing.check(request, SEES)
        form = PageForm(request.GET)
        is_valid = form.is_valid()
        before = (form.cleaned_data.get("antes") or 0) if is_valid else 0
        rows = Hearing.objects.select_related("region").order_by("-number")
        if before:
            rows = rows.filter(number__lt=before)
        found = list(rows[: PER_PAGE + 1])
        shown = found[:PER_PAGE]
        return doing.page_of(
            request, "hearings", "Audiencias públicas", status=200 if is_valid else 400,
            rows=[_line(each) for each in shown],
            before=shown[-1].number if len(found) > PER_PAGE else 0,
            is_first=not before, is_wrong=not is_valid,
            may_begin=self.has_add_permission(request),
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

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What happened to it is in the register, and in its page."""
        doing.check(request, SEES)
        hearing = doing.hearing_or_404(number_in(object_id))
        return HttpResponseRedirect(doing.address_of(hearing))


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
