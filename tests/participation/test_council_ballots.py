"""Voting: quorum at opening and at closing, one vote for each seat, ties, conflicts, dissent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from participation.actions.council_actas import close_session, sign_acta_as_secretary
from participation.actions.council_attendance import choose_chair, record_departure
from participation.actions.council_ballots import (
    add_dissent,
    cast_vote,
    close_ballot,
    open_ballot,
    record_vote,
)
from participation.actions.council_registry import change_role
from participation.actions.council_sessions import Point
from participation.models import (
    Ballot,
    CouncilRule,
    CouncilSession,
    Dissent,
    Mandate,
    Observation,
    Vote,
)
from participation.transitions import Refused
from tests.participation.council import (
    TODAY,
    arrive,
    council_of_tests,
    observation_at,
    opened,
    put_on_agenda,
    session_at,
    session_of,
    user_of,
    vote,
)
from tests.participation.factories import COORDINATOR, NOW, SECRETARY, staff

pytestmark = pytest.mark.django_db


def voting() -> Ballot:
    """The open ballot of an observation, with the six in office there."""
    return Ballot.objects.get(item__observation=observation_at("voting"))


def leave(ballot: Ballot, *seats: Mandate) -> None:
    for each in seats:
        record_departure(ballot.item.session, each, by=staff(SECRETARY), now=NOW)


def close(ballot: Ballot) -> Ballot:
    return close_ballot(ballot, by=staff(SECRETARY), now=NOW)


def state_of(ballot: Ballot) -> str:
    return Observation.objects.get(agenda_items=ballot.item).state


def rule(kind: str, number: int, out_of: int = 1, base: str = "") -> None:
    CouncilRule.objects.create(
        kind=kind, number=number, out_of=out_of, base=base, is_more_than=out_of > 1,
        citation="Norma de prueba", valid_from=TODAY,
    )  # fmt: skip


def test_a_majority_approves_and_its_numbers_are_kept() -> None:
    ballot = vote(voting(), "++++-0", now=NOW)

    counts = (ballot.in_favour, ballot.against, ballot.abstained, ballot.conflicted)
    assert (ballot.result, counts) == ("approved", (4, 1, 1, 0))
    assert (ballot.in_office, ballot.present, ballot.needed) == (6, 6, 3)
    assert state_of(ballot) == "approved"


def test_a_minority_rejects() -> None:
    ballot = vote(voting(), "++----", now=NOW)

    assert (ballot.result, state_of(ballot)) == ("rejected", "rejected")


def test_a_tie_is_decided_by_who_chairs() -> None:
    ballot = vote(voting(), "+--+-+", now=NOW)

    assert (ballot.was_tie, ballot.used_casting_vote, ballot.result) == (True, True, "approved")


def test_a_tie_in_which_the_chair_abstains_rejects() -> None:
    ballot = vote(voting(), "0+--+ ", now=NOW)

    assert (ballot.was_tie, ballot.used_casting_vote, ballot.result) == (True, False, "rejected")


def test_a_tie_without_casting_vote_rejects() -> None:
    ballot = voting()
    rule("casting", 0)

    ballot = vote(ballot, "+--+-+", now=NOW)

    assert (ballot.was_tie, ballot.used_casting_vote, ballot.result) == (True, False, "rejected")


def test_the_casting_vote_is_of_who_chairs_and_not_of_the_office() -> None:
    ballot = voting()
    council = council_of_tests()
    leave(ballot, council.presidency)

    ballot = vote(ballot, " -++-", now=NOW)

    assert (ballot.was_tie, ballot.used_casting_vote, ballot.result) == (True, True, "rejected")


def test_who_has_a_conflict_is_out_of_the_base() -> None:
    ballot = voting()
    rule("majority", 1, 2, "in_office")

    ballot = vote(ballot, "+++xx-", now=NOW)

    assert (ballot.conflicted, ballot.needed, ballot.result) == (2, 3, "approved")


def test_a_conflict_says_in_what_it_consists() -> None:
    ballot = voting()
    member = user_of(council_of_tests().vice)

    with pytest.raises(Refused, match="en qué consiste el conflicto"):
        cast_vote(ballot, "conflict", " ", by=member, now=NOW)
    cast_vote(ballot, "conflict", "Trabaja ahí.", by=member, now=NOW)

    assert ballot.votes.get().reason == "Trabaja ahí."


def test_a_vote_may_be_changed_while_the_ballot_is_open() -> None:
    ballot = voting()
    member = user_of(council_of_tests().vice)

    cast_vote(ballot, "for", by=member, now=NOW)
    cast_vote(ballot, "against", "Lo pensé mejor.", by=member, now=NOW)

    assert [(each.choice, each.reason) for each in ballot.votes.all()] == [
        ("against", "Lo pensé mejor.")
    ]


@pytest.mark.parametrize(
    ("choice", "reason", "sentence"),
    [("x", "", "Elija cómo vota"), ("for", "a" * 501, "1 letra de más")],
)
def test_a_vote_that_is_none_is_asked_for_again(choice: str, reason: str, sentence: str) -> None:
    ballot = voting()

    with pytest.raises(Refused, match=sentence):
        cast_vote(ballot, choice, reason, by=user_of(council_of_tests().vice), now=NOW)


def test_only_who_is_there_votes() -> None:
    ballot = voting()
    council = council_of_tests()
    leave(ballot, council.vice)

    for by in (council.vice, council.alternate, council.former):
        with pytest.raises(Refused, match="no figura en la sesión"):
            cast_vote(ballot, "for", by=user_of(by), now=NOW)
    with pytest.raises(Refused, match="no figura en la sesión"):
        cast_vote(ballot, "for", by=staff(SECRETARY), now=NOW)
    with pytest.raises(Refused, match="registre antes su llegada"):
        record_vote(ballot, council.vice, "for", by=staff(SECRETARY), now=NOW)


def test_a_seat_votes_once_whoever_sits_in_it() -> None:
    ballot = voting()
    council = council_of_tests()
    titular, session = council.members[0], ballot.item.session
    cast_vote(ballot, "for", by=user_of(titular), now=NOW)
    leave(ballot, titular)
    arrive(session, council.alternate)

    with pytest.raises(Refused, match="Por ese asiento ya votó Persona que integra uno"):
        cast_vote(ballot, "against", by=user_of(council.alternate), now=NOW)

    assert [each.mandate for each in ballot.votes.all()] == [titular]


def test_the_secretary_writes_down_who_votes_aloud() -> None:
    ballot = voting()
    council, secretary = council_of_tests(), staff(SECRETARY)

    record_vote(ballot, council.vice, "for", by=secretary, now=NOW, expected_choice="")
    record_vote(ballot, council.vice, "abstain", by=secretary, now=NOW, expected_choice="for")

    written = ballot.votes.get()
    assert (written.choice, written.recorded_by) == ("abstain", secretary)
    with pytest.raises(Refused, match="Otra persona hizo algo"):
        record_vote(ballot, council.vice, "for", by=secretary, now=NOW, expected_choice="for")


def test_what_a_member_cast_is_changed_by_them_alone() -> None:
    ballot = voting()
    council, secretary = council_of_tests(), staff(SECRETARY)
    cast_vote(ballot, "for", by=user_of(council.vice), now=NOW)

    with pytest.raises(Refused, match="votó desde la sala"):
        record_vote(ballot, council.vice, "against", by=secretary, now=NOW)
    record_vote(ballot, council.presidency, "for", by=secretary, now=NOW)
    cast_vote(ballot, "against", by=user_of(council.presidency), now=NOW)

    assert ballot.votes.get(mandate=council.presidency).recorded_by is None


@pytest.mark.parametrize("who", ["coordinator", "presidency"])
def test_only_the_secretary_opens_closes_and_writes_down(who: str) -> None:
    ballot = voting()
    council = council_of_tests()
    by = staff(COORDINATOR) if who == "coordinator" else user_of(council.presidency)
    acts: tuple[Callable[[], object], ...] = (
        lambda: open_ballot(ballot.item, by=by, now=NOW),
        lambda: close_ballot(ballot, by=by, now=NOW),
        lambda: record_vote(ballot, council.vice, "for", by=by, now=NOW),
    )

    for act in acts:
        with pytest.raises(Refused, match="secretaría ejecutiva"):
            act()


def test_a_vote_needs_quorum_when_it_opens() -> None:
    session = session_at("called", now=NOW - timedelta(days=14))
    observation_at("on_agenda", session=session)
    council = council_of_tests()
    session = opened(session, *council.titulars[:4])
    record_departure(session, council.titulars[3], by=staff(SECRETARY), now=NOW)

    with pytest.raises(Refused, match="No se puede votar hasta que vuelva el quórum"):
        open_ballot(session.agenda.get(position=2), by=staff(SECRETARY), now=NOW)


def test_a_vote_needs_somebody_who_chairs() -> None:
    council = council_of_tests()
    session = session_at("called", now=NOW - timedelta(days=14))
    observation_at("on_agenda", session=session)
    arrive(session, *council.members, council.vice)
    session = opened(session, council.presidency)
    for each in (council.presidency, council.vice):
        record_departure(session, each, by=staff(SECRETARY), now=NOW)
    item = session.agenda.get(position=2)

    with pytest.raises(Refused, match="elija quién preside antes de votar"):
        open_ballot(item, by=staff(SECRETARY), now=NOW)
    choose_chair(session, council.members[0], by=staff(SECRETARY), now=NOW)

    assert open_ballot(item, by=staff(SECRETARY), now=NOW).closed_at is None


def test_who_leaves_before_the_close_leaves_it_without_quorum() -> None:
    ballot = voting()
    vote(ballot, "+++++-", now=NOW, close=False)
    leave(ballot, *council_of_tests().members[:3])

    ballot = close(ballot)

    assert (ballot.result, ballot.present, ballot.in_favour) == ("no_quorum", 3, 5)
    assert state_of(ballot) == "proposed"


def test_it_is_voted_again_when_the_quorum_comes_back() -> None:
    ballot = voting()
    council = council_of_tests()
    leave(ballot, *council.members[:3])
    close(ballot)
    arrive(ballot.item.session, *council.members[:3], now=NOW)

    again = open_ballot(ballot.item, by=staff(SECRETARY), now=NOW)

    assert state_of(again) == "voting"
    assert vote(again, "+++", now=NOW).result == "approved"


def test_the_vote_of_who_left_stands_while_there_is_quorum() -> None:
    ballot = voting()
    rule("majority", 1, 2, "present")
    vote(ballot, "++++--", now=NOW, close=False)
    leave(ballot, *council_of_tests().members[2:])

    ballot = close(ballot)

    # Two against left after voting: four there make the quorum, six took part.
    assert (ballot.present, ballot.needed, ballot.result) == (4, 4, "approved")


def test_nobody_closes_a_vote_in_which_nobody_voted() -> None:
    ballot = voting()

    with pytest.raises(Refused, match="Nadie ha votado"):
        close(ballot)


def test_two_votes_are_never_open_at_once() -> None:
    session = session_at("called", now=NOW - timedelta(days=14))
    observation_at("on_agenda", session=session)
    session = opened(session)
    first, second = session.agenda.order_by("position")
    open_ballot(first, by=staff(SECRETARY), now=NOW)

    for item in (first, second):
        with pytest.raises(Refused, match="Cierre antes la votación del punto 1"):
            open_ballot(item, by=staff(SECRETARY), now=NOW)


def test_a_point_is_decided_once() -> None:
    ballot = vote(voting(), "++++++", now=NOW)

    with pytest.raises(Refused, match="ya se votó"):
        open_ballot(ballot.item, by=staff(SECRETARY), now=NOW)
    with pytest.raises(Refused, match="ya se cerró"):
        close(ballot)
    with pytest.raises(Refused, match="ya se cerró"):
        cast_vote(ballot, "for", by=user_of(council_of_tests().vice), now=NOW)


def test_nothing_is_voted_outside_an_open_session() -> None:
    observation = observation_at("on_agenda")
    item = observation.agenda_items.get()

    with pytest.raises(Refused, match="mientras la sesión está abierta"):
        open_ballot(item, by=staff(SECRETARY), now=NOW)


def test_the_council_may_say_that_it_has_no_observations() -> None:
    session = session_at("called", now=NOW - timedelta(days=14))
    put_on_agenda(session, Point(is_pronouncement=True), now=NOW - timedelta(days=1))
    session = opened(session)

    ballot = open_ballot(session.agenda.get(is_pronouncement=True), by=staff(SECRETARY), now=NOW)

    assert vote(ballot, "++++++", now=NOW).result == "approved"


def test_a_session_with_an_open_vote_does_not_end() -> None:
    ballot = voting()

    with pytest.raises(Refused, match="Cierre antes la votación del punto 2"):
        close_session(ballot.item.session, by=staff(SECRETARY), now=NOW)


def test_an_act_on_a_page_of_before_is_refused() -> None:
    ballot = voting()
    stale = CouncilSession.objects.get().version - 1

    with pytest.raises(Refused, match="Otra persona hizo algo"):
        close_ballot(ballot, by=staff(SECRETARY), now=NOW, expected_version=stale)


# --- dissent ----------------------------------------------------------------------------------


def dissent(observation: Observation, seat: Mandate, text: str = "No lo comparto.") -> None:
    add_dissent(observation, text=text, by=user_of(seat), now=NOW)


@pytest.mark.parametrize("choice", ["-", "0"])
def test_who_voted_against_or_abstained_leaves_a_minority_opinion(choice: str) -> None:
    observation = observation_at("voting")
    vote(Ballot.objects.get(), f"+++++{choice}", now=NOW)
    observation.refresh_from_db()

    dissent(observation, council_of_tests().members[3])

    assert observation.dissents.get().text == "No lo comparto."


def test_nobody_else_leaves_one() -> None:
    observation = observation_at("approved")
    council = council_of_tests()

    for each in (council.presidency, council.alternate):
        with pytest.raises(Refused, match="quien votó en contra o se abstuvo"):
            dissent(observation, each)


def test_a_minority_opinion_is_left_once_and_says_something() -> None:
    observation = observation_at("approved")
    against = council_of_tests().members[3]
    with pytest.raises(Refused, match="Escriba su voto"):
        dissent(observation, against, " ")

    dissent(observation, against)

    with pytest.raises(Refused, match="ya dejó su voto de minoría"):
        dissent(observation, against)


@pytest.mark.parametrize("state", ["proposed", "rejected", "voting"])
def test_it_goes_with_what_was_approved(state: str) -> None:
    observation = observation_at(state)

    with pytest.raises(Refused, match="acompaña lo aprobado"):
        dissent(observation, council_of_tests().members[3])


def test_it_enters_the_acta_until_somebody_signs_it() -> None:
    first = observation_at("approved")
    session = close_session(session_of(first), by=staff(SECRETARY), now=NOW)
    against = council_of_tests().members[3]
    before = session.acta.sha256

    dissent(first, against)

    session.acta.refresh_from_db()
    item = session.acta.content["agenda"][-1]
    assert item["observation"]["dissents"][0]["name"] == "Persona que integra cuatro"
    assert session.acta.sha256 != before


def test_a_signed_acta_takes_no_minority_opinion() -> None:
    observation = observation_at("approved")
    session = close_session(session_of(observation), by=staff(SECRETARY), now=NOW)
    sign_acta_as_secretary(session, by=staff(SECRETARY), now=NOW)

    with pytest.raises(Refused, match="ya tiene una firma"):
        dissent(observation, council_of_tests().members[3])

    assert not observation.dissents.exists()


def test_who_is_elected_during_a_vote_does_not_vote_twice() -> None:
    ballot = voting()
    council = council_of_tests()
    member = council.members[1]
    cast_vote(ballot, "for", by=user_of(member), now=NOW)

    elected = change_role(member, role="vice", on=TODAY, by=staff(SECRETARY), now=NOW)
    arrive(ballot.item.session, elected, now=NOW)

    with pytest.raises(Refused, match="ya votó"):
        cast_vote(ballot, "for", by=user_of(member), now=NOW)
    close(ballot)
    ballot.refresh_from_db()
    assert (ballot.in_favour, ballot.present) == (1, 5)  # who was vice has to be written down again


def test_a_vote_cannot_be_moved_into_a_closed_ballot() -> None:
    closed = vote(voting(), "+++++ ", now=NOW)
    other = Ballot.objects.create(
        item=closed.item.session.agenda.create(position=9, title="Otro punto"),
        opened_at=NOW, opened_by=staff(SECRETARY),
    )  # fmt: skip
    late = other.votes.create(mandate=council_of_tests().members[3], choice="against", at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.filter(pk=late.pk).update(ballot=closed)

    assert closed.votes.count() == 5


def test_no_minority_opinion_is_added_to_what_is_formal() -> None:
    observation = observation_at("formalised")
    seat = council_of_tests().members[3]

    with pytest.raises(IntegrityError), transaction.atomic():
        Dissent.objects.create(observation=observation, mandate=seat, text="No.", at=NOW)

    assert not observation.dissents.exists()
