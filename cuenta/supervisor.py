"""Keeps a list of processes running until it is told to stop; then stops every one.

Standard library only. A process that dies is started again; one that dies again and again
stops everything with a sentence. Nothing outlives the supervisor, not even after `kill -9`:
the system tells each child that its parent died, and what is left is swept at the next start.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from cuenta.local import processes
from cuenta.local.place import LocalError
from cuenta.terminal import say

GRACE = 8  # seconds a process has to end by itself
DEATHS = 5  # within the window, before giving up
WINDOW = 60
PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """Something to keep running: the web server, a worker, a beat.

    One that is not needed and dies again and again is given up, and the others go on.
    """

    title: str
    argv: Sequence[str]
    log: Path
    folder: Path
    is_needed: bool = True
    child: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)


class Supervisor:
    """Starts programs in order, watches them, and stops them in the opposite order."""

    def __init__(self, programs: Sequence[Program], record: Path) -> None:
        self.programs = programs
        self.record = record
        self.stopping = False

    def start(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        for program in self.programs:
            self._start(program)

    def add(self, *programs: Program) -> None:
        """Start more, beside what runs."""
        for program in programs:
            self.programs = [*self.programs, program]
            self._start(program)

    def watch(self, also: Callable[[], object] = lambda: None) -> None:
        """Until asked to stop: start again what died, and see to `also` (the servers)."""
        while not self.stopping:
            for program in self.programs:
                if program.child is not None and program.child.poll() is not None:
                    self._restart(program)
            also()
            time.sleep(0.3)

    def stop(self) -> None:
        for program in reversed(self.programs):
            if program.child is not None and program.child.poll() is None:
                program.child.terminate()
        end = time.monotonic() + GRACE
        for program in reversed(self.programs):
            if program.child is not None:
                processes.wait_until(
                    lambda child=program.child: child.poll() is not None,  # type: ignore[misc]
                    seconds=max(end - time.monotonic(), 0.1),
                )
                kill_group(program.child.pid)
        self.record.unlink(missing_ok=True)

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self, program: Program) -> None:
        with program.log.open("ab") as log:
            program.child = processes.spawn(
                program.argv, log=log, cwd=program.folder, preexec_fn=_die_with_parent
            )
        groups = [known.child.pid for known in self.programs if known.child is not None]
        unfinished = self.record.with_suffix(".new")
        unfinished.write_text(json.dumps({"supervisor": os.getpid(), "groups": groups}))
        unfinished.replace(self.record)  # whoever reads it finds the old one or the new one, whole

    def _restart(self, program: Program) -> None:
        now = time.monotonic()
        program.deaths = [death for death in program.deaths if now - death < WINDOW] + [now]
        if program.child is not None:
            kill_group(program.child.pid)
        if len(program.deaths) >= DEATHS and not program.is_needed:
            program.child = None
            say(f"  ! {program.title} se cae una y otra vez; se sigue sin él. Vea {program.log}")
            return
        if len(program.deaths) >= DEATHS:
            raise LocalError(
                f"{program.title} se cae una y otra vez:\n{processes.tail(program.log)}"
            )
        say(f"  ! {program.title} se detuvo; se vuelve a partir.")
        time.sleep(0.2 * len(program.deaths))
        self._start(program)


def sweep(record: Path, checkout: Path) -> None:
    """End what a supervisor that was killed left behind."""
    try:
        left = json.loads(record.read_text())
        supervisor, groups = int(left["supervisor"]), [int(group) for group in left["groups"]]
    except (OSError, ValueError, KeyError, TypeError):
        return
    if processes.alive(supervisor) and processes.mentions(supervisor, "manage.py"):
        return
    for group in groups:
        if any(processes.mentions(pid, str(checkout)) for pid in processes.group_members(group)):
            kill_group(group)
    record.unlink(missing_ok=True)


def kill_group(group: int) -> None:
    """End a program with all the workers it started; each program leads its own group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    processes.wait_until(lambda: not processes.group_members(group), seconds=GRACE)


def _library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


_LIBC = _library()


def _die_with_parent() -> None:
    """Linux ends this process when the supervisor dies, however it dies."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
