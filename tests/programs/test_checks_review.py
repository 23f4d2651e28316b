"""What the outcomes mean together: marks, explanations, and what blocks publication."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from programs.checks import Outcome, Verdict, review, run_checks, unexplained
from programs.checks.outcomes import Part
from programs.checks.shares import declared_ratio
from programs.checks.wording import half_step, joined, label_of, points, slug_of
from programs.ledger import CheckKind, Explanation, Ledger, Rule, Unit, Voice
from tests.programs.building import column, figure, ledger


def account(**fields: object) -> Ledger:
    """547 stated as 416 in its table, and as 547 in another place."""
    table, cells = column(["133", "174", "43", "131", "66"], "416")
    total = replace(cells[-1], product="pymes")
    again = figure("texto", "416", product="pymes", chapter="logros")
    return ledger(*cells[:-1], total, again, tables=(table,), **fields)


def explained(difference: str) -> Explanation:
    return Explanation("suma-t-c", difference, "Falta una fila.", Voice.EDITOR, "Ana", "2022-05-01")


def test_marks_belong_to_a_check_and_put_what_differs_first() -> None:
    ledger_ = account()

    found = review(run_checks(ledger_), ledger_)

    assert [outcome.verdict for outcome in found.marks["t-total"]] == ["differs", "holds"]
    assert [outcome.slug for outcome in found.marks["texto"]] == ["mismo-personas-producto-pymes"]
    assert "t-r1" not in found.marks


def test_review_sorts_by_verdict_and_finds_by_slug() -> None:
    ledger_ = account()

    found = review(run_checks(ledger_), ledger_)

    assert set(found.by_verdict) == set(Verdict)
    assert found.by_verdict[Verdict.UNKNOWN] == ()
    assert found.differing == (found.by_slug["suma-t-c"],)


def test_difference_nobody_explained_blocks() -> None:
    ledger_ = account()

    assert [item.slug for item in unexplained(run_checks(ledger_), ledger_)] == ["suma-t-c"]


@pytest.mark.parametrize(("difference", "blocking"), [("-131", 0), ("-130", 1)])
def test_explanation_covers_its_own_difference_only(difference: str, blocking: int) -> None:
    ledger_ = account(explanations=(explained(difference),))

    assert len(unexplained(run_checks(ledger_), ledger_)) == blocking


def test_unknown_never_blocks() -> None:
    table, cells = column(["5", "-"], "9")
    ledger_ = ledger(*cells, tables=(table,))
    outcomes = run_checks(ledger_)

    assert outcomes[0].verdict is Verdict.UNKNOWN
    assert unexplained(outcomes, ledger_) == ()


@pytest.mark.parametrize(
    ("difference", "key"),
    [(None, ""), ("-131", "-131"), ("1.50", "1.5"), ("-0", "0"), ("1E+3", "1000"), ("-0.00", "0")],
)
def test_difference_key_is_a_plain_decimal(difference: str | None, key: str) -> None:
    value = None if difference is None else Decimal(difference)
    outcome = Outcome(
        slug="x", kind=CheckKind.SUM, title="", sentence="", verdict=Verdict.HOLDS, difference=value
    )

    assert outcome.difference_key == key


def test_slugs_are_plain_unique_and_do_not_depend_on_the_order() -> None:
    ledger_ = account()
    slugs = [outcome.slug for outcome in run_checks(ledger_)]

    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)
    turned = replace(ledger_, figures=ledger_.figures[::-1])
    assert {outcome.slug for outcome in run_checks(turned)} == set(slugs)


def test_account_without_figures_has_nothing_to_check() -> None:
    assert run_checks(ledger()) == ()


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b", "c"], "a, b y c"),
        (["Ñuble", "Ibáñez"], "Ñuble e Ibáñez"),
        (["agua", "hielo"], "agua y hielo"),
        ([str(n) for n in range(18)], ", ".join(str(n) for n in range(16)) + " y 2 más"),
    ],
)
def test_lists_are_joined_as_spanish_does(names: list[str], text: str) -> None:
    assert joined(names) == text


def test_half_a_step_is_said_in_words_where_there_are_words() -> None:
    assert half_step(Decimal(1_000_000), Unit.MILLION_PESOS) == "medio millón de pesos"
    assert half_step(Decimal(1), Unit.PERCENT) == "medio punto"
    assert half_step(Decimal(1000), Unit.THOUSAND_PESOS) == "$\u00a0500"
    assert half_step(Decimal(1000), Unit.COUNT) == "500"
    assert points(Decimal(-1)) == "1\u00a0punto porcentual"


def test_slug_drops_accents_and_signs() -> None:
    assert slug_of("ñandú", "", "50 % más") == "nandu-50-mas"


def test_figure_without_title_is_named_by_what_it_measures() -> None:
    unknown = figure("x", "5", indicator="otro", product="p", program="q", region="99", sex="men")

    assert label_of(ledger(), unknown) == "otro: p, q, 99, hombres"
    known = figure("x", "5", product="pymes", region="08", scope="puestos")
    assert label_of(ledger(), known) == "Personas: Pymes, Biobío, puestos"


def test_ratio_without_a_base_is_refused() -> None:
    rule = Rule("r", CheckKind.SHARE, "R", "w", ("a", "b"))

    with pytest.raises(ValueError, match="no base"):
        declared_ratio(rule, figure("w", "5%"), Part("a", figure("a", "1")), Part("b"))
