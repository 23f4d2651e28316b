"""What is told to the staff: what is about to be late, and whether mail works at all."""

from django.utils import timezone

from participation.deadlines import CHILE
from participation.emails import Letter, NothingToSay, kind
from participation.letters.authors import submission_of
from participation.links import admin_url
from participation.models import ClockRule, Message


@kind("reminder", "Recordatorio de plazo")
def reminder(message: Message) -> Letter:
    """`context["clock"]` names the term; a term that was met meanwhile is not spoken of."""
    submission = submission_of(message)
    clock = message.context.get("clock", ClockRule.Clock.ANSWER)
    deadline = submission.deadlines.filter(clock=clock, met_at__isnull=True).first()
    if deadline is None:
        raise NothingToSay("the term was met")
    now = timezone.now()
    days = (deadline.due_on - now.astimezone(CHILE).date()).days
    return Letter(
        {
            "submission": submission,
            "folio": submission.folio,
            "deadline": deadline,
            "days": days,
            "days_late": -days,
            "is_late": now >= deadline.due_at,
            "admin_url": admin_url(submission),
        }
    )


@kind("test_message", "Mensaje de prueba")
def test_message(message: Message) -> Letter:
    return Letter({"created_at": message.created_at})
