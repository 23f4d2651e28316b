"""The documentation of the API in a real browser: clean for axe, folded and open, at any width."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.api.world import freeze
from tests.browser.handed import Made, hand_over, made_once
from tests.cuenta.small import small_ledger


def _made() -> Iterator[tuple[str, Any]]:
    freeze(ledger=small_ledger())
    yield "documentation", Client().get("/api/v1/documentacion/")


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Made:
    return made_once(_made, tmp_path_factory.mktemp("media"), django_db_blocker.unblock)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_the_documentation_is_clean_folded_and_open_at_any_width(
    chromium: Browser, made: Made, axe: Callable[..., list[str]], width: int, scheme: str
) -> None:
    context, page = hand_over(chromium, made["documentation"], width, scheme)

    with context:
        folded = axe(page)
        for details in page.locator("details").all()[:6]:
            details.locator("summary").focus()
            page.keyboard.press("Enter")
        opened = axe(page)
        sideways = page.evaluate("document.documentElement.scrollWidth") - width
        stopped = page.evaluate("window.stopped")

    assert (folded, opened) == ([], [])
    assert sideways <= 0
    assert stopped == []
