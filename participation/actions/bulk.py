"""The same act on many submissions: counted first, then all or none, and undone where the law lets.

`preview_*` says how many would move and why the others would not; nothing changes. `bulk_*` does it
and refuses everything if one of them cannot move. What was only handed to a unit can be undone for
an hour; what people were told of cannot.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction

from participation.actions.handling import (
    assign_submission,
    check_belongs,
    close_submission,
    unassign_submission,
)
from participation.actions.moderation import admit_submission
from participation.clocks import hold_calendar
from participation.keys import BadToken, ExpiredToken, read_token, signed_token
from participation.models import Submission, Unit
from participation.permissions import check_may_act
from participation.transitions import Refused, target_of
from programs.models import User

MOST = 500  # submissions in one act: more would hold too many rows for too long
UNDO_WITHIN = timedelta(hours=1)
_PURPOSE = "bulk-undo"
# Why an act on many is not undone; what is not here is.
NOT_UNDONE = MappingProxyType(
    {
        "admit": "Publicar no se deshace: ya se avisó a quienes preguntaron. "
        "Puede reservar partes del texto o responder.",
        "close": "Cerrar no se deshace: si falta algo, prepare otra versión de la respuesta.",
    }
)


@dataclass(frozen=True, slots=True)
class Stays:
    """One that would not move, and the sentence that says why."""

    submission: Submission
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act on many would do now."""

    moves: tuple[Submission, ...]
    stays: tuple[Stays, ...]
    not_undone: str = ""

    @property
    def count(self) -> int:
        """How many would move."""
        return len(self.moves)


@dataclass(frozen=True, slots=True)
class Done:
    """What it did. `undo_token` is empty where it is not undone, and `not_undone` says why."""

    count: int
    undo_token: str = ""
    not_undone: str = ""


def preview_assign(
    submissions: Iterable[Submission], *, unit: Unit, user: User | None = None, by: User
) -> Preview:
    """Raises Refused where no submission at all could be given to that unit or person by `by`."""
    check_may_act(by, "assign")
    check_belongs(unit, user)
    return _preview(submissions, lambda each: target_of(_assigning(each), each.state, each.kind))


def preview_admit(submissions: Iterable[Submission], *, by: User) -> Preview:
    """Raises Refused where `by` may not admit."""
    return _preview_act("admit", submissions, by)


def preview_close(submissions: Iterable[Submission], *, by: User) -> Preview:
    """Raises Refused where `by` may not close."""
    return _preview_act("close", submissions, by)


def _preview_act(action: str, submissions: Iterable[Submission], by: User) -> Preview:
    check_may_act(by, action)
    return _preview(
        submissions, lambda each: target_of(action, each.state, each.kind), NOT_UNDONE[action]
    )


def _preview(
    submissions: Iterable[Submission], check: Callable[[Submission], object], not_undone: str = ""
) -> Preview:
    moves, stays = [], []
    for each in submissions:
        try:
            check(each)
        except Refused as refusal:
            stays.append(Stays(each, str(refusal)))
        else:
            moves.append(each)
    return Preview(tuple(moves), tuple(stays), not_undone)


def _assigning(each: Submission) -> str:
    return "assign" if each.state == "admitted" else "reassign"


@transaction.atomic
def bulk_assign(
    submissions: Iterable[Submission],
    *,
    unit: Unit,
    user: User | None = None,
    by: User,
    now: datetime,
    expected_versions: Mapping[int, int] | None = None,
) -> Done:
    """Give all of them to a unit. `expected_versions` are those that were looked at, by key.

    Raises:
        Refused: one of them cannot move (it is named): then none does.
    """
    hold_calendar()
    before, after = [], []
    for each, version in _held(submissions, expected_versions):
        before.append((each.pk, each.state, each.unit_id, each.assigned_to_id))
        done = _named(
            assign_submission, each, unit=unit, user=user, by=by, now=now, expected_version=version
        )
        after.append(done.version)
    undo = [[*was, version] for was, version in zip(before, after, strict=True)]
    return Done(len(undo), undo_token=signed_token(undo, purpose=_PURPOSE))


@transaction.atomic
def bulk_admit(
    submissions: Iterable[Submission],
    *,
    by: User,
    now: datetime,
    expected_versions: Mapping[int, int] | None = None,
) -> Done:
    """Publish all of them, each under the title it has.

    Raises:
        Refused: one of them cannot move (it is named): then none does.
    """
    return _each("admit", admit_submission, submissions, expected_versions, by=by, now=now)


@transaction.atomic
def bulk_close(
    submissions: Iterable[Submission],
    *,
    by: User,
    now: datetime,
    expected_versions: Mapping[int, int] | None = None,
) -> Done:
    """Close all of them.

    Raises:
        Refused: one of them cannot move (it is named): then none does.
    """
    return _each("close", close_submission, submissions, expected_versions, by=by, now=now)


def _each(
    action: str,
    act: Callable[..., Submission],
    submissions: Iterable[Submission],
    versions: Mapping[int, int] | None,
    **who: Any,
) -> Done:
    count = 0
    for each, version in _held(submissions, versions):
        _named(act, each, expected_version=version, **who)
        count += 1
    return Done(count, not_undone=NOT_UNDONE[action])


def _held(
    submissions: Iterable[Submission], versions: Mapping[int, int] | None
) -> list[tuple[Submission, int | None]]:
    """The rows, locked in the order of their keys: two acts on many cannot wait for each other."""
    wanted = {each.pk for each in submissions}
    if not wanted:
        raise Refused("Elija al menos una consulta.")
    if len(wanted) > MOST:
        raise Refused(f"Elija {MOST} consultas o menos por vez.")
    rows = Submission.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return [(row, (versions or {}).get(row.pk)) for row in rows]


def _named(act: Callable[..., Submission], each: Submission, **how: Any) -> Submission:
    """Do it; a refusal says of which one it is."""
    try:
        return act(each, **how)
    except Refused as refusal:
        raise Refused(f"{each.folio or 'Una sin folio'}: {refusal} No se hizo ninguna.") from None


@transaction.atomic
def undo_bulk(token: str, *, by: User, now: datetime) -> int:
    """Undo an assignment of many, all or none, within the hour; how many went back.

    Raises:
        Refused: `by` may not, the hour has passed, or somebody did something with one of them.
    """
    hold_calendar()
    check_may_act(by, "assign")
    steps = _read(token)
    rows = Submission.objects.select_for_update().in_bulk([step[0] for step in sorted(steps)])
    for key, state, unit_id, user_id, version in sorted(steps):
        _go_back(rows[key], state, unit_id, user_id, version, by=by, now=now)
    return len(steps)


def _read(token: str) -> list[list[Any]]:
    try:
        steps: list[list[Any]] = read_token(token, purpose=_PURPOSE, max_age=UNDO_WITHIN)
    except ExpiredToken:
        raise Refused("Pasó más de una hora: cámbielas de unidad una por una.") from None
    except BadToken:
        raise Refused("No se reconoce lo que quiere deshacer. Vuelva a la lista.") from None
    return steps


def _go_back(
    each: Submission,
    state: str,
    unit_id: int | None,
    user_id: int | None,
    version: int,
    *,
    by: User,
    now: datetime,
) -> None:
    if each.version != version:
        raise Refused(f"Alguien ya hizo algo con {each.folio}: no se deshizo ninguna.")
    if state == "admitted":
        unassign_submission(each, by=by, now=now)
        return
    unit = Unit.objects.get(pk=unit_id)
    user = User.objects.filter(pk=user_id).first()
    _named(assign_submission, each, unit=unit, user=user, by=by, now=now)
