"""Start, share, mend and stop the embedded servers.

Whoever uses them holds a shared lock (a lease); the system drops it when the process dies,
however it dies. The last one to leave stops the servers; the next one to come finds them
running, or mends what a `kill -9` left.
"""

import fcntl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cuenta.local import processes
from cuenta.local.place import LocalError, Place
from cuenta.local.postgres import Postgres
from cuenta.local.valkey import Valkey

Server = Postgres | Valkey
PATIENCE = 60  # seconds for a server to answer: recovery after a crash takes a few
ATTEMPTS = 5  # an orphaned backend may hold the memory for a moment


class Servers:
    """The servers of one place, shared by every process that asks for them."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.all: list[Server] = [Postgres(place), Valkey(place)]
        self._lease: IO[str] | None = None

    def start(self) -> list[str]:
        """Take a lease and see that every server answers. Names those that were started."""
        with self._alone():
            if self._lease is None:
                self._lease = (self.place.home / "lease").open("w")
                fcntl.flock(self._lease, fcntl.LOCK_SH)
            return [server.title for server in self.all if self._ensure(server)]

    def stop(self) -> bool:
        """Give the lease back; stop the servers if nobody else uses them or keeps them."""
        with self._alone():
            if self._lease is not None:
                self._lease.close()
                self._lease = None
            if self.kept.exists() or self.in_use():
                return False
            for server in self.all:
                server.stop()
            return True

    @property
    def kept(self) -> Path:
        """There while somebody asked that the servers stay up (`python -m cuenta.local start`)."""
        return self.place.home / "kept"

    def in_use(self) -> bool:
        """Whether another process holds a lease."""
        with (self.place.home / "lease").open("w") as lease:
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def mend(self) -> list[str]:
        """Start again what died. Cheap enough to be asked every second."""
        if all(server.pid() for server in self.all):
            return []
        with self._alone():
            return [server.title for server in self.all if self._ensure(server)]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two starts at once: the second waits, and finds what the first one started."""
        with (self.place.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _ensure(self, server: Server) -> bool:
        """Whether the server had to be started."""
        if server.pid() and processes.wait_until(server.answers, seconds=PATIENCE):
            return False
        server.stop()
        server.prepare()
        for attempt in range(ATTEMPTS):
            if _came_up(server, server.start()):
                return True
            server.stop()
            time.sleep(0.2 * (attempt + 1))
        raise LocalError(
            f"{server.title} no partió. Sus últimas líneas:\n{processes.tail(server.log)}"
        )


def _came_up(server: Server, child: subprocess.Popen[bytes]) -> bool:
    """Wait until it answers, or gave up: no sense in waiting longer either way."""
    processes.wait_until(
        lambda: server.answers() or child.poll() is not None,
        seconds=PATIENCE,
    )
    return child.poll() is None and server.answers()
