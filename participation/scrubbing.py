"""Keeping people out of the log: e-mails and secret addresses are covered in every line.

A traceback says what a function was given, and a refused address is written with its path: both
may hold what only its owner should read. Pure: the settings name it before any app is there.
"""

import copy
import logging
import re

COVERED = "[…]"
_EMAIL = re.compile(r"[^\s@<>\"'(),:;=\[\]]+@[^\s@<>\"'(),:;\[\]]*\w")
# What comes after each of these opens a page to whoever has it.
_SECRETS = re.compile(
    r"(/(?:mis-datos|consejo/invitacion|participar/confirmar"
    r"|participacion/seguir/(?:baja|confirmar|avisos)|audiencias/(?:inscripcion|\d+/preguntar)"
    r"|participar|seguimiento/[^/\s]+)/)(?!confirmar/)[^/\s?\"'<>]+"
)


def scrubbed(text: str) -> str:
    """`text` without e-mails, keys and tokens."""
    return _EMAIL.sub(COVERED, _SECRETS.sub(rf"\g<1>{COVERED}", text))


class ScrubbingFormatter(logging.Formatter):
    """The usual line, its traceback included, covered at the end.

    What was refused (4xx) has no traceback: nothing failed, and whoever sends many fills the log.
    """

    def format(self, record: logging.LogRecord) -> str:
        if getattr(record, "status_code", 500) < 500:
            record = copy.copy(record)
            record.exc_info = record.exc_text = None
        return scrubbed(super().format(record))
