"""SAME: one fact stated in several places is one value, within what rounding allows."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from programs.checks import Role, Verdict, run_checks
from programs.ledger import CheckKind, Column, Row, Rule, Table
from tests.programs.building import figure, ledger, outcomes_of

SLUG = "mismo-personas-producto-pymes"


def pymes(key: str, text: str, **fields: str):  # type: ignore[no-untyped-def]
    return figure(key, text, product="pymes", **fields)


def test_one_fact_stated_with_two_values_differs_and_marks_both() -> None:
    first = pymes("texto", "53.222", chapter="logros", page=9)
    second = pymes("resumen", "52.160", title="Resumen")

    outcome = outcomes_of(ledger(first, second))[SLUG]

    assert outcome.differs
    assert outcome.stated is first
    assert outcome.difference_key == "1062"
    assert outcome.marked == ("texto", "resumen")
    assert {part.role for part in outcome.parts} == {Role.SAME}
    assert outcome.sentence == (
        "El documento dice 53.222 en «Logros» (lámina 9) y 52.160 en «Resumen»:"
        " 1.062 más en el primer lugar."
    )


def test_pesos_and_rounded_millions_of_one_fact_hold() -> None:
    exact = pymes("exacto", "$ 15.291.426.472")
    rounded = pymes("redondo", "MM$ 15.291")

    outcome = outcomes_of(ledger(exact, rounded))["mismo-monto-producto-pymes"]

    assert outcome.holds
    assert outcome.allowance == 500_000
    assert outcome.difference == 426_472
    assert outcome.sentence.replace("\u00a0", " ") == (
        "Los 2 lugares que lo dicen coinciden, dentro de lo que permite el redondeo:"
        " $ 15.291.426.472 y MM$ 15.291."
    )


def test_same_value_everywhere_is_told_once() -> None:
    outcome = outcomes_of(ledger(pymes("a", "24"), pymes("b", "24"), pymes("c", "24")))[SLUG]

    assert outcome.sentence == "Los 3 lugares que lo dicen coinciden: 24."


def test_three_places_must_share_one_value_and_not_only_pairs() -> None:
    coarse = pymes("a", "MM$ 10")
    low, high = pymes("b", "MM$ 9,6"), pymes("c", "MM$ 10,4")

    outcome = outcomes_of(ledger(coarse, low, high))["mismo-monto-producto-pymes"]

    assert outcome.differs
    assert outcome.stated is low
    assert outcome.expected == 10_400_000
    assert outcome.gap == 700_000
    assert "$ 800.000 menos" in outcome.sentence.replace("\u00a0", " ")


def test_factor_between_two_places_gives_itself_away() -> None:
    outcome = outcomes_of(ledger(pymes("texto", "MM$ 495.050"), pymes("cuadro", "MM$ 495")))[
        "mismo-monto-producto-pymes"
    ]

    assert outcome.factor == 1000
    assert outcome.suspect == "texto"
    assert outcome.sentence.replace("\u00a0", " ").endswith(
        "Es mil veces más: dividido por mil sería MM$ 495,05."
    )


def test_rows_that_nothing_tells_apart_are_not_the_same_fact() -> None:
    rows = (Row("a", "Primera convocatoria"), Row("b", "Segunda convocatoria"))
    table = Table("t", "logros", "Tabla", (Column("c", "Personas", "personas"),), rows)
    cells = [pymes(row.key, text, table="t", row=row.key, column="c")
             for row, text in zip(rows, ("126", "72"), strict=True)]  # fmt: skip

    assert SLUG not in outcomes_of(ledger(*cells, tables=(table,)))
    assert SLUG not in outcomes_of(ledger(*cells, pymes("texto", "198"), tables=(table,)))


def test_figure_without_value_states_nothing_to_agree_with() -> None:
    assert SLUG not in outcomes_of(ledger(pymes("a", "24"), pymes("b", "-")))


def test_figures_of_different_facts_are_not_compared() -> None:
    assert run_checks(ledger(pymes("a", "24"), figure("b", "25", product="otro"))) == ()


def test_declared_same_judges_different_facts_and_replaces_the_derived() -> None:
    one, two = pymes("a", "24"), pymes("b", "24")
    other = figure("c", "25", scope="inscritos")
    rule = Rule("igual", CheckKind.SAME, "Igual", "a", ("b", "c"))

    checks = outcomes_of(ledger(one, two, other, rules=(rule,)))

    assert checks["igual"].difference == -1
    assert checks["igual"].is_declared
    assert SLUG not in checks


def test_declared_same_without_values_cannot_be_told() -> None:
    rule = Rule("igual", CheckKind.SAME, "Igual", "a", ("b",))

    outcome = outcomes_of(ledger(pymes("a", "24"), pymes("b", "-"), rules=(rule,)))["igual"]

    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.missing


def test_places_are_named_by_table_and_its_page() -> None:
    columns = (Column("c", "Personas", "personas"),)
    table = Table("t", "logros", "Tabla", columns, (Row("a", "A"),), page=12)
    cell = pymes("celda", "24", table="t", row="a", column="c")
    unsourced = replace(pymes("otra", "25", page=3), source="desconocida", title="")

    outcome = outcomes_of(ledger(cell, unsourced, tables=(table,)))[SLUG]

    assert "24 en «Tabla» (lámina 12) y 25 en «otra» (página 3)" in outcome.sentence


@given(st.integers(1, 10**12))
def test_a_value_never_disagrees_with_its_own_rounding(pesos: int) -> None:
    rounded = (pesos + 500_000) // 1_000_000
    stated = pymes("a", f"$ {pesos}"), pymes("b", f"MM$ {rounded}")

    assert outcomes_of(ledger(*stated))["mismo-monto-producto-pymes"].holds
