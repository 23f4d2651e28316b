"""Saying whether an answer served: one question, by who has the key of the filing.

The register keeps that it was said, never what: only counts are told (`satisfaction.py`).
"""

from datetime import datetime

from django.db import transaction

from participation.actions.corridor import hold
from participation.actions.words import written
from participation.keys import seal
from participation.models import Answer, Satisfaction, Submission
from participation.register import record
from participation.transitions import Refused

LONGEST_COMMENT = 500
NOT_YET = "Todavía no hay una respuesta publicada. Cuando la haya, podrá decir si le sirvió."
CLOSED = "El trámite terminó y usted ya dijo si la respuesta le sirvió: no se puede cambiar."


@transaction.atomic
def rate_answer(
    submission: Submission, *, value: str, comment: str = "", now: datetime
) -> Satisfaction:
    """Keep whether the answer served its author, once for each version; saying it again changes it.

    Once the filing is closed it may still be said, so that closing silences nobody, and no longer
    changed. `comment` is sealed and never published.

    Raises:
        Refused: there is no answer, it is closed and was said, or the words are not ours.
    """
    held = hold(submission)
    answer = check_can_rate(held)
    if value not in Satisfaction.Value.values:
        raise Refused("Elija una de las respuestas.")
    comment = written(comment, asked="", longest=LONGEST_COMMENT, needed=False)
    sealed = seal(comment) if comment else ""
    said, _ = Satisfaction.objects.update_or_create(
        submission=held, answer=answer,
        defaults={"value": value, "comment_sealed": sealed, "given_at": now},
    )  # fmt: skip
    record("rate", about=held, now=now, answer=answer.number)
    return said


def check_can_rate(submission: Submission) -> Answer:
    """The answer that its author may speak of now; raises Refused, with the reason, if there is
    none."""
    answer = Answer.objects.read_by_author_of(submission)
    if answer is None or submission.kind == Submission.Kind.COUNCIL:
        raise Refused(NOT_YET)
    said = Satisfaction.objects.filter(submission=submission, answer=answer)
    if submission.state == "closed" and said.exists():
        raise Refused(CLOSED)
    return answer
