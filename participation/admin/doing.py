"""The page of one act on a filing: its form, what will happen, and what to do when it cannot be.

Everything typed stays: a refusal is said beside its field, and where somebody else did something
meanwhile the page says what, with the version of now, so that sending it again is one click.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from participation.actions.identities import read_identity, read_original
from participation.admin.acts import ACT, Act, in_progress, offered
from participation.admin.filing import ON_THE_ANSWER, audience_of, reserved
from participation.admin.quoted import quoted
from participation.canned_filling import offered_for
from participation.chronicle import changes_since
from participation.forms_staff import ActForm, PurposeForm
from participation.keys import CannotOpen
from participation.models import Attachment, SealedOriginal, Submission
from participation.permissions import may
from participation.transitions import Refused, target_of

LOST_KEY = (
    "No se puede abrir: falta la clave con que se selló. "
    "Avise a quien administra el portal (docs/how-to/deploy.md, «claves»)."
)


def filed_or_404(submission_id: int) -> Submission:
    """A filing with its folio and what its pages show."""
    rows = Submission.objects.filed().defer("search")
    rows = rows.select_related(
        "account__institution", "edition__account", "region", "about_region", "unit",
        "assigned_to", "refusal", "group_head", "follows", "held_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=submission_id)


def page_of(submission: Submission) -> str:
    """Its page in the admin."""
    return reverse("admin:participation_submission_change", args=[submission.pk])


def do_act(request: Any, submission_id: int, code: str) -> HttpResponse:
    """GET shows what the act needs and causes; POST does it."""
    act = ACT[code]
    if not may(request.user, "view_submission"):
        raise PermissionDenied
    submission = filed_or_404(submission_id)
    if not act.may(request.user, submission.kind):
        raise PermissionDenied
    if request.method != "POST":
        # A link may bring what it is about: which file, for instance.
        form = act.form(initial=request.GET.dict(), submission=submission, user=request.user)
        return _page(request, submission, act, form)
    if code == "draft" and request.POST.get("insert"):
        return _inserted(request, submission, act)
    form = act.form(request.POST, submission=submission, user=request.user)
    if not form.is_valid():
        return _page(request, submission, act, form, status=400)
    try:
        done = _do(act, submission, form, request.user)
    except Refused as refused:
        return _refused(request, submission, act, form, str(refused))
    except CannotOpen:
        return _refused(request, submission, act, form, LOST_KEY)
    if code == "identity":
        return _shown(request, submission, {"identity": done})
    if act.done:
        messages.success(request, act.done)
    if code == "leave":
        return HttpResponseRedirect(reverse("admin:participation_submission_changelist"))
    return HttpResponseRedirect(page_of(submission))


def _inserted(request: Any, submission: Submission, act: Act) -> HttpResponse:
    """The same form with a canned paragraph after what was typed: nothing is saved nor lost."""
    typed = request.POST.dict()
    known = {str(each.pk): each.text for each in offered_for(submission, request.user)}
    if words := known.get(typed.get("canned", "")):
        typed["text"] = "\n\n".join(filter(None, (typed.get("text", "").rstrip(), words)))
    form = act.form(initial=typed, submission=submission, user=request.user)
    return _page(request, submission, act, form)


def _do(act: Act, submission: Submission, form: ActForm, user: Any) -> Any:
    who: dict[str, Any] = {"by": user, "now": timezone.now()}
    if act.code != "identity":
        who["expected_version"] = form.expected_version
    return act.do(submission, **form.given(), **who)


def _refused(
    request: Any, submission: Submission, act: Act, form: ActForm, sentence: str
) -> HttpResponse:
    """The same page with the reason; the version of now goes along, what was typed stays."""
    fresh = filed_or_404(submission.pk)
    seen = form.expected_version
    if fresh.version != seen:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(fresh.version)  # type: ignore[index]
        form.add_error(None, sentence)
    else:
        form.refuse(sentence)
    changes = changes_since(fresh, seen)
    return _page(request, fresh, act, form, changes=changes, status=409)


def _page(
    request: Any, submission: Submission, act: Act, form: ActForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    button = offered(submission, request.user).get(act.code)
    form.point_out()
    context = {
        **_context(request, submission, button.label if button else act.button),
        "act": act,
        "form": form,
        "why_not": _why_not(act, submission, button),
        "answer": in_progress(submission) if act.code in ON_THE_ANSWER else None,
        "audience": audience_of(submission) if act.code == "answer" else None,
        "canned": offered_for(submission, request.user) if act.code == "draft" else (),
        **more,
    }
    return render(request, "admin/participation/act.html", context, status=status)


def _why_not(act: Act, submission: Submission, button: Any) -> str:
    """Why the act cannot be done now, in its own words or in those of the table."""
    if button is not None:
        return str(button.reason)
    if act.belongs_to(submission):
        return "Ahora no hay nada que hacer con este acto."
    try:
        target_of(act.actions[0], submission.state, submission.kind)
    except Refused as refused:
        return str(refused)
    return ""


def _context(request: HttpRequest, submission: Submission, title: str) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "title": title,
        "subtitle": "",
        "submission": submission,
        "quoted": quoted(submission),
        "text": reserved(submission.text),
        "opts": Submission._meta,
        "url": page_of(submission),
    }


def _shown(request: HttpRequest, submission: Submission, opened: dict[str, Any]) -> HttpResponse:
    context = {**_context(request, submission, "Datos reservados"), **opened}
    return render(request, "admin/participation/opened.html", context)


def read_sealed(request: Any, submission_id: int, original_id: int) -> HttpResponse:
    """A sealed original, for a reason that stays in the register."""
    submission = filed_or_404(submission_id)
    original = get_object_or_404(SealedOriginal, pk=original_id, submission=submission)

    def opened(reason: str) -> HttpResponse:
        now = timezone.now()
        text = read_original(original, reason=reason, by=request.user, now=now)
        return _shown(request, submission, {"original": original, "words": text})

    return _for_a_reason(request, submission, "Ver el original", opened)


def attachment(request: Any, submission_id: int, attachment_id: int) -> HttpResponse:
    """A file, to be saved; the original of a paper shows who wrote it, and needs a reason."""
    if not may(request.user, "view_submission"):
        raise PermissionDenied
    submission = filed_or_404(submission_id)
    file = get_object_or_404(Attachment, pk=attachment_id, submission=submission)
    if not file.is_original:
        return _download(file)

    def opened(reason: str) -> HttpResponse:
        read_identity(submission, reason=reason, by=request.user, now=timezone.now())
        return _download(file)

    return _for_a_reason(request, submission, "Bajar el original en papel", opened)


def _download(file: Attachment) -> HttpResponse:
    content = file.file.open("rb")
    return FileResponse(  # type: ignore[return-value]
        content, as_attachment=True, filename=file.name, content_type=file.content_type
    )


def _for_a_reason(request: Any, submission: Submission, title: str, opened: Any) -> HttpResponse:
    if not may(request.user, "read_identity"):
        raise PermissionDenied
    act = ACT["identity"]
    form = PurposeForm(
        request.POST if request.method == "POST" else None,
        submission=submission,
        user=request.user,
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                answer: HttpResponse = opened(form.cleaned_data["reason"])
            except (Refused, CannotOpen) as refused:
                form.refuse(str(refused) if isinstance(refused, Refused) else LOST_KEY)
            else:
                return answer
    context = {**_context(request, submission, title), "act": act, "form": form, "button": title}
    return render(request, "admin/participation/act.html", context, status=status)
