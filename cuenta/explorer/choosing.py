"""From all the published figures to those of one view. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuenta.explorer.facts import Fact
from cuenta.explorer.forms import NONE
from programs.ledger import Sex
from programs.regions import REGIONS

# The names of the address and those of a fact.
BY = {"region": "region", "programa": "program", "producto": "product", "sexo": "sex",
      "cuenta": "year"}  # fmt: skip
OTHERS = ("product", "program", "region", "sex")
MOST_BARS = 60
MOST_SERIES = 12
_NORTH_TO_SOUTH = {region.code: place for place, region in enumerate(REGIONS)}
_SEXES = {str(sex): place for place, sex in enumerate(Sex)}


@dataclass(frozen=True, slots=True)
class Bars:
    """What is set side by side. `left_out` figures distinguish more than what is compared."""

    facts: tuple[Fact, ...]
    left_out: int = 0
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One fact in each year in which it was published, oldest first."""

    facts: tuple[Fact, ...]


def narrowed(facts: Iterable[Fact], filters: Mapping[str, str]) -> tuple[Fact, ...]:
    """The facts that have what was chosen; NONE chooses those that do not say it."""
    kept = {name: value for name, value in filters.items() if value}
    return tuple(each for each in facts if all(_has(each, *pair) for pair in kept.items()))


def _has(fact: Fact, name: str, value: str) -> bool:
    said = str(getattr(fact, name))
    return said == ("" if value == NONE else value)


def distinct(facts: Iterable[Fact]) -> list[Fact]:
    """One fact a year and what it measures: what is stated in several places is shown once.

    The first with a value; two rows of one table that measure the same are two things.
    """
    found: dict[tuple[object, ...], Fact] = {}
    rows: list[Fact] = []
    for fact in facts:
        key = (fact.year, *fact.key)
        known = found.get(key)
        if known is None:
            found[key] = fact
            rows.append(fact)
        elif fact.figure.table and fact.figure.table == known.figure.table:
            rows.append(fact)
        elif known.figure.value is None and fact.figure.value is not None:
            rows[rows.index(known)] = fact
            found[key] = fact
    return rows


def by_default(facts: Sequence[Fact]) -> str:
    """What to compare by, where nobody chose: years if there are several, else what varies most."""
    if len({fact.year for fact in facts}) > 1 and len({fact.key for fact in facts}) == 1:
        return "cuenta"
    varied = {
        name: len({getattr(fact, field) for fact in facts} - {""}) for name, field in BY.items()
    }
    varied.pop("cuenta")
    best = max(varied, key=lambda name: varied[name])
    return best if varied[best] else "cuenta"


def bars(facts: Sequence[Fact], by: str, filters: Mapping[str, str]) -> Bars:
    """The facts to set side by side by one dimension.

    Parts are not put among their wholes: of each region (or program…), of what nobody chose, the
    facts that do not distinguish it are kept where there are any; the others are left out.
    """
    field = BY[by]
    candidates = [each for each in distinct(facts) if field == "year" or getattr(each, field)]
    groups: dict[object, list[Fact]] = {}
    for fact in candidates:
        groups.setdefault((getattr(fact, field), fact.year), []).append(fact)
    kept = [fact for group in groups.values() for fact in _wholes(group, field, filters)]
    ordered = sorted(kept, key=lambda fact: _place(fact, by))
    shown = ordered[:MOST_BARS]
    return Bars(tuple(shown), len(candidates) - len(kept), len(ordered) - len(shown))


def _wholes(group: list[Fact], field: str, filters: Mapping[str, str]) -> list[Fact]:
    """Of the facts of one region (or program…) in one year, those that distinguish nothing more."""
    for other in ("scope", *OTHERS):
        if other != field and not filters.get(other):
            group = [each for each in group if not _value(each, other)] or group
    return group


def _value(fact: Fact, name: str) -> str:
    """What the figure itself says of a dimension, not what its program lends it."""
    return fact.figure.scope if name == "scope" else str(getattr(fact.figure, name))


def _place(fact: Fact, by: str) -> tuple[object, ...]:
    size = -(fact.figure.value if fact.figure.value is not None else Decimal(-1))
    if by == "region":
        return (_NORTH_TO_SOUTH.get(fact.region, 99), fact.managed, size, fact.title)
    if by == "sexo":
        return (fact.title.rsplit(",", 1)[0], fact.managed, _SEXES.get(fact.sex, 9))
    if by == "cuenta":
        return (fact.managed, size, fact.title)
    return (size, fact.title, fact.managed)


def series(facts: Sequence[Fact]) -> tuple[tuple[Series, ...], int]:
    """The series, the longest first, and how many there are in all."""
    found: dict[tuple[str, ...], dict[int, Fact]] = {}
    for fact in distinct(facts):
        found.setdefault(fact.key, {}).setdefault(fact.managed, fact)
    whole = [
        Series(tuple(years[year] for year in sorted(years)))
        for years in found.values()
        if any(each.figure.value is not None for each in years.values())
    ]
    whole.sort(key=lambda each: (-len(each.facts), -(each.facts[-1].figure.value or 0)))
    return tuple(whole[:MOST_SERIES]), len(whole)
