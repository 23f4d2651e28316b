"""Following a filing by its folio and key: the form, the page, the receipt."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from participation.forms import TrackForm
from participation.forms_satisfaction import SatisfactionForm
from participation.keys import tracking_key
from participation.limits import TooMany, check_limit, client_address
from participation.models import Attachment, Submission
from participation.pages.asking import size_in_words
from participation.pages.live import head_of
from participation.pages.tracking import receipt_of, tracking_of
from participation.tracking import filing_by_key
from participation.views.doors import by_secret_address, with_retry_after
from participation.views.pages import live_page

FOLDER = "participation/public"
UNKNOWN = (
    "No encontramos un envío con ese folio y esa clave. Revise los dos en su comprobante: la clave "
    "va debajo del folio."
)
ABOUT = "Vea en qué está lo que envió, hasta cuándo deben responderle y qué puede hacer usted."
Author = Callable[..., HttpResponseBase]


@by_secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The door for who has folio and key on paper. A wrong one of either gets the same answer."""
    if request.method != "POST":
        return _form(request, TrackForm())
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=400)
    folio, key = form.cleaned_data["folio"], form.cleaned_data["key"]
    return _tried(request, form, folio, key)


def _form(request: HttpRequest, form: TrackForm, status: int = 200, **more: Any) -> HttpResponse:
    head = head_of("Seguir un envío", ABOUT, reverse("participation:track"))
    context = {"form": form, "head": head, **more}
    return live_page(request, f"{FOLDER}/track.html", context, status=status)


def _tried(request: HttpRequest, form: TrackForm, folio: str, key: str) -> HttpResponse:
    now = timezone.now()
    try:
        check_limit("track", address=client_address(request), now=now)
    except TooMany as refusal:
        return with_retry_after(_form(request, form, too_many=refusal), refusal, now)
    submission = filing_by_key(folio, key)
    if submission is None:
        return _form(request, form, status=404, trouble=UNKNOWN)
    return redirect("participation:tracking", submission.folio, tracking_key(str(submission.uid)))


def for_author(view: Author) -> Any:
    """The view of a filing, for who has its key; with another, the form that asks for it.

    A right key is never held up by what others try behind the same connection; wrong ones count.
    """

    @wraps(view)
    def answer(request: HttpRequest, folio: str, key: str, **kwargs: Any) -> HttpResponseBase:
        submission = filing_by_key(folio, key)
        if submission is None:
            form = TrackForm(initial={"folio": folio[:40]})
            return _tried(request, form, folio, key)
        return view(request, submission, **kwargs)

    return by_secret_address(answer)


@for_author
@require_safe
def tracking(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Where it is, whose turn it is, what happens next and when."""
    page = tracking_of(submission, timezone.now())
    context = {
        "page": page,
        "form": SatisfactionForm(initial={"value": page.rated}) if page.may_rate else None,
        "files": [
            (each.uid, each.name, size_in_words(each.size))
            for each in submission.attachments.filter(is_original=False)
        ],
        "done": request.GET.get("hecho", "") if request.GET.get("hecho") in DONE else "",
        "done_words": DONE.get(request.GET.get("hecho", ""), ""),
    }
    return live_page(request, f"{FOLDER}/tracking.html", context)


DONE = {
    "retirada": "La retiró. Su folio queda, y nadie responderá este envío.",
    "completada": "Recibimos lo que agregó. El plazo sigue corriendo.",
    "opinion": "Gracias. Guardamos si la respuesta le sirvió; solo se cuenta junto con las demás.",
    "revision": "Pidió la revisión. La hará otra persona, distinta de quien decidió.",
}


@for_author
@require_safe
def receipt(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What to print or photograph."""
    context = {"receipt": receipt_of(submission, timezone.now())}
    return live_page(request, f"{FOLDER}/receipt.html", context)


@for_author
@require_safe
def attachment(request: HttpRequest, submission: Submission, uid: UUID) -> HttpResponseBase:
    """The author's own copy of a file, as it is kept; never shown within a page."""
    found = Attachment.objects.filter(submission=submission, uid=uid, is_original=False).first()
    if found is None:
        raise Http404
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.content_type,
    )
