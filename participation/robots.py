"""Telling people from programs without asking people anything: three checks that nobody sees.

A box that only programs fill in, a signed instant (nobody writes a question in under three
seconds) and a proof of work that the browser does meanwhile. None asks for JavaScript: without a
proof the form goes through under the narrower limits of `participation.limits`.
"""

import binascii
import json
import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import altcha
from django.core import signing
from django.db import connection
from django.utils.crypto import salted_hmac

HONEYPOT = "segundo_asunto"  # the name of no field that browsers fill in by themselves
TOKEN = "formulario_abierto"  # noqa: S105 (the name of a field, no secret)
PROOF = "prueba"
FIRST_SEND = timedelta(seconds=3)
TOKEN_LIFE = timedelta(days=7)
PROOF_LIFE = timedelta(days=1)
CLOCK_SKEW = timedelta(minutes=1)  # between two servers of the portal
# Some 200 derivations of 2,000 rounds: about a second on a telephone of a few years ago, half a
# millisecond for us to check.
ALGORITHM, ROUNDS, FEWEST, SPREAD = "PBKDF2/SHA-256", 2_000, 100, 200
LONGEST_PROOF = 2_000  # characters; ours are some 600
_SALT = "participation.robots"

FILLED = (
    "Deje en blanco la casilla que dice «Deje esta casilla en blanco» y envíe de nuevo. "
    "Lo que escribió sigue aquí."
)
TOO_QUICK = (
    "El formulario llegó apenas abierto, y así escriben los programas automáticos. "
    "Si usted es una persona, envíelo de nuevo: lo que escribió sigue aquí."
)
RENEWED = (
    "Este formulario estuvo abierto mucho tiempo y lo renovamos. Revise lo que escribió, que sigue "
    "aquí, y envíelo de nuevo."
)


@dataclass(frozen=True, slots=True)
class RobotFields:
    """What `components/robot_fields.html` needs: a token, and the challenge as JSON."""

    token: str
    challenge: str
    honeypot_name: str = HONEYPOT
    token_name: str = TOKEN
    proof_name: str = PROOF


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks found. With a `sentence`, show the form again with it and what was typed.

    `token` goes into that form. `has_proof` is for `check_limit`; it is only looked into, and
    spent, where there is nothing to mend.
    """

    sentence: str
    token: str
    has_proof: bool


def robot_fields(form: str, *, now: datetime, token: str = "") -> RobotFields:
    """The hidden fields of a form; `form` names it, so that no token serves for another."""
    return RobotFields(token or time_token(form, now=now), new_challenge(form, now=now))


def check_robot(form: str, data: Mapping[str, str], *, now: datetime) -> Verdict:
    """Hold what came with a form against the three checks. `data` is request.POST."""
    sentence, token = check_time(str(data.get(TOKEN, "")), form, now=now)
    if data.get(HONEYPOT):
        sentence = FILLED
    has_proof = not sentence and spend_proof(str(data.get(PROOF, "")), form, now=now)
    return Verdict(sentence, token, has_proof)


def time_token(form: str, *, now: datetime) -> str:
    """When the form was opened, signed."""
    return signing.dumps(int(now.timestamp()), salt=f"{_SALT}.time.{form}")


def check_time(token: str, form: str, *, now: datetime) -> tuple[str, str]:
    """What to say, empty when all is well, and the token that goes on.

    Who was too quick keeps the token, so that sending again passes. A token that is old, damaged
    or of another form is renewed: no text is ever lost for it.
    """
    try:
        seconds = signing.loads(token, salt=f"{_SALT}.time.{form}")
        age = now - datetime.fromtimestamp(seconds, tz=UTC)
    except (signing.BadSignature, TypeError, ValueError, OverflowError):
        return RENEWED, time_token(form, now=now)
    if not -CLOCK_SKEW <= age <= TOKEN_LIFE:
        return RENEWED, time_token(form, now=now)
    return (TOO_QUICK if age < FIRST_SEND else ""), token


def new_challenge(form: str, *, now: datetime) -> str:
    """A challenge for `static/js/proof.js`, as JSON. Its size is bounded: nobody is unlucky."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=FEWEST + secrets.randbelow(SPREAD),
        expires_at=now + PROOF_LIFE,
        data={"form": form},
        hmac_secret=_secret(),
    )
    return json.dumps(challenge.to_dict(), separators=(",", ":"))


def spend_proof(payload: str, form: str, *, now: datetime) -> bool:
    """Whether this is a proof for `form`, in time, and the first time it is shown.

    That it was spent is remembered in PostgreSQL until it expires; call outside of a transaction
    that may yet be undone.
    """
    found = _solved(payload, form, now)
    if found is None:
        return False
    signature, expires_at = found
    spent = salted_hmac(_SALT, signature, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_SPEND if connection.in_atomic_block else _SPEND_QUICKLY,
                       [spent, expires_at, expires_at])  # fmt: skip
        return bool(cursor.rowcount == 1)


# A proof that is shown again after a power cut may pass once more: not worth a wait for the disk.
# Within a transaction it would hold for what is being filed too.
_SPEND = """
INSERT INTO participation_limituse (bucket, key_hash, window_start, expires_at, most, count)
SELECT 'proof', %s, %s::timestamptz, %s::timestamptz, 1, 1 {quick} ON CONFLICT DO NOTHING
"""
_QUICK = "FROM (SELECT set_config('synchronous_commit', 'off', true)) AS quick"
_SPEND_QUICKLY = _SPEND.format(quick=_QUICK)
_SPEND = _SPEND.format(quick="")


def _solved(payload: str, form: str, now: datetime) -> tuple[str, datetime] | None:
    """The signature and the expiry of a challenge of ours that was solved; None for all else."""
    if not payload or len(payload) > LONGEST_PROOF:
        return None
    try:
        parts = json.loads(b64decode(payload, validate=True))
        proof = altcha.Payload.from_dict(parts)
        result = altcha.verify_solution(proof, _secret())
        if not result.verified or proof.challenge.parameters.data != {"form": form}:
            return None
        expires_at = datetime.fromtimestamp(int(proof.challenge.parameters.expires_at or 0), tz=UTC)
    except (
        AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError,
        binascii.Error,
    ):  # fmt: skip
        return None
    if expires_at < now:
        return None
    return str(proof.challenge.signature), expires_at


def _secret() -> str:
    """The key that signs challenges: derived, so that it tells nothing of SECRET_KEY."""
    return salted_hmac(f"{_SALT}.proof", "challenge", algorithm="sha256").hexdigest()
