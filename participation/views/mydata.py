"""`/mis-datos/`: see, take along, correct, stop showing and erase what is kept of oneself.

The link that went to the e-mail is the key: no session, no account. A page for an address that
is not known is the same, to the letter and to the millisecond, as for one that is.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.actions.filing import EMAIL_INDEX
from participation.actions.privacy import (
    ABOUT,
    ask_for_data,
    correct_data,
    end_subscriptions,
    erase_person,
    erasure_of,
    hide_names,
)
from participation.forms_privacy import CorrectForm, EmailForm
from participation.keys import BadToken, CannotOpen, ExpiredToken, blind_index, open_sealed
from participation.limits import TooMany, check_limit, client_address
from participation.links import MY_DATA_WITHIN, read_my_data_token
from participation.models import Authorship, Person, RegisterEntry
from participation.pages.live import head_of
from participation.pages.mydata import SHUT, authorship_of, held_of, terms
from participation.transitions import Refused
from participation.views.doors import by_secret_address, sends_no_cookie, with_retry_after
from participation.views.pages import live_page

FOLDER = "participation/public"
HOURS = int(MY_DATA_WITHIN.total_seconds() // 3_600)
GONE = "Los datos de este enlace ya se borraron."
DONE = {
    "corregido": "Quedó corregido.",
    "igual": "No cambió nada: estaba igual.",
    "sin-nombre": "Ya no se muestra su nombre.",
    "sin-avisos": "Ya no le enviaremos avisos.",
}
ABOUT_DOOR = "Vea qué guardamos de usted, corríjalo o bórrelo, y sepa por cuánto tiempo se guarda."
View = Callable[..., HttpResponse]


@sends_no_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """The door: an e-mail is typed, and a link goes to it if anything is kept of it."""
    form = EmailForm(request.POST) if request.method == "POST" else EmailForm()
    if not form.is_bound:
        return _door(request, form)
    if not form.is_valid():
        return _door(request, form, status=400)
    email, now = form.cleaned_data["email"], timezone.now()
    try:
        check_limit(
            "my_data", address=client_address(request),
            person_index=blind_index(email, EMAIL_INDEX), now=now,
        )  # fmt: skip
    except TooMany as refusal:
        return with_retry_after(_door(request, form, too_many=refusal), refusal, now)
    ask_for_data(email=email, now=now)
    return live_page(request, f"{FOLDER}/mydata_sent.html", {"email": email, "hours": HOURS})


def _door(request: HttpRequest, form: EmailForm, status: int = 200, **more: Any) -> HttpResponse:
    head = head_of("Sus datos", ABOUT_DOOR, request.path)
    context = {"form": form, "terms": terms(), "hours": HOURS, "head": head, **more}
    return live_page(request, f"{FOLDER}/mydata.html", context, status=status)


def for_owner(view: View) -> View:
    """The page of a person, for who has the link; otherwise the way to another one."""

    @wraps(view)
    def answer(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        try:
            uid = read_my_data_token(token)
        except (BadToken, ValueError, TypeError, AttributeError) as trouble:
            sentence = str(trouble) if isinstance(trouble, BadToken) else ""
            status = 410 if isinstance(trouble, ExpiredToken) else 404
            return _closed(request, sentence, status)
        person = Person.objects.filter(uid=uid, erased_at__isnull=True).first()
        if person is None:
            return _closed(request, GONE, 410)
        try:
            return view(request, person, token=token, **kwargs)
        except CannotOpen:
            return _closed(request, SHUT, 503)

    return by_secret_address(answer)


def _closed(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    context = {"trouble": sentence or "Cópielo entero desde el mensaje."}
    return live_page(request, f"{FOLDER}/mydata_closed.html", context, status=status)


@for_owner
@require_safe
def my_data_held(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """Everything that is kept of them."""
    done = DONE.get(request.GET.get("hecho", ""), "")
    context = {"held": held_of(person), "token": token, "done": done}
    return live_page(request, f"{FOLDER}/mydata_held.html", context)


@for_owner
@require_safe
def my_data_download(_request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """The same as a file that other programs read."""
    held = {"generated_at": timezone.now(), **held_of(person).as_json()}
    response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mis-datos.json"'
    return response


@for_owner
@require_http_methods(["GET", "HEAD", "POST"])
def my_data_correct(request: HttpRequest, person: Person, token: str, folio: str) -> HttpResponse:
    """Correct what was told with one filing."""
    authorship = authorship_of(person, folio)
    if authorship is None:
        raise Http404
    form = CorrectForm(
        request.POST if request.method == "POST" else None, initial=_initial(authorship)
    )
    status = 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                changed = correct_data(
                    person, authorship.submission, now=timezone.now(), **form.cleaned_data
                )
            except Refused as refused:
                form.add_error("shown_name", str(refused))
                status = 409
            else:
                return _back(token, "corregido" if changed else "igual")
    context = {"form": form, "submission": authorship.submission, "token": token}
    return live_page(request, f"{FOLDER}/mydata_correct.html", context, status=status)


def _initial(authorship: Authorship) -> dict[str, str]:
    sealed = {name: getattr(authorship, f"{name}_sealed") for name in ("full_name", "organisation")}
    opened = {name: open_sealed(value) if value else "" for name, value in sealed.items()}
    return {**opened, "sex": authorship.sex, "shown_name": authorship.submission.shown_name}


def _back(token: str, done: str) -> HttpResponse:
    response = redirect("participation:my-data-held", token)
    response["Location"] += f"?hecho={done}"
    return response


@for_owner
@require_POST
def my_data_hide(_request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """Opposition: their name is shown nowhere any more."""
    hide_names(person, now=timezone.now())
    return _back(token, "sin-nombre")


@for_owner
@require_POST
def my_data_unfollow(_request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """No more notices."""
    end_subscriptions(person, now=timezone.now())
    return _back(token, "sin-avisos")


@for_owner
@require_http_methods(["GET", "HEAD", "POST"])
def my_data_erase(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """GET says what goes and what stays; POST does it."""
    if request.method != "POST":
        context = {"held": held_of(person), "token": token}
        return live_page(request, f"{FOLDER}/mydata_erase.html", context)
    try:
        erasure = erase_person(person, now=timezone.now())
    except Refused as refused:
        return _closed(request, str(refused), 410)
    return redirect("participation:my-data-erased", erasure.code)


@sends_no_cookie
@require_safe
def my_data_erased(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt of an erasure: it is an entry of the register, and names nobody."""
    rows = RegisterEntry.objects.filter(act="erase_identity", object_type=ABOUT, object_id=code)
    entry = rows.select_related("seal").first()
    if entry is None:
        raise Http404
    context = {"erasure": erasure_of(entry)}
    return live_page(request, f"{FOLDER}/mydata_erased.html", context)
