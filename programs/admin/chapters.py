"""Chapters and sources of an account."""

from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from programs.admin.drafts import DraftAdmin
from programs.admin.filters import choice_of
from programs.admin.links import link_to
from programs.forms import ChapterForm
from programs.models import Chapter, PublicAccount, Source


@admin.register(Chapter)
class ChapterAdmin(DraftAdmin):
    form = ChapterForm
    noun = "el capítulo"
    list_display = ("indented", "slug", "page")
    list_select_related = ("account__institution", "parent")
    list_filter = (choice_of("account", "Cuenta", PublicAccount),)
    search_fields = ("title", "slug", "body")
    readonly_fields = ("help", "preview")
    fieldsets = (
        (None, {"fields": ("title", "parent", "body", "help", "preview")}),
        ("Dirección y orden", {"fields": (("slug", "position"), "page")}),
    )

    @admin.display(description="Título", ordering="position")
    def indented(self, row: Chapter) -> SafeString:
        style = "under-parent" if row.parent_id else ""
        return format_html('<span class="{}">{}</span>', style, row.title)

    @admin.display(description="Cómo se escribe")
    def help(self, row: Chapter) -> SafeString:
        return format_html(
            "<details><summary>Ayuda para dar formato</summary><ul>"
            "<li>Una línea en blanco separa párrafos.</li>"
            "<li><code>{}</code> escribe un subtítulo.</li>"
            "<li><code>{}</code> resalta; <code>{}</code> hace una lista.</li>"
            "<li><code>{}</code> pone una cifra con su unidad, sin copiar el número.</li>"
            "<li><code>{}</code> pone una tabla en ese lugar.</li></ul></details>",
            "## Subtítulo", "**palabra**", "- punto", "{cifra:crece-monto}", "{tabla:gremios}",
        )  # fmt: skip

    @admin.display(description="Vista previa")
    def preview(self, row: Chapter) -> SafeString | str:
        if not row.pk:
            return "Guarde el capítulo para verlo como quedará publicado."
        path = f"capitulos/{row.slug}/"
        url = link_to("cuenta:draft-page", year=row.account.account_year, path=path)
        return format_html('<a href="{}">Ver cómo quedará</a>', url) if url else "–"


@admin.register(Source)
class SourceAdmin(DraftAdmin):
    noun = "la fuente"
    formfield_overrides = {
        **DraftAdmin.formfield_overrides,
        models.URLField: {"assume_scheme": "https"},
    }
    list_display = ("title", "publisher", "page_noun", "account")
    list_select_related = ("account__institution",)
    list_filter = (choice_of("account", "Cuenta", PublicAccount),)
    search_fields = ("title", "publisher", "slug")
    fieldsets = (
        (None, {"fields": ("title", "publisher", "url", "note")}),
        ("El documento", {"fields": ("page_noun", "sha256")}),
        ("Dirección y orden", {"fields": (("slug", "position"),)}),
    )
