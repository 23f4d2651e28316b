"""The council's review of a draft: opened by staff, counted as any term, closed once.

A late opinion does not block: with the term past and nothing said, publication goes on and says so
(Ley 19.880, art. 38).
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from participation import clocks
from participation.actions.council_reading import keep_draft_copy
from participation.council import council_users
from participation.deadlines import CHILE, ends_at
from participation.models import ClockRule, CouncilReview, Observation
from participation.outbox import queue
from participation.permissions import check_may
from participation.register import record
from participation.room import review_name
from participation.transitions import Refused
from programs.actions.council import set_council_state
from programs.models import PublicAccount, User

Outcome = CouncilReview.Outcome
State = PublicAccount.CouncilState
# What the council still has in hand; with any of it, an opinion is not whole yet.
IN_HAND = ("proposed", "on_agenda", "voting", "approved", "formalised")
NOT_ANSWERED = ("received", "admitted", "assigned", "drafting", "in_review")


@transaction.atomic
def open_council_review(account: PublicAccount, *, by: User, now: datetime) -> CouncilReview:
    """Send the draft to the council: the term runs from the day after, every councillor is told.

    Raises:
        Refused: `by` may not, it was sent already, an edition is published, or nobody sits in the
            council today.
    """
    check_may(by, "open_council_review")
    clocks.hold_calendar()
    held = PublicAccount.objects.select_for_update().get(pk=account.pk)
    today = now.astimezone(CHILE).date()
    check_can_open(held, today)
    counted = clocks.count(
        ClockRule.Clock.COUNCIL, after=today, at=now, calendar=clocks.calendar_for()
    )
    review = CouncilReview.objects.create(
        account=held, opened_at=now, opened_by=by, rule=counted.rule,
        starts_after=counted.starts_after, length=counted.length, due_on=counted.due_on,
        due_at=counted.due_at, is_demo=by.is_demo,
    )  # fmt: skip
    keep_draft_copy(held, now=now)
    set_council_state(held, State.REVIEWING, record=review_record(review), by=by, now=now)
    record(
        "open_council_review", about=review_name(review), now=now, by=by,
        due_on=review.due_on.isoformat(), length=review.length,
    )  # fmt: skip
    tell_council("council_review_opened", review, key="opened", now=now)
    return review


def check_can_open(account: PublicAccount, today: date) -> None:
    """Raises Refused, with the reason, where the draft cannot be sent to the council now."""
    if CouncilReview.objects.filter(account=account).exists():
        raise Refused("El borrador de esta cuenta ya se envió al Consejo.")
    if account.editions.exists():
        raise Refused("La cuenta ya está publicada: el Consejo observa ahora sus ediciones.")
    if not council_users(today):
        raise Refused(
            "Nadie del Consejo puede entrar hoy a su sala: primero invite a quienes lo integran."
        )


def tell_council(kind: str, review: CouncilReview, *, key: str, now: datetime) -> None:
    """Owe a message about the review to everybody who sits in the council today."""
    for user in council_users(now.astimezone(CHILE).date()):
        queue(kind, about=review, user=user, key=f"{kind}:{review.pk}:{key}:{user.pk}", now=now)


def hold_review(account: PublicAccount) -> CouncilReview | None:
    """The review of an account, locked with its account until the transaction ends."""
    PublicAccount.objects.select_for_update().get(pk=account.pk)
    return CouncilReview.objects.select_for_update().filter(account=account).first()


@transaction.atomic
def council_gave_opinion(review: CouncilReview, *, by: User, now: datetime) -> bool:
    """Whoever files an observation on the draft calls this: whether the review ended with it.

    It ends once nothing that the council decided on the draft waits to be voted, signed or filed;
    until then, or until the term passes, the council may go on.
    """
    held = hold_review(review.account)
    if held is None or held.closed_at is not None or not _filed(held).exists() or _pending(held):
        return False
    _close(held, Outcome.OPINION, by=by, now=now)
    return True


@transaction.atomic
def council_cleared(account: PublicAccount, *, by: User, now: datetime) -> bool:
    """The council voted that it has no observations and its acta was signed: the review ends.

    Nothing happens where there is no open review, or where observations on the draft were voted.
    """
    held = hold_review(account)
    if held is None or held.closed_at is not None or _pending(held) or _filed(held).exists():
        return False
    _close(held, Outcome.NO_OBSERVATIONS, by=by, now=now)
    return True


@transaction.atomic
def close_late_review(review: CouncilReview, *, now: datetime) -> CouncilReview | None:
    """The clock ends a review whose term is past; None where there is nothing to end yet.

    What was filed is an opinion. What the acta made formal in time is one too, and waits for its
    folio. Anything else is silence (Ley 19.880, art. 38).
    """
    held = hold_review(review.account)
    if held is None or held.closed_at is not None or now < held.due_at:
        return None
    if _of_draft(held).filter(state="formalised", formalised_at__lt=held.due_at).exists():
        return None
    outcome = Outcome.OPINION if _filed(held).exists() else Outcome.SILENCE
    return _close(held, outcome, by=None, now=now)


def _of_draft(review: CouncilReview) -> Any:
    return Observation.objects.filter(account=review.account, edition__isnull=True)


def _filed(review: CouncilReview) -> Any:
    return _of_draft(review).filter(filing__isnull=False)


def _pending(review: CouncilReview) -> bool:
    return bool(_of_draft(review).filter(state__in=IN_HAND).exists())


def _close(held: CouncilReview, outcome: str, *, by: User | None, now: datetime) -> CouncilReview:
    """End it and say so to the account. Of the clock's act its opener answers in the account's log,
    which knows people only; the register says that the clock did it."""
    held.closed_at, held.outcome = now, outcome
    held.save(update_fields=["closed_at", "outcome"])
    state = {
        Outcome.OPINION: State.ANSWERING,
        Outcome.NO_OBSERVATIONS: State.ANSWERED,
        Outcome.SILENCE: State.SILENT,
    }[Outcome(outcome)]
    waiting = _filed(held).filter(filing__state__in=NOT_ANSWERED)
    if state == State.ANSWERING and not waiting.exists():
        state = State.ANSWERED
    set_council_state(
        held.account, state, record=review_record(held), by=by or held.opened_by, now=now
    )
    record(
        "close_council_review", about=review_name(held), now=now, by=by, by_clock=by is None,
        outcome=outcome,
    )  # fmt: skip
    tell_council("council_review_closed", held, key="closed", now=now)
    return held


def review_record(review: CouncilReview) -> dict[str, Any]:
    """What the edition seals of the review: days, outcome, folios and hashes; never a name."""
    filed = _filed(review).select_related("filing").order_by("number")
    return {
        "opened_on": review.opened_at.astimezone(CHILE).date().isoformat(),
        "starts_after": review.starts_after.isoformat(),
        "length": review.length,
        "due_on": review.due_on.isoformat(),
        "citation": review.rule.citation,
        "closed_on": (
            review.closed_at.astimezone(CHILE).date().isoformat() if review.closed_at else None
        ),
        "outcome": review.outcome,
        "observations": [
            {"code": each.code, "folio": each.filing.folio, "sha256": each.sha256} for each in filed
        ],
    }


@transaction.atomic
def recount_reviews(*, day: date, now: datetime, by: User | None = None) -> int:
    """Count again the open reviews that contain `day`, a holiday of all Chile; how many moved.

    Each leaves an entry in the register, which the room shows, and the council is told. The caller
    holds the calendar.
    """
    calendar = clocks.calendar_for()
    moved = 0
    rows = reviews_touched_by(day).filter(due_at__gt=now).select_for_update()
    for review in rows.order_by("pk"):
        before = review.due_on
        term = clocks.explain(review.starts_after, review.length, calendar)
        if term.due_on == before:
            continue
        review.due_on, review.due_at = term.due_on, ends_at(term.due_on)
        review.reminded_at = None
        review.save(update_fields=["due_on", "due_at", "reminded_at"])
        record(
            "recompute", about=review_name(review), now=now, by=by, by_clock=by is None,
            clock=ClockRule.Clock.COUNCIL, holiday=day.isoformat(),
            old_due_on=before.isoformat(), new_due_on=review.due_on.isoformat(),
        )  # fmt: skip
        tell_council("council_review_moved", review, key=review.due_on.isoformat(), now=now)
        moved += 1
    return moved


def reviews_touched_by(day: date) -> Any:
    """The open reviews whose term holds that day."""
    return CouncilReview.objects.filter(
        closed_at__isnull=True, starts_after__lt=day, due_on__gte=day
    )
