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


@pytest.fixture
def start(tree: Path, port: int) -> Iterator[Callable[..., Demo]]:
    """Starts demonstrations, and ends them whatever the test did."""
    running: list[Demo] = []

    def begin(checkout: Path = tree, port: int = port) -> Demo:
        running.append(Demo(checkout, port))
        return running[-1].ready()

    yield begin
    for demo in running:
        if not demo.over:
            demo.interrupt()


def wait_for(demo: Demo, words: str) -> None:
    """Until the terminal says these words."""
    assert processes.wait_until(lambda: words in demo.said, seconds=PATIENCE), demo.said


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


def test_ctrl_c_stops_everything_and_the_second_start_is_quick(
    start: Callable[..., Demo], tree: Path
) -> None:
    first = start()
    before = acts(tree)
    assert before
    assert first.status() == 200
    assert first.interrupt() == 0
    assert processes.wait_until(lambda: not alive_in(tree), seconds=PATIENCE), alive_in(tree)

    second = start()

    assert second.answers()
    assert "Instalar los paquetes" not in second.said
    assert acts(tree) == before, "what is published is not imported and published again"
    users = json.loads((tree / "var/local/demo-users.json").read_text())
    assert stat.S_IMODE((tree / "var/local/demo-users.json").stat().st_mode) == 0o600
    assert all(email in second.said and users[email] in second.said for email in users)


@pytest.mark.parametrize("part", ["postgres", "valkey", "web", "web worker"])
def test_a_part_that_is_killed_comes_back_by_itself(
    start: Callable[..., Demo], tree: Path, part: str
) -> None:
    demo = start()
    add_mark(tree, f"before killing {part}")
    servers = Servers(Place(tree))
    group = json.loads((Place(tree).home / "running.json").read_text())["groups"][0]
    victims = {
        "postgres": servers.all[0].pid(),
        "valkey": servers.all[1].pid(),
        "web": group,
        "web worker": max(processes.group_members(group)),
    }
    victim = victims[part]
    assert victim

    os.kill(victim, signal.SIGKILL)
    assert processes.wait_until(lambda: not processes.alive(victim), seconds=PATIENCE)

    wait_for(demo, "  ! ")
    assert all(each.pid() for each in servers.all)
    assert demo.answers(), demo.said
    assert has_mark(tree, f"before killing {part}")


def test_mail_is_announced_and_killed_workers_come_back(
    start: Callable[..., Demo], tree: Path
) -> None:
    demo = start()
    record = Place(tree).home / "running.json"

    def groups() -> list[int]:
        return list(json.loads(record.read_text())["groups"])

    assert processes.wait_until(lambda: len(groups()) == 3, seconds=PATIENCE)
    wait_for(demo, "  ✉ Comprobante CPP-")
    _, worker, beat = groups()

    os.kill(worker, signal.SIGKILL)
    os.kill(beat, signal.SIGKILL)

    for title in ("El trabajador", "El reloj"):
        told = f"  ! {title} se detuvo; se vuelve a partir."
        wait_for(demo, told)
    assert processes.wait_until(lambda: not {worker, beat} & set(groups()), seconds=PATIENCE)
    assert demo.answers()


def test_after_the_launcher_is_killed_the_next_start_recovers(
    start: Callable[..., Demo], tree: Path
) -> None:
    killed = start()
    add_mark(tree, "before killing the launcher")
    killed.kill()

    again = start()

    assert again.answers()
    assert has_mark(tree, "before killing the launcher")
    assert again.interrupt() == 0
    assert processes.wait_until(lambda: not alive_in(tree), seconds=PATIENCE), alive_in(tree)


def test_after_everything_is_killed_the_next_start_recovers(
    start: Callable[..., Demo], tree: Path
) -> None:
    killed = start()
    add_mark(tree, "before killing it all")
    servers = Servers(Place(tree))
    group = json.loads((Place(tree).home / "running.json").read_text())["groups"][0]
    victims = [killed.process.pid, *processes.group_members(group)]
    victims += [pid for server in servers.all if (pid := server.pid())]
    for victim in victims:
        os.kill(victim, signal.SIGKILL)

    again = start()

    assert again.answers()
    assert has_mark(tree, "before killing it all")


def test_a_second_demonstration_in_the_same_tree_shares_the_servers(
    start: Callable[..., Demo],
) -> None:
    first = start()
    second = start(port=free_port())

    assert first.interrupt() == 0

    assert second.answers(), "the servers stay while somebody uses them"


def test_two_copies_of_the_project_run_side_by_side(
    start: Callable[..., Demo], tree: Path, tmp_path: Path
) -> None:
    other = copy_tree(tmp_path / "otra copia")
    try:
        first, second = start(), start(other, free_port())

        assert first.answers()
        assert second.answers()
        add_mark(other, "only in the copy")
        assert not has_mark(tree, "only in the copy")
        assert second.interrupt() == 0
        assert first.answers()
    finally:
        discard(Servers(Place(other)))


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
