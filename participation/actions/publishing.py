"""Signing an answer: from a reviewed text to one that never changes, for all who asked the same."""

from datetime import datetime

from django.db import transaction

from participation.actions.commitments import check_promise, make_commitment
from participation.actions.corridor import hold, move
from participation.actions.council_replies import settle_review
from participation.actions.telling import tell_author
from participation.actions.terms import meet_clock, start_clock
from participation.actions.words import one_line
from participation.answer_hash import answer_sha256, promise_of
from participation.clocks import hold_calendar
from participation.deadlines import CHILE
from participation.models import Answer, ClockRule, RegisterEntry, Submission
from participation.permissions import check_may_act
from participation.register import record
from participation.transitions import Refused, target_of
from programs.actions.errata import open_erratum
from programs.models import User

Clock = ClockRule.Clock
LONGEST_OFFICE = 150
# Of a group: those that wait for its answer, and those that had an earlier version of it.
_TOLD = ("grouped", "answered", "notified", "closed")


@transaction.atomic
def publish_answer(
    submission: Submission,
    *,
    office: str = "",
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Answer:
    """Sign and publish the answer in progress; all who are grouped are answered with it and told.

    Of two who sign at once exactly one does. `office` is the public office of who signs. Where the
    answer corrects, it opens an erratum in the account's draft, and each names the other. Where it
    commits, its commitment is made with it.

    Raises:
        Refused: `by` may not or wrote any of it, it has no review, it is answered with the head of
            its group, it does not say what it commits to, or it changed meanwhile.
    """
    hold_calendar()
    held = hold(submission, expected_version, with_group=True)
    check_may_act(by, "answer", held.kind)
    office = one_line(office, asked="", longest=LONGEST_OFFICE, needed=False)
    answer = check_can_publish(held, by=by)
    check_promise(answer, now.astimezone(CHILE).date())
    _seal(held, answer, office=office, by=by, now=now)
    _answered(held, answer, by=by, now=now)
    members = Submission.objects.select_for_update().filter(group_head=held, state__in=_TOLD)
    for member in members.order_by("pk"):
        _answered(member, answer, by=by, now=now)
    make_commitment(answer, by=by, now=now)
    settle_review(held, by=by, now=now)
    return answer


def check_can_publish(held: Submission, *, by: User) -> Answer:
    """The answer that `by` may sign now; raises Refused, with the reason, where they may not."""
    if held.state == "grouped" and held.group_head is not None:
        raise Refused(f"Se responde con {held.group_head.folio}: firme esa respuesta.")
    target_of("answer", held.state, held.kind)
    answer: Answer = held.answers.select_for_update().get(published_at__isnull=True)
    check_did_not_write(answer, by)
    if answer.reviewed_at is None:
        raise Refused("Falta el visto bueno jurídico de otra persona.")
    return answer


def check_did_not_write(answer: Answer, by: User) -> None:
    """Raises Refused if `by` began or ever saved this version: the register keeps who did."""
    wrote = RegisterEntry.objects.filter(
        object_type="submission", object_id=answer.submission.folio, user=by,
        act__in=("draft", "redraft"), detail__answer=answer.number,
    )  # fmt: skip
    if answer.written_by_id == by.pk or wrote.exists():
        raise Refused("Usted escribió esta respuesta: la revisa y la firma otra persona.")


def _seal(held: Submission, answer: Answer, *, office: str, by: User, now: datetime) -> None:
    """Write signature, hash and, where it corrects, the erratum: then nothing changes it."""
    # Of a draft that nobody outside has seen there is nothing to correct in public: it is mended.
    is_of_draft = held.kind == Submission.Kind.COUNCIL and held.edition_id is None
    if answer.effect == Answer.Effect.CORRECTS and not is_of_draft:
        answer.erratum = _open_errata(held, answer, by=by, now=now)
    answer.published_by, answer.published_at = by, now
    answer.published_by_name = by.full_name[:LONGEST_OFFICE]
    answer.published_by_office = office
    answer.sha256 = answer_sha256(
        folio=held.folio, number=answer.number, effect=answer.effect, text=answer.text,
        figures=answer.figures, reason=answer.reason, published_at=now, promise=promise_of(answer),
    )  # fmt: skip
    answer.save()


def _open_errata(held: Submission, answer: Answer, *, by: User, now: datetime) -> str:
    """One erratum for each figure, all with this folio; the first one's slug, which the answer
    keeps. Without figures, one for the chapter that was asked about."""
    slugs = [
        open_erratum(
            held.account, figure=figure, chapter="" if figure else held.chapter,
            reason=f"Se corrige por la respuesta a {_named(held)}.",
            question=held.folio or "", by=by, now=now,
        ).slug
        for figure in answer.figures or [""]
    ]  # fmt: skip
    return slugs[0]


def _named(held: Submission) -> str:
    if held.kind == Submission.Kind.COUNCIL:
        return f"la observación del Consejo, folio {held.folio}"
    return f"la consulta {held.folio}"


def _answered(each: Submission, answer: Answer, *, by: User, now: datetime) -> None:
    """Say of one submission that it is answered: the first answer is the one that met its term."""
    detail = {"answer": answer.number, "effect": answer.effect, "sha256": answer.sha256}
    if each.pk != answer.submission_id:
        detail["with"] = answer.submission.folio
    answered_at = each.answered_at or now
    if each.state in ("in_review", "grouped"):
        move(
            each, "answer", by=by, now=now, detail=detail,
            answered_at=answered_at, effect=answer.effect,
        )  # fmt: skip
    else:  # grouped before, and answered with an earlier version: it reads the new one
        each.effect, each.version = answer.effect, each.version + 1
        each.save(update_fields=["effect", "version"])
        record("answer", about=each, now=now, by=by, **detail)
    for clock in (Clock.ANSWER, Clock.ROUTE, Clock.REPORT):
        meet_clock(each, clock, now)
    start_clock(each, Clock.NOTIFY, now.astimezone(CHILE).date(), now, now)
    tell_author("answered", each, key=str(answer.number), now=now)
