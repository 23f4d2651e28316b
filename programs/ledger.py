"""An account as plain values: what the checks judge, the press prints and an edition freezes.

A `Ledger` holds one institution's account of one year. The draft in the database, a data package on
disk and the files of a published edition all become the same ledger, so nothing downstream can
tell them apart. Nothing here knows Django or the database.

References are slugs (`program="crece"`), never objects; an empty string means "does not apply".
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


class Unit(StrEnum):
    """How a figure was printed. The member's value is what the reader sees."""

    PESO = "$"
    THOUSAND_PESOS = "M$"
    MILLION_PESOS = "MM$"
    COUNT = "n"
    PERCENT = "%"

    @property
    def scale(self) -> Decimal:
        """Base units (pesos, things, percentage points) in one printed unit."""
        return _SCALES.get(self, Decimal(1))

    @property
    def is_money(self) -> bool:
        return self in _SCALES


_SCALES = {
    Unit.PESO: Decimal(1),
    Unit.THOUSAND_PESOS: Decimal(1_000),
    Unit.MILLION_PESOS: Decimal(1_000_000),
}


class Measure(StrEnum):
    """What an indicator counts."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"


class Aggregation(StrEnum):
    """How an indicator's figures add."""

    SUM = "sum"  # parts add up to the whole
    SHARE = "share"  # parts of one whole: together 100 %
    NONE = "none"  # adding them means nothing


class Sex(StrEnum):
    WOMEN = "women"
    MEN = "men"
    NOT_REPORTED = "not_reported"


class CheckKind(StrEnum):
    """The kinds of check (cuadratura) the portal knows."""

    SUM = "sum"  # a stated total against its parts
    SAME = "same"  # the same fact stated in two places
    COUNT = "count"  # a stated count against the rows listed
    SHARE = "share"  # percentages of one whole
    UNIT = "unit"  # a value against its unit
    COVERAGE = "coverage"  # a region or sex missing from a breakdown
    GROWTH = "growth"  # year on year


class Voice(StrEnum):
    """Who speaks in an explanation."""

    INSTITUTION = "institution"  # the service explains its own figure
    EDITOR = "editor"  # whoever prepared the edition says what can be verified, no more


@dataclass(frozen=True, slots=True)
class LegalCitation:
    law: str
    article: str
    subject: str


