"""The door of a hearing: who comes is counted, not listed."""

from datetime import datetime, timedelta

from django.db import transaction

from participation.actions.hearing_corridor import hearing_name, hold_hearing
from participation.actions.hearing_registrations import modes_of
from participation.models import Hearing, HearingArrival, HearingRegistration
from participation.models.people import Authorship
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import Region, User

State, Mode = HearingRegistration.State, HearingRegistration.Mode
MOST_AT_ONCE = 60  # people who come through the door together
DOOR_OPENS = timedelta(hours=2)  # before it starts


@transaction.atomic
def record_arrival(
    hearing: Hearing, *, registration: HearingRegistration | None = None, people: int = 1,
    mode: str = Mode.IN_PERSON, sex: str = "", region: Region | None = None, by: User,
    now: datetime,
) -> int:  # fmt: skip
    """Count who comes through the door: one who registered, or some who did not. How many.

    Raises:
        Refused: `by` may not, the door is not open, they were counted already, or too many at once.
    """
    check_may(by, "hold_hearing")
    held = hold_hearing(hearing)
    _check_door(held, now)
    if registration is not None:
        _check_expected(held, registration)
        people, mode = 1, registration.mode
        sex = sex or registration.sex
    if not 1 <= people <= MOST_AT_ONCE:
        raise Refused(f"Cuente entre 1 y {MOST_AT_ONCE} personas cada vez.")
    if mode not in modes_of(held) or sex not in Authorship.Sex.values:
        raise Refused("Elija cómo asiste entre las formas de esta audiencia.")
    HearingArrival.objects.bulk_create(
        HearingArrival(
            hearing=held, registration=registration, mode=mode, sex=sex, region=region, at=now,
            by=by,
        )
        for _ in range(people)
    )  # fmt: skip
    record("hearing_arrival", about=hearing_name(held), now=now, by=by, people=people)
    return people


@transaction.atomic
def undo_arrival(hearing: Hearing, *, by: User, now: datetime) -> int:
    """Take back what `by` counted last, all that was counted together; how many.

    What others count at another door stays.

    Raises:
        Refused: `by` may not, counted nobody, or the door is closed.
    """
    check_may(by, "hold_hearing")
    held = hold_hearing(hearing)
    _check_door(held, now)
    counted = last_counted(held, by)
    if not counted:
        raise Refused("Usted todavía no cuenta a nadie.")
    HearingArrival.objects.filter(pk__in=[each.pk for each in counted]).delete()
    record("hearing_arrival_undone", about=hearing_name(held), now=now, by=by, people=len(counted))
    return len(counted)


def last_counted(hearing: Hearing, by: User) -> list[HearingArrival]:
    """Those whom `by` counted together, the last time; empty where nobody."""
    mine = hearing.arrivals.filter(by=by)
    last = mine.order_by("-at", "-pk").first()
    if last is None:
        return []
    return list(mine.filter(at=last.at, registration=last.registration_id))


def is_door_open(hearing: Hearing, now: datetime) -> bool:
    """Whether arrivals are counted now."""
    try:
        _check_door(hearing, now)
    except Refused:
        return False
    return True


def _check_door(held: Hearing, now: datetime) -> None:
    if held.state == "open":
        return
    if held.state != "called" or now < held.starts_at - DOOR_OPENS:
        raise Refused("Las llegadas se cuentan desde dos horas antes y hasta que termina.")


def _check_expected(held: Hearing, row: HearingRegistration) -> None:
    if row.hearing_id != held.pk or row.state not in (State.SEATED, State.WAITING):
        raise Refused("Esa inscripción no es de esta audiencia o se anuló.")
    if HearingArrival.objects.filter(registration=row).exists():
        raise Refused("Esa persona ya se contó.")
