"""What happens at once in a session, with real threads and real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from participation.actions.council_ballots import cast_vote, close_ballot, open_ballot
from participation.actions.council_sessions import Point, call_session
from participation.models import Ballot, CouncilSession
from participation.transitions import Refused
from tests.participation.council import (
    council_of_tests,
    observation_at,
    opened,
    session_at,
    user_of,
)
from tests.participation.factories import NOW, SECRETARY, staff

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """How each ended when all began together: «» or the sentence of its refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            barrier.wait(timeout=120)
            act()
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_votes_of_one_member_at_once_are_one_vote() -> None:
    observation_at("voting")
    ballot = Ballot.objects.get()
    member = user_of(council_of_tests().vice)

    ended = at_once(
        lambda: cast_vote(ballot, "for", by=member, now=NOW),
        lambda: cast_vote(ballot, "against", by=member, now=NOW),
    )

    assert ended == ["", ""]
    assert ballot.votes.count() == 1


def test_a_vote_that_comes_with_the_close_is_counted_or_refused() -> None:
    observation_at("voting")
    ballot = Ballot.objects.get()
    council = council_of_tests()
    cast_vote(ballot, "for", by=user_of(council.presidency), now=NOW)

    ended = at_once(
        lambda: cast_vote(ballot, "for", by=user_of(council.vice), now=NOW),
        lambda: close_ballot(ballot, by=staff(SECRETARY), now=NOW),
    )

    ballot.refresh_from_db()
    assert ended[1] == ""
    assert ended[0] in ("", "La votación ya se cerró.")
    assert ballot.in_favour == ballot.votes.count() == (2 if ended[0] == "" else 1)


def test_of_two_votes_opened_at_once_one_is_open() -> None:
    session = session_at("called", now=NOW - timedelta(days=14))
    observation_at("on_agenda", session=session)
    items = list(opened(session).agenda.order_by("position"))
    secretary = staff(SECRETARY)

    ended = at_once(*(lambda item=item: open_ballot(item, by=secretary, now=NOW) for item in items))

    assert sorted(bool(each) for each in ended) == [False, True]
    assert Ballot.objects.filter(closed_at__isnull=True).count() == 1


def test_two_sessions_called_at_once_have_two_numbers() -> None:
    council_of_tests()
    secretary = staff(SECRETARY)

    def call() -> CouncilSession:
        return call_session(
            mode="in_person", starts_at=NOW + timedelta(days=14), place="Sala",
            agenda=[Point("Varios")], by=secretary, now=NOW,
        )  # fmt: skip

    assert at_once(call, call) == ["", ""]
    assert sorted(CouncilSession.objects.values_list("number", flat=True)) == [1, 2]
