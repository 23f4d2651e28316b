"""What the checks say of Sercotec's account: the known disagreements are found and explained."""

from functools import cache

import pytest

from programs.checks import Outcome, Review, Verdict, review, run_checks
from programs.ledger import CheckKind, Ledger, Voice
from programs.package import read_package
from tests.seed_document import NUMBER, PACKAGE


@cache
def account() -> Ledger:
    return read_package(PACKAGE)


@cache
def judged() -> Review:
    return review(run_checks(account()), account())


def outcome(slug: str) -> Outcome:
    return judged().by_slug[slug]


def test_every_difference_is_explained_so_that_the_account_can_be_published() -> None:
    assert judged().differing
    assert [found.slug for found in judged().blocking] == []


def test_no_explanation_outlives_its_difference() -> None:
    differing = {(found.slug, found.difference_key) for found in judged().differing}

    explained = {(item.check, item.difference) for item in account().explanations}

    assert explained == differing


def test_nobody_speaks_for_the_institution() -> None:
    assert {item.voice for item in account().explanations} == {Voice.EDITOR}


def test_an_explanation_uses_only_numbers_stated_or_computed() -> None:
    stated = {n for figure in account().figures for n in NUMBER.findall(figure.literal)}
    computed = {n for found in judged().outcomes for n in NUMBER.findall(found.sentence)}

    invented = {
        (item.check, number)
        for item in account().explanations
        for number in NUMBER.findall(item.text)
        if number not in stated | computed
    }

    assert invented == set()


def test_every_declared_rule_is_run() -> None:
    run = {found.slug for found in judged().outcomes if found.is_declared}

    assert run == {rule.slug for rule in account().rules}


def test_organisations_add_up_to_more_than_the_total_says() -> None:
    found = outcome("suma-asociativos-organizaciones")

    assert (found.expected, found.stated and found.stated.value) == (547, 416)
    assert outcome("organizaciones-todas-las-regiones").expected == found.expected


def test_no_single_deduced_column_is_held_against_a_total() -> None:
    deduced = {
        (table.slug, column.key)
        for table in account().tables
        for column in table.columns
        if column.is_deduced
    }

    accusing = [
        found.slug
        for found in judged().outcomes
        if found.kind is CheckKind.SUM
        and len({(p.figure.table, p.figure.column) for p in found.parts if p.figure}) == 1
        and {(p.figure.table, p.figure.column) for p in found.parts if p.figure} <= deduced
    ]

    assert deduced
    assert accusing == []


def test_the_note_tells_what_the_deduced_columns_really_add_up_to() -> None:
    table = account().table["organizaciones-por-region"]
    for key, stated in (("ferias-libres", 174), ("barrios-comerciales", 43)):
        added = sum(f.value or 0 for f in account().column_figures(table, key))

        assert f"suma {added} y el documento da {stated}" in table.note
        assert account().figure[f"asociativos-{key}-organizaciones"].value == stated


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        (
            "partes-sexo-por-programa-participacion-por-sexo-programa-ruta-digital",
            "Mujeres y hombres: Ruta Digital",
        ),
        (
            "mismo-beneficiarios-producto-competitividad",
            "Beneficiarios y beneficiarias de Programa de mejoramiento de la competitividad,"
            " en tres lugares",
        ),
        (
            "cobertura-regiones-transferencias-producto-fondos-regionales",
            "¿Están todas las regiones? Transferencias: Programas especiales con fondos regionales",
        ),
    ],
)
def test_a_derived_check_has_a_title_people_would_say(slug: str, title: str) -> None:
    assert outcome(slug).title == title


def test_the_reader_is_told_once_that_nobody_has_explained() -> None:
    """The page says it under each note of an editor (templates/cuenta/cuadratura.html)."""
    repeated = [item.check for item in account().explanations if "Servicio no " in item.text]

    assert repeated == []


def test_emergency_money_is_a_thousand_times_what_its_table_adds_up_to() -> None:
    found = outcome("emergencia-texto-transferencias")

    assert (found.verdict, found.factor) == (Verdict.DIFFERS, 1000)
    assert found.expected == 495_050_000


@pytest.mark.parametrize(("region", "factor"), [("coquimbo", 1000), ("metropolitana", 1_000_000)])
def test_a_regional_total_in_another_unit_gives_itself_away(region: str, factor: int) -> None:
    found = outcome(f"suma-fondos-{region}-transferencias")

    assert (found.verdict, found.factor) == (Verdict.DIFFERS, factor)


def test_a_total_printed_in_pesos_under_millions_holds_within_rounding() -> None:
    found = outcome("suma-fondos-los-lagos-transferencias")

    assert found.verdict is Verdict.HOLDS
    assert found.difference


def test_the_same_group_is_counted_twice_and_differently() -> None:
    found = outcome("mismo-beneficiarios-producto-competitividad")

    assert abs(found.difference or 0) == 53_222 - 52_160


def test_organisations_and_beneficiaries_of_one_product_are_not_confused() -> None:
    marks = judged().marks.get("productos-asociatividad-beneficiarios", ())

    assert all(found.kind is not CheckKind.SAME for found in marks)


def test_without_the_year_before_growth_cannot_be_told() -> None:
    growth = [found for found in judged().outcomes if found.kind is CheckKind.GROWTH]

    assert len(growth) == 3
    assert {found.verdict for found in growth} == {Verdict.UNKNOWN}


def test_a_row_still_being_selected_leaves_its_total_untold() -> None:
    found = outcome("suma-fondos-la-araucania-beneficiarios")

    assert found.verdict is Verdict.UNKNOWN


def test_regions_without_a_table_are_named_not_taken_as_zero() -> None:
    found = outcome("cobertura-regiones-transferencias-producto-fondos-regionales")

    assert found.missing == ("Arica y Parinacota", "Valparaíso", "Los Ríos")
