"""The calendar of an account: planned, changed with a public reason, extended, suspended.

What a suspension does: no date of the calendar falls due and the reception does not close until it
is resumed; then each waits as many business days more as it lasted. It stops no term that runs
towards a person: no law lets who answers suspend them (decision 23).
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from participation import clocks
from participation.actions.late_dates import note_missed
from participation.actions.words import one_line
from participation.council import council_users
from participation.deadlines import CHILE
from participation.models import CalendarChange, Unit, Window
from participation.outbox import queue
from participation.permissions import ROLES, check_may
from participation.process import moved
from participation.process_checks import DateCheck, check_plan, reception_days, stops_of
from participation.process_moves import check_moves, extended, resumed, why_not_extend
from participation.process_parts import DATES, Plan
from participation.processes import Reading, plan_of, read_process
from participation.register import record
from participation.transitions import Refused
from programs.models import PublicAccount, User

LONGEST_REASON = 300
ASK_REASON = "Escriba por qué: el motivo es público."
NO_CALENDAR = "Esta cuenta todavía no tiene calendario: primero fije sus fechas."
Kind = CalendarChange.Kind


class RefusedDate(Refused):
    """A date that cannot be; `field` says which."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def plan_calendar(
    account: PublicAccount, *, plan: Plan, reason: str = "", by: User, now: datetime
) -> Window:
    """Write the dates of an account: for the first time, or others with their public reason.

    Raises:
        RefusedDate: a date breaks a rule that the law fixes, their order, or moves what has passed.
        Refused: `by` may not, the account is archived, nothing changes, or a change has no reason.
    """
    check_may(by, "plan_calendar")
    held, reading = hold_process(account, now)
    before = plan_of(reading.window) if reading.window else None
    plan = replace(plan, suspended_on=before.suspended_on if before else None)
    for field, sentence in stops_of(checks_of(plan, reading)).items():
        raise RefusedDate(sentence, field)
    if before is None:
        said = one_line(reason, asked="", longest=LONGEST_REASON, needed=False)
        window = Window(account=held)
        return _write(window, None, plan, Kind.PLAN, said, by=by, now=now)
    if before == plan:
        raise Refused("No cambió ninguna fecha.")
    said = one_line(reason, asked=ASK_REASON, longest=LONGEST_REASON)
    return _write(reading.window, before, plan, Kind.CHANGE, said, by=by, now=now)


def checks_of(plan: Plan, reading: Reading) -> tuple[DateCheck, ...]:
    """What the law says of each date, and what may not move."""
    before = plan_of(reading.window) if reading.window else None
    consults = reading.account.institution.consults_council
    found = check_plan(plan, reading.rules, reading.calendar, consults=consults)
    return (*check_moves(before, plan, reading.today), *found)


@transaction.atomic
def announce_calendar(account: PublicAccount, *, by: User, now: datetime) -> Window:
    """Make the dates public before the account itself is. Nothing where they are already.

    Raises:
        Refused: `by` may not, or there is no calendar.
    """
    check_may(by, "plan_calendar")
    _, reading = hold_process(account, now)
    window = _window(reading)
    if window.announced_at is not None:
        return window
    window.announced_at = now
    plan = plan_of(window)
    return _write(window, plan, plan, Kind.ANNOUNCE, "", by=by, now=now)


@transaction.atomic
def extend_reception(
    account: PublicAccount, *, days: int, reason: str, by: User, now: datetime
) -> Window:
    """Let people ask for more business days: once, at most half, before it ends (art. 26).

    Raises:
        Refused: `by` may not, there is no calendar or it is suspended, there is no reason, it was
            extended before, it has ended, more than half is asked, or the answers would be
            published before the reception ends.
    """
    check_may(by, "plan_calendar")
    _, reading = hold_process(account, now)
    window = _window(reading)
    before = plan_of(window)
    check_can_extend(reading, days)
    said = one_line(reason, asked=ASK_REASON, longest=LONGEST_REASON)
    after = extended(before, days, reading.calendar)
    return _write(window, before, after, Kind.EXTEND, said, days=days, by=by, now=now)


def check_can_extend(reading: Reading, days: int) -> None:
    """Raises Refused, with the sentence, where the reception may not grow by `days`."""
    before = plan_of(_window(reading))
    if before.suspended_on is not None:
        raise Refused("El proceso está suspendido: reanúdelo antes de ampliar la recepción.")
    changes = CalendarChange.objects.filter(account=reading.account)
    why = why_not_extend(
        before, reception_days(before, reading.calendar), days, reading.today,
        was_extended=changes.filter(kind=Kind.EXTEND).exists(),
    )  # fmt: skip
    if why:
        raise Refused(why)
    after = extended(before, days, reading.calendar)
    for sentence in stops_of(check_plan(after, reading.rules, reading.calendar)).values():
        raise Refused(f"{sentence} Cambie primero esa fecha.")


