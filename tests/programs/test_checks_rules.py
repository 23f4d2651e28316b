"""Rules declared as data: counts, growth, and rules that name what does not exist."""

from dataclasses import replace
from decimal import Decimal

import pytest

from programs.checks import BadRule, Outcome, Role, Verdict, problems_of_rules, run_checks
from programs.ledger import CheckKind, Figure, Ledger, Rule
from tests.programs.building import column, figure, ledger, outcomes_of


def counted(stated: str, rows: int) -> Outcome:
    table, cells = column(["5"] * rows, "9")
    rule = Rule("regla", CheckKind.COUNT, "Programas", "n", ("t:*",))
    account = ledger(*cells, figure("n", stated, scope="n"), tables=(table,), rules=(rule,))
    return outcomes_of(account)["regla"]


def test_count_of_rows_leaves_totals_out() -> None:
    outcome = counted("6", 6)

    assert outcome.holds
    assert outcome.sentence == "Se listan 6 filas, lo mismo que dice el documento."
    assert {part.role for part in outcome.parts} == {Role.LISTED}


def test_count_that_is_not_what_is_listed_differs() -> None:
    outcome = counted("32", 48)

    assert outcome.difference_key == "-16"
    assert outcome.marked == ("n",)
    assert outcome.sentence == "Se listan 48 filas; el documento dice 32: 16 menos."


def test_one_row_is_listed_in_the_singular() -> None:
    assert counted("1", 1).sentence.startswith("Se lista 1 fila,")


def test_rows_of_several_tables_add_up() -> None:
    table, cells = column(["5", "5"])
    second = replace(table, slug="u")
    rule = Rule("regla", CheckKind.COUNT, "Programas", "n", ("t:*", "u:*"))

    account = ledger(*cells, figure("n", "4", scope="n"), tables=(table, second), rules=(rule,))

    assert outcomes_of(account)["regla"].holds


def test_column_selector_takes_its_cells_and_leaves_the_total_out() -> None:
    table, cells = column(["5", "6"], "11")
    rule = Rule("regla", CheckKind.SUM, "Suma", "n", ("t:c",))

    account = ledger(*cells, figure("n", "11", scope="n"), tables=(table,), rules=(rule,))

    outcome = outcomes_of(account)["regla"]
    assert [part.label for part in outcome.parts] == ["Programa 1", "Programa 2"]
    assert outcome.holds


def test_declared_check_replaces_the_derived_one_of_the_same_figures() -> None:
    table, cells = column(["5", "6"], "12")
    rule = Rule("regla", CheckKind.SUM, "Suma", "t-total", ("t:c",))

    checks = outcomes_of(ledger(*cells, tables=(table,), rules=(rule,)))

    assert checks["regla"].differs
    assert "suma-t-c" not in checks


def test_derived_slug_gives_way_to_a_rule_that_took_it() -> None:
    table, cells = column(["5", "6"], "12")
    rules = (
        Rule("suma-t-c", CheckKind.SUM, "Suma", "t-r1", ("t-r2",)),
        Rule("suma-t-c-2", CheckKind.SUM, "Suma", "t-r2", ("t-r1",)),
    )

    slugs = list(outcomes_of(ledger(*cells, tables=(table,), rules=rules)))

    assert slugs[:3] == ["suma-t-c", "suma-t-c-2", "suma-t-c-3"]


GROWTH = Rule("alza", CheckKind.GROWTH, "Aumento", "alza", ("ahora",))


def growth(stated: str, *figures: Figure, previous: Ledger | None = None) -> Outcome:
    parts = tuple(item.key for item in figures)
    rule = replace(GROWTH, parts=parts)
    said = figure("alza", stated, indicator="alza")
    return outcomes_of(ledger(said, *figures, rules=(rule,)), previous)["alza"]


NOW = figure("ahora", "29.332")


def test_growth_without_last_year_cannot_be_told() -> None:
    outcome = growth("17%", NOW)

    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.missing == ("Personas, año anterior",)
    assert outcome.difference_key == ""
    assert "no hay cifra del año anterior" in outcome.sentence


