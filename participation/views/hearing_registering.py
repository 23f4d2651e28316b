"""Registering for a hearing: the form, and the page that the link of the mail opens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.actions.filing import EMAIL_INDEX
from participation.actions.hearing_registrations import (
    ask_to_register,
    cancel_registration,
    check_can_register,
    confirm_registration,
)
from participation.forms_hearings import RegisterForm
from participation.hearing_words import span_of
from participation.keys import BadToken, blind_index
from participation.limits import TooMany, check_limit, client_address
from participation.links import CONFIRM_WITHIN, read_registration_token
from participation.models import Hearing, HearingRegistration
from participation.pages.hearings import address_of, hearing_head, seats_of
from participation.robots import check_robot, robot_fields
from participation.transitions import Refused
from participation.views.doors import by_secret_address, sends_no_cookie, with_retry_after
from participation.views.hearings import FOLDER, public_hearing
from participation.views.pages import live_page

FORM = "hearing"  # names the form for what tells robots apart
METHODS = require_http_methods(["GET", "HEAD", "POST"])


@sends_no_cookie
@METHODS
def hearing_register(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a seat. Every address gets the same page, whether it is registered or not."""
    hearing = public_hearing(number)
    now = timezone.now()
    try:
        check_can_register(hearing, now)
    except Refused as refusal:
        return _page(request, hearing, "register_closed", status=409, trouble=str(refusal))
    if request.method != "POST":
        return _form(request, hearing, RegisterForm(hearing=hearing))
    form = RegisterForm(request.POST, hearing=hearing)
    verdict = check_robot(FORM, request.POST, now=now)  # type: ignore[arg-type]
    if not form.is_valid() or verdict.sentence:
        return _form(
            request, hearing, form, token=verdict.token, status=400, trouble=verdict.sentence
        )
    try:
        check_limit(
            "hearing_register", address=client_address(request), has_proof=verdict.has_proof,
            person_index=blind_index(form.cleaned_data["email"], EMAIL_INDEX), now=now,
        )  # fmt: skip
        ask_to_register(hearing, **form.given(), now=now)
    except TooMany as refusal:
        page = _form(request, hearing, form, token=verdict.token, too_many=refusal)
        return with_retry_after(page, refusal, now)
    except Refused as refusal:
        return _form(request, hearing, form, token=verdict.token, status=409, trouble=str(refusal))
    return _page(request, hearing, "register_sent", days=CONFIRM_WITHIN.days)


def _form(
    request: HttpRequest, hearing: Hearing, form: RegisterForm, *, token: str = "", **more: Any
) -> HttpResponse:
    robot = robot_fields(FORM, now=timezone.now(), token=token)
    return _page(request, hearing, "register", form=form, robot=robot, seats=seats_of(hearing),
                 **more)  # fmt: skip


def _page(
    request: HttpRequest, hearing: Hearing, name: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    title = "Inscripción"
    steps = ((f"Audiencia {hearing.number}", address_of(hearing)), (title, ""))
    head = hearing_head(
        f"{title}: {hearing.title}", hearing.title, address_of(hearing, "inscripcion/"), *steps
    )
    context = {"head": head, "hearing": hearing, "href": address_of(hearing), **more}
    response = live_page(request, f"{FOLDER}/{name}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@by_secret_address
@METHODS
def hearing_registration(request: HttpRequest, token: str) -> HttpResponse:
    """One's own registration: a button to confirm it, or to give the seat to another."""
    try:
        uid = read_registration_token(token)
    except (BadToken, ValueError) as mistake:
        return _nothing(request, str(mistake) if isinstance(mistake, BadToken) else "")
    row = (
        HearingRegistration.objects.select_related("hearing__region", "hearing__account")
        .filter(uid=uid).first()
    )  # fmt: skip
    if row is None:
        return _nothing(request, "Esta inscripción se anuló o ya se borró.")
    if request.method != "POST":
        return _own(request, row)
    act = cancel_registration if request.POST.get("acto") == "anular" else confirm_registration
    try:
        row = act(uid, now=timezone.now())
    except Refused as refusal:
        return _own(request, row, status=409, trouble=str(refusal))
    return _own(request, row)


def _own(request: HttpRequest, row: HearingRegistration, **more: Any) -> HttpResponse:
    hearing = row.hearing
    before = 0
    if row.state == "waiting":
        line = hearing.registrations.filter(state="waiting")
        before = line.filter(placed_at__lt=row.placed_at).count()
    return _page(
        request, hearing, "registration", row=row, before=before,
        when=span_of(hearing.starts_at, hearing.ends_at, hearing.region_id),
        seats=seats_of(hearing) if row.state == "asked" else "", **more,
    )  # fmt: skip


def _nothing(request: HttpRequest, trouble: str) -> HttpResponse:
    context = {"trouble": trouble or "Cópielo entero desde el mensaje."}
    return live_page(request, f"{FOLDER}/registration_nothing.html", context, status=404)
