"""Telling who presented a submission what happened to it, by a message of the outbox."""

from datetime import datetime

from participation.council import council_users
from participation.deadlines import CHILE
from participation.models import Authorship, Submission
from participation.outbox import queue

# What the council is told, each to everybody who sits in it and may enter its room.
TO_THE_COUNCIL = {
    "answered": "council_answered",
    "extended": "council_due",
    "due_changed": "council_due",
    "commitment": "council_commitment",
}


def tell_author(kind: str, submission: Submission, *, key: str = "", now: datetime) -> bool:
    """Owe the author a message of that kind; False where there is no e-mail to write to.

    `key` tells apart two messages of one kind about one submission; without it there is one.
    """
    if submission.kind == Submission.Kind.COUNCIL:
        return _tell_council(kind, submission, key=key, now=now)
    authorship = Authorship.objects.select_related("person").filter(submission=submission).first()
    if authorship is None or not authorship.person.email_index:
        return False
    parts = filter(None, (kind, submission.folio or str(submission.uid), key))
    queue(kind, about=submission, person=authorship.person, key=":".join(parts), now=now)
    return True


def _tell_council(kind: str, submission: Submission, *, key: str, now: datetime) -> bool:
    """The same to the council: one message to each of its members of today."""
    told = TO_THE_COUNCIL.get(kind)
    users = council_users(now.astimezone(CHILE).date()) if told else []
    for user in users:
        parts = filter(None, (told, submission.folio, key, str(user.pk)))
        queue(told or "", about=submission, user=user, key=":".join(parts), now=now)
    return bool(users)
