"""Taking in what did not come through the portal; at its end a slip to hand over."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from participation import clocks
from participation.actions.about import about_of
from participation.actions.filing import About, intake_submission
from participation.actions.originals import keep_original
from participation.admin.filing import ARRIVED
from participation.attachments import NotAccepted
from participation.due_words import day_in_words
from participation.forms_intake import IntakeForm
from participation.keys import BadToken, read_token, signed_token
from participation.models import Attachment, Deadline, RegisterEntry, Submission
from participation.pages.terms import term_view
from participation.pages.tracking import receipt_of
from participation.permissions import may
from participation.searching import places_with
from participation.subjects import newest_edition, place_at
from participation.transitions import Refused
from programs.models import Edition, User

_PURPOSE = "intake-original"
KEPT_FOR = timedelta(days=1)  # how long a form may stay open with its file


@dataclass(frozen=True, slots=True)
class Kept:
    """The original that was handed in already."""

    attachment: Attachment
    token: str


def intake(request: Any) -> HttpResponse:
    """The form; it keeps the file from the first time it is sent."""
    edition = newest_edition()
    if edition is None:
        return _page(request, None, None, status=200)
    now = timezone.localtime()
    if request.method != "POST":
        first = {"arrived_on": now.date(), "arrived_at": now.time().replace(second=0)}
        return _page(request, IntakeForm(initial=first), edition)
    form = IntakeForm(request.POST, request.FILES)
    form.is_valid()
    kept = _keep(request, form)
    if "find" in request.POST:
        return _page(request, _untouched(form), edition, kept=kept)
    if form.errors:
        return _page(request, form, edition, kept=kept, status=400)
    try:
        submission = _file(form, edition, kept, request.user, _once(request))
    except Refused as refused:
        form.add_error("arrived_on" if "llegado" in str(refused) else "text", str(refused))
        return _page(request, form, edition, kept=kept, status=400)
    return HttpResponseRedirect(
        reverse("admin:participation_submission_slip", args=[submission.pk])
    )


def _untouched(form: IntakeForm) -> IntakeForm:
    """The form with what was typed and nothing marked: somebody only searched."""
    fresh = IntakeForm(form.data)
    fresh._errors = ErrorDict()  # type: ignore[attr-defined]
    return fresh


def _keep(request: Any, form: IntakeForm) -> Kept | None:
    """The file sent now, or the one that was sent before."""
    file = form.cleaned_data.get("original")
    if file:
        try:
            found = keep_original(file, file.name, by=request.user, now=timezone.now())
        except NotAccepted as reason:
            form.add_error("original", str(reason))
        else:
            return Kept(found, signed_token(found.pk, purpose=_PURPOSE))
    token = form.cleaned_data.get("kept", "")
    try:
        key = read_token(token, purpose=_PURPOSE, max_age=KEPT_FOR) if token else 0
    except BadToken:
        return None
    row = Attachment.objects.filter(pk=key, submission=None, is_original=True).first()
    return Kept(row, token) if row else None


def _once(request: HttpRequest) -> UUID:
    """What names this form: sent twice, it is one filing."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()


def _file(
    form: IntakeForm, edition: Edition, kept: Kept | None, user: User, once: UUID
) -> Submission:
    asked = form.cleaned_data
    return intake_submission(
        account=edition.account,
        kind=asked["kind"],
        text=asked["text"],
        channel=asked["channel"],
        arrived_at=asked["instant"],
        by=user,
        now=timezone.now(),
        about=_about(asked["about"], edition),
        author=form.author(),
        shown_name=asked["shown_name"],
        region=asked["region"],
        original=kept.attachment if kept else None,
        uid=once,
    )


def _about(address: str, edition: Edition) -> About:
    """The place that was chosen, quoted; the account as a whole where none was."""
    try:
        place = place_at(address) if address else None
    except ValueError:
        place = None
    return about_of(place) if place else About(edition=edition)


def _page(
    request: Any,
    form: IntakeForm | None,
    edition: Edition | None,
    *,
    kept: Kept | None = None,
    status: int = 200,
) -> HttpResponse:
    words = form.data.get("about_words", "") if form else ""
    about = form.data.get("about", "") if form else ""
    context = {
        **admin.site.each_context(request),
        "title": "Ingresar una que llegó por otra vía",
        "form": form,
        "edition": edition,
        "kept": kept,
        "once": _once(request),
        "about": about,
        "words": words,
        "places": places_with(edition, words, chosen=about) if edition and (words or about) else (),
        "opts": Submission._meta,
    }
    return render(request, "admin/participation/intake.html", context, status=status)


def may_slip(submission: Submission, user: Any) -> bool:
    """Whether `user` may print its slip, which holds the author's key: who took it in."""
    if submission.channel == Submission.Channel.PORTAL or not may(user, "intake_submission"):
        return False
    return (
        user.is_superuser
        or RegisterEntry.objects.filter(
            object_type="submission", object_id=submission.folio, act="receive", user=user
        ).exists()
    )


def slip(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Folio, key and term, to be printed and handed over."""
    rows = Submission.objects.filed().select_related("account__institution").defer("search")
    submission = get_object_or_404(rows, pk=submission_id)
    if not may_slip(submission, request.user):
        raise PermissionDenied
    deadline = Deadline.objects.get(submission=submission, clock="answer")
    calendar = clocks.calendar_for()
    term = clocks.explain(deadline.starts_after, deadline.length + deadline.extension, calendar)
    context = {
        **admin.site.each_context(request),
        "title": "Comprobante",
        "submission": submission,
        "channel": ARRIVED[submission.channel],
        "receipt": receipt_of(submission, timezone.now()),
        "due": day_in_words(deadline.due_on, with_year=True),
        "term": term_view(term),
        "url": reverse("admin:participation_submission_change", args=[submission.pk]),
        "opts": Submission._meta,
    }
    return render(request, "admin/participation/slip.html", context)
