"""The life of a submission: what may follow what, who may do it, and whose turn it is.

One table. `docs/states-submissions.md` is generated from it and compared in the tests
(`manage.py document_submission_states`). Lateness is never a state: it is computed from the due day
(`deadlines.is_late`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from programs.transitions import Refused

__all__ = [
    "STATES", "TRANSITIONS", "Refused", "State", "Transition", "acts_of", "allows", "target_of",
]  # fmt: skip

STAYS = ""  # the act leaves the state as it is


@dataclass(frozen=True, slots=True)
class State:
    """A state, the sentence the public reads, whose turn it is and what comes next."""

    code: str
    label: str
    sentence: str
    turn: str
    next: str
    is_open: bool = True  # an answer is still owed


@dataclass(frozen=True, slots=True)
class Transition:
    """An act. `permission` is the codename staff need; `by_author` acts need the filing's key."""

    action: str
    sources: tuple[str, ...]
    target: str
    label: str
    permission: str = ""
    law: str = ""
    by_author: bool = False
    by_clock: bool = False


STATES = (
    State(
        "unconfirmed",
        "Por confirmar",
        "Falta que la persona confirme su correo. Todavía no tiene folio.",
        "Usted",
        "Abra el enlace que enviamos a su correo.",
        is_open=False,
    ),
    State(
        "received",
        "Recibida",
        "Tiene folio y su plazo corre. Una persona la lee antes de publicarla.",
        "La institución",
        "La revisan para publicarla y llevarla a la unidad que responde.",
    ),
    State(
        "mending",
        "Por completar",
        "Falta algo para poder responderla; quien la presentó tiene un plazo para completarla.",
        "Usted",
        "Complete lo que se le pidió antes de que venza el plazo.",
    ),
    State(
        "admitted",
        "Publicada",
        "Está a la vista de todas las personas y espera una unidad que la responda.",
        "La institución",
        "Se asigna a la unidad que debe responder.",
    ),
    State(
        "assigned",
        "Asignada",
        "Una unidad la tiene a su cargo.",
        "La institución",
        "La unidad prepara la respuesta.",
    ),
    State(
        "drafting",
        "En redacción",
        "La unidad escribe la respuesta.",
        "La institución",
        "Otra persona la revisa antes de firmarla.",
    ),
    State(
        "in_review",
        "En revisión",
        "La respuesta está escrita y otra persona la revisa.",
        "La institución",
        "Quien firma la publica y se le avisa.",
    ),
    State(
        "answered",
        "Respondida",
        "La respuesta está publicada.",
        "La institución",
        "Se envía el aviso a quien preguntó.",
        is_open=False,
    ),
    State(
        "notified",
        "Respondida y avisada",
        "La respuesta está publicada y se avisó a quien preguntó.",
        "Usted",
        "Puede volver a preguntar una vez sobre la respuesta.",
        is_open=False,
    ),
    State(
        "closed",
        "Cerrada",
        "La respuesta está publicada y el trámite terminó.",
        "Nadie",
        "No queda nada pendiente.",
        is_open=False,
    ),
    State(
        "grouped",
        "Agrupada",
        "Se responde junto con otra que plantea lo mismo en lo sustancial.",
        "La institución",
        "Recibirá la misma respuesta razonada, y se le avisará.",
    ),
    State(
        "not_admitted",
        "No admitida",
        "No se publicó ni se responderá; el motivo es público.",
        "Usted",
        "Puede pedir que otra persona revise el motivo.",
        is_open=False,
    ),
    State(
        "referred",
        "Derivada",
        "Le corresponde a otro órgano del Estado y se le envió.",
        "El otro órgano",
        "El otro órgano le responde.",
        is_open=False,
    ),
    State(
        "converted",
        "Convertida en solicitud de información",
        "Sigue como solicitud de acceso a la información, con su propio plazo.",
        "La institución",
        "Se responde según la Ley 20.285.",
        is_open=False,
    ),
    State(
        "withdrawn",
        "Retirada",
        "Quien la presentó la retiró, o no la completó a tiempo.",
        "Nadie",
        "No queda nada pendiente.",
        is_open=False,
    ),
)

_BEING_READ = ("received", "mending")
_BEING_ANSWERED = ("admitted", "assigned", "drafting", "in_review")
_OWED = (*_BEING_READ, *_BEING_ANSWERED, "grouped")
_ANSWERED = ("answered", "notified", "closed")

