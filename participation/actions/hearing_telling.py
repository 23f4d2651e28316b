"""Whom an act on a hearing is told to: whoever has a seat in it or waits for one."""

from datetime import datetime

from participation.models import Hearing, HearingRegistration
from participation.outbox import queue

PLACED = (HearingRegistration.State.SEATED, HearingRegistration.State.WAITING)


def tell_registered(kind: str, hearing: Hearing, *, now: datetime) -> None:
    """Owe a message to each who confirmed and gave an e-mail; once for each version of it."""
    rows = hearing.registrations.filter(
        state__in=PLACED, erased_at__isnull=True, person__email_index__isnull=False
    )
    for row in rows.select_related("person").order_by("pk"):
        tell(kind, row, now=now, about_version=hearing.version)


def tell(
    kind: str, row: HearingRegistration, *, now: datetime, about_version: int | str = ""
) -> None:
    """Owe a message about one registration, if there is an e-mail to write to."""
    if not row.person.email_index:
        return
    queue(kind, about=row, person=row.person, key=f"{kind}:{row.uid}:{about_version}", now=now)
