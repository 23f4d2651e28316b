"""The staff's list of commitments: shelves, and pages cut by keys."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from participation import clocks
from participation.commitment_transitions import OPEN
from participation.cuts import Cut, RowValue, cut
from participation.deadlines import count_term
from participation.models import Commitment
from participation.models.commitments import CommitmentQuerySet
from programs.models import User

PAGE = 30
SOON = 10  # business days ahead that count as near
NEVER = date(9999, 12, 31)  # where what has no day stands: after all that has one


@dataclass(frozen=True, slots=True)
class Shelf:
    """A part of the list. `rows` narrows it by who looks and by the day it is."""

    code: str
    label: str
    empty: str
    rows: Callable[[CommitmentQuerySet, User, date], CommitmentQuerySet]


def _mine(rows: CommitmentQuerySet, user: User, _today: date) -> CommitmentQuerySet:
    is_mine = Q(responsible=user) | Q(unit__head=user) | Q(unit__members=user)
    return rows.filter(pk__in=Commitment.objects.filter(is_mine, state__in=OPEN).values("pk"))


def _soon(rows: CommitmentQuerySet, _user: User, today: date) -> CommitmentQuerySet:
    until = count_term(today, SOON, clocks.calendar_for()).due_on
    step = Q(milestones__done_on__isnull=True, milestones__due_on__range=(today, until))
    near = Commitment.objects.filter(Q(due_on__range=(today, until)) | step, state__in=OPEN)
    return rows.filter(pk__in=near.values("pk"))


def _late(rows: CommitmentQuerySet, _user: User, today: date) -> CommitmentQuerySet:
    step = Q(milestones__done_on__isnull=True, milestones__due_on__lt=today)
    late = Commitment.objects.filter(Q(due_on__lt=today) | step, state__in=OPEN)
    return rows.filter(pk__in=late.values("pk"))


SHELVES = (
    Shelf("open", "Por cumplir", "No hay compromisos por cumplir.",
          lambda rows, _user, _today: rows.open()),
    Shelf("mine", "Míos y de mi unidad", "Usted y su unidad no tienen compromisos por cumplir.",
          _mine),
    Shelf("late", "Atrasados", "No hay compromisos ni hitos atrasados.", _late),
    Shelf("soon", "Por vencer", f"Nada vence en los próximos {SOON} días hábiles.", _soon),
    Shelf("closed", "Terminados", "Todavía no termina ninguno.",
          lambda rows, _user, _today: rows.exclude(state__in=OPEN)),
    Shelf("all", "Todos", "Todavía no hay compromisos. Nacen al firmar una respuesta que se "
          "compromete, o se anotan de una audiencia.", lambda rows, _user, _today: rows),
)  # fmt: skip
SHELF = {shelf.code: shelf for shelf in SHELVES}


def page_of(
    shelf: Shelf, user: User, today: date, after: str = "", size: int = PAGE
) -> Cut[Commitment]:
    """What falls due first comes first; what has no day, last.

    Raises:
        ValueError: `after` is not the code of a commitment.
    """
    rows: Any = shelf.rows(Commitment.objects.all(), user, today)
    rows = rows.annotate(place=Coalesce("due_on", Value(NEVER)))
    if after:
        last = Commitment.objects.filter(code=after[:16]).first()
        if last is None or "\0" in after:
            raise ValueError("not a code")
        place = RowValue(Value(last.due_on or NEVER), Value(last.pk))
        rows = rows.filter(GreaterThan(RowValue(F("place"), F("pk")), place))
    rows = rows.select_related("unit", "responsible", "account", "submission").defer(
        "submission__text", "submission__search"
    )
    return cut(rows.order_by("place", "pk"), size, lambda row: row.code)


def counts_of(user: User, today: date) -> dict[str, int]:
    """How many each shelf has."""
    return {each.code: each.rows(Commitment.objects.all(), user, today).count() for each in SHELVES}
