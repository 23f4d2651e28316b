"""The acts on a second factor: activate, renew the recovery codes, remove, reset someone else's.

Their entries are Django's own LogEntry, shown in the history of the person in the admin: an
AccountEvent is of a public account, and the register is on the floor above.
"""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from programs.models import User
from programs.permissions import may
from programs.second_factor.codes import Code, digest, new_recovery_codes
from programs.second_factor.enrolment import confirmed_step
from programs.second_factor.policy import device_of
from programs.transitions import Refused

NAME = "Aplicación del teléfono"


@transaction.atomic
def activate_second_factor(*, key: str, code: Code, by: User, now: datetime) -> list[str]:
    """Confirm `key` with a code made of it; the recovery codes, which are never told again.

    The code that confirmed does not serve to sign in.

    Raises:
        Refused: the code is not of this key and moment, or `by` has a second factor already.
    """
    _hold(by)
    if device_of(by) is not None:
        raise Refused("Usted ya tiene un segundo factor. Para usar otro teléfono, quite el actual.")
    found = None if code.is_recovery else confirmed_step(key, code.text, now.timestamp())
    if found is None:
        raise Refused(
            "Ese código no es de esta clave. Escriba el que su aplicación muestra ahora, y revise "
            "que el teléfono tenga la hora automática."
        )
    step, drift = found
    TOTPDevice.objects.create(user=by, name=NAME, key=key, last_t=step, drift=drift)
    codes = _write_recovery_codes(by)
    _log(by, by=by, now=now, said="Activó su segundo factor")
    return codes


@transaction.atomic
def renew_recovery_codes(*, by: User, now: datetime) -> list[str]:
    """Ten new recovery codes; those before serve no more. The door asked for a code first.

    Raises:
        Refused: `by` has no second factor.
    """
    _hold(by)
    _check_has_one(by)
    codes = _write_recovery_codes(by)
    _log(by, by=by, now=now, said="Cambió sus códigos de recuperación")
    return codes


@transaction.atomic
def remove_second_factor(*, by: User, now: datetime) -> None:
    """Take one's own second factor away. The door asked for password and code first.

    Raises:
        Refused: `by` has none.
    """
    _hold(by)
    _check_has_one(by)
    _delete_devices(by)
    _log(by, by=by, now=now, said="Quitó su segundo factor")


def check_can_reset(person: User, *, by: User) -> None:
    """Raises Refused, with the reason, when `by` may not reset the second factor of `person`."""
    if not may(by, "change_user") or (person.is_superuser and not by.is_superuser):
        raise Refused(
            "Su cuenta de usuario no tiene permiso para quitar el segundo factor de otra."
        )
    if person.pk == by.pk:
        raise Refused("El suyo se quita en «Segundo factor», con su clave y un código.")
    _check_has_one(person)


@transaction.atomic
def reset_second_factor(person: User, *, by: User, now: datetime) -> None:
    """Take the second factor of somebody who lost it away; that person activates another.

    Raises:
        Refused: `by` may not change people, or not this one, or there is nothing to reset.
    """
    _hold(person)
    check_can_reset(person, by=by)
    _delete_devices(person)
    _log(person, by=by, now=now, said="Quitó el segundo factor de esta persona")


@transaction.atomic
def forget_second_factor(person: User, *, now: datetime) -> None:
    """Whoever proved who they are in another way begins anew; nothing happens where there is none.

    There is no permission to ask: the floor above calls it for who opened a link of their own.
    """
    _hold(person)
    if device_of(person) is not None:
        _delete_devices(person)
        _log(person, by=person, now=now, said="Empezó de nuevo, con un enlace a su correo")


@transaction.atomic
def reset_as_operator(person: User, *, now: datetime) -> None:
    """The same from the server's terminal, for the last superuser who lost the telephone.

    Whoever has that terminal has the database too, so there is no permission to ask; the entry
    stands in the person's own history, because a LogEntry has to be of somebody.

    Raises:
        Refused: there is nothing to reset.
    """
    _hold(person)
    _check_has_one(person)
    _delete_devices(person)
    _log(person, by=person, now=now, said="Se quitó su segundo factor desde el servidor")


def note_recovery_used(*, by: User, now: datetime) -> None:
    """Say that `by` signed in without the telephone."""
    _log(by, by=by, now=now, said="Entró con un código de recuperación")


def _hold(person: User) -> None:
    """One act at a time on the second factor of a person."""
    User.objects.select_for_update().get(pk=person.pk)


def _check_has_one(person: User) -> None:
    if device_of(person) is None:
        raise Refused("No hay un segundo factor activo.")


def _write_recovery_codes(person: User) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="Códigos de recuperación")
    codes = new_recovery_codes()
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=digest(code)) for code in codes
    )
    return codes


def _delete_devices(person: User) -> None:
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()


def _log(person: User, *, by: User, now: datetime, said: str) -> None:
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr=str(person)[:200],
        action_flag=CHANGE,
        change_message=said,
        action_time=now,
    )
