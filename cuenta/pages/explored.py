"""The explorer as it is shown: filters, a view of the figures, and where its numbers come from."""

from dataclasses import dataclass
from urllib.parse import urlencode

from cuenta.pages.chrome import Link
from cuenta.pages.people import BarRow
from participation.pages.choices import Choice

PATH = "/datos/"
CSV, JSON = "/datos/cifras.csv", "/datos/cifras.json"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One figure. `reckoned` and `how` are the portal's, empty where nothing was asked."""

    title: str
    href: str
    year: int
    managed: int
    text: str
    note: str
    reckoned: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class YearCell:
    """One year of a series."""

    year: int
    href: str
    text: str
    change: str  # what the break of method is, where there is one


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One series: its drawing and the same numbers as a table."""

    title: str
    svg: str
    cells: tuple[YearCell, ...]


@dataclass(frozen=True, slots=True)
class ExplorerPage:
    """All that `/datos/` shows."""

    view: str
    tabs: tuple[Link, ...]
    here: str
    choices: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    troubles: tuple[str, ...] = ()
    total: str = ""
    heading: str = ""
    rows: tuple[TableRow, ...] = ()
    bars: tuple[BarRow, ...] = ()
    notes: tuple[str, ...] = ()
    series: tuple[SeriesView, ...] = ()
    state: str = ""  # why there is nothing to see, in words
    offers: tuple[Link, ...] = ()  # and what there would be
    methods: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    is_reckoned: bool = False
    next: str = ""
    first: str = ""
    csv: str = ""
    json: str = ""
    permalink: str = ""
    downloads: tuple[Link, ...] = ()


def address(asked: dict[str, str], base: str = PATH, **changed: str) -> str:
    """The explorer with these parameters; the empty ones are left out."""
    kept = {name: value for name, value in {**asked, **changed}.items() if value}
    return f"{base}?{urlencode(kept)}" if kept else base