@dataclass(frozen=True, slots=True)
class ContactPoint:
    kind: str  # web, phone, email, address
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Institution:
    slug: str
    name: str
    short_name: str
    ministry: str
    citations: tuple[LegalCitation, ...] = ()
    contacts: tuple[ContactPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the account. Two levels: a chapter with a `parent` has no children of its own.

    `body` is Markdown; `{cifra:KEY}` stands for a figure, so that the text never retypes a number,
    and `{tabla:SLUG}` for a table. Tables not placed by the text follow it.
    """

    slug: str
    title: str
    body: str
    parent: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """Producto estratégico: what the institution is funded to deliver."""

    slug: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """A program, kept across years. `named_after` is the national program whose name it bears."""

    slug: str
    name: str
    product: str = ""
    region: str = ""  # CUT code, where a program belongs to one region
    named_after: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()  # other spellings an import may meet


@dataclass(frozen=True, slots=True)
class Indicator:
    slug: str
    name: str
    measure: Measure
    aggregation: Aggregation
    noun_one: str = ""  # "organización"
    noun_many: str = ""  # "organizaciones"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document figures come from. `page_noun` is what its pages are called ("lámina")."""

    slug: str
    title: str
    publisher: str
    page_noun: str = "página"
    url: str = ""
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    indicator: str = ""
    sex: str = ""
    is_total: bool = False  # adds up the other columns of the same indicator in its row

    @property
    def is_deduced(self) -> bool:
        """Whether the heading is a deduction of whoever typed the table, not the document's."""
        return self.label.endswith("(deducido)")


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    label: str
    is_total: bool = False  # adds up the other rows of its column
    product: str = ""
    program: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table laid out as its document lays it out. Its cells are the figures that name it."""

    slug: str
    chapter: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_heading: str = "Programa"
    note: str = ""
    source: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, stated at one place of a source (`Result` in the database, *cifra* on screen).

    `value` is in base units (whole pesos, things, percentage points), or None where the document
    states none; `precision` is the step in base units to which it was published, so that
    `MM$ 69.857` is value 69857000000, precision 1000000: it stands for ± half a step.
    """

    key: str
    indicator: str
    value: Decimal | None
    unit: Unit
    precision: Decimal
    literal: str
    source: str
    title: str = ""
    product: str = ""
    program: str = ""
    region: str = ""
    sex: str = ""
    scope: str = ""  # a group that is neither product, program, region nor sex
    chapter: str = ""  # for a figure stated in prose
    table: str = ""
    row: str = ""
    column: str = ""
    note: str = ""
    page: int | None = None
    sheet: str = ""
    cell: str = ""
    highlight: int | None = None  # order on the front page; the first is the headline

    @property
    def fact(self) -> tuple[str, str, str, str, str, str]:
        """What it measures, wherever it is stated: two figures of one fact must agree."""
        return (self.indicator, self.product, self.program, self.region, self.sex, self.scope)


@dataclass(frozen=True, slots=True)
class Rule:
    """A check declared as data, where the structure of the tables cannot tell.

    `whole` is a figure's key. `parts` are figure keys (`pymes-texto-monto`), a table's column
    (`tabla:columna`, its rows that are not totals) or a table's rows (`tabla:*`, to count them).
    """

    slug: str
    kind: CheckKind
    title: str
    whole: str
    parts: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Public words about one `difference`; if it becomes another, it must be explained anew."""

    check: str
    difference: str
    text: str
    voice: Voice
    author: str
    explained_at: str  # ISO 8601 with offset


@dataclass(frozen=True, slots=True)
class Erratum:
    """Why a figure or chapter changed between two editions (fe de erratas)."""

    slug: str
    reason: str
    figure: str = ""
    chapter: str = ""
    question: str = ""  # folio of the question that caused it
    noted_at: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary."""

    slug: str
    term: str
    definition: str
    program: str = ""


@dataclass(frozen=True)
class Ledger:
    """One account, whole. Order is the document's order."""

    institution: Institution
    account_year: int
    management_year: int
    title: str
    summary: str
    chapters: tuple[Chapter, ...] = ()
    products: tuple[Product, ...] = ()
    programs: tuple[Program, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sources: tuple[Source, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    rules: tuple[Rule, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    errata: tuple[Erratum, ...] = ()
    terms: tuple[Term, ...] = ()
    meta: dict[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def figure(self) -> dict[str, Figure]:
        return {figure.key: figure for figure in self.figures}

    @cached_property
    def chapter(self) -> dict[str, Chapter]:
        return {chapter.slug: chapter for chapter in self.chapters}

    @cached_property
    def product(self) -> dict[str, Product]:
        return {product.slug: product for product in self.products}

    @cached_property
    def program(self) -> dict[str, Program]:
        return {program.slug: program for program in self.programs}

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        return {indicator.slug: indicator for indicator in self.indicators}

    @cached_property
    def source(self) -> dict[str, Source]:
        return {source.slug: source for source in self.sources}

    @cached_property
    def table(self) -> dict[str, Table]:
        return {table.slug: table for table in self.tables}

    @cached_property
    def cells(self) -> dict[str, dict[tuple[str, str], Figure]]:
        """Per table, the figure at each (row, column)."""
        found: dict[str, dict[tuple[str, str], Figure]] = {table.slug: {} for table in self.tables}
        for figure in self.figures:
            if figure.table:
                found.setdefault(figure.table, {})[figure.row, figure.column] = figure
        return found

    @cached_property
    def explanation(self) -> dict[str, Explanation]:
        return {explanation.check: explanation for explanation in self.explanations}

    def column_figures(self, table: Table, column: str) -> Iterable[Figure]:
        """The figures of one column, rows that are totals left out."""
        cells = self.cells[table.slug]
        for row in table.rows:
            figure = cells.get((row.key, column))
            if figure is not None and not row.is_total:
                yield figure
