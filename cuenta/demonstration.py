"""`manage.py demo`: the whole portal on this machine, until Ctrl-C.

Runs inside the environment that `cuenta/bootstrap.py` made. Each step says what it does, how
long it took and, where it fails, what to do.
"""

import hashlib
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cuenta import background, ports
from cuenta.local import LocalError, Place, Servers, environment
from cuenta.local.environment import mail_folder, needed
from cuenta.local.processes import tail
from cuenta.supervisor import Program, Supervisor
from cuenta.terminal import complain, say, seconds, step

STARTED = time.monotonic()
ANSWERS_WITHIN = 60


@dataclass(frozen=True)
class Step:
    """One thing to do before serving; `help` is what to try when it fails."""

    title: str
    do: Callable[[], object]
    help: str


STEPS = (
    Step("Leer la configuración", lambda: _set_up(), "Vea «Configuration» en README.md."),
    Step(
        "Preparar la base de datos",
        lambda: _call("migrate", interactive=False, verbosity=0),
        "Si el código es de otra versión que los datos, borre la carpeta var.",
    ),
    Step(
        "Reunir estilos, tipografías e imágenes",
        lambda: collect_static(),
        "Borre la carpeta var/static y vuelva a ejecutar.",
    ),
    Step(
        "Cargar y publicar la Cuenta Pública 2022 de Sercotec",
        lambda: _call("load_demo", verbosity=0),
        "Con la carpeta var borrada se empieza de nuevo.",
    ),
)


def main(_args: Sequence[str]) -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C: stop what was started
        signal.signal(number, signal.default_int_handler)
    try:
        port = ports.chosen()
        place = Place()
        with _running(needed(place), port) as servers:
            _prepare()
            return _serve(servers, place, port)
    except (LocalError, StepError) as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        complain("\nInterrumpido; lo hecho se conserva.")
        return 130


class StepError(Exception):
    """A step of the preparation failed."""


@contextmanager
def _running(servers: Servers, port: int) -> Iterator[Servers]:
    """The embedded servers for as long as the block lasts, named in the environment."""
    try:
        if servers.all:
            with step("Partir " + " y ".join(server.title for server in servers.all)):
                servers.start()
        for name, value in environment(servers, port=port).items():
            os.environ.setdefault(name, value)
        yield servers
    finally:
        servers.stop()


def _prepare() -> None:
    for each in STEPS:
        try:
            with step(each.title):
                each.do()
        except Exception as error:
            report = Place().home / "error.txt"
            report.write_text(traceback.format_exc())
            raise StepError(
                f"No se pudo completar el paso «{each.title}».\n"
                f"{type(error).__name__}: {error}\n{each.help}\nLos detalles están en {report}"
            ) from error
    from django.db import connections

    connections.close_all()


def _set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuenta.settings")
    django.setup()


def _call(command: str, **options: object) -> None:
    from django.core.management import call_command

    call_command(command, **options)


def collect_static() -> None:
    """Copy the assets under their hashed names, if any of them changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != seen.hexdigest():
        _call("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(seen.hexdigest())


def _serve(servers: Servers, place: Place, port: int) -> int:
    web = Program("El servidor web", web_server(port), place.home / "web.log", place.checkout)
    supervisor = Supervisor([web], place.home / "running.json")
    try:
        supervisor.start()
        _wait_until_it_answers(supervisor, port)
        if not supervisor.stopping:
            _welcome(port)
            supervisor.add(*background.programs(place, port))
        letters = background.Letters(mail_folder(place))
        supervisor.watch(lambda: _look_after(servers, letters))
    finally:
        say("\nDeteniendo el portal…")
        supervisor.stop()
    say("Listo: todo detenido. Los datos quedan en var/.")
    return 0


def web_server(port: int) -> list[str]:
    """The command line of the application server."""
    options = ["--interface", "wsgi", "--host", ports.HOST, "--port", str(port)]
    options += ["--workers", "1", "--blocking-threads", "8", "--log-level", "warning", "--no-ws"]
    return [sys.executable, "-m", "granian", *options, "cuenta.wsgi:application"]


def _wait_until_it_answers(supervisor: Supervisor, port: int) -> None:
    end = time.monotonic() + ANSWERS_WITHIN
    while not supervisor.stopping:
        child = supervisor.programs[0].child
        if child is not None and child.poll() is not None:
            log = supervisor.programs[0].log
            raise LocalError(f"El servidor web no partió. Sus últimas líneas:\n{tail(log)}")
        try:
            with socket.create_connection((ports.HOST, port), timeout=1):
                return
        except OSError:
            if time.monotonic() > end:
                raise LocalError("El servidor web no responde.") from None
            time.sleep(0.05)


def _welcome(port: int) -> None:
    from cuenta.demo_users import council_credentials, credentials
    from participation import mailbox

    say(f"\nEl portal está en http://{ports.HOST}:{port}/  (en {seconds(_elapsed())})")
    say(f"La administración, en http://{ports.HOST}:{port}/admin/, con usuarios de demostración:")
    for each in credentials():
        say(f"  {each.email:<24} {each.password:<20} {each.full_name}")
    say("La sala del Consejo, en /consejo/sala/, con consejeras y consejeros de demostración:")
    for each in council_credentials():
        say(f"  {each.email:<24} {each.password:<20} {each.full_name}, {each.group}")
    say("  Su segundo factor lo da: python3 manage.py local demo_code elena@consejo.invalid")
    if mailbox.is_used():
        say("Los correos no salen de este equipo: se escriben en var/mail/ y se anuncian aquí.")
    say("Ctrl-C detiene todo.")


def _elapsed() -> float:
    began = os.environ.get("CUENTA_STARTED_AT")
    return time.time() - float(began) if began else time.monotonic() - STARTED


def _look_after(servers: Servers, letters: background.Letters) -> None:
    for title in servers.mend():
        say(f"  ! {title} se había detenido; está de nuevo en marcha.")
    for line in letters.new():
        say(line)
