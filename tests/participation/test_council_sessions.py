"""Calling a session: notice, agenda, change and suspension."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from participation.actions.council_actas import close_session
from participation.actions.council_attendance import record_departure
from participation.actions.council_ballots import close_ballot
from participation.actions.council_sessions import (
    PRONOUNCEMENT,
    Point,
    call_session,
    cancel_session,
    change_session,
    first_day,
)
from participation.models import (
    Ballot,
    CouncilRule,
    CouncilSession,
    Holiday,
    Message,
    Observation,
    RegisterEntry,
)
from participation.transitions import Refused
from programs.models import User
from tests.factories import AccountFactory, UserFactory
from tests.participation.council import (
    arrive,
    council_of_tests,
    observation_at,
    session_at,
    session_of,
    user_of,
)
from tests.participation.factories import (
    COORDINATOR,
    NOW,
    SECRETARY,
    account_of_tests,
    staff,
)

pytestmark = pytest.mark.django_db
# NOW is Wednesday 10 June 2026: the fifth business day after it is Wednesday the 17th.
FIRST = datetime(2026, 6, 17, 14, 0, tzinfo=UTC)


def call(**overrides: Any) -> CouncilSession:
    council_of_tests()
    values: dict[str, Any] = {
        "mode": "mixed", "starts_at": FIRST, "place": "Sala 1", "link": "https://sala.invalid/1",
        "agenda": [Point("Cuenta de la presidencia")], "by": staff(SECRETARY), "now": NOW,
    }  # fmt: skip
    return call_session(**{**values, **overrides})


def change(session: CouncilSession, **overrides: Any) -> CouncilSession:
    values: dict[str, Any] = {
        "mode": session.mode, "starts_at": session.starts_at, "place": session.place,
        "link": session.link, "account": session.account, "agenda": [Point("Varios")],
        "by": staff(SECRETARY), "now": NOW + timedelta(minutes=5),
    }  # fmt: skip
    return change_session(session, **{**values, **overrides})


def titles(session: CouncilSession) -> list[str]:
    return [item.title for item in session.agenda.order_by("position")]


def state_of(observation: Observation) -> str:
    observation.refresh_from_db()
    return observation.state


def test_a_session_is_called_with_its_notice_and_everybody_is_told() -> None:
    session = call()

    council = council_of_tests()
    told = set(Message.objects.filter(kind="council_call").values_list("user_id", flat=True))
    seated = {user_of(each).pk for each in (*council.titulars, council.alternate)}
    assert (session.state, session.number) == ("called", 1)
    assert told == {*seated, staff(SECRETARY).pk}
    assert user_of(council.former).pk not in told
    entry = RegisterEntry.objects.get(act="call_session")
    assert (entry.object_id, entry.detail) == ("sesion-1", {"on": "2026-06-17"})


def test_a_notice_one_day_too_short_is_refused_with_the_first_possible_day() -> None:
    with pytest.raises(Refused) as refused:
        call(starts_at=FIRST - timedelta(days=1))

    assert str(refused.value) == (
        "Una sesión ordinaria se cita con 5 días hábiles de aviso. "
        "El primer día posible es el miércoles 17 de junio de 2026."
    )


def test_an_extraordinary_session_needs_less_notice() -> None:
    session = call(
        kind="extraordinary", reason="El plazo vence.", starts_at=NOW + timedelta(days=2)
    )

    assert session.kind == "extraordinary"
    with pytest.raises(Refused, match="2 días hábiles de aviso"):
        call(kind="extraordinary", reason="Vence.", starts_at=NOW + timedelta(days=1))


def test_a_holiday_moves_the_first_possible_day() -> None:
    Holiday.objects.create(day=date(2026, 6, 15), name="Feriado de prueba", law="Ley de prueba")

    assert first_day("ordinary", now=NOW) == date(2026, 6, 18)


def test_the_notice_is_a_rule_with_its_date() -> None:
    CouncilRule.objects.create(
        kind=CouncilRule.Kind.NOTICE, number=0, citation="Norma de prueba",
        valid_from=date(2026, 6, 1),
    )  # fmt: skip

    assert first_day("ordinary", now=NOW) == date(2026, 6, 10)
    assert call(starts_at=NOW + timedelta(hours=1)).state == "called"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"starts_at": NOW}, "ya pasaron"),
        ({"starts_at": NOW + timedelta(days=400)}, "a lo más con un año"),
        ({"kind": "secret"}, "ordinaria o extraordinaria"),
        ({"kind": "extraordinary"}, "por qué es extraordinaria"),
        ({"mode": "x"}, "modalidad"),
        ({"place": " "}, "dónde se reúne"),
        ({"link": ""}, "enlace con que se conectan"),
        ({"link": "javascript:alert(1)"}, "enlace completo"),
        ({"place": "a" * 251}, "1 letra de más"),
        ({"agenda": []}, "al menos un punto"),
        ({"agenda": [Point(" ")]}, "al menos un punto"),
        ({"agenda": [Point("a")] * 61}, "demasiados puntos"),
        ({"agenda": [Point("a" * 201)]}, "1 letra de más"),
        ({"agenda": [Point(is_pronouncement=True)]}, "Elija la cuenta"),
        ({"number": 0}, "entre 1 y"),
        ({"number": 99_999}, "entre 1 y"),
    ],
)
def test_what_a_call_lacks_is_asked_for(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        call(**given)

    assert not CouncilSession.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "member", "secretary_with_a_seat"])
def test_only_the_secretary_without_a_seat_calls(who: str) -> None:
    council = council_of_tests()
    people: dict[str, User] = {
        "coordinator": staff(COORDINATOR),
        "member": user_of(council.presidency),
        "secretary_with_a_seat": UserFactory(role=SECRETARY),
    }
    if who == "secretary_with_a_seat":
        person = council.vice.councillor
        person.user = people[who]
        person.save()

    with pytest.raises(Refused, match="secretaría ejecutiva"):
        call(by=people[who])


def test_a_council_that_met_before_the_portal_goes_on_with_its_numbers() -> None:
    first = call(number=41)

    assert (first.number, call().number) == (41, 42)
    with pytest.raises(Refused, match=r"sesión 41\. La siguiente libre es la 43"):
        call(number=41)


def test_an_observation_on_the_agenda_waits_there_and_goes_back_when_taken_off() -> None:
    account = account_of_tests()
    observation = observation_at("proposed")
    points = [Point("Cuenta"), Point(observation=observation), Point(is_pronouncement=True)]

    session = call(account=account, agenda=points)
    on_agenda = state_of(observation)
    change(session, agenda=[Point("Varios")])

    assert on_agenda == "on_agenda"
    assert state_of(observation) == "proposed"
    assert titles(session) == ["Varios"]


def test_the_agenda_keeps_the_order_in_which_it_was_given() -> None:
    observation = observation_at("proposed")
    points = [Point(observation=observation), Point("Varios"), Point(is_pronouncement=True)]

    session = call(account=account_of_tests(), agenda=points)
    change(session, agenda=[points[1], points[0]])

    assert titles(session) == ["Varios", observation.title]
    assert state_of(observation) == "on_agenda"
    assert PRONOUNCEMENT not in titles(session)


def test_only_what_was_proposed_goes_on_an_agenda() -> None:
    observation = observation_at("draft")

    with pytest.raises(Refused, match="En borrador"):
        call(account=observation.account, agenda=[Point(observation=observation)])


def test_an_observation_goes_once_and_with_its_own_account() -> None:
    observation = observation_at("proposed")
    twice = [Point(observation=observation)] * 2

    with pytest.raises(Refused, match="una sola vez"):
        call(account=observation.account, agenda=twice)
    with pytest.raises(Refused, match="de otra cuenta"):
        call(account=AccountFactory(account_year=2030), agenda=twice[:1])
    with pytest.raises(Refused, match="una sola vez"):
        call(account=observation.account, agenda=[Point(is_pronouncement=True)] * 2)


def test_a_session_that_changes_its_day_is_called_again() -> None:
    session = call(starts_at=FIRST + timedelta(days=10))

    with pytest.raises(Refused, match="primer día posible"):
        change(session, starts_at=FIRST - timedelta(days=1))
    changed = change(session, starts_at=FIRST)

    assert changed.starts_at == FIRST
    assert Message.objects.filter(kind="council_change").count() == 8


def test_a_change_of_place_needs_no_notice() -> None:
    session = call()

    changed = change(session, place="Sala 2", now=FIRST - timedelta(hours=2))

    assert changed.place == "Sala 2"


def test_an_hour_that_passed_is_no_change() -> None:
    session = call()

    with pytest.raises(Refused, match="Esa hora ya pasó"):
        change(session, starts_at=FIRST - timedelta(hours=2), now=FIRST - timedelta(hours=1))


def test_of_two_secretaries_the_second_sees_that_it_changed() -> None:
    session = call()
    change(session, expected_version=session.version)

    with pytest.raises(Refused, match="Otra persona hizo algo"):
        change(session, expected_version=session.version)


def test_a_suspended_session_says_why_and_frees_its_observations() -> None:
    observation = observation_at("on_agenda")
    session = CouncilSession.objects.get()

    with pytest.raises(Refused, match="por qué se suspende"):
        cancel_session(session, reason=" ", by=staff(SECRETARY), now=NOW)
    cancelled = cancel_session(session, reason="Corte de luz.", by=staff(SECRETARY), now=NOW)

    assert (cancelled.state, cancelled.cancelled_because) == ("cancelled", "Corte de luz.")
    assert state_of(observation) == "proposed"
    assert Message.objects.filter(kind="council_cancelled").count() == 8


@pytest.mark.parametrize("state", ["open", "closed", "no_quorum", "cancelled", "signed"])
def test_a_session_that_began_or_ended_is_neither_changed_nor_suspended(state: str) -> None:
    session = session_at(state)

    with pytest.raises(Refused, match="No se puede «Cambiar la citación»"):
        change(session)
    with pytest.raises(Refused, match="No se puede «Suspender la sesión»"):
        cancel_session(session, reason="Tarde.", by=staff(SECRETARY), now=NOW)


def test_who_came_on_one_day_makes_no_quorum_on_another() -> None:
    session = session_at("called")
    arrive(session, *council_of_tests().titulars)

    with pytest.raises(Refused, match="cite otra"):
        change(
            session, starts_at=session.starts_at + timedelta(days=14), now=session.starts_at,
            agenda=[Point("Varios")],
        )  # fmt: skip

    session.refresh_from_db()
    assert session.starts_at == NOW + timedelta(days=14)


def test_what_was_called_to_another_session_stays_on_its_agenda_when_the_first_ends() -> None:
    observation = observation_at("voting")
    first = session_of(observation)
    ballot = Ballot.objects.get()
    for each in council_of_tests().titulars[:4]:
        record_departure(first, each, by=staff(SECRETARY), now=NOW)
    close_ballot(ballot, by=staff(SECRETARY), now=NOW)
    call(account=observation.account, agenda=[Point(observation=observation)])

    close_session(first, by=staff(SECRETARY), now=NOW)

    assert state_of(observation) == "on_agenda"
