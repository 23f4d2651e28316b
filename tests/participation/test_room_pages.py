"""The room's pages do what their buttons say: propose, insist, vote, sign; and grow no queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.actions.council_writing import begin_observation
from participation.council_reminders import close_late
from participation.models import Acta, Ballot, CouncilNote, Observation, Vote
from participation.transitions import Refused
from programs.models import User
from tests.participation.council import council_of_tests, observation_at, session_at, user_of
from tests.participation.council_replies import reply_at
from tests.participation.factories import NOW
from tests.participation.room import DRAFT, review_of_tests, room_client
from tests.staff import send, text_of

pytestmark = pytest.mark.django_db
TEXT = "Pedimos que la cuenta explique por qué dos de sus páginas dicen cifras distintas."


@pytest.fixture(autouse=True)
def _now(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def member(number: int = 0) -> User:
    return user_of(council_of_tests().members[number])


def test_what_is_proposed_is_what_was_read() -> None:
    account = review_of_tests().account
    one = begin_observation(account, title="Una", text=TEXT, by=member(), now=NOW)
    client, url = room_client(member(1), NOW), reverse("room:propose", args=[one.uid])
    Observation.objects.filter(pk=one.pk).update(version=3)

    stale = client.post(url, {"version": 0})
    done = send(client, url)

    assert stale.status_code == 409
    assert done["Location"] == reverse("room:observation", args=[one.uid])
    assert Observation.objects.get().code == "OBS-2026-001"


def test_a_place_is_added_by_its_whole_address_and_once() -> None:
    account = review_of_tests().account
    one = begin_observation(account, title="Una", text=TEXT, by=member(), now=NOW)
    client, url = room_client(member(), NOW), reverse("room:place-add", args=[one.uid])
    address = f"https://portal.invalid{DRAFT}cifras/"

    done = client.post(url, {"sobre": address})
    again = client.post(url, {"sobre": address})
    wrong = client.post(url, {"sobre": "https://otra.invalid/pagina"})

    assert done.status_code == 302
    assert (again.status_code, wrong.status_code) == (409, 409)
    assert 'value="https://portal.invalid' in text_of(again)
    assert one.places.get().path == "cifras/"


def test_the_council_insists_once_on_what_was_answered() -> None:
    answered = reply_at("answered", effect="rejects", account=review_of_tests().account)
    client = room_client(member(), NOW)
    url = f"{reverse('room:begin')}?insiste={answered.uid}"

    sent = client.post(url, {"title": "Insistimos", "text": TEXT})
    again = client.get(url)

    one = Observation.objects.get(insists_on=answered)
    assert sent["Location"] == reverse("room:observation", args=[one.uid])
    assert again.status_code == 404
    with pytest.raises(Refused, match="ya insistió"):
        begin_observation(
            answered.account, title="Otra", text=TEXT, insists_on=answered, by=member(), now=NOW
        )


def test_a_vote_is_cast_changed_and_then_kept() -> None:
    observation_at("voting")
    ballot = Ballot.objects.get()
    client, url = room_client(member(), NOW), reverse("room:ballot", args=[ballot.pk])

    conflict = client.post(url, {"choice": "conflict", "reason": ""})
    cast = client.post(url, {"choice": "for"})
    changed = client.post(url, {"choice": "against", "reason": "Falta la fuente."})
    page = text_of(client.get(url))

    vote = Vote.objects.get(mandate__councillor__user=member())
    assert conflict.status_code == 409
    assert cast.status_code == changed.status_code == 302
    assert (vote.choice, vote.reason, vote.recorded_by) == ("against", "Falta la fuente.", None)
    assert "Usted votó: en contra" in page


def test_whoever_presided_signs_the_acta_that_they_read() -> None:
    session = session_at("closed", now=NOW - timedelta(days=20))
    url = reverse("room:acta", args=[session.number])
    presidency = room_client(user_of(council_of_tests().presidency), NOW)

    waiting = text_of(presidency.get(reverse("room:home")))
    other = room_client(member(), NOW).get(url)
    unread = presidency.post(url, {"sha256": "0" * 64, "read": "on"})
    signed = send(presidency, url, read="on")

    assert f"Acta de la sesión {session.number}" in waiting
    assert "Firmar el acta" not in text_of(other)
    assert unread.status_code == 409
    assert signed.status_code == 302
    assert Acta.objects.get(session=session).signed_by_chair == user_of(
        council_of_tests().presidency
    )


def test_the_draft_says_what_it_is_and_closes_with_its_review(time_machine: Any) -> None:
    review = review_of_tests()
    user = member()
    open_page = room_client(user, NOW).get(DRAFT)
    time_machine.move_to(review.due_at, tick=False)
    still_open = room_client(user, review.due_at).get(DRAFT)
    close_late(review.due_at)

    closed = [
        room_client(user, review.due_at).get(url)
        for url in (DRAFT, f"{DRAFT}cifras/", reverse("room:changes"))
    ]

    assert "Borrador en revisión por el Consejo" in text_of(open_page)
    assert "Anotar u observar" in text_of(open_page)
    assert "Preguntar" not in text_of(open_page).replace("Preguntas", "")
    assert still_open.status_code == 200  # until the clock ends it
    assert [each.status_code for each in closed] == [404] * 3
    assert not [each for each in closed if "Quiénes somos" in text_of(each)]


def test_what_is_not_there_is_not_kept_by_anybody_either() -> None:
    review_of_tests()

    page = room_client(member(), NOW).get(f"{DRAFT}no/hay/")

    assert page.status_code == 404
    assert page["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("name", ["notes", "observations", "sessions", "home"])
def test_a_longer_list_asks_nothing_more(name: str) -> None:
    account = review_of_tests().account
    client = room_client(member(), NOW)

    def grow(count: int) -> None:
        for _ in range(count):
            session_at("called")
            observation_at("draft", account=account)
            CouncilNote.objects.create(
                user=member(1), account=account, text="Una", is_shared=True, at=NOW
            )

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(f"room:{name}")).status_code == 200
        return len(queries)

    grow(2)
    client.get(reverse(f"room:{name}"))
    few = asked()
    grow(10)

    assert asked() == few
