"""«¿La respuesta le sirvió?»: one question, for who has the key of the filing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.actions.satisfaction import check_can_rate, rate_answer
from participation.forms_satisfaction import SatisfactionForm
from participation.limits import TooMany, check_limit, client_address
from participation.models import Submission
from participation.pages.tracking import tracking_of
from participation.transitions import Refused
from participation.views.authoring import tracking_address
from participation.views.doors import with_retry_after
from participation.views.pages import live_page
from participation.views.tracking import for_author


@for_author
@require_http_methods(["GET", "HEAD", "POST"])
def satisfaction(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Ask it, and keep what is said. What was said before is chosen already, for its author."""
    now = timezone.now()
    try:
        check_can_rate(submission)
    except Refused as refusal:
        status = 409 if request.method == "POST" else 200
        return _page(request, submission, None, status=status, why=str(refusal))
    if request.method != "POST":
        return _page(request, submission, SatisfactionForm())
    form = SatisfactionForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, form, status=400)
    try:
        check_limit(
            "follow_up", address=client_address(request), draft=str(submission.uid), now=now
        )
        rate_answer(submission, **form.cleaned_data, now=now)
    except Refused as refusal:
        return _page(request, submission, form, status=409, trouble=str(refusal))
    except TooMany as refusal:
        page = _page(request, submission, form, too_many=refusal)
        return with_retry_after(page, refusal, now)
    return redirect(f"{tracking_address(submission)}?hecho=opinion")


def _page(
    request: HttpRequest, submission: Submission, form: SatisfactionForm | None, status: int = 200,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    page = tracking_of(submission, timezone.now())
    if form is not None and not form.is_bound:  # what was said before is chosen, for its author
        form.initial = {"value": page.rated}
    context = {"page": page, "form": form, **more}
    return live_page(request, "participation/public/satisfaction.html", context, status=status)
