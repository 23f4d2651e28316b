"""Loaded before Django's settings: servers for the tests, and no way out of this machine.

`pyproject.toml` asks for it with `-p tests.plugin`. DATABASE_URL and REDIS_URL, where set, are
used as they are: so the same suite runs on PostgreSQL 15 and 18.
"""

import os

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
    for name in ("PRESS_ROOT", "STATIC_ROOT", "MEDIA_ROOT"):
        os.environ.setdefault(name, str(place.home / name.lower()))
    return servers


SERVERS = _start()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """The last one out stops the servers; `python -m cuenta.local start --test` keeps them."""
    SERVERS.stop()


@pytest.fixture(autouse=True, scope="session")
def _assets(request: pytest.FixtureRequest) -> None:
    """Pages name their assets by hash, so that these have to be collected once."""
    from cuenta.demonstration import collect_static

    collect_static()
