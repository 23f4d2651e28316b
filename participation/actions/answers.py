"""Answering: written by one, reviewed by another, signed by who did not write it, kept for ever."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from participation.actions.commitments import check_promise, has_commitment
from participation.actions.corridor import hold, move
from participation.actions.publishing import check_did_not_write, publish_answer
from participation.actions.terms import meet_clock
from participation.actions.words import one_line, written
from participation.deadlines import CHILE
from participation.models import Answer, ClockRule, Note, Submission, Unit
from participation.models.commitments import LONGEST_PROMISE
from participation.permissions import check_may_act
from participation.transitions import Refused, target_of
from programs.editions import ledger_of_edition
from programs.models import Result, User

__all__ = [
    "discard_draft",
    "publish_answer",
    "redraft_answer",
    "return_answer",
    "review_answer",
    "save_answer",
    "send_answer_to_review",
]
LONGEST_ANSWER = 20_000
SHORTEST_ANSWER = 20
LONGEST_REASON = 1_000


@transaction.atomic
def save_answer(
    submission: Submission,
    *,
    text: str,
    effect: str,
    figures: Iterable[str] = (),
    reason: str = "",
    promise: str = "",
    promise_due_on: date | None = None,
    promise_unit: Unit | None = None,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Answer:
    """Keep the draft of the answer in progress, or begin it. `figures` are keys of the account.

    `reason` says why another version is needed; left empty, the one that was given stays. Of one
    that commits, `promise` says what, `promise_due_on` for when and `promise_unit` by whom.

    Raises:
        Refused: `by` may not, no unit has it or it is being reviewed, it changed meanwhile, the
            effect is not one of ours, or a figure is not of this account.
    """
    held = hold(submission, expected_version)
    check_may_act(by, "draft")
    if effect not in dict(Answer.effects_for(held.kind)):
        raise Refused("Elija el efecto de la respuesta en la lista.")
    keys = _known_figures(held, figures)
    text = written(text, asked="", longest=LONGEST_ANSWER, needed=False)
    answer = held.answers.select_for_update().filter(published_at__isnull=True).first()
    if answer is None:
        answer = Answer(submission=held, number=_next_number(held))
    asked = "Escriba por qué hace falta otra versión: el motivo es público."
    is_first = answer.number == 1
    said = "" if is_first else reason or answer.reason
    answer.reason = written(said, asked=asked, longest=LONGEST_REASON, needed=not is_first)
    answer.text, answer.effect, answer.figures = text, effect, keys
    _promise(answer, promise, promise_due_on, promise_unit)
    answer.written_by, answer.written_at = by, now
    answer.save()
    move(held, "draft", by=by, now=now, detail={"answer": answer.number, "effect": effect})
    return answer


def _promise(answer: Answer, promise: str, due_on: date | None, unit: Unit | None) -> None:
    """What it commits to; nothing where it does not commit, or its filing has its commitment."""
    commits = answer.effect == Answer.Effect.COMMITS and not has_commitment(answer.submission)
    words = one_line(promise, asked="", longest=LONGEST_PROMISE, needed=False)
    answer.promise = words if commits else ""
    answer.promise_due_on = due_on if commits else None
    answer.promise_unit = (unit or answer.submission.unit) if commits else None


def _next_number(held: Submission) -> int:
    last = held.answers.order_by("-number").first()
    return last.number + 1 if last else 1


def _known_figures(held: Submission, figures: Iterable[str]) -> list[str]:
    """The keys in the order they were chosen, once each; of the draft, or of the edition asked
    about where the draft has lost them."""
    keys = list(dict.fromkeys(key.strip() for key in figures if key.strip()))
    if not keys:
        return []
    known = Result.objects.filter(account=held.account_id, key__in=keys)
    missing = set(keys) - set(known.values_list("key", flat=True))
    if missing and held.edition is not None:
        missing -= set(ledger_of_edition(held.edition).figure)
    if missing:
        named = "», «".join(sorted(missing)[:3])
        raise Refused(f"La cuenta no tiene la cifra «{named}». Elija una de la lista.")
    return keys


@transaction.atomic
def send_answer_to_review(
    submission: Submission,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Hand the draft to who reviews; the unit's report is done.

    Raises:
        Refused: `by` may not, there is no draft, it is too short, or it corrects nothing named.
    """
    held = hold(submission, expected_version)
    check_may_act(by, "send_to_review")
    target_of("send_to_review", held.state)
    answer = held.answers.select_for_update().get(published_at__isnull=True)
    check_can_be_reviewed(held, answer)
    check_promise(answer, now.astimezone(CHILE).date())
    answer.sent_at = now
    answer.save(update_fields=["sent_at"])
    move(held, "send_to_review", by=by, now=now, detail={"answer": answer.number})
    meet_clock(held, ClockRule.Clock.REPORT, now)
    return held


