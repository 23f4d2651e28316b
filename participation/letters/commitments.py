"""What is told of a commitment: to who was promised, to the council, and to who has to do it."""

from typing import Any

from django.utils import timezone

from participation.commitment_transitions import ACTION, STATE
from participation.deadlines import CHILE
from participation.emails import Letter, NothingToSay, kind
from participation.letters.authors import submission_of
from participation.links import absolute, admin_url, tracking_url
from participation.models import Commitment, Message, Submission

LIST = "/participacion/compromisos/"


def _commitment_of(filing: Submission) -> Commitment:
    """Of the filing, or of the head of its group."""
    found = Commitment.objects.select_related("unit").filter(
        submission__in=[each for each in (filing.pk, filing.group_head_id) if each]
    )
    commitment = found.first()
    if commitment is None:
        raise NothingToSay("nothing was promised")
    return commitment


def _told(filing: Submission) -> dict[str, Any]:
    commitment = _commitment_of(filing)
    change = commitment.changes.exclude(act__in=("promise", "assign", "add_milestone")).last()
    if change is None:
        raise NothingToSay("nothing happened to it")
    return {
        "institution": filing.account.institution,
        "submission": filing,
        "folio": filing.folio,
        "commitment": commitment,
        "change": change,
        "what": ACTION[change.act].said,
        "state": STATE[commitment.state],
        "is_public": filing.is_public,
        "page_url": absolute(f"{LIST}{commitment.code}/"),
    }


@kind("commitment", "Novedad de un compromiso")
def commitment(message: Message) -> Letter:
    """As it stands when it is sent: a later change says the last one."""
    filing = submission_of(message)
    return Letter({**_told(filing), "tracking_url": tracking_url(filing)})


@kind("council_commitment", "Novedad de un compromiso, al Consejo")
def council_commitment(message: Message) -> Letter:
    return Letter(_told(submission_of(message)))


@kind("commitment_due", "Recordatorio de un compromiso")
def commitment_due(message: Message) -> Letter:
    """`context["milestone"]` is the key of a step, or 0; what was done meanwhile is not told."""
    commitment = Commitment.objects.open().filter(pk=message.object_id).first()
    step = int(message.context.get("milestone", 0))
    milestone = (
        commitment.milestones.filter(pk=step, done_on__isnull=True).first()
        if commitment is not None
        else None
    )
    if commitment is None or (step and milestone is None):
        raise NothingToSay("it was done")
    due_on = milestone.due_on if milestone is not None else commitment.due_on
    if due_on is None:
        raise NothingToSay("it has no day")
    days = (due_on - timezone.now().astimezone(CHILE).date()).days
    return Letter(
        {
            "commitment": commitment,
            "milestone": milestone,
            "due_on": due_on,
            "days": days,
            "days_late": -days,
            "admin_url": admin_url(commitment),
        }
    )
