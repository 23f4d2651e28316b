"""Hand out pressed pages from the application server: files first, Django for the rest.

WhiteNoise does the work (ETag, 304, ranges, `.br` and `.gz`); this only gives it the current
release, and a new one as soon as the press has switched.
"""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from cuenta.headers import public_headers
from cuenta.press.releases import Releases

MAX_AGE = 60  # seconds a page may be reused without asking; assets with a hash, for ever
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class PressedSite:
    """A WSGI application: the current release in front of `application`."""

    def __init__(self, application: Application, *, press_root: Path, static_root: Path) -> None:
        self.application = application
        self.releases = Releases(press_root)
        self.static_root = static_root
        self.headers = public_headers()
        self._lock = threading.Lock()
        self._target: str | None = None
        self._files: WhiteNoise | None = None

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        return self._current()(environ, start_response)  # type: ignore[no-any-return]

    def _current(self) -> WhiteNoise:
        try:
            target = str(self.releases.link.readlink())
        except OSError:
            target = ""
        if self._files is None or target != self._target:
            with self._lock:
                if self._files is None or target != self._target:
                    self._files, self._target = self._indexed(), target
        return self._files

    def _indexed(self) -> WhiteNoise:
        files = WhiteNoise(
            self.application,
            max_age=MAX_AGE,
            index_file=True,
            charset="utf-8",
            add_headers_function=self._add_headers,
            immutable_file_test=_has_hash,
        )
        current = self.releases.current()
        if current is not None:
            files.add_files(str(current))
        if self.static_root.is_dir():
            files.add_files(str(self.static_root), prefix="static/")
        return files

    def _add_headers(self, headers: Any, path: str, url: str) -> None:
        for name, value in self.headers.items():
            headers[name] = value


def _has_hash(path: str, url: str) -> bool:
    """`/static/css/portal.0a1b2c3d4e5f.css` never changes: its name is its content."""
    if not url.startswith("/static/"):
        return False
    parts = url.rsplit("/", 1)[-1].split(".")
    return len(parts) > 2 and len(parts[-2]) == 12 and set(parts[-2]) <= set("0123456789abcdef")
