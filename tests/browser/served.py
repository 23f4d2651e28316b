"""The seed account's pages on a port, with no database behind them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler

from cuenta.press.serving import PressedSite
from programs.actions.accounts import prepare_account, publish_account
from programs.actions.imports import import_account
from programs.models import Edition
from programs.package import read_package
from tests.factories import NOW, UserFactory

SEED = Path(settings.BASE_DIR) / "programs" / "data" / "sercotec-2022"


def publish_seed() -> Edition:
    """Sercotec's account, imported and published by the same actions as staff."""
    editor = UserFactory(full_name="Editora de Prueba", role="Edición de datos")
    publisher = UserFactory(full_name="Publicador de Prueba", role="Publicación")
    account = import_account(read_package(SEED), by=editor, now=NOW, origin="prueba")
    prepare_account(account, by=editor, now=NOW)
    return publish_account(account, by=publisher, now=NOW)


class _Server(ThreadedWSGIServer):
    """A thread for each connection: Chromium opens some ahead of time and says nothing on them."""

    daemon_threads = False  # stopping waits until what was asked is answered

    def __init__(self, *args: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RD)  # nothing more will be asked on it
        super().server_close()


@contextmanager
def listening(application: Any) -> Iterator[str]:
    """The address of a server of a WSGI application, until nobody is being answered any more."""
    server = _Server(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serve(root: Path) -> Iterator[str]:
    """The address of a server of the pages under `root`; what is no file answers 404.

    Nobody has asked anything there: the fragments of questions are empty.
    """

    def nothing(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if str(environ["PATH_INFO"]).startswith("/participacion/fragmento/"):
            start_response("204 No Content", [])  # nobody has asked anything
            return [b""]
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"404"]

    site = PressedSite(nothing, press_root=root, static_root=Path(settings.STATIC_ROOT))
    with listening(site) as address:
        yield address
