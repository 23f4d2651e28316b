"""Notes as the room shows them: one's own and what others shared."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from participation.models import Councillor, CouncilNote
from participation.room import DRAFT
from programs.models import User


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note with the place it stands beside; `is_mine` says who may change it."""

    pk: int
    text: str
    about: str
    value: str
    href: str
    who: str
    at: datetime
    is_mine: bool
    is_shared: bool


def notes_for(user: User, *, account_id: int | None = None, path: str | None = None,
              anchor: str | None = None) -> tuple[NoteLine, ...]:  # fmt: skip
    """Those that this person may read, newest first; perhaps only those of one place."""
    rows = CouncilNote.objects.filter(Q(user=user) | Q(is_shared=True)).select_related("account")
    if account_id is not None:
        rows = rows.filter(account=account_id, path=path or "", anchor=anchor or "")
    notes = list(rows.order_by("-at", "-pk")[:200])
    people = dict(
        Councillor.objects.filter(user__in={each.user_id for each in notes}).values_list(
            "user_id", "name"
        )
    )
    return tuple(_line(each, user, people) for each in notes)


def _line(note: CouncilNote, user: User, people: dict[int | None, str]) -> NoteLine:
    year = note.account.account_year
    is_edition = note.path.startswith("ediciones/")
    root = f"/cuentas/{year}/" if is_edition else f"{DRAFT}/cuentas/{year}/"
    is_mine = note.user_id == user.pk
    return NoteLine(
        pk=note.pk,
        text=note.text,
        about=f"{note.about_kind[:1].upper()}{note.about_kind[1:]}: {note.about_title}",
        value=note.about_value,
        href=root + note.path + (f"#{note.anchor}" if note.anchor else ""),
        who="Usted" if is_mine else people.get(note.user_id, "Alguien del Consejo"),
        at=note.at,
        is_mine=is_mine,
        is_shared=note.is_shared,
    )
