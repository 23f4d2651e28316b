"""The lives of a public hearing and of a question in its hall: what may follow what. Pure.

One table a life. From its folio on, a question also lives the life of its `Submission`
(`transitions.py`): what is told here is only what happens in the hall. `docs/states-hearings.md`
is generated from here and compared in the tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from programs.transitions import Refused, State

STAYS = ""  # the act leaves the state as it is
CALLS, HOLDS = "manage_hearing", "hold_hearing"  # codenames: who calls it, who is at the desk


@dataclass(frozen=True, slots=True)
class Transition:
    """An act of a life. `permission` is the codename that staff need."""

    action: str
    sources: tuple[str, ...]
    target: str
    label: str
    permission: str
    law: str = ""


HEARING_STATES = (
    State("planned", "En preparación", "Todavía no se convoca: solo la ve el equipo.", "El equipo"),
    State("called", "Convocada", "Tiene día y lugar, y recibe inscripciones.", "El equipo"),
    State("postponed", "Postergada", "No se hará el día anunciado. Se avisará el nuevo.",
          "El equipo"),
    State("open", "En curso", "Se está haciendo ahora. Recibe preguntas.", "Quienes asisten"),
    State("closed", "Realizada", "Terminó. Sus preguntas tienen folio; falta publicar el acta.",
          "El equipo"),
    State("published", "Con acta", "Terminó y su acta está publicada.", "Nadie"),
    State("cancelled", "Suspendida", "No se hará; su motivo es público.", "Nadie"),
)  # fmt: skip
_LAW = "Ley 18.575, artículo 72"
HEARING_TRANSITIONS = (
    Transition("edit", ("planned",), STAYS, "Corregir el borrador de la convocatoria", CALLS),
    Transition("drop", ("planned",), "cancelled", "Descartar la preparación", CALLS),
    Transition("call", ("planned", "postponed"), "called", "Convocar", CALLS, _LAW),
    Transition("change", ("called",), STAYS, "Cambiar la convocatoria", CALLS),
    Transition("postpone", ("called",), "postponed", "Postergar", CALLS),
    Transition("cancel", ("called", "postponed"), "cancelled", "Suspender", CALLS),
    Transition("open", ("called",), "open", "Abrir la audiencia", HOLDS),
    Transition("close", ("open",), "closed", "Terminar la audiencia", HOLDS),
    Transition("record", ("open", "closed", "published"), STAYS, "Anotar la grabación", HOLDS),
    Transition("write", ("open", "closed"), STAYS, "Escribir lo tratado", HOLDS),
    Transition("publish", ("closed",), "published", "Publicar el acta", CALLS),
)  # fmt: skip
QUESTION_STATES = (
    State("queued", "En la fila", "El equipo la lee antes de mostrarla.", "El equipo"),
    State("ready", "Lista", "Tiene folio y espera su turno.", "Quien conduce"),
    State("shown", "En pantalla", "Se está respondiendo en la sala.", "La institución"),
    State("answered", "Respondida en la sala", "Se respondió de viva voz.", "La institución"),
    State("aside", "Sin mostrar", "No se mostró en la sala. Tiene folio y se responde por escrito.",
          "La institución"),
    State("dropped", "Descartada", "No era una pregunta: se borró lo escrito.", "Nadie"),
)  # fmt: skip
QUESTION_TRANSITIONS = (
    Transition("admit", ("queued", "aside"), "ready", "Dar por leída", HOLDS),
    Transition("set_aside", ("queued", "ready"), "aside", "No mostrar", HOLDS),
    Transition("drop", ("queued",), "dropped", "Descartar", HOLDS),
    Transition("show", ("ready", "answered"), "shown", "Mostrar en la pantalla", HOLDS),
    Transition("take_down", ("shown",), "ready", "Sacar de la pantalla", HOLDS),
    Transition("answer", ("shown", "ready"), "answered", "Marcar como respondida", HOLDS),
)  # fmt: skip

HEARING_STATE = {state.code: state for state in HEARING_STATES}
QUESTION_STATE = {state.code: state for state in QUESTION_STATES}
HEARING_ACT = {each.action: each for each in HEARING_TRANSITIONS}
QUESTION_ACT = {each.action: each for each in QUESTION_TRANSITIONS}
PUBLIC = tuple(code for code in HEARING_STATE if code != "planned")
HELD = ("open", "closed", "published")


def hearing_after(action: str, state: str) -> str:
    """The state of a hearing after `action`.

    Raises:
        Refused: the act does not belong to this state.
    """
    return _target(HEARING_ACT[action], state, HEARING_STATE, "la audiencia")


def question_after(action: str, state: str) -> str:
    """The state of a question in the hall after `action`.

    Raises:
        Refused: the act does not belong to this state.
    """
    return _target(QUESTION_ACT[action], state, QUESTION_STATE, "la pregunta")


def hearing_acts(state: str) -> tuple[str, ...]:
    """What may be done with a hearing in that state."""
    return tuple(each.action for each in HEARING_TRANSITIONS if state in each.sources)


def question_acts(state: str) -> tuple[str, ...]:
    """What may be done with a question in that state."""
    return tuple(each.action for each in QUESTION_TRANSITIONS if state in each.sources)


def _target(transition: Transition, state: str, known: Mapping[str, State], what: str) -> str:
    if state not in transition.sources:
        raise Refused(f"No se puede «{transition.label}»: {what} está «{known[state].label}».")
    return transition.target or state
