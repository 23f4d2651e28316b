"""Loaded before Django's settings: servers for the tests, and no way out of this machine.

`pyproject.toml` asks for it with `-p tests.plugin`. DATABASE_URL and REDIS_URL, where set, are
used as they are: so the same suite runs on PostgreSQL 15 and 18.
"""

import fcntl
import gc
import os
from pathlib import Path

import pytest

from cuenta.local import Place, environment
from cuenta.local.environment import needed
from cuenta.local.servers import Servers

# Playwright's synchronous interface keeps an event loop running in the tests' own thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def _start() -> Servers:
    place = Place.of_tests()
    servers = needed(place)
    servers.start()
    for name, value in environment(servers).items():
        os.environ.setdefault(name, value)
    # Two workers of one run share the servers and the assets, and nothing that tests write.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    os.environ.setdefault("STATIC_ROOT", str(place.home / "static_root"))
    for name in ("PRESS_ROOT", "MEDIA_ROOT"):
        own = place.home / f"{name.lower()}{worker}"
        if worker or name not in os.environ:
            os.environ[name] = str(own)
    if worker and any(os.environ["REDIS_URL"] == each.url for each in servers.all):
        os.environ["REDIS_URL"] += f"?db={int(worker.removeprefix('gw')) % 15 + 1}"
    return servers


SERVERS = _start()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """The last one out stops the servers; `python -m cuenta.local start --test` keeps them."""
    SERVERS.stop()


def pytest_collection_finish() -> None:
    """A quarter of the time went into looking again and again through what lives to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


@pytest.fixture(autouse=True, scope="session")
def _assets(request: pytest.FixtureRequest) -> None:
    """Pages name their assets by hash, so that these have to be collected once."""
    from django.conf import settings

    from cuenta.demonstration import collect_static

    root = Path(settings.STATIC_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    with root.with_name("collecting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collect_static()
