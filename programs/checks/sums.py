"""SUM: a stated total against its parts, in a table, across regions or by a declared rule."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from programs.checks.breakdowns import Breakdown
from programs.checks.judging import judge, misplaced_part, sum_of
from programs.checks.outcomes import Outcome, Part, Verdict
from programs.checks.sum_words import (
    COLUMNS,
    FIGURES,
    REGIONS,
    ROWS,
    Noun,
    amiss_sentence,
    sum_sentence,
)
from programs.checks.wording import describe_fact, fact_slug, slug_of
from programs.ledger import Aggregation, CheckKind, Column, Figure, Ledger, Row, Rule, Table
from programs.regions import BY_CODE


def table_sums(ledger: Ledger) -> Iterator[Outcome]:
    """The total rows and total columns of every table whose indicator adds up."""
    for table in ledger.tables:
        cells = ledger.cells[table.slug]
        rows = [row for row in table.rows if not row.is_total]
        totals = [row for row in table.rows if row.is_total]
        filled = {row for row, _ in cells}
        for column in table.columns if totals else ():
            parts = _column_parts(cells, [row for row in rows if row.key in filled], column)
            for row in totals:
                whole = _stated_total(ledger, cells.get((row.key, column.key)))
                if whole and parts:
                    extra = f"-{row.key}" if len(totals) > 1 else ""
                    yield sum_outcome(
                        slug=f"suma-{table.slug}-{column.key}{extra}",
                        title=f"Total de «{column.label}» en «{table.title}»",
                        whole=whole,
                        parts=parts,
                        noun=ROWS,
                    )
        yield from _row_sums(ledger, table, cells)


def _column_parts(
    cells: dict[tuple[str, str], Figure], rows: Sequence[Row], column: Column
) -> tuple[Part, ...]:
    """The cells of a column; none at all where every one is blank."""
    parts = tuple(Part(row.label, cells.get((row.key, column.key))) for row in rows)
    return parts if any(part.value is not None for part in parts) else ()


def _row_sums(
    ledger: Ledger, table: Table, cells: dict[tuple[str, str], Figure]
) -> Iterator[Outcome]:
    totals = [column for column in table.columns if column.is_total]
    for total_column in totals:
        columns = [
            column
            for column in table.columns
            if column.indicator == total_column.indicator and not column.is_total
        ]
        for row in table.rows if columns else ():
            whole = _stated_total(ledger, cells.get((row.key, total_column.key)))
            parts = tuple(Part(c.label, cells.get((row.key, c.key))) for c in columns)
            if whole and any(part.value is not None for part in parts):
                extra = f"-{total_column.key}" if len(totals) > 1 else ""
                yield sum_outcome(
                    slug=f"fila-{table.slug}-{row.key}{extra}",
                    title=f"Total de la fila «{row.label}» en «{table.title}»",
                    whole=whole,
                    parts=parts,
                    noun=COLUMNS,
                )


def _stated_total(ledger: Ledger, figure: Figure | None) -> Figure | None:
    if figure is None or figure.value is None:
        return None
    indicator = ledger.indicator.get(figure.indicator)
    return figure if indicator and indicator.aggregation is Aggregation.SUM else None


def region_sums(ledger: Ledger, breakdowns: Sequence[Breakdown]) -> Iterator[Outcome]:
    """A figure of the whole country against its breakdown by region, stated elsewhere.

    Left to the table's own total where it has one, and to a declared rule where one adds the same
    regions; not judged where the column's heading is deduced. Regions the breakdown leaves out may
    be zero: a fit holds, an excess cannot be told.
    """
    national: dict[tuple[str, ...], list[Figure]] = {}
    for figure in ledger.figures:
        if not figure.region and figure.value is not None:
            national.setdefault(figure.fact, []).append(figure)
    for item in breakdowns:
        wholes = national.get(item.fact, [])
        if not wholes or any(whole.table and whole.table in item.tables for whole in wholes):
            continue
        if item.has_repeats or not _stated_total(ledger, wholes[0]):
            continue
        if _is_deduced(ledger, item):
            continue
        parts = tuple(
            Part(BY_CODE[code].short_name if code in BY_CODE else code, figure)
            for code, figure in item.by_region.items()
        )
        if _is_declared(ledger, item.fact, parts):
            continue
        yield sum_outcome(
            slug=slug_of("regiones", item.table, fact_slug(item.fact)),
            title=f"Suma de las regiones: {describe_fact(ledger, item.fact)}",
            whole=wholes[0],
            parts=parts,
            noun=REGIONS,
            unlisted=item.missing,
        )


def with_suspects(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """The same outcomes; a sum that differs says which of its parts another check found amiss."""
    suspects = {outcome.suspect for outcome in outcomes if outcome.differs} - {""}
    for outcome in outcomes:
        amiss: list[Part] = []
        if outcome.kind is CheckKind.SUM and outcome.differs:
            others = suspects - {outcome.suspect}
            amiss = [part for part in outcome.parts if part.figure and part.figure.key in others]
        yield (
            replace(outcome, sentence=outcome.sentence + amiss_sentence(amiss))
            if amiss
            else outcome
        )


def _is_deduced(ledger: Ledger, item: Breakdown) -> bool:
    """Whether we, not the document, say what the breakdown counts: then it can accuse nobody."""
    places = {(figure.table, figure.column) for figure in item.figures}
    return any(
        column.is_deduced and (slug, column.key) in places
        for slug in item.tables
        for column in ledger.table[slug].columns
    )


def _is_declared(ledger: Ledger, fact: tuple[str, ...], parts: Sequence[Part]) -> bool:
    keys = {part.figure.key for part in parts if part.figure}
    return any(
        rule.kind is CheckKind.SUM
        and rule.whole in ledger.figure
        and ledger.figure[rule.whole].fact == fact
        and keys <= set(rule.parts)
        for rule in ledger.rules
    )


def declared_sum(rule: Rule, whole: Figure, parts: tuple[Part, ...]) -> Outcome:
    """A sum that a rule declares."""
    return sum_outcome(
        slug=rule.slug, title=rule.title, whole=whole, parts=parts, noun=FIGURES, rule=rule
    )


def sum_outcome(
    *,
    slug: str,
    title: str,
    whole: Figure,
    parts: tuple[Part, ...],
    noun: Noun,
    unlisted: tuple[str, ...] = (),
    rule: Rule | None = None,
) -> Outcome:
    """Judge a stated total. A part without value makes the sum a lower bound (parts are amounts and
    counts, never negative where the document leaves them out). Raises ValueError where the total
    itself states no value.
    """
    absent = tuple(part.label for part in parts if part.value is None)
    interval, value = sum_of(parts, open_ended=bool(absent))
    judged = judge(whole, interval, value, may_be_more=bool(unlisted))
    found = None
    if judged.verdict is Verdict.DIFFERS and not absent and not judged.fits_mended:
        found = misplaced_part(whole, parts)
    suspect, factor = whole.key if judged.factor else "", judged.factor
    if found and found[0].figure:
        suspect, factor = found[0].figure.key, found[1]
    marked = (whole.key,) if suspect in ("", whole.key) else (whole.key, suspect)
    return Outcome(
        slug=slug,
        kind=CheckKind.SUM,
        title=title,
        verdict=judged.verdict,
        sentence=sum_sentence(whole, parts, judged, noun, unlisted, found),
        stated=whole,
        parts=parts,
        expected=value,
        expected_interval=interval,
        stated_interval=judged.stated_interval,
        difference=judged.difference,
        gap=judged.gap,
        allowance=judged.allowance,
        factor=factor,
        suspect=suspect,
        missing=absent or unlisted,
        marked=marked,
        note=rule.note if rule else "",
        is_declared=rule is not None,
    )
