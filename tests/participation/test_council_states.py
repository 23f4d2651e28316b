"""The lives of the council: the document says what the tables say, and the tables hold."""

import pytest
from django.conf import settings

from participation.council_transitions import (
    OBSERVATION_STATES,
    OBSERVATION_TRANSITIONS,
    SESSION_STATES,
    SESSION_TRANSITIONS,
    STAGES,
)
from participation.management.commands.document_council_states import council_document
from participation.transitions import STATE

LIVES = [
    (OBSERVATION_STATES, OBSERVATION_TRANSITIONS),
    (SESSION_STATES, SESSION_TRANSITIONS),
]


def test_the_document_is_what_the_command_writes() -> None:
    written = (settings.BASE_DIR / "docs" / "states-council.md").read_text(encoding="utf-8")

    assert written == council_document(), "run `manage.py local document_council_states`"


@pytest.mark.parametrize(("states", "acts"), LIVES)
def test_every_act_goes_from_and_to_known_states(states: tuple, acts: tuple) -> None:  # type: ignore[type-arg]
    known = {state.code for state in states}

    assert {source for act in acts for source in act.sources} <= known
    assert {act.target for act in acts if act.target} <= known
    assert all(act.who for act in acts)


@pytest.mark.parametrize(("states", "acts"), LIVES)
def test_every_state_is_reached_and_those_whose_turn_it_is_can_act(
    states: tuple,
    acts: tuple,  # type: ignore[type-arg]
) -> None:
    reached = {act.target for act in acts} | {states[0].code}
    can_act = {source for act in acts for source in act.sources}

    assert reached >= {state.code for state in states}
    assert {s.code for s in states if s.turn not in ("Nadie", "La institución")} <= can_act


def test_what_a_filing_is_said_to_be_is_a_state_of_filings() -> None:
    assert set(STAGES) <= set(STATE)
