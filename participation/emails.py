"""From a message of the outbox to a mail: which words, to which address, with which headers.

A kind of message is a function that `@kind` names: it looks up what the message is about and
gives the values of its template, `templates/emails/<kind>.html`. The template's `<title>` is the
subject, and the plain text is made from the same words (`plain_text`). Nothing is written here:
sending one message twice gives the same mail, with the same Message-ID.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from participation import keys
from participation.mailbox import KIND_HEADER
from participation.models import Message
from participation.plain_text import text_of, title_of
from programs.models import Institution


class NothingToSay(Exception):  # noqa: N818 (it says what happened)
    """The message lost its reason or its reader since it was queued: it is not to be sent."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one message says: its template's values and, for who follows, the way out."""

    values: Mapping[str, Any]
    unsubscribe_url: str = ""  # one click and no questions (RFC 8058)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message, as the staff read it, and who writes it."""

    slug: str
    label: str
    write: Callable[[Message], Letter]


KINDS: dict[str, Kind] = {}
Writer = Callable[[Message], Letter]


def kind(slug: str, label: str) -> Callable[[Writer], Writer]:
    """Register the function that writes the messages of this kind."""

    def register(write: Writer) -> Writer:
        if slug in KINDS:
            raise ValueError(f"two writers for the kind {slug}")
        KINDS[slug] = Kind(slug, label, write)
        return write

    return register


def render(message: Message) -> EmailMultiAlternatives:
    """The mail that this message stands for, as things are now.

    Raises:
        NothingToSay: its reader was erased or left, or what it would tell no longer holds.
    """
    to = _address_of(message)
    letter = KINDS[message.kind].write(message)
    values = {
        "institution": Institution.objects.order_by("pk").first(),
        "site_url": settings.SITE_URL,
        "unsubscribe_url": letter.unsubscribe_url,
        "to_staff": message.user_id is not None,
        **letter.values,
    }
    html = render_to_string(f"emails/{message.kind}.html", values)
    mail = EmailMultiAlternatives(
        subject=title_of(html), body=text_of(html), to=[to], headers=_headers(message, letter)
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _address_of(message: Message) -> str:
    if message.user is not None and message.user.is_active and message.user.email:
        return str(message.user.email)
    if message.person is not None and message.person.email_sealed:
        return keys.open_sealed(message.person.email_sealed)
    raise NothingToSay("nobody to write to")


def _headers(message: Message, letter: Letter) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(message),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no robot answers it
        KIND_HEADER: message.kind,
    }
    if letter.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def message_id(message: Message) -> str:
    """The same for every sending of one message: a second copy is known as such."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    mark = hashlib.sha256(f"{message.pk} {message.key}".encode()).hexdigest()[:32]
    return f"<{mark}@{address.rpartition('@')[2]}>"
