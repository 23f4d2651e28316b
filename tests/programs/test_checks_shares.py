"""SHARE: the percentages of one whole."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.checks import Outcome, Role, Verdict, run_checks
from programs.ledger import CheckKind, Figure, Rule, Sex
from tests.programs.building import figure, ledger, outcomes_of

SEXES = {"m": Sex.WOMEN, "h": Sex.MEN, "n": Sex.NOT_REPORTED}
SLUG = "partes-sexo-programa-crece"


def shares(**texts: str) -> list[Figure]:
    return [
        figure(key, text, sex=SEXES[key].value, program="crece", indicator="sexo")
        for key, text in texts.items()
    ]


def shared(**texts: str) -> Outcome:
    return outcomes_of(ledger(*shares(**texts)))[SLUG]


def said(outcome: Outcome) -> str:
    return outcome.sentence.replace("\u00a0", " ")


def test_fifty_three_and_forty_three_do_not_make_a_hundred() -> None:
    outcome = shared(m="53%", h="43%", n="-")

    assert outcome.differs
    assert outcome.difference_key == "-4"
    assert outcome.gap == 3
    assert outcome.marked == ("m", "h")
    assert said(outcome) == (
        "Los 2 porcentajes suman 96 %; deberían sumar 100 %: 4 puntos porcentuales menos."
        " Cada porcentaje pudo redondearse hasta en medio punto: 2 porcentajes,"
        " ± 1 punto porcentual."
    )


@pytest.mark.parametrize(
    "texts",
    [
        {"m": "49%", "h": "50%", "n": "1%"},
        {"m": "66%", "h": "34%"},
        {"m": "33%", "h": "33%", "n": "33%"},
        {"m": "99%", "n": "1%"},
    ],
)
def test_percentages_hold_within_half_a_point_each(texts: dict[str, str]) -> None:
    assert shared(**texts).holds


def test_holding_by_rounding_says_so() -> None:
    assert "1 punto porcentual más, dentro de lo que permite el redondeo" in said(
        shared(m="51%", h="50%")
    )


def test_men_missing_may_hold_what_lacks_to_a_hundred() -> None:
    outcome = shared(m="60%", n="1%")

    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.missing == ("hombres",)
    assert said(outcome) == (
        "Los 2 porcentajes suman 61 % y no hay cifra de hombres: no se puede saber si cuadra."
    )


def test_noted_blank_is_missing_too() -> None:
    assert shared(m="60%", h="30%", n="(por confirmar)").missing == ("no informa",)


def test_more_than_a_hundred_differs_though_some_are_missing() -> None:
    outcome = shared(m="130%")

    assert outcome.differs
    assert said(outcome).startswith("El único porcentaje publicado suma 130 %; debería sumar 100 %")


def test_blank_group_says_nothing() -> None:
    assert SLUG not in outcomes_of(ledger(*shares(m="-", h="-")))


def test_mixed_precisions_tell_their_joint_allowance() -> None:
    outcome = shared(m="53,5%", h="43%")

    assert outcome.allowance == Decimal("0.55")
    assert "permite hasta ± 0,55 puntos porcentuales" in said(outcome)


def test_one_decimal_leaves_a_tenth_of_the_room() -> None:
    assert "hasta en 0,05 puntos porcentuales" in said(shared(m="53,5%", h="43,5%"))


def test_two_rows_that_nothing_tells_apart_are_two_wholes() -> None:
    first = [replace(item, row="a", key=f"a{item.key}") for item in shares(m="60%", h="40%")]
    second = [replace(item, row="b", key=f"b{item.key}") for item in shares(m="70%", h="20%")]
    stuck = [replace(item, row="b", key=f"c{item.key}") for item in shares(m="50%", h="50%")]
    figures = [replace(item, table="t") for item in (*first, *second, *stuck)]

    found = [o for o in run_checks(ledger(*figures)) if o.kind is CheckKind.SHARE]

    assert [outcome.difference for outcome in found] == [0, -10, 0]
    assert [outcome.slug for outcome in found] == [
        "partes-t-sexo-programa-crece",
        "partes-t-sexo-programa-crece-2",
        "partes-t-sexo-programa-crece-3",
    ]


def test_counts_by_sex_are_no_percentages() -> None:
    women = figure("m", "10", sex="women")

    assert not [o for o in run_checks(ledger(women)) if o.kind is CheckKind.SHARE]


def declared(whole: str, parts: tuple[str, ...], *figures: Figure) -> Outcome:
    rule = Rule("regla", CheckKind.SHARE, "Reparto", whole, parts)
    return outcomes_of(ledger(*figures, rules=(rule,)))["regla"]


ALZA = {"indicator": "alza"}


def test_declared_percentages_make_a_hundred_where_no_whole_is_named() -> None:
    one, two = figure("a", "60%", **ALZA), figure("b", "30%", scope="b", **ALZA)

    assert declared("", ("a", "b"), one, two).difference == -10


def test_declared_percentages_make_the_stated_whole() -> None:
    whole = figure("w", "86%", scope="w", **ALZA)
    one, two = figure("a", "60%", **ALZA), figure("b", "30%", scope="b", **ALZA)

    outcome = declared("w", ("a", "b"), whole, one, two)

    assert outcome.difference == 4
    assert outcome.marked == ("a", "b", "w")
    assert "permite hasta ± 1,5 puntos" in said(outcome)


def test_declared_percentage_missing_is_named() -> None:
    one, two = figure("a", "60%", **ALZA), figure("b", "-", title="Otros", scope="b", **ALZA)

    assert declared("", ("a", "b"), one, two).missing == ("Otros",)


@pytest.mark.parametrize(("percent", "verdict"), [("67%", "holds"), ("60%", "differs")])
def test_stated_percentage_is_held_against_its_part_and_base(percent: str, verdict: str) -> None:
    whole = figure("w", percent, **ALZA)
    women, all_of_them = figure("m", "21.797", scope="m"), figure("t", "32.683", scope="t")

    outcome = declared("w", ("m", "t"), whole, women, all_of_them)

    assert outcome.verdict == verdict
    assert [part.role for part in outcome.parts] == [Role.PART, Role.BASE]
    assert said(outcome).startswith("21.797 de 32.683 es 66,69 % ")


def test_percentage_of_nothing_cannot_be_told() -> None:
    whole = figure("w", "67%", **ALZA)
    women, nobody = figure("m", "5", scope="m"), figure("t", "0", scope="t")

    assert declared("w", ("m", "t"), whole, women, nobody).verdict is Verdict.UNKNOWN


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_honestly_rounded_shares_always_hold(women: int, men: int, silent: int) -> None:
    everyone = women + men + silent
    m, h, n = (f"{(200 * part + everyone) // (2 * everyone)}%" for part in (women, men, silent))

    assert shared(m=m, h=h, n=n).holds
