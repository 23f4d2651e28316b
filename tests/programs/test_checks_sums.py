"""SUM: stated totals against their parts, in intervals."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.checks import Outcome, Verdict, run_checks
from programs.ledger import CheckKind, Column, Figure, Row, Rule, Table, Unit
from programs.regions import REGIONS
from tests.programs.building import (
    MILLIONS,
    column,
    column_sum,
    figure,
    ledger,
    outcomes_of,
    pesos,
)

PYMES = ["2.189", "1.153", "14.021", "34.710", "2.884", "11.039", "2.828", "262", "88", "683"]


def said(outcome: Outcome) -> str:
    """The sentence with plain spaces."""
    return outcome.sentence.replace("\u00a0", " ")


def test_rows_that_sum_more_than_the_stated_total_differ() -> None:
    outcome = column_sum(["133", "174", "43", "131", "66"], "416")

    assert outcome.verdict is Verdict.DIFFERS
    assert outcome.difference_key == "-131"
    assert outcome.gap == 131
    assert outcome.allowance == 0
    assert outcome.marked == ("t-total",)
    assert said(outcome) == (
        "Las 5 filas suman 547; el documento dice 416: 131 menos."
        " «Programa 4» tiene 131: justo la diferencia."
    )


def test_a_small_match_is_not_told_as_if_it_meant_something() -> None:
    outcome = column_sum(["2", "90", "84"], "174")

    assert said(outcome) == "Las 3 filas suman 176; el documento dice 174: 2 menos."


def test_ten_rounded_rows_allow_five_million_and_a_half() -> None:
    exact = column_sum(PYMES, "69.857", MILLIONS)
    edge = column_sum(PYMES, "69.862", MILLIONS)
    beyond = column_sum(PYMES, "69.863", MILLIONS)

    assert exact.holds
    assert exact.allowance == 5_500_000
    assert said(exact) == "Las 10 filas suman MM$ 69.857, lo mismo que dice el documento."
    assert edge.holds
    assert said(edge) == (
        "Las 10 filas suman MM$ 69.857; el documento dice MM$ 69.862: MM$ 5 más, dentro de lo que"
        " permite el redondeo. Cada fila pudo redondearse hasta en medio millón de pesos:"
        " 10 filas, ± MM$ 5; con el total, ± MM$ 5,5."
    )
    assert beyond.differs
    assert beyond.gap == 500_000


def test_total_in_pesos_holds_within_what_five_rounded_rows_allow() -> None:
    outcome = column_sum(["184", "104", "146", "41", "663"], "$ 1.139.487.621", MILLIONS)

    assert outcome.holds
    assert outcome.allowance == 2_500_000
    assert outcome.difference == 1_487_621
    assert said(outcome).endswith("5 filas, ± MM$ 2,5.")


def test_factor_of_a_thousand_gives_itself_away_though_a_difference_is_left() -> None:
    outcome = column_sum(["351", "86.", "544"], "982.774", MILLIONS)

    assert outcome.differs
    assert outcome.factor == 1000
    assert outcome.suspect == "t-total"
    assert said(outcome).endswith(
        " Si estuviera en miles de pesos, sería MM$ 982,8: todavía MM$ 1,8 más."
    )


def test_factor_of_a_million_gives_itself_away() -> None:
    outcome = column_sum(["1.858", "110"], "1.968.898.397", MILLIONS)

    assert outcome.differs
    assert outcome.factor == 1_000_000
    assert said(outcome).endswith(
        " Si esa cifra estuviera en pesos, sería MM$ 1.968,9 y cuadraría."
    )


def test_total_a_thousand_times_too_small_is_told_too() -> None:
    outcome = column_sum(["$ 1.858.000.000", "$ 110.000.000"], "$ 1.968.000", Unit.PESO)

    assert outcome.factor == Decimal("0.001")
    assert said(outcome).endswith(
        " Si esa cifra estuviera en miles de pesos, sería $ 1.968.000.000 y cuadraría."
    )


def test_factor_that_no_unit_undoes_is_told_as_times() -> None:
    outcome = column_sum(["$ 351", "$ 544"], "$ 895.000", Unit.PESO)

    assert said(outcome).endswith(
        "Es mil veces más de lo que suman: dividido por mil sería $ 895 y cuadraría."
    )


def test_plain_difference_has_no_factor() -> None:
    assert column_sum(["100", "200"], "250").factor is None
    assert column_sum(["0", "0"], "250").factor is None


def test_row_a_thousand_times_too_large_is_named_and_marked() -> None:
    outcome = column_sum(["351", "86.000", "544"], "981", MILLIONS)

    assert outcome.differs
    assert outcome.factor == 1000
    assert outcome.suspect == "t-r2"
    assert outcome.marked == ("t-total", "t-r2")
    assert said(outcome).endswith("«Programa 2» dividido por mil haría cuadrar el total.")


def test_large_row_that_does_not_mend_the_sum_is_not_accused() -> None:
    outcome = column_sum(["351", "86.000", "544"], "700", MILLIONS)

    assert outcome.factor is None
    assert outcome.marked == ("t-total",)


def test_small_row_is_named_where_a_thousand_mends_the_sum() -> None:
    outcome = column_sum(["$ 351.000", "$ 544.000", "$ 86"], "$ 981.000", Unit.PESO)

    assert outcome.suspect == "t-r3"
    assert outcome.factor == Decimal("0.001")


def test_row_without_figure_makes_the_sum_a_lower_bound() -> None:
    others = ["93", "79", "4", "2", "44", "31", "57", "30", "42", "32"]
    outcome = column_sum([*others, "(en proceso de selección)"], "414")

    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.expected == 414
    assert outcome.expected_interval is not None
    assert outcome.expected_interval.high is None
    assert outcome.missing == ("Programa 11",)
    assert said(outcome) == (
        "No hay cifra en la fila «Programa 11» (en proceso de selección). Las otras 10 filas ya"
        " suman 414 y el documento dice 414: no se puede saber si cuadra."
    )


def test_total_below_its_incomplete_parts_differs() -> None:
    outcome = column_sum(["300", "-", "-"], "200")

    assert outcome.differs
    assert outcome.factor is None
    assert said(outcome) == (
        "No hay cifra en las filas «Programa 2» y «Programa 3». La otra fila ya suma 300 y el"
        " documento dice 200: el total es menor que una parte de lo que debería reunir."
    )


def test_incomplete_rows_are_never_accused_of_a_factor() -> None:
    outcome = column_sum(["5", "6", "7.000", "-"], "18")

    assert outcome.differs
    assert outcome.suspect == ""
    assert outcome.marked == ("t-total",)


def test_single_row_is_told_in_the_singular() -> None:
    assert said(column_sum(["687"], "687")) == (
        "La única fila suma 687, lo mismo que dice el documento."
    )


def test_mixed_units_are_judged_in_pesos() -> None:
    outcome = column_sum(["$ 1.200.000", "MM$ 3"], "MM$ 4", MILLIONS)

    assert outcome.holds
    assert said(outcome) == (
        "Las 2 filas suman $ 4.200.000; el documento dice MM$ 4: $ 200.000 menos, dentro de lo que"
        " permite el redondeo. El redondeo de lo publicado permite hasta ± $ 1.000.000."
    )


def test_text_in_millions_against_rows_in_pesos_gives_its_factor_away() -> None:
    rows = ["84.700.000", "92.808.228", "78.634.989", "44.356.852", "164.549.931", "30.000.000"]
    table, cells = column([f"$ {row}" for row in rows], unit=Unit.PESO)
    stated = figure("texto", "495.050 millones de pesos", chapter="logros")
    rule = Rule("emergencia", CheckKind.SUM, "Inversión", "texto", ("t:c",), "según el texto")

    outcome = outcomes_of(ledger(*cells, stated, tables=(table,), rules=(rule,)))["emergencia"]

    assert outcome.expected == pesos("495.050.000")
    assert outcome.factor == 1000
    assert outcome.is_declared
    assert outcome.note == "según el texto"
    assert said(outcome).endswith(
        " Si esa cifra estuviera en miles de pesos, sería $ 495.050.000 y cuadraría."
    )


def test_declared_sum_over_wrong_totals_says_which_are_amiss() -> None:
    table, cells = column(["351", "544"], "895.000", MILLIONS)
    stated = figure("pais", "MM$ 900", scope="país")
    other = figure("resto", "MM$ 5")
    rule = Rule("pais", CheckKind.SUM, "País", "pais", ("t-total", "resto"))

    outcome = outcomes_of(ledger(*cells, stated, other, tables=(table,), rules=(rule,)))["pais"]

    assert outcome.differs
    assert said(outcome).endswith(
        "Una de ellas, MM$ 895.000, tampoco cuadra en su propia comprobación."
    )


def test_declared_sum_over_two_wrong_totals_names_both() -> None:
    table, cells = column(["351", "544"], "895.000", MILLIONS)
    again = replace(table, slug="u", rows=table.rows)
    copies = [replace(cell, key=f"u-{cell.key}", table="u", scope="u") for cell in cells]
    stated = figure("pais", "MM$ 900", scope="país")
    rule = Rule("pais", CheckKind.SUM, "País", "pais", ("t-total", "u-t-total"))

    account = ledger(*cells, *copies, stated, tables=(table, again), rules=(rule,))

    assert "Entre ellas, MM$ 895.000 y MM$ 895.000 tampoco cuadran" in said(
        outcomes_of(account)["pais"]
    )


def test_declared_sum_with_a_figure_missing_names_it() -> None:
    whole, part, blank = figure("a", "10"), figure("b", "4"), figure("c", "-", title="Otra")
    rule = Rule("r", CheckKind.SUM, "Suma", "a", ("b", "c"))

    outcome = outcomes_of(ledger(whole, part, blank, rules=(rule,)))["r"]

    assert said(outcome).startswith("No hay cifra de «Otra». La otra cifra ya suma 4")


def test_sum_of_nothing_stated_cannot_be_told() -> None:
    whole, blank = figure("a", "10"), figure("c", "-", title="Otra")
    rule = Rule("r", CheckKind.SUM, "Suma", "a", ("c",))

    outcome = outcomes_of(ledger(whole, blank, rules=(rule,)))["r"]

    assert outcome.verdict is Verdict.UNKNOWN
    assert said(outcome).endswith("El documento dice 10: no se puede saber si cuadra.")


@pytest.mark.parametrize("total", ["", "-"])
def test_column_without_stated_total_has_no_sum(total: str) -> None:
    table, cells = column(["1", "2"], total)

    slugs = outcomes_of(ledger(*cells, tables=(table,)))

    assert "suma-t-c" not in slugs


def test_total_of_blank_rows_has_no_sum() -> None:
    table, cells = column(["-", "-"], "5")

    assert "suma-t-c" not in outcomes_of(ledger(*cells, tables=(table,)))


def test_indicator_that_does_not_add_up_has_no_sum() -> None:
    table, cells = column(["10%", "20%"], "90%", Unit.PERCENT, indicator="alza")
    cells = (*cells[:-1], replace(cells[-1], indicator="alza"))

    assert "suma-t-c" not in outcomes_of(ledger(*cells, tables=(table,)))


def test_row_that_is_a_heading_is_no_missing_part() -> None:
    table, cells = column(["1", "2"], "3")
    table = replace(table, rows=(Row("cabecera", "Cabecera"), *table.rows))

    assert outcomes_of(ledger(*cells, tables=(table,)))["suma-t-c"].holds


def test_each_total_row_of_several_has_its_own_check() -> None:
    table, cells = column(["1", "2"], "3")
    second = figure("otro", "4", table="t", row="otro", column="c", scope="otro")
    table = replace(table, rows=(*table.rows, Row("otro", "Otro total", is_total=True)))

    checks = outcomes_of(ledger(*cells, second, tables=(table,)))

    assert checks["suma-t-c-total"].holds
    assert checks["suma-t-c-otro"].difference == 1


def by_sex(*totals: str) -> dict[str, Outcome]:
    columns = (
        Column("m", "Mujeres", "personas", "women"),
        Column("h", "Hombres", "personas", "men"),
        *(Column(f"t{place}", "Total", "personas", is_total=True) for place in range(len(totals))),
        Column("dinero", "Monto", "monto", is_total=True),
    )
    table = Table("s", "logros", "Por sexo", columns, (Row("maule", "Maule"), Row("nada", "Nada")))
    where = {"table": "s", "row": "maule"}
    cells = [
        figure("m", "1.210", column="m", sex="women", **where),
        figure("h", "611", column="h", sex="men", **where),
        figure("dinero", "MM$ 5", column="dinero", **where),
        figure("suelto", "9", table="s", row="nada", column="t0"),
    ]
    cells += [
        figure(f"t{place}", text, column=f"t{place}", **where)
        for place, text in enumerate(totals)
    ]  # fmt: skip
    return outcomes_of(ledger(*cells, tables=(table,)))


def test_total_column_adds_the_columns_of_its_indicator() -> None:
    checks = by_sex("1.822")

    assert said(checks["fila-s-maule-t0"]) == (
        "Las 2 columnas suman 1.821; el documento dice 1.822: 1 más."
    )
    assert "fila-s-nada-t0" not in checks
    assert "fila-s-maule-dinero" not in checks


def test_only_total_column_gives_its_row_a_short_slug() -> None:
    table, cells = column(["1"], "")
    total = figure("t", "2", table="t", row="r1", column="suma", program="p1")
    columns = (*table.columns, Column("suma", "Total", "personas", is_total=True))

    checks = outcomes_of(ledger(*cells, total, tables=(replace(table, columns=columns),)))

    assert checks["fila-t-r1"].differs


def regions(values: dict[str, str], **fields: str) -> list[Figure]:
    where = {"program": "crece", "table": "r", "column": "c"}
    return [
        figure(f"reg-{code}", text, region=code, row=code, **where, **fields)
        for code, text in values.items()
    ]


REGION_TABLE = Table(
    "r",
    "logros",
    "Por región",
    (Column("c", "Personas", "personas"),),
    tuple(Row(region.code, region.name, region=region.code) for region in REGIONS),
)
ALL = {region.code: "10" for region in REGIONS}


def region_sum(values: dict[str, str], stated: str, **fields: object) -> Outcome | None:
    whole = figure("pais", stated, program="crece", chapter="logros")
    account = ledger(*regions(values), whole, tables=(REGION_TABLE,), **fields)
    return outcomes_of(account).get("regiones-r-personas-programa-crece")


def test_country_figure_is_held_against_its_regions_in_another_table() -> None:
    outcome = region_sum(ALL, "161")

    assert outcome is not None
    assert said(outcome) == "Las 16 regiones suman 160; el documento dice 161: 1 más."
    assert outcome.title == "Suma de las regiones: Personas: Crece"


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [("150", Verdict.HOLDS), ("160", Verdict.UNKNOWN), ("140", Verdict.DIFFERS)],
)
def test_regions_left_out_may_hold_what_lacks(stated: str, verdict: Verdict) -> None:
    outcome = region_sum(dict.fromkeys([code for code in ALL if code != "16"], "10"), stated)

    assert outcome is not None
    assert outcome.verdict is verdict
    assert outcome.missing == ("Ñuble",)
    assert ("no da cifra de Ñuble" in said(outcome)) == (verdict is Verdict.UNKNOWN)


def test_regions_a_rule_already_adds_are_not_judged_twice() -> None:
    keys = tuple(f"reg-{code}" for code in ALL)
    rule = Rule("pais", CheckKind.SUM, "País", "pais", keys)
    elsewhere = Rule("nada", CheckKind.SUM, "País", "reg-15", ("pais",))

    assert region_sum(ALL, "161", rules=(elsewhere, rule)) is None


def test_column_whose_heading_is_deduced_accuses_nobody() -> None:
    heading = replace(REGION_TABLE.columns[0], label="Crece (deducido)")
    table = replace(REGION_TABLE, columns=(heading,))
    whole = figure("pais", "161", program="crece")

    checks = outcomes_of(ledger(*regions(ALL), whole, tables=(table,)))

    assert "regiones-r-personas-programa-crece" not in checks


def test_region_stated_twice_in_one_table_is_not_added() -> None:
    extra = figure("otra", "5", region="16", program="crece", table="r", row="16b", column="c")
    whole = figure("pais", "165", program="crece")

    checks = outcomes_of(ledger(*regions(ALL), extra, whole, tables=(REGION_TABLE,)))

    assert "regiones-r-personas-programa-crece" not in checks


def test_table_with_its_own_total_needs_no_sum_of_regions() -> None:
    table = replace(REGION_TABLE, rows=(*REGION_TABLE.rows, Row("t", "Total", is_total=True)))
    whole = figure("pais", "160", program="crece", table="r", row="t", column="c")

    checks = outcomes_of(ledger(*regions(ALL), whole, tables=(table,)))

    assert checks["suma-r-c"].holds
    assert "regiones-r-personas-programa-crece" not in checks


def test_country_percentage_is_no_sum_of_regions() -> None:
    cells = regions(dict.fromkeys(ALL, "10%"), indicator="alza")
    whole = figure("pais", "10%", program="crece", indicator="alza")

    slugs = outcomes_of(ledger(*cells, whole, tables=(REGION_TABLE,)))

    assert not [slug for slug in slugs if slug.startswith("regiones-")]


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
def test_whatever_was_rounded_honestly_holds(millis: list[int]) -> None:
    """Amounts in thousands of pesos, each and their sum rounded to MM$, always fit."""
    rounded = [Decimal(value).scaleb(-3).quantize(Decimal(1)) for value in millis]
    whole = Decimal(sum(millis)).scaleb(-3).quantize(Decimal(1))

    outcome = column_sum([str(value) for value in rounded], str(whole), MILLIONS)

    assert outcome.holds


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20), st.integers(1, 10**6))
def test_exact_counts_hold_only_when_equal(counts: list[int], more: int) -> None:
    texts = [str(count) for count in counts]

    assert column_sum(texts, str(sum(counts))).holds
    assert column_sum(texts, str(sum(counts) + more)).difference == more


def test_every_row_of_a_long_table_is_judged_in_a_moment() -> None:
    table, cells = column(["3"] * 5_000, "15.000")

    assert run_checks(ledger(*cells, tables=(table,)))[0].holds
