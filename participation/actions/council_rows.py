"""Strata, organisations, people and rules of the council: rows that its registry writes."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction

from participation.council_seats import RefusedAt, held
from participation.council_terms import Period, most_at_once
from participation.deadlines import CHILE
from participation.models import Councillor, CouncilRule, Mandate, Organisation, Stratum
from participation.permissions import check_may
from participation.register import record
from programs.models import User

Row = Stratum | Organisation | Councillor | CouncilRule
Kind = CouncilRule.Kind
SHARES = (Kind.QUORUM, Kind.MAJORITY, Kind.PARITY)
# Those by which it meets and votes: what was decided under another is not judged by them.
FORWARD = (Kind.QUORUM, Kind.MAJORITY, Kind.NOTICE, Kind.NOTICE_EXTRA, Kind.CASTING)
MOST = {
    Kind.NOTICE: 60, Kind.NOTICE_EXTRA: 60, Kind.CASTING: 1, Kind.TERM: 120, Kind.RENEWALS: 10,
    Kind.EXPIRY: 365,
}  # fmt: skip
LEAST = {Kind.TERM: 1, Kind.EXPIRY: 1}


@transaction.atomic
def write_council_row(row: Row, *, by: User, now: datetime) -> Row:
    """Save a row that was added or changed; its history says who, and the register that it was.

    Raises:
        RefusedAt: seats that are held would be left without an organisation or without a place;
            a rule would change the past, or says nothing that can be counted.
        Refused: `by` may not.
    """
    check_may(by, "manage_council")
    today = now.astimezone(CHILE).date()
    list(Stratum.objects.select_for_update().order_by("pk"))
    if isinstance(row, Stratum) and row.pk:
        _check_seats(row, today)
    if isinstance(row, Organisation) and row.pk:
        _check_its_seat(row, today)
    if isinstance(row, CouncilRule):
        _check_rule_says_something(row)
        _check_rule_keeps_the_past(row, today)
    if isinstance(row, Councillor) and row.uid is None:
        row.uid = uuid4()
    row._history_user = by  # type: ignore[union-attr]
    row.save()
    # Of a person the register says nothing: their seat is what is public.
    if not isinstance(row, Councillor):
        record("write_council", about=(str(row._meta.model_name), str(row.pk)), now=now, by=by)
    return row


def _from_now_on(today: date) -> Period:
    return Period(today, date.max)


def _check_seats(stratum: Stratum, today: date) -> None:
    rows = Mandate.objects.titular().filter(organisation__stratum=stratum, ends_on__gte=today)
    taken = most_at_once(map(held, rows), _from_now_on(today))
    if stratum.seats < taken:
        raise RefusedAt("seats", f"Hay {taken} asientos tomados: no pueden ser menos.")


def _check_its_seat(organisation: Organisation, today: date) -> None:
    """Who has a seat goes on being a non-profit association, in force and of its stratum."""
    rows = Mandate.objects.filter(organisation=organisation, ends_on__gte=today)
    seated = [each for each in rows.select_related("councillor") if held(each).last >= today]
    if not seated:
        return
    who = seated[0].councillor
    if not (organisation.is_active and organisation.is_non_profit):
        raise RefusedAt("is_active", f"{who} tiene un asiento por ella: registre antes su salida.")
    known = Organisation.objects.get(pk=organisation.pk)
    if known.stratum_id != organisation.stratum_id:
        raise RefusedAt("stratum", f"{who} tiene un asiento por ella en «{known.stratum}».")


def _check_rule_says_something(rule: CouncilRule) -> None:
    if rule.kind in SHARES:
        if not 1 <= rule.number <= rule.out_of:
            raise RefusedAt("number", "Una parte va de 1 a lo que dice «de cada».")
        if not rule.base:
            raise RefusedAt("base", "Diga sobre quiénes se cuenta esa parte.")
        if rule.is_more_than and rule.number == rule.out_of:
            raise RefusedAt("is_more_than", "Más que la totalidad no es posible.")
        return
    if rule.out_of != 1:
        raise RefusedAt("out_of", "Esta regla es un número: deje 1.")
    if rule.base or rule.is_more_than:
        raise RefusedAt("base", "Esta regla es un número: no se cuenta sobre nadie.")
    kind = Kind(rule.kind)
    if not LEAST.get(kind, 0) <= rule.number <= MOST[kind]:
        raise RefusedAt("number", f"Debe estar entre {LEAST.get(kind, 0)} y {MOST[kind]}.")


def _check_rule_keeps_the_past(rule: CouncilRule, today: date) -> None:
    before = CouncilRule.objects.filter(pk=rule.pk).first() if rule.pk else None
    if before is not None and before.valid_from <= today:
        raise RefusedAt(
            "valid_from",
            "Esta regla ya rige y no se cambia: el Consejo decidió con ella. Agregue otra, con el "
            "día desde el que debe regir.",
        )
    if rule.kind in FORWARD and rule.valid_from <= today:
        tomorrow = today + timedelta(days=1)
        raise RefusedAt(
            "valid_from", f"Una regla rige hacia adelante: escriba desde el {tomorrow:%d-%m-%Y}."
        )
