"""The browser itself works and stays on this machine."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page


def test_axe_sees_a_missing_language(chromium: Browser, axe: Callable[[Page], list[str]]) -> None:
    page = chromium.new_page()
    page.set_content("<html><title>x</title><main><h1>Sin idioma</h1></main></html>")

    found = axe(page)

    assert any(line.startswith("html-has-lang") for line in found)
    page.close()
