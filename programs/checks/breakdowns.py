"""The breakdowns by region an account holds: which figures belong together, which regions lack."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from programs.checks.wording import Fact
from programs.ledger import Figure, Ledger
from programs.regions import REGIONS

LEAST_REGIONS = 8
"""Half of the country: fewer regions are a list of places, not a breakdown of the whole."""


@dataclass(frozen=True)
class Breakdown:
    """The figures of one fact, region by region. `tables` is where it is laid out; prose is "".

    `fact` has no region. `has_repeats`: one table states a region twice, so its rows are parts of
    regions that the dimensions do not tell apart, and must not be added here.
    """

    fact: Fact
    tables: frozenset[str]
    figures: tuple[Figure, ...] = field(repr=False)

    @cached_property
    def by_region(self) -> dict[str, Figure]:
        """The first figure with a value of each region, in the document's order."""
        found: dict[str, Figure] = {}
        for figure in self.figures:
            if figure.value is not None:
                found.setdefault(figure.region, figure)
        return found

    @property
    def table(self) -> str:
        """The one table that lays it out; empty where it is scattered over several places."""
        return next(iter(self.tables)) if len(self.tables) == 1 else ""

    @property
    def has_repeats(self) -> bool:
        places = [(figure.table, figure.region) for figure in self.figures if figure.table]
        return len(places) != len(set(places))

    @property
    def missing(self) -> tuple[str, ...]:
        return missing_regions(self.by_region)


def missing_regions(codes: Iterable[str]) -> tuple[str, ...]:
    """The names of the regions that are not there, north to south."""
    present = set(codes)
    return tuple(region.short_name for region in REGIONS if region.code not in present)


def breakdowns_of(ledger: Ledger) -> tuple[Breakdown, ...]:
    """Every fact stated for at least eight regions.

    A table with eight regions or more is a breakdown of its own; what is scattered over smaller
    tables and prose (one table a region) makes one breakdown together.
    """
    facts: dict[Fact, dict[str, list[Figure]]] = {}
    for figure in ledger.figures:
        if figure.region:
            indicator, product, program, _, sex, scope = figure.fact
            places = facts.setdefault((indicator, product, program, "", sex, scope), {})
            places.setdefault(figure.table, []).append(figure)
    found: list[Breakdown] = []
    for fact, places in facts.items():
        scattered: list[Figure] = []
        for table, figures in places.items():
            if table and _regions(figures) >= LEAST_REGIONS:
                found.append(Breakdown(fact, frozenset((table,)), tuple(figures)))
            else:
                scattered += figures
        if _regions(scattered) >= LEAST_REGIONS:
            tables = frozenset(figure.table for figure in scattered if figure.table)
            found.append(Breakdown(fact, tables, tuple(scattered)))
    return tuple(found)


def _regions(figures: Iterable[Figure]) -> int:
    return len({figure.region for figure in figures if figure.value is not None})
