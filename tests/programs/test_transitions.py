"""The life of an account is one table, and its document says the same."""

from itertools import product

import pytest
from django.conf import settings

from programs.management.commands.document_states import states_document
from programs.models import PublicAccount
from programs.transitions import STATES, TRANSITIONS, Refused, allows, target_of

CODES = [state.code for state in STATES]
ACTIONS = [transition.action for transition in TRANSITIONS]


def test_the_model_knows_the_same_states_with_the_same_words() -> None:
    assert PublicAccount.State.choices == [(state.code, state.label) for state in STATES]


def test_the_document_is_the_one_the_table_makes() -> None:
    written = (settings.BASE_DIR / "docs" / "states.md").read_text(encoding="utf-8")

    assert written == states_document(), "run manage.py document_states"


@pytest.mark.parametrize(("state", "action"), list(product(CODES, ACTIONS)))
def test_every_state_answers_every_action(state: str, action: str) -> None:
    if allows(action, state):
        assert target_of(action, state) in CODES
    else:
        with pytest.raises(Refused, match="No se puede"):
            target_of(action, state)


def test_every_state_is_reached_and_what_is_archived_opens_only_to_be_corrected() -> None:
    assert {transition.target for transition in TRANSITIONS} == set(CODES)
    assert [code for code in ACTIONS if allows(code, "archived")] == ["correct"]


def test_only_a_checked_account_is_published() -> None:
    assert [code for code in CODES if allows("publish", code)] == ["checked"]
