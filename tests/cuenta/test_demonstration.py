"""`manage.py demo`, from the first start to the last `kill -9`."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from cuenta.local import Place, Servers, processes
from cuenta.local.place import CHECKOUT
from tests.cuenta.demo import Demo, alive_in, clean_environment, copy_tree, free_port
from tests.cuenta.local.conftest import discard

pytestmark = pytest.mark.slow
PATIENCE = 120  # seconds: a busy machine takes its time, and nobody waits longer than needed


@pytest.fixture(scope="module")
def tree() -> Iterator[Path]:
    """One copy of the project for this file; each test leaves it stopped."""
    folder = Path(tempfile.mkdtemp(prefix="cuenta demo "))
    folder.chmod(0o755)
    yield copy_tree(folder)
    discard(Servers(Place(folder)))
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def port() -> int:
    """One port for this file: the address is printed on every page, another one prints anew."""
    return free_port()


class House:
    """The demonstrations of one tree: what a test left running serves the next one."""

    def __init__(self, tree: Path, port: int) -> None:
        self.tree, self.port = tree, port
        self.all: list[Demo] = []

    def start(self, port: int | None = None) -> Demo:
        """One more, ready."""
        self.all.append(Demo(self.tree, port or self.port))
        return self.all[-1].ready()

    def running(self) -> Demo:
        """The one that runs, or one that is started."""
        return next((demo for demo in self.all if not demo.over), None) or self.start()

    def groups(self) -> list[int]:
        """What runs beside it, as its own record says: the web server, the worker, the beat."""
        record = Place(self.tree).home / "running.json"
        return [int(group) for group in json.loads(record.read_text())["groups"]]

    def leave(self) -> None:
        """Nothing runs any more."""
        for demo in self.all:
            if not demo.over:
                demo.interrupt()


@pytest.fixture(scope="module")
def house(tree: Path, port: int) -> Iterator[House]:
    """Each test leaves it well: running on its one port, or stopped."""
    house = House(tree, port)
    yield house
    house.leave()


def wait_until(happened: Callable[[], bool], demo: Demo) -> None:
    """As long as it takes on a busy machine; then what the terminal said."""
    assert processes.wait_until(happened, seconds=PATIENCE), demo.said


def add_mark(tree: Path, name: str) -> None:
    """Write something that has to survive."""
    with psycopg.connect(host=Place(tree).run, user="cuenta", dbname="cuenta") as connection:
        connection.execute("INSERT INTO auth_group (name) VALUES (%s)", [name])


def has_mark(tree: Path, name: str) -> bool:
    with psycopg.connect(host=Place(tree).run, user="cuenta", dbname="cuenta") as connection:
        found = connection.execute("SELECT 1 FROM auth_group WHERE name = %s", [name])
        return found.fetchone() is not None


def acts(tree: Path) -> int:
    """How often the account was imported, prepared, published."""
    with psycopg.connect(host=Place(tree).run, user="cuenta", dbname="cuenta") as connection:
        counted = connection.execute("SELECT count(*) FROM programs_accountevent").fetchone()
    assert counted
    return int(counted[0])


def owe_a_receipt(tree: Path) -> bool:
    """Have one that was sent before sent once more; whether there was one."""
    with psycopg.connect(host=Place(tree).run, user="cuenta", dbname="cuenta") as connection:
        owed = connection.execute(
            "UPDATE participation_message SET state = 'queued', sent_at = NULL, not_before = now()"
            " WHERE id = (SELECT min(id) FROM participation_message"
            " WHERE kind = 'receipt' AND state = 'sent')"
        )
    return owed.rowcount == 1


def test_ctrl_c_stops_everything_and_the_second_start_does_nothing_again(house: House) -> None:
    first = house.running()
    before = acts(house.tree)
    assert before
    assert first.status() == 200
    assert first.interrupt() == 0
    assert processes.wait_until(lambda: not alive_in(house.tree), seconds=PATIENCE)

    second = house.start()

    assert second.answers()
    assert acts(house.tree) == before, "what is published is not imported and published again"
    assert "Instalar los paquetes" not in second.said
    record = house.tree / "var/local/demo-users.json"
    users = json.loads(record.read_text())
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert all(email in second.said and users[email] in second.said for email in users)


@pytest.mark.parametrize("part", ["postgres", "valkey", "web", "web worker"])
def test_a_part_that_is_killed_comes_back_by_itself(house: House, part: str) -> None:
    demo = house.running()
    add_mark(house.tree, f"before killing {part}")
    servers = Servers(Place(house.tree))
    group = house.groups()[0]
    victims = {
        "postgres": servers.all[0].pid(),
        "valkey": servers.all[1].pid(),
        "web": group,
        "web worker": max(processes.group_members(group)),
    }
    victim = victims[part]
    assert victim
    told = demo.said.count("  ! ")

    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: not processes.alive(victim), demo)

    wait_until(lambda: demo.said.count("  ! ") > told, demo)
    wait_until(lambda: all(each.pid() for each in servers.all), demo)
    assert demo.answers(), demo.said
    assert has_mark(house.tree, f"before killing {part}")


def test_mail_is_announced_and_killed_workers_come_back(house: House) -> None:
    demo = house.running()
    wait_until(lambda: len(house.groups()) == 3, demo)
    _, worker, beat = house.groups()

    os.kill(worker, signal.SIGKILL)
    os.kill(beat, signal.SIGKILL)

    for title in ("El trabajador", "El reloj"):
        told = f"  ! {title} se detuvo; se vuelve a partir."
        wait_until(lambda told=told: told in demo.said, demo)  # type: ignore[misc]
    wait_until(lambda: not {worker, beat} & set(house.groups()), demo)
    announced = demo.said.count("  ✉ Comprobante CPP-")
    wait_until(lambda: owe_a_receipt(house.tree), demo)
    wait_until(lambda: demo.said.count("  ✉ Comprobante CPP-") > announced, demo)
    assert demo.answers()


def test_after_the_launcher_is_killed_the_next_start_recovers(house: House) -> None:
    killed = house.running()
    add_mark(house.tree, "before killing the launcher")
    killed.kill()

    again = house.start()

    assert again.answers()
    assert has_mark(house.tree, "before killing the launcher")
    assert again.interrupt() == 0
    assert processes.wait_until(lambda: not alive_in(house.tree), seconds=PATIENCE)


def test_after_everything_is_killed_the_next_start_recovers(house: House) -> None:
    killed = house.running()
    add_mark(house.tree, "before killing it all")
    servers = Servers(Place(house.tree))
    victims = [killed.process.pid, *processes.group_members(house.groups()[0])]
    victims += [pid for server in servers.all if (pid := server.pid())]
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    killed.process.wait(timeout=PATIENCE)

    again = house.start()

    assert again.answers()
    assert has_mark(house.tree, "before killing it all")


def test_a_second_demonstration_in_the_same_tree_shares_the_servers(house: House) -> None:
    first = house.running()
    second = house.start(port=free_port())

    assert first.interrupt() == 0

    assert second.answers(), "the servers stay while somebody uses them"
    assert second.interrupt() == 0


def test_two_copies_of_the_project_run_side_by_side(house: House, tmp_path: Path) -> None:
    other = House(copy_tree(tmp_path / "otra copia"), free_port())
    try:
        first, second = house.running(), other.start()

        assert first.answers()
        assert second.answers()
        add_mark(other.tree, "only in the copy")
        assert not has_mark(house.tree, "only in the copy")
        assert second.interrupt() == 0
        assert first.answers()
    finally:
        other.leave()
        discard(Servers(Place(other.tree)))


def run_demo(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CHECKOUT / "manage.py"), "demo"],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env=clean_environment(**environment),
    )


def test_a_taken_port_stops_at_once_and_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = run_demo(PORT=str(port))

    assert refused.returncode == 1
    assert f"El puerto {port} está ocupado" in refused.stderr
    assert f"PORT={port + 1} python3 manage.py demo" in refused.stderr
    assert refused.stdout == "", "nothing slow was begun"


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "8000 "])
def test_a_port_that_is_none_stops_with_a_sentence(port: str) -> None:
    refused = run_demo(PORT=port)

    assert refused.returncode == 1
    assert "no es un puerto" in refused.stderr
    assert "Traceback" not in refused.stderr
