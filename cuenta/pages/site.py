"""What a set of pages is made from, and what a page is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from cuenta.pages.asked import AskedPages
from programs.checks import Outcome, run_checks
from programs.ledger import Ledger


@dataclass(frozen=True)
class EditionInfo:
    """One published edition: its number, instant, people, hash and the ledger it froze.

    `sha256` is the hash of its `SHA256SUMS`; `reason` says why it was published. `files` are the
    bytes it froze, by path, where they are at hand (what `paquete.zip` holds).
    """

    number: int
    published_at: datetime
    published_by: str
    prepared_by: str
    sha256: str
    ledger: Ledger
    reason: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Ledgered:
    """What another account published, and the address of its pages: `/cuentas/2022/`."""

    ledger: Ledger
    root: str


@dataclass(frozen=True)
class Site:
    """Everything the pages of one account may know.

    `edition` is None on the draft. `editions` are all published ones, oldest first. `prefix` is ""
    for the current edition, `/cuentas/2022/ediciones/1` for an archived one and `/borrador` for
    the draft: every internal link passes through `link()`, so that an archived page leads to its
    own edition.
    """

    ledger: Ledger
    edition: EditionInfo | None
    editions: tuple[EditionInfo, ...]
    site_url: str
    prefix: str = ""
    asset: Callable[[str], str] = field(default=lambda name: f"/static/{name}")
    previous: Ledger | None = None
    asked: AskedPages | None = None  # None where nobody counted: archives, drafts
    # What a draft would seal of them; a mapping has no hash, and a site is asked for by its own.
    promised: Mapping[str, Any] = field(default_factory=dict, hash=False)
    today: date | None = None  # of a draft, so that what is overdue says so
    others: tuple["Ledgered", ...] = ()  # what other years published, the earliest first
    breaks: Mapping[tuple[str, int], str] = field(default_factory=dict, hash=False)  # of method
    is_room: bool = False  # the draft as the council reads it in its private room

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        return run_checks(self.ledger, self.previous)

    @property
    def is_draft(self) -> bool:
        return self.edition is None

    @property
    def is_archive(self) -> bool:
        return bool(self.prefix) and not self.is_draft

    @property
    def root(self) -> str:
        """The account's address, `/cuentas/2022/`, under the prefix of this set of pages."""
        year = self.ledger.account_year
        return f"{self.prefix}/" if self.is_archive else f"{self.prefix}/cuentas/{year}/"

    def link(self, path: str = "") -> str:
        """The address of a page of this account: `link("cifras/crece-monto/")`."""
        return self.root + path

    def permanent(self, path: str = "") -> str:
        """The address to cite: absolute and with its edition, so that it never changes meaning."""
        year = self.ledger.account_year
        number = f"ediciones/{self.edition.number}/" if self.edition else ""
        return f"{self.site_url}/cuentas/{year}/{number}{path}"


@dataclass(frozen=True)
class Page:
    """One file to print. `path` is its address without prefix or leading slash; "" is the root.

    A path that ends in "/" (or is empty) becomes `index.html` in that folder; others are written
    as they are (`cuadratura.csv`). Either `template` and `context`, or ready-made `content`.
    """

    path: str
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    content: bytes | None = None
