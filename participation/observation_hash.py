"""The hash of what the council decided: anyone can compute it again from what is public.

Pure: plain values in, one canonical line of JSON out, and its SHA-256.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime


def canonical(value: object) -> str:
    """One line of JSON: keys sorted, no blanks, letters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_of(value: object) -> str:
    """SHA-256 of the canonical line of `value`, in UTF-8, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def instant(at: datetime) -> str:
    """An instant as the canonical line has it: UTC, with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def observation_content(
    *,
    code: str,
    account_year: int,
    edition: int | None,
    title: str,
    text: str,
    insists_on: str,
    places: Iterable[Mapping[str, str]],
    session: int,
    vote: Mapping[str, object],
    dissents: Iterable[Mapping[str, str]],
) -> dict[str, object]:
    """What is hashed of a formal observation; `edition` is None where it is about the draft.

    `places` and `dissents` are in their order; `vote` holds the counts and each vote by name.
    """
    return {
        "code": code,
        "account": account_year,
        "edition": edition,
        "title": title,
        "text": text,
        "insists_on": insists_on,
        "places": [dict(place) for place in places],
        "session": session,
        "vote": dict(vote),
        "dissents": [dict(dissent) for dissent in dissents],
    }
