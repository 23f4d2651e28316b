"""What somebody has typed so far, as one value: the content of an `AskDraft`, sealed at rest."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from participation.keys import CannotOpen, open_sealed, seal

LONGEST_KEPT = 20_000  # characters of one field: far beyond what any field takes


@dataclass(frozen=True, slots=True)
class Content:
    """The fields of the form as they were typed, also where they still have to be mended.

    `about` is the permanent address of what it is about; `region` a CUT code.
    """

    about: str = ""
    kind: str = ""
    text: str = ""
    shown_name: str = ""
    email: str = ""
    region: str = ""
    organisation: str = ""
    sex: str = ""


NAMES = frozenset(field.name for field in fields(Content))


def sealed(content: Content) -> str:
    """What goes into the table."""
    return seal(json.dumps(asdict(content)))


def opened(token: str) -> Content:
    """What `sealed` was given; empty for a draft that was sent, or whose key is gone."""
    if not token:
        return Content()
    try:
        found = json.loads(open_sealed(token))
    except CannotOpen:
        return Content()
    return Content(**{name: str(found[name]) for name in NAMES if name in found})


def print_of(content: Content) -> str:
    """Changes when the content does: what somebody looked at is what is sent."""
    return hashlib.sha256(json.dumps(asdict(content)).encode()).hexdigest()[:16]


def kept(typed: dict[str, Any]) -> dict[str, str]:
    """Of what came with a form, the part that a draft keeps.

    PostgreSQL's text takes no NUL, and JSON is no place for half a character.
    """
    return {
        name: str(value)[:LONGEST_KEPT].replace("\0", "").encode("utf-8", "replace").decode()
        for name, value in typed.items()
        if name in NAMES
    }
