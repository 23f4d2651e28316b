"""The institution with the laws it cites and where people reach it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programs.admin.drafts import DraftAdmin, DraftInline
from programs.models import ContactPoint, Institution, LegalCitation, PublicAccount


class CitationInline(DraftInline):
    model = LegalCitation
    fields = ("law", "article", "subject", "position", "seen")


class ContactInline(DraftInline):
    model = ContactPoint
    fields = ("kind", "label", "value", "position", "seen")


@admin.register(Institution)
class InstitutionAdmin(DraftAdmin):
    owner = ""
    noun = "la institución"
    list_display = ("name", "short_name", "ministry", "allows_self_publication")
    search_fields = ("name", "short_name")
    inlines = (CitationInline, ContactInline)
    fieldsets = (
        (None, {"fields": ("name", "short_name", "ministry")}),
        ("Quién publica", {"fields": ("allows_self_publication",)}),
        ("Dirección", {"fields": ("slug",)}),
    )

    def accounts_of(self, row: Any) -> list[PublicAccount]:
        return list(row.accounts.select_related("institution")) if row.pk else []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Four eyes are waived by whoever administers, never by one who would publish alone."""
        return () if request.user.is_superuser else ("allows_self_publication",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
