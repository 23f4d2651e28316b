"""Saved lists of the desk: keep one under a name, or delete it. Two buttons and no page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from participation.actions.desk_keeping import LONGEST_NAME, delete_view, save_view
from participation.admin.filters import DeskFilter
from participation.canned_filling import units_of
from participation.models import DeskView
from participation.permissions import may
from participation.transitions import Refused

KEPT = ("tab", "q", *DeskFilter.SELECTS)


def query_of(typed: str) -> str:
    """What of an address is worth keeping: the tab and what it is narrowed to, never a page."""
    asked = QueryDict(typed[:2_000], mutable=True)
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if asked.get(name):
            kept[name] = asked[name]
    return kept.urlencode()


def keep(request: Any) -> HttpResponse:
    """Save the list that one is looking at. What is wrong is said over the same list."""
    if not may(request.user, "view_submission"):
        raise PermissionDenied
    query = query_of(request.POST.get("query", ""))
    typed = request.POST.get("name", "").replace("\x00", "")
    wanted = request.POST.get("unit", "")
    unit = units_of(request.user).filter(pk=wanted).first() if wanted.isdecimal() else None
    try:
        view = save_view(name=typed, query=query, unit=unit, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(query, name=typed[:LONGEST_NAME])
    messages.success(request, f"La vista «{view.name}» quedó guardada.")
    return _back(query)


def drop(request: Any, view_id: int) -> HttpResponse:
    """Delete one."""
    if not may(request.user, "view_submission"):
        raise PermissionDenied
    view = get_object_or_404(DeskView, pk=view_id)
    try:
        delete_view(view, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"La vista «{view.name}» se borró.")
    return _back(query_of(request.POST.get("query", "")))


def _back(query: str, name: str = "") -> HttpResponse:
    """To the list; the name that was typed goes along, so that it is not lost."""
    asked = QueryDict(query, mutable=True)
    if name:
        asked["nombre"] = name
    address = reverse("admin:participation_submission_changelist")
    return HttpResponseRedirect(f"{address}?{asked.urlencode()}")
