"""What every act on a submission has in common: hold it, check, move, count a version, register."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from participation.models import Submission
from participation.permissions import check_may_act
from participation.register import record
from participation.transitions import ACTION, Refused, target_of
from programs.models import User


def hold(
    submission: Submission, expected_version: int | None = None, *, with_group: bool = False
) -> Submission:
    """The submission, locked until the transaction ends; Refused if it changed since it was read.

    `expected_version` is the version that somebody looked at. `with_group` locks with it what is
    grouped under it, in the order of the keys: as every act on many does, so that none of two
    waits for the other.
    """
    rows = Submission.objects.select_for_update()
    if with_group:
        both = rows.filter(Q(pk=submission.pk) | Q(group_head=submission.pk)).order_by("pk")
        held = next(row for row in both if row.pk == submission.pk)
    else:
        held = rows.get(pk=submission.pk)
    if expected_version is not None and held.version != expected_version:
        raise Refused(
            "Otra persona hizo algo con esta consulta después de que usted abrió la página. "
            "Lo que escribió sigue aquí: revise qué cambió y vuelva a intentarlo."
        )
    return held


def move(
    held: Submission,
    action: str,
    *,
    now: datetime,
    by: User | None = None,
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> Submission:
    """Do `action`: the only writer of a state. `changes` are fields that go with it.

    `by` is who of the staff acts; acts of the table marked by_author or by_clock take none.

    Raises:
        Refused: the act does not belong to this state, or `by` may not do it.
    """
    transition = ACTION[action]
    if not (transition.by_author or transition.by_clock):
        if by is None:
            raise TypeError(f"{action} is done by somebody of the staff")
        check_may_act(by, action, held.kind)
    before = held.state
    held.state = target_of(action, before, held.kind)
    for name, value in changes.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=["state", "version", *changes])
    record(
        action,
        about=held,
        now=now,
        by=by,
        by_clock=transition.by_clock and by is None,
        **{"from": before, "to": held.state, **(detail or {})},
    )
    return held


def note_act(
    held: Submission, act: str, *, by: User | None, now: datetime, **detail: Any
) -> Submission:
    """Count a version and register an act that is not of the table: it changes no state."""
    held.version += 1
    held.save(update_fields=["version"])
    record(act, about=held, now=now, by=by, **detail)
    return held
