"""What the staff see of the mail: what waits, what died, and how to try it again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation import mailbox
from participation.health import note_pulse
from participation.models import Message, RegisterEntry
from participation.outbox import deliver_due, queue
from programs.models import User
from tests.factories import UserFactory
from tests.participation import posts
from tests.participation.factories import AUDITOR, COORDINATOR, WRITER, received
from tests.staff import signed_in, text_of

NOW = datetime(2026, 8, 3, 15, 0, tzinfo=UTC)
LIST = "admin:participation_message_changelist"
State = Message.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return UserFactory(role=COORDINATOR)


@pytest.fixture
def dead(settings: Any) -> Message:
    """A message that the server refused for good."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{posts.__name__}.Refusing"
    queue("test_message", user=UserFactory(), key="test:1", now=NOW)
    deliver_due(NOW)
    settings.EMAIL_BACKEND = backend
    message = Message.objects.get()
    assert message.state == State.DEAD
    return message


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """Mail is written to a folder, as in the demonstration."""
    settings.EMAIL_URL = f"folder:///{tmp_path}/mail"
    settings.EMAIL_FILE_PATH = f"{tmp_path}/mail"
    settings.EMAIL_BACKEND = "participation.mailbox.FolderBackend"
    return tmp_path / "mail"


def send_test(user: User, key: str = "test:1") -> None:
    queue("test_message", user=user, key=key, now=NOW)
    deliver_due(NOW)


def test_a_dead_message_is_shown_and_sent_again(coordinator: User, dead: Message) -> None:
    client = signed_in(coordinator)
    page = reverse("admin:participation_message_change", args=[dead.pk])
    assert "Volver a enviar" in text_of(client.get(page))
    assert "1 mensaje no se pudo enviar" in text_of(client.get(reverse(LIST)))

    answer = client.post(reverse("admin:participation_message_resend", args=[dead.pk]))
    deliver_due(datetime.now(UTC))

    dead.refresh_from_db()
    assert answer.url == page
    assert dead.state == State.SENT
    assert len(mail.outbox) == 1
    assert RegisterEntry.objects.filter(act="resend_message", user=coordinator).count() == 1


def test_what_was_sent_is_not_sent_again(coordinator: User) -> None:
    send_test(coordinator)
    sent = Message.objects.get()

    answer = signed_in(coordinator).post(
        reverse("admin:participation_message_resend", args=[sent.pk]), follow=True
    )

    sent.refresh_from_db()
    assert "no hay qué reenviar" in text_of(answer)
    assert sent.state == State.SENT


def test_a_message_of_an_erased_person_cannot_go_again(coordinator: User, dead: Message) -> None:
    Message.objects.update(user=None)

    answer = signed_in(coordinator).post(
        reverse("admin:participation_message_resend", args=[dead.pk]), follow=True
    )

    assert "ya no hay a quién enviarlo" in text_of(answer)


def test_a_test_message_goes_to_who_asks_for_it(coordinator: User) -> None:
    client = signed_in(coordinator)

    client.post(reverse("admin:participation_message_test"))
    deliver_due(datetime.now(UTC) + timedelta(seconds=1))

    assert [sent.to for sent in mail.outbox] == [[coordinator.email]]


@pytest.mark.parametrize(
    ("role", "may_see", "may_send", "may_read"),
    [
        (COORDINATOR, True, True, True),
        (WRITER, True, False, False),
        (AUDITOR, True, False, False),
        ("Publicación", False, False, False),
    ],
)
def test_who_may_do_what_with_messages(
    role: str, may_see: bool, may_send: bool, may_read: bool, folder: Path
) -> None:
    client = signed_in(UserFactory(role=role))
    send_test(UserFactory())
    message = Message.objects.get()
    (name,) = (path.name for path in folder.iterdir())

    got = {
        "see": client.get(reverse(LIST)),
        "change": client.post(
            reverse("admin:participation_message_change", args=[message.pk]), {"state": "dead"}
        ),
        "test": client.post(reverse("admin:participation_message_test")),
        "resend": client.post(reverse("admin:participation_message_resend", args=[message.pk])),
        "folder": client.get(reverse("admin:participation_message_folder")),
        "letter": client.get(reverse("admin:participation_message_letter", args=[name])),
    }

    assert {act: answer.status_code for act, answer in got.items()} == {
        "see": 200 if may_see else 403,
        "change": 403,
        "test": 302 if may_send else 403,
        "resend": 302 if may_send else 403,
        "folder": 200 if may_read else 403,
        "letter": 200 if may_read else 403,
    }


def test_the_folder_shows_what_was_written(coordinator: User, folder: Path) -> None:
    send_test(coordinator)
    client = signed_in(coordinator)

    listed = text_of(client.get(reverse("admin:participation_message_folder")))
    (name,) = (path.name for path in folder.iterdir())
    letter = text_of(client.get(reverse("admin:participation_message_letter", args=[name])))

    assert "Mensaje de prueba del portal" in listed
    assert coordinator.email in listed
    assert "los mensajes salen del portal y llegan" in letter


@pytest.mark.parametrize("name", ["nada.eml", "20260803-110000-0_x.eml"])
def test_a_letter_that_is_not_there_is_404(coordinator: User, folder: Path, name: str) -> None:
    answer = signed_in(coordinator).get(f"/admin/participation/message/carpeta/{name}/")

    assert answer.status_code == 404


def test_a_letter_is_only_read_from_its_folder(folder: Path) -> None:
    folder.mkdir()
    name = "20260803-110000-000000_x.eml"
    (folder.parent / name).write_text("Subject: de otra carpeta\n\nTexto")

    assert mailbox.read(f"../{name}") is None


def test_where_mail_leaves_there_is_no_folder(coordinator: User, settings: Any) -> None:
    settings.EMAIL_URL = "smtp://localhost"
    client = signed_in(coordinator)

    answer = client.get(reverse("admin:participation_message_folder"))

    assert answer.status_code == 404
    assert "escritos en este equipo" not in text_of(client.get(reverse(LIST)))


def test_the_list_says_that_the_worker_is_silent_and_that_it_is_back(coordinator: User) -> None:
    client = signed_in(coordinator)
    silent = text_of(client.get(reverse(LIST)))

    note_pulse("note_pulse", now=datetime.now(UTC))
    back = text_of(client.get(reverse(LIST)))

    assert "no ha dado señales todavía" in silent
    assert "El correo está al día" in back
    assert "Ningún mensaje espera." in back


def test_the_list_names_the_filing_in_one_query(
    coordinator: User,
) -> None:
    client = signed_in(coordinator)
    folios = [received(email=f"v{number}@correo.invalid").folio for number in range(2)]
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as few:
        page = text_of(client.get(reverse(LIST)))
    for number in range(8):
        received(email=f"w{number}@correo.invalid")

    with CaptureQueriesContext(connection) as many:
        client.get(reverse(LIST))

    assert all(f">{folio}</a>" in page for folio in folios)
    assert len(many) == len(few)


def test_the_list_narrows_by_state_and_kind(coordinator: User, dead: Message) -> None:
    client = signed_in(coordinator)

    shown = text_of(client.get(reverse(LIST), {"state": "dead", "kind": "test_message"}))
    others = text_of(client.get(reverse(LIST), {"state": "sent"}))

    assert "rechazó la dirección (550)" in shown
    assert "rechazó la dirección (550)" not in others


def test_only_the_last_five_hundred_letters_are_kept(
    coordinator: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "KEPT", 3)

    for number in range(5):
        send_test(coordinator, f"test:{number}")

    assert len(list(folder.iterdir())) == 3
    assert len(mailbox.newest()) == 3
