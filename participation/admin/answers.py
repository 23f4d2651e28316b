"""What the desk only looks at: answers, who read what was sealed, and the register."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from participation.models import Answer, IdentityReading, RegisterEntry
from programs.admin.editions import ReadOnlyAdmin


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ("submission", "number", "effect", "written_by", "reviewed_by", "published_at")
    list_select_related = ("submission", "written_by", "reviewed_by")
    search_fields = ("submission__folio__exact",)
    search_help_text = "El folio completo."
    ordering = ("-pk",)
    fields = (
        "submission", "number", "effect", "text", "figures", "reason", "written_by", "written_at",
        "sent_at", "reviewed_by", "reviewed_at", "published_by_name", "published_by_office",
        "published_at", "sha256", "erratum",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("submission__search", "submission__text")


@admin.register(IdentityReading)
class IdentityReadingAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "what", "submission", "reason")
    list_select_related = ("by", "submission")
    search_fields = ("submission__folio__exact", "by__full_name")
    search_help_text = "El folio completo, o el nombre de quien leyó."
    fields = ("at", "by", "what", "submission", "reason")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("submission__search", "submission__text")


@admin.register(RegisterEntry)
class RegisterEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "act", "object_id", "actor", "user")
    list_select_related = ("user",)
    search_fields = ("object_id__exact",)
    search_help_text = "El folio completo."
    ordering = ("-pk",)
    fields = ("at", "act", "object_type", "object_id", "actor", "user", "detail", "sealed")
    readonly_fields = ("sealed",)

    @admin.display(description="sello")
    def sealed(self, entry: RegisterEntry) -> str:
        seal = getattr(entry, "seal", None)
        return f"Número {seal.number}, {seal.sha256}" if seal else "Por sellar"
