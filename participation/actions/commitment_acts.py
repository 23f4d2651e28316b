"""What is done with a commitment once it is made: work on it, move its day, say how it ended.

Every act leaves a change that is public, an entry of the register, and tells who is waiting.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from participation.actions.commitment_telling import tell_commitment
from participation.actions.commitments import ASK_UNIT, check_day, check_url
from participation.actions.words import one_line, written
from participation.commitment_transitions import ACTION, JUDGE, TOLD, target_of
from participation.deadlines import CHILE
from participation.models import Commitment, CommitmentChange, Milestone, Unit
from participation.permissions import check_may, may
from participation.register import record
from participation.transitions import Refused
from programs.models import Edition, User

LONGEST_SAID = 2_000
LONGEST_MILESTONE = 200
LONGEST_URL = 500
OUTCOMES = ("keep", "keep_part", "not_keep")
CHANGED = (
    "Otra persona hizo algo con este compromiso después de que usted abrió la página. "
    "Lo que escribió sigue aquí: revise qué cambió y vuelva a intentarlo."
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is said in public of an act, and where it can be seen: an address, an edition."""

    said: str = ""
    url: str = ""
    edition: Edition | None = None


def check_may_do(user: User, commitment: Commitment, action: str) -> None:
    """Raises Refused unless `user` has the permission and, to work on it only, is of its unit.

    Who judges works on those of every unit.
    """
    check_may(user, ACTION[action].permission)
    unit = commitment.unit
    is_of_unit = unit.head_id == user.pk or unit.members.filter(pk=user.pk).exists()
    if not (is_of_unit or commitment.responsible_id == user.pk or may(user, JUDGE)):
        raise Refused(f"Lo anota la unidad que responde por él: {unit.name}.")


@transaction.atomic
def start_commitment(
    commitment: Commitment, *, evidence: Evidence, by: User, now: datetime,
    expected_version: int | None = None,
) -> Commitment:  # fmt: skip
    """Say in public that it began, and with what.

    Raises:
        Refused: `by` may not, it began or ended already, or it is not said what was begun.
    """
    held = _hold(commitment, expected_version)
    return _do(held, "start", evidence=evidence, by=by, now=now)


@transaction.atomic
def add_milestone(
    commitment: Commitment, *, text: str, due_on: date, by: User, now: datetime,
    expected_version: int | None = None,
) -> Milestone:  # fmt: skip
    """A step with its own day, which is not after that of the commitment.

    Raises:
        Refused: `by` may not, it ended, or the day is past or after the commitment's.
    """
    held = _hold(commitment, expected_version)
    check_may_do(by, held, "add_milestone")
    target_of("add_milestone", held.state)
    words = one_line(text, asked="Escriba qué es el hito.", longest=LONGEST_MILESTONE)
    _check_step(held, due_on, now)
    made = Milestone.objects.create(
        commitment=held, position=held.milestones.count() + 1, text=words, due_on=due_on,
        first_due_on=due_on,
    )  # fmt: skip
    _do(held, "add_milestone", milestone=made, new_due_on=due_on, by=by, now=now)
    return made


@transaction.atomic
def finish_milestone(
    commitment: Commitment, milestone: Milestone | None, *, evidence: Evidence, by: User,
    now: datetime, expected_version: int | None = None,
) -> Commitment:  # fmt: skip
    """Say that a step was done today, and where it can be seen. It never changes again.

    Raises:
        Refused: `by` may not, the step is of another commitment or was done, or nothing is said.
    """
    held = _hold(commitment, expected_version)
    step = _step(held, milestone)
    _do(held, "finish_milestone", evidence=evidence, milestone=step, by=by, now=now)
    told = held.changes.get(version=held.version)
    step.done_on = now.astimezone(CHILE).date()
    step.evidence, step.evidence_url, step.edition = told.said, told.url, told.edition
    step.save(update_fields=["done_on", "evidence", "evidence_url", "edition"])
    return held


@transaction.atomic
def reschedule_commitment(
    commitment: Commitment, *, due_on: date, reason: str, milestone: Milestone | None = None,
    by: User, now: datetime, expected_version: int | None = None,
) -> Commitment:  # fmt: skip
    """Promise it, or one of its steps, for another day. The first day stays in sight for ever.

    Raises:
        Refused: `by` may not, it ended, no reason is given, the day is the same or past, or a step
            would come after the commitment.
    """
    held = _hold(commitment, expected_version)
    moved: Commitment | Milestone = held if milestone is None else _step(held, milestone)
    before = moved.due_on
    if before == due_on:
        raise Refused("Es la misma fecha: elija otra.")
    if isinstance(moved, Milestone):
        _check_step(held, due_on, now)
    else:
        check_day(due_on, now.astimezone(CHILE).date())
        late = held.milestones.filter(done_on__isnull=True, due_on__gt=due_on).first()
        if late is not None:
            raise Refused(f"El hito «{late.text}» vence después: cambie primero su fecha.")
    evidence = Evidence(said=reason)
    moved.due_on = due_on
    _do(
        held, "reschedule", evidence=evidence, milestone=milestone, old_due_on=before,
        new_due_on=due_on, by=by, now=now,
    )  # fmt: skip
    moved.save(update_fields=["due_on"])
    return held


