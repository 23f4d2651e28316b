"""What all the pages of one Site look up, computed once.

`book_of(site)` is the only way to a Book; it is kept with its Site, so hundreds of pages share it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from cuenta.pages.chrome import ask_href
from cuenta.pages.shown import Shown, marks_of, noun_of, place_of, split_text, title_of, words_of
from cuenta.pages.site import Site
from programs.checks import Outcome, review
from programs.figures import format_figure
from programs.ledger import Aggregation, CheckKind, Figure, Indicator, Measure, Program, Table
from programs.regions import BY_CODE, Region


class Book:
    """Lookups over a ledger and its outcomes. Nothing here changes after it is made."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.ledger = site.ledger
        self._shown: dict[str, Shown] = {}

    # -- outcomes

    @cached_property
    def marks(self) -> dict[str, tuple[Outcome, ...]]:
        """Per figure, the outcomes whose mark it carries, what differs first.

        Where a check says that several figures are one, what differs of one differs of all.
        """
        own = review(self.site.outcomes, self.ledger).marks
        found = dict(own)
        for same in self.site.outcomes:
            if same.kind is not CheckKind.SAME or not same.holds:
                continue
            shared = {
                outcome.slug: outcome
                for key in same.marked
                for outcome in own.get(key, ())
                if outcome.differs and outcome.stated and outcome.stated.key == key
            }
            for key in same.marked:
                mine = found.get(key, ())
                held = {outcome.slug for outcome in mine}
                found[key] = (*(each for slug, each in shared.items() if slug not in held), *mine)
        return found

    @cached_property
    def used_in(self) -> dict[str, tuple[Outcome, ...]]:
        """Per figure, every outcome that states it, adds it or marks it, in the outcomes' order."""
        found: dict[str, dict[str, Outcome]] = defaultdict(dict)
        for outcome in self.site.outcomes:
            keys = [part.figure.key for part in outcome.parts if part.figure is not None]
            keys += [outcome.stated.key] if outcome.stated else []
            for key in (*keys, *outcome.marked):
                found[key][outcome.slug] = outcome
        for key, outcomes in self.marks.items():
            found[key] |= {outcome.slug: outcome for outcome in outcomes}
        return {key: tuple(outcomes.values()) for key, outcomes in found.items()}

    @cached_property
    def outcome(self) -> dict[str, Outcome]:
        return {outcome.slug: outcome for outcome in self.site.outcomes}

    @cached_property
    def differing(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.site.outcomes if outcome.differs)

    # -- figures

    def shown(self, figure: Figure) -> Shown:
        """A figure ready to print."""
        if figure.key not in self._shown:
            self._shown[figure.key] = self._show(figure)
        return self._shown[figure.key]

    def _show(self, figure: Figure) -> Shown:
        before, number, after = split_text(figure)
        path = f"cifras/{figure.key}/"
        return Shown(
            key=figure.key,
            href=self.site.link(path),
            ask=ask_href(self.site, path),
            title=title_of(self.ledger, figure),
            before=before,
            number=number,
            after=after,
            text=format_figure(figure),
            words=words_of(self.ledger, figure),
            noun=noun_of(self.ledger, figure),
            note=figure.note,
            place=place_of(self.ledger, figure),
            marks=marks_of(self.marks.get(figure.key, ()), figure.key),
            value=figure.value,
        )

    @cached_property
    def by_fact(self) -> dict[tuple[str, ...], tuple[Figure, ...]]:
        """Figures that state the same fact."""
        return _grouped((figure.fact, figure) for figure in self.ledger.figures)

    @cached_property
    def by_program(self) -> dict[str, tuple[Figure, ...]]:
        return _grouped((figure.program, figure) for figure in self.ledger.figures)

    @cached_property
    def by_region(self) -> dict[str, tuple[Figure, ...]]:
        return _grouped((figure.region, figure) for figure in self.ledger.figures)

    @cached_property
    def by_product(self) -> dict[str, tuple[Figure, ...]]:
        return _grouped((figure.product, figure) for figure in self.ledger.figures)

    @cached_property
    def by_chapter(self) -> dict[str, tuple[Figure, ...]]:
        """Figures a chapter states in prose."""
        return _grouped((each.chapter, each) for each in self.ledger.figures if not each.table)

    @cached_property
    def highlights(self) -> tuple[Figure, ...]:
        """The figures of the front page; the first is the headline."""
        chosen = [each for each in self.ledger.figures if each.highlight is not None]
        return tuple(sorted(chosen, key=lambda each: each.highlight or 0))

    def chapter_of(self, figure: Figure) -> str:
        """The chapter a figure belongs to, by itself or through its table; empty where neither."""
        table = self.ledger.table.get(figure.table)
        return figure.chapter or (table.chapter if table else "")

    def measure_of(self, figure: Figure) -> Measure | None:
        indicator = self.ledger.indicator.get(figure.indicator)
        return indicator.measure if indicator else None

    def main_figures(self, figures: Iterable[Figure]) -> tuple[Figure, ...]:
        """One figure a fact (the first stated), sexes left out: what a card may show."""
        seen: dict[tuple[str, ...], Figure] = {}
        for figure in figures:
            if not figure.sex:
                seen.setdefault(figure.fact, figure)
        return tuple(seen.values())

    # -- tables, programs, places

    @cached_property
    def tables_of(self) -> dict[str, tuple[Table, ...]]:
        return _grouped((table.chapter, table) for table in self.ledger.tables)

    @cached_property
    def programs_of(self) -> dict[str, tuple[Program, ...]]:
        """Programs of each product."""
        return _grouped((program.product, program) for program in self.ledger.programs)

    @cached_property
    def named_after(self) -> dict[str, tuple[Program, ...]]:
        return _grouped(
            (each.named_after, each) for each in self.ledger.programs if each.named_after
        )

    @cached_property
    def _common(self) -> tuple[Indicator, ...]:
        """Counts that add up and tell of two programs or more, the most told first.

        What is counted of one program alone (how many courses it has, how often it answered) does
        not say whom it reached as the others do.
        """
        told = {(each.indicator, each.program) for each in self.ledger.figures if each.program}
        times = Counter(slug for slug, _ in told)
        found = [each for each in self._adding(Measure.COUNT) if times[each.slug] > 1]
        return tuple(sorted(found, key=lambda each: -times[each.slug]))

    def _adding(self, measure: Measure) -> tuple[Indicator, ...]:
        return tuple(
            each
            for each in self.ledger.indicators
            if each.measure is measure and each.aggregation is Aggregation.SUM
        )

    @cached_property
    def spending(self) -> Indicator | None:
        """What "money" means in this account: the amount that most of its figures state.

        Other amounts (what a program's clients sold) are not money the institution moved.
        """
        times = Counter(each.indicator for each in self.ledger.figures)
        money = [each for each in self._adding(Measure.MONEY) if times[each.slug]]
        return max(money, key=lambda each: times[each.slug], default=None)

    def is_spending(self, figure: Figure) -> bool:
        return self.spending is not None and figure.indicator == self.spending.slug

    def money_of_program(self, slug: str) -> Figure | None:
        """How much money a program moved: its first figure of `spending` with a value."""
        for figure in self.by_program.get(slug, ()):
            if self.is_spending(figure) and figure.value is not None:
                return figure
        return None

    def reach_of_program(self, program: Program) -> Figure | None:
        """Whom it reached: what is counted of several programs, else what the account highlights.

        None where the document counts other things of it. The figure may state no value.
        """
        whole = [
            each
            for each in self.main_figures(self.by_program.get(program.slug, ()))
            if self.measure_of(each) is Measure.COUNT
            and not each.scope
            and each.region in ("", program.region)
        ]
        for indicator in self._common:
            if found := next((each for each in whole if each.indicator == indicator.slug), None):
                return found
        return next((each for each in whole if each.highlight is not None), None)

    def product_money(self, slug: str) -> Figure | None:
        """How much money a product moved, as its table says it, else as the text does."""
        stated = [
            each
            for each in self.by_product.get(slug, ())
            if not (each.program or each.region)
            and each.value is not None
            and self.is_spending(each)
        ]
        in_table = [each for each in stated if each.table and not self.is_total(each)]
        return next(iter(in_table or stated), None)

    @cached_property
    def by_place(self) -> frozenset[str]:
        """Tables whose rows are regions: each row another one."""
        found = set()
        for table in self.ledger.tables:
            places = [row.region for row in table.rows if not row.is_total]
            if len(places) > 1 and all(places) and len(set(places)) == len(places):
                found.add(table.slug)
        return frozenset(found)

    @cached_property
    def _total_rows(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (table.slug, row.key)
            for table in self.ledger.tables
            for row in table.rows
            if row.is_total
        )

    def is_total(self, figure: Figure) -> bool:
        return (figure.table, figure.row) in self._total_rows

    def region(self, code: str) -> Region | None:
        return BY_CODE.get(code)


def book_of(site: Site) -> Book:
    """The Book of a site, made the first time and kept with it."""
    kept: dict[str, Any] = site.__dict__
    if "book" not in kept:
        kept["book"] = Book(site)
    book: Book = kept["book"]
    return book


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, tuple[Any, ...]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
