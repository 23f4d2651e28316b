"""The doors of the answer reports at the desk: who reads them, which version, and where it is."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from participation.models import AnswerReport
from participation.permissions import may
from participation.report.pages.place import Place

NAME = "participation_answerreport_"


def check_reader(request: HttpRequest) -> None:
    """Raises PermissionDenied for whoever may not see reports."""
    if not may(request.user, "view_answerreport"):  # type: ignore[arg-type]
        raise PermissionDenied


def report_or_404(report_id: int) -> AnswerReport:
    """A version with what its page shows."""
    rows = AnswerReport.objects.select_related(
        "account__institution", "asked_by", "sent_by", "approved_by", "published_by"
    )
    return get_object_or_404(rows, pk=report_id)


def address_of(report: AnswerReport) -> str:
    """Its page in the admin."""
    return reverse(f"admin:{NAME}change", args=[report.pk])


def draft_place(report: AnswerReport) -> Place:
    """Where the staff read its pages while nobody else may."""
    root = f"{reverse(f'admin:{NAME}changelist')}{report.pk}/"
    return Place(f"{root}leer/", f"{root}archivos/", address_of(report), f"{root}cambios/")


def is_readable(report: AnswerReport) -> bool:
    """Whether it has rows to read, and is not yet read in public."""
    return report.made_at is not None and report.published_at is None
