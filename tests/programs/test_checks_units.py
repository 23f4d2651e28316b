"""UNIT: a value a thousand or a million times off gives itself away, and is told once."""

from decimal import Decimal

import pytest

from programs.checks import Outcome, Verdict
from programs.ledger import CheckKind, Figure, Rule, Unit
from tests.programs.building import MILLIONS, column, figure, ledger, outcomes_of


def unit_of(parts: list[str], total: str = "", unit: Unit = MILLIONS) -> Outcome | None:
    table, cells = column(parts, total, unit)
    return outcomes_of(ledger(*cells, tables=(table,))).get("unidad-t-c")


def test_value_a_thousand_times_beyond_its_companions_differs() -> None:
    outcome = unit_of(["351", "860.000", "544", "-"])

    assert outcome is not None
    assert outcome.differs
    assert outcome.factor == 1000
    assert outcome.suspect == "t-r2"
    assert outcome.marked == ("t-r2",)
    assert outcome.sentence.replace("\u00a0", " ") == (
        "«Programa 2» dice MM$ 860.000, muy lejos de los demás montos:"
        " dividido por mil sería MM$ 860 y quedaría entre ellos."
    )


def test_value_a_million_times_too_small_differs() -> None:
    outcome = unit_of(["$ 351.000.000", "$ 400", "$ 544.000.000"], unit=Unit.PESO)

    assert outcome is not None
    assert outcome.factor == Decimal("0.000001")
    assert "multiplicado por un millón" in outcome.sentence


@pytest.mark.parametrize(
    "parts",
    [
        ["15", "451", "2.954"],
        ["1", "2", "5.000.000.000"],
        ["0", "5", "6", "7"],
    ],
)
def test_amounts_that_merely_vary_hold(parts: list[str]) -> None:
    outcome = unit_of(parts)

    assert outcome is not None
    assert outcome.holds


def test_too_few_amounts_above_zero_cannot_be_told() -> None:
    outcome = unit_of(["0", "5", "6"])

    assert outcome is not None
    assert outcome.verdict is Verdict.UNKNOWN


def test_two_amounts_are_not_compared() -> None:
    assert unit_of(["5", "5.000"]) is None


def test_counts_have_no_unit_to_mistake() -> None:
    assert unit_of(["3", "4.000", "5"], unit=Unit.COUNT) is None


def test_column_with_a_stated_total_is_left_to_its_sum() -> None:
    table, cells = column(["351", "860.000", "544"], "1.755", MILLIONS)

    checks = outcomes_of(ledger(*cells, tables=(table,)))

    assert "unidad-t-c" not in checks
    assert checks["suma-t-c"].suspect == "t-r2"


def test_column_whose_total_is_blank_is_judged_here() -> None:
    assert unit_of(["351", "860.000", "544"], total="-") is not None


def declared(whole: Figure, *others: Figure) -> Outcome:
    rule = Rule("regla", CheckKind.UNIT, "Unidad", whole.key, tuple(o.key for o in others))
    return outcomes_of(ledger(whole, *others, rules=(rule,)))["regla"]


def money(key: str, text: str) -> Figure:
    return figure(key, text, MILLIONS, scope=key)


def test_declared_figure_is_judged_among_the_companions_named() -> None:
    companions = money("b", "351"), money("c", "544")

    assert declared(money("a", "400.000"), *companions).factor == 1000
    calm = declared(money("a", "400"), *companions)
    assert calm.holds
    assert calm.marked == ("a",)


def test_declared_figure_is_not_blamed_for_a_companion() -> None:
    assert declared(money("a", "351"), money("b", "544"), money("c", "400.000")).holds


def test_money_for_each_thing_is_told_and_left_to_the_reader() -> None:
    outcome = declared(figure("a", "M$ 62.743"), figure("b", "6.299", scope="b"))

    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.sentence.replace("\u00a0", " ") == (
        "M$ 62.743 entre 6.299 personas son $ 9.961 por persona. El documento no da con qué"
        " compararlo: no se puede saber si M$ es la unidad correcta."
    )


def test_money_for_no_thing_has_nothing_to_compare() -> None:
    outcome = declared(figure("a", "M$ 62.743"), figure("b", "0", scope="b"))

    assert outcome.sentence == "No hay con qué comparar este monto."
