"""What is owed by mail is sent: once where all goes well, at least once where it does not."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from participation import nudging, outbox
from participation.keys import blind_index, seal
from participation.models import Message, Person
from participation.outbox import CLAIM, MOST_ATTEMPTS, cancel, deliver_due, queue, wait_after
from programs.models import User
from tests.factories import UserFactory
from tests.participation import posts

NOW = datetime(2026, 8, 3, 15, 0, tzinfo=UTC)
State = Message.State
pytestmark = pytest.mark.django_db

Owe = Callable[..., Message]


@pytest.fixture
def user() -> User:
    return UserFactory()


@pytest.fixture
def owe(user: User) -> Owe:
    """Queue a test message and give its row."""

    def queued(key: str = "test:1", **changes: object) -> Message:
        queue("test_message", key=key, **{"user": user, "now": NOW, **changes})
        return Message.objects.get(key=key)

    return queued


def use(settings: object, backend: type) -> None:
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__name__}"  # type: ignore[attr-defined]


def test_a_message_is_sent_and_marked(owe: Owe, user: User) -> None:
    message = owe()

    done = deliver_due(NOW)

    message.refresh_from_db()
    assert (done.sent, done.is_over) == (1, True)
    assert [sent.to for sent in mail.outbox] == [[user.email]]
    assert message.state == State.SENT
    assert message.sent_at is not None
    assert message.attempts == 1


def test_a_message_that_was_sent_is_not_sent_again(owe: Owe) -> None:
    owe()
    deliver_due(NOW)

    again = deliver_due(NOW + timedelta(days=9))

    assert again.sent == 0
    assert len(mail.outbox) == 1


def test_the_same_key_is_owed_once(owe: Owe) -> None:
    owe(key="receipt:CPP-2022-000001-9")
    owe(key="receipt:CPP-2022-000001-9")

    deliver_due(NOW)

    assert len(mail.outbox) == 1


def test_what_the_act_undoes_is_not_owed(owe: Owe) -> None:
    with pytest.raises(ValueError, match="undo"), transaction.atomic():  # noqa: PT012
        owe()
        raise ValueError("undo")

    assert not Message.objects.exists()


def test_a_message_waits_for_its_instant(owe: Owe) -> None:
    owe(not_before=NOW + timedelta(hours=1))

    early = deliver_due(NOW + timedelta(minutes=59))
    late = deliver_due(NOW + timedelta(hours=1))

    assert (early.sent, late.sent) == (0, 1)


def test_a_message_needs_a_known_kind_and_one_recipient(user: User) -> None:
    person = Person.objects.create(created_at=NOW)

    with pytest.raises(ValueError, match="no such kind"):
        queue("letter_to_santa", user=user, key="a", now=NOW)
    with pytest.raises(ValueError, match="one person or to one user"):
        queue("test_message", key="b", now=NOW)
    with pytest.raises(ValueError, match="one person or to one user"):
        queue("test_message", user=user, person=person, key="c", now=NOW)


def test_an_unreachable_server_ends_the_round_and_costs_others_nothing(
    owe: Owe, settings: object
) -> None:
    use(settings, posts.Unreachable)
    first, second = owe("test:1"), owe("test:2")

    done = deliver_due(NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (done.postponed, done.is_over) == (1, True)
    assert (first.state, first.attempts) == (State.QUEUED, 1)
    assert (second.state, second.attempts) == (State.QUEUED, 0)


def test_a_problem_is_kept_without_the_address(
    owe: Owe, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    use(settings, posts.Refusing)
    message = owe()

    deliver_due(NOW)

    message.refresh_from_db()
    assert message.last_problem == "El servidor de correo rechazó la dirección (550)."
    assert posts.RECIPIENT not in caplog.text


def test_a_permanent_refusal_is_not_tried_again(owe: Owe, settings: object) -> None:
    use(settings, posts.Refusing)
    message = owe()

    deliver_due(NOW)

    message.refresh_from_db()
    assert message.state == State.DEAD
    assert deliver_due(NOW + timedelta(days=30)).sent == 0


def test_a_passing_refusal_is_tried_later_and_goes(owe: Owe, settings: object) -> None:
    backend = settings.EMAIL_BACKEND  # type: ignore[attr-defined]
    use(settings, posts.Busy)
    message = owe()
    deliver_due(NOW)
    settings.EMAIL_BACKEND = backend  # type: ignore[attr-defined]

    at_once = deliver_due(NOW)
    later = deliver_due(NOW + timedelta(minutes=1))

    message.refresh_from_db()
    assert (at_once.sent, later.sent) == (0, 1)
    assert (message.state, message.attempts, message.last_problem) == (State.SENT, 2, "")


def test_after_many_attempts_a_message_is_given_up(owe: Owe, settings: object) -> None:
    use(settings, posts.Busy)
    message = owe()
    now = NOW

    for _ in range(MOST_ATTEMPTS):
        now += timedelta(hours=8)
        deliver_due(now)

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.DEAD, MOST_ATTEMPTS)
    assert "451" in message.last_problem


def test_attempts_spread_over_days_ever_further_apart() -> None:
    waits = [wait_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]

    assert waits[0] <= timedelta(seconds=40)
    assert max(waits) <= timedelta(hours=7, minutes=30)
    assert timedelta(days=2) < sum(waits, timedelta()) < timedelta(days=4)


def test_a_claim_whose_worker_died_runs_out(owe: Owe) -> None:
    message = owe()
    outbox._claim(NOW)  # and then nothing: the worker is gone

    meanwhile = deliver_due(NOW + CLAIM - timedelta(seconds=1))
    afterwards = deliver_due(NOW + CLAIM)

    message.refresh_from_db()
    assert (meanwhile.sent, afterwards.sent) == (0, 1)
    assert message.attempts == 2


def test_a_worker_that_lost_its_claim_does_not_undo_what_the_next_one_did(owe: Owe) -> None:
    owe()
    slow = outbox._claim(NOW)
    assert slow is not None
    deliver_due(NOW + CLAIM)

    outbox._end(slow, state=State.QUEUED, last_problem="tarde")

    assert Message.objects.get().state == State.SENT


def test_a_message_that_kills_its_worker_each_time_is_given_up(owe: Owe) -> None:
    owe()
    now = NOW
    for _ in range(MOST_ATTEMPTS):
        assert outbox._claim(now) is not None
        now += CLAIM

    again = outbox._claim(now)

    assert again is None
    assert Message.objects.get().state == State.DEAD


def test_a_message_that_cannot_be_written_waits_and_holds_up_nobody(
    owe: Owe, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, fine = owe("test:1"), owe("test:2")
    write = outbox.emails.render

    def render(message: Message) -> object:
        if message.pk == broken.pk:
            raise KeyError("a template with a mistake")
        return write(message)

    monkeypatch.setattr(outbox.emails, "render", render)

    done = deliver_due(NOW)

    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (done.sent, done.postponed) == (1, 1)
    assert broken.last_problem == "No se pudo escribir el mensaje (KeyError)."
    assert fine.state == State.SENT


def test_a_message_to_an_erased_person_is_cancelled() -> None:
    person = Person.objects.create(
        created_at=NOW,
        email_sealed=seal("vecina@ejemplo.invalid"),
        email_index=blind_index("vecina@ejemplo.invalid", "email"),
    )
    queue("test_message", person=person, key="test:1", now=NOW)
    Person.objects.update(email_sealed="", email_index=None, erased_at=NOW)

    done = deliver_due(NOW)

    assert (done.sent, done.cancelled) == (0, 1)
    assert Message.objects.get().state == State.CANCELLED
    assert mail.outbox == []


def test_erasing_a_person_cancels_what_waits_and_keeps_what_was_sent(user: User) -> None:
    person = Person.objects.create(created_at=NOW)
    queue("test_message", person=person, key="waits", now=NOW)
    queue("test_message", user=user, key="of somebody else", now=NOW)

    cancelled = cancel(person=person)

    assert cancelled == 1
    assert Message.objects.get(key="of somebody else").state == State.QUEUED
    person.delete()
    assert Message.objects.get(key="waits").person is None


def test_a_person_who_is_owed_something_cannot_vanish() -> None:
    person = Person.objects.create(created_at=NOW)
    queue("test_message", person=person, key="waits", now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        person.delete()


def test_what_is_about_a_row_can_be_cancelled(owe: Owe, user: User) -> None:
    owe("about", about=user)
    owe("about nothing")

    assert cancel(about=user) == 1
    with pytest.raises(ValueError, match="person or a row"):
        cancel()


def test_somebody_who_left_the_institution_gets_no_more_messages(owe: Owe, user: User) -> None:
    owe()
    User.objects.filter(pk=user.pk).update(is_active=False)

    done = deliver_due(NOW)

    assert done.cancelled == 1


def test_a_round_stops_at_its_limit_and_says_that_more_waits(owe: Owe) -> None:
    for number in range(3):
        owe(f"test:{number}")

    done = deliver_due(NOW, limit=2)

    assert (done.sent, done.is_over) == (2, False)


def test_the_oldest_due_goes_first(owe: Owe) -> None:
    young = owe("young", not_before=NOW - timedelta(minutes=1))
    old = owe("old", not_before=NOW - timedelta(minutes=2))

    deliver_due(NOW, limit=1)

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, young.state) == (State.SENT, State.QUEUED)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "sent"},
        {"state": "sending"},
        {"state": "lost"},
        {"user": None},
        {"sent_at": NOW},
    ],
)
def test_the_table_refuses_what_makes_no_sense(owe: Owe, changes: dict[str, object]) -> None:
    message = owe()

    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**changes)


def test_many_messages_of_one_act_wake_the_worker_once(
    owe: Owe,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:  # type: ignore[attr-defined]
        for number in range(5):
            owe(f"test:{number}")

    assert callbacks == [outbox.nudge]


class NoBroker:
    def send_task(self, *_: object, **__: object) -> None:
        raise OSError("nobody there")


class SilentBroker:
    """Takes the call and never answers."""

    def __init__(self) -> None:
        self.called = threading.Event()

    def send_task(self, *_: object, **__: object) -> None:
        self.called.set()
        threading.Event().wait()


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Puts another broker in the place of ours, with a new thread to talk to it."""

    def use(app: object) -> None:
        monkeypatch.setattr(nudging, "import_string", lambda _: app)
        monkeypatch.setattr(nudging._Caller, "pid", 0)

    return use


