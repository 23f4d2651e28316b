"""Publishing an edition with all that follows from it on the floors below, for every door."""

from datetime import datetime
from typing import Any

from django.db import transaction

from participation.actions.council_following import follow_edition
from programs.actions.accounts import publish_account
from programs.actions.next_year import open_next_year
from programs.actions.promised import keep_promised_record
from programs.models import Edition, PublicAccount, User


@transaction.atomic
def publish_edition(account: PublicAccount, *, by: User, now: datetime, **how: Any) -> Edition:
    """The next edition, and with it what the council said of its draft and was answered.

    Raises:
        Refused: as `publish_account`, which takes the same arguments.
    """
    edition = publish_account(account, by=by, now=now, **how)
    follow_edition(edition, by=by, now=now)
    return edition


@transaction.atomic
def open_next_account(account: PublicAccount, *, by: User, now: datetime) -> PublicAccount:
    """The draft of the year after, with the commitments that `account` leaves.

    Raises:
        Refused: as `open_next_year`.
    """
    opened = open_next_year(account, by=by, now=now)
    return keep_promised_record(opened, by=by, now=now)
