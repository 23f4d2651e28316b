"""What the portal works out of a published figure: in pesos of another year, for each inhabitant.

Pure: populations and prices are handed in. Nothing here is a figure of the account, and whoever
shows it says so, with the operation and its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from programs.figures import NO_FIGURE, format_amount, format_number
from programs.ledger import Figure, Unit
from programs.regions import REGIONS

PER = 1_000  # inhabitants to whom counts are told
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Context:
    """Facts of others: people by (region, year), prices by year, each with its source."""

    people: Mapping[tuple[str, int], int]
    variations: Mapping[int, Decimal]
    people_sources: Mapping[int, str]
    price_sources: Mapping[int, str]

    @property
    def census_years(self) -> tuple[int, ...]:
        """The years in which every region has its people, oldest first."""
        years = {year for _, year in self.people}
        whole = {year for year in years if all((r.code, year) in self.people for r in REGIONS)}
        return tuple(sorted(whole))

    @property
    def price_years(self) -> tuple[int, ...]:
        """The years whose pesos money can be told in: from the one before the first variation."""
        years = sorted(self.variations)
        return tuple(range(years[0] - 1, years[-1] + 1)) if years else ()


@dataclass(frozen=True, slots=True)
class Asked:
    """How figures are to be told: `pesos` is the year of the pesos, 0 as they were published."""

    pesos: int = 0
    per_inhabitant: bool = False

    def __bool__(self) -> bool:
        return bool(self.pesos or self.per_inhabitant)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value worked out, and how; or None and why not. `value` in pesos, or things for PER."""

    value: Decimal | None
    text: str
    how: str
    factor: Decimal | None = None
    people: int | None = None
    people_year: int | None = None


def reckon(figure: Figure, region: str, managed: int, asked: Asked, context: Context) -> Reckoned:
    """The figure as it was asked for; a dash with its reason where it cannot be."""
    if figure.value is None:
        return Reckoned(None, NO_FIGURE, figure.note or "El documento no da esta cifra.")
    if figure.unit is Unit.PERCENT:
        return Reckoned(None, NO_FIGURE, "Un porcentaje no se convierte.")
    value, steps, factor = figure.value, [], None
    if asked.pesos and figure.unit.is_money:
        factor = factor_of(managed, asked.pesos, context.variations)
        if factor is None:
            return Reckoned(None, NO_FIGURE, f"Falta el IPC entre {managed} y {asked.pesos}.")
        value *= factor
        steps.append(f"× {format_number(factor, 4)}")
    if not asked.per_inhabitant:
        if not figure.unit.is_money:
            return Reckoned(None, NO_FIGURE, "No es dinero: no cambia con los precios.")
        return Reckoned(value, _money(value, figure), _how(figure, steps), factor)
    people, year = people_of(region, managed, context)
    if not people:
        return Reckoned(None, NO_FIGURE, "Falta la población de la región.", factor)
    steps.append(f"÷ {format_number(people)} habitantes")
    if figure.unit.is_money:
        value /= people
        text = f"{format_amount(value, Unit.PESO, 0)} por habitante"
    else:
        value = value * PER / people
        steps.append(f"× {format_number(PER)}")
        text = f"{format_number(value, 2)} por {format_number(PER)} habitantes"
    return Reckoned(value, text, _how(figure, steps), factor, people, year)


def _money(value: Decimal, figure: Figure) -> str:
    """In the unit in which it was published, without decimals unless it had them."""
    return format_amount(value, figure.unit, 0)


def _how(figure: Figure, steps: list[str]) -> str:
    assert figure.value is not None  # noqa: S101 (asked before)
    return " ".join([format_amount(figure.value, figure.unit), *steps])


def factor_of(year: int, base: int, variations: Mapping[int, Decimal]) -> Decimal | None:
    """By how much money of December of `year` is multiplied to be of December of `base`.

    The product of one plus each variation between them (or its inverse, backwards); None where one
    of them is missing.
    """
    between = range(min(year, base) + 1, max(year, base) + 1)
    if any(each not in variations for each in between):
        return None
    with localcontext() as precise:
        precise.prec = 40
        factor = Decimal(1)
        for each in between:
            factor *= 1 + variations[each] / HUNDRED
        return factor if base >= year else 1 / factor


def people_of(region: str, year: int, context: Context) -> tuple[int, int]:
    """The inhabitants of a region (of Chile, without one), of the last count until that year.

    Of a year before the first count, the first; zeros where there is none.
    """
    codes = [region] if region else [each.code for each in REGIONS]
    years = [
        each
        for each in sorted({year for _, year in context.people})
        if all((code, each) in context.people for code in codes)
    ]
    if not years:
        return 0, 0
    chosen = max((each for each in years if each <= year), default=years[0])
    return sum(context.people[code, chosen] for code in codes), chosen
