"""The outbox: owe a message in the transaction of its cause; a worker sends it afterwards.

At least once: a message is claimed, sent, and marked as sent. Who dies between the last two
leaves a claim that runs out, and the message goes again with the same Message-ID.
See docs/decisions/0009-outbox.md.
"""

import logging
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from participation import emails, letters
from participation.keys import CannotOpen
from participation.models import Message, Person
from participation.nudging import nudge
from participation.posting import NotTaken, Post, Verdict
from programs.models import User

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)  # far longer than EMAIL_TIMEOUT lets one mail take
BATCH = 50  # messages in one go of the task
FIRST_WAIT = timedelta(seconds=30)  # doubled with each attempt
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 20  # some three days
LOST_KEY = (
    "Falta la clave con que se selló la dirección o el texto: póngala de nuevo en IDENTITY_KEYS. "
    "Se intenta otra vez más tarde."
)
JITTER = 0.25  # so that what failed together does not come back together


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a round of sending ended; `is_over` when nothing was left to send now."""

    sent: int
    postponed: int
    dead: int
    cancelled: int
    is_over: bool


def queue(
    kind: str,
    *,
    about: models.Model | None = None,
    person: Person | None = None,
    user: User | None = None,
    key: str,
    not_before: datetime | None = None,
    context: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Owe a message to a person or to a user, in the caller's transaction; once for each `key`.

    `about` is the row that the message will be written from, when it is sent. `context` holds
    numbers and identifiers, never personal data.

    Raises:
        ValueError: there is no such kind, or not exactly one recipient.
    """
    if kind not in letters.KINDS:
        raise ValueError(f"no such kind of message: {kind}")
    if (person is None) == (user is None):
        raise ValueError("a message goes to one person or to one user")
    message = Message(
        kind=kind,
        key=key,
        object_type=about._meta.model_name if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        person=person,
        user=user,
        context=dict(context or {}),
        created_at=now,
        not_before=not_before or now,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    nudge_on_commit()


def nudge_on_commit() -> None:
    """Wake the worker once the caller's transaction is in: once, however much it owes."""
    if not any(each[1] is nudge for each in connection.run_on_commit):
        transaction.on_commit(nudge, robust=True)


def cancel(*, person: Person | None = None, about: models.Model | None = None) -> int:
    """Owe no longer what waits for a person (erasure asks for it) or about a row; how many.

    Raises:
        ValueError: neither was given.
    """
    if person is None and about is None:
        raise ValueError("a person or a row")
    waiting = Message.objects.waiting()
    if person is not None:
        waiting = waiting.filter(person=person)
    if about is not None:
        waiting = waiting.filter(object_type=about._meta.model_name, object_id=str(about.pk))
    return waiting.update(state=Message.State.CANCELLED)


def deliver_due(now: datetime, limit: int = BATCH) -> Delivery:
    """Send what is due at `now`, at most `limit` messages, one claim at a time.

    Any number of workers may do this at once. A mail server that is not there ends the round.
    """
    began = time.monotonic()
    ended: Counter[str] = Counter()
    post = Post()
    is_over = False
    try:
        while not is_over and sum(ended.values()) < limit:
            instant = now + timedelta(seconds=time.monotonic() - began)
            message = _claim(instant)
            if message is None:
                is_over = True
            else:
                state, is_over = _deliver(message, post, instant)
                ended[state] += 1
    finally:
        post.close()
    return Delivery(
        ended["sent"], ended["queued"], ended["dead"], ended["cancelled"], is_over=is_over
    )


@transaction.atomic
def _claim(now: datetime) -> Message | None:
    """The next message, ours until CLAIM passes; attempts count here, before what may kill us."""
    due = Message.objects.due(now).select_for_update(skip_locked=True)
    # One that takes the worker down each time never reaches its own refusal.
    message = due.first()
    while message is not None and message.attempts >= MOST_ATTEMPTS:
        Message.objects.filter(pk=message.pk).update(state=Message.State.DEAD)
        message = due.first()
    if message is None:
        return None
    message.state = Message.State.SENDING
    message.attempts += 1
    message.claimed_at = now
    message.not_before = now + CLAIM
    message.save(update_fields=["state", "attempts", "claimed_at", "not_before"])
    return message


def _deliver(message: Message, post: Post, now: datetime) -> tuple[str, bool]:
    """The state the message ended in, and whether the round is over."""
    try:
        mail = emails.render(message)
    except emails.NothingToSay:
        _end(message, state=Message.State.CANCELLED)
        return Message.State.CANCELLED, False
    except CannotOpen:  # a key left out of the settings: once it is put back, it is sent
        log.warning("message %s cannot be opened: IDENTITY_KEYS lacks its key", message.pk)
        return _put_off(message, NotTaken(Verdict.LATER, LOST_KEY), now), False
    except Exception as problem:  # a release may mend it: it is tried again
        log.exception("message %s could not be written", message.pk)
        sentence = f"No se pudo escribir el mensaje ({type(problem).__name__})."
        return _put_off(message, NotTaken(Verdict.LATER, sentence), now), False
    try:
        post.send(mail)
    except NotTaken as refusal:
        log.warning("message %s was not taken: %s", message.pk, refusal)
        return _put_off(message, refusal, now), refusal.verdict is Verdict.NOBODY
    # Also where the claim ran out meanwhile: it was sent, whoever has it now.
    Message.objects.filter(pk=message.pk, state__in=Message.WAITING).update(
        state=Message.State.SENT, sent_at=now, last_problem=""
    )
    return Message.State.SENT, False


def _put_off(message: Message, refusal: NotTaken, now: datetime) -> str:
    is_dead = refusal.verdict is Verdict.NEVER or message.attempts >= MOST_ATTEMPTS
    state = Message.State.DEAD if is_dead else Message.State.QUEUED
    not_before = now + wait_after(message.attempts)
    _end(message, state=state, not_before=not_before, last_problem=str(refusal))
    return state


def _end(message: Message, **changes: object) -> None:
    """Say how our claim ended; somebody else's is left alone."""
    ours = Message.objects.filter(
        pk=message.pk, state=Message.State.SENDING, claimed_at=message.claimed_at
    )
    ours.update(**changes)


def wait_after(attempts: int) -> timedelta:
    """How long after so many attempts the next one comes: doubling, with a bound and a spread."""
    longest = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    return longest * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 (no secret)
