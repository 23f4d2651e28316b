"""One reasoned answer for all that raise the same point in substance (Ley 19.880, art. 39)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from participation.actions.corridor import hold, move
from participation.actions.routing import route_again
from participation.actions.telling import tell_author
from participation.actions.terms import meet_clock
from participation.clocks import hold_calendar
from participation.models import ClockRule, Submission
from participation.permissions import check_may_act
from participation.transitions import STATE, Refused, target_of
from programs.models import User

HEADS = ("admitted", "assigned", "drafting", "in_review")


@transaction.atomic
def group_submissions(
    head: Submission, members: Iterable[Submission], *, by: User, now: datetime
) -> Submission:
    """Answer `members` with `head`: all of them or none. Each author is told.

    Raises:
        Refused: `by` may not, there is none, or one of them cannot be grouped (it is named): it
            is of another account, it was answered, it heads a group, or it is not being answered.
    """
    check_may_act(by, "group")
    wanted = {member.pk for member in members}
    held_head, rows = _held_together(head, wanted)
    _check_head(held_head, wanted)
    for member in rows:
        _check_member(member, held_head)
        detail = {"head": held_head.folio}
        move(
            member, "group", by=by, now=now, detail=detail,
            group_head=held_head, unit=None, assigned_to=None,
        )  # fmt: skip
        meet_clock(member, ClockRule.Clock.ROUTE, now)
        meet_clock(member, ClockRule.Clock.REPORT, now)
        tell_author("grouped", member, key=f"{held_head.folio}:{member.version}", now=now)
    return held_head


def _held_together(head: Submission, wanted: set[int]) -> tuple[Submission, list[Submission]]:
    """Head and members, locked in the order of their keys: two who group the same ones the other
    way round wait for each other once, not for ever."""
    rows = Submission.objects.select_for_update().filter(pk__in={head.pk, *wanted}).order_by("pk")
    held = list(rows)
    held_head = next(row for row in held if row.pk == head.pk)
    return held_head, [row for row in held if row.pk != head.pk]


def _check_head(head: Submission, wanted: set[int]) -> None:
    if not wanted:
        raise Refused("Elija al menos una consulta para agrupar.")
    target_of("group", "admitted", head.kind)  # nobody's question is answered as the council's
    if head.pk in wanted:
        raise Refused("La consulta principal no se agrupa consigo misma. Quítela de la lista.")
    if head.state not in HEADS or head.answered_at is not None:
        label = STATE[head.state].label
        raise Refused(f"{head.folio} está en el estado «{label}»: elija otra como principal.")


def _check_member(member: Submission, head: Submission) -> None:
    if member.account_id != head.account_id:
        raise Refused(f"{member.folio} es de otra cuenta: no se puede agrupar con {head.folio}.")
    if member.answered_at is not None:
        raise Refused(f"{member.folio} ya tiene una respuesta publicada.")
    if member.members.filter(state="grouped").exists():
        raise Refused(f"{member.folio} es la principal de otro grupo. Sepárelo primero.")
    if member.state not in ("admitted", "assigned", "drafting"):
        label = STATE[member.state].label
        raise Refused(f"No se puede agrupar {member.folio}: está en el estado «{label}».")


@transaction.atomic
def ungroup_submission(
    submission: Submission,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Take it out of its group: it waits for a unit of its own again.

    Raises:
        Refused: `by` may not, it is in no group, or it changed.
    """
    hold_calendar()
    held = hold(submission, expected_version)
    detail = {"head": held.group_head.folio} if held.group_head else {}
    move(held, "ungroup", by=by, now=now, detail=detail, group_head=None)
    route_again(held, now)
    return held
