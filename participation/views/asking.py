"""Asking, one thing at a time: the beginning, and the steps of a draft.

The address of a draft is what lets one in, so that nothing typed depends on a session: see
docs/decisions/0011-ask-drafts.md.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods

from participation.actions.drafts import discard_draft, place_of, save_draft, start_draft
from participation.draft_content import Content, opened
from participation.forms import AskForm, Step, TextForm, letters_of
from participation.limits import TooMany, check_limit, client_address
from participation.models import AskDraft, Submission
from participation.pages.asking import (
    KIND_SENTENCES,
    REVIEW,
    STEPS,
    StepName,
    contacts_of,
    form_of,
    outlook_of,
    progress_of,
    similar_questions,
)
from participation.pages.live import head_of
from participation.similar import similar_to
from participation.subjects import Place, address_in, ledger_of, newest_edition, place_at
from participation.transitions import Refused
from participation.views.doors import by_secret_address, sends_no_cookie, with_retry_after
from participation.views.files import files_step
from participation.views.pages import live_page
from participation.views.sending import review_step

FOLDER = "participation/public"
STEP = {step.slug: step for step in STEPS}
BACK = "volver"
ABOUT = "Pregunte, proponga u observe algo de la cuenta pública, y reciba una respuesta."


@sends_no_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Where «preguntar por esta cifra» leads; POST starts a draft about it.

    An address that is not of an edition answers 400; one that names nothing published, 404.
    """
    form = AskForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _beginning(request, None, status=400, trouble="unreadable")
    address = form.cleaned_data["sobre"]
    place = place_at(address[0]) if address else _whole_account()
    if place is None:
        trouble = "unknown" if address else "nothing"
        return _beginning(request, None, status=404 if address else 200, trouble=trouble)
    if request.method == "POST":
        return _begun(request, place)
    return _beginning(request, place)


def _begun(request: HttpRequest, place: Place) -> HttpResponse:
    now = timezone.now()
    try:
        check_limit("start", address=client_address(request), now=now)
    except TooMany as refusal:
        return with_retry_after(_beginning(request, place, too_many=refusal), refusal, now)
    draft = start_draft(about=place.address, now=now)
    return redirect("participation:ask-step", draft.uid, STEPS[0].slug)


def _whole_account() -> Place | None:
    edition = newest_edition()
    return place_at(address_in(edition)) if edition else None


def _beginning(
    request: HttpRequest, place: Place | None, *, status: int = 200, trouble: str = "", **more: Any
) -> HttpResponse:
    edition = place.edition if place else newest_edition()
    context = {
        "head": head_of("Preguntar", ABOUT, reverse("participation:ask")),
        "place": place,
        "edition": edition,
        "institution": ledger_of(edition).institution.short_name if edition else "la institución",
        "contacts": contacts_of(edition),
        "outlook": outlook_of(place.edition.account, timezone.now()) if place else None,
        "trouble": trouble,
        **more,
    }
    return live_page(request, f"{FOLDER}/ask.html", context, status=status)


