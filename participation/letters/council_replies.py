"""What is told to the council of what it filed: its reply, and a term that ends another day."""

from participation.emails import Letter, NothingToSay, kind
from participation.letters.authors import submission_of
from participation.links import absolute
from participation.models import Answer, ClockRule, Message, Observation, Submission

ROOM = "/consejo/sala/"


@kind("council_answered", "Respuesta al Consejo")
def council_answered(message: Message) -> Letter:
    submission = submission_of(message)
    answer = Answer.objects.published().filter(submission=submission).order_by("-number").first()
    if answer is None:
        raise NothingToSay("the answer is not published")
    return Letter({**_values(submission), "answer": answer})


@kind("council_due", "Cambio de plazo, al Consejo")
def council_due(message: Message) -> Letter:
    submission = submission_of(message)
    term = submission.deadlines.filter(clock=ClockRule.Clock.ANSWER).first()
    change = term.changes.order_by("-at", "-pk").first() if term is not None else None
    if term is None or change is None or submission.answered_at is not None:
        raise NothingToSay("it was answered, or its term did not change")
    return Letter({**_values(submission), "deadline": term, "change": change})


def _values(submission: Submission) -> dict[str, object]:
    """Where they read it: on its page once it is public, in their room until then."""
    observation = Observation.objects.filter(filing=submission).first()
    if observation is None:
        raise NothingToSay("it is no observation of the council")
    page = f"/consejo/observaciones/{observation.code}/" if submission.is_public else ROOM
    return {
        "submission": submission,
        "institution": submission.account.institution,
        "observation": observation,
        "code": observation.code,
        "folio": submission.folio,
        "is_public": submission.is_public,
        "page_url": absolute(page),
    }
