"""What is written to who registers for a hearing or asks in one, and to whom it is not."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from participation import outbox
from participation.actions import (
    hearing_desk,
    hearing_questions,
    hearing_registrations,
    hearings,
)
from participation.actions.filing import confirm_submission
from participation.actions.handling import withdraw_submission
from participation.actions.moderation import admit_submission
from participation.admin.filing import audience_of, author_of
from participation.emails import KINDS, NothingToSay, render
from participation.hearing_reminders import remind_registered
from participation.links import confirm_url, registration_url
from participation.models import (
    Message,
    Person,
    Submission,
)
from participation.unconfirmed import must_confirm
from tests.participation import hearings as given
from tests.participation.factories import COORDINATOR, MODERATOR, NOW, staff, submission_at
from tests.participation.hearings import DURING, ENDS, STARTS, announcement, hearing_at

pytestmark = pytest.mark.django_db


def _mails(kind: str) -> list[Any]:
    return [render(each) for each in Message.objects.filter(kind=kind).order_by("pk")]


def _both(kind: str, *words: str) -> str:
    """The last message of that kind says `words` in its text and in its HTML; the kind."""
    mail = _mails(kind)[-1]
    whole = str(mail.alternatives[0][0])
    for said in (" ".join(mail.body.split()), " ".join(whole.split())):
        assert given.TITLE in said, kind
        assert all(each in said for each in words), (kind, said)
        assert not re.search(r"{{|{%|\bNone\b", said), kind
    assert given.TITLE in mail.subject
    assert mail.subject == mail.subject.strip()
    return kind


def test_every_mail_of_a_hearing_is_written_in_text_and_html() -> None:
    by, one = staff(COORDINATOR), hearing_at("called", capacity=1)
    own, page = "/audiencias/inscripcion/", f"/audiencias/{one.number}/"
    when = "jueves 25 de junio de 2026, de 15:00 a 17:00 (hora de Aysén)"
    rosa = given.registered(one, "rosa@correo.invalid", confirm=False)
    told = {_both("hearing_confirm", own, when, "Lillo 23, Coyhaique")}
    hearing_registrations.confirm_registration(rosa.uid, now=NOW)
    told.add(_both("hearing_registered", own, "Le esperamos", when))
    ana = given.registered(one, "ana@correo.invalid")
    _both("hearing_registered", own, "están tomados")
    hearing_registrations.cancel_registration(rosa.uid, now=NOW)
    told.add(_both("hearing_place", own, "Ahora tiene un lugar"))
    assert remind_registered(STARTS - timedelta(hours=20)) == 1
    remind_registered(STARTS - timedelta(hours=19))
    assert len(_mails("hearing_reminder")) == 1
    told.add(_both("hearing_reminder", own, page, when))
    one = hearings.change_hearing(one, announcement(), reason="Otra hora.", by=by, now=NOW)
    told.add(_both("hearing_changed", page, "Otra hora."))
    one = hearings.postpone_hearing(one, reason="Temporal.", by=by, now=NOW)
    told.add(_both("hearing_stopped", page, "Temporal.", "sigue en pie"))
    one = hearings.move_day(one, announcement(), by=by, now=NOW)
    one = hearing_desk.open_hearing(one, by=by, now=STARTS)
    one = hearing_desk.close_hearing(one, by=by, now=ENDS)
    one = hearing_desk.write_notes(one, text="Se expuso.", by=by, now=ENDS)
    hearing_desk.publish_hearing_acta(one, by=by, now=ENDS)
    told.add(_both("hearing_thanks", f"{page}acta/"))

    assert told == {each for each in KINDS if each.startswith("hearing_")}
    ana.refresh_from_db()
    assert ana.state == "seated"


def test_the_link_of_the_mail_confirms_and_cancels(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    one, client = hearing_at("called"), Client()
    row = given.registered(one, "rosa@correo.invalid", confirm=False)
    address = registration_url(row).partition("//")[2].partition("/")[2]

    assert "Falta un paso" in client.get(f"/{address}").content.decode()
    assert "Su lugar está reservado" in client.post(f"/{address}").content.decode()
    gone = client.post(f"/{address}", {"acto": "anular"}).content.decode()
    assert "Su inscripción se anuló" in gone
    assert one.registrations.get().state == "cancelled"


def test_an_email_given_on_a_telephone_is_told_no_more_than_its_receipt_until_confirmed(
    time_machine: Any,
) -> None:
    time_machine.move_to(DURING, tick=False)
    one, by, client = hearing_at("open"), staff(MODERATOR), Client()
    sent = given.sent_by_phone(one, email="rosa@correo.invalid")
    hearing_questions.admit_question(sent, by=by, now=DURING)
    filing = Submission.objects.get()
    (receipt,) = _mails("receipt")
    assert "/seguimiento/" not in receipt.body
    followed = client.get(f"/audiencias/{one.number}/preguntar/{sent.uid}/")
    assert "confírmelo ahí" in followed.content.decode()
    admit_submission(filing, by=by, now=DURING)
    admitted = Message.objects.get(kind="admitted")
    with pytest.raises(NothingToSay):
        render(admitted)

    assert author_of(filing).must_confirm, "the desk says that nothing is sent there yet"
    assert audience_of(filing).with_email == 0
    address = confirm_url(filing).partition("//")[2].partition("/")[2]
    assert "Confirmar mi correo" in client.get(f"/{address}").content.decode()
    assert client.post(f"/{address}").status_code == 302
    assert client.post(f"/{address}").status_code == 302  # twice is once
    assert [each.to for each in _mails("admitted")] == [["rosa@correo.invalid"]]
    assert [("/seguimiento/" in each.body) for each in _mails("receipt")] == [True, True]
    late = given.sent_by_phone(one, email="eva@correo.invalid")
    gone = hearing_questions.admit_question(late, by=by, now=DURING).submission
    withdraw_submission(gone, now=DURING)
    before = Message.objects.count()
    confirm_submission(gone, now=DURING)
    assert Message.objects.count() == before
    spoken = given.asked_aloud(one, email="ana@correo.invalid")  # dictated to staff
    assert audience_of(filing).with_email == 1
    assert not must_confirm(Submission.objects.get(hearing_question=spoken))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("answered", "answered"),
        ("not_admitted", "refused"),
        ("mending", "mend"),
        ("assigned", "receipt"),
    ],
)
def test_who_confirms_late_is_told_what_became_of_it(state: str, told: str) -> None:
    filing = submission_at(state, email="rosa@correo.invalid")
    Person.objects.update(confirmed_at=None)  # as one whom nobody could tell

    confirm_submission(filing, now=DURING)
    confirm_submission(filing, now=DURING)

    letter = render(Message.objects.get(key=f"{told}:{filing.folio}:confirmed"))
    assert str(filing.folio) in str(letter.body)


def test_messages_of_hearings_are_delivered() -> None:
    given.registered(hearing_at("called"), "rosa@correo.invalid")

    assert outbox.deliver_due(NOW + timedelta(minutes=1)).dead == 0
