"""`manage.py local document_states`: docs/states.md, made from the transition table."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from programs.transitions import STATES, TRANSITIONS

TARGET = settings.BASE_DIR / "docs" / "states.md"


class Command(BaseCommand):
    help = "Write docs/states.md from programs/transitions.py."

    def handle(self, *args: Any, **options: Any) -> None:
        TARGET.write_text(states_document(), encoding="utf-8")


def states_document() -> str:
    """The life of an account as a diagram and two tables."""
    lines = [
        "# States of an account",
        "",
        "Made by `manage.py local document_states` from `programs/transitions.py`; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {STATES[0].code}",
    ]
    lines += [f"    {s} --> {t.target}: {t.action}" for t in TRANSITIONS for s in t.sources]
    lines += [
        "```",
        "",
        "| state | on screen | public sentence | whose turn |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{s.code}` | {s.label} | {s.sentence} | {s.turn} |" for s in STATES]
    lines += ["", "| action | from | to | on screen |", "|---|---|---|---|"]
    lines += [
        f"| `{t.action}` | {', '.join(f'`{s}`' for s in t.sources)} | `{t.target}` | {t.label} |"
        for t in TRANSITIONS
    ]
    return "\n".join(lines) + "\n"
