"""Holidays: added by a law, retired, mended; running terms are counted again, with a record of why.

Days that have passed are left alone: what ran under them was already told to somebody.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from participation import clocks
from participation.actions.council_reviews import recount_reviews, reviews_touched_by
from participation.actions.recounting import recompute_deadlines
from participation.actions.words import one_line
from participation.deadlines import CHILE
from participation.models import Holiday
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import Region, User

LONGEST_NAME, LONGEST_LAW = 120, 200
_ASK_NAME = "Escriba el nombre del feriado."
ASK_LAW = "Escriba la ley o el decreto que lo crea: es público."


@dataclass(frozen=True, slots=True)
class HolidayChanged:
    """What an act on a holiday did: the row, and how many running terms end on another day."""

    holiday: Holiday
    terms: int


def count_touched(day: date, region: Region | None = None) -> int:
    """How many running terms would end on another day if `day` began or ceased to be a holiday."""
    reviews = 0 if region else reviews_touched_by(day).count()
    return clocks.touched_by(day, region.pk if region else None).count() + reviews


@transaction.atomic
def add_holiday(
    *, day: date, name: str, law: str, region: Region | None = None, by: User, now: datetime
) -> HolidayChanged:
    """A law made a holiday, in all of Chile or in a region: running terms are counted again.

    Raises:
        Refused: `by` may not, the day has passed or is in the list already, or the name or the
            law is missing.
    """
    _begin(day, by=by, now=now)
    if Holiday.objects.filter(day=day, region=region).exists():
        raise Refused(
            "Ese día ya está en la lista, con el mismo alcance. Si está retirado, vuelva a ponerlo."
        )
    holiday = Holiday(day=day, region=region, origin=Holiday.Origin.STAFF)
    _name(holiday, name, law)
    _keep(holiday, by)
    reason = f"Nuevo feriado el {day:%d-%m-%Y}: {holiday.name} ({holiday.law})"
    return _finish(holiday, "add_holiday", reason, by=by, now=now)


@transaction.atomic
def change_holiday(
    holiday: Holiday, *, name: str, law: str, by: User, now: datetime
) -> HolidayChanged:
    """Mend its name or its law; no term moves. For another day, retire it and add the right one.

    Raises:
        Refused: `by` may not, or the name is missing, or the law of one that staff added.
    """
    check_may(by, "manage_rules")
    holiday = Holiday.objects.select_for_update().get(pk=holiday.pk)
    _name(holiday, name, law)
    _keep(holiday, by)
    record("change_holiday", about=_named(holiday), now=now, by=by)
    return HolidayChanged(holiday, 0)


@transaction.atomic
def retire_holiday(holiday: Holiday, *, by: User, now: datetime) -> HolidayChanged:
    """It counts as any other day from now on; the row stays. Nothing where it was retired already.

    Raises:
        Refused: `by` may not, or the day has passed.
    """
    return _switch(holiday, is_active=False, by=by, now=now)


@transaction.atomic
def restore_holiday(holiday: Holiday, *, by: User, now: datetime) -> HolidayChanged:
    """What was retired is a holiday again. Nothing where it is one.

    Raises:
        Refused: `by` may not, or the day has passed.
    """
    return _switch(holiday, is_active=True, by=by, now=now)


def _switch(holiday: Holiday, *, is_active: bool, by: User, now: datetime) -> HolidayChanged:
    _begin(holiday.day, by=by, now=now)
    holiday = Holiday.objects.select_for_update().get(pk=holiday.pk)
    if holiday.is_active == is_active:
        return HolidayChanged(holiday, 0)
    holiday.is_active = is_active
    _keep(holiday, by)
    what = "Vuelve a ser feriado" if is_active else "Deja de ser feriado"
    act = "restore_holiday" if is_active else "retire_holiday"
    reason = f"{what} el {holiday.day:%d-%m-%Y}: {holiday.name}"
    return _finish(holiday, act, reason, by=by, now=now)


def _begin(day: date, *, by: User, now: datetime) -> None:
    """Who may, only forward, and nobody counts a term meanwhile."""
    check_may(by, "manage_rules")
    check_day(day, now)
    clocks.hold_calendar(to_change=True)


def check_day(day: date, now: datetime) -> None:
    """Raises Refused for a day that has passed."""
    if day < now.astimezone(CHILE).date():
        raise Refused(
            f"El {day:%d-%m-%Y} ya pasó. Los feriados se agregan o se retiran hasta el mismo día: "
            "después cambiarían plazos que ya se comunicaron."
        )


def _name(holiday: Holiday, name: str, law: str) -> None:
    is_ours = holiday.origin == Holiday.Origin.STAFF
    holiday.name = one_line(name, asked=_ASK_NAME, longest=LONGEST_NAME)
    holiday.law = one_line(law, asked=ASK_LAW, longest=LONGEST_LAW, needed=is_ours)


def _keep(holiday: Holiday, by: User) -> None:
    holiday._history_user = by  # type: ignore[attr-defined]
    holiday.save()


def _finish(holiday: Holiday, act: str, reason: str, *, by: User, now: datetime) -> HolidayChanged:
    terms = recompute_deadlines(
        day=holiday.day, region=holiday.region_id, reason=reason, by=by, now=now
    )
    if holiday.region_id is None:
        terms += recount_reviews(day=holiday.day, by=by, now=now)
    record(act, about=_named(holiday), now=now, by=by, terms=terms)
    return HolidayChanged(holiday, terms)


def _named(holiday: Holiday) -> tuple[str, str]:
    scope = f"/{holiday.region_id}" if holiday.region_id else ""
    return "holiday", f"{holiday.day.isoformat()}{scope}"
