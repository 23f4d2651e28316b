"""Following by mail without an account: ask for it, confirm it, end it.

What somebody follows is nobody else's business: the register keeps that it happened, and of what
kind it was, never what nor who.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from participation.actions.filing import person_of
from participation.models import RegisterEntry, Submission, Subscription
from participation.outbox import queue
from participation.register import record
from participation.transitions import Refused
from programs.models import Program
from programs.regions import BY_SLUG

Target = Subscription.Target


@transaction.atomic
def ask_to_follow(*, email: str, target: str, value: str, now: datetime) -> Subscription:
    """Somebody wants to be told; a link goes to the e-mail, at most one a day for each thing.

    The same is done for an address that follows it already, so that nothing tells which ones do.

    Raises:
        Refused: there is no such question, program or region.
    """
    check_can_follow(target, value)
    person = person_of(email, now)
    following, _ = Subscription.objects.get_or_create(
        person=person, target=target, value=value, ended_at=None, defaults={"created_at": now}
    )
    queue(
        "confirm_follow", about=following, person=person,
        key=f"confirm_follow:{following.uid}:{now:%Y-%m-%d}", now=now,
    )  # fmt: skip
    return following


def check_can_follow(target: str, value: str) -> None:
    """Raises Refused, with a sentence, for what is not there to be followed."""
    if target == Target.EVERYTHING and not value:
        return
    if target == Target.SUBMISSION and Submission.objects.public().filter(folio=value).exists():
        return
    if target == Target.PROGRAM and Program.objects.filter(slug=value).exists():
        return
    if target == Target.REGION and value in BY_SLUG:
        return
    raise Refused("Eso no se puede seguir. Elija una pregunta publicada, un programa o una región.")


@transaction.atomic
def confirm_following(uid: UUID, *, now: datetime) -> Subscription:
    """Whoever has the mailbox says yes; from now on what happens is told. Twice changes nothing.

    Raises:
        Refused: it was ended meanwhile.
    """
    held = Subscription.objects.select_for_update().filter(uid=uid).first()
    if held is None or held.ended_at is not None:
        raise Refused("Este aviso ya se terminó. Puede pedirlo de nuevo.")
    if held.confirmed_at is None:
        held.confirmed_at = now
        held.told_until = last_entry()
        held.save(update_fields=["confirmed_at", "told_until"])
        record("follow", about=("subscription", held.target), now=now)
    return held


def last_entry() -> int:
    """The newest entry of the register: what happened before is not told."""
    newest = RegisterEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


@transaction.atomic
def end_following(uid: UUID, *, now: datetime) -> None:
    """No more mail of this one. Ending it again, or one that is not there any more, is fine."""
    held = Subscription.objects.select_for_update().filter(uid=uid, ended_at__isnull=True).first()
    if held is None:
        return
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    if held.confirmed_at is not None:
        record("unfollow", about=("subscription", held.target), now=now)
