"""The life of an account: what may follow what, and whose turn it is.

docs/states.md is generated from this table (`manage.py document_states`) and compared in the tests.
The council's review takes its place between `checked` and `published` with the council.
"""

from dataclasses import dataclass


class Refused(Exception):  # noqa: N818 (it is an answer, not a fault)
    """Something may not be done now; the message is a sentence a person can read."""


@dataclass(frozen=True, slots=True)
class State:
    """A state with the sentence the public reads and whose turn it is."""

    code: str
    label: str
    sentence: str
    turn: str


@dataclass(frozen=True, slots=True)
class Transition:
    action: str
    sources: tuple[str, ...]
    target: str
    label: str


STATES = (
    State(
        "draft",
        "En borrador",
        "El equipo reúne y corrige las cifras. Nadie fuera del equipo las ve.",
        "Quien edita los datos",
    ),
    State(
        "checked",
        "Cifras revisadas",
        "Las cifras cuadran o su diferencia está explicada. Falta que otra persona publique.",
        "Quien publica",
    ),
    State(
        "published",
        "Publicada",
        "La edición está a la vista de todas las personas y no cambia.",
        "Las personas",
    ),
    State(
        "archived",
        "Archivada",
        "El proceso terminó y nada queda pendiente. Sus ediciones siguen a la vista y no cambian; "
        "un error se corrige con otra edición.",
        "Nadie",
    ),
)
TRANSITIONS = (
    Transition("prepare", ("draft",), "checked", "Dar por revisadas las cifras"),
    Transition("reopen", ("checked", "published"), "draft", "Volver a borrador"),
    Transition("publish", ("checked",), "published", "Publicar la edición"),
    Transition("archive", ("draft", "checked", "published"), "archived", "Archivar la cuenta"),
    Transition("correct", ("archived",), "draft", "Abrir una fe de erratas"),
)


def target_of(action: str, state: str) -> str:
    """The state that follows `action`.

    Raises:
        Refused: the action does not belong to this state.
    """
    for transition in TRANSITIONS:
        if transition.action == action and state in transition.sources:
            return transition.target
    label = next(known.label for known in STATES if known.code == state)
    wanted = next(t.label for t in TRANSITIONS if t.action == action)
    raise Refused(f"No se puede «{wanted}»: la cuenta está en el estado «{label}».")


def allows(action: str, state: str) -> bool:
    """Whether `target_of` would answer."""
    return any(t.action == action and state in t.sources for t in TRANSITIONS)
