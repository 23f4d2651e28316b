"""Release folders, and the one rename that makes a release current.

    PRESS_ROOT/releases/<name>/   a whole site: index.html, cuentas/2022/…, with .gz and .br
    PRESS_ROOT/current            a symbolic link to one of them

A reader follows `current` at each request, so sees the old site or the new one, never a mixture. A
crash before the rename leaves the old site; what it had printed is removed by the next printing.
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEEP = 2  # the current release, and the one whose readers may still be reading
MANIFEST = ".press.json"


@dataclass(frozen=True)
class Releases:
    """The releases under one folder."""

    root: Path

    @property
    def link(self) -> Path:
        return self.root / "current"

    def current(self) -> Path | None:
        """The folder being served, or None before the first printing."""
        try:
            folder = self.root / self.link.readlink()
        except OSError:
            return None
        return folder if folder.is_dir() else None

    def manifest(self) -> dict[str, Any]:
        """What the current release was printed from; empty when there is none."""
        folder = self.current()
        if folder is None:
            return {}
        try:
            found: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        except (OSError, ValueError):
            return {}
        return found

    @contextmanager
    def printing(self) -> Iterator[Path]:
        """A new, empty folder to print into; one printing at a time on this machine."""
        folder = self.root / "releases"
        folder.mkdir(parents=True, exist_ok=True)
        with (self.root / "printing.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._sweep(keep=KEEP)
            stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%S")
            made = folder / f"{stamp}-{secrets.token_hex(3)}"
            made.mkdir()
            try:
                yield made
            except BaseException:
                shutil.rmtree(made, ignore_errors=True)
                raise

    def switch(self, release: Path, manifest: dict[str, Any]) -> None:
        """Make `release` the current one, durably and at once."""
        (release / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
        os.sync()
        waiting = self.root / f".current-{secrets.token_hex(3)}"
        waiting.symlink_to(Path("releases") / release.name)
        waiting.replace(self.link)
        _sync_folder(self.root)
        self._sweep(keep=KEEP)

    def _sweep(self, keep: int) -> None:
        """Remove releases beyond the newest ones, and whatever a crash left half printed."""
        current = self.current()
        finished = [path for path in self._all() if (path / MANIFEST).exists()]
        kept = set(sorted(finished, key=lambda path: path.name)[-keep:])
        for path in self._all():
            if path != current and path not in kept:
                shutil.rmtree(path, ignore_errors=True)
        for path in self.root.glob(".current-*"):
            path.unlink(missing_ok=True)

    def _all(self) -> list[Path]:
        return [path for path in (self.root / "releases").iterdir() if path.is_dir()]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
