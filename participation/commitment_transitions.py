"""The life of a commitment: what may follow what, and who may do it. Pure.

One table. Overdue is never a state: it is computed from the day that is promised now. A commitment
that was moved to another day keeps its first one for ever.
"""

from dataclasses import dataclass
from datetime import date

from programs.transitions import Refused

STAYS = ""  # the act leaves the state as it is
WORK, JUDGE = "work_commitment", "judge_commitment"


@dataclass(frozen=True, slots=True)
class State:
    """A state, the sentence the public reads, and the square that marks it in a list."""

    code: str
    label: str
    sentence: str
    square: str
    is_open: bool = True  # something is still owed


@dataclass(frozen=True, slots=True)
class Transition:
    """An act. `says` is what it asks to be said in public; empty where it asks nothing."""

    action: str
    sources: tuple[str, ...]
    target: str
    label: str
    permission: str
    said: str  # how the public reads it once it is done
    says: str = ""


STATES = (
    State("promised", "Comprometido", "Se prometió y todavía no se dice que haya comenzado.",
          "empty"),
    State("in_progress", "En marcha", "La unidad responsable dijo que comenzó.", "half"),
    State("kept", "Cumplido", "Se hizo todo lo que se prometió, y se dice dónde verlo.", "full",
          is_open=False),
    State("kept_part", "Cumplido en parte", "Se hizo una parte; se dice qué falta y por qué.",
          "half", is_open=False),
    State("not_kept", "No cumplido", "No se hizo; se dice por qué.", "late", is_open=False),
)  # fmt: skip
_OPEN, _CLOSED = ("promised", "in_progress"), ("kept", "kept_part", "not_kept")
TRANSITIONS = (
    Transition("start", ("promised",), "in_progress", "Decir que comenzó", WORK,
               "Comenzó", "Diga qué se comenzó a hacer: es público."),
    Transition("add_milestone", _OPEN, STAYS, "Agregar un hito", WORK, "Se agregó un hito"),
    Transition("finish_milestone", _OPEN, "in_progress", "Dar un hito por hecho", WORK,
               "Se hizo un hito", "Diga qué se hizo y dónde se puede ver: es público."),
    Transition("reschedule", _OPEN, STAYS, "Cambiar una fecha", JUDGE,
               "Cambió una fecha", "Diga por qué cambia la fecha: el motivo es público."),
    Transition("assign", _OPEN, STAYS, "Cambiar quién responde", JUDGE,
               "Cambió la unidad responsable"),
    Transition("keep", _OPEN, "kept", "Dar por cumplido", JUDGE,
               "Se cumplió", "Diga qué se hizo y dónde se puede ver: es público."),
    Transition("keep_part", _OPEN, "kept_part", "Dar por cumplido en parte", JUDGE,
               "Se cumplió en parte", "Diga qué se hizo, qué falta y por qué: es público."),
    Transition("not_keep", _OPEN, "not_kept", "Decir que no se cumplió", JUDGE,
               "No se cumplió", "Diga por qué no se cumplió: el motivo es público."),
    Transition("reopen", _CLOSED, "in_progress", "Volver a seguirlo", JUDGE,
               "Se volvió a seguir", "Diga por qué se vuelve a seguir: es público."),
)  # fmt: skip
STATE = {state.code: state for state in STATES}
ACTION = {transition.action: transition for transition in TRANSITIONS}
OPEN = tuple(state.code for state in STATES if state.is_open)
CLOSED = tuple(state.code for state in STATES if not state.is_open)
# What its author and those who follow are told of.
TOLD = frozenset({"start", "reschedule", "keep", "keep_part", "not_keep", "reopen"})


def target_of(action: str, state: str) -> str:
    """The state that follows `action`; the same one where the act leaves it as it is.

    Raises:
        Refused: the act does not belong to this state.
    """
    transition = ACTION[action]
    if state not in transition.sources:
        raise Refused(
            f"No se puede «{transition.label}»: el compromiso está en el estado "
            f"«{STATE[state].label}»."
        )
    return transition.target or state


def allows(action: str, state: str) -> bool:
    """Whether `target_of` would answer."""
    return state in ACTION[action].sources


def is_overdue(state: str, due_on: date | None, today: date) -> bool:
    """Whether the day that is promised now passed and nothing says how it ended."""
    return STATE[state].is_open and due_on is not None and due_on < today
