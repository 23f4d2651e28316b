"""The checks of an account, run on its draft against what the year before published."""

from dataclasses import dataclass
from functools import cached_property

from programs.checks import Outcome, run_checks, unexplained
from programs.drafts import ledger_of
from programs.editions import ledger_of_edition
from programs.ledger import Ledger
from programs.models import Edition, PublicAccount


@dataclass(frozen=True)
class Review:
    """A draft and everything that was checked in it."""

    account: PublicAccount
    ledger: Ledger
    outcomes: tuple[Outcome, ...]

    @cached_property
    def unexplained(self) -> tuple[Outcome, ...]:
        """The differences that keep the account from being published."""
        return tuple(unexplained(self.outcomes, self.ledger))


def review_draft(account: PublicAccount) -> Review:
    """Check the draft as it stands now."""
    ledger = ledger_of(account)
    outcomes = run_checks(ledger, previous_ledger(account))
    return Review(account=account, ledger=ledger, outcomes=tuple(outcomes))


def previous_ledger(account: PublicAccount) -> Ledger | None:
    """What the institution published for the year before, or None."""
    edition = (
        Edition.objects.filter(
            account__institution=account.institution_id,
            account__account_year=account.account_year - 1,
        )
        .order_by("-number")
        .first()
    )
    return ledger_of_edition(edition) if edition else None
