"""Every act of the council × every state × every kind of person, through the real functions.

An act of the tables without its function here fails. What is expected comes from the tables and
from who each person is; BY_NAME says where holding the office is not enough.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from participation.actions import (
    council_actas,
    council_attendance,
    council_ballots,
    council_filing,
    council_reviews,
    council_sessions,
    council_writing,
)
from participation.actions.council_sessions import Point
from participation.council_transitions import (
    CHAIR,
    MEMBER,
    OBSERVATION_ACT,
    OBSERVATION_STATE,
    SECRETARY,
    SESSION_ACT,
    SESSION_STATE,
)
from participation.models import AgendaItem, Ballot, CouncilSession, Observation
from participation.transitions import Refused
from programs.models import User
from tests.factories import UserFactory
from tests.participation import factories as given
from tests.participation.council import (
    CALLED_BEFORE,
    Council,
    arrive,
    council_of_tests,
    observation_at,
    put_on_agenda,
    session_at,
    session_of,
    user_of,
    vote,
)
from tests.participation.factories import NOW
from tests.shared import shared_world

pytestmark = pytest.mark.django_db

# Who each is for the tables. «member» began the observation and voted against it.
PEOPLE: dict[str, tuple[str, ...]] = {
    "member": (MEMBER,),
    "presidency": (MEMBER, CHAIR),
    "vice": (MEMBER,),
    "alternate": (MEMBER,),
    "former": (),
    "inactive": (),
    "secretary": (SECRETARY,),
    "superuser": (SECRETARY,),  # without a seat: they keep the papers, and vote on nothing
    "head": (),
    "coordinator": (),
    "citizen": (),
}
# Where the seat alone does not do: who began it, who lost the vote.
BY_NAME = {"take_back": {"member", "presidency"}, "dissent": {"member"}}

# An act that does another first: what went back for lack of quorum, and is still on the agenda of
# a session that has it again, is put in the agenda and voted in one.
BY_ANOTHER = {"open_ballot": ("proposed",)}


@dataclass
class World:
    """One observation and one session in each state, and one person of each kind."""

    council: Council
    people: dict[str, User]
    observations: dict[str, int]
    sessions: dict[str, int]
    called: int  # a session that waits for its agenda
    ready: int  # an observation on the agenda of a session that is open

    def observation(self, state: str) -> Observation:
        return Observation.objects.get(pk=self.observations[state])

    def session(self, state: str) -> CouncilSession:
        return CouncilSession.objects.get(pk=self.sessions[state])


def _build() -> World:
    council = council_of_tests()
    member = user_of(council.members[3])
    observations = {state: observation_at(state, begun_by=member).pk for state in OBSERVATION_STATE}
    earlier = NOW - CALLED_BEFORE
    sessions = {state: session_at(state, now=earlier).pk for state in SESSION_STATE}
    ready = observation_at("proposed", begun_by=member)
    opens = put_on_agenda(session_at("called", now=earlier), Point(observation=ready), now=earlier)
    arrive(opens, *council.titulars)
    council_attendance.open_session(opens, by=given.staff(given.SECRETARY), now=NOW)
    council_reviews.open_council_review(
        given.account_of_tests(), by=given.staff(given.SECRETARY), now=NOW
    )
    people = {
        "member": member,
        "presidency": user_of(council.presidency),
        "vice": user_of(council.vice),
        "alternate": user_of(council.alternate),
        "former": user_of(council.former),
        "inactive": user_of(council.members[1]),
        "secretary": given.staff(given.SECRETARY),
        "superuser": UserFactory(is_superuser=True),
        "head": given.staff(given.HEAD),
        "coordinator": given.staff(given.COORDINATOR),
        "citizen": UserFactory(is_staff=False),
    }
    called = session_at("called", now=earlier)
    return World(council, people, observations, sessions, called.pk, ready.pk)


world = shared_world(_build)


def _secretary() -> dict[str, Any]:
    return {"by": given.staff(given.SECRETARY), "now": NOW}


# --- the acts of an observation: each gives the state it ends in --------------------------------

Act = Callable[[World, str, User], Any]


def _write(world: World, state: str, by: User) -> Any:
    it = world.observation(state)
    return council_writing.save_observation(
        it, title=it.title, text=f"{it.text} Y algo más.", expected_version=it.version,
        by=by, now=NOW,
    )  # fmt: skip


def _propose(world: World, state: str, by: User) -> Any:
    it = world.observation(state)
    return council_writing.propose_observation(it, expected_version=it.version, by=by, now=NOW)


def _take_back(world: World, state: str, by: User) -> Any:
    return council_writing.take_back_observation(world.observation(state), by=by, now=NOW)


def _return(world: World, state: str, by: User) -> Any:
    return council_writing.return_observation(world.observation(state), by=by, now=NOW)


def _change(session: CouncilSession, by: User, *points: Point) -> CouncilSession:
    return council_sessions.change_session(
        session, mode=session.mode, starts_at=session.starts_at, place=session.place,
        link=session.link, account=session.account, agenda=[Point("Varios"), *points],
        by=by, now=NOW,
    )  # fmt: skip


def _schedule(world: World, state: str, by: User) -> Any:
    it = world.observation(state)
    called = CouncilSession.objects.get(pk=world.called)
    _change(called, by, Point(observation=it))
    return it


def _unschedule(world: World, state: str, by: User) -> Any:
    """Out of the agenda of a call; in vote, by closing a vote that lost its quorum."""
    it = world.observation(state)
    if state != "voting":
        _change(session_of(it), by)
        return it
    session = session_of(it)
    for seat in world.council.titulars[:3]:
        council_attendance.record_departure(session, seat, **_secretary())
    council_ballots.close_ballot(Ballot.objects.get(item__observation=it), by=by, now=NOW)
    return it


def _item(world: World, it: Observation) -> AgendaItem:
    """Its point; of what was never on an agenda, one that somebody would have forced."""
    found = AgendaItem.objects.filter(observation=it).first()
    session = session_of(Observation.objects.get(pk=world.ready))
    return found or AgendaItem.objects.create(
        session=session, position=9, title=it.title, observation=it
    )


def _open_ballot(world: World, state: str, by: User) -> Any:
    it = world.observation(state)
    if state == "on_agenda":
        it = Observation.objects.get(pk=world.ready)
    council_ballots.open_ballot(_item(world, it), by=by, now=NOW)
    return it


def _decide(choices: str) -> Act:
    def close(world: World, state: str, by: User) -> Any:
        it = world.observation(state)
        item = _item(world, it)
        ballot = item.ballots.first() or item.ballots.create(
            opened_at=NOW, opened_by=given.staff(given.SECRETARY)
        )
        if state == "voting":
            vote(ballot, choices, now=NOW, close=False)
        council_ballots.close_ballot(ballot, by=by, now=NOW)
        return it

    return close


def _dissent(world: World, state: str, by: User) -> Any:
    it = world.observation(state)
    council_ballots.add_dissent(it, text="No lo comparto.", by=by, now=NOW)
    return it


def _formalise(world: World, state: str, by: User) -> Any:
    """The second signature of the acta makes it formal: whoever gives it."""
    it = world.observation(state)
    if not AgendaItem.objects.filter(observation=it).exists():
        raise Refused("No está en ninguna acta.")
    session = session_of(it)
    if state == "approved":
        council_actas.close_session(session, **_secretary())
    _sign_second(world, session, by)
    return it


def _sign_second(world: World, session: CouncilSession, by: User) -> None:
    first, second = council_actas.sign_acta_as_secretary, council_actas.sign_acta_as_chair
    other = given.staff(given.SECRETARY)
    if by in (world.people["secretary"], world.people["superuser"]):
        first, second = second, first
        other = world.people["presidency"]
    first(session, by=other, now=NOW)
    second(session, by=by, now=NOW)


def _file(world: World, state: str, by: User) -> Any:
    return council_filing.file_observation(world.observation(state), by=by, now=NOW)


OBSERVED: dict[str, Act] = {
    "write": _write,
    "propose": _propose,
    "take_back": _take_back,
    "return": _return,
    "schedule": _schedule,
    "unschedule": _unschedule,
    "open_ballot": _open_ballot,
    "approve": _decide("++++++"),
    "reject": _decide("------"),
    "dissent": _dissent,
    "formalise": _formalise,
    "file": _file,
}


# --- the acts of a session ----------------------------------------------------------------------


def _change_call(world: World, state: str, by: User) -> Any:
    return _change(world.session(state), by)


def _cancel(world: World, state: str, by: User) -> Any:
    return council_sessions.cancel_session(
        world.session(state), reason="Corte de luz.", by=by, now=NOW
    )


def _arrive(world: World, state: str, by: User) -> Any:
    it, seat = world.session(state), world.council.members[2]
    if state == "open":
        council_attendance.record_departure(it, seat, **_secretary())
    council_attendance.record_arrival(it, seat, by=by, now=NOW)
    return it


def _leave(world: World, state: str, by: User) -> Any:
    it, seat = world.session(state), world.council.members[2]
    if state == "called":
        arrive(it, seat, now=NOW)
    council_attendance.record_departure(it, seat, by=by, now=NOW)
    return it


def _begin(count: int, action: Callable[..., Any]) -> Act:
    def begin(world: World, state: str, by: User) -> Any:
        it = world.session(state)
        if state == "called":
            arrive(it, *world.council.titulars[:count], now=NOW)
        return action(it, by=by, now=NOW)

    return begin


def _close(world: World, state: str, by: User) -> Any:
    return council_actas.close_session(world.session(state), by=by, now=NOW)


def _sign(action: Callable[..., Any]) -> Act:
    def sign(world: World, state: str, by: User) -> Any:
        it = world.session(state)
        action(it, by=by, now=NOW)
        return it

    return sign


def _publish(world: World, state: str, by: User) -> Any:
    it = world.session(state)
    _sign_second(world, it, by)
    return it


HELD: dict[str, Act] = {
    "change": _change_call,
    "cancel": _cancel,
    "arrive": _arrive,
    "leave": _leave,
    "open": _begin(6, council_attendance.open_session),
    "fail": _begin(3, council_attendance.fail_session),
    "close": _close,
    "sign_chair": _sign(council_actas.sign_acta_as_chair),
    "sign_secretary": _sign(council_actas.sign_acta_as_secretary),
    "publish": _publish,
}


# --- the matrix ---------------------------------------------------------------------------------


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _ends_in(act: Act, world: World, state: str, name: str) -> str:
    """The state after the act, or «» where it was refused."""
    person = world.people[name]
    with _undone():
        if name == "inactive":
            User.objects.filter(pk=person.pk).update(is_active=False)
        person = User.objects.get(pk=person.pk)
        try:
            with transaction.atomic():
                row = act(world, state, person)
        except (Refused, AgendaItem.DoesNotExist, CouncilSession.DoesNotExist):
            return ""
        row.refresh_from_db()
        return str(row.state)


def _expected(transition: Any, state: str, name: str) -> str:
    is_theirs = set(PEOPLE[name]) & set(transition.who)
    by_name = BY_NAME.get(transition.action)
    if by_name is not None:
        is_theirs = {name} & by_name
    sources = (*transition.sources, *BY_ANOTHER.get(transition.action, ()))
    if state not in sources or not is_theirs:
        return ""
    return transition.target or state


def _wrong(world: World, transition: Any, states: Any, act: Act) -> list[str]:
    found = []
    for state in states:
        for name in PEOPLE:
            ended = _ends_in(act, world, state, name)
            expected = _expected(transition, state, name)
            if ended != expected:
                found.append(f"{state} × {name}: {ended or 'refused'}, not {expected or 'refused'}")
    return found


def test_every_act_has_its_function_and_every_function_its_act() -> None:
    assert set(OBSERVED) == set(OBSERVATION_ACT)
    assert set(HELD) == set(SESSION_ACT)


@pytest.mark.parametrize("action", OBSERVED)
def test_an_observation_moves_only_by_whom_and_whence_the_table_says(
    world: World, action: str
) -> None:
    wrong = _wrong(world, OBSERVATION_ACT[action], OBSERVATION_STATE, OBSERVED[action])

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("action", HELD)
def test_a_session_moves_only_by_whom_and_whence_the_table_says(world: World, action: str) -> None:
    wrong = _wrong(world, SESSION_ACT[action], SESSION_STATE, HELD[action])

    assert not wrong, "\n".join(wrong)
