"""COVERAGE: what a breakdown leaves out is named, and never taken for zero."""

from programs.checks import Verdict
from programs.ledger import CheckKind, Column, Figure, Row, Rule, Sex, Table
from programs.regions import REGIONS
from tests.programs.building import figure, ledger, outcomes_of

CODES = [region.code for region in REGIONS]
TABLE = Table(
    "t",
    "logros",
    "Por región",
    (Column("c", "Personas", "personas"),),
    tuple(Row(code, code, region=code) for code in CODES),
)
SLUG = "cobertura-regiones-t-personas-programa-crece"


def by_region(codes: list[str], table: str = "t", **fields: str) -> list[Figure]:
    return [
        figure(f"{table}{code}", "5", region=code, program="crece", table=table, row=code,
               column="c", **fields)
        for code in codes
    ]  # fmt: skip


def test_sixteen_of_sixteen_regions_hold() -> None:
    outcome = outcomes_of(ledger(*by_region(CODES), tables=(TABLE,)))[SLUG]

    assert outcome.holds
    assert outcome.sentence == "Están las 16 regiones."
    assert outcome.marked == ()


def test_missing_regions_are_named_and_may_be_zero() -> None:
    left_out = [code for code in CODES if code not in ("15", "05", "14")]

    outcome = outcomes_of(ledger(*by_region(left_out), tables=(TABLE,)))[SLUG]

    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.missing == ("Arica y Parinacota", "Valparaíso", "Los Ríos")
    assert outcome.sentence == (
        "Hay cifra de 13 regiones; faltan Arica y Parinacota, Valparaíso y Los Ríos."
        " El documento no dice si ahí fue cero."
    )


def test_region_with_a_dash_is_missing() -> None:
    blank = figure("t15", "-", region="15", program="crece", table="t", row="15", column="c")

    outcome = outcomes_of(ledger(*by_region(CODES[1:]), blank, tables=(TABLE,)))[SLUG]

    assert outcome.missing == ("Arica y Parinacota",)
    assert "falta Arica y Parinacota." in outcome.sentence


def test_few_regions_are_a_list_and_no_breakdown() -> None:
    assert outcomes_of(ledger(*by_region(CODES[:7]), tables=(TABLE,))) == {}


def test_one_table_a_region_makes_one_breakdown_together() -> None:
    scattered = [item for code in CODES[:8] for item in by_region([code], table=f"t{code}")]

    checks = outcomes_of(ledger(*scattered))

    assert len(checks["cobertura-regiones-personas-programa-crece"].missing) == 8


def test_sexes_of_one_breakdown_are_taken_together() -> None:
    women = by_region(CODES[:12], sex=Sex.WOMEN.value)
    men = [
        figure(f"h{code}", "5", region=code, program="crece", table="t", row=code, column="h",
               sex=Sex.MEN.value)
        for code in CODES[4:]
    ]  # fmt: skip

    assert outcomes_of(ledger(*women, *men, tables=(TABLE,)))[SLUG].holds


def test_unknown_region_code_is_shown_as_it_is() -> None:
    outcome = outcomes_of(ledger(*by_region([*CODES, "99"]), tables=(TABLE,)))[SLUG]

    assert outcome.parts[-1].label == "99"


def test_declared_breakdown_is_judged_however_few_regions_it_has() -> None:
    rule = Rule("regla", CheckKind.COVERAGE, "Regiones", "", ("t:c",))

    outcome = outcomes_of(ledger(*by_region(CODES[:2]), tables=(TABLE,), rules=(rule,)))["regla"]

    assert len(outcome.missing) == 14
    assert outcome.is_declared


def test_women_and_men_in_each_group_hold() -> None:
    women, men = (figure(sex, "5", sex=sex, program="crece") for sex in ("women", "men"))

    outcome = outcomes_of(ledger(women, men))["cobertura-sexos-personas"]

    assert outcome.holds
    assert outcome.sentence == "Hay cifra de mujeres y de hombres en cada grupo."


def test_group_without_men_is_named() -> None:
    women = figure("m", "99%", sex="women", program="crece", table="t")
    men = figure("h", "-", sex="men", program="crece", table="t", indicator="sexo")
    alone = figure("x", "5%", sex="not_reported", table="t")

    outcome = outcomes_of(ledger(women, men, alone, tables=(TABLE,)))["cobertura-sexos-t-sexo"]

    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.missing == ("Crece: hombres", "Participación por sexo: mujeres y hombres")
    assert outcome.title == "¿Están mujeres y hombres? Participación por sexo en «Por región»"
    assert outcome.sentence == (
        "No hay cifra en «Crece: hombres» y «Participación por sexo: mujeres y hombres»."
        " El documento no dice si fue cero."
    )
