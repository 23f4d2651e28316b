"""Opening the draft of the year after: the same structure, no figures."""

from datetime import datetime

from django.db import transaction

from programs.actions.imports import import_account
from programs.drafts import ledger_of
from programs.editions import ledger_of_edition
from programs.ledger import Ledger
from programs.models import PublicAccount, User
from programs.next_year import next_year_of
from programs.permissions import check_may
from programs.transitions import Refused


@transaction.atomic
def open_next_year(account: PublicAccount, *, by: User, now: datetime) -> PublicAccount:
    """The draft of the account after `account`, made of its structure.

    Raises:
        Refused: `by` may not import, or the portal has the account of that year already.
        PackageProblems: what would be copied does not hang together.
    """
    check_can_open_next(account, by=by)
    copied = next_year_of(structure_of(account))
    origin = f"estructura de la cuenta {account.account_year}"
    return import_account(copied, by=by, now=now, origin=origin)


def check_can_open_next(account: PublicAccount, *, by: User) -> None:
    """Raises Refused, with the reason, when `by` may not open the draft of the year after."""
    check_may(by, "import_account")
    year = account.account_year + 1
    if PublicAccount.objects.filter(account_year=year).exists():
        raise Refused(f"La cuenta de {year} ya está en el portal.")


def structure_of(account: PublicAccount) -> Ledger:
    """What is copied from: what was published last, or the draft where nothing was."""
    edition = account.editions.order_by("-number").first()
    return ledger_of_edition(edition) if edition is not None else ledger_of(account)
