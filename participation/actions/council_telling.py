"""Whom an act of a session is told to: those who may enter the room that day, and the secretary."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from participation import outbox
from participation.deadlines import CHILE
from participation.models import CouncilSession, Mandate
from programs.models import User


def tell_council(
    kind: str, session: CouncilSession, *, by: User, now: datetime, **context: Any
) -> None:
    """Owe a message to everybody with a seat on the day of the session, and to its secretary.

    Once for each version of the session: a change of a change is told too.
    """
    secretary = session.secretary or session.called_by
    users = (*seated_users(session_day(session)), secretary, by)
    tell_users(kind, session, users, now=now, **context)


def tell_users(
    kind: str, session: CouncilSession, users: Iterable[User], *, now: datetime, **context: Any
) -> None:
    """Owe one message to each of `users`."""
    for user in {each.pk: each for each in users}.values():
        outbox.queue(
            kind, about=session, user=user, now=now, context=context,
            key=f"{kind}:{session.pk}:{session.version}:{user.pk}",
        )  # fmt: skip


def seated_users(day: date) -> tuple[User, ...]:
    """The accounts of those who hold a seat that day, alternates too."""
    users = User.objects.filter(
        is_active=True, councillor__mandates__in=Mandate.objects.in_force(day)
    )
    return tuple(users.distinct().order_by("pk"))


def session_day(session: CouncilSession) -> date:
    """The day of a session in Chile."""
    return session.starts_at.astimezone(CHILE).date()
