"""What the press asks of other years before it prints: their ledgers, and changes of method."""

from collections.abc import Mapping
from datetime import datetime

from cuenta.models import MethodBreak
from cuenta.pages.site import Ledgered
from programs.models import Edition, PublicAccount
from programs.published import ledger_of


def others_of(account: PublicAccount, until: datetime | None = None) -> tuple[Ledgered, ...]:
    """The last edition of each other account, the earliest year first.

    `until` is the instant of an archived edition, which knows only what was published before it:
    then they are of earlier years, at their permanent addresses.
    """
    editions = Edition.objects.select_related("account").exclude(account=account)
    editions = editions.filter(account__institution=account.institution_id)
    if until is not None:
        editions = editions.filter(
            published_at__lte=until, account__account_year__lt=account.account_year
        )
    last = editions.order_by("account__account_year", "-number").distinct("account__account_year")
    return tuple(Ledgered(ledger_of(each), _root(each, until)) for each in last)


def _root(edition: Edition, until: datetime | None) -> str:
    year = edition.account.account_year
    number = f"ediciones/{edition.number}/" if until is not None else ""
    return f"/cuentas/{year}/{number}"


def breaks_of_method() -> Mapping[tuple[str, int], str]:
    """By indicator and first managed year with the new method, what changed."""
    return {(each.indicator, each.year): each.text for each in MethodBreak.objects.order_by("pk")}