TRANSITIONS = (
    Transition(
        "receive", ("unconfirmed",), "received", "Confirmar y recibir folio", by_author=True
    ),
    Transition(
        "admit", _BEING_READ, "admitted", "Admitir y publicar", "moderate_submission"
    ),
    Transition(
        "ask_mend", ("received",), "mending", "Pedir subsanación (art. 31)",
        "moderate_submission", "Ley 19.880, artículo 31",
    ),
    Transition("mend", ("mending",), "received", "Completar lo pedido", by_author=True),
    Transition(
        "lapse", ("mending",), "withdrawn", "Tener por retirada",
        law="Ley 19.880, artículo 31", by_clock=True,
    ),
    Transition(
        "refuse", _BEING_READ, "not_admitted", "No admitir, con motivo", "moderate_submission"
    ),
    Transition(
        "ask_review", ("not_admitted",), STAYS, "Pedir que otra persona revise el motivo",
        by_author=True,
    ),
    Transition(
        "overturn", ("not_admitted",), "admitted", "Acoger la revisión y publicar", "review_refusal"
    ),
    Transition("uphold", ("not_admitted",), STAYS, "Mantener el motivo", "review_refusal"),
    Transition(
        "refer", (*_BEING_READ, *_BEING_ANSWERED), "referred", "Derivar a otro órgano (art. 14)",
        "refer_submission", "Ley 19.880, artículo 14",
    ),
    Transition(
        "convert", (*_BEING_READ, *_BEING_ANSWERED), "converted",
        "Convertir en solicitud de información", "refer_submission", "Ley 20.285, artículo 14",
    ),
    Transition("assign", ("admitted",), "assigned", "Asignar a una unidad", "assign_submission"),
    Transition(
        "unassign", ("assigned",), "admitted", "Dejar sin unidad", "assign_submission"
    ),
    Transition(
        "reassign", ("assigned", "drafting", "in_review"), STAYS, "Cambiar de unidad o persona",
        "assign_submission",
    ),
    # Only what a person read and published: who separates it again finds it public, as it was.
    Transition(
        "group", ("admitted", "assigned", "drafting"), "grouped",
        "Agrupar con otra (art. 39)", "group_submission", "Ley 19.880, artículo 39",
    ),
    Transition("ungroup", ("grouped",), "admitted", "Separar del grupo", "group_submission"),
    Transition(
        "release", ("grouped",), "admitted", "Separar, porque se retiró la principal de su grupo",
        by_clock=True,
    ),
    Transition(
        "extend", (*_BEING_READ, *_BEING_ANSWERED), STAYS, "Ampliar el plazo (art. 26)",
        "extend_submission", "Ley 19.880, artículo 26",
    ),
    Transition(
        "redact", (*_OWED, *_ANSWERED, "not_admitted", "referred", "converted"), STAYS,
        "Reservar partes del texto", "moderate_submission", "Ley 19.628",
    ),
    Transition(
        "draft", ("assigned", "drafting"), "drafting", "Guardar el borrador", "write_answer"
    ),
    Transition(
        "send_to_review", ("drafting",), "in_review", "Enviar a revisión jurídica", "write_answer"
    ),
    Transition("return", ("in_review",), "drafting", "Devolver a redacción", "review_answer"),
    Transition("review", ("in_review",), STAYS, "Dar el visto bueno jurídico", "review_answer"),
    Transition(
        "answer", ("in_review", "grouped"), "answered", "Firmar y publicar", "publish_answer"
    ),
    Transition("notify", ("answered",), "notified", "Avisar a quien preguntó", by_clock=True),
    Transition("close", ("answered", "notified"), "closed", "Cerrar", "assign_submission"),
    Transition(
        "redraft", _ANSWERED, "drafting", "Preparar otra versión de la respuesta", "write_answer"
    ),
    Transition(
        "discard", ("drafting",), "answered", "Descartar la versión en preparación", "write_answer"
    ),
    Transition("withdraw", ("unconfirmed", *_OWED), "withdrawn", "Retirar", by_author=True),
    Transition(
        "follow_up", ("notified", "answered", "closed"), STAYS, "Volver a preguntar una vez",
        by_author=True,
    ),
)  # fmt: skip

STATE = {state.code: state for state in STATES}
ACTION = {transition.action: transition for transition in TRANSITIONS}
OPEN = tuple(state.code for state in STATES if state.is_open)

# What the council files lives the same life from its folio on, without what belongs to a person
# who wrote: it is formal and public as it was voted, so that nobody mends, refuses, sends away,
# groups, reserves nor withdraws it; and its reply is signed by the head of the service.
COUNCIL = "council"
_OF_PEOPLE = frozenset(
    (
        "ask_mend", "mend", "lapse", "refuse", "ask_review", "overturn", "uphold", "refer",
        "convert", "group", "ungroup", "release", "redact", "withdraw", "follow_up",
    )
)  # fmt: skip
_COUNCIL_PERMISSIONS = {"admit": "keep_council", "answer": "sign_council_reply"}
COUNCIL_ACTION: Mapping[str, Transition] = MappingProxyType(
    {
        name: replace(each, permission=_COUNCIL_PERMISSIONS.get(name, each.permission))
        for name, each in ACTION.items()
        if name not in _OF_PEOPLE
    }
)


def acts_of(kind: str) -> Mapping[str, Transition]:
    """The acts that a filing of that kind has, by name: all of them but for the council's."""
    return COUNCIL_ACTION if kind == COUNCIL else ACTION


def target_of(action: str, state: str, kind: str = "") -> str:
    """The state that follows `action`; the same one where the act leaves it as it is.

    Raises:
        Refused: the act does not belong to this state, or to filings of this kind.
    """
    transition = acts_of(kind).get(action)
    if transition is None:
        raise Refused(f"«{ACTION[action].label}» no se hace con lo que observa el Consejo.")
    if state not in transition.sources:
        raise Refused(
            f"No se puede «{transition.label}»: está en el estado «{STATE[state].label}»."
        )
    return transition.target or state


def allows(action: str, state: str, kind: str = "") -> bool:
    """Whether `target_of` would answer."""
    transition = acts_of(kind).get(action)
    return transition is not None and state in transition.sources
