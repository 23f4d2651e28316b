"""From a bare Python to a running command: environment, packages, and on with it.

`manage.py` calls this for the commands that a newcomer runs (`demo`, `test`, `local`) before
anything is installed. Standard library only.
"""

import fcntl
import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from cuenta import ports
from cuenta.local import LocalError, Place
from cuenta.supervisor import sweep
from cuenta.terminal import complain, step

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = CHECKOUT / "requirements"


class SetupError(Exception):
    """The environment could not be made: says what failed and what to do."""


@dataclass(frozen=True)
class Command:
    """A command that works from a bare Python: its module has `main(args) -> exit code`."""

    module: str
    requirements: str


COMMANDS = {
    "demo": Command("cuenta.demonstration", "base"),
    "local": Command("cuenta.with_local", "dev"),
    "test": Command("cuenta.quality", "dev"),
}


def run(name: str, args: Sequence[str]) -> int:
    """Prepare what the command needs, then run it inside the environment."""
    command = COMMANDS[name]
    os.environ.setdefault("CUENTA_STARTED_AT", str(time.time()))
    try:
        if name == "demo":
            sweep(Place().home / "running.json", CHECKOUT)
            ports.check_free(ports.chosen())
        ensure_environment(command.requirements)
    except (SetupError, LocalError) as error:
        complain(str(error))
        return 1
    except PermissionError as error:
        complain(f"No se puede escribir en {error.filename}: pertenece a otra cuenta del sistema.")
        return 1
    except KeyboardInterrupt:
        complain("\nInterrumpido.")
        return 130
    if Path(sys.prefix).resolve() != VENV.resolve():
        _continue_inside()
    return int(importlib.import_module(command.module).main(list(args)))


def _continue_inside() -> NoReturn:
    os.execv(str(PYTHON), [str(PYTHON), *sys.argv])  # noqa: S606


def ensure_environment(name: str) -> None:
    """Create `.venv` and install the locked packages, unless that is done already."""
    if _done(name):
        return
    with _alone():
        if _done(name):
            return
        if not _works():
            with step("Crear el entorno de Python en .venv"):
                _create()
        with step("Instalar los paquetes, con su huella verificada"):
            _install(name)
        _stamp(name).write_text(_wanted(name))
        if name == "dev":  # holds all of base
            _stamp("base").write_text(_wanted("base"))


def _done(name: str) -> bool:
    try:
        return PYTHON.exists() and _stamp(name).read_text() == _wanted(name)
    except OSError:
        return False


def _stamp(name: str) -> Path:
    return VENV / f".installed-{name}"


def _wanted(name: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """Two at once in one checkout: the second waits for the first one's work."""
    folder = CHECKOUT / "var"
    folder.mkdir(exist_ok=True)
    with (folder / "environment.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _works() -> bool:
    try:
        return subprocess.run([str(PYTHON), "-c", ""], check=False).returncode == 0
    except OSError:
        return False


def _create() -> None:
    made = _quiet([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        raise SetupError(
            "No se pudo crear el entorno de Python. En Debian y Ubuntu instale el paquete "
            f"«python3-venv».\n{_last_lines(made)}"
        )


def _install(name: str) -> None:
    """With uv, which takes seconds; with pip where uv cannot be had."""
    wanted = ["-r", str(REQUIREMENTS / f"{name}.txt"), "--require-hashes"]
    tried = None
    if uv := _uv():
        tried = _quiet([uv, "pip", "install", "--python", str(PYTHON), *wanted])
    if tried is None or tried.returncode:
        tried = _pip(wanted)
    if tried.returncode:
        raise SetupError(
            "No se pudieron instalar los paquetes. Revise la conexión con el índice de paquetes "
            f"de Python y vuelva a ejecutar; lo hecho se conserva.\n{_last_lines(tried)}"
        )


def _uv() -> str | None:
    own = VENV / "bin" / "uv"
    if not own.exists() and not (found := shutil.which("uv")):
        _pip(["-r", str(REQUIREMENTS / "installer.txt"), "--require-hashes"])
    else:
        return str(own) if own.exists() else found
    return str(own) if own.exists() else None


def _pip(words: list[str]) -> "subprocess.CompletedProcess[str]":
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    return _quiet([str(PYTHON), "-m", "pip", "install", *quiet, *words])


def _quiet(argv: list[str]) -> "subprocess.CompletedProcess[str]":
    environment = {"UV_SYSTEM_CERTS": "1", "PIP_ROOT_USER_ACTION": "ignore", **os.environ}
    return subprocess.run(argv, capture_output=True, text=True, check=False, env=environment)


def _last_lines(done: "subprocess.CompletedProcess[str]", lines: int = 12) -> str:
    return "\n".join((done.stdout + done.stderr).strip().splitlines()[-lines:])
