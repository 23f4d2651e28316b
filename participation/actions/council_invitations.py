"""Inviting a councillor to the room, and entering it for the first time.

The link goes to an e-mail, works once and for some days. It is also the way back for who forgot
the password or lost the telephone: a new invitation sets both again.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from participation import outbox
from participation.actions.words import one_line
from participation.council import council_seat_ahead
from participation.deadlines import CHILE
from participation.keys import open_sealed, seal
from participation.models import CouncilInvitation, Councillor
from participation.permissions import may
from participation.register import record
from participation.transitions import Refused
from programs.actions.second_factor import forget_second_factor
from programs.models import User

OPEN_FOR = timedelta(days=7)
LONGEST_EMAIL, LONGEST_NAME = 254, 150
ASK_EMAIL = "Escriba un correo, como nombre@organizacion.cl."
ASK_NAME = "Escriba su nombre."
CLOSED = "Esta invitación ya no sirve. Pida otra a la secretaría ejecutiva del Consejo."


class RefusedField(Refused):
    """What was typed in `field` cannot be taken; the message stands beside it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def invite_councillor(
    councillor: Councillor, *, email: str, by: User, now: datetime
) -> CouncilInvitation:
    """Send a link to the room; one that was open for the same person stops working.

    Raises:
        RefusedField: that is no e-mail, or it is of somebody else's account.
        Refused: `by` may not, or the person has no seat today nor later.
    """
    _check_may_invite(by)
    held = Councillor.objects.select_for_update().get(pk=councillor.pk)
    if council_seat_ahead(held, now.astimezone(CHILE).date()) is None:
        raise Refused(
            "Esta persona no tiene un período vigente ni por empezar en el Consejo: "
            "primero anote su período."
        )
    email = _email(email)
    for open_one in _open_of(held):
        _cancel(open_one, now)
    user = _account_for(held, email)
    invitation = CouncilInvitation.objects.create(
        uid=uuid4(), councillor=held, email_sealed=seal(email), invited_by=by, invited_at=now,
        expires_at=now + OPEN_FOR,
    )  # fmt: skip
    outbox.queue(
        "council_invitation", about=invitation, user=user,
        key=f"council_invitation:{invitation.uid}", now=now,
    )  # fmt: skip
    record("invite_councillor", about=_named(held), now=now, by=by)
    return invitation


@transaction.atomic
def resend_invitation(
    invitation: CouncilInvitation, *, by: User, now: datetime
) -> CouncilInvitation:
    """Send a new link to the same e-mail; the one before stops working.

    Raises:
        Refused: `by` may not, it was accepted or cancelled already, or the person has no seat.
    """
    _check_may_invite(by)
    if invitation.accepted_at or invitation.cancelled_at:
        raise Refused("Esa invitación ya se usó o se anuló: escriba otra.")
    email = open_sealed(invitation.email_sealed)
    return invite_councillor(invitation.councillor, email=email, by=by, now=now)


@transaction.atomic
def cancel_invitation(
    invitation: CouncilInvitation, *, by: User, now: datetime
) -> CouncilInvitation:
    """Make the link useless. An account that was made for it and never used is closed.

    Raises:
        Refused: `by` may not, or it was accepted already.
    """
    _check_may_invite(by)
    Councillor.objects.select_for_update().get(pk=invitation.councillor_id)
    held = CouncilInvitation.objects.select_for_update().get(pk=invitation.pk)
    if held.accepted_at is not None:
        raise Refused("Esa invitación ya se aceptó.")
    if held.cancelled_at is None:
        _cancel(held, now)
        record("cancel_council_invitation", about=_named(held.councillor), now=now, by=by)
    return held


def check_invitation(invitation: CouncilInvitation, now: datetime) -> None:
    """Raises Refused, with the reason, where the link does not open anything now."""
    if invitation.accepted_at is not None:
        raise Refused("Esta invitación ya se usó. Entre con su correo y su clave.")
    if invitation.cancelled_at is not None:
        raise Refused(CLOSED)
    if now >= invitation.expires_at:
        raise Refused("Esta invitación venció. Pida otra a la secretaría ejecutiva del Consejo.")


