"""COVERAGE: a region or a sex that a breakdown leaves out. Silence is no zero: it never differs."""

from collections.abc import Iterator, Sequence

from programs.checks.breakdowns import Breakdown, missing_regions
from programs.checks.outcomes import Outcome, Part, Role, Verdict
from programs.checks.wording import (
    SEX_WORDS,
    Fact,
    describe_fact,
    fact_slug,
    joined,
    quoted,
    slug_of,
)
from programs.figures import plural
from programs.ledger import CheckKind, Figure, Ledger, Rule, Sex
from programs.regions import BY_CODE, REGIONS


def region_coverage(ledger: Ledger, breakdowns: Sequence[Breakdown]) -> Iterator[Outcome]:
    """Are the sixteen regions there? One outcome for each breakdown, its sexes taken together."""
    seen: dict[tuple[Fact, str], dict[str, Figure]] = {}
    for item in breakdowns:
        indicator, product, program, region, _, scope = item.fact
        key = ((indicator, product, program, region, "", scope), item.table)
        for code, figure in item.by_region.items():
            seen.setdefault(key, {}).setdefault(code, figure)
    for (fact, table), by_region in seen.items():
        where = f" en «{ledger.table[table].title}»" if table in ledger.table else ""
        yield _of_regions(
            slug=slug_of("cobertura-regiones", table, fact_slug(fact)),
            title=f"¿Están todas las regiones? {describe_fact(ledger, fact)}{where}",
            by_region=by_region,
        )


def declared_coverage(rule: Rule, parts: Sequence[Part]) -> Outcome:
    """The regions of a breakdown that a rule declares, however few they are."""
    by_region = {
        part.figure.region: part.figure
        for part in parts
        if part.figure and part.figure.region and part.value is not None
    }
    return _of_regions(slug=rule.slug, title=rule.title, by_region=by_region, rule=rule)


def _of_regions(
    *, slug: str, title: str, by_region: dict[str, Figure], rule: Rule | None = None
) -> Outcome:
    missing = missing_regions(by_region)
    count = len(REGIONS) - len(missing)
    if not missing:
        sentence = f"Están las {count} regiones."
    else:
        sentence = (
            f"Hay cifra de {plural(count, 'región', 'regiones')}; "
            f"{'falta' if len(missing) == 1 else 'faltan'} {joined(missing)}."
            " El documento no dice si ahí fue cero."
        )
    return Outcome(
        slug=slug,
        kind=CheckKind.COVERAGE,
        title=title,
        verdict=Verdict.UNKNOWN if missing else Verdict.HOLDS,
        sentence=sentence,
        parts=tuple(
            Part(BY_CODE[code].short_name if code in BY_CODE else code, figure, Role.LISTED)
            for code, figure in by_region.items()
        ),
        missing=missing,
        note=rule.note if rule else "",
        is_declared=rule is not None,
    )


def sex_coverage(ledger: Ledger) -> Iterator[Outcome]:
    """Are women and men both there? One outcome an indicator and table, or for all the prose."""
    places: dict[tuple[str, str], dict[Fact, list[Figure]]] = {}
    for figure in ledger.figures:
        if figure.sex:
            indicator, product, program, region, _, scope = figure.fact
            fact = (indicator, product, program, region, "", scope)
            place = places.setdefault((figure.table, indicator), {})
            place.setdefault(fact, []).append(figure)
    for (table, indicator), facts in places.items():
        name = ledger.indicator[indicator].name if indicator in ledger.indicator else indicator
        where = f" en «{ledger.table[table].title}»" if table in ledger.table else ""
        yield _of_sexes(
            ledger,
            slug=slug_of("cobertura-sexos", table, indicator),
            title=f"¿Están mujeres y hombres? {name}{where}",
            facts=facts,
        )


def _of_sexes(ledger: Ledger, *, slug: str, title: str, facts: dict[Fact, list[Figure]]) -> Outcome:
    missing: list[str] = []
    for fact, figures in facts.items():
        stated = {figure.sex for figure in figures if figure.value is not None}
        absent = [SEX_WORDS[sex] for sex in (Sex.WOMEN, Sex.MEN) if sex not in stated]
        if absent:
            missing.append(f"{_group(ledger, fact)}: {joined(absent)}")
    sentence = "Hay cifra de mujeres y de hombres en cada grupo."
    if missing:
        sentence = f"No hay cifra en {joined(quoted(missing))}. El documento no dice si fue cero."
    return Outcome(
        slug=slug,
        kind=CheckKind.COVERAGE,
        title=title,
        verdict=Verdict.UNKNOWN if missing else Verdict.HOLDS,
        sentence=sentence,
        parts=tuple(
            Part(SEX_WORDS[Sex(figure.sex)], figure, Role.LISTED)
            for figures in facts.values()
            for figure in figures
            if figure.value is not None
        ),
        missing=tuple(missing),
    )


def _group(ledger: Ledger, fact: Fact) -> str:
    return describe_fact(ledger, fact).partition(": ")[2] or describe_fact(ledger, fact)
