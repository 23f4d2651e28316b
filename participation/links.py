"""Absolute addresses that go out by mail, and the signed tokens inside them.

The paths are written out: a mail lives for years, and an address in it is a promise. The views
that answer them read their tokens with the functions here.
"""

from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db import models
from django.urls import reverse

from participation import keys
from participation.models import HearingRegistration, Person, Submission, Subscription

CONFIRM_WITHIN = timedelta(days=7)  # to open the link that confirms an e-mail
_CONFIRM = "confirm-address"
_UNSUBSCRIBE = "unsubscribe"
MY_DATA_WITHIN = timedelta(hours=24)  # to use the link that opens one's own data
_MY_DATA = "my-data"
_FOLLOW = "confirm-follow"
_INVITATION = "council-invitation"
ROOM = "/consejo/sala/"
_MANAGE = "manage-following"
_REGISTRATION = "hearing-registration"
_A_YEAR = timedelta(days=365)
_FOREVER = timedelta(days=36_500)  # who wants no more mail must never find a dead link


def absolute(path: str) -> str:
    """The public address of a path of the portal."""
    return f"{settings.SITE_URL}{path}"


def public_url(submission: Submission) -> str:
    """The permanent page of a question; it answers only while the question is public."""
    return absolute(f"/participacion/{submission.folio}/")


def tracking_url(submission: Submission) -> str:
    """The author's own page: who has the address needs no key, so it goes to the author only."""
    key = keys.tracking_key(str(submission.uid))
    return absolute(f"/seguimiento/{submission.folio}/{key}/")


def confirm_url(submission: Submission) -> str:
    """Where the author says that the e-mail is theirs; within CONFIRM_WITHIN."""
    token = keys.signed_token(str(submission.uid), purpose=_CONFIRM)
    return absolute(f"/participar/confirmar/{quote(token, safe=':')}/")


def read_confirm_token(token: str) -> UUID:
    """The `uid` of the submission that a link of `confirm_url` confirms.

    Raises:
        keys.ExpiredToken: it was signed too long ago.
        keys.BadToken: it is not one of ours.
    """
    return UUID(keys.read_token(token, purpose=_CONFIRM, max_age=CONFIRM_WITHIN))


def unsubscribe_url(subscription: Subscription) -> str:
    """Where one click ends a subscription, by GET with a button or by POST (RFC 8058)."""
    token = keys.signed_token(str(subscription.uid), purpose=_UNSUBSCRIBE)
    return absolute(f"/participacion/seguir/baja/{quote(token, safe=':')}/")


def read_unsubscribe_token(token: str) -> UUID:
    """The `uid` of the subscription that a link of `unsubscribe_url` ends; it never expires.

    Raises:
        keys.BadToken: it is not one of ours.
    """
    return UUID(keys.read_token(token, purpose=_UNSUBSCRIBE, max_age=_FOREVER))


def follow_confirm_url(subscription: Subscription) -> str:
    """Where whoever has the mailbox says that they want to follow; within CONFIRM_WITHIN."""
    token = keys.signed_token(str(subscription.uid), purpose=_FOLLOW)
    return absolute(f"/participacion/seguir/confirmar/{quote(token, safe=':')}/")


def read_follow_token(token: str) -> UUID:
    """The `uid` of the subscription that a link of `follow_confirm_url` confirms.

    Raises:
        keys.BadToken: it is not one of ours, or it was signed too long ago.
    """
    return UUID(keys.read_token(token, purpose=_FOLLOW, max_age=CONFIRM_WITHIN))


def follow_manage_url(subscription: Subscription) -> str:
    """All that the same person follows, with a button to end each."""
    token = keys.signed_token(str(subscription.uid), purpose=_MANAGE)
    return absolute(f"/participacion/seguir/avisos/{quote(token, safe=':')}/")


def read_manage_token(token: str) -> UUID:
    """The `uid` of one subscription of whoever may manage theirs; for a year.

    Raises:
        keys.BadToken: it is not one of ours, or it was signed too long ago.
    """
    return UUID(keys.read_token(token, purpose=_MANAGE, max_age=_A_YEAR))


def my_data_token(person: Person) -> str:
    """What lets somebody see, correct and erase their own data, within MY_DATA_WITHIN."""
    return keys.signed_token(str(person.uid), purpose=_MY_DATA)


def my_data_url(person: Person) -> str:
    """Where somebody sees what is kept of them; it goes to their own e-mail only."""
    return absolute(f"/mis-datos/{quote(my_data_token(person), safe=':')}/")


def read_my_data_token(token: str) -> UUID:
    """The `uid` of the person that a link of `my_data_url` names.

    Raises:
        keys.ExpiredToken: it was signed too long ago.
        keys.BadToken: it is not one of ours.
    """
    return UUID(keys.read_token(token, purpose=_MY_DATA, max_age=MY_DATA_WITHIN))


def admin_url(row: models.Model) -> str:
    """The page of the admin where the staff work on a row."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return absolute(reverse(name, args=[row.pk]))


def invitation_url(uid: UUID) -> str:
    """Where a councillor makes the account that opens the room; the row says until when."""
    token = keys.signed_token(str(uid), purpose=_INVITATION)
    return absolute(f"/consejo/invitacion/{quote(token, safe=':')}/")


def read_invitation_token(token: str) -> UUID:
    """The `uid` of the invitation that a link of `invitation_url` opens.

    Raises:
        keys.BadToken: it is not one of ours.
        ValueError: it names none.
    """
    return UUID(keys.read_token(token, purpose=_INVITATION, max_age=_A_YEAR))


def registration_url(row: HearingRegistration) -> str:
    """Where whoever registered for a hearing confirms, reads or cancels it; for a year."""
    token = keys.signed_token(str(row.uid), purpose=_REGISTRATION)
    return absolute(f"/audiencias/inscripcion/{quote(token, safe=':')}/")


def read_registration_token(token: str) -> UUID:
    """The `uid` of the registration that a link of `registration_url` opens.

    Raises:
        keys.BadToken: it is not one of ours, or it was signed too long ago.
        ValueError: it names none.
    """
    return UUID(keys.read_token(token, purpose=_REGISTRATION, max_age=_A_YEAR))
