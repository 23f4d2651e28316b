"""Whatever is killed, every message arrives at least once and the queue tells the truth.

Real workers, a real beat and a broker of their own, against the test's database.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from cuenta.local import Place, processes
from cuenta.local.place import CHECKOUT
from cuenta.local.valkey import Valkey
from cuenta.supervisor import _die_with_parent
from participation import emails, health
from participation.models import Message
from participation.outbox import queue
from programs.models import User
from tests.factories import UserFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE = 180  # a busy machine takes its time to import Django
QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")
State = Message.State


class Machine:
    """A broker, workers and a beat that can be killed one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.broker = Valkey(Place(folder))
        self.sent_file = folder / "sent.txt"
        self.death = folder / "death"
        self.sent_file.touch()
        self.running: list[subprocess.Popen[bytes]] = []

    @property
    def environment(self) -> dict[str, str]:
        server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        return {
            **os.environ,
            "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
            "REDIS_URL": self.broker.url,
            "DJANGO_SETTINGS_MODULE": "tests.participation.crash_settings",
            "POST_FILE": str(self.sent_file),
            "POST_DEATH": str(self.death),
            "POST_SECONDS": "0.05",
        }

    def start_broker(self) -> None:
        self.broker.prepare()
        self.broker.start()
        assert processes.wait_until(self.broker.answers, seconds=PATIENCE)

    def run(self, *argv: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log.txt").open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, *argv],
                cwd=CHECKOUT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # nothing outlives a run that is cut
            )
        self.running.append(child)
        return child

    def worker(self) -> subprocess.Popen[bytes]:
        argv = ("-m", "celery", "-A", "cuenta", "worker", "--pool=solo", *QUIET)
        return self.run(*argv, f"--hostname=w{len(self.running)}@%h", "--loglevel=warning")

    def beat(self) -> subprocess.Popen[bytes]:
        schedule = f"--schedule={self.folder / 'beat'}"
        return self.run("-m", "celery", "-A", "cuenta", "beat", schedule, "--max-interval=1")

    def stop(self) -> None:
        for child in self.running:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            child.wait(timeout=PATIENCE)
        self.broker.stop()

    def sent(self) -> Counter[str]:
        """How often each Message-ID was handed over."""
        return Counter(self.sent_file.read_text().split())

    @property
    def log(self) -> str:
        return processes.tail(self.folder / "log.txt", 30)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    machine.start_broker()
    yield machine
    machine.stop()


def owe(count: int) -> list[str]:
    """Queue so many messages; the Message-IDs they must arrive with."""
    user: User = UserFactory()
    now = timezone.now()
    for number in range(count):
        queue("test_message", user=user, key=f"crash:{number}", now=now)
    return [emails.message_id(message) for message in Message.objects.order_by("pk")]


def all_sent() -> bool:
    return not Message.objects.exclude(state=State.SENT).exists()


def kill(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait(timeout=PATIENCE)


def let_claims_run_out() -> int:
    """What CLAIM's minutes would do: the clock of the claims runs ahead."""
    return Message.objects.filter(state=State.SENDING).update(not_before=timezone.now())


def test_a_worker_killed_in_the_middle_of_a_batch_loses_nothing(machine: Machine) -> None:
    expected = owe(40)
    first = machine.worker()
    machine.beat()
    assert processes.wait_until(lambda: len(machine.sent()) >= 5, seconds=PATIENCE), machine.log

    kill(first)
    assert len(machine.sent()) < 40, "it was killed in the middle"
    machine.worker()
    let_claims_run_out()

    assert processes.wait_until(all_sent, seconds=PATIENCE), machine.log
    assert set(machine.sent()) == set(expected)
    assert sum(machine.sent().values()) <= 41, "only the one in hand may arrive twice"


def test_a_worker_that_dies_after_sending_sends_the_same_message_again(machine: Machine) -> None:
    expected = owe(3)
    machine.death.touch()
    suicidal = machine.worker()
    machine.beat()
    suicidal.wait(timeout=PATIENCE)
    assert Message.objects.filter(state=State.SENDING).count() == 1
    assert let_claims_run_out() == 1

    machine.worker()

    assert processes.wait_until(all_sent, seconds=PATIENCE), machine.log
    assert machine.sent()[expected[0]] == 2, "twice, under one Message-ID"
    assert set(machine.sent()) == set(expected)


def test_a_broker_that_dies_and_comes_back_loses_nothing(machine: Machine) -> None:
    machine.worker()
    machine.beat()
    assert processes.wait_until(lambda: seen_since(None), seconds=PATIENCE), machine.log
    pid = machine.broker.pid()
    assert pid

    os.kill(pid, signal.SIGKILL)
    assert processes.wait_until(lambda: not processes.alive(pid), seconds=PATIENCE)
    expected = owe(5)
    machine.start_broker()

    assert processes.wait_until(all_sent, seconds=PATIENCE), machine.log
    assert machine.sent() == Counter(expected)


def seen_since(instant: datetime | None) -> bool:
    """Whether the beat's pulse was noted, after `instant` if given."""
    seen = health.health(timezone.now()).last_pulse
    return seen is not None and (instant is None or seen > instant)


SERVER = """
import os, signal, sys
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from participation import outbox
from programs.models import User
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
outbox.nudge = die
with transaction.atomic():
    outbox.queue("test_message", user=User.objects.get(), key="crash:server", now=timezone.now())
    if sys.argv[1] == "before":
        die()
"""


def test_a_server_killed_between_the_commit_and_the_nudge_loses_nothing(machine: Machine) -> None:
    UserFactory()
    machine.worker()
    machine.beat()

    server = machine.run("-c", SERVER, "after")

    assert server.wait(timeout=PATIENCE) == -signal.SIGKILL, machine.log
    assert Message.objects.filter(key="crash:server").exists()
    assert processes.wait_until(all_sent, seconds=PATIENCE), machine.log
    assert sum(machine.sent().values()) == 1


def test_a_server_killed_before_the_commit_owes_nothing(machine: Machine) -> None:
    UserFactory()

    server = machine.run("-c", SERVER, "before")

    assert server.wait(timeout=PATIENCE) == -signal.SIGKILL, machine.log
    assert not Message.objects.exists()


def test_two_workers_at_once_send_each_message_once(machine: Machine) -> None:
    expected = owe(30)

    machine.worker()
    machine.worker()
    machine.beat()

    assert processes.wait_until(all_sent, seconds=PATIENCE), machine.log
    assert machine.sent() == Counter(expected)


def test_a_beat_that_is_killed_beats_again(machine: Machine) -> None:
    machine.worker()
    beat = machine.beat()
    assert processes.wait_until(lambda: seen_since(None), seconds=PATIENCE), machine.log

    kill(beat)
    killed_at = timezone.now()
    machine.beat()

    assert processes.wait_until(lambda: seen_since(killed_at), seconds=PATIENCE), machine.log
