"""Walking the admin as staff do: signed in, through its forms."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from programs.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """The whole answer, streamed or not."""
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return str(response.content.decode())


class _Form(HTMLParser):
    """The values of a page's forms, as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name = said.get("name") or ""
        if tag == "input" and name:
            kind = said.get("type")
            if kind in ("submit", "file") or (
                kind in ("checkbox", "radio") and "checked" not in said
            ):
                return
            if kind == "checkbox" and name in self.values:
                held = self.values[name]
                self.values[name] = [*(held if isinstance(held, list) else [held]), said["value"]]
            else:
                self.values[name] = said.get("value") or ("on" if kind == "checkbox" else "")
        elif tag == "select":
            self._select = name
            self.values[name] = ""
        elif tag == "option" and self._select and "selected" in said:
            self.values[self._select] = said.get("value") or ""
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += (
                data.removeprefix("\r\n") if not self.values[self._textarea] else data
            )


def form_values(client: Client, url: str) -> dict[str, Any]:
    """What the form at `url` would send if nobody touched it."""
    parser = _Form()
    response = client.get(url)
    assert response.status_code == 200, response
    parser.feed(text_of(response))
    parser.values.pop("q", None)
    return parser.values


def send(client: Client, url: str, **changes: Any) -> Any:
    """Open the form at `url`, change some of its fields and send it."""
    return client.post(url, {**form_values(client, url), **changes})


class AtOnce:
    """A thread that runs when it is started, on the test's own connection to the database."""

    def __init__(self, target: Callable[..., None], args: tuple[Any, ...], daemon: bool) -> None:
        self._run = lambda: target(*args)

    def start(self) -> None:
        self._run()


@pytest.fixture
def in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamed work sees what the test wrote and has not committed."""
    monkeypatch.setattr("programs.admin.progress.Thread", AtOnce)
    monkeypatch.setattr("programs.admin.progress.connections.close_all", lambda: None)
