"""What the beat does with the council's review: remind the councillors, and end it when it is late.

As all that the beat does: run twice it does nothing more.
"""

from datetime import datetime

from django.db import transaction

from participation.actions.council_reviews import close_late_review, tell_council
from participation.clocks import calendar_for
from participation.deadlines import CHILE
from participation.due_words import days_left
from participation.models import CouncilReview

REMIND_AT = (3, 1)  # business days before the term ends


def remind_council(now: datetime) -> int:
    """Owe the councillors the reminders that are due, once at each distance; how many reviews."""
    calendar = calendar_for()
    today = now.astimezone(CHILE).date()
    told = 0
    for review in CouncilReview.objects.filter(closed_at__isnull=True, due_at__gt=now):
        left = days_left(review.due_on, today, calendar, starts_after=review.starts_after)
        stage = next((each for each in sorted(REMIND_AT) if left <= each), None)
        if stage is not None and _was_not_told(review, stage, now):
            told += 1
    return told


@transaction.atomic
def _was_not_told(review: CouncilReview, stage: int, now: datetime) -> bool:
    """Tell it at this distance unless it was told already; the keys of its messages know."""
    held = CouncilReview.objects.select_for_update().get(pk=review.pk)
    if held.closed_at is not None:
        return False
    calendar = calendar_for()
    if held.reminded_at is not None:
        on = held.reminded_at.astimezone(CHILE).date()
        before = days_left(held.due_on, on, calendar, starts_after=held.starts_after)
        if before <= stage:
            return False
    tell_council("council_review_due", held, key=f"{held.due_on.isoformat()}:{stage}", now=now)
    held.reminded_at = now
    held.save(update_fields=["reminded_at"])
    return True


def close_late(now: datetime) -> int:
    """End the reviews whose term has passed; how many."""
    late = CouncilReview.objects.filter(closed_at__isnull=True, due_at__lte=now)
    ended = [close_late_review(each, now=now) for each in late.select_related("account")]
    return sum(each is not None for each in ended)
