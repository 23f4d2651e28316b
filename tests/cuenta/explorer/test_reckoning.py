"""Pesos of another year and figures for each inhabitant: the operations, to the digit."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cuenta.context_defaults import COUNTRY, PEOPLE, VARIATIONS
from cuenta.explorer.reckoning import Asked, Context, factor_of, people_of, reckon
from programs.ledger import Unit
from programs.regions import REGIONS
from tests.ledgers import figure

VARIED = {year: Decimal(percent) for year, percent in VARIATIONS.items()}
CONTEXT = Context(
    people={(code, 2017): value for code, value in PEOPLE.items()},
    variations=VARIED,
    people_sources={2017: "INE"},
    price_sources=dict.fromkeys(VARIED, "INE"),
)
MONEY = figure("una", 100, Unit.MILLION_PESOS)
COUNT = figure("otra", 480_609)


def test_the_regions_of_the_census_add_up_to_the_country() -> None:
    assert sum(PEOPLE.values()) == COUNTRY
    assert set(PEOPLE) == {region.code for region in REGIONS}


def test_money_of_one_december_grows_by_each_variation_up_to_another() -> None:
    assert factor_of(2021, 2022, VARIED) == Decimal("1.128")
    assert factor_of(2020, 2022, VARIED) == Decimal("1.072") * Decimal("1.128")
    assert factor_of(2022, 2022, VARIED) == 1


def test_backwards_it_is_divided() -> None:
    forth, back = factor_of(2019, 2022, VARIED), factor_of(2022, 2019, VARIED)

    assert forth is not None
    assert back is not None
    assert abs(forth * back - 1) < Decimal("1e-30")


@pytest.mark.parametrize(("year", "base"), [(2022, 2024), (2016, 2022), (2024, 2022)])
def test_without_a_variation_between_them_nothing_is_told(year: int, base: int) -> None:
    assert factor_of(year, base, VARIED) is None


def test_money_is_told_in_its_own_unit_with_its_operation() -> None:
    found = reckon(MONEY, "", 2021, Asked(pesos=2022), CONTEXT)

    assert found.value == Decimal("112800000")
    assert found.text == "MM$\xa0113"
    assert found.how == "MM$\xa0100 × 1,1280"


def test_a_count_is_told_by_the_thousand_inhabitants_of_its_region() -> None:
    found = reckon(COUNT, "16", 2021, Asked(per_inhabitant=True), CONTEXT)

    assert found.value == 1000
    assert found.text == "1.000,00 por 1.000 habitantes"
    assert (found.people, found.people_year) == (480_609, 2017)


def test_without_a_region_the_whole_country_is_meant() -> None:
    found = reckon(MONEY, "", 2021, Asked(per_inhabitant=True), CONTEXT)

    assert found.people == COUNTRY
    assert found.value == Decimal(100_000_000) / COUNTRY
    assert found.text == "$\xa06 por habitante"


def test_constant_pesos_for_each_inhabitant_are_both_operations() -> None:
    found = reckon(MONEY, "16", 2021, Asked(2022, per_inhabitant=True), CONTEXT)

    assert found.value == Decimal(112_800_000) / 480_609
    assert "× 1,1280" in found.how
    assert "÷ 480.609 habitantes" in found.how


@pytest.mark.parametrize(
    ("one", "asked", "why"),
    [
        (figure("a", None, note="en proceso"), Asked(per_inhabitant=True), "en proceso"),
        (figure("a", 49, Unit.PERCENT), Asked(per_inhabitant=True), "no se convierte"),
        (COUNT, Asked(pesos=2022), "No es dinero"),
        (MONEY, Asked(pesos=2030), "Falta el IPC"),
    ],
)
def test_what_cannot_be_worked_out_is_a_dash_with_its_reason(
    one: object, asked: Asked, why: str
) -> None:
    found = reckon(one, "16", 2021, asked, CONTEXT)  # type: ignore[arg-type]

    assert found.value is None
    assert found.text == "–"
    assert why in found.how


def test_without_people_nothing_is_divided() -> None:
    nobody = replace(CONTEXT, people={})

    assert people_of("16", 2021, nobody) == (0, 0)
    assert reckon(MONEY, "16", 2021, Asked(per_inhabitant=True), nobody).value is None


def test_the_last_count_until_that_year_is_used() -> None:
    later = {**CONTEXT.people, ("16", 2024): 500_000}
    both = replace(CONTEXT, people=later)

    assert people_of("16", 2023, both) == (480_609, 2017)
    assert people_of("16", 2024, both) == (500_000, 2024)
    assert people_of("16", 1999, both) == (480_609, 2017)
    # Of the country only what every region has.
    assert people_of("", 2024, both) == (COUNTRY, 2017)
