"""The registry of the council: seats are given, renewed, left and change office, all by day.

Ley 18.575, art. 74. Every act needs `manage_council`, keeps its history with who did it, and
leaves an entry in the public register that names the office and the organisation, never a person.
A period that was served is not rewritten: another row begins where it ends.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from participation.actions.words import one_line
from participation.council import rules_on
from participation.council_seats import (
    OFFICES,
    RefusedAt,
    Role,
    check_alternate,
    check_first_day,
    check_last_day,
    check_office_is_free,
    check_person,
    check_seat_is_free,
    held,
)
from participation.council_terms import Period, end_of_term
from participation.deadlines import CHILE
from participation.models import Councillor, Mandate, Organisation, Stratum
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import User

LONGEST_REASON = 200
_ASK_DAY = "Escriba un día entre el inicio y el fin de su período, que no pase de hoy."


@transaction.atomic
def appoint(
    *,
    councillor: Councillor,
    organisation: Organisation,
    role: str = Role.MEMBER,
    starts_on: date,
    ends_on: date | None = None,
    alternate_of: Mandate | None = None,
    by: User,
    now: datetime,
) -> Mandate:
    """Give a seat from `starts_on`, for the term of the rule of that day or until `ends_on`.

    Who completes the term of somebody else is given its end. An alternate's term ends with the
    titular's.

    Raises:
        RefusedAt: the person, the seat or the office is taken on one of those days, the
            organisation may have no seat, or the days are out of reach.
        Refused: `by` may not.
    """
    today = _begin(by, now)
    check_first_day(starts_on, today)
    longest = end_of_term(starts_on, rules_on(starts_on).term)
    is_alternate = role == Role.ALTERNATE
    last = longest
    if is_alternate and alternate_of is not None:
        last = min(last, held(alternate_of).last)
    period = Period(starts_on, ends_on or last)
    check_last_day(period, longest)
    check_person(councillor, period)
    if is_alternate:
        check_alternate(alternate_of, organisation, period)
    else:
        check_seat_is_free(organisation, period)
        check_office_is_free(role, period)
    mandate = Mandate(
        councillor=councillor, organisation=organisation, role=role,
        alternate_of=alternate_of if is_alternate else None,
        starts_on=period.first, ends_on=period.last,
    )  # fmt: skip
    return _keep(mandate, "appoint", by=by, now=now)


@transaction.atomic
def renew(mandate: Mandate, *, by: User, now: datetime) -> Mandate:
    """Another term in the same seat, from the day after this one; offices are elected again.

    Raises:
        RefusedAt, Refused: `by` may not, the seat was left, it was renewed already or as often as
            the rule allows, or it is no longer free.
    """
    today = _begin(by, now)
    old = _fresh(mandate)
    if old.left_on is not None:
        raise Refused("Dejó el cargo: no hay período que renovar. Puede nombrarse de nuevo.")
    starts_on = max(old.ends_on + timedelta(days=1), today)
    rules = rules_on(starts_on)
    if old.renewal >= rules.renewals:
        raise Refused(_no_more(rules.renewals))
    if old.councillor.mandates.filter(starts_on__gt=old.ends_on).exists():
        raise Refused("Ese período ya fue renovado.")
    is_alternate = old.role == Role.ALTERNATE
    period = Period(starts_on, end_of_term(starts_on, rules.term))
    titular = _titular_on(old, starts_on) if is_alternate else None
    if titular is not None:
        period = Period(starts_on, min(period.last, held(titular).last))
    check_person(old.councillor, period, but=[old.pk])
    if is_alternate:
        check_alternate(titular, old.organisation, period)
    else:
        check_seat_is_free(old.organisation, period)
    renewed = Mandate(
        councillor=old.councillor, organisation=old.organisation, alternate_of=titular,
        role=Role.ALTERNATE if is_alternate else Role.MEMBER, renewal=old.renewal + 1,
        starts_on=period.first, ends_on=period.last,
    )  # fmt: skip
    return _keep(renewed, "renew", by=by, now=now)


@transaction.atomic
def leave_seat(mandate: Mandate, *, on: date, reason: str, by: User, now: datetime) -> Mandate:
    """Somebody leaves before their term ends: the seat is vacant from that same day.

    The reason stays in the registry and is not published.

    Raises:
        RefusedAt, Refused: `by` may not, there is no reason, they left already, or the day is not
            one of the term.
    """
    _begin(by, now)
    leaving = _fresh(mandate)
    if leaving.left_on is not None:
        raise Refused(f"Ya consta que dejó el cargo el {leaving.left_on:%d-%m-%Y}.")
    if not leaving.starts_on <= on <= leaving.ends_on:
        raise RefusedAt(
            "on",
            f"Debe estar entre el {leaving.starts_on:%d-%m-%Y} y el {leaving.ends_on:%d-%m-%Y}.",
        )
    leaving.left_on, leaving.left_because = on, _reason(reason)
    return _keep(leaving, "leave_seat", by=by, now=now, left_on=on)


@transaction.atomic
def change_role(mandate: Mandate, *, role: str, on: date, by: User, now: datetime) -> Mandate:
    """Who holds a seat takes another office from that day, until the same end.

    An election: whoever held the presidency, or the vice-presidency, goes on as a member from the
    same day. An alternate becomes the titular of a seat that is vacant.

    Raises:
        RefusedAt, Refused: `by` may not, the day is not one of the term or is to come, or the seat
            is not vacant.
    """
    today = _begin(by, now)
    old = _fresh(mandate)
    if not held(old).has(on) or on > today:
        raise RefusedAt("on", _ASK_DAY)
    if role == old.role:
        raise RefusedAt("role", f"Ya es {old.get_role_display().lower()}.")
    if role == Role.ALTERNATE:
        raise RefusedAt(
            "role", "Quien es titular no pasa a suplente: registre que deja el cargo y nómbrelo."
        )
    if old.role == Role.ALTERNATE:
        check_seat_is_free(old.organisation, Period(on, old.ends_on), but=[old.pk])
    if role in OFFICES:
        for previous in Mandate.objects.in_force(on).filter(role=role).exclude(pk=old.pk):
            _succeed(previous, Role.MEMBER, on, by=by, now=now)
        check_office_is_free(role, Period(on, old.ends_on), but=[old.pk])
    return _succeed(old, role, on, by=by, now=now)


def _succeed(old: Mandate, role: str, on: date, *, by: User, now: datetime) -> Mandate:
    """The same person in the same seat with another office, from `on`.

    On its first day nobody has served in the old one yet: the row itself is mended.
    """
    if old.starts_on == on:
        old.role, old.alternate_of = role, None
        return _keep(old, "change_role", by=by, now=now)
    old.left_on, old.left_because = on, f"Pasa a {Role(role).label.lower()}."
    _save(old, by)
    new = Mandate(
        councillor=old.councillor, organisation=old.organisation, role=role, renewal=old.renewal,
        starts_on=on, ends_on=old.ends_on, alerted_at=old.alerted_at,
    )  # fmt: skip
    _keep(new, "change_role", by=by, now=now)
    for alternate in old.alternates.in_force(on):
        alternate.alternate_of = new
        _save(alternate, by)
    return new


def _titular_on(alternate: Mandate, day: date) -> Mandate | None:
    """Who has the seat that day for which `alternate` would sit."""
    rows = Mandate.objects.in_force(day).titular().filter(organisation=alternate.organisation)
    titular = rows.first()
    if titular is None:
        raise Refused("Renueve o nombre antes a quien es titular de ese asiento.")
    return titular


def _no_more(most: int) -> str:
    if not most:
        return "La regla vigente no permite renovar un período."
    times = "una vez" if most == 1 else f"{most} veces"
    return f"Ya se renovó {times}, que es lo que permite la regla vigente."


def _reason(text: str) -> str:
    try:
        return one_line(text, asked="Escriba por qué dejó el cargo.", longest=LONGEST_REASON)
    except Refused as refused:
        raise RefusedAt("reason", str(refused)) from None


def _begin(by: User, now: datetime) -> date:
    """Check who, and let one act on the seats happen at a time. Gives the day it is in Chile."""
    check_may(by, "manage_council")
    list(Stratum.objects.select_for_update().order_by("pk"))
    return now.astimezone(CHILE).date()


def _fresh(mandate: Mandate) -> Mandate:
    rows = Mandate.objects.select_related("councillor", "organisation__stratum")
    return rows.get(pk=mandate.pk)


def _save(mandate: Mandate, by: User) -> None:
    mandate._history_user = by
    mandate.save()


def _keep(mandate: Mandate, act: str, *, by: User, now: datetime, **detail: date) -> Mandate:
    _save(mandate, by)
    said = {name: day.isoformat() for name, day in detail.items()}
    record(
        act, about=("mandate", str(mandate.pk)), now=now, by=by, role=mandate.role,
        organisation=mandate.organisation.slug, starts_on=mandate.starts_on.isoformat(),
        ends_on=mandate.ends_on.isoformat(), **said,
    )  # fmt: skip
    return mandate
