"""What the council is told of its sessions, and when a message no longer holds."""

from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives

from participation.actions.council_actas import sign_acta_as_secretary
from participation.actions.council_sessions import cancel_session
from participation.emails import NothingToSay, render
from participation.models import CouncilSession, Message
from programs.models import Edition, User
from tests.hostile import HOSTILE
from tests.participation.council import (
    council_of_tests,
    put_on_agenda,
    session_at,
    signed,
    user_of,
)
from tests.participation.factories import NOW, SECRETARY, staff

pytestmark = pytest.mark.django_db


def mail_to(user: User, kind: str) -> EmailMultiAlternatives:
    return render(Message.objects.filter(kind=kind, user=user).latest("pk"))


def member() -> User:
    return user_of(council_of_tests().members[0])


def words(mail: EmailMultiAlternatives) -> str:
    return " ".join(mail.body.split())


def test_the_call_says_when_where_and_about_what_in_plain_words() -> None:
    session_at("called")

    mail = mail_to(member(), "council_call")

    assert mail.subject == (
        "Citación: sesión ordinaria 1 del Consejo, miércoles 24 de junio de 2026, a las 10:00"
    )
    text = words(mail)
    assert "Cuándo: miércoles 24 de junio de 2026, a las 10:00" in text
    assert "Lugar: Sala de reuniones" in text
    assert "https://reunion.invalid/consejo" in text
    assert "- 1. Varios" in text
    assert "/consejo/sala/sesiones/1/" in text
    assert "/admin/" not in text


def test_the_secretary_is_taken_to_the_desk() -> None:
    session = session_at("called")

    text = words(mail_to(staff(SECRETARY), "council_call"))

    assert f"/admin/participation/councilsession/{session.pk}/change/" in text


def test_an_extraordinary_session_says_why() -> None:
    session_at("called", kind="extraordinary", reason="El plazo vence.")

    assert "Por qué es extraordinaria: El plazo vence." in words(mail_to(member(), "council_call"))


def test_a_change_is_told_with_what_holds_now() -> None:
    session = session_at("called")
    put_on_agenda(session, now=NOW)

    mail = mail_to(member(), "council_change")

    assert mail.subject.startswith("Cambió la citación: sesión ordinaria 1")
    assert "vale lo que dice este mensaje" in words(mail)


def test_a_suspension_says_why_and_the_call_is_not_sent_any_more() -> None:
    session = session_at("called")
    cancel_session(session, reason="Corte de luz.", by=staff(SECRETARY), now=NOW)

    assert "Motivo: Corte de luz." in words(mail_to(member(), "council_cancelled"))
    with pytest.raises(NothingToSay):
        mail_to(member(), "council_call")


def test_who_signs_is_told_and_not_again_once_signed() -> None:
    session = session_at("closed")
    chair = user_of(council_of_tests().presidency)
    before = mail_to(chair, "acta_to_sign")
    sign_acta_as_secretary(session, by=staff(SECRETARY), now=NOW)

    assert before.subject == "Falta su firma: acta de la sesión ordinaria 1 del Consejo"
    with pytest.raises(NothingToSay):
        mail_to(staff(SECRETARY), "acta_to_sign")


def test_a_signed_acta_is_told_with_its_hash_and_where_it_will_be() -> None:
    session = session_at("signed")

    text = words(mail_to(member(), "acta_published"))

    assert session.acta.sha256 in text
    assert "Se verá en público cuando se publique la cuenta" in text
    assert "/consejo/actas/1/" not in text


def test_a_public_acta_is_linked(edition: Edition) -> None:
    signed(session_at("closed", account=edition.account))

    assert "/consejo/actas/1/" in words(mail_to(member(), "acta_published"))


def test_a_session_that_is_gone_is_not_told() -> None:
    session_at("called")
    Message.objects.update(object_id="0")

    with pytest.raises(NothingToSay):
        mail_to(member(), "council_call")


@pytest.mark.parametrize("state", ["called", "cancelled", "closed", "signed"])
def test_every_message_is_said_in_words_and_hostile_text_stays_text(state: str) -> None:
    place: dict[str, Any] = {"place": HOSTILE[:200]}
    session_at(state, **place)

    for message in Message.objects.filter(user=user_of(council_of_tests().presidency)):
        try:
            mail = render(message)
        except NothingToSay:
            continue
        html = str(mail.alternatives[0][0])
        assert "<script>alert" not in html
        assert "None" not in mail.body
        assert 'href=""' not in html
        assert "\n" not in mail.subject
    assert CouncilSession.objects.count() == 1
