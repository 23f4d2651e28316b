"""Mail without a mail server: each message a file in a folder, for the demonstration.

`EMAIL_URL=folder:///path` chooses it. The names sort by instant and say the kind, so that the
folder reads as a list: `20261122-184501-034512_receipt_1f2e3d4c.eml`.
"""

import email
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

KIND_HEADER = "X-Portal-Kind"
KEPT = 500  # messages; the oldest go first
_STAMP = "%Y%m%d-%H%M%S-%f"


@dataclass(frozen=True, slots=True)
class Filed:
    """A message of the folder, as somebody reads it."""

    name: str
    kind: str
    written_at: datetime
    recipient: str
    subject: str
    text: str


class FolderBackend(BaseEmailBackend):
    """Writes each message whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(message, place)
        _prune(place)
        return len(email_messages)


def folder() -> Path:
    """Where the messages are."""
    return Path(settings.EMAIL_FILE_PATH)


def is_used() -> bool:
    """Whether messages go to the folder instead of leaving."""
    return bool(settings.EMAIL_URL.startswith("folder:"))


def newest(limit: int = 50) -> list[Filed]:
    """The last messages, newest first; those that cannot be read are left out."""
    letters = (read(path.name) for path in reversed(_names(folder())[-limit:]))
    return [letter for letter in letters if letter is not None]


def read(name: str) -> Filed | None:
    """One message by the name of its file; None if there is no such message."""
    path = folder() / Path(name).name
    try:
        written_at = datetime.strptime(path.name.partition("_")[0], _STAMP).replace(
            tzinfo=timezone.get_default_timezone()
        )
        parsed = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    except (OSError, ValueError):
        return None
    return _letter(path.name, written_at, parsed)


def _letter(name: str, written_at: datetime, parsed: ParsedMessage) -> Filed:
    body = parsed.get_body(("plain",))
    return Filed(
        name=name,
        kind=str(parsed.get(KIND_HEADER, "")),
        written_at=written_at,
        recipient=str(parsed.get("To", "")).strip(),
        subject=str(parsed.get("Subject", "")).strip(),  # a long one begins folded
        text=str(body.get_content()) if body else "",
    )


def _write(message: EmailMessage, place: Path) -> None:
    kind = message.extra_headers.get(KIND_HEADER, "message")
    stamp = timezone.localtime().strftime(_STAMP)
    path = place / f"{stamp}_{kind}_{secrets.token_hex(4)}.eml"
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(message.message().as_bytes())
    unfinished.replace(path)


def _prune(place: Path) -> None:
    for path in _names(place)[:-KEPT]:
        path.unlink(missing_ok=True)


def _names(place: Path) -> list[Path]:
    return sorted(place.glob("*.eml"))
