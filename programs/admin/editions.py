"""What was published and what happened: to read and verify, never to change."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from programs.admin.filters import Choice, choice_of
from programs.admin.links import link_to
from programs.admin.lists import CarefulList
from programs.editions import verify_edition
from programs.models import AccountEvent, Edition, PublicAccount


class ReadOnlyAdmin(CarefulList):
    """No one adds, changes or deletes these, whatever their permissions: PostgreSQL refuses too."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    change_form_template = "admin/edition.html"
    list_display = ("__str__", "published_at", "published_by_name", "prepared_by_name", "short")
    list_select_related = ("account__institution",)
    list_filter = (choice_of("account", "Cuenta", PublicAccount),)
    fields = (
        "account", "number", "published_at", "published_by_name", "prepared_by_name",
        "allowed_self_publication", "reason", "public_page", "sha256", "file_list",
    )  # fmt: skip
    readonly_fields = ("public_page", "file_list")

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:edition_id>/verificar/",
            self.admin_site.admin_view(require_POST(self.verify)),
            name="programs_edition_verify",
        )
        return [own, *super().get_urls()]

    def verify(self, request: HttpRequest, edition_id: int) -> HttpResponse:
        """Recompute every hash of the edition and show what was found."""
        edition = get_object_or_404(
            Edition.objects.select_related("account__institution"), pk=edition_id
        )
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Verificación de la edición",
            "subtitle": str(edition),
            "edition": edition,
            "found": verify_edition(edition),
            "opts": self.opts,
        }
        return render(request, "admin/edition_verified.html", context)

    def history_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404  # an edition has no history: it never changes

    @admin.display(description="Huella", ordering="sha256")
    def short(self, row: Edition) -> SafeString:
        return format_html("<code>{}</code>", row.sha256[:12])

    @admin.display(description="Página pública")
    def public_page(self, row: Edition) -> SafeString | str:
        year = row.account.account_year
        url = link_to("cuenta:edition-detail", year=year, number=row.number)
        return format_html('<a href="{}">{}</a>', url, url) if url else "–"

    @admin.display(description="Archivos")
    def file_list(self, row: Edition) -> SafeString:
        files = row.files.values_list("path", "sha256").order_by("path")
        items = format_html_join("", "<li>{} <code>{}</code></li>", files)
        return format_html(
            "<details><summary>Ver los {} archivos y sus huellas</summary>"
            '<ul class="files">{}</ul></details>',
            len(files), items,
        )  # fmt: skip


class KindFilter(Choice):
    title = "Qué pasó"
    parameter_name = "kind"
    column = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return AccountEvent.Kind.choices


@admin.register(AccountEvent)
class AccountEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "summary", "by", "account")
    list_select_related = ("by", "account__institution")
    list_filter = (choice_of("account", "Cuenta", PublicAccount), KindFilter)
    search_fields = ("summary",)
    fields = ("at", "kind", "summary", "by", "account", "numbers")
    readonly_fields = ("numbers",)

    def history_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    @admin.display(description="Detalle")
    def numbers(self, row: AccountEvent) -> SafeString | str:
        pairs = [(key, str(value)) for key, value in sorted(row.detail.items())]
        return format_html_join("", "<div>{}: <code>{}</code></div>", pairs) or "–"


def log_link(account: PublicAccount) -> str:
    """The log of one account."""
    return f"{reverse('admin:programs_accountevent_changelist')}?account={account.pk}"
