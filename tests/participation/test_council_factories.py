"""The council of the tests is itself a council: what it says of its states is so."""

import pytest

from participation.council import rules_on, seat_of
from participation.models import Mandate
from participation.quorum import has_quorum
from tests.participation.council import (
    OBSERVATION_WAYS,
    SESSION_WAYS,
    TODAY,
    council_of_seven,
    council_of_tests,
    observation_at,
    session_at,
    user_of,
)

pytestmark = pytest.mark.django_db


def test_six_of_seven_seats_are_in_office() -> None:
    council = council_of_seven()

    in_force = Mandate.objects.in_force(TODAY)

    assert set(in_force.titular()) == set(council.titulars)
    assert has_quorum(4, 6, rules_on(TODAY).quorum)
    assert not has_quorum(3, 6, rules_on(TODAY).quorum)


def test_who_left_holds_no_seat() -> None:
    council = council_of_seven()

    assert seat_of(user_of(council.former), TODAY) is None
    assert seat_of(user_of(council.alternate), TODAY) == council.alternate


def test_the_council_of_the_test_is_made_once() -> None:
    assert council_of_tests() == council_of_tests()


@pytest.mark.parametrize("state", OBSERVATION_WAYS)
def test_an_observation_reaches_its_state(state: str) -> None:
    assert observation_at(state).state == state


@pytest.mark.parametrize("state", SESSION_WAYS)
def test_a_session_reaches_its_state(state: str) -> None:
    assert session_at(state).state == state
