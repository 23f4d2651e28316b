"""Publishing from the desk: what is missing, what changes, what cannot be undone; the press."""

import logging
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from cuenta.press.printing import is_up_to_date, print_site
from cuenta.publication import open_next_account, publish_edition
from cuenta.staff.forms import PublishForm
from participation.models import Commitment
from programs.actions.accounts import check_can_publish
from programs.actions.next_year import check_can_open_next, structure_of
from programs.admin.desk import page_of
from programs.admin.differences import shown_kinds
from programs.admin.progress import Report, streamed
from programs.checks import BadRule
from programs.figures import plural
from programs.models import Edition, PublicAccount
from programs.next_year import copied_from
from programs.package_schema import PackageProblems
from programs.permissions import may
from programs.promised import mark_of
from programs.standings import Standing, checklist, standing_of
from programs.transitions import Refused

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def account_publish(request: Any, account_id: int) -> HttpResponseBase:
    """The checklist and the form; POST writes the edition and prints it."""
    account = _account(request, account_id)
    standing = standing_of(account)
    form = None
    if request.method == "POST":
        form = PublishForm(request.POST, is_first=standing.last is None)
        if form.is_valid():
            edition = _published(request, account, form)
            if edition is not None:
                return _print(request, account, edition)
            form = _read_again(request, form, standing)
    status = 200 if form is None else 409 if form.non_field_errors() else 400
    context = _context(request, standing, form)
    return render(request, "admin/account_publish.html", context, status=status)


@require_POST
def account_print(request: Any, account_id: int) -> HttpResponseBase:
    """Print again what is published already: after a press that failed, or a new design."""
    account = _account(request, account_id)
    edition = account.editions.order_by("-number").first()
    if edition is None:
        raise Http404
    return _print(request, account, edition)


def _account(request: Any, account_id: int) -> PublicAccount:
    if not may(request.user, "publish_account"):
        raise PermissionDenied
    rows = PublicAccount.objects.select_related("institution", "prepared_by")
    return get_object_or_404(rows, pk=account_id)


def _published(request: Any, account: PublicAccount, form: PublishForm) -> Edition | None:
    """The new edition, or None with the reason in the form."""
    try:
        return publish_edition(
            account,
            by=request.user,
            now=timezone.now(),
            reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
            expected_promised=form.cleaned_data["promised"] or None,
        )
    except (Refused, BadRule) as refused:
        form.add_error(None, str(refused))
        return None


def _read_again(request: Any, refused: PublishForm, standing: Standing) -> PublishForm:
    """What was typed, with what the page shows now as read: else it is refused for ever.

    What changed has to be read again: the box that says so is empty.
    """
    data, shown = request.POST.copy(), _shown(standing)
    if any(str(refused.cleaned_data[name]) != str(now) for name, now in shown.items()):
        data.pop("understood", None)
    for name, now in shown.items():
        data[name] = now
    form = PublishForm(data, is_first=standing.last is None)
    for problem in refused.non_field_errors():
        form.add_error(None, problem)
    return form


def _shown(standing: Standing) -> dict[str, Any]:
    """What the page says it was made from."""
    return {"version": standing.account.version, "promised": mark_of(standing.promised)}


def _context(request: HttpRequest, standing: Standing, form: PublishForm | None) -> dict[str, Any]:
    account = standing.account
    items = checklist(standing, request.user)  # type: ignore[arg-type]
    can_publish = not any(item.blocks for item in items) and not _refusal(request, account)
    return {
        **admin.site.each_context(request),
        "title": f"Publicar la edición {standing.next_number}",
        "subtitle": str(account),
        "account": account,
        "standing": standing,
        "items": [(item, page_of(item.page, account)) for item in items],
        "can_publish": can_publish,
        "form": form or PublishForm(initial=_shown(standing), is_first=standing.last is None),
        "kinds": shown_kinds(standing.diff),
        "is_printed": standing.last is None or is_up_to_date(),
        "opts": PublicAccount._meta,
    }


def _refusal(request: Any, account: PublicAccount) -> str:
    try:
        check_can_publish(account, by=request.user)
    except Refused as refused:
        return str(refused)
    return ""


def _print(request: Any, account: PublicAccount, edition: Edition) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"Imprimir la edición {edition.number}",
        "subtitle": str(account),
        "account": account,
        "edition": edition,
        "opts": PublicAccount._meta,
    }

    def work(report: Report) -> SafeString:
        def said(pages: int, what: str) -> None:
            report(f"{what}: {plural(pages, 'página', 'páginas')}")

        report("Imprimiendo las páginas…")
        try:
            printed = print_site(progress=said)
        except Exception:
            logger.exception("The press did not print %s", edition)
            return render_to_string("admin/print_failed.html", context, request)
        return render_to_string("admin/printed.html", {**context, "printed": printed}, request)

    return streamed(request, context, work)


@require_http_methods(["GET", "HEAD", "POST"])
def account_next(request: Any, account_id: int) -> HttpResponse:
    """Open the draft of the year after: first what is copied and what is not, then the act."""
    if not may(request.user, "import_account"):
        raise PermissionDenied
    account = get_object_or_404(PublicAccount.objects.select_related("institution"), pk=account_id)
    refused = _why_not_next(request, account)
    if request.method == "POST" and not refused:
        try:
            opened = open_next_account(account, by=request.user, now=timezone.now())
        except (Refused, PackageProblems) as reason:
            refused = str(reason)
        else:
            messages.success(request, f"Se abrió el borrador de la cuenta {opened.account_year}.")
            return HttpResponseRedirect(reverse("admin:index"))
    year = account.account_year + 1
    context = {
        **admin.site.each_context(request),
        "title": f"Abrir el borrador de la cuenta {year}",
        "subtitle": str(account),
        "account": account,
        "year": year,
        "copied": copied_from(structure_of(account)),
        "promised": Commitment.objects.public().of_account(account).count(),
        "refused": refused,
        "opts": PublicAccount._meta,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "admin/account_next.html", context, status=status)


def _why_not_next(request: Any, account: PublicAccount) -> str:
    try:
        check_can_open_next(account, by=request.user)
    except Refused as refused:
        return str(refused)
    return ""
