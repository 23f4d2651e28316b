"""What every act on a hearing has in common: hold it, check, move, count, register, announce."""

from datetime import datetime
from typing import Any

from participation.actions.council_corridor import CHANGED
from participation.hearing_calls import call_content
from participation.hearing_transitions import (
    HEARING_ACT,
    QUESTION_ACT,
    hearing_after,
    question_after,
)
from participation.models import Hearing, HearingCall, HearingQuestion
from participation.observation_hash import sha256_of
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import User


def hold_hearing(hearing: Hearing, expected_version: int | None = None) -> Hearing:
    """The hearing, locked until the transaction ends; before its registrations and questions.

    Raises:
        Refused: it changed since its page was read.
    """
    held = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if expected_version is not None and held.version != expected_version:
        raise Refused(CHANGED)
    return held


def move_hearing(
    held: Hearing,
    action: str,
    *,
    by: User,
    now: datetime,
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> Hearing:
    """Do `action`: the only writer of a hearing's state. `changes` are fields that go with it.

    What is only prepared leaves no entry: the public register tells of what was announced.

    Raises:
        Refused: the act does not belong to this state, or `by` may not do it.
    """
    check_may(by, HEARING_ACT[action].permission)
    before = held.state
    held.state = hearing_after(action, before)
    for name, value in changes.items():
        setattr(held, name, value)
    held.version += 1
    held.save()
    if held.called_at is not None:
        told = {"from": before, "to": held.state, **(detail or {})}
        record(action, about=hearing_name(held), now=now, by=by, **told)
    return held


def move_question(
    held: HearingQuestion, action: str, *, by: User, now: datetime, **changes: Any
) -> HearingQuestion:
    """Do `action` with a question of the hall; its hearing is held by the caller.

    Raises:
        Refused: the act does not belong to this state, or `by` may not do it.
    """
    check_may(by, QUESTION_ACT[action].permission)
    before = held.state
    held.state = question_after(action, before)
    for name, value in changes.items():
        setattr(held, name, value)
    held.save()
    folio = held.submission.folio if held.submission is not None else None
    told = {"from": before, "to": held.state, **({"folio": folio} if folio else {})}
    record(f"question_{action}", about=hearing_name(held.hearing), now=now, by=by, **told)
    return held


def announce(held: Hearing, *, reason: str, by: User, now: datetime) -> HearingCall:
    """Write down what is announced from now on, as one more version with its hash."""
    content = call_content(held, reason=reason)
    number = held.calls.count() + 1
    return HearingCall.objects.create(
        hearing=held, number=number, content=content, sha256=sha256_of(content), reason=reason,
        made_at=now, made_by=by,
    )  # fmt: skip


def hearing_name(hearing: Hearing) -> tuple[str, str]:
    """How the register names a hearing."""
    return "hearing", f"audiencia-{hearing.number}"
