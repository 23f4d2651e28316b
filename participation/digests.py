"""What happened to what somebody follows, once a day at most and only if something did.

The beat looks; nothing depends on the hour it does. Each subscription remembers the last entry of
the register that it was told, so that a day without a worker is told the next day.
"""

from datetime import datetime, timedelta

from django.db import transaction

from participation.deadlines import CHILE
from participation.models import RegisterEntry, Subscription
from participation.news import has_news
from participation.outbox import queue

# An entry may be written before another that is committed later: what is younger than this waits.
SETTLED = timedelta(minutes=5)
BATCH = 200  # subscriptions in memory at once


def send_digests(now: datetime) -> int:
    """Owe a digest to each confirmed subscription with news; how many. Twice a day sends once."""
    until = _settled_until(now)
    today = now.astimezone(CHILE).date()
    waiting = Subscription.objects.filter(
        confirmed_at__isnull=False, ended_at__isnull=True, told_until__lt=until
    ).exclude(last_sent_on=today)
    owed = 0
    for key in waiting.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH):
        owed += _owe(key, until, now)
    return owed


def _settled_until(now: datetime) -> int:
    settled = RegisterEntry.objects.filter(at__lte=now - SETTLED).order_by("-pk")
    return settled.values_list("pk", flat=True).first() or 0


@transaction.atomic
def _owe(key: int, until: int, now: datetime) -> int:
    """Owe one digest, and remember in the same transaction what it tells."""
    today = now.astimezone(CHILE).date()
    rows = Subscription.objects.select_for_update(skip_locked=True).filter(pk=key)
    held = rows.filter(ended_at__isnull=True, told_until__lt=until).first()
    if held is None or held.last_sent_on == today:
        return 0
    since, is_told = held.told_until, has_news(held, held.told_until, until)
    held.told_until = until
    if is_told:
        held.last_sent_on = today
        queue(
            "digest", about=held, person=held.person, key=f"digest:{held.uid}:{today}",
            context={"since": since, "until": until}, now=now,
        )  # fmt: skip
    held.save(update_fields=["told_until", "last_sent_on"])
    return int(is_told)
