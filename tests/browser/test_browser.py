"""The browser itself works and stays on this machine; what serves it waits for nobody."""

import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from tests.browser.served import listening


def hello(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"hola"]


def test_axe_sees_a_missing_language(chromium: Browser, axe: Callable[[Page], list[str]]) -> None:
    page = chromium.new_page()
    page.set_content("<html><title>x</title><main><h1>Sin idioma</h1></main></html>")

    found = axe(page)

    assert any(line.startswith("html-has-lang") for line in found)
    page.close()


def test_who_connects_and_says_nothing_holds_up_nobody() -> None:
    with listening(hello) as address:
        where = urlsplit(address)
        # As Chromium does, ahead of time.
        silent = socket.create_connection((where.hostname, where.port))
        with silent, urlopen(address, timeout=60) as page:
            assert page.read() == b"hola"
