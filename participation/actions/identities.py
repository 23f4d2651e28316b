"""Reading who somebody is, or what was reserved: with a reason, and leaving a trace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from participation.actions.words import one_line
from participation.keys import open_sealed
from participation.models import (
    Authorship,
    IdentityReading,
    Satisfaction,
    SealedOriginal,
    Submission,
)
from participation.permissions import check_may
from participation.register import record
from programs.models import User

LONGEST_REASON = 200
ASKED = "Escriba para qué necesita leerlo: queda registrado."
What = IdentityReading.What


@dataclass(frozen=True, slots=True)
class Identity:
    """Who presented a submission, opened for one reading. Empty is what was not told or erased."""

    full_name: str = ""
    email: str = ""
    organisation: str = ""
    contact: str = ""
    sex: str = ""
    is_confirmed: bool = False
    is_erased: bool = False
    comments: tuple[str, ...] = ()  # what they said of the answers


@transaction.atomic
def read_identity(submission: Submission, *, reason: str, by: User, now: datetime) -> Identity:
    """Who presented it. The reading is kept: who, when, what for.

    Raises:
        Refused: `by` may not, or gives no reason.
        CannotOpen: the key that sealed it is gone.
    """
    _leave_trace(submission, What.IDENTITY, "identity_read", reason, by, now)
    known = Authorship.objects.select_related("person").get(submission=submission)
    return Identity(
        full_name=opened(known.full_name_sealed),
        email=opened(known.person.email_sealed),
        organisation=opened(known.organisation_sealed),
        contact=opened(known.contact_sealed),
        sex=known.get_sex_display() if known.sex else "",
        is_confirmed=known.person.confirmed_at is not None,
        is_erased=known.erased_at is not None or known.person.erased_at is not None,
        comments=tuple(opened(each) for each in _comments(submission)),
    )


def _comments(submission: Submission) -> Iterable[str]:
    said = Satisfaction.objects.filter(submission=submission).exclude(comment_sealed="")
    return said.order_by("pk").values_list("comment_sealed", flat=True)


@transaction.atomic
def read_original(original: SealedOriginal, *, reason: str, by: User, now: datetime) -> str:
    """What was written before a part of it was reserved. The reading is kept.

    Raises:
        Refused: `by` may not, or gives no reason.
        CannotOpen: the key that sealed it is gone.
    """
    _leave_trace(original.submission, What.ORIGINAL, "original_read", reason, by, now)
    return opened(original.content_sealed)


def _leave_trace(
    submission: Submission, what: str, act: str, reason: str, by: User, now: datetime
) -> None:
    check_may(by, "read_identity")
    reason = one_line(reason, asked=ASKED, longest=LONGEST_REASON)
    IdentityReading.objects.create(submission=submission, what=what, reason=reason, by=by, at=now)
    record(act, about=submission, now=now, by=by)


def opened(sealed: str) -> str:
    """What was sealed; empty where nothing was.

    Raises:
        CannotOpen: the key that sealed it is gone.
    """
    return open_sealed(sealed) if sealed else ""
