"""The last step of asking, and what follows: look at your mail, or take the folio without it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from participation.actions.drafts import send_draft, take_folio_without_email
from participation.draft_content import Content, print_of
from participation.keys import tracking_key
from participation.limits import TooMany, client_address
from participation.links import CONFIRM_WITHIN
from participation.models import AskDraft, Authorship, Submission
from participation.pages.asking import STEPS, size_in_words, step_to_mend
from participation.robots import PROOF, check_robot, robot_fields, spend_proof, time_token
from participation.sending_limits import check_sending
from participation.transitions import Refused
from participation.views.doors import by_secret_address, with_retry_after
from participation.views.pages import live_page
from programs.regions import BY_CODE

FORM = "ask"  # what the robots' fields are made for
WITHOUT_EMAIL = "ask-without-email"
FOLDER = "participation/public"
# A draft is as old as its first step: who reviews in two seconds is no robot for that.
OLDEST = timedelta(days=6)
CHANGED = "Lo escrito cambió en otra ventana. Así quedó: revíselo y envíelo."


def review_step(
    request: HttpRequest, row: AskDraft, content: Content, context: dict[str, Any]
) -> HttpResponse:
    """Everything that was written, and the button that sends it. Twice is once."""
    to_mend = step_to_mend(content)
    if to_mend:
        address = reverse("participation:ask-step", args=[row.uid, to_mend])
        return redirect(f"{address}?falta=1&cambiar=1")
    if request.method != "POST":
        return _review(request, row, content, context)
    if request.POST.get("revisado", print_of(content)) != print_of(content):
        return _review(request, row, content, {**context, "trouble": CHANGED}, status=409)
    now = timezone.now()
    verdict = check_robot(FORM, request.POST, now=now)
    if verdict.sentence:
        context |= {"trouble": verdict.sentence, "token": verdict.token}
        return _review(request, row, content, context, status=400)
    try:
        check_sending(
            content.email, draft=str(row.uid), address=client_address(request),
            has_proof=verdict.has_proof, now=now,
        )  # fmt: skip
        send_draft(row, content=content, now=now)
    except TooMany as refusal:
        context |= {"too_many": refusal, "token": verdict.token}
        return with_retry_after(_review(request, row, content, context), refusal, now)
    except Refused as refusal:
        context |= {"trouble": str(refusal)}
        return _review(request, row, content, context, status=409)
    return redirect("participation:ask-sent", row.uid)


def _review(
    request: HttpRequest, row: AskDraft, content: Content, context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    now = timezone.now()
    token = context.get("token") or time_token(FORM, now=max(row.created_at, now - OLDEST))
    region = BY_CODE.get(content.region)
    context |= {
        "reviewed": print_of(content),
        "kind": Submission.Kind(content.kind).label,
        "files": [(each.name, size_in_words(each.size)) for each in row.attachments.all()],
        "region": region.name if region else "",
        "sex": Authorship.Sex(content.sex).label if content.sex else "",
        "robot": robot_fields(FORM, now=now, token=token),
    }
    return live_page(request, f"{FOLDER}/ask_review.html", context, status=status)


@by_secret_address
@require_safe
def ask_sent(request: HttpRequest, draft: UUID) -> HttpResponse:
    """After sending: the receipt, or the same words for everyone who has to open a link."""
    row = AskDraft.objects.select_related("submission").filter(uid=draft).first()
    if row is None:
        return live_page(request, f"{FOLDER}/ask_gone.html", status=404)
    if row.submission is None:
        return redirect("participation:ask-step", row.uid, STEPS[0].slug)
    return _after(request, row, row.submission)


def _after(
    request: HttpRequest, row: AskDraft, submission: Submission, status: int = 200, **more: Any
) -> HttpResponse:
    if submission.folio:
        return redirect(receipt_address(submission))
    context = {
        **more,
        "robot": robot_fields(WITHOUT_EMAIL, now=timezone.now()),
        "draft": row,
        "days": CONFIRM_WITHIN.days,
        "is_withdrawn": submission.state == "withdrawn",
    }
    return live_page(request, f"{FOLDER}/ask_sent.html", context, status=status)


@by_secret_address
@require_http_methods(["POST"])
def ask_without_email(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The message did not come: folio and key at once, and the e-mail is forgotten."""
    row = AskDraft.objects.select_related("submission").filter(uid=draft).first()
    if row is None:
        return live_page(request, f"{FOLDER}/ask_gone.html", status=404)
    if row.submission is None:
        return redirect("participation:ask-step", row.uid, STEPS[0].slug)
    now = timezone.now()
    try:
        if not row.submission.folio:
            # Now it is one more that is filed without an e-mail, and counts as such.
            check_sending(
                "", draft=str(row.uid), address=client_address(request), now=now,
                has_proof=spend_proof(request.POST.get(PROOF, ""), WITHOUT_EMAIL, now=now),
            )  # fmt: skip
        submission = take_folio_without_email(row, now=now)
    except TooMany as refusal:
        page = _after(request, row, row.submission, too_many=refusal)
        return with_retry_after(page, refusal, now)
    except Refused:
        return _after(request, row, row.submission, status=409)
    return _after(request, row, submission)


def receipt_address(submission: Submission) -> str:
    """The path of the receipt: only for who may hold its key."""
    key = tracking_key(str(submission.uid))
    return reverse("participation:receipt", args=[submission.folio, key])
