"""Processes seen from outside: is it alive, is it ours, make it stop."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

# Kept so that a child that ends is reaped, and never collected while it runs.
_children: list[subprocess.Popen[bytes]] = []


def spawn(argv: Sequence[str], *, log: IO[bytes], **options: Any) -> subprocess.Popen[bytes]:
    """Start `argv` in a session of its own, so that Ctrl-C in the terminal does not reach it."""
    child = subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        **options,
    )
    _children.append(child)
    return child


def reap() -> None:
    """Collect the children that ended; a zombie would look alive to its lock files."""
    _children[:] = [child for child in _children if child.poll() is None]


def alive(pid: int) -> bool:
    """Whether `pid` runs. A zombie does not: PID 1 of a container may never reap it."""
    reap()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(pid) not in {"Z", "X"}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return ""


def mentions(pid: int, words: str) -> bool:
    """Whether the command line of `pid` contains `words`; pids are used again for other things."""
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        found = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
        )
        line = found.stdout
    return os.fsencode(words) in line


def read_pid(path: Path) -> int | None:
    """The process number on the first line of a lock file, if it has one."""
    try:
        return int(path.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def wait_until(happened: Callable[[], bool], *, seconds: float) -> bool:
    """Ask often until it happened, for at most so many seconds."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def stop(pid: int, *signals: signal.Signals, patience: float = 20) -> None:
    """Send each signal in turn until the process is gone."""
    for number in (*signals, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_until(lambda: not alive(pid), seconds=patience):
            return


def group_members(group: int) -> list[int]:
    """The living processes of a process group."""
    reap()
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = entry.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(its_group) == group and state not in {"Z", "X"}:
            found.append(int(entry.parent.name))
    return found


def tail(log: Path, lines: int = 8) -> str:
    """The end of what a process wrote."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(sin registro)"
