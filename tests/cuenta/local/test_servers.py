"""The embedded servers start anywhere, are shared, and lose nothing."""

import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from cuenta.local import LocalError, Place, Servers, environment, processes
from cuenta.local.environment import SEALING_KEYS, needed, read_or_create, variable
from cuenta.local.place import CHECKOUT
from cuenta.settings import is_sealing_key
from tests.cuenta.local.conftest import discard

pytestmark = pytest.mark.slow


def query(servers: Servers, text: str) -> object:
    """Run SQL as the portal would; the first column of the first row, if there is one."""
    with psycopg.connect(host=servers.place.run, user="cuenta", dbname="cuenta") as connection:
        cursor = connection.execute(text)
        return cursor.fetchone()[0] if cursor.description else None


def valkey(servers: Servers, *words: str) -> str:
    """Send one command to Valkey and read its answer."""
    with socket.socket(socket.AF_UNIX) as talk:
        talk.connect(str(servers.place.run / "valkey.sock"))
        talk.sendall((" ".join(words) + "\r\n").encode())
        return talk.recv(4096).decode()


def test_spanish_search_and_order_work_even_with_the_c_locale(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")

    servers.start()

    query(servers, "CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm; CREATE EXTENSION citext")
    assert query(servers, "SELECT unaccent('Ñuble') || lower('ÁRBOL')") == "Nubleárbol"
    assert query(servers, "SELECT to_tsvector('spanish', 'caminos públicos')::text") == (
        "'camin':1 'public':2"
    )


def test_no_server_listens_on_the_network(servers: Servers) -> None:
    servers.start()

    assert query(servers, "SHOW listen_addresses") == ""
    assert "$1\r\n0\r\n" in valkey(servers, "CONFIG", "GET", "port")
    assert stat.S_IMODE(servers.place.run.stat().st_mode) == 0o700


def test_the_portal_is_not_a_superuser_of_its_database(servers: Servers) -> None:
    servers.start()

    assert query(servers, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


@pytest.mark.parametrize("server", [0, 1])
def test_a_killed_server_comes_back_with_its_data(servers: Servers, server: int) -> None:
    servers.start()
    query(servers, "CREATE TABLE kept AS SELECT 42 AS answer")
    valkey(servers, "SET", "kept", "42")
    pid = servers.all[server].pid()
    assert pid

    os.kill(pid, signal.SIGKILL)
    assert processes.wait_until(lambda: not processes.alive(pid), seconds=60)
    mended = servers.mend()

    assert mended == [servers.all[server].title]
    assert query(servers, "SELECT answer FROM kept") == 42
    assert "42" in valkey(servers, "GET", "kept")


def test_lock_files_that_name_a_stranger_do_not_stop_a_start(servers: Servers) -> None:
    servers.start()
    query(servers, "CREATE TABLE kept AS SELECT 42 AS answer")
    lock = servers.place.data / "postgres" / "postmaster.pid"
    before = lock.read_text()
    servers.stop()
    stranger = str(os.getppid())

    lock.write_text("\n".join([stranger, *before.splitlines()[1:]]) + "\n")
    (servers.place.data / "valkey" / "valkey.pid").write_text(stranger)
    servers.start()

    assert query(servers, "SELECT answer FROM kept") == 42
    assert all(server.pid() for server in servers.all)


def test_servers_that_outlived_their_launcher_are_found_again(servers: Servers) -> None:
    launcher = (
        "import os, sys, signal; from pathlib import Path;"
        "from cuenta.local import Place, Servers;"
        "Servers(Place(Path(sys.argv[1]))).start(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    asked = [sys.executable, "-c", launcher, str(servers.place.checkout)]
    assert subprocess.run(asked, cwd=CHECKOUT, check=False).returncode == -signal.SIGKILL

    assert servers.start() == []
    assert servers.stop() is True


def test_the_last_one_out_stops_the_servers(servers: Servers) -> None:
    second = Servers(Place(servers.place.checkout))

    assert servers.start() == ["PostgreSQL", "Valkey"]
    assert second.start() == []
    assert servers.stop() is False
    assert all(server.pid() for server in servers.all)
    assert second.stop() is True
    assert not any(server.pid() for server in servers.all)


def test_two_starts_at_once_in_one_checkout_share_the_servers(servers: Servers) -> None:
    order = "from pathlib import Path; import sys; from cuenta.local import Place, Servers;"
    order += "s = Servers(Place(Path(sys.argv[1]))); print(len(s.start())); s.kept.touch()"
    asked = [sys.executable, "-c", order, str(servers.place.checkout)]

    both = [
        subprocess.Popen(asked, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    started = sorted(each.communicate(timeout=60)[0].strip() for each in both)

    assert started == ["0", "2"]
    servers.kept.unlink()


def test_a_closed_or_long_path_gets_short_sockets(tmp_path: Path) -> None:
    deep = tmp_path / ("carpeta con un nombre largo " * 3) / ("y otra " * 12)
    deep.mkdir(parents=True)
    tmp_path.chmod(0o700)
    running = Servers(Place(deep))
    try:
        running.start()

        assert len(str(running.place.run)) < 90
        assert query(running, "SELECT 1") == 1
        assert Place(deep).run == running.place.run, "the next start finds the same sockets"
    finally:
        discard(running)


def test_a_copied_checkout_does_not_use_the_original_sockets(checkout: Path) -> None:
    original, copy = Place(checkout / "a"), Place(checkout / "b")
    run = original.run

    copy.home.joinpath("run.json").write_text(original.home.joinpath("run.json").read_text())

    assert copy.run != run
    for place in (original, copy):
        place.run.rmdir()


def test_a_sockets_folder_open_to_others_is_not_trusted(checkout: Path) -> None:
    first = Place(checkout).run
    first.chmod(0o755)

    assert Place(checkout).run != first
    first.rmdir()


def test_data_of_another_version_stops_with_a_sentence(servers: Servers) -> None:
    data = servers.place.data / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("12\n")

    with pytest.raises(LocalError, match="son de PostgreSQL 12"):
        servers.start()


def test_servers_named_in_the_environment_are_not_started(checkout: Path) -> None:
    named = {"DATABASE_URL": "postgres://db/x", "REDIS_URL": "redis://r"}

    assert needed(Place(checkout), named).all == []
    assert [each.title for each in needed(Place(checkout), {}).all] == ["PostgreSQL", "Valkey"]
    own = {variable(each.title): each.url for each in Servers(Place(checkout)).all}
    assert len(needed(Place(checkout), own).all) == 2, "after `eval $(python -m cuenta.local env)`"


def test_the_secret_is_made_once_and_private(servers: Servers) -> None:
    first = environment(servers)
    kept = servers.place.home / "secret-key"

    assert environment(servers) == first
    assert len(first["SECRET_KEY"]) > 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert urlsplit(first["DATABASE_URL"]).username == "cuenta"


def test_each_sealing_key_is_another_made_once_and_private(servers: Servers) -> None:
    first = environment(servers)

    again = environment(servers)

    keys = [first[name] for name in SEALING_KEYS]
    assert [again[name] for name in SEALING_KEYS] == keys
    assert len({*keys}) == 3
    assert all(is_sealing_key(key) for key in keys)
    kept = [servers.place.home / name for name in ("identity-keys", "index-key", "tracking-keys")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_of_two_that_make_a_secret_at_once_the_first_wins(tmp_path: Path) -> None:
    path = tmp_path / "secret"

    def slow() -> str:
        path.write_text("of the other process")
        return "mine"

    assert read_or_create(path, slow) == "of the other process"
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]
