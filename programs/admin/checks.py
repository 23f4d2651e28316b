"""Declared checks, explanations, errata and the glossary."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from programs.actions.accounts import explain_difference
from programs.admin.drafts import DraftAdmin
from programs.admin.filters import choice_of
from programs.forms import RuleForm
from programs.ledger import Voice
from programs.models import Erratum, Explanation, PublicAccount, Rule, Term
from programs.transitions import Refused


@admin.register(Rule)
class RuleAdmin(DraftAdmin):
    form = RuleForm
    noun = "la regla"
    list_display = ("title", "kind", "whole", "account")
    list_select_related = ("whole", "account__institution")
    list_filter = (choice_of("account", "Cuenta", PublicAccount),)
    search_fields = ("title", "slug", "parts")
    raw_id_fields = ()
    fieldsets = (
        (None, {"fields": ("title", "kind", "whole", "parts", "note")}),
        ("Dirección y orden", {"fields": (("slug", "position"),)}),
    )


@admin.register(Explanation)
class ExplanationAdmin(DraftAdmin):
    """Explanations are given on the page of the checks; here they are mended or withdrawn.

    Whoever mends one signs it: the words of one person never stand under another's name.
    """

    noun = "la explicación"
    list_display = ("check_slug", "difference", "author", "explained_at", "account")
    list_select_related = ("account__institution",)
    list_filter = (choice_of("account", "Cuenta", PublicAccount),)
    search_fields = ("check_slug", "text", "author")
    readonly_fields = ("check_slug", "difference", "explained_by", "explained_at")
    fieldsets = (
        (None, {"fields": ("text", "voice", "author")}),
        (
            "Qué explica",
            {"fields": ("check_slug", "difference", "explained_by", "explained_at")},
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """The same act as on the page of the checks, for the difference that was on screen."""
        if not form.changed_names:
            return
        said = explain_difference(
            obj.account,
            check=obj.check_slug,
            text=obj.text,
            voice=Voice(obj.voice),
            author=obj.author,
            by=request.user,
            now=timezone.now(),
        )
        if said.difference != obj.difference:
            raise Refused(
                "Esta explicación es de otra diferencia: las cifras cambiaron después. "
                "Explique la de ahora en Revisar cuadratura."
            )

    def summary(self, form: Any, formsets: Any, change: bool) -> str:
        return ""  # the act leaves its own entry


@admin.register(Erratum)
class ErratumAdmin(DraftAdmin):
    noun = "la fe de erratas"
    list_display = ("slug", "figure", "chapter", "question", "noted_at", "account")
    list_select_related = ("account__institution",)
    list_filter = (choice_of("account", "Cuenta", PublicAccount),)
    search_fields = ("slug", "reason", "figure", "chapter", "question")
    readonly_fields = ("noted_at",)
    fieldsets = (
        (None, {"fields": ("reason", ("figure", "chapter"), "question", "noted_at")}),
        ("Dirección y orden", {"fields": (("slug", "position"),)}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.noted_at = timezone.now().replace(microsecond=0)
        super().save_model(request, obj, form, change)


@admin.register(Term)
class TermAdmin(DraftAdmin):
    noun = "la palabra"
    list_display = ("term", "program", "account")
    list_select_related = ("program", "account__institution")
    list_filter = (choice_of("account", "Cuenta", PublicAccount),)
    search_fields = ("term", "definition", "slug")
    fieldsets = (
        (None, {"fields": ("term", "definition", "program")}),
        ("Dirección y orden", {"fields": (("slug", "position"),)}),
    )
