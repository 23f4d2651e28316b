"""Release folders, and the one rename that makes a release current.

    PRESS_ROOT/releases/<name>/       a whole site: index.html, cuentas/2022/…, with .gz and .br
    PRESS_ROOT/releases/<name>.json   what it was printed from; its presence says it is finished
    PRESS_ROOT/current                a symbolic link to one of the folders

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
            found: dict[str, Any] = json.loads(manifest_of(folder).read_text())
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
            self._sweep_unfinished()
            stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%S.%f")
            made = folder / f"{stamp}-{secrets.token_hex(3)}"
            made.mkdir()
            try:
                yield made
            except BaseException:
                _remove(made)
                raise

    def switch(self, release: Path, manifest: dict[str, Any]) -> None:
        """Make `release` the current one, durably and at once; then forget the oldest."""
        manifest_of(release).write_text(json.dumps(manifest, indent=1, sort_keys=True))
        os.sync()
        waiting = self.root / f".current-{secrets.token_hex(3)}"
        waiting.symlink_to(Path("releases") / release.name)
        waiting.replace(self.link)
        _sync_folder(self.root)
        self._sweep_old()

    def _sweep_unfinished(self) -> None:
        """Remove what a crash left half printed."""
        current = self.current()
        for folder in self._all():
            if folder != current and not manifest_of(folder).exists():
                _remove(folder)
        for path in self.root.glob(".current-*"):
            path.unlink(missing_ok=True)

    def _sweep_old(self) -> None:
        """Remove all but the newest releases: done after the switch, nobody waits for it."""
        current = self.current()
        for folder in sorted(self._all())[:-KEEP]:
            if folder != current:
                _remove(folder)

    def _all(self) -> list[Path]:
        return [path for path in (self.root / "releases").iterdir() if path.is_dir()]


def manifest_of(release: Path) -> Path:
    """Beside the folder, not in it: what lies in a release is public."""
    return release.with_name(f"{release.name}.json")


def _remove(release: Path) -> None:
    """First its manifest, so that a removal cut short is known for what it is."""
    manifest_of(release).unlink(missing_ok=True)
    shutil.rmtree(release, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
