"""What an import refuses in words is what PostgreSQL would refuse in codes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from programs.integrity import problems_of
from programs.ledger import Ledger, Measure


def first(ledger: Ledger, name: str, **changes: Any) -> Ledger:
    items = getattr(ledger, name)
    return replace(ledger, **{name: (replace(items[0], **changes), *items[1:])})


def share_of_people(ledger: Ledger) -> Ledger:
    shares = [item for item in ledger.indicators if item.aggregation == "share"]
    changed = replace(shares[0], measure=Measure.COUNT)
    items = tuple(changed if item is shares[0] else item for item in ledger.indicators)
    return replace(ledger, indicators=items)


def one_place_for_two(ledger: Ledger) -> Ledger:
    return replace(ledger, figures=tuple(replace(figure, highlight=1) for figure in ledger.figures))


CASES: dict[str, tuple[Callable[[Ledger], Ledger], str]] = {
    "management_year_is_not_after_account_year": (
        lambda s: replace(s, management_year=2023),
        "el año de gestión no puede ser posterior",
    ),
    "only_percentages_are_shares": (share_of_people, "solo un porcentaje"),
    "source_hash_is_sha256": (
        lambda s: first(s, "sources", sha256="ABC"),
        "64 cifras hexadecimales",
    ),
    "a_figure_without_value_says_why": (
        lambda s: first(s, "figures", value=None, note=""),
        "necesita una nota",
    ),
    "one_figure_per_front_page_place": (one_place_for_two, "ya es de"),
    "a reference to a figure": (
        lambda s: first(s, "chapters", body="Fueron {cifra:no-existe}."),
        "{cifra:no-existe}, que no existe",
    ),
    "a reference to a table": (
        lambda s: first(s, "chapters", body="{tabla:no-existe}"),
        "{tabla:no-existe}, que no existe",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_stored_is_said_before(seed: Ledger, name: str) -> None:
    change, said = CASES[name]

    found = [str(problem) for problem in problems_of(change(seed))]

    assert any(said in problem for problem in found), found
