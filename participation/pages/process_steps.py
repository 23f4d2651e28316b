"""One day of a process as it is shown, and the hearings of its account among them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from participation.deadlines import CHILE
from participation.hearing_transitions import HEARING_ACT, HEARING_STATE
from participation.hearing_words import span_of, zone_of
from participation.models import Hearing
from participation.pages.hearings import address_of, where_of
from programs.models import PublicAccount


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the process. `state` is `done`, `late`, `today`, `coming`, `paused` or
    `unplanned`; `note`, how far it is; `late`, what stays written of its delays; `href`, its own
    page where it has one. `on` orders it among the others."""

    code: str
    name: str
    day: str
    state: str
    mark: str
    note: str
    meaning: str
    basis: str
    rule: str
    late: tuple[str, ...]
    is_next: bool
    on: date | None
    href: str = ""
    is_demo: bool = False


_STATES = MappingProxyType(
    {
        "called": "coming", "open": "today", "closed": "done", "published": "done",
        "postponed": "paused", "cancelled": "unplanned",
    }
)  # fmt: skip
_ASK = "Cualquiera puede ir, preguntar y recibir su respuesta también por escrito."


def with_hearings(
    steps: tuple[Step, ...], account: PublicAccount, now: datetime
) -> tuple[Step, ...]:
    """The days of a process with each hearing of its account in its place. One query."""
    rows = Hearing.objects.public().filter(account=account).order_by("starts_at", "pk")
    hearings = [_step(each, now) for each in rows]
    today = now.astimezone(CHILE).date()
    return tuple(_with_one_next(_merged(steps, hearings), today)) if hearings else steps


def _merged(steps: Iterable[Step], hearings: list[Step]) -> Iterator[Step]:
    """Each before the first day that comes after its own; the process keeps its own order."""
    left = list(hearings)
    for step in steps:
        while left and step.on is not None and left[0].on is not None and left[0].on < step.on:
            yield left.pop(0)
        yield step
    yield from left


def _with_one_next(steps: Iterable[Step], today: date) -> Iterator[Step]:
    """What comes first is what follows, be it a date of the process or a hearing."""
    found = list(steps)
    coming = [e for e in found if e.state in ("today", "coming") and e.on and e.on >= today]
    first = min(coming, key=lambda each: each.on or date.max, default=None)
    for each in found:
        yield replace(each, is_next=each is first)


def _step(hearing: Hearing, now: datetime) -> Step:
    zone = zone_of(hearing.region_id)
    on = hearing.starts_at.astimezone(zone).date()
    state = _STATES[hearing.state]
    is_today = state == "coming" and on == now.astimezone(zone).date()
    if state == "coming" and hearing.ends_at <= now:
        state, mark, is_today = "unplanned", "Sin abrir", False
    else:
        mark = "Hoy" if is_today else HEARING_STATE[hearing.state].label
    reason = f" Motivo: {hearing.reason}" if hearing.state in ("postponed", "cancelled") else ""
    asks = f" {_ASK}" if state in ("coming", "today") else ""
    return Step(
        code=f"audiencia-{hearing.number}",
        name=hearing.title,
        day=span_of(hearing.starts_at, hearing.ends_at, hearing.region_id),
        state="today" if is_today else state,
        mark=mark,
        note="",
        meaning=f"{where_of(hearing)}.{reason or asks}",
        basis=HEARING_ACT["call"].law,
        rule="",
        late=(),
        is_next=False,
        on=on,
        href=address_of(hearing),
        is_demo=hearing.is_demo,
    )
