"""A real browser for the tests marked `browser` (every test in this folder is)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.served import serve
from tests.conftest import find_chromium
from tests.cuenta.printed import TwoEditions

# Nobody waits longer than needed; a machine with much else to do needs longer than five seconds.
PATIENCE = 60_000  # ms
expect.set_options(timeout=PATIENCE)

ARGUMENTS = [
    "--no-sandbox",  # in a container the tests run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Everything that WCAG asks for up to AA, and what axe calls good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    path = find_chromium()
    if path is None:
        pytest.fail("REQUIRE_BROWSER=1, but Chromium is not here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        browser.new_context = _patient(browser.new_context)  # type: ignore[method-assign]
        yield browser
        browser.close()
        # Beside Playwright's event loop Django keeps other connections than without it.
        connections.close_all()


def _patient(new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    def made(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context

    return made


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """What axe finds wrong on a page, one line each: `assert axe(page) == []`."""
    runner = Axe()

    def violations(page: Page, rules: list[str] | None = None) -> list[str]:
        chosen = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
        # What passes is not told one by one: on a page of 400 figures that costs most of the time.
        options: dict[str, Any] = {"runOnly": chosen, "resultTypes": ["violations"]}
        found = runner.run(page, options=options).response["violations"]
        return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]

    return violations


@pytest.fixture(scope="session")
def portal(printed: TwoEditions) -> Iterator[str]:
    """The address of Sercotec's published account, served from files alone."""
    with serve(printed.root) as address:
        yield address
