"""Days and meetings as a calendar file (iCalendar, RFC 5545): instants are in UTC. Pure.

A few kinds of line and two rules (escaping, folding) are all that they need; a library would bring
time zones and recurrence for nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75  # bytes of a line, its end not counted
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of one or several whole days; `last` is its last day. `uid` never changes."""

    uid: str
    first: date
    last: date
    title: str
    description: str
    url: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """Something at an hour. `sequence` grows with each change, so that calendars take the last."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    url: str
    sequence: int


def calendar_file(name: str, entries: Iterable[Entry | Meeting], changed_at: datetime) -> bytes:
    """The calendar; `changed_at` is when the dates were last written."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Portal de Cuenta Publica//ES",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}",
    ]  # fmt: skip
    for entry in entries:
        lines += _lines(entry, changed_at)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines).encode()


def _lines(entry: Entry | Meeting, changed_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{_instant(changed_at)}"
    yield f"LAST-MODIFIED:{_instant(changed_at)}"
    yield f"SUMMARY:{_text(entry.title)}"
    yield f"URL:{entry.url}"
    yield from _meeting(entry) if isinstance(entry, Meeting) else _days(entry)
    yield "END:VEVENT"


def _days(entry: Entry) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.last + timedelta(days=1):%Y%m%d}"  # the day it is over
    yield f"DESCRIPTION:{_text(entry.description)}"
    yield "TRANSP:TRANSPARENT"


def _meeting(meeting: Meeting) -> Iterator[str]:
    yield f"DTSTART:{_instant(meeting.starts_at)}"
    yield f"DTEND:{_instant(meeting.ends_at)}"
    yield f"LOCATION:{_text(meeting.place)}"
    yield f"SEQUENCE:{meeting.sequence}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """A text without what ends a property or a line, or cannot be shown."""
    kept = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    return kept.translate(_ESCAPES)


def _folded(line: str) -> str:
    """The line in pieces of 75 bytes at most, none within a character; each but the first after a
    blank."""
    pieces, size, piece = [], 0, ""
    for letter in line:
        length = len(letter.encode())
        if size + length > LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += length
    return "\r\n".join([*pieces, piece]) + "\r\n"
