"""What the beat does with hearings: remind whoever has a seat, the day before. Run twice, once."""

from datetime import datetime, timedelta

from participation.actions.hearing_telling import tell
from participation.models import Hearing, HearingRegistration

BEFORE = timedelta(hours=26)  # it is looked at every few minutes: some time the day before
NOT_AFTER = timedelta(hours=2)  # who would read it on the way


def remind_registered(now: datetime) -> int:
    """Owe a reminder to each who has a seat in a hearing that is near; how many hearings."""
    near = Hearing.objects.filter(
        state="called", starts_at__gt=now + NOT_AFTER, starts_at__lte=now + BEFORE
    )
    for hearing in near:
        rows = HearingRegistration.objects.filter(
            hearing=hearing, state="seated", placed_at__lt=now - NOT_AFTER, erased_at=None
        )
        for row in rows.select_related("person").order_by("pk"):
            tell("hearing_reminder", row, now=now, about_version=hearing.starts_at.isoformat())
    return len(near)
