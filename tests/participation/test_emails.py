"""What each message says, to whom, with which headers; and what no text can do to it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.core.mail import EmailMultiAlternatives

from participation import emails, letters
from participation.actions import handling, moderation, terms
from participation.actions.commitment_acts import Evidence, close_commitment
from participation.emails import Letter, NothingToSay, render
from participation.keys import tracking_key
from participation.links import (
    confirm_url,
    read_confirm_token,
    read_unsubscribe_token,
    unsubscribe_url,
)
from participation.models import Message, Person, Submission, Subscription
from participation.outbox import queue
from participation.plain_text import text_of, title_of
from tests.factories import UserFactory
from tests.participation.factories import (
    ANSWER,
    COORDINATOR,
    EMAIL,
    FULL_NAME,
    MODERATOR,
    NOW,
    STEP,
    received,
    staff,
    submission_at,
)

pytestmark = pytest.mark.django_db
TEMPLATES = Path(configured.BASE_DIR) / "templates" / "emails"


def mail_of(kind: str, **about: Any) -> EmailMultiAlternatives:
    """The mail of the last message of that kind, as it would go now."""
    return render(Message.objects.filter(kind=kind, **about).latest("pk"))


def _extended() -> Submission:
    at = submission_at("admitted")
    return terms.extend_submission(
        at, days=5, reason="Faltan antecedentes de dos regiones.", by=staff(COORDINATOR),
        now=at.sent_at + 3 * STEP,
    )  # fmt: skip


def _due_changed() -> Submission:
    submission = _extended()
    person = submission.authorship.person
    queue("due_changed", about=submission, person=person, key="due:1", now=NOW)
    return submission


def _lapsed() -> Submission:
    at = submission_at("mending")
    return moderation.lapse_submission(at, now=at.sent_at + timedelta(days=30))


def _promised() -> Submission:
    at = submission_at("answered", effect="commits")
    done = Evidence("Se publicó en marzo.")
    close_commitment(at.commitment, "keep", evidence=done, by=staff(COORDINATOR), now=NOW)
    return at


TOLD: dict[str, tuple[Callable[[], Submission], str]] = {
    "confirm_address": (lambda: submission_at("unconfirmed"), "Confirme su correo"),
    "receipt": (received, "recibimos su consulta"),
    "admitted": (lambda: submission_at("admitted"), "publicamos su consulta"),
    "refused": (lambda: submission_at("not_admitted"), "no pudimos admitir su consulta"),
    "mend": (lambda: submission_at("mending"), "complete su consulta hasta el 17 de junio"),
    "lapsed": (_lapsed, "su consulta se tuvo por retirada"),
    "referred": (
        lambda: submission_at("referred"),
        "enviamos su consulta a Servicio de Impuestos Internos",
    ),
    "converted": (lambda: submission_at("converted"), "sigue como solicitud de información"),
    "grouped": (lambda: submission_at("grouped"), "responderemos su consulta junto con otra"),
    "extended": (_extended, "responderemos hasta el"),
    "due_changed": (_due_changed, "el plazo ahora vence el"),
    "answered": (lambda: submission_at("answered"), "respondimos su consulta"),
    "commitment": (_promised, "novedades de lo que se le prometió"),
}
TO_STAFF = {"reminder", "test_message"}


def test_every_kind_has_its_words_and_its_test() -> None:
    """A kind of another engineer's is added here with its own test."""
    written = {path.stem for path in TEMPLATES.glob("*.html")} - {"base", "about"}

    assert set(letters.KINDS) <= written
    assert {*TOLD, *TO_STAFF} <= set(letters.KINDS)


@pytest.mark.parametrize("kind", TOLD)
def test_each_step_is_told_to_the_author(kind: str) -> None:
    make, subject = TOLD[kind]
    submission = make()

    mail = mail_of(kind, object_id=str(submission.pk))

    html = str(mail.alternatives[0][0])
    assert mail.to == [EMAIL]
    assert subject in mail.subject
    assert "\n" not in mail.subject
    assert (submission.folio or "/participar/confirmar/") in mail.body
    for text in (mail.body, html):
        assert "error" not in text.casefold()
        assert "None" not in text
        assert "{{" not in text
        assert FULL_NAME not in text
    assert 'href=""' not in html
    assert "<img" not in html


def test_the_receipt_is_proof_enough() -> None:
    submission = received()

    text = mail_of("receipt").body

    assert f"Folio: {submission.folio}" in text
    assert "Recepción: miércoles 10 de junio de 2026, a las 10:00:00" in text
    assert "Ingreso legal: miércoles 10 de junio de 2026" in text
    assert "(45 días hábiles)" in text
    assert submission.text_sha256 in text
    assert f"/seguimiento/{submission.folio}/{tracking_key(str(submission.uid))}/" in text


def test_the_receipt_does_not_repeat_what_was_written() -> None:
    submission = received()

    mail = mail_of("receipt")

    assert submission.text not in mail.body + str(mail.alternatives[0][0])


