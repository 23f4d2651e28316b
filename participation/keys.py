"""The portal's secrets at work: seals, blind indexes, tracking keys and signed links.

Who someone is stays apart from what they said, and is sealed at rest. `IDENTITY_KEYS` and
`TRACKING_KEYS` are lists with the newest first: the newest writes, all of them read, so that a key
is changed by putting another before it. `INDEX_KEY` is one: with another, nothing indexed before is
found until it is indexed again.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core import signing

# Crockford's base 32: no I, L, O or U, which are misread.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LENGTH = 12  # characters of a tracking key: 60 bits
_GROUP = 4
_LONGEST_TYPED = 200  # characters looked at


class CannotOpen(Exception):  # noqa: N818 (it says what happened)
    """A sealed text that none of our keys opens: its key is gone, or it was tampered with."""


class BadToken(ValueError):  # noqa: N818
    """A link that we did not sign for this purpose; the message is a sentence for its reader."""


class ExpiredToken(BadToken):
    """A link that we signed, too long ago."""


def seal(text: str) -> str:
    """`text` encrypted with the newest key (Fernet: AES-128-CBC and HMAC-SHA256)."""
    return _sealer().encrypt(text.encode()).decode("ascii")


def open_sealed(token: str) -> str:
    """What was sealed, with whichever key.

    Raises:
        CannotOpen: none of the keys opens it.
    """
    try:
        return _sealer().decrypt(_plain(token)).decode()
    except InvalidToken:
        raise CannotOpen("none of IDENTITY_KEYS opens this seal") from None


def reseal(token: str) -> str:
    """The same text sealed with the newest key.

    Raises:
        CannotOpen: none of the keys opens it.
    """
    try:
        return _sealer().rotate(_plain(token)).decode("ascii")
    except InvalidToken:
        raise CannotOpen("none of IDENTITY_KEYS opens this seal") from None


def needs_resealing(token: str) -> bool:
    """Whether the newest key does not open it; then an older one may, or none."""
    try:
        Fernet(settings.IDENTITY_KEYS[0]).decrypt(_plain(token))
    except InvalidToken:
        return True
    return False


def _plain(token: str) -> bytes:
    return token.encode("ascii", "replace")  # what is not ASCII is no seal of ours


def _sealer() -> MultiFernet:
    return _sealer_of(tuple(settings.IDENTITY_KEYS))


@lru_cache(maxsize=4)
def _sealer_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def blind_index(text: str, purpose: str) -> str:
    """What finds an e-mail again without telling it: 64 hexadecimal characters.

    The same address gives the same index however it is written in capitals, with blanks around or
    in another Unicode form; with another `purpose` it gives one that cannot be matched with it.
    """
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    plain = unicodedata.normalize("NFKC", folded)
    own_key = _hmac(settings.INDEX_KEY.encode(), purpose)
    return _hmac(own_key, plain).hex()


def _hmac(key: bytes, text: str) -> bytes:
    # A lone surrogate may come in a form; it must not stop a page.
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256)


def tracking_key(uid: str) -> str:
    """The secret that, beside the folio, opens a filing's tracking page: `7Q4M-X0TB-9C2E`.

    It is derived, never stored: whoever reads the database does not learn it.
    """
    return _tracking_key(uid, settings.TRACKING_KEYS[0])


def is_tracking_key(uid: str, typed: str) -> bool:
    """Whether that is this filing's key, also one given out before the keys were changed.

    Capitals, blanks, hyphens and letters that look like digits do not matter. All keys are
    compared, each in constant time, so that the answer's delay tells nothing.
    """
    text = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED]).upper().translate(_LOOK_ALIKES)
    given = "".join(filter(str.isalnum, text)).encode("utf-8", "replace")
    matches = [
        hmac.compare_digest(given, _tracking_key(uid, key).replace("-", "").encode())
        for key in _tracking_keys()
    ]
    return any(matches)


def _tracking_keys() -> Sequence[str]:
    keys: Sequence[str] = settings.TRACKING_KEYS
    return keys


def _tracking_key(uid: str, key: str) -> str:
    bits = int.from_bytes(_hmac(key.encode(), f"tracking:{uid}"), "big")
    letters = "".join(_ALPHABET[bits >> (5 * place) & 31] for place in range(_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def signed_token(value: Any, *, purpose: str) -> str:
    """`value` (anything JSON can hold; not secret: only signed) for a link in a mail."""
    return signing.dumps(value, salt=_salt(purpose))


def read_token(token: str, *, purpose: str, max_age: timedelta) -> Any:
    """What `signed_token` was given for the same purpose, at most `max_age` ago.

    Raises:
        ExpiredToken: it is older.
        BadToken: it was changed on the way, or signed for something else.
    """
    try:
        return signing.loads(token, salt=_salt(purpose), max_age=max_age)
    except signing.SignatureExpired:
        raise ExpiredToken("Este enlace ya venció. Pida uno nuevo.") from None
    except signing.BadSignature:
        raise BadToken("Este enlace no está completo. Cópielo entero desde el mensaje.") from None


def _salt(purpose: str) -> str:
    return f"participation.{purpose}"
