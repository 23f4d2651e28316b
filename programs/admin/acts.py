"""The acts that change the state of an account, each on a page that names its consequences."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.actions.accounts import check_can_prepare, prepare_account, reopen_account
from programs.checks import BadRule
from programs.models import PublicAccount
from programs.permissions import may
from programs.reviews import review_draft
from programs.transitions import Refused, target_of


@dataclass(frozen=True, slots=True)
class Act:
    """An act on an account: its words and the action that does it."""

    code: str
    title: str
    button: str
    consequences: tuple[str, ...]
    done: str
    do: Callable[..., PublicAccount]


PREPARE = Act(
    "prepare",
    "Dar por revisadas las cifras",
    "Dar por revisadas",
    (
        "Usted declara que las cifras cuadran o que su diferencia está explicada.",
        "También lo que se dice de los compromisos de la cuenta anterior, si los hay.",
        "Su nombre quedará en la edición como quien la preparó.",
        "La publicará otra persona, salvo que la institución permita que lo haga la misma.",
        "Si alguien cambia el borrador después, habrá que revisarlo de nuevo.",
    ),
    "Dio las cifras por revisadas. Ahora otra persona puede publicar.",
    prepare_account,
)
REOPEN = Act(
    "reopen",
    "Volver a borrador",
    "Volver a borrador",
    (
        "Lo publicado sigue a la vista y no cambia.",
        "El borrador se podrá corregir; antes de publicar habrá que revisarlo de nuevo.",
    ),
    "La cuenta volvió a borrador.",
    reopen_account,
)


def account_or_404(account_id: int) -> PublicAccount:
    rows = PublicAccount.objects.select_related("institution", "prepared_by")
    return get_object_or_404(rows, pk=account_id)


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give the figures as checked."""
    return _act(request, account_or_404(account_id), PREPARE)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, account_id: int) -> HttpResponse:
    """Take the account back to draft."""
    return _act(request, account_or_404(account_id), REOPEN)


def _act(request: Any, account: PublicAccount, act: Act) -> HttpResponse:
    if not may(request.user, "prepare_account"):
        raise PermissionDenied
    refused = refusal(account, act)
    if request.method == "POST":
        try:
            act.do(account, by=request.user, now=timezone.now(), **_read(request, act))
        except (Refused, BadRule) as reason:
            refused = str(reason)
        else:
            messages.success(request, act.done)
            return HttpResponseRedirect(reverse("admin:index"))
    context = {
        **admin.site.each_context(request),
        "title": act.title,
        "subtitle": str(account),
        "account": account,
        "act": act,
        "refused": refused,
        "opts": PublicAccount._meta,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "admin/account_act.html", context, status=status)


def _read(request: HttpRequest, act: Act) -> dict[str, int]:
    """The version of the draft that the page showed, for the act that signs it."""
    if act is not PREPARE:
        return {}
    version = request.POST.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise Refused("Abra esta página de nuevo desde su mesa y vuelva a confirmar.")
    return {"expected_version": int(version)}


def refusal(account: PublicAccount, act: Act) -> str:
    """Why the act cannot be done now; empty when it can."""
    try:
        target_of(act.code, account.state)
        if act is PREPARE:
            check_can_prepare(review_draft(account))
    except (Refused, BadRule) as reason:
        return str(reason)
    return ""
