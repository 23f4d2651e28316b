"""What the pages of an account ask of other years: their ledgers, and changes of method."""

from collections.abc import Mapping

from cuenta.models import MethodBreak
from cuenta.pages.site import Ledgered
from programs.models import Edition, PublicAccount
from programs.published import ledger_of


def others_of(account: PublicAccount) -> tuple[Ledgered, ...]:
    """The last edition of each other account, the earliest year first: for its draft.

    The press, which has read every edition, knows them without asking (`printing.Years`).
    """
    editions = Edition.objects.select_related("account").exclude(account=account)
    editions = editions.filter(account__institution=account.institution_id)
    last = editions.order_by("account__account_year", "-number").distinct("account__account_year")
    return tuple(
        Ledgered(ledger_of(each), f"/cuentas/{each.account.account_year}/") for each in last
    )


def breaks_of_method() -> Mapping[tuple[str, int], str]:
    """By indicator and first managed year with the new method, what changed."""
    return {(each.indicator, each.year): each.text for each in MethodBreak.objects.order_by("pk")}