@pytest.mark.parametrize(("stated", "verdict"), [("17%", "holds"), ("18%", "differs")])
def test_growth_is_held_against_the_same_fact_of_last_year(stated: str, verdict: str) -> None:
    other = figure("otra", "1", scope="otra")
    previous = ledger(figure("antes", "25.000"), figure("redondo", "25.000"), other)

    outcome = growth(stated, NOW, previous=previous)

    assert outcome.verdict == verdict
    assert outcome.expected == Decimal("17.328")
    assert outcome.sentence.replace("\u00a0", " ").startswith(
        "De 25.000 a 29.332 hay un aumento de 17,3 %;"
    )


def test_growth_between_two_figures_of_this_account() -> None:
    outcome = growth("50%", figure("ahora", "15"), figure("antes", "10", scope="2020"))

    assert outcome.holds
    assert [part.role for part in outcome.parts] == [Role.NOW, Role.BEFORE]


def test_money_that_fell_is_told_in_its_own_unit() -> None:
    outcome = growth("-10%", figure("ahora", "MM$ 9"), figure("antes", "MM$ 10", scope="2020"))

    assert outcome.holds
    assert outcome.sentence.replace("\u00a0", " ") == (
        "De MM$ 10 a MM$ 9 hay una baja de 10 %; el documento dice −10 %."
    )
    assert outcome.expected_interval is not None
    assert outcome.expected_interval.low.quantize(Decimal("0.1")) == Decimal("-19.0")
    assert outcome.expected_interval.high == 0


def test_growth_from_what_may_be_zero_cannot_be_told() -> None:
    outcome = growth("50%", figure("ahora", "MM$ 9"), figure("antes", "MM$ 0,05", scope="2020"))
    rounded_to_one = replace(figure("antes", "MM$ 1", scope="2020"), precision=Decimal(2_000_000))

    assert outcome.verdict is Verdict.DIFFERS
    assert growth("50%", figure("ahora", "MM$ 9"), rounded_to_one).verdict is Verdict.UNKNOWN


def test_growth_from_zero_cannot_be_told() -> None:
    outcome = growth("50%", figure("ahora", "15"), figure("antes", "0", scope="2020"))

    assert outcome.verdict is Verdict.UNKNOWN


def test_growth_of_a_blank_cell_cannot_be_told() -> None:
    table, _ = column(["5"])
    table = replace(table, columns=(*table.columns, replace(table.columns[0], key="d")))
    filled = figure("x", "1", table="t", row="r1", column="c")
    rule = replace(GROWTH, parts=("t:d",))
    said = figure("alza", "5%", indicator="alza")

    outcome = outcomes_of(ledger(said, filled, tables=(table,), rules=(rule,)))["alza"]

    assert outcome.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("kind", [CheckKind.SUM, CheckKind.COUNT, CheckKind.SAME, CheckKind.SHARE])
def test_rule_about_a_figure_without_value_cannot_be_told(kind: CheckKind) -> None:
    blank, other = figure("n", "-"), figure("o", "5", scope="o")
    rule = Rule("regla", kind, "Regla", "n", ("o",))

    outcome = outcomes_of(ledger(blank, other, rules=(rule,)))["regla"]

    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.sentence.startswith("El documento no da las cifras")


def test_every_bad_selector_is_listed_at_once() -> None:
    table, cells = column(["5"])
    rules = (
        Rule("a", CheckKind.SUM, "A", "nadie", ("t-r1",)),
        Rule("b", CheckKind.SUM, "B", "", ("t:c",)),
        Rule("c", CheckKind.SUM, "C", "t-r1"),
        Rule("d", CheckKind.SUM, "D", "t-r1", ("nada", "x:c", "t:*", "t:z")),
        Rule("e", CheckKind.COUNT, "E", "t-r1", ("t:*",)),
    )
    account = ledger(*cells, tables=(table,), rules=rules)

    with pytest.raises(BadRule) as refusal:
        run_checks(account)

    assert refusal.value.problems == (
        "La regla «a» nombra la cifra «nadie», que no existe.",
        "La regla «b» no dice qué cifra se comprueba.",
        "La regla «c» no dice con qué cifras se compara.",
        "La regla «d» nombra la cifra «nada», que no existe.",
        "La regla «d» nombra la tabla «x», que no existe.",
        "La regla «d» usa «t:*», que solo sirve para contar filas: nombre una columna.",
        "La regla «d» nombra la columna «t:z», que no existe.",
    )
    assert problems_of_rules(account) == refusal.value.problems
