"""Accounts as large as one asks for: Sercotec's, with its tables again and again under new names.

Each copy is a world of its own (its chapters, programs, tables, figures and rules), so that what
grows is the account and not the number of figures that state one fact.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from programs.checks import run_checks, unexplained
from programs.ledger import Explanation, Figure, Ledger, Program, Rule, Table, Voice
from programs.package import read_package

SEED = Path(__file__).parents[1] / "programs" / "data" / "sercotec-2022"
EXPLAINED = "2022-05-18T10:00:00-04:00"


def seed() -> Ledger:
    return read_package(SEED)


def grown(ledger: Ledger, figures: int) -> Ledger:
    """The account with that many figures: whole copies, and the last cut short."""
    worlds = [ledger]
    while sum(len(world.figures) for world in worlds) < figures:
        worlds.append(_copy(ledger, len(worlds)))
    kept = tuple(_chained(worlds, "figures"))[:figures]
    known = {figure.key for figure in kept}
    return replace(
        ledger,
        chapters=tuple(_chained(worlds, "chapters")),
        programs=tuple(_chained(worlds, "programs")),
        tables=tuple(_chained(worlds, "tables")),
        figures=kept,
        rules=tuple(rule for rule in _chained(worlds, "rules") if _is_whole(rule, known)),
        explanations=(),
        errata=(),
    )


def explained(ledger: Ledger) -> Ledger:
    """The account with words for each difference, so that it may be published."""
    pending = unexplained(run_checks(ledger, None), ledger)
    words = tuple(
        Explanation(
            check=outcome.slug,
            difference=outcome.difference_key,
            text="Texto de prueba.",
            voice=Voice.EDITOR,
            author="Prueba de velocidad",
            explained_at=EXPLAINED,
        )
        for outcome in pending
    )
    return replace(ledger, explanations=(*ledger.explanations, *words))


def _chained(worlds: list[Ledger], name: str) -> Iterator[Any]:
    for world in worlds:
        yield from getattr(world, name)


def _copy(ledger: Ledger, number: int) -> Ledger:
    end = f"-c{number}"
    return replace(
        ledger,
        chapters=tuple(
            replace(each, slug=each.slug + end, parent=_named(each.parent, end), body="Copia.")
            for each in ledger.chapters
        ),
        programs=tuple(_program(each, end) for each in ledger.programs),
        tables=tuple(_table(each, end) for each in ledger.tables),
        figures=tuple(_figure(each, end) for each in ledger.figures),
        rules=tuple(_rule(each, end) for each in ledger.rules),
    )


def _named(slug: str, end: str) -> str:
    return slug + end if slug else ""


def _program(program: Program, end: str) -> Program:
    named = _named(program.named_after, end)
    return replace(program, slug=program.slug + end, named_after=named, aliases=())


def _table(table: Table, end: str) -> Table:
    rows = tuple(replace(row, program=_named(row.program, end)) for row in table.rows)
    return replace(table, slug=table.slug + end, chapter=table.chapter + end, rows=rows)


def _figure(figure: Figure, end: str) -> Figure:
    return replace(
        figure,
        key=figure.key + end,
        program=_named(figure.program, end),
        scope=(figure.scope or "todo") + end,
        chapter=_named(figure.chapter, end),
        table=_named(figure.table, end),
        highlight=None,
    )


def _rule(rule: Rule, end: str) -> Rule:
    parts = tuple(_part(part, end) for part in rule.parts)
    return replace(rule, slug=rule.slug + end, whole=rule.whole + end, parts=parts)


def _part(part: str, end: str) -> str:
    """`tabla:columna` names a table; anything else a figure."""
    table, colon, column = part.partition(":")
    return table + end + colon + column if colon else part + end


def _is_whole(rule: Rule, known: set[str]) -> bool:
    named = [rule.whole, *(part for part in rule.parts if ":" not in part)]
    return all(key in known for key in named)
