"""The hash of a published answer: anyone can compute it again from what is public."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any


def canonical_answer(
    *,
    folio: str,
    number: int,
    effect: str,
    text: str,
    figures: Iterable[str],
    reason: str,
    published_at: datetime,
    promise: Mapping[str, str] | None = None,
) -> str:
    """One line of JSON, keys sorted, no blanks; the instant in UTC with microseconds.

    `promise` is there only where the answer says what it commits to.
    """
    return json.dumps(
        {
            **({"promise": dict(promise)} if promise else {}),
            "folio": folio,
            "number": number,
            "effect": effect,
            "text": text,
            "figures": sorted(figures),
            "reason": reason,
            "published_at": published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


def answer_sha256(**parts: object) -> str:
    """SHA-256 of the canonical line of an answer, in hexadecimal."""
    return hashlib.sha256(canonical_answer(**parts).encode()).hexdigest()  # type: ignore[arg-type]


def promise_of(answer: Any) -> dict[str, str] | None:
    """What an answer commits to, as its hash covers it: what, for which day and by which unit."""
    if not answer.promise or answer.promise_due_on is None or answer.promise_unit is None:
        return None
    return {
        "text": answer.promise,
        "due_on": answer.promise_due_on.isoformat(),
        "unit": answer.promise_unit.slug,
    }
