"""Files between their preview and their confirmation: kept apart, for their owner, for two hours.

They live under MEDIA_ROOT, which nothing serves. What is confirmed is what was previewed, and it is
read again then: no proposal ever travels through the browser.
"""

import json
import secrets
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

LIFE = 2 * 60 * 60  # seconds
MOST_OF_ONE_PERSON = 5
CARD, CONTENT = "card.json", "content"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file waiting. `account` is None for a package of an account that does not exist yet."""

    token: str
    owner: int
    name: str
    replace_all: bool
    account: int | None

    @property
    def folder(self) -> Path:
        return _root() / self.token

    @property
    def path(self) -> Path:
        return self.folder / CONTENT

    @property
    def size(self) -> int:
        """In bytes."""
        return self.path.stat().st_size

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def keep_upload(
    chunks: Iterable[bytes], *, owner: int, name: str, replace_all: bool, account: int | None
) -> Upload:
    """Write the file down and return what finds it again."""
    _sweep(owner)
    upload = Upload(secrets.token_urlsafe(18), owner, name[:200], replace_all, account)
    upload.folder.mkdir(parents=True, mode=0o700)
    with upload.path.open("wb") as out:
        for chunk in chunks:
            out.write(chunk)
    (upload.folder / CARD).write_text(json.dumps(asdict(upload)))
    return upload


def find_upload(token: str, *, owner: int) -> Upload | None:
    """The file, for its owner alone and while it lasts."""
    upload = _read(_root() / token) if token.replace("-", "").replace("_", "").isalnum() else None
    if upload is None or upload.owner != owner:
        return None
    return upload


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def _read(folder: Path) -> Upload | None:
    try:
        if time.time() - (folder / CARD).stat().st_mtime > LIFE:
            return None
        return Upload(**json.loads((folder / CARD).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _sweep(owner: int) -> None:
    """Remove what expired, and the oldest of whoever uploads without confirming."""
    mine = []
    for folder in _root().iterdir() if _root().is_dir() else ():
        upload = _read(folder)
        if upload is None:
            if time.time() - folder.stat().st_mtime > LIFE:
                shutil.rmtree(folder, ignore_errors=True)
        elif upload.owner == owner:
            mine.append((folder.stat().st_mtime, upload))
    mine.sort(key=lambda pair: pair[0], reverse=True)
    for _, upload in mine[MOST_OF_ONE_PERSON - 1 :]:
        upload.discard()
