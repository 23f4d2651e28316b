"""What the staff may do with messages: send again what died, and see whether mail works."""

from datetime import datetime

from django.db import transaction

from participation import outbox
from participation.models import Message
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import User


@transaction.atomic
def resend_message(message: Message, *, by: User, now: datetime) -> Message:
    """Try again, from the first attempt, a message that was given up.

    Raises:
        Refused: `by` may not, it was not given up, or its recipient was erased since.
    """
    check_may(by, "resend_message")
    held = Message.objects.select_for_update().get(pk=message.pk)
    if held.state != Message.State.DEAD:
        raise Refused(f"Este mensaje está «{held.get_state_display()}»: no hay qué reenviar.")
    if held.person_id is None and held.user_id is None:
        raise Refused("La persona pidió borrar sus datos: ya no hay a quién enviarlo.")
    held.state = Message.State.QUEUED
    held.attempts = 0
    held.not_before = now
    held.last_problem = ""
    held.save(update_fields=["state", "attempts", "not_before", "last_problem"])
    record("resend_message", about=("message", held.pk), by=by, now=now, kind=held.kind)
    outbox.nudge_on_commit()
    return held


@transaction.atomic
def send_test_message(*, by: User, now: datetime) -> None:
    """Owe `by` a message that says that mail works; two clicks in one second are one.

    Raises:
        Refused: `by` may not.
    """
    check_may(by, "resend_message")
    key = f"test_message:{by.pk}:{now:%Y%m%d%H%M%S}"
    outbox.queue("test_message", user=by, key=key, now=now)
