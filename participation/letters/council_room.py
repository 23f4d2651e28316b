"""What is told to the councillors of their room: the invitation and the clock of the review.

The acts of a session are told by other letters; nothing of what the room writes goes out by mail.
"""

from typing import Any

from django.utils import timezone

from participation.clocks import calendar_for
from participation.deadlines import CHILE
from participation.due_words import day_in_words, due_in_words
from participation.emails import Letter, NothingToSay, kind
from participation.links import ROOM, absolute, invitation_url
from participation.models import CouncilInvitation, CouncilReview, Message


@kind("council_invitation", "Invitación a la sala del Consejo")
def council_invitation(message: Message) -> Letter:
    """An invitation that was used, cancelled or expired meanwhile is not sent."""
    rows = CouncilInvitation.objects.select_related("councillor")
    invitation = rows.filter(pk=message.object_id).first()
    if invitation is None or invitation.accepted_at or invitation.cancelled_at:
        raise NothingToSay("it was used or cancelled")
    if timezone.now() >= invitation.expires_at:
        raise NothingToSay("it expired before it was sent")
    return Letter(
        {
            "name": invitation.councillor.name,
            "invitation_url": invitation_url(invitation.uid),
            "until": invitation.expires_at,
            "is_again": invitation.councillor.user_id is not None,
            "to_staff": False,
        }
    )


def _review_of(message: Message) -> CouncilReview:
    rows = CouncilReview.objects.select_related("account__institution", "rule")
    review = rows.filter(pk=message.object_id).first()
    if review is None:
        raise NothingToSay("its review is gone")
    return review


def _values(review: CouncilReview, **more: Any) -> dict[str, Any]:
    today = timezone.now().astimezone(CHILE).date()
    return {
        "review": review,
        "institution": review.account.institution,
        "account": review.account,
        "due_on": day_in_words(review.due_on, with_year=True),
        "left": due_in_words(
            review.due_on, today, calendar_for(), starts_after=review.starts_after
        ),
        "room_url": absolute(ROOM),
        "to_staff": False,
        **more,
    }


def _open(message: Message) -> CouncilReview:
    review = _review_of(message)
    if review.closed_at is not None:
        raise NothingToSay("the review is over")
    return review


@kind("council_review_opened", "Consejo: borrador en revisión")
def council_review_opened(message: Message) -> Letter:
    return Letter(_values(_open(message)))


@kind("council_review_moved", "Consejo: cambió el plazo de la revisión")
def council_review_moved(message: Message) -> Letter:
    return Letter(_values(_open(message)))


@kind("council_review_due", "Consejo: la revisión está por vencer")
def council_review_due(message: Message) -> Letter:
    """What comes after the term has passed is not said any more."""
    review = _open(message)
    if timezone.now() >= review.due_at:
        raise NothingToSay("the term has passed")
    return Letter(_values(review))


@kind("council_review_closed", "Consejo: terminó la revisión")
def council_review_closed(message: Message) -> Letter:
    return Letter(_values(_review_of(message)))
