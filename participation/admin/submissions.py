"""Filings in the admin: the desk, one page for each, and one address for each act."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from participation.admin import bulk, doing, intake, views_kept
from participation.admin.acts import ACTS
from participation.admin.desk import desk
from participation.admin.filing import filing_page
from participation.admin.in_page import HistoryInPage, number_in
from participation.models import Submission

READS = ["GET", "HEAD"]
READS_AND_SENDS = [*READS, "POST"]
NAME = "participation_submission_"


@admin.register(Submission)
class SubmissionAdmin(HistoryInPage, admin.ModelAdmin):
    """Nothing here is edited as a row: every change is an act of `participation.actions`."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("participation.intake_submission"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them one for each act."""
        one = "<int:submission_id>/"
        acts = [
            self._path(f"{one}{act.code}/", partial(doing.do_act, code=act.code), act.code)
            for act in ACTS
        ]
        files = [
            self._path(f"{one}archivo/<int:attachment_id>/", doing.attachment, "attachment"),
            self._path(f"{one}original/<int:original_id>/", doing.read_sealed, "original"),
            self._path(f"{one}comprobante/", intake.slip, "slip", READS),
        ]
        many = [
            self._path("vistas/guardar/", views_kept.keep, "view_keep", ["POST"]),
            self._path("vistas/<int:view_id>/borrar/", views_kept.drop, "view_drop", ["POST"]),
            self._path("varias/", bulk.bulk, "bulk", ["POST"]),
            self._path("varias/deshacer/", bulk.undo, "bulk_undo", ["POST"]),
        ]
        return [*many, *acts, *files, *super().get_urls()]

    def _path(
        self, route: str, view: Callable[..., Any], name: str, methods: list[str] = READS_AND_SENDS
    ) -> URLPattern:
        guarded = self.admin_site.admin_view(require_http_methods(methods)(view))
        return path(route, guarded, name=NAME + name)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return desk(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return intake.intake(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one filing. It sends nothing to itself: every act has its own address."""
        if not self.has_view_permission(request) or request.method not in READS:
            raise PermissionDenied
        submission = doing.filed_or_404(number_in(object_id))
        context = {
            **self.admin_site.each_context(request),
            "title": submission.folio,
            "page": filing_page(submission, request.user),  # type: ignore[arg-type]
            "may_slip": intake.may_slip(submission, request.user),
            "opts": Submission._meta,
        }
        return render(request, "admin/participation/filing.html", context)
