"""`manage.py document_council_states`: docs/states-council.md, from the tables of the council."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from participation.council_transitions import (
    OBSERVATION_STATES,
    OBSERVATION_TRANSITIONS,
    SESSION_STATES,
    SESSION_TRANSITIONS,
    STAGES,
    Transition,
)
from participation.life_document import life_of

TARGET = settings.BASE_DIR / "docs" / "states-council.md"
WHO = {
    "member": "who holds a seat", "chair": "the presidency", "secretary": "the secretary",
    "clock": "the clock",
}  # fmt: skip


class Command(BaseCommand):
    help = "Write docs/states-council.md from participation/council_transitions.py."

    def handle(self, *args: Any, **options: Any) -> None:
        TARGET.write_text(council_document(), encoding="utf-8")


def council_document() -> str:
    """The two lives of the council as diagrams and tables."""
    lines = [
        "# States of the council",
        "",
        "Made by `manage.py document_council_states` from `participation/council_transitions.py`; "
        "do not edit.",
        "The diagrams leave out the acts that keep the state; the tables have them all.",
        "",
        "## An observation, until it is filed",
        "",
        *life_of(OBSERVATION_STATES, OBSERVATION_TRANSITIONS, "who", _who),
        "",
        "From its filing on it has the life of a submission ([states](states-submissions.md)), "
        "told so:",
        "",
        "| state of the filing | said of the observation |",
        "|---|---|",
        *(f"| `{state}` | {said} |" for state, said in STAGES.items()),
        "",
        "## A session",
        "",
        *life_of(SESSION_STATES, SESSION_TRANSITIONS, "who", _who),
    ]
    return "\n".join(lines) + "\n"


def _who(act: Transition) -> str:
    return " or ".join(WHO[each] for each in act.who)
