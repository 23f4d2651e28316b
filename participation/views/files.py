"""The step of asking that takes files, and the author's own copy of one."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from participation.actions.drafts import attach_file, remove_file
from participation.attachments import NotAccepted, clean_name
from participation.limits import TooMany, check_limit, client_address
from participation.models import AskDraft
from participation.pages.asking import file_limits, size_in_words
from participation.transitions import Refused
from participation.views.doors import with_retry_after
from participation.views.pages import live_page

TEMPLATE = "participation/public/ask_files.html"
FIELD = "archivos"
MOST_AT_ONCE = 20  # files looked at in one sending


def files_step(request: HttpRequest, row: AskDraft, context: dict[str, Any]) -> HttpResponse:
    """Add files, take them out, go on. Each that is not taken is named with what to do."""
    if request.method != "POST":
        return _page(request, row, context, [])
    now = timezone.now()
    try:
        if "quitar" in request.POST:
            return _without(request, row)
        refused = _added(request, row)
    except TooMany as refusal:
        page = _page(request, row, {**context, "too_many": refusal}, [])
        return with_retry_after(page, refusal, now)
    except Refused:
        return redirect("participation:ask-sent", row.uid)
    if refused:
        return _page(request, row, context, refused, status=400)
    if "agregar" in request.POST:
        return redirect("participation:ask-step", row.uid, context["step"].slug)
    progress = context["progress"]
    return redirect(
        "participation:ask-step",
        row.uid,
        progress.before if "volver" in request.POST else progress.after,
    )


def _added(request: HttpRequest, row: AskDraft) -> list[tuple[str, str]]:
    """Add what came; what was not taken, by name, with its reason."""
    refused = []
    for file in request.FILES.getlist(FIELD)[:MOST_AT_ONCE]:
        name = clean_name(file.name or "")
        check_limit(
            "attach", address=client_address(request), draft=str(row.uid), now=timezone.now()
        )
        try:
            attach_file(row, file=file, name=file.name or "", now=timezone.now())
        except NotAccepted as reason:
            refused.append((name, str(reason)))
    return refused


def _without(request: HttpRequest, row: AskDraft) -> HttpResponse:
    with suppress(ValueError):  # no file has that name: it is not there, as was asked
        remove_file(row, uid=UUID(request.POST["quitar"]), now=timezone.now())
    return redirect("participation:ask-step", row.uid, FIELD)


def _page(
    request: HttpRequest,
    row: AskDraft,
    context: dict[str, Any],
    refused: list[tuple[str, str]],
    status: int = 200,
) -> HttpResponse:
    files = [
        {"uid": each.uid, "name": each.name, "size": size_in_words(each.size),
         "was_rewritten": each.was_rewritten}
        for each in row.attachments.all()
    ]  # fmt: skip
    context |= {"files": files, "refused": refused, "limits": file_limits()}
    return live_page(request, TEMPLATE, context, status=status)
