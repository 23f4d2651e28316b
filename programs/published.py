"""What editions published, read once and kept: an edition never changes.

Everything that is shown of an account outside of the printed pages comes from here, so that the
draft in the database cannot be seen through it.
"""

import re
from functools import cached_property, lru_cache

from programs.checks import Outcome, Review, review, run_checks
from programs.editions import ledger_of_edition
from programs.ledger import Ledger
from programs.models import Edition
from programs.reviews import previous_ledger

EDITION_ID = re.compile(r"([12][0-9]{3})-([1-9][0-9]{0,4})")
MOST_KEPT = 8  # editions in memory, the least used ones go first


class Published:
    """One edition: its ledger, and its checks as they were judged when it was published."""

    def __init__(self, edition: Edition, ledger: Ledger, previous: Ledger | None) -> None:
        self.edition = edition
        self.ledger = ledger
        self._previous = previous

    @property
    def id(self) -> str:
        """`2022-1`: the year of the account and the number of the edition."""
        return id_of(self.edition)

    @property
    def year(self) -> int:
        return self.edition.account.account_year

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        return run_checks(self.ledger, self._previous)

    @cached_property
    def review(self) -> Review:
        return review(self.outcomes, self.ledger)

    def page(self, path: str = "") -> str:
        """The permanent path of a page of this edition."""
        return f"/cuentas/{self.year}/ediciones/{self.edition.number}/{path}"


def id_of(edition: Edition) -> str:
    """What names an edition in addresses of the API; it never means another."""
    return f"{edition.account.account_year}-{edition.number}"


def edition_with_id(text: str) -> Edition | None:
    """The published edition of that id, or None."""
    found = EDITION_ID.fullmatch(text)
    if found is None:
        return None
    rows = Edition.objects.select_related("account").filter(
        account__account_year=int(found[1]), number=int(found[2])
    )
    return rows.order_by("pk").first()


def current_editions(year: int | None = None) -> list[Edition]:
    """The last edition of each account, the newest account first; or that of one year."""
    rows = Edition.objects.select_related("account")
    if year is not None:
        rows = rows.filter(account__account_year=year)
    return list(
        rows.order_by("-account__account_year", "-number").distinct("account__account_year")
    )


def published(edition: Edition) -> Published:
    """Everything that edition froze."""
    return _kept(edition.pk, edition.sha256)


def ledger_of(edition: Edition) -> Ledger:
    """The account that an edition froze; read once, since it never changes."""
    return published(edition).ledger


@lru_cache(maxsize=MOST_KEPT)
def _kept(pk: int, _sha256: str) -> Published:
    edition = Edition.objects.select_related("account").get(pk=pk)
    previous = previous_ledger(edition.account, edition.published_at)
    return Published(edition, ledger_of_edition(edition), previous)
