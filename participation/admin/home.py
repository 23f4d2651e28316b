"""The first page of the admin: what to do today, what expires, what waits, and how all of it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from participation import clocks
from participation.admin.council_box import Alert
from participation.admin.desk import Line, line_of, today_of
from participation.desk import SKIPPED, Load, starts_of, tabs_of, workload
from participation.due_words import day_in_words
from participation.health import Health, health
from participation.models import Observation, RegisterEntry, Submission, Unit
from participation.pages.register import ACTORS, what_happened
from participation.permissions import may
from participation.readiness import Need, Readiness, readiness_of
from participation.work import Task, Turn, tasks_of, turns_of
from programs.figures import plural
from programs.models import PublicAccount, User

SOON = timedelta(days=7)
MOST_LINES, MOST_ENTRIES, MOST_NAMED = 6, 8, 5
# Who looks after all that is owed; the others, after their own.
OVERSEERS = ("assign_submission", "moderate_submission", "publish_answer", "review_answer")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What a unit owes, with the day of the oldest."""

    load: Load
    oldest: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """Something of the register."""

    at: datetime
    what: str
    about: str
    who: str


@dataclass(frozen=True, slots=True)
class ReadyBox:
    """What the newest account that is not archived waits for, and where all of it is."""

    account: PublicAccount
    readiness: Readiness
    needs: tuple[Need, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Home:
    """All that the first page says of participation."""

    first: Task | None
    tasks: tuple[Task, ...]
    alerts: tuple[Alert, ...]
    ready: ReadyBox | None
    lines: tuple[Line, ...]
    is_everybodys: bool
    turns: tuple[Turn, ...]
    units: tuple[UnitLine, ...]
    health: Health
    health_words: tuple[Alert, ...]
    entries: tuple[EntryLine, ...]
    url: str
    intake_url: str
    today: str
    template: str = "admin/participation/home.html"


def box(request: HttpRequest) -> Home | None:
    """The home of whoever asks; None for someone who may not see filings.

    Always the same number of statements, whatever there is to do.
    """
    user: Any = request.user
    if not may(user, "view_submission"):
        return None
    now = timezone.now()
    today = today_of(now)
    tabs = tabs_of(user, today)
    tasks = tasks_of(tabs, user)
    found = health(now)
    is_overseer = any(may(user, each) for each in OVERSEERS)
    return Home(
        first=tasks[0] if tasks else None,
        tasks=tasks[1:],
        alerts=tuple(_unfiled(user)),
        ready=_ready(user, now),
        lines=_expiring(user, today, is_overseer=is_overseer),
        is_everybodys=is_overseer,
        turns=turns_of(tabs),
        units=tuple(_unit_line(each, today) for each in workload(today)),
        health=found,
        health_words=tuple(_health_words(found)),
        entries=tuple(_entries()),
        url=reverse("admin:participation_submission_changelist"),
        intake_url=reverse("admin:participation_submission_add")
        if may(user, "intake_submission")
        else "",
        today=day_in_words(today, with_year=True),
    )


def _expiring(user: User, today: date, *, is_overseer: bool) -> tuple[Line, ...]:
    """What ends within a week, the first to end first; of one's own, for who oversees nothing."""
    rows = Submission.objects.owed().filter(due_on__gte=today, due_on__lte=today + SOON)
    if not is_overseer:
        units = Unit.objects.filter(Q(members=user) | Q(head=user)).values("pk")
        rows = rows.filter(Q(assigned_to=user) | Q(unit__in=units))
    rows = rows.select_related("unit", "assigned_to").defer(*SKIPPED).order_by("due_on", "pk")
    found = tuple(rows[:MOST_LINES])
    starts, calendar = starts_of(found), clocks.calendar_for()
    return tuple(line_of(row, today, calendar, starts_after=starts.get(row.pk)) for row in found)


def _ready(user: User, now: datetime) -> ReadyBox | None:
    """For who plans the calendar: what the next step of the account needs."""
    if not may(user, "plan_calendar"):
        return None
    open_accounts = PublicAccount.objects.filter(archived_at__isnull=True)
    account = open_accounts.select_related("institution").order_by("-account_year").first()
    if account is None:
        return None
    found = readiness_of(account, now)
    url = reverse("admin:participation_window_readiness", args=[account.pk])
    return ReadyBox(account, found, found.missing[:MOST_NAMED], url)


def _unit_line(load: Load, today: date) -> UnitLine:
    day = load.oldest
    return UnitLine(load, day_in_words(day) if day else "", day is not None and day < today)


def _unfiled(user: User) -> Iterator[Alert]:
    """What the council formalised and nobody filed: it holds up the first edition."""
    waiting = Observation.objects.unfiled()
    codes = [code or "" for code in waiting.values_list("code", flat=True)[: MOST_NAMED + 1]]
    concerned = ("keep_council", "assign_submission", "open_council_review")
    if not codes or not any(may(user, each) for each in concerned):
        return
    named = ", ".join(codes[:MOST_NAMED]) + (" y otras" if len(codes) > MOST_NAMED else "")
    many = "espera" if len(codes) == 1 else "esperan"
    yield Alert(
        f"{named}: el acta está firmada y {many} que la secretaría del Consejo las ingrese con "
        "folio. Mientras tanto no corre su plazo y la cuenta no se puede publicar.",
        reverse("admin:participation_councilsession_changelist"),
        is_urgent=True,
    )


def _health_words(found: Health) -> Iterator[Alert]:
    url = reverse("admin:participation_message_changelist")
    if found.is_silent:
        yield Alert("El trabajo de fondo no da señales: no salen correos ni se miran los plazos.",
                    url, is_urgent=True)  # fmt: skip
    if found.dead:
        one, many = "mensaje no se pudo enviar", "mensajes no se pudieron enviar"
        yield Alert(f"{plural(found.dead, one, many)}.", f"{url}?state=dead", is_urgent=True)
    if found.is_slow:
        minutes = int(found.oldest_wait.total_seconds() // 60)
        yield Alert(f"El correo espera hace {plural(minutes, 'minuto', 'minutos')}.", url)


def _entries() -> Iterator[EntryLine]:
    """The newest, but for who asks the same: a hundred of those would hide the rest."""
    rows = RegisterEntry.objects.exclude(act="support").select_related("user").order_by("-pk")
    for entry in rows[:MOST_ENTRIES]:
        yield EntryLine(
            entry.at,
            what_happened(entry.act, entry.object_type),
            entry.object_id if entry.object_id.startswith("CPP-") else "",
            str(entry.user) if entry.user else ACTORS[entry.actor],
        )
