"""The documentation of the API in a real browser: readable by everyone, at any width, folded."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.api.world import freeze


@pytest.fixture
def page(chromium: Browser, live_server: Any) -> Iterator[Page]:
    freeze()
    with chromium.new_context(java_script_enabled=True) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/api/v1/documentacion/")
        yield page


@pytest.mark.django_db(transaction=True)
def test_the_documentation_reads_well_and_fits_a_telephone(
    page: Page, axe: Callable[..., list[str]]
) -> None:
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text))

    folded = axe(page)
    for summary in page.locator("details > summary").all():
        summary.focus()
        page.keyboard.press("Enter")
    whole = axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")

    assert folded == []
    assert whole == []
    assert wide <= 360
    assert refused == []
