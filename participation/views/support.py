"""«Yo también pregunto esto»: one more who asks the same, without saying who."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from participation.actions.handling import support_submission
from participation.folios import read_folio
from participation.keys import BadToken, blind_index, read_token, signed_token
from participation.limits import TooMany, check_limit, client_address
from participation.models import Submission
from participation.transitions import Refused
from participation.views.doors import sends_no_cookie, with_retry_after
from participation.views.pages import live_page

COOKIE = "apoyo"
YEAR = 365 * 24 * 60 * 60  # seconds
_PURPOSE = "supporter"
TEMPLATE = "participation/public/supported.html"


@sends_no_cookie
@require_POST
def support(request: HttpRequest, folio: str) -> HttpResponse:
    """Count once a browser: a signed mark in a cookie, and a limit on what one connection gives.

    Whoever erases the mark may count again, as the page says; what nobody can do is to make
    somebody else's count disappear or to count a thousand at once.
    """
    submission = _public(folio)
    now = timezone.now()
    mark = _mark_of(request) or uuid4().hex
    try:
        check_limit("support", address=client_address(request), now=now)
        is_new = support_submission(submission, supporter=blind_index(mark, _PURPOSE), now=now)
    except TooMany as refusal:
        page = live_page(request, TEMPLATE, {"submission": submission, "too_many": refusal})
        return with_retry_after(page, refusal, now)
    except Refused as refusal:
        context = {"submission": submission, "trouble": str(refusal)}
        return live_page(request, TEMPLATE, context, status=409)
    response = _back(request, submission, is_new=is_new)
    response.set_cookie(
        COOKIE, signed_token(mark, purpose=_PURPOSE), max_age=YEAR, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax", path="/participacion/",
    )  # fmt: skip
    return response


def _public(folio: str) -> Submission:
    try:
        written = str(read_folio(folio))
    except ValueError:
        raise Http404 from None
    found = Submission.objects.public().of_people().filter(folio=written).first()
    if found is None:
        raise Http404
    return found


def _mark_of(request: HttpRequest) -> str:
    """The mark this browser was given; empty without one, or with one that is not ours."""
    typed = request.COOKIES.get(COOKIE, "")
    try:
        return str(read_token(typed, purpose=_PURPOSE, max_age=timedelta(seconds=YEAR)))
    except BadToken:
        return ""


def _back(request: HttpRequest, submission: Submission, *, is_new: bool) -> HttpResponse:
    """To the draft it came from, or a page that says that it counts."""
    try:
        draft = UUID(request.POST.get("borrador", ""))
    except ValueError:
        submission.refresh_from_db(fields=["support_count"])
        return live_page(request, TEMPLATE, {"submission": submission, "is_new": is_new})
    address = reverse("participation:ask-similar", args=[draft])
    return redirect(f"{address}?apoyada={submission.folio}")
