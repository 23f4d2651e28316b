"""Reading who is expected at the door of a hearing, and what they need: leaving a trace."""

from dataclasses import dataclass
from datetime import datetime
from unicodedata import combining, normalize

from django.db import transaction

from participation.actions.hearing_corridor import hearing_name
from participation.actions.identities import opened
from participation.deadlines import CHILE
from participation.models import Hearing, HearingRegistration, RegisterEntry
from participation.permissions import check_may
from participation.register import record
from programs.models import User

ACT = "hearing_door_read"


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who registered, opened for who receives them."""

    pk: int
    name: str
    needs: str
    mode: str
    is_seated: bool
    has_come: bool


@transaction.atomic
def read_door_list(hearing: Hearing, *, by: User, now: datetime) -> tuple[Expected, ...]:
    """Everybody who has a seat or waits for one, by name. Who read it is registered once a day.

    Raises:
        Refused: `by` may not.
        CannotOpen: the key that sealed a name is gone.
    """
    check_may(by, "hold_hearing")
    rows = hearing.registrations.filter(state__in=["seated", "waiting"], erased_at__isnull=True)
    found = tuple(
        _expected(row) for row in rows.select_related("arrival").order_by("placed_at", "pk")
    )
    if found:
        _leave_trace(hearing, by=by, now=now)
    return tuple(sorted(found, key=lambda each: (not each.is_seated, _in_the_alphabet(each.name))))


def _in_the_alphabet(name: str) -> str:
    """Where a name stands in a list: `Óscar` is found at the O, `Ñancupil` after every N."""
    plain = normalize("NFC", name.casefold()).replace("ñ", "n\uffff")
    return "".join(each for each in normalize("NFD", plain) if not combining(each))


def _expected(row: HearingRegistration) -> Expected:
    return Expected(
        pk=row.pk,
        name=opened(row.name_sealed),
        needs=opened(row.needs_sealed),
        mode=row.get_mode_display(),
        is_seated=row.state == HearingRegistration.State.SEATED,
        has_come=hasattr(row, "arrival"),
    )


def _leave_trace(hearing: Hearing, *, by: User, now: datetime) -> None:
    kind, identifier = hearing_name(hearing)
    midnight = now.astimezone(CHILE).replace(hour=0, minute=0, second=0, microsecond=0)
    known = RegisterEntry.objects.filter(
        object_type=kind, object_id=identifier, act=ACT, user=by, at__gte=midnight
    )
    if not known.exists():
        record(ACT, about=(kind, identifier), now=now, by=by)
