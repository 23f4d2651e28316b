"""Telling who was promised something what became of it: authors by mail, followers in a digest."""

from datetime import datetime

from participation.actions.telling import tell_author
from participation.models import Commitment, Submission
from participation.register import record
from programs.models import User

_ANSWERED = ("answered", "notified", "closed")


def tell_commitment(commitment: Commitment, *, by: User, now: datetime) -> None:
    """Owe a message to the author of its filing and to those of its group, or to the council.

    The entry about the filing is what those who follow it are told from (`news.TOLD`).
    """
    filing = commitment.submission
    if filing is None:
        return
    record("commitment", about=filing, now=now, by=by, code=commitment.code, to=commitment.state)
    key = f"{commitment.code}:{commitment.version}"
    tell_author("commitment", filing, key=key, now=now)
    for member in Submission.objects.filter(group_head=filing, state__in=_ANSWERED):
        tell_author("commitment", member, key=key, now=now)
