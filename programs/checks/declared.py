"""Rules declared as data: what their selectors name, and which check each kind runs."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from programs.checks.counts import declared_count, declared_growth, previous_part
from programs.checks.coverage import declared_coverage
from programs.checks.judging import percentage_of
from programs.checks.outcomes import BadRule, Outcome, Part, Role, Verdict
from programs.checks.sames import declared_same
from programs.checks.shares import declared_ratio, declared_share
from programs.checks.sums import declared_sum
from programs.checks.units import declared_unit
from programs.checks.wording import label_of
from programs.ledger import CheckKind, Figure, Ledger, Rule, Unit

_WITHOUT_WHOLE = (CheckKind.SHARE, CheckKind.COVERAGE)
_ROLES = {
    CheckKind.SAME: Role.SAME,
    CheckKind.COUNT: Role.LISTED,
    CheckKind.COVERAGE: Role.LISTED,
    CheckKind.UNIT: Role.COMPANION,
    CheckKind.GROWTH: Role.NOW,
}


def problems_of_rules(ledger: Ledger) -> tuple[str, ...]:
    """What keeps the declared rules from being run, a Spanish sentence each; empty when all can."""
    return tuple(problem for rule in ledger.rules for problem in _problems(ledger, rule))


def _problems(ledger: Ledger, rule: Rule) -> Iterator[str]:
    here = f"La regla «{rule.slug}»"
    if rule.whole and rule.whole not in ledger.figure:
        yield f"{here} nombra la cifra «{rule.whole}», que no existe."
    if not rule.whole and rule.kind not in _WITHOUT_WHOLE:
        yield f"{here} no dice qué cifra se comprueba."
    if not rule.parts:
        yield f"{here} no dice con qué cifras se compara."
    for selector in rule.parts:
        problem = _problem_of(ledger, rule, selector)
        if problem:
            yield f"{here} {problem}"


def _problem_of(ledger: Ledger, rule: Rule, selector: str) -> str:
    slug, colon, column = selector.partition(":")
    if not colon:
        known = selector in ledger.figure
        return "" if known else f"nombra la cifra «{selector}», que no existe."
    table = ledger.table.get(slug)
    if table is None:
        return f"nombra la tabla «{slug}», que no existe."
    if column == "*":
        if rule.kind is CheckKind.COUNT:
            return ""
        return f"usa «{selector}», que solo sirve para contar filas: nombre una columna."
    known = any(item.key == column for item in table.columns)
    return "" if known else f"nombra la columna «{selector}», que no existe."


def declared_checks(ledger: Ledger, previous: Ledger | None = None) -> Iterator[Outcome]:
    """Run every rule, in order. Raises `BadRule` where any names what does not exist."""
    problems = problems_of_rules(ledger)
    if problems:
        raise BadRule(problems)
    for rule in ledger.rules:
        yield _run(ledger, previous, rule)


def parts_of(ledger: Ledger, rule: Rule) -> tuple[Part, ...]:
    """What the selectors name: a figure, the cells of a column, or rows; totals left out."""
    role = _ROLES.get(rule.kind, Role.ADDS)
    return tuple(part for selector in rule.parts for part in _selected(ledger, selector, role))


def _selected(ledger: Ledger, selector: str, role: Role) -> Iterator[Part]:
    slug, _, column = selector.partition(":")
    if not column:
        figure = ledger.figure[selector]
        yield Part(label_of(ledger, figure), figure, role)
        return
    table = ledger.table[slug]
    cells = ledger.cells[slug]
    filled = {row for row, _ in cells}
    for row in table.rows:
        if row.is_total or (column != "*" and row.key not in filled):
            continue
        yield Part(row.label, cells.get((row.key, column)), role)


def _run(ledger: Ledger, previous: Ledger | None, rule: Rule) -> Outcome:
    parts = parts_of(ledger, rule)
    whole = ledger.figure[rule.whole] if rule.whole else None
    if rule.kind is CheckKind.COVERAGE:
        return declared_coverage(rule, parts)
    if whole is None:
        return declared_share(rule, None, parts)
    if whole.value is None:
        return _nothing_stated(rule, whole, parts)
    if rule.kind is CheckKind.SAME:
        return _same(ledger, rule, whole, parts)
    if rule.kind is CheckKind.GROWTH:
        return _growth(previous, rule, whole, parts)
    if rule.kind is CheckKind.SHARE:
        return _share(rule, whole, parts)
    if rule.kind is CheckKind.UNIT:
        return declared_unit(ledger, rule, whole, parts)
    return _SIMPLE[rule.kind](rule, whole, parts)


_SIMPLE: dict[CheckKind, Callable[[Rule, Figure, tuple[Part, ...]], Outcome]] = {
    CheckKind.SUM: declared_sum,
    CheckKind.COUNT: declared_count,
}


def _nothing_stated(rule: Rule, whole: Figure | None, parts: tuple[Part, ...]) -> Outcome:
    """A rule whose figures state no value: there is nothing to hold against anything."""
    return Outcome(
        slug=rule.slug,
        kind=rule.kind,
        title=rule.title,
        verdict=Verdict.UNKNOWN,
        sentence="El documento no da las cifras que harían falta: no se puede saber si cuadra.",
        stated=whole,
        parts=parts,
        missing=tuple(part.label for part in parts if part.value is None),
        marked=(whole.key,) if whole else (),
        note=rule.note,
        is_declared=True,
    )


def _same(ledger: Ledger, rule: Rule, whole: Figure, parts: tuple[Part, ...]) -> Outcome:
    figures = [part.figure for part in parts if part.figure and part.value is not None]
    if not figures:
        return _nothing_stated(rule, whole, parts)
    return declared_same(ledger, rule, [whole, *figures])


def _share(rule: Rule, whole: Figure, parts: tuple[Part, ...]) -> Outcome:
    """Percentages that make the whole; or, of amounts or counts, a part and its base."""
    units = {part.figure.unit for part in parts if part.figure}
    if Unit.PERCENT in units or len(parts) != 2:
        return declared_share(rule, whole, parts)
    over = replace(parts[0], role=Role.PART)
    base = replace(parts[1], role=Role.BASE)
    if percentage_of(over, base) is None:
        return _nothing_stated(rule, whole, parts)
    return declared_ratio(rule, whole, over, base)


def _growth(previous: Ledger | None, rule: Rule, whole: Figure, parts: tuple[Part, ...]) -> Outcome:
    """This year's figure against the second one named, or the same fact of last year's account."""
    now = parts[0]
    if len(parts) > 1:
        before = replace(parts[1], role=Role.BEFORE)
    elif now.figure:
        before = previous_part(previous, now.figure, f"{now.label}, año anterior")
    else:
        return _nothing_stated(rule, whole, parts)
    return declared_growth(rule, whole, now, before)