def test_a_planteamiento_is_spoken_of_as_he() -> None:
    submission_at("mending", kind=Submission.Kind.STATEMENT)

    text = " ".join(mail_of("mend").body.split())

    assert "necesitamos que lo complete" in text
    assert "se tendrá por retirado" in text


def test_the_answer_goes_with_its_signature_and_effect() -> None:
    submission_at("answered")

    text = " ".join(mail_of("answered").body.replace("> ", "").split())

    assert ANSWER in text
    assert "Efecto: Informa" in text
    assert "Firma: Persona que firma, Directora" in text


def test_a_message_that_no_longer_holds_is_not_sent() -> None:
    submission = submission_at("mending")
    handling.withdraw_submission(submission, now=submission.sent_at + 5 * STEP)

    with pytest.raises(NothingToSay):
        mail_of("mend")


def test_the_reminder_says_how_much_is_left() -> None:
    submission = submission_at("assigned")
    due_on = submission.due_on
    assert due_on is not None
    queue("reminder", about=submission, user=UserFactory(), key="r:1", now=NOW)
    noon = datetime(due_on.year, due_on.month, due_on.day, 16, tzinfo=UTC)

    said = []
    for days in (-5, -1, 0, 1):
        with time_machine.travel(noon + timedelta(days=days), tick=False):
            said.append(mail_of("reminder").subject.partition(": ")[2])

    assert said == ["vence en 5 días", "vence en 1 día", "vence hoy", "fuera de plazo"]


def test_a_reminder_of_what_was_answered_is_not_sent() -> None:
    submission = submission_at("answered")
    queue("reminder", about=submission, user=UserFactory(), key="r:1", now=NOW)

    with pytest.raises(NothingToSay):
        mail_of("reminder")


def test_the_headers_tell_robots_and_copies() -> None:
    received()
    message = Message.objects.get(kind="receipt")

    first, again = render(message).message(), render(message).message()

    assert first["Message-ID"] == again["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@servicio\.example>", first["Message-ID"])
    assert first["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in first


def test_who_follows_can_leave_with_one_click(monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person.objects.create(created_at=NOW)
    subscription = Subscription.objects.create(
        person=person, target=Subscription.Target.EVERYTHING, created_at=NOW
    )
    out = unsubscribe_url(subscription)
    letter = Letter({"created_at": NOW}, unsubscribe_url=out)
    monkeypatch.setitem(
        emails.KINDS, "test_message", emails.Kind("test_message", "Prueba", lambda _: letter)
    )
    queue("test_message", user=UserFactory(), key="t", now=NOW)

    mail = mail_of("test_message")

    assert mail.message()["List-Unsubscribe"] == f"<{out}>"
    assert mail.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert out in mail.body
    assert read_unsubscribe_token(out.rstrip("/").rpartition("/")[2]) == subscription.uid


def test_the_link_that_confirms_names_its_submission() -> None:
    submission = submission_at("unconfirmed")

    token = confirm_url(submission).rstrip("/").rpartition("/")[2]

    assert read_confirm_token(token) == submission.uid


HOSTILE = "<script>alert(1)</script>\r\nBcc: otra@correo.invalid\r\n\r\n<a href='x'>y</a>"


def test_hostile_text_stays_text() -> None:
    at = received()
    moderation.ask_to_mend(at, request=HOSTILE, by=staff(MODERATOR), now=at.sent_at + 2 * STEP)

    html = str(mail_of("mend").alternatives[0][0])

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<a href='x'>" not in html


def test_hostile_text_cannot_add_a_header() -> None:
    submission = submission_at("referred")
    Submission.objects.filter(pk=submission.pk).update(referred_to=HOSTILE[:190])

    sent = mail_of("referred").message()

    assert sent["Bcc"] is None
    assert "Bcc: otra@correo.invalid" in " ".join(str(sent["Subject"]).split())


def test_two_writers_for_one_kind_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two writers"):
        emails.kind("receipt", "Recibo")(lambda _: Letter({}))


HTML = """<html><head><title> Uno
 dos </title><style>p{color:red}</style></head><body><h1>Título</h1><p>Un &amp; dos<br>tres</p>
<dl><dt>Folio</dt><dd>1</dd><dt>Día</dt><dd>2</dd></dl><ul><li>a</li><li>b</li></ul>
<blockquote><p>cita</p></blockquote><p><a href="https://x.invalid/?a=1&amp;b=2">Ver</a></p>
<p><a href="https://y.invalid/">https://y.invalid/</a></p></body></html>"""


def test_the_plain_text_says_what_the_html_says() -> None:
    assert title_of(HTML) == "Uno dos"
    assert text_of(HTML) == (
        "TÍTULO\n\nUn & dos\ntres\n\nFolio: 1\nDía: 2\n- a\n- b\n\n> cita\n\n"
        "Ver:\nhttps://x.invalid/?a=1&b=2\n\nhttps://y.invalid/\n"
    )


def test_long_lines_are_wrapped_and_addresses_are_not() -> None:
    address = f"https://x.invalid/{'a' * 200}/"

    text = text_of(f"<p>{'palabra ' * 40}</p><p><a href='{address}'>Ver</a></p>")

    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 76
    assert f"\n{address}\n" in text
