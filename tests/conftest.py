"""Fixtures for every test."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.cuenta.printed import TwoEditions, print_two_editions
from tests.plugin import SERVERS
from tests.shared import kept as kept
from tests.template import migrated_template

# The shell draws and runs the same and has no window: a new page costs a fifth of the processor.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def find_chromium() -> str | None:
    """Chromium's path: asked for, or found on the machine."""
    asked = os.environ.get("CHROMIUM")
    return asked or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests run wherever Chromium is; with REQUIRE_BROWSER=1 they never skip."""
    if find_chromium() or os.environ.get("REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


def pytest_configure() -> None:
    """Passwords of the tests are no secret: what makes guessing dear would make them slow."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker: Any) -> None:
    """A test database of this run's own, so that two runs on one machine do not share it."""
    from django.conf import settings

    test = settings.DATABASES["default"].setdefault("TEST", {})
    test["NAME"] = f"test_cuenta_{os.getpid()}"
    url = os.environ["DATABASE_URL"]
    if any(url == each.url for each in SERVERS.all):  # another's server gets nothing that stays
        with django_db_blocker.unblock():
            test["TEMPLATE"] = migrated_template(url)


@pytest.fixture(scope="session")
def printed(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> TwoEditions:
    """The seed account with two editions, as files; nobody may change them."""
    root = tmp_path_factory.mktemp("press")
    # In a thread of its own: Playwright's event loop, where it runs, hides the test database.
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as worker:  # type: ignore[attr-defined]
        return worker.submit(print_two_editions, root).result()
