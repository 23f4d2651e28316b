"""`manage.py test`: everything that has to hold, in one line.

Without arguments: the linters, the types, the floors, the migrations, and all tests. With
`--coverage` alone, the same, and what the tests leave out; it takes about twice as long (decision
14). With other arguments: only pytest, with those arguments.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from cuenta.bootstrap import CHECKOUT, VENV
from cuenta.terminal import complain, say, seconds


@dataclass(frozen=True)
class Check:
    """One program that has to end well."""

    title: str
    argv: tuple[str, ...]


def _module(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *words)


LINT_IMPORTS = (sys.executable, str(VENV / "bin" / "lint-imports"), "--no-cache")
MANAGE = (sys.executable, "manage.py", "local")

CHECKS = (
    Check("Reglas de estilo (ruff)", _module("ruff", "check", ".")),
    Check("Formato (ruff)", _module("ruff", "format", "--check", ".")),
    Check("Tipos (mypy)", _module("mypy")),
    Check("Pisos de la casa (import-linter)", LINT_IMPORTS),
    Check("Migraciones al día", (*MANAGE, "makemigrations", "--check", "--dry-run")),
)
# Which worker takes what, and in which order: tests/workers.py.
WORKERS = ("-n", "2")
TESTS = (Check("Pruebas (pytest)", _module("pytest", *WORKERS)),)
COVERED_TESTS = (
    Check("Pruebas (pytest), con cobertura", _module("coverage", "run", "-m", "pytest", *WORKERS)),
    Check("Reunir la cobertura", _module("coverage", "combine", "--quiet")),
    Check("Cobertura", _module("coverage", "report")),
)


def main(args: Sequence[str]) -> int:
    try:
        if args and list(args) != ["--coverage"]:
            return _run(Check("Pruebas (pytest)", _module("pytest", *args)))
        tests = COVERED_TESTS if args else TESTS
        failed = [check.title for check in (*CHECKS, *tests) if _run(check)]
    except KeyboardInterrupt:
        complain("\nInterrumpido.")
        return 130
    for title in failed:
        complain(f"Falló: {title}")
    return 1 if failed else 0


def _run(check: Check) -> int:
    say(f"── {check.title}")
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    code = subprocess.run(check.argv, cwd=CHECKOUT, env=environment, check=False).returncode
    say(f"   {'bien' if code == 0 else 'MAL'} ({seconds(time.monotonic() - began)})")
    return code
