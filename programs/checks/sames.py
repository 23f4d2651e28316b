"""SAME: one fact stated in several places must be one value, within what rounding allows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from programs.checks.judging import factor_between
from programs.checks.outcomes import Outcome, Part, Role, Verdict
from programs.checks.wording import (
    Fact,
    describe_fact,
    fact_slug,
    joined,
    mended,
    more_or_less,
    place_of,
    said,
    times,
)
from programs.figures import format_amount, format_figure, interval_of, plural
from programs.ledger import CheckKind, Figure, Ledger, Rule, Unit


def repeated_facts(ledger: Ledger) -> Iterator[Outcome]:
    """Every fact stated in two places or more.

    Where one table holds a fact twice, its rows are different things that the dimensions do not
    tell apart (two convocatorias of one program): they state no common fact and are left out.
    """
    facts: dict[Fact, list[Figure]] = {}
    for figure in ledger.figures:
        if figure.value is not None:
            facts.setdefault(figure.fact, []).append(figure)
    declared = [{rule.whole, *rule.parts} for rule in ledger.rules if rule.kind is CheckKind.SAME]
    for fact, figures in facts.items():
        kept = _told_apart(figures) if len(figures) > 1 else []
        keys = {figure.key for figure in kept}
        if len(kept) > 1 and not any(keys <= other for other in declared):
            yield same_outcome(
                ledger,
                slug=f"mismo-{fact_slug(fact)}",
                title=_title(ledger, fact, len(kept)),
                figures=kept,
            )


PLACES = {2: "dos", 3: "tres", 4: "cuatro", 5: "cinco"}


def _title(ledger: Ledger, fact: Fact, places: int) -> str:
    """`Beneficiarios y beneficiarias de Crece, en tres lugares`."""
    name, _, of = describe_fact(ledger, fact).partition(": ")
    count = PLACES.get(places, str(places))
    return f"{name} de {of}, en {count} lugares" if of else f"{name}, en {count} lugares"


def _told_apart(figures: Sequence[Figure]) -> list[Figure]:
    times_in: dict[str, int] = {}
    for figure in figures:
        times_in[figure.table] = times_in.get(figure.table, 0) + 1
    return [figure for figure in figures if not figure.table or times_in[figure.table] == 1]


def declared_same(ledger: Ledger, rule: Rule, figures: Sequence[Figure]) -> Outcome:
    """Figures a rule declares to be the same."""
    return same_outcome(ledger, slug=rule.slug, title=rule.title, figures=figures, rule=rule)


def same_outcome(
    ledger: Ledger,
    *,
    slug: str,
    title: str,
    figures: Sequence[Figure],
    rule: Rule | None = None,
) -> Outcome:
    """Judge figures, each with a value, that state one fact: is there a value they all stand for?

    `stated` and `expected` are the two that lie furthest apart, the first in the document's order
    as stated; where all agree, the first and the most precise of the others.
    """
    ends = [interval_of(figure) for figure in figures]
    lows = [end.low for end in ends]
    highs = [end.low if end.high is None else end.high for end in ends]
    differs = max(lows) > min(highs)
    places = range(len(figures))
    if differs:
        first, second = sorted((lows.index(max(lows)), highs.index(min(highs))))
    else:
        first, second = 0, min(places[1:], key=lambda place: highs[place] - lows[place])
    stated, other = figures[first], figures[second]
    value, expected = stated.value or Decimal(0), other.value or Decimal(0)
    factor = factor_between(ends[first], value, ends[second], expected) if differs else None
    return Outcome(
        slug=slug,
        kind=CheckKind.SAME,
        title=title,
        verdict=Verdict.DIFFERS if differs else Verdict.HOLDS,
        sentence=_differing(ledger, stated, other, factor) if differs else _agreeing(figures),
        stated=stated,
        parts=tuple(Part(place_of(ledger, figure), figure, Role.SAME) for figure in figures),
        expected=expected,
        expected_interval=ends[second],
        stated_interval=ends[first],
        difference=value - expected,
        gap=ends[first].gap(ends[second]),
        allowance=(ends[first].width or Decimal(0)) / 2 + (ends[second].width or Decimal(0)) / 2,
        factor=factor,
        suspect=stated.key if factor else "",
        marked=tuple(figure.key for figure in figures),
        note=rule.note if rule else "",
        is_declared=rule is not None,
    )


def _agreeing(figures: Sequence[Figure]) -> str:
    printed = list(dict.fromkeys(format_figure(figure) for figure in figures))
    where = f"Los {plural(len(figures), 'lugar', 'lugares')} que lo dicen coinciden"
    if len(printed) == 1:
        return f"{where}: {printed[0]}."
    return f"{where}, dentro de lo que permite el redondeo: {joined(printed)}."


def _differing(ledger: Ledger, stated: Figure, other: Figure, factor: Decimal | None) -> str:
    value, expected = stated.value or Decimal(0), other.value or Decimal(0)
    coarse = max(stated.unit, other.unit, key=lambda unit: unit.scale)
    whole = (value - expected) % coarse.scale == 0
    unit = coarse if whole or not coarse.is_money else Unit.PESO
    text = (
        f"El documento dice {said(ledger, stated)} y {said(ledger, other)}:"
        f" {more_or_less(value - expected, unit)} en el primer lugar."
    )
    if factor is None:
        return text
    size = format_amount(value / factor, stated.unit)
    return f"{text} Es {times(factor)}: {mended(factor)} sería {size}."
