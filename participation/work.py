"""What there is to do today: by role, in the order in which it should be done.

Made for the first page of the admin: all numbers come from one statement (`desk.tabs_of`), each
with the shelf of the desk on which its filings are. Pure but for what it is given.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from participation.desk import Tab
from participation.permissions import may
from programs.models import User


@dataclass(frozen=True, slots=True)
class Rule:
    """Work of whoever has `permission` (any of the staff, without one), on a shelf of the desk."""

    shelf: str
    permission: str
    what: str  # an order, with how many
    whats: str
    is_urgent: bool = False


# In this order: what is late first, then what holds others up, then one's own.
RULES = (
    Rule("late", "assign_submission", "vencida: haga que se responda",
         "vencidas: haga que se respondan", is_urgent=True),
    Rule("council", "sign_council_reply", "observación del Consejo espera respuesta",
         "observaciones del Consejo esperan respuesta"),
    Rule("sign", "publish_answer", "respuesta por firmar", "respuestas por firmar"),
    Rule("review", "review_answer", "respuesta por revisar", "respuestas por revisar"),
    Rule("again", "review_refusal", "motivo por revisar", "motivos por revisar"),
    Rule("moderate", "moderate_submission", "por leer y admitir", "por leer y admitir"),
    Rule("unassigned", "assign_submission", "por llevar a su unidad", "por llevar a su unidad"),
    Rule("today", "assign_submission", "vence hoy", "vencen hoy", is_urgent=True),
    Rule("mine", "", "a su cargo por responder", "a su cargo por responder"),
    Rule("unit", "write_answer", "de su unidad que nadie ha tomado",
         "de su unidad que nadie ha tomado"),
)  # fmt: skip
# Whose turn it is, and on which shelf that waits.
TURNS = (
    ("moderate", "Moderación", "leerlas y admitirlas"),
    ("unassigned", "Coordinación", "llevarlas a su unidad"),
    ("writing", "Unidades", "escribir la respuesta"),
    ("review", "Revisión jurídica", "dar el visto bueno"),
    ("sign", "Firma", "firmar y publicar"),
    ("again", "Quien revisa motivos", "mirar de nuevo lo no admitido"),
    ("mending", "Quien envió", "completar lo que falta"),
)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: how many, in words, and on which shelf they are."""

    shelf: str
    count: int
    shown: str
    words: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Whom something waits for, and how much."""

    shelf: str
    who: str
    what: str
    count: int
    shown: str


def tasks_of(tabs: Iterable[Tab], user: User) -> tuple[Task, ...]:
    """The work of `user` that is not done, first what should be done first."""
    found = by_shelf(tabs)
    return tuple(_tasks(found, lambda rule: not rule.permission or may(user, rule.permission)))


def _tasks(found: Mapping[str, Tab], is_theirs: Callable[[Rule], bool]) -> Iterable[Task]:
    for rule in RULES:
        tab = found[rule.shelf]
        if tab.count and is_theirs(rule):
            words = rule.what if tab.count == 1 else rule.whats
            yield Task(rule.shelf, tab.count, tab.shown, words, rule.is_urgent)


def turns_of(tabs: Iterable[Tab]) -> tuple[Turn, ...]:
    """What waits for whom, in the order of a filing's life."""
    found = by_shelf(tabs)
    return tuple(
        Turn(shelf, who, what, found[shelf].count or 0, found[shelf].shown)
        for shelf, who, what in TURNS
    )


def by_shelf(tabs: Iterable[Tab]) -> dict[str, Tab]:
    """The tabs by the code of their shelf."""
    return {tab.shelf.code: tab for tab in tabs}
