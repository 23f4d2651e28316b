"""What every benchmark needs: the portal on servers of its own, a table, and where to note it.

Each script runs by itself (`.venv/bin/python benchmarks/pressing.py`) and writes its part of
`benchmarks/results.json`; `all.py` runs them one after the other.
"""

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
sys.path.insert(0, str(ROOT))


@contextmanager
def portal() -> Iterator[Path]:
    """Django on embedded servers with an empty, migrated database; yields a folder to work in.

    The servers are those of production in all but size: `fsync` is on.
    """
    from cuenta.local import Place, Servers, environment

    servers = Servers(Place(kind="benchmark"))
    servers.start()
    with tempfile.TemporaryDirectory(prefix="cuenta-benchmark-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        os.environ |= environment(servers)
        os.environ |= {"PRESS_ROOT": str(folder / "press"), "STATIC_ROOT": str(folder / "static")}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "cuenta.settings", "LOG_LEVEL": "CRITICAL"}
        try:
            with _database():
                yield folder
        finally:
            servers.stop()


@contextmanager
def _database() -> Iterator[None]:
    import django
    from django.core.management import call_command
    from django.test.utils import setup_databases, teardown_databases

    django.setup()
    made = setup_databases(verbosity=0, interactive=False)
    call_command("collectstatic", interactive=False, verbosity=0)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


@contextmanager
def forgotten() -> Iterator[None]:
    """What is written inside is checked as on commit, and then undone."""
    from django.db import connection, transaction

    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def publish(ledger: Any) -> None:
    """Import, prepare and publish, by the same actions as staff."""
    from django.utils import timezone

    from programs.actions.accounts import prepare_account, publish_account
    from programs.actions.imports import import_account

    now = timezone.now()
    account = import_account(ledger, by=user("edita"), now=now, origin="medición")
    prepare_account(account, by=user("edita"), now=now)
    publish_account(account, by=user("publica"), now=now)


def user(name: str) -> Any:
    from programs.models import User

    email = f"{name}@medicion.invalid"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_superuser(email=email, password=None, full_name=name)


class Clock:
    """Seconds by the wall and seconds of processor of this process, since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        return time.perf_counter() - self._wall, time.process_time() - self._cpu


def timed(do: Callable[[], object]) -> tuple[float, float]:
    clock = Clock()
    do()
    return clock.read()


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def machine() -> str:
    """`2 cores of Intel …, Linux 6.1, Python 3.11.7`."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "CPU")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores of {model}, {memory} GB, {system}"


def record(name: str, rows: Sequence[dict[str, Any]], load: float) -> None:
    """Print the rows as a table, and note them with the machine and how busy it was."""
    print(f"\n{name}  (load before: {load:.1f})")
    headings = list(dict.fromkeys(key for row in rows for key in row))
    cells = [headings, *[[str(row.get(key, "")) for key in headings] for row in rows]]
    widths = [max(len(line[place]) for line in cells) for place in range(len(headings))]
    for line in cells:
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    known["machine"] = machine()
    known[name] = {
        "at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "load_before": round(load, 1),
        "rows": list(rows),
    }
    RESULTS.write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def load_now() -> float:
    return os.getloadavg()[0]
