"""Calling a public hearing: preparing it, announcing it, changing, postponing or cancelling it."""

from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import Max

from participation.actions.hearing_announcing import (
    LONGEST_REASON,
    Announcement,
    RefusedAt,
    checked,
)
from participation.actions.hearing_corridor import announce, hold_hearing, move_hearing
from participation.actions.hearing_registrations import fill_seats
from participation.actions.hearing_telling import tell_registered
from participation.actions.words import one_line
from participation.clocks import calendar_for
from participation.deadlines import CHILE
from participation.hearing_checks import Finding, Notice, Plan, check_plan, first_day, stops
from participation.hearing_words import zone_of
from participation.models import ClockRule, Hearing
from participation.permissions import check_may
from participation.transitions import Refused
from programs.models import User

_NUMBER_LOCK = 7_201_890  # any number that no other lock of the portal takes
_ASKED_REASON = "Diga por qué: el motivo se publica."


@transaction.atomic
def prepare_hearing(
    announcement: Announcement, *, by: User, now: datetime, is_demo: bool = False
) -> Hearing:
    """Begin a hearing that only the team sees, until it is called.

    Raises:
        Refused: `by` may not, or something cannot be so.
    """
    check_may(by, "manage_hearing")
    values = checked(announcement)
    return Hearing.objects.create(
        number=_next_number(), state="planned", is_demo=is_demo, **values
    )  # fmt: skip


@transaction.atomic
def edit_hearing(
    hearing: Hearing, announcement: Announcement, *, by: User, now: datetime,
    expected_version: int | None = None,
) -> Hearing:  # fmt: skip
    """Correct what was not announced yet.

    Raises:
        Refused: as `prepare_hearing`, it was called already, or somebody changed it.
    """
    held = hold_hearing(hearing, expected_version)
    return move_hearing(held, "edit", by=by, now=now, **checked(announcement))


@transaction.atomic
def drop_hearing(
    hearing: Hearing, *, by: User, now: datetime, expected_version: int | None = None
) -> Hearing:
    """Give up one that was never announced: the public never knew of it.

    Raises:
        Refused: `by` may not, or it was called.
    """
    held = hold_hearing(hearing, expected_version)
    return move_hearing(held, "drop", by=by, now=now, reason="Se descartó antes de convocarla.")


@transaction.atomic
def call_hearing(
    hearing: Hearing, *, by: User, now: datetime, expected_version: int | None = None
) -> Hearing:
    """Announce it: from here on every change is a version of the call, with its reason.

    Raises:
        Refused: `by` may not, a check stops it, or somebody changed it.
    """
    held = hold_hearing(hearing, expected_version)
    check_can_call(held, now=now)
    again = held.called_at is not None
    day = str(held.starts_at.astimezone(zone_of(held.region_id)).date())
    held = move_hearing(
        held, "call", by=by, now=now, detail={"on": day}, called_at=held.called_at or now,
        reason="",
    )  # fmt: skip
    announce(held, reason="Se fijó una nueva fecha." if again else "", by=by, now=now)
    if again:
        tell_registered("hearing_changed", held, now=now)
    return held


@transaction.atomic
def change_hearing(
    hearing: Hearing, announcement: Announcement, *, reason: str, by: User, now: datetime,
    expected_version: int | None = None,
) -> Hearing:  # fmt: skip
    """Change a call; whoever is registered is told. Another day needs its whole notice again.

    Raises:
        Refused: `by` may not, gives no reason, a check stops it, or somebody changed it.
    """
    held = hold_hearing(hearing, expected_version)
    reason = one_line(reason, asked=_ASKED_REASON, longest=LONGEST_REASON)
    if announcement.account != held.account:
        raise RefusedAt("La cuenta de una audiencia convocada no cambia.", "account")
    values = checked(announcement)
    is_moved = values["starts_at"] != held.starts_at
    held = move_hearing(held, "change", by=by, now=now, **values)
    if is_moved:
        check_can_call(held, now=now)
    announce(held, reason=reason, by=by, now=now)
    fill_seats(held, now=now)
    tell_registered("hearing_changed", held, now=now)
    return held


