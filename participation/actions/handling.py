"""Bringing a submission to who answers it: assign, refer, convert, close, hold it for a while."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from participation.actions.authors import (
    follow_up_submission,
    support_submission,
    withdraw_submission,
)
from participation.actions.corridor import hold, move
from participation.actions.routing import route_again
from participation.actions.telling import tell_author
from participation.actions.terms import meet_clock, start_clock
from participation.actions.words import one_line, written
from participation.clocks import hold_calendar
from participation.deadlines import CHILE
from participation.models import ClockRule, Message, Submission, Unit
from participation.permissions import check_may
from participation.transitions import Refused
from programs.models import User

__all__ = [
    "assign_submission",
    "close_submission",
    "convert_submission",
    "follow_up_submission",
    "mark_notified",
    "mark_those_told",
    "refer_submission",
    "release_submission",
    "support_submission",
    "take_submission",
    "unassign_submission",
    "withdraw_submission",
]
Clock = ClockRule.Clock
HELD_FOR = timedelta(minutes=15)
LONGEST_BODY = 200  # the name of the body it is referred to


@transaction.atomic
def assign_submission(
    submission: Submission,
    *,
    unit: Unit,
    user: User | None = None,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Give it to a unit, and to somebody of it; or to another, where it had one already.

    The term to bring it to its unit is met. The unit's own starts to run, again for another unit.

    Raises:
        Refused: `by` may not, its state has nobody to work on it, the unit is not active, or
            `user` does not belong to it.
    """
    hold_calendar()
    held = hold(submission, expected_version)
    check_belongs(unit, user)
    is_new = held.unit_id != unit.pk
    act = "assign" if held.state == "admitted" else "reassign"
    detail = {"unit": unit.slug, "assignee": user.pk if user else None}
    move(held, act, by=by, now=now, detail=detail, unit=unit, assigned_to=user)
    meet_clock(held, Clock.ROUTE, now)
    if is_new and held.state != "in_review":
        start_clock(held, Clock.REPORT, now.astimezone(CHILE).date(), now, now)
    return held


def check_belongs(unit: Unit, user: User | None) -> None:
    """Raises Refused, with the sentence, where work cannot be given to that unit or person."""
    if not unit.is_active:
        raise Refused(f"La unidad {unit.name} ya no está vigente. Elija otra.")
    if user is None:
        return
    is_of_it = unit.head_id == user.pk or unit.members.filter(pk=user.pk).exists()
    if not (user.is_active and is_of_it):
        raise Refused(f"{user.full_name or user.email} no integra la unidad {unit.name}.")


