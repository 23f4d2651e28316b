"""Does the account add up? Every stated figure is held against the figures that should make it.

Pure: a `Ledger` in, `Outcome`s out, in the document's order: first the declared rules, then what
the structure of tables and indicators derives. Figures are intervals (`programs/figures.py`), so
rounding is judged by what was printed and never by a tolerance.

**Slugs.** A declared rule keeps its own. Derived checks, `<fact>` being the indicator followed by
each dimension that applies, named (`producto-x`, `programa-x`, `region-08`, `mujeres`, `grupo-x`):

- `suma-<table>-<column>`: the total row of a column (`-<row>` after it in a table of several).
- `fila-<table>-<row>`: the total column of a row (`-<column>` after it in a table of several).
- `regiones-<table>-<fact>`: a figure of the country against the sum of its regions; without the
  table where the regions are scattered over several.
- `mismo-<fact>`: one fact stated in several places.
- `partes-<table>-<fact>`: women, men and not reported of a share make 100.
- `unidad-<table>-<column>`: a column of money without a stated total.
- `cobertura-regiones-<table>-<fact>`, `cobertura-sexos-<table>-<indicator>`.

Should two outcomes come to one slug, the later one takes `-2`, `-3`…

**What holds, differs or cannot be told**: `judging.judge`. An explanation speaks of one
`difference_key` of one slug, so another difference blocks again. `unknown` never blocks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from programs.checks.breakdowns import breakdowns_of
from programs.checks.coverage import region_coverage, sex_coverage
from programs.checks.declared import declared_checks, problems_of_rules
from programs.checks.outcomes import (
    BadRule,
    Outcome,
    Part,
    Review,
    Role,
    Verdict,
    review,
    unexplained,
)
from programs.checks.sames import repeated_facts
from programs.checks.shares import sex_shares
from programs.checks.sums import region_sums, table_sums, with_suspects
from programs.checks.units import column_units
from programs.ledger import CheckKind, Ledger

__all__ = [
    "BadRule", "Outcome", "Part", "Review", "Role", "Verdict", "problems_of_rules", "review",
    "run_checks", "unexplained",
]  # fmt: skip


def run_checks(ledger: Ledger, previous: Ledger | None = None) -> tuple[Outcome, ...]:
    """Every check of an account. `previous` is last year's, for what is said to have grown.

    Raises `BadRule` where declared rules name figures, tables or columns that do not exist.
    """
    declared = list(declared_checks(ledger, previous))
    known = {_signature(outcome) for outcome in declared}
    derived = (outcome for outcome in _derived(ledger) if _signature(outcome) not in known)
    return tuple(with_suspects(tuple(_with_own_slugs([*declared, *derived]))))


def _derived(ledger: Ledger) -> Iterator[Outcome]:
    breakdowns = breakdowns_of(ledger)
    yield from table_sums(ledger)
    yield from region_sums(ledger, breakdowns)
    yield from repeated_facts(ledger)
    yield from sex_shares(ledger)
    yield from column_units(ledger)
    yield from region_coverage(ledger, breakdowns)
    yield from sex_coverage(ledger)


def _signature(outcome: Outcome) -> tuple[CheckKind, str, frozenset[str]]:
    """What tells a derived check from a declared one: the same figures are not judged twice."""
    stated = outcome.stated.key if outcome.stated else ""
    return outcome.kind, stated, frozenset(p.figure.key for p in outcome.parts if p.figure)


def _with_own_slugs(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    taken: set[str] = set()
    times: dict[str, int] = {}
    for outcome in outcomes:
        slug = outcome.slug
        while slug in taken:
            times[outcome.slug] = times.get(outcome.slug, 1) + 1
            slug = f"{outcome.slug}-{times[outcome.slug]}"
        taken.add(slug)
        yield outcome if slug == outcome.slug else replace(outcome, slug=slug)
