"""The link that went to an e-mail. Opening it shows a button: mail scanners open links too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.actions.filing import confirm_submission
from participation.keys import BadToken
from participation.links import read_confirm_token
from participation.models import Submission
from participation.transitions import Refused
from participation.unconfirmed import must_confirm
from participation.views.doors import by_secret_address
from participation.views.pages import live_page
from participation.views.sending import receipt_address

TEMPLATE = "participation/public/confirm.html"
NOT_THERE = "Lo que este enlace confirmaba ya no está: nadie lo confirmó a tiempo y se borró."


@by_secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what was sent and a button; POST files it. Twice is once."""
    try:
        uid = read_confirm_token(token)
    except (BadToken, ValueError, TypeError, AttributeError) as trouble:
        sentence = str(trouble) if isinstance(trouble, BadToken) else ""
        return _trouble(request, sentence, status=410 if "venció" in sentence else 404)
    submission = Submission.objects.filter(uid=uid).first()
    if submission is None:
        return _trouble(request, NOT_THERE, status=410)
    if request.method != "POST" and (submission.state == "unconfirmed" or must_confirm(submission)):
        return live_page(request, TEMPLATE, {"submission": submission})
    try:
        submission = confirm_submission(submission, now=timezone.now())
    except Refused as refusal:
        return _trouble(request, str(refusal), status=409)
    return redirect(receipt_address(submission))


def _trouble(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return live_page(request, TEMPLATE, {"trouble": sentence or "Cópielo entero."}, status=status)