@transaction.atomic
def unassign_submission(
    submission: Submission,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Take it back from its unit before anything was written; it waits for another one.

    Raises:
        Refused: `by` may not, or no unit has it, or an answer was begun.
    """
    hold_calendar()
    held = hold(submission, expected_version)
    move(held, "unassign", by=by, now=now, unit=None, assigned_to=None)
    meet_clock(held, Clock.REPORT, now)
    route_again(held, now)
    return held


@transaction.atomic
def refer_submission(
    submission: Submission,
    *,
    body: str,
    note: str = "",
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Send it to the body of the State that it belongs to, and tell (Ley 19.880, art. 14).

    Raises:
        Refused: `by` may not, its state does not let it, it was answered, it heads a group, or no
            body is named.
    """
    held = hold(submission, expected_version)
    asked = "Escriba a qué órgano se deriva, con su nombre completo."
    body = one_line(body, asked=asked, longest=LONGEST_BODY)
    note = written(note, asked="", needed=False)
    check_can_leave(held)
    move(held, "refer", by=by, now=now, referred_to=body, public_note=note)
    _stop(held, now)
    tell_author("referred", held, now=now)
    return held


@transaction.atomic
def convert_submission(
    submission: Submission,
    *,
    note: str = "",
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Go on with it as an access request, with its own term (Ley 20.285, art. 14).

    Raises:
        Refused: `by` may not, its state does not let it, it was answered or it heads a group.
    """
    hold_calendar()
    held = hold(submission, expected_version)
    note = written(note, asked="", needed=False)
    check_can_leave(held)
    move(held, "convert", by=by, now=now, public_note=note)
    _stop(held, now)
    start_clock(held, Clock.ACCESS, now.astimezone(CHILE).date(), now, now)
    tell_author("converted", held, now=now)
    return held


def check_can_leave(held: Submission) -> None:
    """Raises Refused where it cannot go another way: others wait with it, or it was answered."""
    if held.answered_at is not None:
        raise Refused("Ya tiene una respuesta publicada: publique otra versión de ella.")
    grouped = held.members.filter(state="grouped").count()
    if grouped:
        others = "1 consulta agrupada" if grouped == 1 else f"{grouped} consultas agrupadas"
        raise Refused(f"Tiene {others} con ella. Sepárelas primero.")


def _stop(held: Submission, now: datetime) -> None:
    for clock in (Clock.ROUTE, Clock.REPORT, Clock.ANSWER):
        meet_clock(held, clock, now)


@transaction.atomic
def close_submission(
    submission: Submission,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Nothing is left to do about it.

    Raises:
        Refused: `by` may not, or it was not answered.
    """
    held = hold(submission, expected_version)
    return move(held, "close", by=by, now=now)


@transaction.atomic
def mark_notified(submission: Submission, *, now: datetime) -> Submission:
    """The clock found that the author was told of the answer, or left nowhere to be told.

    Raises:
        Refused: it is not waiting for that.
    """
    held = hold(submission)
    was_owed = meet_clock(held, Clock.NOTIFY, now)
    notified_at = now if was_owed or held.notified_at is None else held.notified_at
    return move(held, "notify", now=now, notified_at=notified_at)


def mark_those_told(now: datetime, limit: int = 200) -> int:
    """Mark as notified what was answered and told: for the beat. The number that were marked.

    Told is: its last message was sent, or there is no address, for the answer is on its page.
    """
    done = 0
    for submission in _those_told().order_by("pk")[:limit]:
        try:
            mark_notified(submission, now=now)
        except Refused:  # somebody closed it, or another beat was faster
            continue
        done += 1
    return done


def _those_told() -> QuerySet[Submission]:
    """Answered, with nothing on its way: what is waiting or was given up is left out here, so that
    it does not stand before those that come after."""
    of_it = Message.objects.filter(
        object_type="submission", object_id=Cast(OuterRef("pk"), CharField())
    )
    about = of_it.filter(kind="answered")
    # The council is told one by one: it was told once nothing is on its way to any of them.
    on_its_way = Exists(of_it.filter(kind="council_answered", state__in=Message.WAITING))
    last = Subquery(about.order_by("-pk").values("state")[:1])
    told = Q(last__isnull=True) | Q(last__in=(Message.State.SENT, Message.State.CANCELLED))
    rows = Submission.objects.filter(state="answered").annotate(last=last)
    return rows.filter(told).exclude(on_its_way)


@transaction.atomic
def take_submission(
    submission: Submission,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Say that `by` is at work on it, for a quarter of an hour; `held_by` tells who has it.

    Where another has it, it stays with them: that is told, and stops nobody. What stops two people
    from overwriting each other is the version.

    Raises:
        Refused: `by` may not see submissions.
    """
    check_may(by, "view_submission")
    free = Q(held_by__isnull=True) | Q(held_by=by) | Q(held_until__lte=now)
    Submission.objects.filter(free, pk=submission.pk).update(held_by=by, held_until=now + HELD_FOR)
    return Submission.objects.select_related("held_by").get(pk=submission.pk)


@transaction.atomic
def release_submission(
    submission: Submission,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """`by` is no longer at work on it; what another holds is left alone."""
    Submission.objects.filter(pk=submission.pk, held_by=by).update(held_by=None, held_until=None)
    return Submission.objects.get(pk=submission.pk)