def check_can_be_reviewed(held: Submission, answer: Answer) -> None:
    """Raises Refused, with what is missing, while an answer is not ready to be reviewed."""
    if len(answer.text) < SHORTEST_ANSWER:
        raise Refused(f"La respuesta es muy corta: escriba al menos {SHORTEST_ANSWER} letras.")
    if answer.effect == Answer.Effect.CORRECTS and not (answer.figures or held.chapter):
        raise Refused("Si la respuesta corrige, elija qué cifra corrige.")


@transaction.atomic
def return_answer(
    submission: Submission,
    *,
    note: str,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Send it back to who writes, with a note that says what to mend.

    Raises:
        Refused: `by` may not, it is not being reviewed, or the note is empty.
    """
    held = hold(submission, expected_version)
    check_may_act(by, "return")
    note = written(note, asked="Escriba qué hay que cambiar: lo lee quien redacta.")
    move(held, "return", by=by, now=now)
    held.answers.filter(published_at__isnull=True).update(
        sent_at=None, reviewed_by=None, reviewed_at=None
    )
    Note.objects.create(submission=held, text=note, by=by, at=now)
    return held


@transaction.atomic
def review_answer(
    submission: Submission,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Find it right in law. Who wrote any of it does not review it.

    Raises:
        Refused: `by` may not or wrote of it, it is not being reviewed, or it was reviewed.
    """
    held = hold(submission, expected_version)
    check_may_act(by, "review")
    target_of("review", held.state)
    answer = held.answers.select_for_update().get(published_at__isnull=True)
    check_did_not_write(answer, by)
    if answer.reviewed_at is not None:
        raise Refused("Ya tiene el visto bueno. Falta la firma.")
    answer.reviewed_by, answer.reviewed_at = by, now
    answer.save(update_fields=["reviewed_by", "reviewed_at"])
    return move(held, "review", by=by, now=now, detail={"answer": answer.number})


@transaction.atomic
def redraft_answer(
    submission: Submission,
    *,
    reason: str,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Begin another version of a published answer; those before stay public. `reason` is public.

    Raises:
        Refused: `by` may not, there is no published answer of its own, or no reason is given.
    """
    held = hold(submission, expected_version)
    check_may_act(by, "redraft")
    asked = "Escriba por qué hace falta otra versión: el motivo es público."
    reason = written(reason, asked=asked, longest=LONGEST_REASON)
    if held.group_head is not None:
        raise Refused(f"Se respondió con {held.group_head.folio}: prepare ahí la otra versión.")
    last = held.answers.published().order_by("-number").first()
    number = last.number + 1 if last else 1
    move(held, "redraft", by=by, now=now, detail={"answer": number})
    assert last is not None  # noqa: S101 (what is answered has a published answer)
    Answer.objects.create(
        submission=held, number=number, text=last.text, effect=last.effect,
        figures=last.figures, reason=reason, written_by=by, written_at=now,
    )  # fmt: skip
    return held


@transaction.atomic
def discard_draft(
    submission: Submission,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Leave another version unfinished: what is published stands. What was written becomes a note.

    Raises:
        Refused: `by` may not, nothing is being written, or nothing was published yet.
    """
    held = hold(submission, expected_version)
    check_may_act(by, "discard")
    if held.state == "drafting" and held.answered_at is None:
        raise Refused("Todavía no hay una respuesta publicada: siga con esta.")
    move(held, "discard", by=by, now=now)
    for draft in held.answers.filter(published_at__isnull=True):
        words = f"Versión {draft.number}, descartada: {draft.reason}\n\n{draft.text}"
        Note.objects.create(submission=held, text=words, by=by, at=now)
        draft.delete()
    return held