@transaction.atomic
def postpone_hearing(
    hearing: Hearing, *, reason: str, by: User, now: datetime, expected_version: int | None = None
) -> Hearing:
    """Say that it will not be that day; its registrations stay for the day that is told later.

    Raises:
        Refused: `by` may not, gives no reason, or somebody changed it.
    """
    return _stop(hearing, "postpone", reason, by=by, now=now, expected_version=expected_version)


@transaction.atomic
def cancel_hearing(
    hearing: Hearing, *, reason: str, by: User, now: datetime, expected_version: int | None = None
) -> Hearing:
    """Say that it will not be held.

    Raises:
        Refused: as `postpone_hearing`.
    """
    return _stop(hearing, "cancel", reason, by=by, now=now, expected_version=expected_version)


@transaction.atomic
def move_day(
    hearing: Hearing, announcement: Announcement, *, by: User, now: datetime,
    expected_version: int | None = None,
) -> Hearing:  # fmt: skip
    """Call a postponed hearing for the day that `announcement` says.

    Raises:
        Refused: it is not postponed, or as `call_hearing`.
    """
    held = hold_hearing(hearing, expected_version)
    if held.state != "postponed":
        raise Refused("Solo una audiencia postergada espera una nueva fecha.")
    for name, value in checked(announcement).items():
        setattr(held, name, value)
    held.save()
    return call_hearing(held, by=by, now=now)


def _stop(
    hearing: Hearing, action: str, reason: str, *, by: User, now: datetime,
    expected_version: int | None,
) -> Hearing:  # fmt: skip
    held = hold_hearing(hearing, expected_version)
    reason = one_line(reason, asked=_ASKED_REASON, longest=LONGEST_REASON)
    held = move_hearing(held, action, by=by, now=now, reason=reason)
    announce(held, reason=reason, by=by, now=now)
    tell_registered("hearing_stopped", held, now=now)
    return held


def check_can_call(hearing: Hearing, *, now: datetime) -> None:
    """Raises RefusedAt with the first check that stops the call."""
    for each in stops(findings_of(hearing, now=now)):
        raise RefusedAt(each.sentence, each.field)


def findings_of(hearing: Hearing, *, now: datetime) -> tuple[Finding, ...]:
    """What is missing or worth a look before `hearing` is called at `now`."""
    region = hearing.region_id
    day = hearing.starts_at.astimezone(zone_of(region)).date()
    begins = datetime.combine(day, time.min, tzinfo=zone_of(region))
    others = Hearing.objects.filter(
        region=region, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
    ).exclude(state__in=["cancelled", "postponed"])
    plan = Plan(
        starts_at=hearing.starts_at, ends_at=hearing.ends_at, region=region, mode=hearing.mode,
        place=hearing.place, address=hearing.address, directions=hearing.directions,
        link=hearing.link, access=tuple(hearing.access), capacity=hearing.capacity,
        short_notice=hearing.short_notice,
        is_account_published=hearing.account.editions.exists(),
        has_other_that_day=others.exclude(pk=hearing.pk).exists(),
    )  # fmt: skip
    return check_plan(plan, now=now, notice=notice_on(now), calendar=calendar_for(region))


def notice_on(now: datetime) -> Notice:
    """How long before a hearing is called, by the rule of that day."""
    rule = ClockRule.objects.in_force(ClockRule.Clock.HEARING, now.astimezone(CHILE).date())
    return Notice(rule.length, rule.citation)


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBER_LOCK])
    return (Hearing.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def first_day_to_call(now: datetime) -> date:
    """The first day for which a hearing may be called now with its whole notice."""
    return first_day(now.astimezone(CHILE).date(), notice_on(now), calendar_for())
