"""What staff do for the council's room: invite its councillors, and send it a draft to review.

The room itself is not here: staff see an observation once it is proposed.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from participation.actions import council_invitations as invitations
from participation.actions import council_reviews as reviews
from participation.deadlines import CHILE
from participation.forms_room import InviteForm
from participation.keys import CannotOpen, open_sealed
from participation.models import CouncilInvitation, Councillor, CouncilReview, Observation
from participation.pages.room import clock_of
from participation.permissions import may
from participation.transitions import Refused
from programs.models import PublicAccount

READS = ["GET", "HEAD"]
FOLDER = "admin/participation/council"


class _ActsOnly(admin.ModelAdmin):
    """Rows that nobody edits: each has acts with pages of their own."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _may_invite(request: Any) -> bool:
    return may(request.user, "keep_council") or may(request.user, "manage_council")


@admin.register(CouncilInvitation)
class CouncilInvitationAdmin(_ActsOnly):
    """Who was invited and whether they accepted; never to which address."""

    list_display = ("councillor", "invited_at", "expires_at", "accepted_at", "cancelled_at")
    list_select_related = ("councillor",)
    list_display_links = None
    exclude = ("email_sealed", "uid")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_invite(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _may_invite(request)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them the page of each councillor."""
        guard = self.admin_site.admin_view
        name = "participation_councilinvitation_"
        return [
            path("consejo/<int:councillor_id>/", guard(invite), name=f"{name}invite"),
            path("<int:pk>/reenviar/", guard(resend), name=f"{name}resend"),
            path("<int:pk>/anular/", guard(cancel), name=f"{name}cancel"),
            *super().get_urls(),
        ]


@require_http_methods([*READS, "POST"])
def invite(request: Any, councillor_id: int) -> HttpResponse:
    """Invite one councillor: for the first time, or again when they cannot get in."""
    if not _may_invite(request):
        raise PermissionDenied
    councillor = get_object_or_404(Councillor, pk=_key(councillor_id))
    form = InviteForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                invitations.invite_councillor(
                    councillor, email=form.cleaned_data["email"], by=request.user,
                    now=timezone.now(),
                )  # fmt: skip
            except Refused as refused:
                form.add_error("email", str(refused))
                status = 409
            else:
                messages.success(request, "La invitación quedó lista y sale en unos segundos.")
                return _back(councillor)
    found = CouncilInvitation.objects.filter(councillor=councillor)
    context = {
        **admin.site.each_context(request),
        "title": f"Invitar a la sala a {councillor}",
        "councillor": councillor,
        "form": form,
        "open": _open_one(councillor),
        "invitations": found.select_related("invited_by")[:20],
        "opts": CouncilInvitation._meta,
    }
    return render(request, f"{FOLDER}/invite.html", context, status=status)


def _key(typed: int) -> int:
    return typed if typed < 2**63 else 0


def _open_one(councillor: Councillor) -> dict[str, Any] | None:
    """The invitation that waits, with its address for who may send it again."""
    found = CouncilInvitation.objects.filter(
        councillor=councillor, accepted_at__isnull=True, cancelled_at__isnull=True
    ).first()
    if found is None:
        return None
    try:
        email = open_sealed(found.email_sealed)
    except CannotOpen:
        email = "(falta la clave con que se selló)"
    return {"row": found, "email": email, "is_over": timezone.now() >= found.expires_at}


def _back(councillor: Councillor) -> HttpResponse:
    name = "admin:participation_councilinvitation_invite"
    return HttpResponseRedirect(reverse(name, args=[councillor.pk]))


@require_POST
def resend(request: Any, pk: int) -> HttpResponse:
    """Another link to the same address."""
    return _on_invitation(request, pk, invitations.resend_invitation, "Se envía otro enlace.")


@require_POST
def cancel(request: Any, pk: int) -> HttpResponse:
    """The link opens nothing any more."""
    return _on_invitation(request, pk, invitations.cancel_invitation, "La invitación se anuló.")


def _on_invitation(request: Any, pk: int, do: Any, done: str) -> HttpResponse:
    if not _may_invite(request):
        raise PermissionDenied
    held = get_object_or_404(CouncilInvitation.objects.select_related("councillor"), pk=_key(pk))
    try:
        do(held, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return _back(held.councillor)


@admin.register(CouncilReview)
class CouncilReviewAdmin(_ActsOnly):
    """The reviews of drafts. Each is opened, and looked at, on the page of its account."""

    list_display = ("account", "opened_at", "due_on", "outcome", "closed_at")
    list_select_related = ("account",)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and before them the page of each account."""
        page = path(
            "cuenta/<int:account_id>/", self.admin_site.admin_view(review_page),
            name="participation_councilreview_open",
        )  # fmt: skip
        return [page, *super().get_urls()]


@require_http_methods([*READS, "POST"])
def review_page(request: Any, account_id: int) -> HttpResponse:
    """Send the draft to the council, or see where its review stands."""
    may_open = may(request.user, "open_council_review")
    if not may_open and (request.method == "POST" or not may(request.user, "view_councilreview")):
        raise PermissionDenied
    rows = PublicAccount.objects.select_related("institution")
    account = get_object_or_404(rows, pk=_key(account_id))
    refused, status = "", 200
    if request.method == "POST":
        try:
            reviews.open_council_review(account, by=request.user, now=timezone.now())
        except Refused as why:
            refused, status = str(why), 409
        else:
            messages.success(request, "El borrador está en la sala del Consejo y se avisa a todos.")
            return HttpResponseRedirect(request.path)
    context = {
        **admin.site.each_context(request),
        "title": "Revisión del Consejo",
        "subtitle": str(account),
        "account": account,
        "may_open": may_open,
        **_standing(account, refused),
        "opts": PublicAccount._meta,
    }
    return render(request, f"{FOLDER}/review.html", context, status=status)


def _standing(account: PublicAccount, refused: str) -> dict[str, Any]:
    """The review with its clock and what was proposed in it; or why it cannot be opened."""
    now = timezone.now()
    review = CouncilReview.objects.select_related("rule", "account").filter(account=account).first()
    if review is None and not refused:
        try:
            reviews.check_can_open(account, now.astimezone(CHILE).date())
        except Refused as why:
            refused = str(why)
    proposed = Observation.objects.proposed().filter(account=account, edition__isnull=True)
    return {
        "review": review,
        "clock": clock_of(review, now) if review else None,
        "observations": proposed.select_related("filing").order_by("number"),
        "refused": refused,
    }
