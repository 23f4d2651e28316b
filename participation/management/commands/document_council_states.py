"""`manage.py document_council_states`: docs/states-council.md, from the tables of the council."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from participation.council_transitions import (
    OBSERVATION_STATES,
    OBSERVATION_TRANSITIONS,
    SESSION_STATES,
    SESSION_TRANSITIONS,
    STAGES,
    State,
    Transition,
)

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
        *_life(OBSERVATION_STATES, OBSERVATION_TRANSITIONS),
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
        *_life(SESSION_STATES, SESSION_TRANSITIONS),
    ]
    return "\n".join(lines) + "\n"


def _life(states: Sequence[State], acts: Sequence[Transition]) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {states[0].code}"]
    lines += [
        f"    {source} --> {act.target}: {act.action}"
        for act in acts
        for source in act.sources
        if act.target not in ("", source)
    ]
    lines += ["```", "", "| state | on screen | sentence | whose turn |", "|---|---|---|---|"]
    lines += [f"| `{s.code}` | {s.label} | {s.sentence} | {s.turn} |" for s in states]
    lines += ["", "| act | from | to | who | on screen | law |", "|---|---|---|---|---|---|"]
    return lines + [
        f"| `{act.action}` | {', '.join(f'`{source}`' for source in act.sources)} | "
        f"{f'`{act.target}`' if act.target else 'the same'} | "
        f"{' or '.join(WHO[each] for each in act.who)} | {act.label} | {act.law or '–'} |"
        for act in acts
    ]
