"""Every act, in every state, by every role: allowed exactly where the table says."""

import pytest

from participation.transitions import STATES
from tests.participation.factories import submission_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [state.code for state in STATES])
def test_every_state_is_reached_by_the_real_actions(state: str) -> None:
    assert submission_at(state).state == state