def test_a_broker_that_is_down_is_no_problem_of_who_asks(
    broker: Callable[[object], None], caplog: pytest.LogCaptureFixture
) -> None:
    broker(NoBroker())

    assert not nudging.ask()
    assert "the worker was not woken: OSError" in caplog.text


def test_a_broker_that_hangs_holds_nobody_up(broker: Callable[[object], None]) -> None:
    silent = SilentBroker()
    broker(silent)

    asking = threading.Thread(target=lambda: (nudging.nudge(), nudging.nudge()), daemon=True)
    asking.start()
    asking.join(timeout=60)

    assert not asking.is_alive()
    assert silent.called.wait(timeout=60)


def test_a_living_broker_takes_the_nudge(monkeypatch: pytest.MonkeyPatch) -> None:
    from cuenta.celery import app

    name = f"test.{uuid4()}"  # threads of other tests may nudge meanwhile
    monkeypatch.setattr(nudging, "TASK", name)
    with app.connection() as connection:
        client = connection.default_channel.client

        assert nudging.ask()

        asked = [each for each in client.lrange("celery", 0, -1) if name.encode() in each]
        assert len(asked) == 1
        client.lrem("celery", 0, asked[0])


@time_machine.travel(NOW, tick=False)
def test_the_instant_of_sending_moves_with_the_round(owe: Owe) -> None:
    message = owe()

    deliver_due(NOW)

    message.refresh_from_db()
    assert NOW <= message.sent_at < NOW + timedelta(seconds=30)  # type: ignore[operator]
