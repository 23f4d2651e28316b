"""What the supervisor started is kept running, and nothing outlives it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cuenta.local import LocalError, processes
from cuenta.supervisor import Program, Supervisor, sweep


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The supervisor takes over the signals; pytest wants them back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def sleeper(tmp_path: Path, title: str = "Un programa", seconds: str = "60") -> Program:
    code = f"import time; time.sleep({seconds})"
    return Program(title, [sys.executable, "-c", code], tmp_path / "log", tmp_path)


def test_ctrl_c_ends_every_program(tmp_path: Path) -> None:
    supervisor = Supervisor([sleeper(tmp_path), sleeper(tmp_path)], tmp_path / "running.json")
    supervisor.start()
    pids = [program.child.pid for program in supervisor.programs if program.child]
    assert json.loads((tmp_path / "running.json").read_text())["groups"] == pids

    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    supervisor.watch()
    supervisor.stop()

    assert not any(processes.alive(pid) for pid in pids)
    assert not (tmp_path / "running.json").exists()


def test_a_program_that_dies_is_started_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor = Supervisor([sleeper(tmp_path)], tmp_path / "running.json")
    supervisor.start()
    child = supervisor.programs[0].child
    assert child

    child.kill()
    child.wait()
    threading.Timer(0.8, os.kill, (os.getpid(), signal.SIGTERM)).start()
    supervisor.watch()

    again = supervisor.programs[0].child
    assert again
    assert again.pid != child.pid
    assert again.poll() is None
    assert "Un programa se detuvo" in capsys.readouterr().out
    supervisor.stop()


def test_a_program_that_always_dies_stops_with_its_last_words(tmp_path: Path) -> None:
    program = Program("La tarea", [sys.executable, "-c", "exit('no hay nada')"], tmp_path / "log",
                      tmp_path)  # fmt: skip
    supervisor = Supervisor([program], tmp_path / "running.json")
    supervisor.start()

    with pytest.raises(LocalError, match=r"La tarea se cae una y otra vez:\n(?s:.*)no hay nada"):
        supervisor.watch()
    supervisor.stop()


def test_what_a_killed_supervisor_left_is_swept(tmp_path: Path) -> None:
    record = tmp_path / "running.json"
    left = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)", str(tmp_path)], start_new_session=True
    )
    record.write_text(json.dumps({"supervisor": 2**22 + 1, "groups": [left.pid]}))

    sweep(record, tmp_path)

    assert left.wait(timeout=60) == -signal.SIGKILL
    assert not record.exists()


def test_a_stranger_who_got_the_same_number_is_left_alone(tmp_path: Path) -> None:
    record = tmp_path / "running.json"
    stranger = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True
    )
    record.write_text(json.dumps({"supervisor": 2**22 + 1, "groups": [stranger.pid]}))

    sweep(record, tmp_path)

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"supervisor": "x", "groups": []}'])
def test_a_torn_record_is_no_obstacle(tmp_path: Path, text: str) -> None:
    (tmp_path / "running.json").write_text(text)

    sweep(tmp_path / "running.json", tmp_path)


def test_a_program_that_is_added_is_kept_and_stopped_like_the_others(tmp_path: Path) -> None:
    supervisor = Supervisor([sleeper(tmp_path)], tmp_path / "running.json")
    supervisor.start()

    supervisor.add(sleeper(tmp_path, "Otro"))

    pids = [program.child.pid for program in supervisor.programs if program.child]
    assert len(pids) == 2
    assert json.loads((tmp_path / "running.json").read_text())["groups"] == pids
    supervisor.stop()
    assert not any(processes.alive(pid) for pid in pids)


def test_what_is_not_needed_is_given_up_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dying = sleeper(tmp_path, "El trabajador", "0")
    dying.is_needed = False
    supervisor = Supervisor([sleeper(tmp_path), dying], tmp_path / "running.json")
    supervisor.start()

    # Were it never given up, the test would end all the same; left running, this would end another.
    at_last = threading.Timer(30, os.kill, (os.getpid(), signal.SIGTERM))
    at_last.start()
    supervisor.watch(lambda: supervisor.__setattr__("stopping", dying.child is None))
    at_last.cancel()

    first = supervisor.programs[0].child
    assert "El trabajador se cae una y otra vez; se sigue sin él" in capsys.readouterr().out
    assert first is not None
    assert first.poll() is None
    supervisor.stop()
