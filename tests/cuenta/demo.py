"""Runs the demonstration as a newcomer does: as a process of its own, in a copy of the tree."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from cuenta.local import processes
from cuenta.local.place import CHECKOUT

READY = "El portal está en"
PATIENCE = 300  # the first start prints thousands of pages


def copy_tree(target: Path) -> Path:
    """What git knows of this tree, as it is now, with the environment that exists."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        source = CHECKOUT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    (target / ".venv").symlink_to(CHECKOUT / ".venv")
    return target


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(**more: str) -> dict[str, str]:
    """A newcomer's environment: nothing of ours is set."""
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME"}}
    return {**kept, "LC_ALL": "C", **more}


class Demo:
    """A running `manage.py demo`."""

    def __init__(self, checkout: Path, port: int) -> None:
        self.checkout, self.port = checkout, port
        self.output = checkout / f"output-{port}.txt"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(checkout / "manage.py"), "demo"],
                cwd="/",
                env=clean_environment(PORT=str(port)),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ready(self) -> "Demo":
        processes.wait_until(lambda: READY in self.said or self.over, seconds=PATIENCE)
        assert READY in self.said, f"exit {self.process.poll()}\n{self.said}"
        return self

    @property
    def said(self) -> str:
        return self.output.read_text()

    @property
    def over(self) -> bool:
        return self.process.poll() is not None

    def status(self, path: str = "/admin/login/") -> int:
        """What the portal answers; 0 where nobody listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as page:
                return int(page.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except OSError:
            return 0

    def answers(self) -> bool:
        return processes.wait_until(lambda: self.status() == 200, seconds=120)

    def interrupt(self) -> int:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=120)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=60)


def alive_in(checkout: Path) -> list[int]:
    """The processes that name this copy of the tree on their command line."""
    found = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return [pid for pid in found if processes.mentions(pid, str(checkout)) and pid != os.getpid()]