@transaction.atomic
def suspend_process(account: PublicAccount, *, reason: str, by: User, now: datetime) -> Window:
    """Stop the calendar from today, with a public reason.

    Raises:
        Refused: `by` may not, there is no calendar, it is suspended already, or no reason is given.
    """
    check_may(by, "plan_calendar")
    _, reading = hold_process(account, now)
    window = _window(reading)
    if window.suspended_on is not None:
        raise Refused(f"El proceso está suspendido desde el {window.suspended_on:%d-%m-%Y}.")
    said = one_line(reason, asked=ASK_REASON, longest=LONGEST_REASON)
    before = plan_of(window)
    after = replace(before, suspended_on=reading.today)
    return _write(window, before, after, Kind.SUSPEND, said, by=by, now=now)


@transaction.atomic
def resume_process(account: PublicAccount, *, reason: str, by: User, now: datetime) -> Window:
    """Go on: what waited is due as many business days later as the suspension lasted.

    Raises:
        Refused: `by` may not, it is not suspended, or no reason is given.
    """
    check_may(by, "plan_calendar")
    _, reading = hold_process(account, now)
    window = _window(reading)
    if window.suspended_on is None:
        raise Refused("El proceso no está suspendido.")
    said = one_line(reason, asked=ASK_REASON, longest=LONGEST_REASON)
    before = plan_of(window)
    after, days = resumed(before, reading.calendar, reading.today)
    return _write(window, before, after, Kind.RESUME, said, days=days, by=by, now=now)


def hold_process(account: PublicAccount, now: datetime) -> tuple[PublicAccount, Reading]:
    """The account, locked, and its process; what was late until now is written down first.

    Raises:
        Refused: it is archived.
    """
    clocks.hold_calendar()
    rows = PublicAccount.objects.select_related("institution").select_for_update(of=("self",))
    held = rows.get(pk=account.pk)
    if held.is_archived:
        raise Refused("La cuenta está archivada: su calendario ya no cambia.")
    reading = read_process(held, now)
    note_missed(reading, now=now)
    return held, reading


def _window(reading: Reading) -> Window:
    if reading.window is None:
        raise Refused(NO_CALENDAR)
    return reading.window


def _write(
    window: Window | None, before: Plan | None, after: Plan, kind: str, reason: str, *,
    days: int | None = None, by: User, now: datetime,
) -> Window:  # fmt: skip
    """Keep the dates, with what changed and why; register it, and tell who works with them."""
    assert window is not None  # noqa: S101 (there was one where there were dates before)
    for name, value in asdict(after).items():
        setattr(window, name, value)
    window._history_user = by  # type: ignore[attr-defined]
    window.save()
    changed = _changed(before, after)
    CalendarChange.objects.create(
        account=window.account, kind=kind, reason=reason, days=days, at=now, by=by,
        before={name: was for name, (was, _) in changed.items() if before},
        after={name: becomes for name, (_, becomes) in changed.items()},
    )  # fmt: skip
    detail: dict[str, Any] = {name: becomes for name, (_, becomes) in changed.items()}
    if days is not None:
        detail["days"] = days
    record(f"{kind}_calendar", about=name_of(window.account), now=now, by=by, **detail)
    if kind in (Kind.CHANGE, Kind.EXTEND, Kind.SUSPEND, Kind.RESUME):
        _tell(window, kind, now=now)
    return window


def _changed(before: Plan | None, after: Plan) -> dict[str, tuple[str | None, str | None]]:
    """What changed, as it is kept: ISO days."""
    if before is None:
        found = {name: (None, getattr(after, name)) for name in DATES if getattr(after, name)}
    else:
        found = moved(before, after)
    return {
        name: (was.isoformat() if was else None, becomes.isoformat() if becomes else None)
        for name, (was, becomes) in found.items()
    }


def name_of(account: PublicAccount) -> tuple[str, str]:
    """How the register names the calendar of an account."""
    return "calendar", str(account.account_year)


def _tell(window: Window, kind: str, *, now: datetime) -> None:
    """Owe the change to who coordinates, to the heads of the units and to the council."""
    managers = [name for name, acts in ROLES.items() if "plan_calendar" in acts]
    heads = Unit.objects.filter(is_active=True, head__is_active=True).values("head")
    staff = User.objects.filter(is_active=True, is_staff=True)
    told = {each.pk: each for each in staff.filter(groups__name__in=managers)}
    told |= {each.pk: each for each in staff.filter(pk__in=heads)}
    told |= {each.pk: each for each in council_users(now.astimezone(CHILE).date())}
    for key, user in sorted(told.items()):
        queue(
            "calendar_changed", about=window, user=user, now=now, context={"kind": kind},
            key=f"calendar:{window.pk}:{now.isoformat()}:{key}",
        )  # fmt: skip
