"""A migrated database from which the tests' own are copied: migrating takes longer than most runs.

It stays in the tests' server under a name that says which migrations made it. `migrate` runs on
each copy all the same, so that what comes after the migrations (roles, permissions) is of today.
"""

import ast
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from cuenta.local import Place

CHECKOUT = Path(__file__).parent.parent
APPS = ("programs", "participation", "cuenta")
PREFIX = "template_cuenta_"
# Django's own migrations and those of the libraries change only with their versions.
LOCKED = "pyproject.toml"


def migrated_template(url: str) -> str:
    """The name of the migrated database beside the one of `url`; made if it is not there."""
    name = PREFIX + _digest()
    with (Place.of_tests().home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("SELECT datname FROM pg_database")
            known = {row[0] for row in cursor.fetchall() if row[0].startswith(PREFIX)}
            if name not in known:
                for old in known:
                    cursor.execute(f"DROP DATABASE {old} WITH (FORCE)")
                _make(cursor, url, name)
    return name


def _make(cursor: Any, url: str, name: str) -> None:
    """Under another name until it is whole: a run that was interrupted leaves none half made."""
    making = f"{PREFIX}making"
    cursor.execute(f"CREATE DATABASE {making}")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": f"{url.rpartition('/')[0]}/{making}"},
        check=True,
    )
    cursor.execute(f"ALTER DATABASE {making} RENAME TO {name}")


def _digest() -> str:
    files = {CHECKOUT / LOCKED}
    for app in APPS:
        for file in (CHECKOUT / app / "migrations").glob("*.py"):
            files |= {file, *_imported(file)}
    seen = hashlib.sha256()
    for file in sorted(files):
        seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


def _imported(file: Path) -> Iterator[Path]:
    """The project's files that a migration reads its rows from."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(APPS):
            found = CHECKOUT.joinpath(*node.module.split(".")).with_suffix(".py")
            if found.is_file():
                yield found
