"""What every act of the council has in common: hold it, check who, move, count, register."""

import hashlib
from datetime import datetime
from typing import Any

from participation.council import check_may_do
from participation.council_transitions import (
    OBSERVATION_ACT,
    SESSION_ACT,
    observation_after,
    session_after,
)
from participation.deadlines import CHILE
from participation.models import CouncilSession, Mandate, Observation
from participation.register import record
from participation.transitions import Refused
from programs.models import User

CHANGED = (
    "Otra persona hizo algo con esto después de que usted abrió la página. "
    "Lo que escribió sigue aquí: revise qué cambió y vuelva a intentarlo."
)


def hold_observation(observation: Observation, expected_version: int | None = None) -> Observation:
    """The observation, locked until the transaction ends; Refused if it changed meanwhile."""
    held = Observation.objects.select_for_update().get(pk=observation.pk)
    _check_version(held, expected_version)
    return held


def hold_session(session: CouncilSession, expected_version: int | None = None) -> CouncilSession:
    """The session, locked likewise. Sessions are locked before the observations on their agenda."""
    held = CouncilSession.objects.select_for_update().get(pk=session.pk)
    _check_version(held, expected_version)
    return held


def _check_version(held: Observation | CouncilSession, expected: int | None) -> None:
    if expected is not None and held.version != expected:
        raise Refused(CHANGED)


def move_observation(
    held: Observation,
    action: str,
    *,
    by: User,
    now: datetime,
    detail: dict[str, Any] | None = None,
    chaired_by: Mandate | None = None,
    **changes: Any,
) -> Observation:
    """Do `action`: the only writer of an observation's state. `changes` go with it.

    While it is a draft of the room nothing of it goes into the register. `chaired_by` is who
    chaired the session in which it was voted, for what the chair does.

    Raises:
        Refused: the act does not belong to this state, or `by` may not do it.
    """
    today = now.astimezone(CHILE).date()
    check_may_do(by, OBSERVATION_ACT[action], today, chaired_by=chaired_by)
    before = held.state
    held.state = observation_after(action, before)
    for name, value in changes.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=["state", "version", *changes])
    if held.code is not None:
        told = {"from": before, "to": held.state, **(detail or {})}
        record(action, about=observation_name(held), now=now, by=by, **told)
    return held


def observation_name(observation: Observation) -> tuple[str, str]:
    """How the register names it: by its code, which it has from the proposal on."""
    hidden = hashlib.sha256(f"observation:{observation.uid}".encode()).hexdigest()[:32]
    return "observation", observation.code or hidden


def move_session(
    held: CouncilSession,
    action: str,
    *,
    by: User,
    now: datetime,
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> CouncilSession:
    """Do `action`: the only writer of a session's state.

    Raises:
        Refused: the act does not belong to this state, or `by` may not do it.
    """
    today = now.astimezone(CHILE).date()
    check_may_do(by, SESSION_ACT[action], today, chaired_by=held.chaired_by)
    before = held.state
    held.state = session_after(action, before)
    for name, value in changes.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=["state", "version", *changes])
    told = {"from": before, "to": held.state, **(detail or {})}
    record(action, about=session_name(held), now=now, by=by, **told)
    return held


def note_session_act(
    held: CouncilSession, act: str, *, by: User, now: datetime, **detail: Any
) -> CouncilSession:
    """Count a version and register an act that is not of the table: it changes no state."""
    held.version += 1
    held.save(update_fields=["version"])
    record(act, about=session_name(held), now=now, by=by, **detail)
    return held


def session_name(session: CouncilSession) -> tuple[str, str]:
    """How the register names a session."""
    return "session", f"sesion-{session.number}"
