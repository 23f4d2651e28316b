"""What a reply to the council does beyond the filing: the review of the draft ends with the last.

The account waits for it (`programs.actions.council.check_council_heard`), and its first edition
seals days, folios and hashes of opinion and reply in `council.json`.
"""

from datetime import datetime
from typing import Any

from participation.actions.council_reviews import hold_review, review_record
from participation.models import Answer, CouncilReview, Observation, Submission
from programs.actions.council import keep_council_record, set_council_state
from programs.models import PublicAccount, User

State = PublicAccount.CouncilState


def settle_review(filing: Submission, *, by: User, now: datetime) -> None:
    """A filing of the council was answered: where it is about a draft, the account is told.

    With the last of them answered the account goes on. What came late stops nothing, and its reply
    goes into the record all the same.
    """
    if filing.kind != Submission.Kind.COUNCIL or filing.edition_id is not None:
        return
    review = hold_review(filing.account)
    if review is None:
        return
    account = PublicAccount.objects.get(pk=filing.account_id)
    record = replied_record(review)
    waits = Observation.objects.filter(
        account=account, edition__isnull=True, filing__isnull=False,
        filing__answered_at__isnull=True,
    )  # fmt: skip
    if account.council_state == State.ANSWERING and not waits.exists():
        set_council_state(account, State.ANSWERED, record=record, by=by, now=now)
    else:
        keep_council_record(account, record=record, by=by, now=now)


def replied_record(review: CouncilReview) -> dict[str, Any]:
    """The record of the review with each reply: its effect, its day and its hash."""
    record = review_record(review)
    replies = {
        each.submission.folio: each
        for each in Answer.objects.published()
        .filter(submission__folio__in=[row["folio"] for row in record["observations"]])
        .select_related("submission")
        .order_by("number")
    }
    observations = [
        {**row, "reply": _reply(replies.get(row["folio"]))} for row in record["observations"]
    ]
    return {**record, "observations": observations}


def _reply(answer: Answer | None) -> dict[str, Any] | None:
    if answer is None or answer.published_at is None:
        return None
    return {
        "version": answer.number,
        "effect": answer.effect,
        "published_at": answer.published_at.isoformat(),
        "sha256": answer.sha256,
    }
