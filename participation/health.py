"""Whether the background work lives: the queue of messages, what died in it, the beat's pulse."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from participation.models import Message, Pulse

PULSE = "note_pulse"
SILENCE = timedelta(minutes=3)  # the beat asks for a sign every ten seconds
LONG_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the background work at one instant, as the admin shows it."""

    waiting: int
    oldest_wait: timedelta  # since the first one that is due should have gone
    dead: int
    last_pulse: datetime | None
    is_silent: bool

    @property
    def is_slow(self) -> bool:
        return self.oldest_wait > LONG_WAIT

    @property
    def is_well(self) -> bool:
        """Nothing here that a person has to look at."""
        return not (self.is_silent or self.is_slow or self.dead)


def health(now: datetime) -> Health:
    """How the background work is; three short queries on partial indexes."""
    first = Message.objects.due(now).order_by().aggregate(first=Min("not_before"))["first"]
    last_pulse = Pulse.objects.filter(name=PULSE).values_list("seen_at", flat=True).first()
    return Health(
        waiting=Message.objects.waiting().count(),
        oldest_wait=max(now - first, timedelta()) if first else timedelta(),
        dead=Message.objects.dead().count(),
        last_pulse=last_pulse,
        is_silent=last_pulse is None or now - last_pulse > SILENCE,
    )


def note_pulse(name: str, *, now: datetime) -> None:
    """Write that the task `name` ended well at `now`."""
    Pulse.objects.update_or_create(name=name, defaults={"seen_at": now})
