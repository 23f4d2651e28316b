"""What the desk only looks at: answers, who read what was sealed, and the register."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from participation.models import Answer, IdentityReading, RegisterEntry
from participation.pages.register import what_happened
from programs.admin.editions import ReadOnlyAdmin


def _named(name: str, label: str) -> Callable[[Any], Any]:
    """A column that says in Spanish what the model calls by its code."""

    @admin.display(description=label, ordering=name)
    def shown(row: Any) -> str:
        return str(getattr(row, name) or "–")

    shown.__name__ = name  # the name of the column in the page
    return shown


@admin.display(description="Consulta", ordering="submission")
def filing(row: Any) -> str:
    """The folio, with the way to its page."""
    address = reverse("admin:participation_submission_change", args=[row.submission_id])
    return format_html('<a href="{}">{}</a>', address, row.submission.folio)


WRITER = _named("written_by", "Escribió")
REVIEWER = _named("reviewed_by", "Dio el visto bueno")
READER = _named("by", "Quién leyó")
OFFICIAL = _named("user", "Persona del equipo")


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "effect", WRITER, REVIEWER, "published_at", filing)
    list_select_related = ("submission", "written_by", "reviewed_by")
    search_fields = ("submission__folio__exact",)
    search_help_text = "El folio completo."
    ordering = ("-pk",)
    fields = (
        filing, "number", "effect", "text", "cited", "reason", WRITER, "written_at",
        "sent_at", REVIEWER, "reviewed_at", "published_by_name", "published_by_office",
        "published_at", "sha256", "erratum",
    )  # fmt: skip
    readonly_fields = (filing, "cited", WRITER, REVIEWER)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("submission__search", "submission__text")

    @admin.display(description="Cifras de las que habla")
    def cited(self, answer: Answer) -> str:
        return ", ".join(answer.figures) or "–"


@admin.register(IdentityReading)
class IdentityReadingAdmin(ReadOnlyAdmin):
    list_display = ("at", READER, "what", filing, "reason")
    list_select_related = ("by", "submission")
    search_fields = ("submission__folio__exact", "by__full_name")
    search_help_text = "El folio completo, o el nombre de quien leyó."
    fields = ("at", READER, "what", filing, "reason")
    readonly_fields = (READER, filing)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("submission__search", "submission__text")


@admin.register(RegisterEntry)
class RegisterEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "what", "object_id", "actor", OFFICIAL)
    list_select_related = ("user",)
    search_fields = ("object_id__exact",)
    search_help_text = "El folio completo."
    ordering = ("-pk",)
    fields = ("at", "what", "object_id", "actor", OFFICIAL, "written", "sealed")
    readonly_fields = ("what", OFFICIAL, "written", "sealed")

    @admin.display(description="Acto", ordering="act")
    def what(self, entry: RegisterEntry) -> str:
        return what_happened(entry.act, entry.object_type)

    @admin.display(description="Como está escrito")
    def written(self, entry: RegisterEntry) -> str:
        """The codes that the hash covers: they are not translated."""
        return f"{entry.act} · {entry.object_type} · {entry.detail}"

    @admin.display(description="Sello")
    def sealed(self, entry: RegisterEntry) -> str:
        seal = getattr(entry, "seal", None)
        return f"Número {seal.number}, {seal.sha256}" if seal else "Por sellar"
