"""Every published figure with its year and what it is about, from the newest edition of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cuenta.pages.shown import SEX_WORDS, title_of
from participation.subjects import address_in, ledger_of
from programs.figures import format_figure
from programs.ledger import Figure, Indicator, Ledger, Sex
from programs.models import Edition
from programs.regions import BY_CODE

DIMENSIONS = ("indicator", "product", "program", "region", "sex")


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure. `year` is the account's, `managed` the year it speaks of; `href` is permanent.

    `product` and `region` are the figure's own or, where it has none, its program's.
    """

    figure: Figure
    year: int
    managed: int
    edition: int
    sha256: str
    href: str
    title: str
    text: str
    measure: str
    indicator: str
    product: str
    program: str
    region: str
    sex: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it measures, whatever the year: figures with one key make a series."""
        return self.figure.fact


@dataclass(frozen=True, slots=True)
class Names:
    """What the values of each dimension are called: the newest account's words first."""

    indicator: Mapping[str, str]
    product: Mapping[str, str]
    program: Mapping[str, str]
    region: Mapping[str, str]
    sex: Mapping[str, str]
    year: Mapping[str, str]

    def of(self, dimension: str, value: str) -> str:
        known: Mapping[str, str] = getattr(self, dimension)
        return known.get(value, value)


@dataclass(frozen=True, slots=True)
class Published:
    """All there is to explore. `accounts` are year and managed year, the newest first."""

    facts: tuple[Fact, ...]
    names: Names
    indicators: Mapping[str, Indicator]
    accounts: tuple[tuple[int, int], ...]


def published(editions: Iterable[Edition]) -> Published:
    """What these editions say; they never change, so that it is read once."""
    found = tuple(editions)
    which = tuple((edition.pk, edition.sha256) for edition in found)
    kept = _kept.get(which)
    if kept is None:
        kept = _read(found)
        _kept.clear()
        _kept[which] = kept
    return kept


_kept: dict[tuple[tuple[int, str], ...], Published] = {}


def _read(editions: tuple[Edition, ...]) -> Published:
    facts: list[Fact] = []
    indicators: dict[str, Indicator] = {}
    names: dict[str, dict[str, str]] = {name: {} for name in (*DIMENSIONS, "year")}
    for edition in sorted(editions, key=lambda each: each.account.account_year):
        ledger = ledger_of(edition)
        facts += (_fact(edition, ledger, figure) for figure in ledger.figures)
        indicators |= ledger.indicator
        names["indicator"] |= {each.slug: each.name for each in ledger.indicators}
        names["product"] |= {each.slug: each.name for each in ledger.products}
        names["program"] |= {each.slug: each.name for each in ledger.programs}
        year, managed = str(ledger.account_year), ledger.management_year
        names["year"][year] = f"Cuenta {year} (lo hecho en {managed})"
    names["region"] = {each.code: each.short_name for each in BY_CODE.values()}
    names["sex"] = {sex.value: word.capitalize() for sex, word in SEX_WORDS.items()}
    accounts = dict.fromkeys((fact.year, fact.managed) for fact in reversed(facts))
    return Published(
        tuple(facts), Names(**names), indicators, tuple(sorted(accounts, reverse=True))
    )


def _fact(edition: Edition, ledger: Ledger, figure: Figure) -> Fact:
    program = ledger.program.get(figure.program)
    indicator = ledger.indicator.get(figure.indicator)
    return Fact(
        figure=figure,
        year=ledger.account_year,
        managed=ledger.management_year,
        edition=edition.number,
        sha256=edition.sha256,
        href=address_in(edition, f"cifras/{figure.key}/"),
        title=title_of(ledger, figure),
        text=format_figure(figure),
        measure=str(indicator.measure) if indicator else "",
        indicator=figure.indicator,
        product=figure.product or (program.product if program else ""),
        program=figure.program,
        region=figure.region or (program.region if program else ""),
        sex=str(Sex(figure.sex)) if figure.sex else "",
    )
