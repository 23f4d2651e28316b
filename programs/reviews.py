"""The checks of an account, run on its draft against what the year before published."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from programs.checks import Outcome, run_checks, unexplained
from programs.drafts import ledger_of
from programs.editions import ledger_of_edition
from programs.ledger import Ledger
from programs.models import Edition, PublicAccount


@dataclass(frozen=True)
class CheckedDraft:
    """A draft and everything that was checked in it."""

    account: PublicAccount
    ledger: Ledger
    outcomes: tuple[Outcome, ...]

    @cached_property
    def unexplained(self) -> tuple[Outcome, ...]:
        """The differences that keep the account from being published."""
        return tuple(unexplained(self.outcomes, self.ledger))


def review_draft(account: PublicAccount) -> CheckedDraft:
    """Check the draft as it stands now."""
    ledger = ledger_of(account)
    outcomes = run_checks(ledger, previous_ledger(account))
    return CheckedDraft(account=account, ledger=ledger, outcomes=tuple(outcomes))


def previous_ledger(account: PublicAccount, until: datetime | None = None) -> Ledger | None:
    """What the institution had published for the year before, or None.

    `until` is the instant of an edition: what came later does not change what it was judged by.
    """
    editions = Edition.objects.filter(
        account__institution=account.institution_id,
        account__account_year=account.account_year - 1,
    )
    if until is not None:
        editions = editions.filter(published_at__lte=until)
    edition = editions.order_by("-number").first()
    return ledger_of_edition(edition) if edition else None
