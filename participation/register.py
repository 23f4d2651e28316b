"""The public register: append-only entries, chained by their hashes.

`record` writes an entry in the act's own transaction and takes no lock. `seal_pending` chains what
was written to what was sealed before, one seal an entry, a batch at a time (docs/decisions/0010).
An entry that is not sealed yet is public all the same, marked so.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from participation.models import RegisterEntry, RegisterSeal, Submission
from programs.models import User

GENESIS = "0" * 64
BATCH = 500  # seals made in one transaction
STRIDE = 1_000  # seals read at a time
_LOCK = 7_201_880  # any number that no other lock of the portal takes


def record(
    act: str,
    *,
    about: object,
    now: datetime,
    by: User | None = None,
    by_clock: bool = False,
    **detail: Any,
) -> RegisterEntry:
    """Write that `act` happened to `about`: a submission, or a pair (type, identifier).

    `by` is who of the staff did it; without it, it was the person, or the clock. `detail` takes
    numbers, dates, codes and folios. Never a name, an e-mail or a text that somebody wrote.
    """
    entry = entry_of(act, about=about, now=now, by=by, by_clock=by_clock, **detail)
    entry.save(force_insert=True)
    return entry


def entry_of(
    act: str,
    *,
    about: object,
    now: datetime,
    by: User | None = None,
    by_clock: bool = False,
    **detail: Any,
) -> RegisterEntry:
    """The same entry, not written yet: an act on many rows writes all of its own at once."""
    object_type, object_id = _named(about)
    actor = RegisterEntry.Actor.STAFF if by else RegisterEntry.Actor.PERSON
    return RegisterEntry(
        at=now,
        actor=RegisterEntry.Actor.CLOCK if by_clock else actor,
        user=None if by_clock else by,
        act=act,
        object_type=object_type,
        object_id=object_id,
        detail=detail,
    )


def _named(about: object) -> tuple[str, str]:
    if isinstance(about, Submission):
        return "submission", about.folio or unfiled_name(about)
    if isinstance(about, tuple):
        kind, identifier = about
        return str(kind), str(identifier)
    raise TypeError(f"the register does not know how to name {about!r}")


def unfiled_name(submission: Submission) -> str:
    """How the register names what has no folio yet: nobody can get its `uid` from it.

    The `uid` is the address of the draft it was sent from, and that address opens its receipt.
    """
    return hashlib.sha256(f"unfiled:{submission.uid}".encode()).hexdigest()[:32]


def seal_pending(batch: int = BATCH) -> int:
    """Chain what is not sealed yet, in the order it was written; the number of seals made.

    One sealer at a time: another one that comes meanwhile does nothing and returns 0.
    """
    with transaction.atomic():
        if not _take_lock():
            return 0
        head = RegisterSeal.objects.order_by("-number").first()
        number, previous = (head.number, head.sha256) if head else (0, GENESIS)
        pending = RegisterEntry.objects.filter(seal__isnull=True).order_by("pk")[:batch]
        seals = []
        for entry in pending:
            number += 1
            sha256 = seal_of(number, previous, entry)
            seals.append(RegisterSeal(number=number, entry=entry, previous=previous, sha256=sha256))
            previous = sha256
        RegisterSeal.objects.bulk_create(seals)
        return len(seals)


def seal_everything() -> int:
    """Seal until nothing waits; the number of seals made."""
    made = 0
    while sealed := seal_pending():
        made += sealed
    return made


def _take_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def seal_of(number: int, previous: str, entry: RegisterEntry) -> str:
    """SHA-256 of the canonical line of an entry: anyone can compute it from what is public."""
    return hashlib.sha256(canonical(number, previous, entry).encode()).hexdigest()


def canonical(number: int, previous: str, entry: RegisterEntry) -> str:
    """One line of JSON, keys sorted, no blanks; instants in UTC with microseconds.

    Who of the staff did it is a number: the public can check the chain without names.
    """
    return json.dumps(
        {
            "number": number,
            "previous": previous,
            "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "actor": entry.actor,
            "user": entry.user_id,
            "act": entry.act,
            "object_type": entry.object_type,
            "object_id": entry.object_id,
            "detail": entry.detail,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the register does not hold, in words."""

    number: int
    sentence: str


def verify(*, expected_head: str = "") -> Iterator[Fault]:
    """Walk the whole chain in constant memory and yield each fault, from the first.

    `expected_head` is a head that somebody wrote down before: if the chain was cut, or made again
    with other hashes, it is no longer anywhere in it.
    """
    number, previous, is_there = 0, GENESIS, not expected_head
    for seal, entry in _walk():
        number += 1
        if seal.number != number:
            yield Fault(number, _missing(number, seal.number - 1))
            number = seal.number
        if seal.previous != previous:
            yield Fault(number, "no continúa al asiento anterior")
        if entry is None:
            yield Fault(number, "alguien borró lo que decía el asiento")
        elif seal_of(seal.number, seal.previous, entry) != seal.sha256:
            yield Fault(number, "lo que dice no es lo que se selló")
        previous = seal.sha256
        is_there = is_there or seal.sha256 == expected_head
    if not is_there:
        yield Fault(number, "la huella que se anotó antes ya no está en la cadena")


def lines() -> Iterator[str]:
    """The canonical line of each sealed entry, in order, in constant memory.

    The SHA-256 of a line, without its end, is the `previous` of the next; of the last, the head.
    """
    for seal, entry in _walk():
        if entry is not None:
            yield canonical(seal.number, seal.previous, entry) + "\n"


def _missing(first: int, last: int) -> str:
    return f"falta el sello {first}" if first == last else f"faltan los sellos {first} a {last}"


def _walk() -> Iterator[tuple[RegisterSeal, RegisterEntry | None]]:
    """Every seal in order with its entry; None where somebody took the entry away."""
    last = 0
    while seals := list(RegisterSeal.objects.filter(number__gt=last).order_by("number")[:STRIDE]):
        entries = RegisterEntry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            yield seal, entries.get(seal.entry_id)
        last = seals[-1].number


def head() -> RegisterSeal | None:
    """The last seal."""
    return RegisterSeal.objects.select_related("entry").order_by("-number").first()
