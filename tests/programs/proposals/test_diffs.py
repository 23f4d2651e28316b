"""Differences between two accounts, as people read them."""

import time
from dataclasses import replace
from decimal import Decimal

from programs.ledger import Chapter, Institution, Term
from programs.proposals import diff_ledgers, sentence_of, summary_of
from programs.proposals.words import KINDS
from tests.programs.filing import amount, people, small_account


def test_an_account_against_itself_is_empty() -> None:
    assert diff_ledgers(small_account(), small_account()).is_empty


def test_against_no_account_everything_is_added() -> None:
    diff = diff_ledgers(None, small_account())

    assert diff.counts["programs"] == (3, 0, 0)
    assert diff.counts["account"] == (1, 0, 0)
    assert diff.counts["institution"] == (1, 0, 0)


def test_a_change_tells_both_amounts_as_published() -> None:
    old = small_account(amount("a", "1234"), people("b", 5))
    new = small_account(amount("a", "1300"), people("b", 5))

    [item] = diff_ledgers(old, new).figures.changed

    assert (item.value_before, item.value_after) == ("MM$\u00a01.234", "MM$\u00a01.300")
    assert [(c.label, c.before, c.after) for c in item.changes] == [
        ("valor", "MM$\u00a01.234", "MM$\u00a01.300"),
        ("lo que dice el documento", "1234", "1300"),
    ]


def test_no_figure_is_a_dash_in_a_difference() -> None:
    old = small_account(people("b", 5))
    new = small_account(replace(people("b", 5), value=None, note="en proceso"))

    [item] = diff_ledgers(old, new).figures.changed

    assert item.value_after == "–"


def test_a_rounding_that_changes_alone_is_told() -> None:
    old = small_account(people("b", 53_000))
    new = small_account(replace(people("b", 53_000), precision=Decimal(1_000)))

    [item] = diff_ledgers(old, new).figures.changed

    assert [(c.label, c.before, c.after) for c in item.changes] == [("redondeo", "1", "1000")]


def test_order_alone_is_a_difference() -> None:
    old = small_account(people("a", 1), people("b", 2))
    new = small_account(people("b", 2), people("a", 1))

    diff = diff_ledgers(old, new)

    assert diff.figures.is_reordered
    assert list(summary_of(diff)) == ["las cifras cambian de orden"]


def test_every_part_of_an_account_is_compared() -> None:
    account = small_account()
    changed = replace(
        account,
        summary="Otro",
        institution=Institution("servicio", "Servicio", "Otro", "Ministerio"),
        chapters=(*account.chapters, Chapter("nuevo", "Nuevo", "")),
        tables=(replace(account.tables[0], rows=account.tables[0].rows[:1], note="x"),),
        terms=(Term("mm", "MM$", "Millones"),),
    )

    counts = diff_ledgers(account, changed).counts

    assert counts == {
        "chapters": (1, 0, 0),
        "tables": (0, 1, 0),
        "rows": (0, 0, 1),
        "terms": (1, 0, 0),
        "institution": (0, 1, 0),
        "account": (0, 1, 0),
    }


def test_every_field_and_kind_of_an_account_has_a_name_for_people() -> None:
    from dataclasses import fields

    from programs import ledger
    from programs.proposals.words import FIELD_NAMES

    plain = (
        ledger.Chapter, ledger.Product, ledger.Program, ledger.Indicator, ledger.Source,
        ledger.Column, ledger.Row, ledger.Table, ledger.Figure, ledger.Rule, ledger.Explanation,
        ledger.Erratum, ledger.Term, ledger.Institution,
    )  # fmt: skip
    names = {field.name for kind in plain for field in fields(kind)} - {"columns", "rows"}
    lists = {field.name for field in fields(ledger.Ledger)} - {"meta", "title", "summary"}

    assert names <= set(FIELD_NAMES)
    assert lists - {"account_year", "management_year"} <= set(KINDS)


def test_a_sentence_agrees_in_gender_and_number() -> None:
    old = small_account(people("a", 1), people("b", 2), people("c", 3))
    new = small_account(people("a", 9), people("d", 2), people("e", 2))
    more = replace(new, chapters=(*new.chapters, Chapter("x", "X", "")))

    diff = diff_ledgers(old, more)

    assert sentence_of(diff.figures) == "2 cifras nuevas, 1 cambia y 2 se quitan"
    assert sentence_of(diff.of("chapters")) == "1 capítulo nuevo"


def test_a_long_summary_is_cut_and_says_how_much_is_left() -> None:
    new = small_account(*(people(f"p-{number}", number) for number in range(30)))

    lines = list(summary_of(diff_ledgers(small_account(people("p-0", 0)), new), most=5))

    assert lines[0] == "29 cifras nuevas"
    assert len(lines) == 7
    assert lines[-1] == "  … y 24 líneas más"


def test_nothing_is_said_when_nothing_changes() -> None:
    diff = diff_ledgers(small_account(), small_account())

    assert list(summary_of(diff)) == ["Nada cambia: la cuenta ya dice lo mismo."]


def test_time_grows_with_the_figures_and_no_faster() -> None:
    def seconds(count: int) -> float:
        old = small_account(*(people(f"p-{n}", n) for n in range(count)))
        new = small_account(*(people(f"p-{n}", n + n % 2) for n in range(count)))
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            diff = diff_ledgers(old, new)
            best = min(best, time.process_time() - start)
        assert len(diff.figures.changed) == count // 2
        return best

    small, large = seconds(1_000), seconds(10_000)

    assert large < small * 10 * 5, "each with each would be a hundred times"
