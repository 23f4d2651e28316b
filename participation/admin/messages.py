"""What is owed by mail, what went and what died; and, in the demonstration, the folder of mail."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from participation import letters, mailbox
from participation.actions.messages import resend_message, send_test_message
from participation.health import health
from participation.models import Message, Submission
from participation.permissions import may
from programs.admin.editions import ReadOnlyAdmin
from programs.admin.filters import Choice
from programs.transitions import Refused

SHOWN = 50  # messages of the folder


class StateFilter(Choice):
    title = "Estado"
    parameter_name = "state"
    column = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(state.value, state.label.capitalize()) for state in Message.State]


class KindFilter(Choice):
    title = "Clase"
    parameter_name = "kind"
    column = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.slug, kind.label) for kind in letters.KINDS.values()]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """No address is shown: who wrote is read elsewhere, and leaves a trace."""

    change_list_template = "admin/participation/messages.html"
    change_form_template = "admin/participation/message.html"
    list_display = ("label", "state", "about", "goes_to", "created_at", "attempts", "last_problem")
    list_filter = (StateFilter, KindFilter)
    fields = (
        "label", "state", "about", "goes_to", "created_at", "attempts", "claimed_at", "next_try",
        "sent_at", "last_problem",
    )  # fmt: skip
    readonly_fields = ("label", "about", "goes_to", "next_try")

    def get_urls(self) -> list[URLPattern]:
        doors = (
            ("prueba/", require_POST(self.test), "test"),
            ("carpeta/", require_safe(self.folder), "folder"),
            ("carpeta/<str:name>/", require_safe(self.letter), "letter"),
            ("<int:message_id>/reenviar/", require_POST(self.resend), "resend"),
        )
        own = [
            path(route, self.admin_site.admin_view(view), name=f"participation_message_{name}")
            for route, view, name in doors
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """With the folio of what each is about, in the same query."""
        its_own = Submission.objects.filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
        folio = Case(When(object_type="submission", then=Subquery(its_own.values("folio")[:1])))
        return super().get_queryset(request).annotate(folio=folio)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return super().changelist_view(
            request,
            {
                "health": health(timezone.now()),
                "may_send": may(request.user, "resend_message"),  # type: ignore[arg-type]
                "may_open_folder": mailbox.is_used() and may_open(request),
                **(extra_context or {}),
            },
        )

    def render_change_form(self, request: HttpRequest, context: Any, *a: Any, **k: Any) -> Any:
        is_dead = context["original"].state == Message.State.DEAD
        context["title"] = self.label(context["original"])
        context["may_resend"] = is_dead and may(request.user, "resend_message")  # type: ignore[arg-type]
        return super().render_change_form(request, context, *a, **k)

    def test(self, request: HttpRequest) -> HttpResponse:
        """Send a message to oneself."""
        self._check_view(request)
        try:
            send_test_message(by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refused:
            raise PermissionDenied from refused
        self.message_user(request, "El mensaje de prueba va a su correo.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:participation_message_changelist"))

    def resend(self, request: HttpRequest, message_id: int) -> HttpResponse:
        """Try a dead message again."""
        self._check_view(request)
        if not may(request.user, "resend_message"):  # type: ignore[arg-type]
            raise PermissionDenied
        message = get_object_or_404(Message, pk=message_id)
        try:
            resend_message(message, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, "El mensaje se envía de nuevo.", messages.SUCCESS)
        return HttpResponseRedirect(
            reverse("admin:participation_message_change", args=[message_id])
        )

    def folder(self, request: HttpRequest) -> HttpResponse:
        """The last messages that were written instead of sent."""
        self._check_folder(request)
        return self._page(
            request,
            "folder",
            "Correos escritos en este equipo",
            letters=mailbox.newest(SHOWN),
            most=SHOWN,
            place=mailbox.folder(),
        )

    def letter(self, request: HttpRequest, name: str) -> HttpResponse:
        """One of them, as its reader would see it."""
        self._check_folder(request)
        letter = mailbox.read(name)
        if letter is None:
            raise Http404
        return self._page(request, "letter", letter.subject, letter=letter)

    def _page(self, request: HttpRequest, name: str, title: str, **values: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return render(request, f"admin/participation/{name}.html", {**context, **values})

    def _check_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _check_folder(self, request: HttpRequest) -> None:
        self._check_view(request)
        if not may_open(request):
            raise PermissionDenied
        if not mailbox.is_used():
            raise Http404

    def history_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404  # it keeps none: what the staff did with it is in the register

    @admin.display(description="Mensaje", ordering="kind")
    def label(self, row: Message) -> str:
        kind = letters.KINDS.get(row.kind)
        return kind.label if kind else row.kind

    @admin.display(description="Trata de")
    def about(self, row: Any) -> str:
        if row.object_type != "submission":
            return "–"
        address = reverse("admin:participation_submission_change", args=[row.object_id])
        return format_html('<a href="{}">{}</a>', address, row.folio or "Por confirmar")

    @admin.display(description="Va a")
    def goes_to(self, row: Message) -> str:
        if row.user_id:
            return "una persona del equipo"
        return "quien escribió" if row.person_id else "nadie: sus datos se borraron"

    @admin.display(description="Se intenta de nuevo")
    def next_try(self, row: Message) -> str:
        if not row.is_waiting:
            return "–"
        return date_format(timezone.localtime(row.not_before), "DATETIME_FORMAT")


def may_open(request: HttpRequest) -> bool:
    """The folder shows addresses and secret links: to who may read identities."""
    return may(request.user, "read_identity")  # type: ignore[arg-type]
