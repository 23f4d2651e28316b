"""What a table's template receives: cells, rows and the whole, every number already formatted."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from cuenta.pages.shown import Shown


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell. `rule` is the line under a total: ok (double), cut, or none (single)."""

    head: str
    number: str
    href: str = ""
    bar: str = ""
    note: str = ""
    mark: str = ""
    rule: str = ""
    sum_text: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    anchor: str
    label: str
    href: str
    sub: str
    cells: tuple[CellView, ...]
    ask: str
    mark: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A total of a table stated outside it: where, and the mark of the check against this table."""

    where: str
    figure: Shown
    mark: SafeString


@dataclass(frozen=True, slots=True)
class TableView:
    """Everything `components/table.html` prints. `level` is its heading, 0 for none."""

    slug: str
    title: str
    subtitle: str
    note: str
    row_heading: str
    heads: tuple[str, ...]
    rows: tuple[RowView, ...]
    totals: tuple[RowView, ...]
    missing_total: SafeString
    elsewhere: tuple[Elsewhere, ...]
    href: str
    permanent: str
    level: int
    is_wide: bool
