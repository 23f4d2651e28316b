"""`manage.py document_submission_states`: docs/states-submissions.md, from the table of acts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from participation.life_document import diagram_of
from participation.transitions import (
    ACTION,
    COUNCIL_ACTION,
    STATES,
    TRANSITIONS,
    Transition,
)

TARGET = settings.BASE_DIR / "docs" / "states-submissions.md"


class Command(BaseCommand):
    help = "Write docs/states-submissions.md from participation/transitions.py."

    def handle(self, *args: Any, **options: Any) -> None:
        TARGET.write_text(states_document(), encoding="utf-8")


def states_document() -> str:
    """The life of a submission as a diagram and two tables."""
    lines = [
        "# States of a submission",
        "",
        "Made by `manage.py document_submission_states` from `participation/transitions.py`; "
        "do not edit.",
        "The diagram leaves out the acts that keep the state; the second table has them all.",
        "",
        *diagram_of(STATES[0].code, TRANSITIONS),
    ]
    lines += [
        "",
        "| state | on screen | public sentence | whose turn | what comes next | owed |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| `{s.code}` | {s.label} | {s.sentence} | {s.turn} | {s.next} | "
        f"{'yes' if s.is_open else 'no'} |"
        for s in STATES
    ]
    lines += ["", "| act | from | to | who | on screen | law |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{act.action}` | {', '.join(f'`{source}`' for source in act.sources)} | "
        f"{f'`{act.target}`' if act.target else 'the same'} | {_who(act)} | {act.label} | "
        f"{act.law or '–'} |"
        for act in TRANSITIONS
    ]
    left_out = ", ".join(f"`{name}`" for name in ACTION if name not in COUNCIL_ACTION)
    lines += [
        "",
        "What the council files has the same life from its folio on, without these acts, which",
        f"belong to what a person wrote: {left_out}.",
    ]
    lines += [
        f"Its `{name}` needs `{act.permission}`."
        for name, act in COUNCIL_ACTION.items()
        if act.permission != ACTION[name].permission
    ]
    return "\n".join(lines) + "\n"


def _who(act: Transition) -> str:
    if act.by_author:
        return "its author"
    return "the clock" if act.by_clock else f"`{act.permission}`"
