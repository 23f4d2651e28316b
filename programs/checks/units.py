"""UNIT: a value a thousand or a million times off gives its unit away.

One slip is reported once. Where a column states its total, the SUM speaks: it names the total or
the row that is off by a factor. Only columns of money without a stated total are judged here, each
value against its companions (see `judging.stands_out`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from programs.checks.judging import stands_out, stated_parts
from programs.checks.outcomes import Outcome, Part, Role, Verdict
from programs.checks.wording import mended
from programs.figures import Interval, format_amount, format_figure, interval_of
from programs.ledger import CheckKind, Column, Figure, Ledger, Rule, Table, Unit

ZERO = Decimal(0)
FEWEST = 3  # a value needs two companions to be told from


def column_units(ledger: Ledger) -> Iterator[Outcome]:
    """The money columns that state no total."""
    for table in ledger.tables:
        cells = ledger.cells[table.slug]
        for column in table.columns:
            parts = _companions(table, column, cells)
            if len(parts) >= FEWEST and not _has_total(table, column, cells):
                yield unit_outcome(
                    slug=f"unidad-{table.slug}-{column.key}",
                    title=f"Unidad de los montos de «{column.label}» en «{table.title}»",
                    parts=parts,
                )


def _companions(
    table: Table, column: Column, cells: dict[tuple[str, str], Figure]
) -> tuple[Part, ...]:
    found = ((row, cells.get((row.key, column.key))) for row in table.rows if not row.is_total)
    return tuple(
        Part(row.label, figure, Role.COMPANION)
        for row, figure in found
        if figure is not None and figure.value is not None and figure.unit.is_money
    )


def _has_total(table: Table, column: Column, cells: dict[tuple[str, str], Figure]) -> bool:
    totals = (cells.get((row.key, column.key)) for row in table.rows if row.is_total)
    return any(figure is not None and figure.value is not None for figure in totals)


def declared_unit(ledger: Ledger, rule: Rule, whole: Figure, parts: tuple[Part, ...]) -> Outcome:
    """A figure against companions a rule names; money against things tells an amount for each."""
    kin = [part for part in parts if part.figure and part.figure.unit.is_money]
    if whole.unit.is_money and not kin:
        return _amount_each(ledger, rule, whole, parts)
    companions = (Part(rule.title, whole, Role.COMPANION), *parts)
    return unit_outcome(slug=rule.slug, title=rule.title, parts=companions, whole=whole, rule=rule)


def unit_outcome(
    *,
    slug: str,
    title: str,
    parts: tuple[Part, ...],
    whole: Figure | None = None,
    rule: Rule | None = None,
) -> Outcome:
    """Judge the values of one column, or of `whole` among its companions, by their magnitude."""
    found = stands_out(parts)
    figure = found[0].figure if found else None
    if whole is not None and figure is not whole:
        found, figure = None, None
    few = len([value for _, _, value in stated_parts(parts) if value > 0]) < FEWEST
    sentence = "Ningún monto se aparta de los demás en mil o en un millón de veces."
    calm = Outcome(
        slug=slug,
        kind=CheckKind.UNIT,
        title=title,
        verdict=Verdict.UNKNOWN if few else Verdict.HOLDS,
        sentence="Son muy pocos montos para juzgar su unidad por comparación." if few else sentence,
        stated=whole,
        parts=parts,
        marked=(whole.key,) if whole else (),
        note=rule.note if rule else "",
        is_declared=rule is not None,
    )
    if found is None or figure is None:
        return calm
    part, factor = found
    value = figure.value or ZERO
    others = [other for _, _, other in stated_parts(parts) if other > 0]
    others.remove(value)
    expected = Interval(min(others), max(others))
    size = format_amount(value / factor, figure.unit)
    sentence = (
        f"«{part.label}» dice {format_figure(figure)}, muy lejos de los demás montos:"
        f" {mended(factor)} sería {size} y quedaría entre ellos."
    )
    return replace(
        calm,
        stated=figure,
        verdict=Verdict.DIFFERS,
        sentence=sentence,
        expected=value / factor,
        expected_interval=expected,
        stated_interval=interval_of(figure),
        difference=value - value / factor,
        gap=interval_of(figure).gap(expected),
        factor=factor,
        suspect=figure.key,
        marked=(figure.key,),
    )


def _amount_each(ledger: Ledger, rule: Rule, whole: Figure, parts: Sequence[Part]) -> Outcome:
    """What the money comes to for each thing. Nobody stated how much it should: unknown."""
    things = sum((value for _, _, value in stated_parts(parts)), ZERO)
    sentence = "No hay con qué comparar este monto."
    if things > 0:
        each = ((whole.value or ZERO) / things).quantize(Decimal(1))
        count = format_amount(things, Unit.COUNT)
        price = format_amount(each, Unit.PESO)
        one, many = _nouns(ledger, parts)
        sentence = (
            f"{format_figure(whole)} entre {count}{many and f' {many}'} son {price}"
            f" por {one or 'cada uno'}. El documento no da con qué compararlo:"
            f" no se puede saber si {whole.unit.value} es la unidad correcta."
        )
    return Outcome(
        slug=rule.slug,
        kind=CheckKind.UNIT,
        title=rule.title,
        verdict=Verdict.UNKNOWN,
        sentence=sentence,
        stated=whole,
        parts=tuple(parts),
        marked=(whole.key,),
        note=rule.note,
        is_declared=True,
    )


def _nouns(ledger: Ledger, parts: Sequence[Part]) -> tuple[str, str]:
    """What the parts count, one and many, if they all count the same."""
    named = {
        (indicator.noun_one, indicator.noun_many)
        for part in parts
        if part.figure and (indicator := ledger.indicator.get(part.figure.indicator))
    }
    return named.pop() if len(named) == 1 else ("", "")
