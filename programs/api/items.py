"""The things of an edition as the API shows them: each with its id, its address and its page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings

from programs.checks import Outcome, Verdict
from programs.checks.wording import label_of
from programs.figures import format_figure
from programs.ledger import Explanation, Unit
from programs.published import Published
from programs.regions import BY_CODE

ROOT = "/api/v1/"
UNIT_CODES = {unit: unit.name.lower() for unit in Unit}
# What a figure is told to be where several checks use it: the first that is found.
WORST = (Verdict.DIFFERS, Verdict.UNKNOWN, Verdict.HOLDS)


def address(*parts: str) -> str:
    """An absolute address of the API."""
    return f"{settings.SITE_URL}{ROOT}" + "".join(f"{part}/" for part in parts)


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing of one edition. `position` is its place in the document's order."""

    shelf: Published
    value: Any
    position: int

    collection: ClassVar[str] = ""
    path: ClassVar[str] = ""  # its page in the edition, with {key}; none where empty

    @property
    def key(self) -> str:
        return str(self.value.slug)

    @property
    def id(self) -> str:
        """`2022-1/crece`: it never names anything else."""
        return f"{self.shelf.id}/{self.key}"

    @property
    def edition(self) -> str:
        return self.shelf.id

    @property
    def account(self) -> int:
        return self.shelf.year

    @property
    def url(self) -> str:
        return address(self.collection, self.shelf.id, self.key)

    @property
    def page(self) -> str | None:
        """Its permanent page for people; None for what has none."""
        if not self.path:
            return None
        return settings.SITE_URL + self.shelf.page(self.path.format(key=self.key))


class ChapterItem(Item):
    collection, path = "chapters", "capitulos/{key}/"


class ProductItem(Item):
    collection, path = "products", "productos/{key}/"


class ProgramItem(Item):
    collection, path = "programs", "programas/{key}/"


class IndicatorItem(Item):
    collection = "indicators"


class SourceItem(Item):
    collection, path = "sources", "metodologia/#fuentes"


class TableItem(Item):
    collection, path = "tables", "tablas/{key}/"


class ErratumItem(Item):
    collection, path = "errata", "ediciones/"


class ResultItem(Item):
    """A figure, with what was checked about it."""

    collection, path = "results", "cifras/{key}/"

    @property
    def key(self) -> str:
        return str(self.value.key)

    @property
    def title(self) -> str:
        return label_of(self.shelf.ledger, self.value)

    @property
    def published(self) -> str:
        return format_figure(self.value)

    @property
    def unit(self) -> str:
        return UNIT_CODES[self.value.unit]

    @property
    def chapter(self) -> str:
        """The chapter it is stated in, or that of its table."""
        table = self.shelf.ledger.table.get(self.value.table)
        return str(self.value.chapter or (table.chapter if table else ""))

    @property
    def region_name(self) -> str:
        region = BY_CODE.get(self.value.region)
        return region.short_name if region else ""

    @property
    def checks(self) -> tuple[Outcome, ...]:
        return self.shelf.review.marks.get(self.value.key, ())

    @property
    def verdict(self) -> str:
        """The worst of its checks; empty where nothing was checked about it."""
        found = {outcome.verdict for outcome in self.checks}
        return str(next((verdict for verdict in WORST if verdict in found), ""))


class CheckItem(Item):
    """A check (cuadratura), with the public words about its difference."""

    collection, path = "checks", "cuadratura/#{key}"

    @property
    def stated(self) -> str:
        return self.value.stated.key if self.value.stated else ""

    @property
    def stated_value(self) -> Decimal | None:
        value: Decimal | None = self.value.stated.value if self.value.stated else None
        return value

    @property
    def figures(self) -> frozenset[str]:
        """The keys of every figure that it speaks of."""
        parts = {part.figure.key for part in self.value.parts if part.figure}
        return frozenset({*parts, *self.value.marked, *([self.stated] if self.stated else [])})

    @property
    def explanation(self) -> Explanation | None:
        """The words about this very difference; those about another one do not count."""
        found = self.shelf.ledger.explanation.get(self.value.slug)
        same = found is not None and found.difference == self.value.difference_key
        return found if same else None


Reader = Callable[[Published], Iterable[Any]]
READERS: dict[type[Item], Reader] = {
    ChapterItem: lambda shelf: shelf.ledger.chapters,
    ProductItem: lambda shelf: shelf.ledger.products,
    ProgramItem: lambda shelf: shelf.ledger.programs,
    IndicatorItem: lambda shelf: shelf.ledger.indicators,
    SourceItem: lambda shelf: shelf.ledger.sources,
    TableItem: lambda shelf: shelf.ledger.tables,
    ErratumItem: lambda shelf: shelf.ledger.errata,
    ResultItem: lambda shelf: shelf.ledger.figures,
    CheckItem: lambda shelf: shelf.outcomes,
}
_KEPT: dict[tuple[type[Item], str], tuple[Published, tuple[Item, ...], dict[str, Item]]] = {}


def items_of(kind: type[Item], shelf: Published) -> tuple[Item, ...]:
    """Everything of that kind in an edition, in the document's order."""
    return _read(kind, shelf)[1]


def item_with_key(kind: type[Item], shelf: Published, key: str) -> Item | None:
    """The thing of that kind with that key in an edition, or None."""
    return _read(kind, shelf)[2].get(key)


def _read(
    kind: type[Item], shelf: Published
) -> tuple[Published, tuple[Item, ...], dict[str, Item]]:
    """Made once for as long as the edition is in memory."""
    kept = _KEPT.get((kind, shelf.id))
    if kept is None or kept[0] is not shelf:
        rows = tuple(kind(shelf, value, at) for at, value in enumerate(READERS[kind](shelf)))
        kept = shelf, rows, {row.key: row for row in rows}
        _KEPT[kind, shelf.id] = kept
    return kept
