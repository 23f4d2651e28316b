"""The same act on many filings: how many and which not, then done, then undone where lawful."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from participation.actions import bulk as actions
from participation.forms_staff import AssignForm
from participation.models import Submission
from participation.permissions import may
from participation.personal_data import find_personal_data
from participation.transitions import Refused

_LONGEST_KEY = 19


@dataclass(frozen=True, slots=True)
class Bulk:
    """An act on many: its words, what it asks, how it is looked at before and done."""

    code: str
    title: str
    verb: str
    permission: str
    preview: Callable[..., actions.Preview]
    do: Callable[..., actions.Done]
    asks: type[forms.Form] | None = None


class ManyAssignForm(AssignForm):
    """Unit and person, for all of them."""

    version = None  # type: ignore[assignment]  # each of them has its own

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, submission=Submission(), user=user, **kwargs)


BULKS = MappingProxyType(
    {
        "assign": Bulk(
            "assign", "Asignar a una unidad", "Asignar", "assign_submission",
            actions.preview_assign, actions.bulk_assign, ManyAssignForm,
        ),
        "admit": Bulk(
            "admit", "Admitir y publicar", "Admitir y publicar", "moderate_submission",
            actions.preview_admit, actions.bulk_admit,
        ),
        "close": Bulk(
            "close", "Cerrar", "Cerrar", "assign_submission",
            actions.preview_close, actions.bulk_close,
        ),
    }
)  # fmt: skip


def bulk_choices(user: Any) -> list[tuple[str, str]]:
    """The acts on many that `user` may do."""
    return [(each.code, each.title) for each in BULKS.values() if may(user, each.permission)]


def list_url(kept: str = "") -> str:
    """The list of the desk, where it was."""
    return reverse("admin:participation_submission_changelist") + (f"?{kept}" if kept else "")


def bulk(request: Any) -> HttpResponse:
    """Looks at the chosen ones first; `confirmed` does it."""
    if not may(request.user, "view_submission"):
        raise PermissionDenied
    chosen = BULKS.get(request.POST.get("act", ""))
    if chosen is None:
        return _refused(request, "Elija qué quiere hacer con las consultas.")
    if not may(request.user, chosen.permission):
        raise PermissionDenied
    versions = _versions(request)
    if not versions:
        return _refused(request, "Marque al menos una consulta de la lista.")
    rows = Submission.objects.filed().filter(pk__in=list(versions)[: actions.MOST + 1])
    submissions = list(rows.defer("search").order_by("pk"))
    form = _form(chosen, request)
    if form is not None and not form.is_valid():
        return _page(request, chosen, submissions, form=form, status=_status(form))
    given = form.given() if isinstance(form, ManyAssignForm) else {}
    try:
        if "confirmed" in request.POST:
            return _do(request, chosen, submissions, versions, given)
        preview = chosen.preview(submissions, by=request.user, **given)
    except Refused as refused:
        return _page(request, chosen, submissions, form=form, refused=str(refused), status=409)
    return _page(request, chosen, submissions, form=form, preview=preview)


def _form(chosen: Bulk, request: Any) -> forms.Form | None:
    if chosen.asks is None:
        return None
    data = request.POST if "unit" in request.POST else None
    return chosen.asks(data, user=request.user)


def _status(form: forms.Form) -> int:
    return 400 if form.is_bound else 200


def _versions(request: HttpRequest) -> dict[int, int | None]:
    """What was chosen: keys, with the version that was looked at once it was."""
    found: dict[int, int | None] = {}
    for typed in request.POST.getlist("chosen")[: actions.MOST + 1]:
        key, _, version = typed.partition(":")
        if _is_number(key):
            found[int(key)] = int(version) if _is_number(version) else None
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _LONGEST_KEY


def _do(
    request: Any,
    chosen: Bulk,
    submissions: list[Submission],
    versions: dict[int, int | None],
    given: dict[str, Any],
) -> HttpResponse:
    expected = {key: version for key, version in versions.items() if version is not None}
    now = timezone.now()
    done = chosen.do(submissions, by=request.user, now=now, expected_versions=expected, **given)
    context = {
        **admin.site.each_context(request),
        "title": chosen.title,
        "done": done,
        "back": list_url(request.POST.get("back", "")[:500]),
        "opts": Submission._meta,
    }
    return render(request, "admin/participation/bulk_done.html", context)


def _page(
    request: Any,
    chosen: Bulk,
    submissions: list[Submission],
    *,
    form: forms.Form | None,
    preview: actions.Preview | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": chosen.title,
        "bulk": chosen,
        "submissions": submissions,
        "form": form,
        "preview": preview,
        "unread": _unread(chosen, preview),
        "refused": refused,
        "kept": request.POST.get("back", "")[:500],
        "back": list_url(request.POST.get("back", "")[:500]),
        "opts": Submission._meta,
    }
    return render(request, "admin/participation/bulk.html", context, status=status)


def _unread(chosen: Bulk, preview: actions.Preview | None) -> set[int]:
    """Of those that would be published, the keys of those that seem to hold personal data."""
    if chosen.code != "admit" or preview is None:
        return set()
    return {
        each.pk
        for each in preview.moves
        if find_personal_data(each.text) or find_personal_data(each.title)
    }


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return HttpResponseRedirect(list_url(request.POST.get("back", "")[:500]))


def undo(request: Any) -> HttpResponse:
    """Take back an assignment of many."""
    if not may(request.user, "assign_submission"):
        raise PermissionDenied
    try:
        count = actions.undo_bulk(
            request.POST.get("token", ""), by=request.user, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = "1 consulta volvió" if count == 1 else f"{count} consultas volvieron"
        messages.success(request, f"Se deshizo: {said} a como estaba antes.")
    return HttpResponseRedirect(list_url())
