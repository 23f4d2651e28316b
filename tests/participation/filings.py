"""Submissions that really were filed, for tests of what comes afterwards."""

from datetime import datetime

from participation.actions.filing import (
    Author,
    confirm_submission,
    receive_without_email,
    send_submission,
)
from participation.models import Submission
from programs.models import PublicAccount, Region
from tests.factories import AccountFactory

TEXT = "¿Cuántas organizaciones recibieron fondos de más de un programa?"


def file_one(
    now: datetime,
    *,
    account: PublicAccount | None = None,
    email: str = "",
    region: str | None = None,
    text: str = TEXT,
) -> Submission:
    """A submission with its folio, sent at `now`: confirmed by mail, or without one."""
    sent = send_submission(
        account=account or AccountFactory(),
        kind=Submission.Kind.QUESTION,
        text=text,
        author=Author(email=email),
        region=Region.objects.get(pk=region) if region else None,
        now=now,
    )
    receive = confirm_submission if email else receive_without_email
    return receive(sent, now=now)