@by_secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def ask_step(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """One step of a draft. What is posted is kept first and judged afterwards."""
    row = draft_of(draft)
    if row is None:
        return gone(request)
    if row.submission_id is not None:
        return redirect("participation:ask-sent", row.uid)
    if step not in STEP:
        raise Http404
    content = opened(row.content_sealed)
    context = context_of(row, content, STEP[step])
    if step == "archivos":
        return files_step(request, row, context)
    if step == REVIEW:
        return review_step(request, row, content, context)
    return _form_step(request, row, content, context, STEP[step])


def draft_of(uid: UUID) -> AskDraft | None:
    """The draft at an address, if it is still there."""
    return AskDraft.objects.filter(uid=uid).first()


def gone(request: HttpRequest) -> HttpResponse:
    """The page for a draft that is not there."""
    return live_page(request, f"{FOLDER}/ask_gone.html", status=404)


def context_of(row: AskDraft, content: Content, step: StepName) -> dict[str, Any]:
    """What every step shows; what is looked up only once it is shown."""
    place: Any = SimpleLazyObject(lambda: place_of(content))
    now = timezone.now()
    return {
        "draft": row,
        "content": content,
        "step": step,
        "progress": progress_of(step.slug),
        "place": place,
        "outlook": SimpleLazyObject(
            lambda: outlook_of(place.edition.account, now) if place else None
        ),
    }


def _form_step(
    request: HttpRequest, row: AskDraft, content: Content, context: dict[str, Any], step: StepName
) -> HttpResponse:
    assert step.form is not None  # noqa: S101 (the table of steps says so)
    wants_review = bool(request.GET.get("cambiar") or request.POST.get("cambiar"))
    if request.method == "POST":
        try:
            content, form = _kept(request, row, step.form)
        except Refused:
            return redirect("participation:ask-sent", row.uid)
        if BACK in request.POST:
            before = REVIEW if wants_review else context["progress"].before
            return (
                _to(row, before)
                if before
                else redirect("participation:ask-step", row.uid, step.slug)
            )
        if form.is_valid():
            return _onward(request, row, content, context, step, wants_review=wants_review)
        status = 400
    else:
        # `falta`: it was sent here to be mended.
        is_to_mend = "falta" in request.GET
        initial = {name: getattr(content, name) for name in step.form.base_fields}
        form = form_of(step.form, content) if is_to_mend else step.form(initial=initial)
        status = 200
    context |= {"form": form, "wants_review": wants_review, **_extras(request, row, content, step)}
    return live_page(request, f"{FOLDER}/{step.template}.html", context, status=status)


def _kept(request: HttpRequest, row: AskDraft, form_class: type[Step]) -> tuple[Content, Step]:
    """What was typed is in the draft from here on: mended by the form, or as it came."""
    form = form_class(request.POST)
    typed = {name: request.POST[name] for name in form_class.base_fields if name in request.POST}
    if form.is_valid():
        typed = form.cleaned_data
    return save_draft(row, typed=typed, now=timezone.now()), form


def _onward(
    request: HttpRequest, row: AskDraft, content: Content, context: dict[str, Any],
    step: StepName, *, wants_review: bool,
) -> HttpResponse:  # fmt: skip
    """The next step; after the text, first the similar questions that nobody showed yet."""
    if step.form is TextForm and "parecidas_vistas" not in request.POST:
        rows = _similar(request, content, context["place"])
        if rows:
            return redirect("participation:ask-similar", row.uid)
    return _to(row, REVIEW if wants_review else context["progress"].after)


def _to(row: AskDraft, slug: str) -> HttpResponse:
    return redirect("participation:ask-step", row.uid, slug)


def _extras(
    request: HttpRequest, row: AskDraft, content: Content, step: StepName
) -> dict[str, Any]:
    if step.slug == "tipo":
        labels = Submission.PEOPLE_KINDS
        return {"kinds": [(value, label, KIND_SENTENCES[value]) for value, label in labels]}
    if step.slug == "texto":
        return {"letters": letters_of(content.text)}
    return {}


@by_secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def ask_similar(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Questions like the one being written. GET is a page; POST keeps the text, and is a part."""
    row = draft_of(draft)
    if row is None:
        return gone(request)
    if row.submission_id is not None:
        return redirect("participation:ask-sent", row.uid)
    content = opened(row.content_sealed)
    if request.method == "POST":
        try:
            content, _ = _kept(request, row, TextForm)
        except Refused:
            return HttpResponse(status=409)
    place = place_of(content)
    context = {
        **context_of(row, content, STEP["texto"]),
        "similar": _similar(request, content, place),
        "supported": request.GET.get("apoyada", "")[:30],
    }
    template = "similar_fragment" if request.method == "POST" else "ask_similar"
    return live_page(request, f"{FOLDER}/{template}.html", context)


def _similar(request: HttpRequest, content: Content, place: Place | None) -> tuple[Any, ...]:
    """None too many times: who asks for them without end goes on without them."""
    if not place or len(content.text.strip()) < 10:
        return ()
    try:
        check_limit("similar", address=client_address(request), now=timezone.now())
    except TooMany:
        return ()
    found = similar_to(
        content.text,
        account=place.edition.account,
        public_only=True,
        figure=place.subject.figure,
    )
    return similar_questions(found)


@by_secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def ask_discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Erase a draft, after asking once."""
    row = draft_of(draft)
    if row is None:
        return gone(request)
    if request.method == "POST":
        try:
            discard_draft(row)
        except Refused:
            return redirect("participation:ask-sent", row.uid)
        return live_page(request, f"{FOLDER}/ask_discarded.html")
    if row.submission_id is not None:
        return redirect("participation:ask-sent", row.uid)
    return live_page(request, f"{FOLDER}/ask_discard.html", {"draft": row})
