"""Where the embedded servers live, and as whom they run.

`home` belongs to who runs the command and keeps the locks and the secrets. `data` belongs to
the account that the servers run as. `run` holds their sockets: a path of a socket may have
about 100 characters, so that a long one is replaced by a short private folder.
"""

import hashlib
import json
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LONGEST_SOCKET_DIR = 80
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")
# For checkouts below a folder that the servers' account may not enter (root's home, say).
SHARED_DATA = Path("/var/lib/cuenta-publica")


class LocalError(Exception):
    """Something the operator has to know: says what happened and what to do."""


@dataclass(frozen=True)
class Account:
    """The operating system account that runs the servers. PostgreSQL refuses root."""

    uid: int
    gid: int

    @property
    def options(self) -> dict[str, Any]:
        """What `subprocess` needs to run something as this account."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may(self, what: str, path: Path) -> bool:
        """Whether the account may read (`r`), write (`w`) or enter (`x`) the path."""
        if os.geteuid() != 0:
            return os.access(path, {"r": os.R_OK, "w": os.W_OK, "x": os.X_OK}[what])
        asked = ["/bin/sh", "-c", f'test -{what} "$0"', str(path)]
        return subprocess.run(asked, check=False, cwd="/", **self.options).returncode == 0


@dataclass(frozen=True)
class Place:
    """The folders of one set of servers: those of the demonstration, or those of the tests."""

    checkout: Path = CHECKOUT
    kind: str = "demo"

    @classmethod
    def of_tests(cls) -> "Place":
        """The tests' servers; another PostgreSQL than the usual one gets data of its own."""
        other = os.environ.get("LOCAL_POSTGRES_BIN", "")
        return cls(kind=f"test-{Path(other).parent.name}" if other else "test")

    @property
    def forgets(self) -> bool:
        """Data that nobody misses after a crash of the machine: quicker without `fsync`."""
        return self.kind.startswith("test")

    @cached_property
    def home(self) -> Path:
        home = self.checkout / "var" / "local" / self.kind
        try:
            for folder in (home.parent.parent, home.parent, home):
                _make(folder)
        except PermissionError:
            home = folder.parent
        if not os.access(home, os.W_OK):
            raise LocalError(
                f"No se puede escribir en {home}: pertenece a otra cuenta del sistema. "
                "Ejecute con esa cuenta, o borre la carpeta var."
            )
        return home

    @cached_property
    def account(self) -> Account:
        """The account of the data that exists; for new data the first of postgres and nobody."""
        if os.geteuid() != 0:
            return Account(os.geteuid(), os.getegid())
        for known in (self.home / "servers", self._shared):
            if known.exists() and (found := known.stat()).st_uid != 0:
                return Account(found.st_uid, found.st_gid)
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return Account(entry.pw_uid, entry.pw_gid)
        raise LocalError(
            "PostgreSQL no funciona como root y no existe la cuenta «postgres» ni «nobody». "
            "Ejecute con una cuenta corriente."
        )

    @property
    def _shared(self) -> Path:
        mark = hashlib.sha256(f"{self.checkout}\0{self.kind}\0{self._born}".encode())
        return SHARED_DATA / mark.hexdigest()[:16]

    @property
    def _born(self) -> str:
        """Changes when `var` was deleted: its keys are gone, and nothing else opens that data."""
        path = self.home / "born"
        if not path.exists():
            path.write_text(secrets.token_hex(8))
        return path.read_text()

    @cached_property
    def data(self) -> Path:
        """The servers' own folder."""
        near = self.home / "servers"
        if self.account.may("x", self.home):
            return self.own(near)
        SHARED_DATA.mkdir(mode=0o755, parents=True, exist_ok=True)
        return self.own(self._shared)

    @cached_property
    def run(self) -> Path:
        """The folder of the sockets, the same one each time while it is still there and ours."""
        near = self.data / "run"
        if len(str(near)) <= LONGEST_SOCKET_DIR and PLAIN_PATH.fullmatch(str(near)):
            return self.own(near)
        return self._remembered_run() or self._new_run()

    def _remembered_run(self) -> Path | None:
        try:
            record = json.loads((self.home / "run.json").read_text())
            folder = Path(record["run"])
            found = folder.lstat()
        except (OSError, ValueError, KeyError):
            return None
        private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        ours = private and found.st_uid == self.account.uid
        # A copied checkout brings the record of the original along: not its own.
        return folder if ours and record["checkout"] == str(self.checkout) else None

    def _new_run(self) -> Path:
        asked = [os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"]  # noqa: S108
        for base in (Path(name) for name in asked if name):
            plain = len(str(base)) < LONGEST_SOCKET_DIR and PLAIN_PATH.fullmatch(str(base))
            if plain and base.is_dir() and self.account.may("x", base) and os.access(base, os.W_OK):
                folder = self.own(Path(tempfile.mkdtemp(prefix="cuenta-", dir=base)))
                record = {"checkout": str(self.checkout), "run": str(folder)}
                (self.home / "run.json").write_text(json.dumps(record))
                return folder
        raise LocalError("No hay una carpeta temporal donde crear los «sockets» de los servidores.")

    def own(self, folder: Path) -> Path:
        """Create a folder that only the servers' account (and root) may enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, self.account.uid, self.account.gid)
        folder.chmod(0o700)
        return folder

    def reachable(self, source: Path, proof: Path) -> Path:
        """`source`, or a copy of it that the servers' account can run; `proof` lies within."""
        if self.account.may("x", proof):
            return source
        version = hashlib.sha256(f"{source}{proof.stat().st_mtime_ns}".encode()).hexdigest()[:12]
        copy = self.data / f"{source.name}-{version}" / source.name
        if not copy.exists():
            unfinished = self.data / f"{source.name}.new"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(source, unfinished / source.name)
            libraries = source.with_name(f"{source.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, unfinished / libraries.name)
            _open(unfinished)
            unfinished.rename(copy.parent)
        return copy


def _make(folder: Path) -> None:
    """Create one of our own folders, open to pass through whatever the umask says."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)


def _open(tree: Path) -> None:
    """Let everybody read and enter a tree of programs that was copied."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)
