"""What the call of a hearing says, as plain values frozen with each version of it."""

from typing import Any

from participation.hearing_words import access_words
from participation.models import Hearing
from participation.observation_hash import instant
from programs.models import Institution

FORMAT = 1  # of these values


def call_content(hearing: Hearing, *, reason: str) -> dict[str, Any]:
    """What is announced of a hearing as it stands. The link to connect is never here."""
    institution = Institution.objects.order_by("pk").first()
    region = hearing.region
    return {
        "format": FORMAT,
        "institution": institution.name if institution else "",
        "number": hearing.number,
        "account": hearing.account.account_year,
        "title": hearing.title,
        "state": hearing.state,
        "reason": reason,
        "mode": hearing.mode,
        "region": {"code": region.code, "name": region.name} if region else None,
        "starts_at": instant(hearing.starts_at),
        "ends_at": instant(hearing.ends_at),
        "place": hearing.place,
        "address": hearing.address,
        "directions": hearing.directions,
        "access": list(access_words(hearing.access)),
        "access_note": hearing.access_note,
        "capacity": hearing.capacity,
        "agenda": hearing.agenda,
        "short_notice": hearing.short_notice,
    }
