"""What the council said of an account, as plain values that the press brings to its pages."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SaidPlace:
    """A place it speaks of; `path` is within the account, empty for the whole of it."""

    path: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class SaidReply:
    """The last version of the reply."""

    text: str
    effect: str
    signed_by: str
    day: str


@dataclass(frozen=True, slots=True)
class Said:
    """One observation with its reply, or None while it waits; `pages` are those it belongs to."""

    code: str
    href: str
    title: str
    text: str
    about: str
    vote: str
    status: str
    square: str
    places: tuple[SaidPlace, ...]
    pages: tuple[str, ...]
    reply: SaidReply | None
    taken_in: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class CouncilPages:
    """What the pages of one account say of its council. `review` tells how its draft was read."""

    review: str = ""
    is_silent: bool = False
    said: tuple[Said, ...] = ()
    by_path: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """A hash of all that is printed of it."""
        told = (self.review, *map(str, self.said))
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def council_pages(review: str, is_silent: bool, said: tuple[Said, ...]) -> CouncilPages | None:
    """None where the council has said nothing of the account and read no draft of it."""
    if not review and not said:
        return None
    found: dict[str, list[Said]] = {}
    for each in said:
        for path in each.pages:
            found.setdefault(path, []).append(each)
    by_path = {path: tuple(rows) for path, rows in found.items()}
    return CouncilPages(review, is_silent, said, by_path)
