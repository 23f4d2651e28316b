"""`manage.py document_hearing_states`: docs/states-hearings.md, from the tables of the hearings."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from participation.hearing_transitions import (
    HEARING_STATES,
    HEARING_TRANSITIONS,
    QUESTION_STATES,
    QUESTION_TRANSITIONS,
    Transition,
)
from programs.transitions import State

TARGET = settings.BASE_DIR / "docs" / "states-hearings.md"


class Command(BaseCommand):
    help = "Write docs/states-hearings.md from participation/hearing_transitions.py."

    def handle(self, *args: Any, **options: Any) -> None:
        TARGET.write_text(hearing_document(), encoding="utf-8")


def hearing_document() -> str:
    """The two lives as diagrams and tables."""
    lines = [
        "# States of a hearing",
        "",
        "Made by `manage.py document_hearing_states` from `participation/hearing_transitions.py`; "
        "do not edit.",
        "The diagrams leave out the acts that keep the state; the tables have them all.",
        "",
        "## A hearing",
        "",
        *_life(HEARING_STATES, HEARING_TRANSITIONS),
        "",
        "## A question in the hall",
        "",
        "From its folio on it has the life of a submission too ([states](states-submissions.md)).",
        "",
        *_life(QUESTION_STATES, QUESTION_TRANSITIONS),
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
    lines += ["", "| act | from | to | permission | on screen | law |", "|---|---|---|---|---|---|"]
    return lines + [
        f"| `{act.action}` | {', '.join(f'`{source}`' for source in act.sources)} | "
        f"{f'`{act.target}`' if act.target else 'the same'} | `{act.permission}` | {act.label} | "
        f"{act.law or '–'} |"
        for act in acts
    ]
