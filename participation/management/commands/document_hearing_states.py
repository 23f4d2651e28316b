"""`manage.py document_hearing_states`: docs/states-hearings.md, from the tables of the hearings."""

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
from participation.life_document import life_of

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
        *life_of(HEARING_STATES, HEARING_TRANSITIONS, "permission", _permission),
        "",
        "## A question in the hall",
        "",
        "From its folio on it has the life of a submission too ([states](states-submissions.md)).",
        "",
        *life_of(QUESTION_STATES, QUESTION_TRANSITIONS, "permission", _permission),
    ]
    return "\n".join(lines) + "\n"


def _permission(act: Transition) -> str:
    return f"`{act.permission}`"
