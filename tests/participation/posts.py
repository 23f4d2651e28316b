"""Mail servers that refuse, fail or die, for the tests of the outbox."""

import os
import signal
import smtplib
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

RECIPIENT = "vecina@ejemplo.invalid"


class Unreachable(BaseEmailBackend):
    """Nobody answers."""

    def open(self) -> bool:
        raise ConnectionRefusedError(111, RECIPIENT)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise AssertionError("it was never open")


class Refusing(BaseEmailBackend):
    """The server answers the recipient's address with `code`."""

    code = 550

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPRecipientsRefused({RECIPIENT: (self.code, f"no {RECIPIENT}".encode())})


class Busy(Refusing):
    code = 451


class Slow(BaseEmailBackend):
    """Writes down each Message-ID and takes its time; may kill its own process on the way.

    `POST_FILE` is where it writes; `POST_SECONDS`, how long it takes; where the file named by
    `POST_DEATH` exists it is removed and the process dies after sending, before that is noted.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            with Path(os.environ["POST_FILE"]).open("a") as sent:
                sent.write(f"{message.extra_headers['Message-ID']}\n")
            time.sleep(float(os.environ.get("POST_SECONDS", "0")))
            death = Path(os.environ.get("POST_DEATH", "/nonexistent"))
            if death.exists():
                death.unlink()
                os.kill(os.getpid(), signal.SIGKILL)
        return len(email_messages)
