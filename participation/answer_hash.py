"""The hash of a published answer: anyone can compute it again from what is public."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime


def canonical_answer(
    *,
    folio: str,
    number: int,
    effect: str,
    text: str,
    figures: Iterable[str],
    reason: str,
    published_at: datetime,
) -> str:
    """One line of JSON, keys sorted, no blanks; the instant in UTC with microseconds."""
    return json.dumps(
        {
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
