"""Following by mail, without an account: ask, confirm, see what one follows, end it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from participation.actions.filing import EMAIL_INDEX
from participation.actions.following import (
    ask_to_follow,
    check_can_follow,
    confirm_following,
    end_following,
)
from participation.forms_public import FollowForm, SubjectForm
from participation.keys import BadToken, blind_index
from participation.limits import TooMany, check_limit, client_address
from participation.links import (
    CONFIRM_WITHIN,
    follow_manage_url,
    read_follow_token,
    read_manage_token,
    read_unsubscribe_token,
)
from participation.models import Subscription
from participation.pages.following import followed_in_words
from participation.pages.live import head_of
from participation.robots import check_robot, robot_fields
from participation.transitions import Refused
from participation.views.doors import by_secret_address, sends_no_cookie, with_retry_after
from participation.views.pages import live_page

FOLDER = "participation/public"
PATH = "/participacion/seguir/"
FORM = "follow"  # names the form for what tells robots apart
METHODS = require_http_methods(["GET", "HEAD", "POST"])


def _page(request: HttpRequest, name: str, title: str, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"head": head_of(title, title, PATH), "title": title, **more}
    response = live_page(request, f"{FOLDER}/{name}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@sends_no_cookie
@METHODS
def follow(request: HttpRequest) -> HttpResponse:
    """Ask to be told. Every address gets the same page, at the same cost."""
    subject = SubjectForm(request.POST if request.method == "POST" else request.GET)
    try:
        target, value = subject.chosen()
        check_can_follow(target, value)
    except Refused as refusal:
        return _page(request, "follow_nothing", "Elija qué seguir", status=404, trouble=refusal)
    context = {"what": followed_in_words(target, value), "subject": subject.cleaned_data}
    if request.method != "POST":
        return _form(request, FollowForm(), context)
    return _asked(request, target, value, context)


def _asked(request: HttpRequest, target: str, value: str, context: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    form = FollowForm(request.POST)
    verdict = check_robot(FORM, request.POST, now=now)  # type: ignore[arg-type]
    if not form.is_valid():
        return _form(request, form, context, token=verdict.token, status=400)
    if verdict.sentence:
        context = {**context, "trouble": verdict.sentence}
        return _form(request, form, context, token=verdict.token, status=400)
    email = form.cleaned_data["email"]
    try:
        check_limit(
            "follow", address=client_address(request), has_proof=verdict.has_proof,
            person_index=blind_index(email, EMAIL_INDEX), now=now,
        )  # fmt: skip
    except TooMany as refusal:
        page = _form(request, form, {**context, "too_many": refusal}, token=verdict.token)
        return with_retry_after(page, refusal, now)
    ask_to_follow(email=email, target=target, value=value, now=now)
    return _page(request, "follow_sent", "Revise su correo", days=CONFIRM_WITHIN.days, **context)


def _form(
    request: HttpRequest,
    form: FollowForm,
    context: dict[str, Any],
    *,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    robot = robot_fields(FORM, now=timezone.now(), token=token)
    return _page(
        request, "follow", "Recibir avisos por correo", form=form, robot=robot, status=status,
        **context,
    )  # fmt: skip


@by_secret_address
@METHODS
def followed(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a button (programs open links by themselves), and what it does."""
    try:
        uid = read_follow_token(token)
    except (BadToken, ValueError) as mistake:
        return _page(request, "follow_nothing", "Este enlace no sirve", status=404, trouble=mistake)
    if request.method != "POST":
        found = Subscription.objects.filter(uid=uid, ended_at__isnull=True).first()
        what = followed_in_words(found.target, found.value) if found else ""
        return _page(request, "follow_confirm", "Confirme que quiere los avisos", what=what)
    try:
        held = confirm_following(uid, now=timezone.now())
    except Refused as refusal:
        return _page(request, "follow_nothing", "Ya se terminó", status=409, trouble=refusal)
    return _page(
        request, "follow_confirmed", "Listo: le avisaremos",
        what=followed_in_words(held.target, held.value), manage=follow_manage_url(held),
    )  # fmt: skip


@by_secret_address
@METHODS
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """All that one follows, with a button each. Who it is, is not looked up."""
    try:
        uid = read_manage_token(token)
    except (BadToken, ValueError) as mistake:
        return _page(request, "follow_nothing", "Este enlace no sirve", status=404, trouble=mistake)
    own = Subscription.objects.filter(uid=uid).values("person")
    rows = Subscription.objects.filter(
        person__in=own, confirmed_at__isnull=False, ended_at__isnull=True
    ).order_by("pk")
    if request.method == "POST":
        chosen = request.POST.get("terminar", "")
        for row in rows:
            if chosen in (str(row.uid), "todos"):
                end_following(row.uid, now=timezone.now())
        return redirect(request.path)
    following = [(row.uid, followed_in_words(row.target, row.value)) for row in rows]
    return _page(request, "follow_manage", "Lo que usted sigue", following=following)


@csrf_exempt
@METHODS
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One click and no question (RFC 8058): mail programs POST here by themselves, from anywhere.

    A GET shows a button, since scanners of mail open every link.
    """
    try:
        uid = read_unsubscribe_token(token)
    except (BadToken, ValueError) as mistake:
        page = _page(request, "follow_nothing", "Este enlace no sirve", status=404, trouble=mistake)
        return _unlisted(page)
    if request.method == "POST":
        end_following(uid, now=timezone.now())
        return _unlisted(_page(request, "follow_ended", "No le enviaremos más avisos de esto"))
    found = Subscription.objects.filter(uid=uid, ended_at__isnull=True).first()
    what = followed_in_words(found.target, found.value) if found else ""
    if not what:
        return _unlisted(_page(request, "follow_ended", "No le enviaremos más avisos de esto"))
    return _unlisted(_page(request, "follow_end", "Terminar estos avisos", what=what))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