@transaction.atomic
def accept_invitation(
    invitation: CouncilInvitation, *, name: str, password: str, now: datetime
) -> User:
    """Make, or renew, the account of a councillor: name and password; the second factor comes next.

    Whoever had one keeps their notes and observations. What served to enter before, telephone
    included, serves no more.

    Raises:
        RefusedField: there is no name, or the password is weak.
        Refused: the link was used, cancelled or expired.
    """
    councillor = Councillor.objects.select_for_update().get(pk=invitation.councillor_id)
    held = CouncilInvitation.objects.select_for_update().get(pk=invitation.pk)
    check_invitation(held, now)
    email = open_sealed(held.email_sealed)
    user = _account_for(councillor, email)
    known = councillor.user
    if known is not None and known.pk != user.pk:  # another e-mail than before
        outbox.cancel(about=held)
        user.delete()
        known.email, user = email, known
    try:
        user.full_name = one_line(name, asked=ASK_NAME, longest=LONGEST_NAME)
    except Refused as refused:
        raise RefusedField("name", str(refused)) from None
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise RefusedField("password", " ".join(weak.messages)) from None
    user.set_password(password)
    user.is_active = True
    user.save()
    forget_second_factor(user, now=now)
    councillor.user = user
    councillor.save(update_fields=["user"])
    held.accepted_at, held.email_sealed = now, ""  # from here on it is the account's
    held.save(update_fields=["accepted_at", "email_sealed"])
    record("accept_council_invitation", about=_named(councillor), now=now, by=user)
    return user


def _check_may_invite(by: User) -> None:
    if not (may(by, "keep_council") or may(by, "manage_council")):
        raise Refused("Su cuenta de usuario no tiene permiso para invitar a la sala del Consejo.")


def _email(typed: str) -> str:
    try:
        email = one_line(typed, asked=ASK_EMAIL, longest=LONGEST_EMAIL).lower()
        validate_email(email)
    except (Refused, ValidationError):
        raise RefusedField("email", ASK_EMAIL) from None
    return email


def _account_for(councillor: Councillor, email: str) -> User:
    """The account with that e-mail, made now where there is none; nobody enters with it yet."""
    found = User.objects.select_for_update().filter(email__iexact=email).first()
    if found is None:
        return User.objects.create(
            email=email, full_name=councillor.name, is_councillor=True, is_staff=False,
            is_demo=councillor.is_demo, password=make_password(None),
        )  # fmt: skip
    if found.is_staff or found.is_superuser or not found.is_councillor:
        raise RefusedField(
            "email",
            "Ese correo es de una persona del equipo, y quien trabaja en la institución no "
            "integra el Consejo. Escriba el correo propio de la consejera o consejero.",
        )
    other = Councillor.objects.filter(user=found).exclude(pk=councillor.pk).exists()
    if other:
        raise RefusedField("email", "Con ese correo entra otra persona del Consejo: pida otro.")
    if not found.is_active:
        # Whoever closed it had a reason: only the new link opens it, not the password of then.
        found.is_active, found.password = True, make_password(None)
        found.save(update_fields=["is_active", "password"])
    return found


def _open_of(councillor: Councillor) -> list[CouncilInvitation]:
    rows = CouncilInvitation.objects.select_for_update().filter(councillor=councillor)
    return list(rows.filter(accepted_at__isnull=True, cancelled_at__isnull=True))


def _cancel(held: CouncilInvitation, now: datetime) -> None:
    email = open_sealed(held.email_sealed)
    held.cancelled_at, held.email_sealed = now, ""
    held.save(update_fields=["cancelled_at", "email_sealed"])
    outbox.cancel(about=held)
    # Made for this link alone: nobody ever entered with it.
    User.objects.filter(
        email__iexact=email, is_councillor=True, is_staff=False, councillor__isnull=True,
        last_login__isnull=True,
    ).update(is_active=False)  # fmt: skip


def _named(councillor: Councillor) -> tuple[str, str]:
    """By the seat's own number: the register never says who."""
    return "councillor", str(councillor.uid)
