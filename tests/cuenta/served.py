"""Ask a WSGI application for an address, without a socket."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings

from cuenta.press.serving import PressedSite
from tests.cuenta.printed import TwoEditions

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(application: Application, path: str, *, method: str = "GET", **headers: str) -> Answer:
    """One request; `if_none_match=…` becomes `If-None-Match`. The path is percent-encoded."""
    bare, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        # WSGI: bytes as if they were Latin-1.
        "PATH_INFO": unquote_to_bytes(bare).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    told: list[Any] = []

    def start_response(status: str, pairs: list[tuple[str, str]], _info: Any = None) -> None:
        told[:] = [int(status.split()[0]), {name.lower(): value for name, value in pairs}]

    result = application(environ, start_response)
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    return Answer(told[0], told[1], body)


def pressed_site(printed: TwoEditions, behind: Application | None = None) -> PressedSite:
    """The printed site in front of an application that only says that it was asked."""
    return PressedSite(
        behind or stand_in, press_root=printed.root, static_root=Path(settings.STATIC_ROOT)
    )


def stand_in(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"from the application"]
