"""Handing mails to the mail server, and what its refusals mean. Never says an address."""

import smtplib
from enum import Enum

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Verdict(Enum):
    """What to do with a mail that was not taken."""

    LATER = "later"  # this one again, later
    NEVER = "never"  # this one has no remedy without a person
    NOBODY = "nobody"  # the server itself: no sense in trying others now


class NotTaken(Exception):  # noqa: N818 (it says what happened)
    """The mail was not taken; the message is a sentence for the staff, without personal data."""

    def __init__(self, verdict: Verdict, sentence: str) -> None:
        super().__init__(sentence)
        self.verdict = verdict


class Post:
    """One connection to the mail server for several mails; opened again after a problem."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail.

        Raises:
            NotTaken: it was not taken, with what to do.
        """
        try:
            if self._connection is None:
                self._connection = mail.get_connection()
                self._connection.open()
            self._connection.send_messages([message])
        except Exception as problem:
            self.close()
            raise judge(problem) from problem

    def close(self) -> None:
        """Say goodbye; a server that is gone already does not matter."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return


def judge(problem: Exception) -> NotTaken:
    """What a problem while sending means for the mail and for those behind it."""
    # Who we are, not who it goes to: mending the configuration mends all of them.
    if isinstance(problem, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused):
        return NotTaken(
            Verdict.NOBODY,
            f"El servidor de correo no acepta a quien firma los mensajes ({problem.smtp_code}).",
        )
    if isinstance(problem, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return _unreachable(problem)
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
        return _refused("la dirección", max(codes, default=0))
    if isinstance(problem, smtplib.SMTPResponseException):
        return _refused("el mensaje", problem.smtp_code)
    if isinstance(problem, smtplib.SMTPNotSupportedError | ValueError):  # UnicodeError, bad header
        return NotTaken(
            Verdict.NEVER, f"La dirección o el asunto no se pueden enviar ({_name(problem)})."
        )
    if isinstance(problem, OSError):  # also what is left of smtplib: disconnected
        return _unreachable(problem)
    return NotTaken(Verdict.LATER, f"No se pudo enviar ({_name(problem)}).")


def _refused(what: str, code: int) -> NotTaken:
    if code >= 500:  # RFC 5321, 4.2.1: permanent
        return NotTaken(Verdict.NEVER, f"El servidor de correo rechazó {what} ({code}).")
    return NotTaken(Verdict.LATER, f"El servidor de correo no recibió {what} ({code}).")


def _unreachable(problem: Exception) -> NotTaken:
    return NotTaken(
        Verdict.NOBODY, f"No se pudo hablar con el servidor de correo ({_name(problem)})."
    )


def _name(problem: Exception) -> str:
    return type(problem).__name__
