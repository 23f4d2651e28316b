"""In the hall: the telephone that asks, what became of its question, the screen and the door.

These pages carry no header: one is read from the last row, another through a weak signal.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from participation.actions.hearing_questions import send_question
from participation.forms_hearings import HallForm
from participation.hearing_words import moment_of
from participation.keys import BadToken, read_token, signed_token
from participation.limits import TooMany, check_limit, client_address
from participation.links import absolute
from participation.models import Hearing, HearingQuestion
from participation.pages.hall import (
    ASK,
    asked_of,
    door_words,
    qr_of,
    screen_of,
    short_address,
)
from participation.pages.hearings import address_of
from participation.robots import check_robot, robot_fields
from participation.transitions import Refused
from participation.views.doors import by_secret_address, sends_no_cookie, with_retry_after
from participation.views.hearings import FOLDER, public_hearing
from participation.views.questions import for_everyone

FORM = "hall"
COOKIE = "sala"
DAY = timedelta(days=1)
FRESH = "public, max-age=3"  # seconds: a hall that looks at the same screen asks once
_PURPOSE = "hall-device"


@sends_no_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def hearing_ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask from a telephone. Nothing that is sent here is shown before staff have read it."""
    hearing = public_hearing(number)
    if door_words(hearing):
        context = {"hearing": hearing, "closed": door_words(hearing)}
        status = 200 if request.method != "POST" else 409
        return _bare(request, "ask", context, status=status)
    if request.method != "POST":
        return _ask(request, hearing, HallForm(initial={"uid": uuid4()}))
    now = timezone.now()
    form = HallForm(request.POST)
    verdict = check_robot(FORM, request.POST, now=now)  # type: ignore[arg-type]
    if not form.is_valid() or verdict.sentence:
        return _ask(
            request, hearing, form, token=verdict.token, status=400, trouble=verdict.sentence
        )
    mark = _mark_of(request) or uuid4().hex
    try:
        check_limit("hearing_ask", address=client_address(request), draft=mark, now=now)
        question = send_question(hearing, **form.cleaned_data, now=now)
    except TooMany as refusal:
        page = _ask(request, hearing, form, token=verdict.token, too_many=refusal)
        return with_retry_after(page, refusal, now)
    except Refused as refusal:
        return _ask(request, hearing, form, token=verdict.token, status=409, trouble=str(refusal))
    response = redirect("participation:hearing-asked", number, question.uid)
    response.set_cookie(
        COOKIE, signed_token(mark, purpose=_PURPOSE), max_age=int(DAY.total_seconds()),
        httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax", path="/audiencias/",
    )  # fmt: skip
    return response


def _ask(
    request: HttpRequest, hearing: Hearing, form: HallForm, *, token: str = "", status: int = 200,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    robot = robot_fields(FORM, now=timezone.now(), token=token)
    context = {"hearing": hearing, "form": form, "robot": robot, **more}
    return _bare(request, "ask", context, status=status)


def _mark_of(request: HttpRequest) -> str:
    """The mark this telephone was given; empty without one, or with one that is not ours."""
    try:
        return str(read_token(request.COOKIES.get(COOKIE, ""), purpose=_PURPOSE, max_age=DAY))
    except BadToken:
        return ""


@by_secret_address
@require_safe
def hearing_asked(request: HttpRequest, number: int, uid: UUID) -> HttpResponse:
    """In what a question is: in the line, on the screen, answered; with its folio and key."""
    rows = HearingQuestion.objects.select_related("hearing", "submission")
    question = rows.filter(uid=uid, hearing=public_hearing(number), source="phone").first()
    if question is None:
        raise Http404
    context = {"hearing": question.hearing, "asked": asked_of(question)}
    return _bare(request, "asked", context)


def hearing_screen(request: HttpRequest, number: int) -> HttpResponse:
    """What the projector shows; it asks again every few seconds, with or without a script."""
    response: HttpResponse = _screen(request, number)
    if response.status_code in (200, 304):
        response["Cache-Control"] = FRESH
    return response


@for_everyone
def _screen(request: HttpRequest, number: int) -> HttpResponse:
    return _render(request, "screen", {"screen": screen_of(public_hearing(number))})


@for_everyone
def hearing_poster(request: HttpRequest, number: int) -> HttpResponse:
    """The sheet to print and put on the door."""
    hearing = public_hearing(number)
    context = {
        "hearing": hearing,
        "when": moment_of(hearing.starts_at, hearing.region_id),
        "address": short_address(hearing),
        "qr": qr_of(absolute(address_of(hearing, ASK))),
    }
    return _render(request, "poster", context)


def _bare(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    response = _render(request, name, context, status)
    response["Cache-Control"] = "no-store, private"
    return response


def _render(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, f"{FOLDER}/{name}.html", context, status=status)
