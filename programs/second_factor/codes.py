"""Codes: six digits from the telephone, or eight letters of a recovery code used once.

A used code is refused the second time, and after each wrong one the wait doubles (django-otp).
Recovery codes are kept as a keyed digest: who reads the database cannot sign in with them.
"""

import re
from base64 import b32encode
from dataclasses import dataclass
from os import urandom

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice

from programs.models import User
from programs.second_factor.policy import device_of
from programs.transitions import Refused

RECOVERY_CODES = 10
_SIX_DIGITS = re.compile(r"[0-9]{6}")
_RECOVERY = re.compile(r"[a-z2-7]{8}")
_SHAPE = "Escriba los seis dígitos que muestra su aplicación, o un código de recuperación completo."
_WRONG = (
    "Ese código no sirve: puede haber vencido o ya haberse usado. Escriba el que se muestra ahora."
)


class TooSoon(Refused):
    """Too many wrong codes in a row; the sentence says how long to wait."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it was typed, without its spaces and hyphens."""

    text: str

    @property
    def is_recovery(self) -> bool:
        return not _SIX_DIGITS.fullmatch(self.text)


def read_code(typed: str) -> Code:
    """The code in what somebody typed. Raises ValidationError where it has the shape of none."""
    text = re.sub(r"[\s-]", "", typed).lower()
    if not (_SIX_DIGITS.fullmatch(text) or _RECOVERY.fullmatch(text)):
        raise ValidationError(_SHAPE)
    return Code(text)


def verify_code(person: User, code: Code) -> Device:
    """The device of `person` that `code` proves; the code serves no more.

    Not within a transaction of the caller's: a wrong code has to stay counted.

    Raises:
        TooSoon: after wrong codes, before the wait is over.
        Refused: the code is not right, or was used.
    """
    found = recovery_of(person) if code.is_recovery else device_of(person)
    if found is None:
        raise Refused(_WRONG)
    with transaction.atomic():
        device = type(found).objects.select_for_update().filter(pk=found.pk).first()
        if device is None:  # removed a moment ago
            raise Refused(_WRONG)
        is_allowed, why_not = device.verify_is_allowed()
        token = _kept(device, code) if code.is_recovery else code.text
        is_right = is_allowed and device.verify_token(token)
    if not is_allowed:
        raise TooSoon(_wait(why_not["locked_until"]))
    if not is_right:
        raise Refused(_WRONG)
    return device


def _wait(until: object) -> str:
    seconds = max(1, int((until - timezone.now()).total_seconds()) + 1)  # type: ignore[operator]
    minutes = -(-seconds // 60)
    if seconds < 60:
        wait = "1 segundo" if seconds == 1 else f"{seconds} segundos"
    else:
        wait = "1 minuto" if minutes == 1 else f"{minutes} minutos"
    return f"Hubo códigos que no servían: espere {wait} y escriba el que se muestre entonces."


def recovery_of(person: User) -> StaticDevice | None:
    """What holds the recovery codes of `person`."""
    return StaticDevice.objects.filter(user=person).order_by("pk").first()


def recovery_left(person: User) -> int:
    """How many recovery codes `person` has not used."""
    device = recovery_of(person)
    return device.token_set.count() if device else 0


def new_recovery_codes() -> list[str]:
    """Ten codes of 40 random bits, as they are shown: `abcd-efgh`."""
    made = (b32encode(urandom(5)).decode().lower() for _ in range(RECOVERY_CODES))
    return [f"{code[:4]}-{code[4:]}" for code in made]


def digest(code: str, secret: str | None = None) -> str:
    """What is kept of a recovery code: 64 bits that only this installation's secret can make."""
    text = code.replace("-", "")
    return salted_hmac("programs.second_factor", text, secret=secret).hexdigest()[:16]


def _kept(device: Device, code: Code) -> str:
    """The digest that is kept, perhaps made with a secret of before; else that of today."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = [digest(code.text, secret) for secret in secrets]
    found = device.token_set.filter(token__in=made).values_list("token", flat=True).first()
    return found or made[0]
