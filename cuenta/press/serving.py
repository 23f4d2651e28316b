"""Hand out pressed pages from the application server: files first, Django for the rest.

WhiteNoise does the work (ETag, 304, ranges, `.br` and `.gz`); this only gives it the current
release, and a new one as soon as the press has switched.
"""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from cuenta.headers import public_headers
from cuenta.press.releases import Releases

MAX_AGE = 60  # seconds a page may be reused without asking; assets with a hash, for ever
# What neither Python nor every browser knows; docs/deploy/nginx.conf says the same of all.
TYPES = {
    ".atom": "application/atom+xml",
    ".bib": "application/x-bibtex",
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".py": "text/plain",
    ".webmanifest": "application/manifest+json",
    "sha256sums": "text/plain",
}
_HEX = set("0123456789abcdef")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class PressedSite:
    """A WSGI application: the current release in front of `application`."""

    def __init__(self, application: Application, *, press_root: Path, static_root: Path) -> None:
        self.application = application
        self.releases = Releases(press_root)
        self.static_root = static_root
        self._current = str(self.releases.link)
        self._lock = threading.Lock()
        self._listed: tuple[str, PublicFiles] | None = None

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        try:
            return self._files()(environ, start_response)  # type: ignore[no-any-return]
        except FileNotFoundError:  # two switches since this request chose its release
            return self._files(wait=True)(environ, start_response)  # type: ignore[no-any-return]

    def _files(self, *, wait: bool = False) -> "PublicFiles":
        """The files of the release that `current` names; the old ones while the new are listed."""
        known = self._listed
        if known is not None and known[0] == self._link():
            return known[1]
        # One request lists the new release; the others go on with the old, if there was one.
        if self._lock.acquire(blocking=wait or known is None):
            try:
                target = self._link()
                if self._listed is None or self._listed[0] != target:
                    self._listed = target, self._list(target)
                return self._listed[1]
            finally:
                self._lock.release()
        assert known is not None  # noqa: S101 (without it the lock was waited for)
        return known[1]

    def _link(self) -> str:
        try:
            return os.readlink(self._current)  # noqa: PTH115 (at each request: half the time)
        except OSError:
            return ""

    def _list(self, target: str) -> "PublicFiles":
        files = PublicFiles(self.application)
        release = self.releases.root / target
        if target and release.is_dir():
            files.add_files(str(release))
        if self.static_root.is_dir():
            files.add_files(str(self.static_root), prefix="static/")
        return files


class PublicFiles(WhiteNoise):  # type: ignore[misc]
    """The files of one release, and the assets, with the headers of a public page."""

    def __init__(self, application: Application) -> None:
        self.public_headers = public_headers()
        super().__init__(
            application,
            max_age=MAX_AGE,
            index_file=True,
            mimetypes=TYPES,
            add_headers_function=self.add_public_headers,
        )

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if "/." not in url:
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)

    def add_public_headers(self, headers: Any, path: str, url: str) -> None:
        for name, value in self.public_headers.items():
            headers[name] = value

    def redirect(self, from_url: str, to_url: str) -> Any:
        """From an address without its last slash, with the headers of any other answer."""
        found = super().redirect(from_url, to_url)
        found.response.headers.extend(self.public_headers.items())
        return found

    def immutable_file_test(self, path: str, url: str) -> bool:
        """`/static/css/portal.0a1b2c3d4e5f.css` never changes: its name is its content."""
        if not url.startswith("/static/"):
            return False
        parts = url.rsplit("/", 1)[-1].split(".")
        return len(parts) > 2 and len(parts[-2]) == 12 and set(parts[-2]) <= _HEX
