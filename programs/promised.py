"""What an account opens with: what happened to the commitments of the account before. Pure, but for
the door by which the floor above says what they are today.

The record is `{"account": 2022, "commitments": [{"code": …, "state": …}]}`; see `promised_record`
of the floor above, which writes it.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from programs.models import Edition, PublicAccount

COMMITMENTS_FILE = "commitments.json"
Record = Mapping[str, Any]
Provider = Callable[[PublicAccount], Record]
_PROVIDERS: list[Provider] = []


def register_promised(provider: Provider) -> None:
    """`provider` tells what became of them, as anyone may read it now. One is enough."""
    _PROVIDERS[:] = [provider]


def promised_now(account: PublicAccount) -> dict[str, Any]:
    """What the account would open with today; {} without any, or where nobody keeps commitments."""
    return dict(_PROVIDERS[0](account)) if _PROVIDERS else {}


def mark_of(record: Record) -> str:
    """Changes when the record does: what somebody looked at is what is published."""
    return hashlib.sha256(_text(record)).hexdigest()[:16]


def file_of(record: Record) -> dict[str, bytes]:
    """What is sealed of a record; nothing where there were no commitments."""
    return {COMMITMENTS_FILE: _text(record)} if record.get("commitments") else {}


def _text(record: Record) -> bytes:
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def record_in(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The record that those files sealed; {} where they hold none."""
    content = files.get(COMMITMENTS_FILE)
    return dict(json.loads(content)) if content is not None else {}


def record_of_edition(edition: Edition) -> dict[str, Any]:
    """The record that an edition sealed."""
    rows = edition.files.filter(path=COMMITMENTS_FILE)
    return record_in({each.path: bytes(each.content) for each in rows})


@dataclass(frozen=True, slots=True)
class PromisedChange:
    """One commitment that is told in another way; `said` is a sentence for each thing."""

    code: str
    text: str
    page: str
    said: tuple[str, ...]


def promised_changes(before: Record, after: Record) -> tuple[PromisedChange, ...]:
    """What is told otherwise in `after`, by code; empty where both say the same."""
    was, now = _by_code(before), _by_code(after)
    found = [_change(code, was.get(code), row) for code, row in now.items()]
    gone = [
        PromisedChange(code, row["text"], row["page"], ("Ya no se informa aquí.",))
        for code, row in was.items()
        if code not in now
    ]
    return tuple(each for each in (*found, *gone) if each.said)


def _by_code(record: Record) -> dict[str, Record]:
    return {row["code"]: row for row in record.get("commitments", ())}


def _change(code: str, was: Record | None, now: Record) -> PromisedChange:
    said = tuple(_said(was, now)) if was is not None else (f"Nuevo: {now['state_label']}.",)
    return PromisedChange(code, now["text"], now["page"], said)


def _said(was: Record, now: Record) -> Iterator[str]:
    if was["state"] != now["state"]:
        yield f"Pasó de «{was['state_label']}» a «{now['state_label']}»."
    if was["due_on"] != now["due_on"]:
        yield f"Su fecha pasó del {_day(was['due_on'])} al {_day(now['due_on'])}."
    if was["unit"] != now["unit"]:
        yield f"Ahora responde {now['unit']}."
    if was["outcome"] != now["outcome"] and now["outcome"]:
        yield f"Qué se hizo: {now['outcome']}"
    told = ("state", "state_label", "due_on", "unit", "outcome", "closed_on")
    if any(was.get(name) != now.get(name) for name in now if name not in told):
        yield "Cambió cómo se cuenta."


def _day(iso: str | None) -> str:
    return f"{date.fromisoformat(iso):%d-%m-%Y}" if iso else "día sin fijar"