@transaction.atomic
def assign_commitment(
    commitment: Commitment, *, unit: Unit | None, responsible: User | None = None, by: User,
    now: datetime, expected_version: int | None = None,
) -> Commitment:  # fmt: skip
    """Say which unit answers for it, in public, and who in it, which is not.

    Raises:
        Refused: `by` may not, it ended, or who is chosen is not of the unit.
    """
    held = _hold(commitment, expected_version)
    if unit is None:
        raise Refused(ASK_UNIT)
    if responsible is not None and not (
        unit.head_id == responsible.pk or unit.members.filter(pk=responsible.pk).exists()
    ):
        raise Refused(f"{responsible} no integra {unit.name}: elija a alguien de la unidad.")
    held.unit, held.responsible = unit, responsible
    return _do(
        held, "assign", by=by, now=now, fields=("unit", "responsible"), detail={"unit": unit.slug}
    )


@transaction.atomic
def close_commitment(
    commitment: Commitment, outcome: str, *, evidence: Evidence, by: User, now: datetime,
    expected_version: int | None = None,
) -> Commitment:  # fmt: skip
    """Say in public how it ended: `keep`, `keep_part` or `not_keep`, always with what happened.

    Raises:
        Refused: `by` may not, it ended already, or it is not said what happened.
        ValueError: `outcome` is none of them.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"no such outcome: {outcome}")
    held = _hold(commitment, expected_version)
    held.closed_at = now
    return _do(
        held, outcome, evidence=evidence, by=by, now=now, fields=("closed_at", "outcome"),
        is_outcome=True,
    )  # fmt: skip


@transaction.atomic
def reopen_commitment(
    commitment: Commitment, *, reason: str, by: User, now: datetime,
    expected_version: int | None = None,
) -> Commitment:  # fmt: skip
    """Follow it again: what was said of its end stays in its history.

    Raises:
        Refused: `by` may not, it is open, or no reason is given.
    """
    held = _hold(commitment, expected_version)
    held.closed_at, held.outcome = None, ""
    return _do(
        held, "reopen", evidence=Evidence(said=reason), by=by, now=now,
        fields=("closed_at", "outcome"),
    )  # fmt: skip


def _hold(commitment: Commitment, expected_version: int | None) -> Commitment:
    """The commitment, locked until the transaction ends; Refused if it changed since it was seen.

    Its filing is not locked: nothing of it changes.
    """
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=commitment.pk)
    if expected_version is not None and held.version != expected_version:
        raise Refused(CHANGED)
    return held


def _step(held: Commitment, milestone: Milestone | None) -> Milestone:
    found = held.milestones.filter(pk=milestone.pk if milestone else None, done_on__isnull=True)
    step = found.first()
    if step is None:
        raise Refused("Elija un hito que todavía no esté hecho.")
    return step


def _check_step(held: Commitment, day: date, now: datetime) -> None:
    check_day(day, now.astimezone(CHILE).date())
    if held.due_on is not None and day > held.due_on:
        raise Refused(
            f"El hito no puede vencer después del compromiso, que es para el "
            f"{held.due_on:%d-%m-%Y}."
        )


def _do(
    held: Commitment,
    action: str,
    *,
    by: User,
    now: datetime,
    evidence: Evidence | None = None,
    milestone: Milestone | None = None,
    old_due_on: date | None = None,
    new_due_on: date | None = None,
    fields: tuple[str, ...] = (),
    is_outcome: bool = False,
    detail: dict[str, Any] | None = None,
) -> Commitment:
    """The only writer of a commitment's state: the state, its change and what is told of it."""
    check_may_do(by, held, action)
    before, transition = held.state, ACTION[action]
    held.state = target_of(action, before)
    given = evidence or Evidence()
    said = written(
        given.said, asked=transition.says, longest=LONGEST_SAID, needed=bool(transition.says)
    )
    check_url(given.url)
    if len(given.url) > LONGEST_URL:
        raise Refused("Esa dirección es muy larga: use una más corta.")
    if is_outcome:
        held.outcome = said
    held.version += 1
    held.save(update_fields=["state", "version", *fields])
    CommitmentChange.objects.create(
        commitment=held, version=held.version, act=action, state=held.state, at=now, by=by,
        said=said, url=given.url, edition=given.edition, milestone=milestone,
        old_due_on=old_due_on, new_due_on=new_due_on,
    )  # fmt: skip
    told: dict[str, Any] = {"from": before, "to": held.state, **(detail or {})}
    if new_due_on is not None:
        told["due_on"] = new_due_on.isoformat()
    if milestone is not None:
        told["milestone"] = milestone.position
    record(action, about=("commitment", held.code), now=now, by=by, **told)
    if action in TOLD:
        tell_commitment(held, by=by, now=now)
    return held
