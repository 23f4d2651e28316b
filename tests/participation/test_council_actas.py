"""The acta: what it says, who signs it, what it formalises, and that it never changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from participation.acta_content import formal_content
from participation.acta_words import acta_text
from participation.actions.council_actas import (
    close_session,
    sign_acta_as_chair,
    sign_acta_as_secretary,
    write_minutes,
)
from participation.actions.council_attendance import record_departure
from participation.actions.council_ballots import add_dissent, approving_ballot
from participation.models import (
    Acta,
    Councillor,
    CouncilSession,
    Mandate,
    Message,
    Observation,
)
from participation.observation_hash import canonical, sha256_of
from participation.transitions import Refused
from tests.factories import UserFactory
from tests.participation.council import (
    OBSERVATION_TEXT,
    OBSERVATION_TITLE,
    council_of_tests,
    observation_at,
    opened,
    session_at,
    session_of,
    signed,
    user_of,
)
from tests.participation.factories import NOW, SECRETARY, staff

pytestmark = pytest.mark.django_db


def closed_with(observation: Observation) -> CouncilSession:
    return close_session(session_of(observation), by=staff(SECRETARY), now=NOW)


def item_of(session: CouncilSession, code: str | None) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in session.acta.content["agenda"]
        if each["observation"] and each["observation"]["code"] == code
    )  # fmt: skip
    return found


def test_the_acta_says_who_was_there_and_how_each_voted() -> None:
    observation = observation_at("approved")
    session = closed_with(observation)

    content = session.acta.content
    item = item_of(session, observation.code)
    names = [each["name"] for each in content["attendance"]]
    votes = {each["name"]: each["choice"] for each in item["ballots"][0]["votes"]}
    assert names[:2] == ["Persona que preside", "Persona que vicepreside"]
    assert len(names) == 6  # the vacant seat and the alternate who did not come are not there
    assert votes["Persona que integra cuatro"] == "against"
    assert item["observation"]["text"] == OBSERVATION_TEXT
    assert item["observation"]["outcome"] == "approved"
    assert content["chair"]["name"] == "Persona que preside"


def test_the_link_of_the_session_is_not_in_its_acta() -> None:
    session = session_at("closed")

    assert session.link not in canonical(session.acta.content)


def test_what_was_not_decided_keeps_its_words_in_the_room() -> None:
    session = session_at("called", now=NOW - timedelta(days=14))
    observation = observation_at("on_agenda", session=session)

    session = close_session(opened(session), by=staff(SECRETARY), now=NOW)

    observation.refresh_from_db()
    assert observation.state == "proposed"
    assert item_of(session, observation.code)["observation"] == {
        "code": observation.code, "outcome": "waits",
    }  # fmt: skip
    assert OBSERVATION_TEXT not in canonical(session.acta.content)


def test_the_hash_of_an_acta_is_that_of_its_canonical_content() -> None:
    acta = session_at("closed").acta

    acta.refresh_from_db()
    assert acta.sha256 == sha256_of(acta.content)


def test_those_who_are_still_there_leave_when_it_ends() -> None:
    session = session_at("open")
    end = session.starts_at + timedelta(hours=1)

    close_session(session, by=staff(SECRETARY), now=end)

    assert set(session.attendances.values_list("left_at", flat=True)) == {end}


def test_two_signatures_publish_it_and_formalise_what_was_approved() -> None:
    observation = observation_at("approved")
    session = closed_with(observation)

    sign_acta_as_secretary(session, by=staff(SECRETARY), now=NOW)
    session.refresh_from_db()
    with_one = (session.state, session.acta.published_at)
    chair = user_of(council_of_tests().presidency)
    acta = sign_acta_as_chair(session, by=chair, now=NOW)

    session.refresh_from_db()
    observation.refresh_from_db()
    assert with_one == ("closed", None)
    assert (session.state, acta.published_at) == ("signed", NOW)
    assert bytes(acta.pdf or b"").startswith(b"%PDF-")
    assert (observation.state, observation.formalised_at) == ("formalised", NOW)


def test_a_formal_observation_has_the_hash_that_the_acta_announced() -> None:
    observation = observation_at("approved")
    add_dissent(
        observation, text="No comparto.", by=user_of(council_of_tests().members[3]), now=NOW
    )
    session = closed_with(observation)
    announced = item_of(session, observation.code)["observation"]["sha256"]

    signed(session)

    observation.refresh_from_db()
    ballot = approving_ballot(observation)
    assert ballot is not None
    content = formal_content(observation, ballot)
    assert observation.sha256 == announced == sha256_of(content)
    assert content["dissents"] == [
        {
            "name": "Persona que integra cuatro", "role": "member", "text": "No comparto.",
            "organisation": "Organización de quien integra cuatro",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("part", ["title", "text", "places", "dissents", "vote"])
def test_every_part_of_an_observation_changes_its_hash(part: str) -> None:
    content = dict(formal_content(*_approved()))
    before = sha256_of(content)

    content[part] = "otra cosa"

    assert sha256_of(content) != before


def _approved() -> tuple[Observation, Any]:
    observation = observation_at("approved")
    return observation, approving_ballot(observation)


def test_what_was_rejected_is_not_formalised() -> None:
    observation = observation_at("rejected")

    signed(closed_with(observation))

    observation.refresh_from_db()
    assert (observation.state, observation.sha256) == ("rejected", "")


def test_only_who_chaired_that_session_signs_as_chair() -> None:
    council = council_of_tests()
    session = session_at("called", now=NOW - timedelta(days=14))
    session = opened(session, council.vice, *council.members)
    session = close_session(session, by=staff(SECRETARY), now=NOW)

    for other in (user_of(council.presidency), user_of(council.members[0]), staff(SECRETARY)):
        with pytest.raises(Refused, match="quien preside la sesión"):
            sign_acta_as_chair(session, by=other, now=NOW)
    acta = sign_acta_as_chair(session, by=user_of(council.vice), now=NOW)

    assert acta.signed_by_chair == user_of(council.vice)


def test_who_chaired_signs_also_after_their_term() -> None:
    session = session_at("closed")
    seat = council_of_tests().presidency
    after = session.starts_at + timedelta(days=30)
    Mandate.objects.filter(pk=seat.pk).update(left_on=(session.starts_at + timedelta(1)).date())

    sign_acta_as_secretary(session, by=staff(SECRETARY), now=after)
    acta = sign_acta_as_chair(session, by=user_of(seat), now=after)

    assert acta.published_at == after


def test_whoever_presides_now_signs_for_who_chaired_and_left() -> None:
    council = council_of_tests()
    session = opened(session_at("called"), *council.titulars[1:])
    close_session(session, by=staff(SECRETARY), now=session.starts_at)
    sign_acta_as_secretary(session, by=staff(SECRETARY), now=session.starts_at)
    presides = user_of(council.presidency)
    with pytest.raises(Refused, match="preside"):  # who chaired still sits in the council
        sign_acta_as_chair(session, by=presides, now=session.starts_at)

    day = session.starts_at.date()
    Mandate.objects.filter(pk=council.vice.pk).update(left_on=day, left_because="Renunció.")
    with pytest.raises(Refused, match="preside"):
        sign_acta_as_chair(session, by=user_of(council.members[0]), now=session.starts_at)
    sign_acta_as_chair(session, by=presides, now=session.starts_at)

    session.refresh_from_db()
    assert session.state == "signed"


def test_only_a_secretary_signs_as_secretary() -> None:
    session = session_at("closed")

    with pytest.raises(Refused, match="secretaría ejecutiva"):
        sign_acta_as_secretary(session, by=user_of(council_of_tests().presidency), now=NOW)


def test_the_same_person_never_signs_twice() -> None:
    """Who chaired and left the council became its secretary since."""
    session = session_at("closed")
    seat = council_of_tests().presidency
    both = UserFactory(role=SECRETARY, email="ambas@servicio.invalid")
    Councillor.objects.filter(pk=seat.councillor_id).update(user=both)
    Mandate.objects.filter(pk=seat.pk).update(left_on=session.starts_at.date())
    sign_acta_as_chair(session, by=both, now=session.starts_at)

    with pytest.raises(Refused, match="dos personas distintas"):
        sign_acta_as_secretary(session, by=both, now=session.starts_at)
    with pytest.raises(Refused, match="ya tiene esa firma"):
        sign_acta_as_chair(session, by=both, now=session.starts_at)


def test_nobody_signs_what_they_did_not_read() -> None:
    session = session_at("closed")
    read = session.acta.sha256
    write_minutes(session.agenda.get(), text="Se acordó algo más.", by=staff(SECRETARY), now=NOW)

    with pytest.raises(Refused, match="El acta cambió desde que usted la leyó"):
        sign_acta_as_secretary(session, by=staff(SECRETARY), now=NOW, expected_sha256=read)


@pytest.mark.parametrize("state", ["called", "open"])
def test_there_is_nothing_to_sign_before_it_ends(state: str) -> None:
    session = session_at(state)

    with pytest.raises(Refused, match="No se puede «Firmar el acta como secretaría»"):
        sign_acta_as_secretary(session, by=staff(SECRETARY), now=session.starts_at)


def test_a_session_without_quorum_has_its_signed_acta_too() -> None:
    session = signed(session_at("no_quorum"))

    text = acta_text(session.acta.content, sha256=session.acta.sha256)
    assert session.state == "signed"
    assert text.quorum.startswith("No hubo quórum y la sesión no se hizo. Llegaron 3 personas.")
    assert "El quórum era de 4, de 6 integrantes en ejercicio." in text.quorum


def test_a_signed_acta_never_changes() -> None:
    acta = session_at("signed").acta

    for changes in ({"content": {}}, {"sha256": "0" * 64}, {"pdf": b"x"}):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Acta.objects.filter(pk=acta.pk).update(**changes)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        acta.delete()


def test_one_signature_is_enough_to_keep_what_it_says() -> None:
    session = session_at("closed")
    sign_acta_as_secretary(session, by=staff(SECRETARY), now=NOW)

    with pytest.raises(Refused, match="ya tiene una firma"):
        write_minutes(session.agenda.get(), text="Otra cosa.", by=staff(SECRETARY), now=NOW)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Acta.objects.filter(session=session).update(content={})


def test_seats_and_names_that_change_later_do_not_change_the_acta() -> None:
    session = session_at("signed")
    before = session.acta.content
    Councillor.objects.update(name="Otro nombre")
    Mandate.objects.update(role="member", alternate_of=None)

    session.acta.refresh_from_db()

    text = acta_text(session.acta.content, sha256=session.acta.sha256)
    assert session.acta.content == before
    assert text.attendance[0].role == "Presidencia"


# --- minutes ----------------------------------------------------------------------------------


def test_what_was_said_is_written_during_the_session_and_until_it_is_signed() -> None:
    session = session_at("open")
    item = session.agenda.get()
    write_minutes(item, text="Se dio cuenta.", by=staff(SECRETARY), now=NOW)
    session = close_session(session, by=staff(SECRETARY), now=session.starts_at)

    write_minutes(item, text="Se dio cuenta de todo.", by=staff(SECRETARY), now=NOW)

    session.acta.refresh_from_db()
    assert session.acta.content["agenda"][0]["notes"] == "Se dio cuenta de todo."


def test_two_secretaries_do_not_write_over_each_other() -> None:
    item = session_at("open").agenda.get()
    write_minutes(item, text="Una.", by=staff(SECRETARY), now=NOW, expected="")

    with pytest.raises(Refused, match="Otra persona hizo algo"):
        write_minutes(item, text="Otra.", by=staff(SECRETARY), now=NOW, expected="")


def test_nothing_is_minuted_before_it_begins_nor_by_others() -> None:
    item = session_at("called").agenda.get()

    with pytest.raises(Refused, match="desde que la sesión empieza"):
        write_minutes(item, text="Ya.", by=staff(SECRETARY), now=NOW)
    with pytest.raises(Refused, match="secretaría ejecutiva"):
        write_minutes(item, text="Ya.", by=user_of(council_of_tests().vice), now=NOW)


# --- who is told ------------------------------------------------------------------------------


def test_both_are_told_that_there_is_an_acta_to_sign_and_all_that_it_is_signed() -> None:
    session = session_at("closed")
    chair = user_of(council_of_tests().presidency)
    to_sign = set(Message.objects.filter(kind="acta_to_sign").values_list("user_id", flat=True))

    signed(session)

    assert to_sign == {chair.pk, staff(SECRETARY).pk}
    assert Message.objects.filter(kind="acta_published").count() == 8


# --- who may see it ---------------------------------------------------------------------------


def test_an_acta_about_a_draft_waits_for_its_account() -> None:
    session = session_at("signed")

    assert not CouncilSession.objects.public().exists()
    assert session.account is not None


def test_an_acta_about_no_account_is_public_once_signed() -> None:
    session_at("closed", account=None)
    assert not CouncilSession.objects.public().exists()

    session_at("signed", account=None)

    assert [each.number for each in CouncilSession.objects.public()] == [2]


def test_everybody_who_left_early_is_in_the_acta_with_their_hours() -> None:
    session = session_at("open")
    vice = council_of_tests().vice
    put = session.starts_at + timedelta(minutes=30)
    record_departure(session, vice, by=staff(SECRETARY), now=put)

    session = close_session(session, by=staff(SECRETARY), now=put + timedelta(minutes=30))

    text = acta_text(session.acta.content, sha256="")
    assert text.attendance[1].when == "10:00 a 10:30, presencial"
    assert text.attendance[0].when == "10:00 a 11:00, presencial"
    assert OBSERVATION_TITLE not in str(text)
