"""What a report is made of: sections of rows, each row under the section's fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from participation.clocks import is_within
from participation.deadlines import CHILE, BusinessCalendar
from participation.models import Window
from programs.formats import Field
from programs.models import Edition, PublicAccount

PAGED = ("table", "figures", "counts", "cards")  # the shapes that have pages
Value = str | int | bool | None
Cells = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `theme` and `folio` are there where it speaks of a question."""

    cells: Cells
    theme: str = ""
    folio: str = ""


@dataclass(frozen=True)
class Source:
    """All that a section may start from: the same source gives the same rows.

    `entry` and `sha256` are the last seal of the register at `now`.
    """

    account: PublicAccount
    edition: Edition | None
    now: datetime
    entry: int
    sha256: str
    calendar: BusinessCalendar
    number: int = 1
    window: Window | None = None

    @property
    def today(self) -> date:
        """The day of the report in Chile."""
        return self.now.astimezone(CHILE).date()

    @property
    def is_partial(self) -> bool:
        """Whether people could still file that day, or before the reception began."""
        window = self.window
        return window is not None and (
            self.today < window.opens_on or is_within(window, self.today)
        )


Read = Callable[[Source], Iterator[Line]]


class Section(Protocol):
    """What a module of `sections/` brings: words, fields, and how its rows are read.

    `shape` says how people read it: `table`, `figures`, `counts`, `cards`, or `data` and `themes`,
    which are files alone.
    """

    code: str
    title: str
    about: str
    empty: str
    shape: str
    fields: tuple[Field, ...]

    def rows(self, source: Source) -> Iterator[Line]:
        """Every row in its order, in bounded memory."""
        ...


@dataclass(frozen=True)
class SectionOf:
    """A section as data. `shown` are the fields of its table on a page and in the PDF; all by
    default."""

    code: str
    title: str
    about: str
    fields: tuple[Field, ...]
    read: Read
    empty: str = "Nada que contar en esta versión."
    shape: str = "table"
    shown: tuple[str, ...] = field(default=())

    def rows(self, source: Source) -> Iterator[Line]:
        return self.read(source)

    def columns(self) -> tuple[Field, ...]:
        """The fields that a table shows."""
        if not self.shown:
            return self.fields
        by_name = {each.name: each for each in self.fields}
        return tuple(by_name[name] for name in self.shown)


def has_page(section: SectionOf) -> bool:
    """Whether it is read on a page of its own; questions are read by themes."""
    return section.shape in PAGED and section.code != "preguntas"


def instant(moment: datetime | None) -> str | None:
    """An instant as the files tell it: to the second, in Chile's time with its offset."""
    return moment.astimezone(CHILE).isoformat(timespec="seconds") if moment else None


def day(found: date | None) -> str | None:
    """A day as the files tell it."""
    return found.isoformat() if found else None
