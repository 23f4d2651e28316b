"""The list of the desk: tabs with counts, one form to narrow it, pages, the load of each unit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from participation import clocks
from participation.admin.bulk import bulk_choices
from participation.admin.filters import DeskFilter
from participation.admin.views_kept import query_of
from participation.canned_filling import units_of
from participation.deadlines import CHILE, BusinessCalendar
from participation.desk import (
    SHELF,
    Cut,
    Shelf,
    Tab,
    page_of,
    read_place,
    reviewed,
    starts_of,
    tabs_of,
    workload,
)
from participation.due_words import day_in_words, due_in_words
from participation.models import DeskView, Submission
from participation.permissions import may
from participation.transitions import OPEN, STATE
from programs.models import User

# The square of each state: empty, half, full; what ended without an answer has none of these.
_HALF = ("assigned", "drafting", "in_review", "grouped", "mending")
_FULL = ("answered", "notified", "closed")
_ENDED = ("not_admitted", "referred", "converted", "withdrawn")
SOON = 5  # days before its end from which a term is marked


def today_of(now: datetime) -> date:
    """The day it is in Chile."""
    return now.astimezone(CHILE).date()


@dataclass(frozen=True, slots=True)
class Mark:
    """A state in a square and a word."""

    square: str
    label: str


def mark_of(submission: Submission, today: date) -> Mark:
    """The state, with the red square where an answer is owed and its term is over."""
    label = STATE[submission.state].label
    if is_late(submission, today):
        return Mark("late", label)
    for square, states in (("half", _HALF), ("full", _FULL), ("ended", _ENDED)):
        if submission.state in states:
            return Mark(square, label)
    return Mark("empty", label)


def is_late(submission: Submission, today: date) -> bool:
    return is_owed(submission) and submission.due_on is not None and submission.due_on < today


def is_owed(submission: Submission) -> bool:
    return submission.state in OPEN and submission.answered_at is None


@dataclass(frozen=True, slots=True)
class Line:
    """One filing in the list."""

    submission: Submission
    mark: Mark
    due: str
    due_day: str
    is_late: bool
    is_soon: bool
    turn: str


def line_of(
    submission: Submission,
    today: date,
    calendar: BusinessCalendar,
    *,
    is_reviewed: bool = False,
    starts_after: date | None = None,
) -> Line:
    """A row, in words; `starts_after` is where the term to answer it began."""
    due = submission.due_on if is_owed(submission) else None
    turn = "Falta la firma" if is_reviewed else ""
    return Line(
        submission=submission,
        mark=mark_of(submission, today),
        due=due_in_words(due, today, calendar, starts_after=starts_after) if due else "",
        due_day=day_in_words(due) if due else "",
        is_late=is_late(submission, today),
        is_soon=due is not None and 0 <= (due - today).days < SOON,
        turn=turn,
    )


def desk(request: Any, *, now: datetime | None = None) -> HttpResponse:
    """The list; an address that cannot be read is answered with 400 and what it can show."""
    today = today_of(now or timezone.now())
    form = DeskFilter(request.GET)
    is_readable = form.is_valid()
    tabs = tabs_of(request.user, today)
    shelf = _shelf(form, tabs)
    cut, problem = _cut(form, shelf, request.user, today) if is_readable else (None, "")
    calendar = clocks.calendar_for()
    signed = reviewed(cut.rows) if cut else set()
    starts = starts_of(cut.rows) if cut else {}
    lines = [
        line_of(row, today, calendar, is_reviewed=row.pk in signed, starts_after=starts.get(row.pk))
        for row in (cut.rows if cut else ())
    ]
    context = {
        **admin.site.each_context(request),
        "title": "Consultas",
        "opts": Submission._meta,
        "form": form,
        "tabs": tuple(each for each in tabs if each.shelf.is_tab or each.shelf == shelf),
        "shelf": shelf,
        "lines": lines,
        "cut": cut,
        "problem": problem,
        "next_url": _go(request.GET, after=cut.after) if cut and cut.after else "",
        "previous_url": _go(request.GET, before=cut.before) if cut and cut.before else "",
        "kept": _go(request.GET).removeprefix("?"),
        "loads": workload(today),
        "views": views_of(request.user, request.GET),
        "my_units": tuple(units_of(request.user)),
        "typed_name": request.GET.get("nombre", "")[:60].replace("\x00", ""),
        "bulk": bulk_choices(request.user),
        "may_intake": may(request.user, "intake_submission"),
    }
    status = 200 if is_readable and not problem else 400
    return render(request, "admin/participation/desk.html", context, status=status)


@dataclass(frozen=True, slots=True)
class KeptView:
    """A list that was saved: its name, where it is, and whether it is the one that is seen."""

    pk: int
    name: str
    query: str
    is_here: bool
    is_mine: bool
    of: str


def views_of(user: User, asked: QueryDict) -> tuple[KeptView, ...]:
    """The lists that somebody saved, and those shared in their units; in one statement."""
    rows = DeskView.objects.filter(Q(owner=user) | Q(unit__in=units_of(user).values("pk")))
    here = query_of(asked.urlencode())
    return tuple(
        KeptView(
            row.pk, row.name, row.query, row.query == here, row.owner_id == user.pk,
            str(row.unit) if row.unit else "",
        )
        for row in rows.select_related("unit")
    )  # fmt: skip


def _shelf(form: DeskFilter, tabs: tuple[Tab, ...]) -> Shelf:
    """The tab asked for; else everything where something is searched, or the first with work."""
    asked = form.data.get("tab", "")
    if asked in SHELF:
        return SHELF[asked]
    if form.is_narrowed:
        return SHELF["all"]
    return next((tab.shelf for tab in tabs if tab.count and tab.shelf.is_tab), SHELF["all"])


def _cut(form: DeskFilter, shelf: Shelf, user: User, today: date) -> tuple[Cut, str]:
    narrowing, problem = form.narrowing(), ""
    try:
        after = read_place(shelf, form.cleaned_data["after"])
        before = read_place(shelf, form.cleaned_data["before"])
    except ValueError:
        after = before = ()
        problem = "Esa dirección no es de una página de esta lista: se muestra desde el comienzo."
    return page_of(shelf, user, today, narrowing, after=after, before=before), problem


def _go(query: QueryDict, **place: str) -> str:
    """The same list at another place."""
    kept = query.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    for name, value in place.items():
        kept[name] = value
    return f"?{kept.urlencode()}"
