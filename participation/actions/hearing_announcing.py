"""What is announced of a hearing, and what of it cannot be so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from participation.actions.words import one_line, written
from participation.hearing_words import ACCESS
from participation.models import Hearing
from participation.transitions import Refused
from programs.models import PublicAccount, Region

LONGEST_TITLE, LONGEST_PLACE, LONGEST_ADDRESS, LONGEST_DIRECTIONS = 160, 160, 250, 500
LONGEST_REASON, LONGEST_ACCESS_NOTE = 250, 300
LARGEST_HALL = 20_000
LONGEST = timedelta(hours=14)
_web = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is told of a hearing before it is held; the names are those of `Hearing`."""

    account: PublicAccount
    title: str
    mode: str
    starts_at: datetime
    ends_at: datetime
    region: Region | None = None
    place: str = ""
    address: str = ""
    directions: str = ""
    link: str = ""
    access: tuple[str, ...] = ()
    access_note: str = ""
    capacity: int | None = None
    agenda: str = ""
    short_notice: str = ""


class RefusedAt(Refused):
    """Refused for what one field says."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def checked(asked: Announcement) -> dict[str, Any]:
    """What is to be kept of it.

    Raises:
        RefusedAt: something cannot be so.
    """
    if asked.mode not in Hearing.Mode.values:
        raise RefusedAt("Elija la modalidad: presencial, a distancia o ambas.", "mode")
    _check_hours(asked)
    has_hall, is_remote = asked.mode != "remote", asked.mode != "in_person"
    if has_hall and asked.region is None:
        raise RefusedAt("Elija la región donde se hace.", "region")
    if asked.capacity is not None and not 1 <= asked.capacity <= LARGEST_HALL:
        raise RefusedAt(f"Escriba entre 1 y {LARGEST_HALL} cupos, o déjelo vacío.", "capacity")
    values = {name: getattr(asked, name) for name in Announcement.__dataclass_fields__}
    values |= {
        "title": _line(asked.title, "title", "Escriba el título.", LONGEST_TITLE),
        "place": _line(asked.place, "place", "Diga dónde se hace.", LONGEST_PLACE,
                       needed=has_hall),
        "address": _line(asked.address, "address", "Diga la dirección.", LONGEST_ADDRESS,
                         needed=has_hall),
        "directions": _line(asked.directions, "directions", "", LONGEST_DIRECTIONS, needed=False),
        "link": _link(asked.link) if is_remote else "",
        "access": [code for code in ACCESS if code in asked.access],
        "access_note": _line(asked.access_note, "access_note", "", LONGEST_ACCESS_NOTE,
                             needed=False),
        "agenda": written(asked.agenda, asked="", needed=False),
        "short_notice": _line(asked.short_notice, "short_notice", "", LONGEST_REASON,
                              needed=False),
        "capacity": asked.capacity if has_hall else None,
    }  # fmt: skip
    if not has_hall:
        values |= {"place": "", "address": "", "directions": ""}
    return values


def _check_hours(asked: Announcement) -> None:
    if asked.ends_at <= asked.starts_at:
        raise RefusedAt("La audiencia termina después de empezar.", "ends")
    if asked.ends_at - asked.starts_at > LONGEST:
        raise RefusedAt("Revise la hora de término: es demasiado larga.", "ends")


def _line(text: str, field: str, asked: str, longest: int, *, needed: bool = True) -> str:
    try:
        return one_line(text, asked=asked, longest=longest, needed=needed)
    except Refused as refused:
        raise RefusedAt(str(refused), field) from refused


def _link(link: str) -> str:
    link = _line(link, "link", "Escriba el enlace con que se conectan.", 200)
    try:
        _web(link)
    except ValidationError as bad:
        raise RefusedAt("Escriba el enlace completo, con https:// al comienzo.", "link") from bad
    return link
