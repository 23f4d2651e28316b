"""`manage.py document_commitment_states`: docs/states-commitments.md, from the table of acts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from participation.commitment_transitions import STATES, TRANSITIONS
from participation.life_document import diagram_of

TARGET = settings.BASE_DIR / "docs" / "states-commitments.md"


class Command(BaseCommand):
    help = "Write docs/states-commitments.md from participation/commitment_transitions.py."

    def handle(self, *args: Any, **options: Any) -> None:
        TARGET.write_text(commitment_document(), encoding="utf-8")


def commitment_document() -> str:
    """The life of a commitment as a diagram and two tables."""
    lines = [
        "# States of a commitment",
        "",
        "Made by `manage.py document_commitment_states` from "
        "`participation/commitment_transitions.py`; do not edit.",
        "The diagram leaves out the acts that keep the state; the table has them all.",
        "Overdue is no state: it is computed from the day that is promised now.",
        "",
        *diagram_of(STATES[0].code, TRANSITIONS),
    ]
    lines += ["", "| state | on screen | public sentence | owed |", "|---|---|---|---|"]
    lines += [
        f"| `{s.code}` | {s.label} | {s.sentence} | {'yes' if s.is_open else 'no'} |"
        for s in STATES
    ]
    lines += [
        "", "| act | from | to | permission | on screen | in public | asks |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [
        f"| `{act.action}` | {', '.join(f'`{source}`' for source in act.sources)} | "
        f"{f'`{act.target}`' if act.target else 'the same'} | `{act.permission}` | {act.label} | "
        f"{act.said} | {act.says or '–'} |"
        for act in TRANSITIONS
    ]
    return "\n".join(lines) + "\n"
