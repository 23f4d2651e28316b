"""What its author may do with a filing: withdraw it, complete it, ask again, ask for a review."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.actions.handling import follow_up_submission, withdraw_submission
from participation.actions.moderation import ask_review, mend_submission
from participation.forms import TextForm, letters_of
from participation.keys import tracking_key
from participation.limits import TooMany, check_limit, client_address
from participation.models import Submission
from participation.pages.tracking import Tracking, tracking_of
from participation.transitions import Refused
from participation.views.doors import with_retry_after
from participation.views.pages import live_page
from participation.views.sending import receipt_address
from participation.views.tracking import for_author

FOLDER = "participation/public"
Act = Callable[..., Submission]


@for_author
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Withdraw it, after asking once."""
    return _act(request, submission, "withdraw", withdraw_submission, "may_withdraw", "retirada")


@for_author
@require_http_methods(["GET", "HEAD", "POST"])
def review_request(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Ask that another person look at why it was not admitted; once."""
    return _act(request, submission, "review_request", ask_review, "may_ask_review", "revision")


@for_author
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Add what was asked for."""
    return _write(request, submission, "mend", mend_submission, "may_mend")


@for_author
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Ask again about the answer, once: it gets its own folio."""
    return _write(request, submission, "follow_up", follow_up_submission, "may_follow_up")


def _act(
    request: HttpRequest, submission: Submission, name: str, act: Act, may: str, done: str
) -> HttpResponse:
    if request.method != "POST":
        return _page(request, submission, name, may)
    now = timezone.now()
    try:
        _count(request, submission, now)
        act(submission, now=now)
    except Refused as refusal:
        return _page(request, submission, name, may, status=409, trouble=str(refusal))
    except TooMany as refusal:
        page = _page(request, submission, name, may, too_many=refusal)
        return with_retry_after(page, refusal, now)
    return redirect(f"{tracking_address(submission)}?hecho={done}")


def _write(
    request: HttpRequest, submission: Submission, name: str, act: Act, may: str
) -> HttpResponse:
    if request.method != "POST":
        return _page(request, submission, name, may, form=TextForm())
    form = TextForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, name, may, status=400, form=form)
    now = timezone.now()
    try:
        _count(request, submission, now)
        made = act(submission, text=form.cleaned_data["text"], now=now)
    except Refused as refusal:
        return _page(request, submission, name, may, status=409, form=form, trouble=str(refusal))
    except TooMany as refusal:
        page = _page(request, submission, name, may, form=form, too_many=refusal)
        return with_retry_after(page, refusal, now)
    if made.pk == submission.pk:
        return redirect(f"{tracking_address(submission)}?hecho=completada")
    return redirect(receipt_address(made) if made.folio else tracking_address(submission))


def _count(request: HttpRequest, submission: Submission, now: Any) -> None:
    check_limit("follow_up", address=client_address(request), draft=str(submission.uid), now=now)


def _page(
    request: HttpRequest, submission: Submission, name: str, may: str, status: int = 200,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    page: Tracking = tracking_of(submission, timezone.now())
    text = request.POST.get("text", "")
    context = {"page": page, "may": getattr(page, may), "letters": letters_of(text), **more}
    return live_page(request, f"{FOLDER}/{name}.html", context, status=status)


def tracking_address(submission: Submission) -> str:
    """Its tracking page, on this portal."""
    key = tracking_key(str(submission.uid))
    return reverse("participation:tracking", args=[submission.folio, key])
