"""The public's pages: the list of questions, each question, and what changed because of them."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from participation.deadlines import CHILE
from participation.filters import ListForm, QuestionFilter
from participation.folios import read_folio
from participation.models import Attachment, Observation, Submission
from participation.pages.changes import changes_of
from participation.pages.fragments import fragment_of, window_of
from participation.pages.hearings import held_now
from participation.pages.live import head_of
from participation.pages.question import question_page
from participation.pages.questions import LIST, question_list, refused_list
from participation.pages.tombstone import GONE, tombstone_of
from participation.public import counts_of, page_of
from participation.views.pages import live_page

FOLDER = "participation/public"
MAX_AGE = 60  # seconds that a public page may be shown again without asking
ASKED = (
    "q", "sobre", "cuenta", "capitulo", "programa", "region", "tipo", "estado", "efecto",
    "orden", "despues",
)  # fmt: skip
LEAD = "Lo que las personas preguntan sobre la cuenta, y qué les respondieron."
OF_COUNCIL = "consejo"  # the kind of question that has a list of its own
OTHER_LIST = "Lo que observa el Consejo tiene su propia lista: /consejo/observaciones/."
View = Callable[..., HttpResponseBase]


def for_everyone(view: View) -> Any:
    """The same for all who ask: kept by whoever stands between for a minute, and 304 after that."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponse) and response.status_code == 200:
            etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response["ETag"] = etag
            response["Cache-Control"] = f"public, max-age={MAX_AGE}"
            return get_conditional_response(request, etag=etag, response=response) or response
        return response

    return answer


def asked_in(data: QueryDict) -> dict[str, str]:
    """What the address asks for, by the names that the list knows."""
    return {name: data[name] for name in ASKED if data.get(name)}


def troubles_in(asked: dict[str, str]) -> dict[str, str]:
    """What in the address cannot be, and what to do about it; empty where all is well."""
    if asked.get("tipo") == OF_COUNCIL:
        return {"tipo": OTHER_LIST}
    today = timezone.now().astimezone(CHILE).date()
    forms = (QuestionFilter(asked, Submission.objects.none(), today=today).form, ListForm(asked))
    return {name: str(said[0]) for form in forms for name, said in form.errors.items()}


@for_everyone
def questions(request: HttpRequest) -> HttpResponse:
    """The list. What cannot be in its address answers 400 and says what to mend."""
    asked = asked_in(request.GET)
    if asked.get("tipo") == OF_COUNCIL:
        return redirect("participation:council-observations")
    if troubles := troubles_in(asked):
        return _refused(request, asked, troubles)
    today = timezone.now().astimezone(CHILE).date()
    people = Submission.objects.public().of_people()
    rows = QuestionFilter(asked, people, today=today).qs
    everything = {**asked, "estado": ""}
    uncut = QuestionFilter(everything, people, today=today).qs
    try:
        cut = page_of(rows, asked.get("orden") or "apoyadas", asked.get("despues", ""))
    except ValueError:
        return _refused(request, asked, {"despues": WRONG_PLACE})
    page = question_list(cut, counts_of(uncut, today), asked, today)
    head = head_of("Preguntas", LEAD, LIST)
    window = None if asked else window_of("", timezone.now())
    held = () if asked else held_now()
    return _page(request, "questions", page=page, head=head, lead=LEAD, window=window, held=held)


WRONG_PLACE = "Ese enlace a otra página de la lista no sirve. Vuelva al comienzo de la lista."


def _refused(request: HttpRequest, asked: dict[str, str], troubles: dict[str, str]) -> HttpResponse:
    page = refused_list(asked, troubles)
    head = head_of("Preguntas", LEAD, LIST)
    return _page(request, "questions", page=page, head=head, lead=LEAD, status=400)


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return live_page(request, f"{FOLDER}/{name}.html", context, status=status)


@for_everyone
def question(request: HttpRequest, folio: str) -> HttpResponse:
    """The permanent page of a folio; what is not public shows where it is and never its words."""
    try:
        written = str(read_folio(folio))
    except ValueError as mistake:
        return _unknown(request, folio, str(mistake))
    if written != folio:
        return redirect("participation:question", written, permanent=True)
    rows = Submission.objects.select_related(
        "account__institution", "edition__account", "about_region", "group_head", "refusal", "unit",
        "follows",
    )  # fmt: skip
    submission = rows.defer("search").filter(folio=folio).first()
    if submission is None:
        return _unknown(request, folio, "")
    if submission.kind == Submission.Kind.COUNCIL:
        return _of_council(request, submission)
    now = timezone.now()
    if submission.is_public:
        page = question_page(submission, now)
        return _page(request, "question", page=page, head=page.head)
    stone = tombstone_of(submission)
    status = 410 if submission.state in GONE else 200
    return _page(request, "question_closed", page=stone, head=stone.head, status=status)


def _of_council(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What the council filed has its own page; about a draft that is not out, it has none at all:
    not even its dates are told."""
    code = Observation.objects.public().filter(filing=submission).values_list("code", flat=True)
    if found := code.first():
        return redirect("participation:council-observation", found)
    return _unknown(request, submission.folio or "", "")


def _unknown(request: HttpRequest, typed: str, mistake: str) -> HttpResponse:
    head = head_of("No encontramos ese folio", "Ningún envío tiene ese folio.", LIST)
    context = {"typed": typed[:80], "mistake": mistake}
    return _page(request, "question_unknown", head=head, status=404, **context)


@for_everyone
def public_file(request: HttpRequest, folio: str, uid: UUID) -> HttpResponseBase:
    """A file of a public question that a person let everyone see; never shown within a page."""
    shown = Submission.objects.public().filter(folio=folio)
    found = Attachment.objects.filter(
        submission__in=shown, uid=uid, is_public=True, is_original=False
    ).first()
    if found is None:
        raise Http404
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name,
        content_type=found.content_type,
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    return response


@for_everyone
def changes(request: HttpRequest) -> HttpResponse:
    """«Preguntaron – respondimos – esto cambió»."""
    form = ListForm({"despues": request.GET.get("despues", "")})
    after = form.cleaned_data["despues"] if form.is_valid() else "?"
    try:
        page = changes_of(after, timezone.now())
    except ValueError:
        return _page(
            request, "changes", page=None, trouble=WRONG_PLACE, status=400,
            head=head_of("Qué cambió", "", "/participacion/cambios/"),
        )  # fmt: skip
    return _page(request, "changes", page=page, head=page.head)


@for_everyone
def fragment(request: HttpRequest) -> HttpResponse:
    """The questions about one page of the account, to be put into it."""
    asked = {name: request.GET[name] for name in ("sobre",) if request.GET.get(name)}
    if troubles_in(asked):
        return HttpResponse(status=400, content_type="text/plain; charset=utf-8")
    page = fragment_of(asked.get("sobre", ""), timezone.now())
    return render(request, f"{FOLDER}/fragment.html", {"page": page})


@for_everyone
def window_fragment(request: HttpRequest) -> HttpResponse:
    """How many days are left to take part, which a printed page cannot know."""
    asked = {name: request.GET[name] for name in ("cuenta",) if request.GET.get(name)}
    if troubles_in(asked):
        return HttpResponse(status=400, content_type="text/plain; charset=utf-8")
    page = window_of(asked.get("cuenta", ""), timezone.now())
    return render(request, f"{FOLDER}/fragment_window.html", {"window": page})
