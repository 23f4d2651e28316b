"""What the pages of the answer report say, each a frozen value."""

from dataclasses import dataclass

from participation.pages.live import LiveHead
from participation.report.pages.place import Place
from participation.report.words import Card, Grid


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its whole: `12 de 15 (80 %)`."""

    code: str
    words: str
    value: str
    of: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file to take away."""

    path: str
    title: str
    href: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the table of contents."""

    title: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list."""

    title: str
    href: str
    day: str
    reason: str
    is_withdrawn: bool
    is_demo: bool
    is_partial: bool
    is_newest: bool


@dataclass(frozen=True, slots=True)
class YearOf:
    """An account with its versions, the newest first."""

    year: int
    account: str
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Every version of every account."""

    head: LiveHead
    years: tuple[YearOf, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """What every page of a version says of it."""

    title: str
    number: int
    year: int
    account: str
    institution: str
    place: Place
    day: str
    made: str
    signed: str
    reason: str
    entry: str
    entry_sha256: str
    sha256: str
    is_demo: bool
    is_partial: bool
    newer: str
    withdrawn: str
    withdrawn_on: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The first page of a version."""

    head: LiveHead
    version: Version
    figures: tuple[Figure, ...]
    foreword: tuple[str, ...]
    pending: tuple[str, ...]
    parts: tuple[Part, ...]
    themes: tuple[Part, ...]
    files: tuple[FileRow, ...]
    main: tuple[FileRow, ...]
    is_held_back: bool
    command: str
    checker: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a list of numbered pages; empty addresses where there is none."""

    number: int
    last: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section, or one theme, of a version."""

    head: LiveHead
    version: Version
    title: str
    about: str
    empty: str
    count: str
    grids: tuple[Grid, ...]
    cards: tuple[Card, ...]
    pages: Pages
    files: tuple[FileRow, ...]
