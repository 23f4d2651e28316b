"""Telling who presented a submission what happened to it, by a message of the outbox."""

from datetime import datetime

from participation.models import Authorship, Submission
from participation.outbox import queue


def tell_author(kind: str, submission: Submission, *, key: str = "", now: datetime) -> bool:
    """Owe the author a message of that kind; False where there is no e-mail to write to.

    `key` tells apart two messages of one kind about one submission; without it there is one.
    """
    authorship = Authorship.objects.select_related("person").filter(submission=submission).first()
    if authorship is None or not authorship.person.email_index:
        return False
    parts = filter(None, (kind, submission.folio or str(submission.uid), key))
    queue(kind, about=submission, person=authorship.person, key=":".join(parts), now=now)
    return True
