"""Pages made once by the test client, with their headers, and handed to Chromium as they are."""

import mimetypes
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.staff import text_of

HOST = "http://127.0.0.1"
Made = dict[str, tuple[str, dict[str, str]]]


def made_once(make: Callable[[], Iterator[tuple[str, Any]]], media: Path, unblock: Any) -> Made:
    """What `make` yields by name, in a transaction that is taken back.

    In a thread of its own: in this one Playwright's event loop hides the test database.
    """

    def run() -> Made:
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        with override_settings(MEDIA_ROOT=media), transaction.atomic():
            made = {name: (text_of(answer), dict(answer.headers)) for name, answer in make()}
            transaction.set_rollback(True)
        connection.close()
        return made

    with unblock(), ThreadPoolExecutor(1) as worker:
        return worker.submit(run).result()


def hand_over(
    chromium: Browser, page: tuple[str, dict[str, str]], width: int, scheme: Any
) -> tuple[BrowserContext, Page]:
    """The page as a browser sees it; what the policy stopped is in `window.stopped`."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    shown = context.new_page()
    shown.route("**/*", lambda route: _answer(route, page))
    shown.add_init_script(
        "window.stopped = []; document.addEventListener('securitypolicyviolation',"
        " e => window.stopped.push(e.violatedDirective + ' ' + e.blockedURI))"
    )
    shown.goto(f"{HOST}/admin/")
    return context, shown


def _answer(route: Route, page: tuple[str, dict[str, str]]) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith(settings.STATIC_URL):
        file = Path(settings.STATIC_ROOT) / path.removeprefix(settings.STATIC_URL)
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)
    elif path == "/admin/":
        headers = {key: value for key, value in page[1].items() if key != "Content-Length"}
        route.fulfill(status=200, body=page[0], headers=headers)
    else:
        route.fulfill(status=200, body="", content_type="text/javascript")
