"""The key that the telephone and the portal share, as a QR and as letters to type."""

from base64 import b32encode
from binascii import unhexlify
from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from programs.models import User

TOLERANCE = 1  # steps of 30 seconds that the telephone's clock may be off


@dataclass(frozen=True, slots=True)
class Offer:
    """A key that nobody confirmed yet."""

    key: str  # hexadecimal, 20 bytes
    qr: SafeString
    letters: str  # base 32, in groups of four


def new_key() -> str:
    return str(random_hex(20))


def offer_for(person: User, key: str) -> Offer:
    """What a person needs to copy `key` to the telephone."""
    uri = TOTPDevice(user=person, key=key).config_url
    text = b32encode(unhexlify(key)).decode()
    letters = " ".join(text[at : at + 4] for at in range(0, len(text), 4))
    return Offer(key, _svg(uri), letters)


def _svg(uri: str) -> SafeString:
    """An inline picture without styles, black on white in every scheme: cameras need it so."""
    drawn = segno.make(uri, error="m", micro=False).svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by segno from a key of ours


def confirmed_step(key: str, code: str, at: float) -> tuple[int, int] | None:
    """The time step and the drift at which `code` is right for `key`; None when it is not.

    `at` is in seconds since 1970.
    """
    totp = TOTP(unhexlify(key))
    totp.time = at
    if not totp.verify(int(code), TOLERANCE):
        return None
    return totp.t(), totp.drift
