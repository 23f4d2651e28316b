"""The lives of a council observation and of a session: what may follow what, and by whom.

One table a life; pure. From its filing on, an observation lives the life of its `Submission`
(`transitions.py`), told to the public in the council's words by `STAGES`.
`docs/states-council.md` is generated from here and compared in the tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from programs.transitions import Refused, State

STAYS = ""  # the act leaves the state as it is

# Who acts. Members act by their seat, staff by a permission; the clock by itself.
MEMBER, CHAIR, SECRETARY, CLOCK = "member", "chair", "secretary", "clock"


@dataclass(frozen=True, slots=True)
class Transition:
    """An act of a life. `who` may do it: a seat in the council, its presidency, its secretary."""

    action: str
    sources: tuple[str, ...]
    target: str
    label: str
    who: tuple[str, ...]
    law: str = ""


OBSERVATION_STATES = (
    State("draft", "En borrador", "El Consejo la escribe. Solo la ve su sala.", "El Consejo"),
    State("proposed", "Propuesta", "Espera que la pongan en la tabla de una sesión.",
          "La secretaría ejecutiva"),
    State("on_agenda", "En tabla", "Se vota en la sesión para la que fue citada.", "El Consejo"),
    State("voting", "En votación", "La votación está abierta.", "El Consejo"),
    State("approved", "Aprobada", "El Consejo la aprobó. Falta firmar el acta.",
          "La presidencia y la secretaría"),
    State("rejected", "Rechazada", "El Consejo votó y no la aprobó.", "Nadie"),
    State("formalised", "Formalizada", "El acta está firmada: sus palabras ya no cambian.",
          "La secretaría ejecutiva"),
    State("filed", "Ingresada", "Tiene folio y corre el plazo para responderla.",
          "La institución"),
    State("withdrawn", "Retirada", "Quien la propuso la retiró antes de votarla.", "Nadie"),
)  # fmt: skip
OBSERVATION_TRANSITIONS = (
    Transition("write", ("draft",), STAYS, "Guardar la redacción", (MEMBER,)),
    Transition("propose", ("draft",), "proposed", "Proponer a la sesión", (MEMBER,)),
    Transition("take_back", ("draft", "proposed"), "withdrawn", "Retirar la propuesta", (MEMBER,)),
    Transition("return", ("proposed",), "draft", "Volver a redactarla", (MEMBER,)),
    Transition("schedule", ("proposed",), "on_agenda", "Poner en tabla", (SECRETARY,)),
    Transition("unschedule", ("on_agenda", "voting"), "proposed", "Sacar de la tabla",
               (SECRETARY,)),
    Transition("open_ballot", ("on_agenda",), "voting", "Abrir la votación", (SECRETARY,)),
    Transition("approve", ("voting",), "approved", "Dar por aprobada", (SECRETARY,)),
    Transition("reject", ("voting",), "rejected", "Dar por rechazada", (SECRETARY,)),
    Transition("dissent", ("approved",), STAYS, "Agregar un voto de minoría", (MEMBER,)),
    Transition("formalise", ("approved",), "formalised", "Formalizar con el acta firmada",
               (CHAIR, SECRETARY)),
    Transition("file", ("formalised",), "filed", "Ingresar con folio", (SECRETARY,),
               "Ley 18.575, artículo 74"),
)  # fmt: skip
SESSION_STATES = (
    State("called", "Citada", "La sesión está citada, con su tabla.", "La secretaría ejecutiva"),
    State("open", "En sesión", "El Consejo está reunido.", "El Consejo"),
    State("closed", "Por firmar", "Terminó. Faltan las firmas de su acta.",
          "La presidencia y la secretaría"),
    State("signed", "Con acta", "Su acta está firmada y publicada.", "Nadie"),
    State("no_quorum", "Sin quórum", "No llegó el quórum. Queda constancia.",
          "La presidencia y la secretaría"),
    State("cancelled", "Suspendida", "No se hizo; su motivo es público.", "Nadie"),
)  # fmt: skip
SESSION_TRANSITIONS = (
    Transition("change", ("called",), STAYS, "Cambiar la citación", (SECRETARY,)),
    Transition("cancel", ("called",), "cancelled", "Suspender la sesión", (SECRETARY,)),
    Transition("arrive", ("called", "open"), STAYS, "Registrar una llegada", (SECRETARY,)),
    Transition("leave", ("called", "open"), STAYS, "Registrar una salida", (SECRETARY,)),
    Transition("open", ("called",), "open", "Abrir la sesión", (SECRETARY,)),
    Transition("fail", ("called",), "no_quorum", "Dejar constancia de que no hubo quórum",
               (SECRETARY,)),
    Transition("close", ("open",), "closed", "Terminar la sesión y escribir el acta",
               (SECRETARY,)),
    Transition("sign_chair", ("closed", "no_quorum"), STAYS, "Firmar el acta como presidencia",
               (CHAIR,)),
    Transition("sign_secretary", ("closed", "no_quorum"), STAYS, "Firmar el acta como secretaría",
               (SECRETARY,)),
    Transition("publish", ("closed", "no_quorum"), "signed", "Publicar el acta",
               (CHAIR, SECRETARY)),
)  # fmt: skip

# The life of the filing, in the council's words: state of the Submission → what is said here.
STAGES: Mapping[str, str] = MappingProxyType(
    {
        "received": "Ingresada",
        "admitted": "Ingresada",
        "assigned": "En análisis",
        "drafting": "En análisis",
        "in_review": "Respuesta en revisión",
        "answered": "Respondida",
        "notified": "Respondida",
        "closed": "Cerrada",
    }
)

OBSERVATION_STATE = {state.code: state for state in OBSERVATION_STATES}
SESSION_STATE = {state.code: state for state in SESSION_STATES}
OBSERVATION_ACT = {each.action: each for each in OBSERVATION_TRANSITIONS}
SESSION_ACT = {each.action: each for each in SESSION_TRANSITIONS}


def observation_after(action: str, state: str) -> str:
    """The state of an observation after `action`.

    Raises:
        Refused: the act does not belong to this state.
    """
    return _target(OBSERVATION_ACT[action], state, OBSERVATION_STATE)


def session_after(action: str, state: str) -> str:
    """The state of a session after `action`; a session without quorum keeps its own.

    Raises:
        Refused: the act does not belong to this state.
    """
    return _target(SESSION_ACT[action], state, SESSION_STATE)


def _target(transition: Transition, state: str, known: Mapping[str, State]) -> str:
    if state not in transition.sources:
        raise Refused(f"No se puede «{transition.label}»: está «{known[state].label}».")
    return transition.target or state
