"""What people ask, as of the printing: how many questions each page has, and the most supported.

Only the current edition of an account counts them: archived ones never change, and keep the link.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cuenta.pages.observed import CouncilPages, Said
from participation.pages.questions import QuestionRow
from participation.public import Asked
from programs.figures import plural
from programs.regions import BY_CODE


@dataclass(frozen=True, slots=True)
class Reception:
    """When an account receives; the days left change daily, so that no printed page says them."""

    opens_on: date
    closes_on: date
    closes_in_words: str


@dataclass(frozen=True, slots=True)
class AskedPages:
    """What the pages of one account say of its questions. `counts` is by address within it."""

    counts: Mapping[str, int] = field(default_factory=dict)
    top: tuple[QuestionRow, ...] = ()
    reception: Reception | None = None
    council: CouncilPages | None = None

    @property
    def mark(self) -> str:
        """A hash of all that is printed of it: while it is the same nothing is printed again."""
        told = [sorted(self.counts.items()), [str(each) for each in self.top], str(self.reception)]
        told.append(self.council.mark if self.council is not None else "")
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AskedBlock:
    """The block of one page: `count` is empty where nobody counted."""

    heading: str
    count: str
    href: str
    fragment: str
    ask: str
    observed: tuple[Said, ...] = ()


def counts_by_year(asked: Iterable[Asked]) -> dict[int, dict[str, int]]:
    """For each account, how many questions belong to each address of it."""
    found: dict[int, Counter[str]] = {}
    for each in asked:
        counts = found.setdefault(each.account_year, Counter())
        for path in _pages_of(each):
            counts[path] += each.count
    return {year: dict(counts) for year, counts in found.items()}


def _pages_of(each: Asked) -> set[str]:
    """The addresses that a question belongs to; the same that `filters.about_page` looks for."""
    pages = {"", each.about_path}
    for folder, slug in (
        ("cifras", each.figure), ("capitulos", each.chapter), ("programas", each.program),
    ):  # fmt: skip
        if slug:
            pages.add(f"{folder}/{slug}/")
    if each.region in BY_CODE:
        pages.add(f"regiones/{BY_CODE[each.region].slug}/")
    return pages


def block_of(
    asked: AskedPages | None, year: int, path: str, what: str, ask: str = ""
) -> AskedBlock:
    """The block of the page at `path`; `what` ends its heading: `esta cifra`."""
    address = f"/cuentas/{year}/{path}"
    count = plural(asked.counts.get(path, 0), "pregunta", "preguntas") if asked else ""
    return AskedBlock(
        heading=f"Preguntas sobre {what}",
        count=count,
        href=f"/participacion/?sobre={address}",
        fragment=f"/participacion/fragmento/?sobre={address}",
        ask=ask,
        observed=_observed(asked, path),
    )


def _observed(asked: AskedPages | None, path: str) -> tuple[Said, ...]:
    """What the council observed of that page; of the whole account, everything."""
    council = asked.council if asked is not None else None
    if council is None:
        return ()
    return council.by_path.get(path, ()) if path else council.said
