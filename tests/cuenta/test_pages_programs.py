"""Programs: which figure is their money, which says whom they reached, and what cards say."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cuenta.pages.book import book_of
from cuenta.pages.programs import program_rows
from cuenta.pages.site import Ledgered, Site
from tests.cuenta.printing import html_at, seed_ledger, seed_site
from tests.ledgers import edition_of


@pytest.mark.parametrize(
    ("program", "money", "reach"),
    [
        ("punto-mipe", "atencion-punto-mipe-transferencias", "atencion-punto-mipe-beneficiarios"),
        ("centros-de-negocios", "financiamiento-centros", "centros-texto-asesorados"),
        ("portal-de-capacitacion", "", "capacitacion-texto-capacitados"),
    ],
)
def test_money_is_what_was_transferred_and_reach_is_people(
    program: str, money: str, reach: str
) -> None:
    book = book_of(seed_site())

    row = program_rows(book, (book.ledger.program[program],))[0]

    assert (row.money.key if row.money else "") == money
    assert row.reach is not None
    assert row.reach.key == reach


def test_program_counted_in_nothing_others_share_has_a_dash() -> None:
    ledger = seed_ledger()
    plain = tuple(replace(each, highlight=None) for each in ledger.figures)
    book = book_of(Site(replace(ledger, figures=plain), None, (), ""))

    row = program_rows(book, (book.ledger.program["centros-de-negocios"],))[0]

    assert row.reach is None


def test_reach_says_whether_it_counts_people_or_organisations() -> None:
    book = book_of(seed_site())
    fairs = book.ledger.program["ferias-libres"]
    html = html_at(seed_site(), "productos/asociatividad/")

    row = program_rows(book, (fairs,))[0]

    assert row.reach is not None
    assert (row.reach.text, row.reach.noun) == ("174", "organizaciones")
    assert "174</a><small>organizaciones</small>" in html


def test_list_says_who_counted_the_programs() -> None:
    assert "77 programas, contados por el portal" in html_at(seed_site(), "programas/")


def test_years_are_shown_only_when_there_are_two() -> None:
    ledger = seed_ledger()
    earlier = replace(
        ledger,
        management_year=2020,
        figures=tuple(
            replace(each, value=Decimal(9_000_000_000))
            for each in ledger.figures
            if each.program == "crece"
        ),
    )
    edition = edition_of(ledger)
    others = (Ledgered(earlier, "/cuentas/2021/"),)
    both = Site(ledger, edition, (edition,), "https://cuenta.example", others=others)

    html = html_at(both, "programas/crece/")

    assert "Sus años" not in html_at(seed_site(), "programas/crece/")
    assert "Sus años" in html
    assert 'href="/cuentas/2021/cifras/' in html
    assert "MM$\xa09.000" in html


def test_cards_of_a_program_do_not_repeat_its_name() -> None:
    html = html_at(seed_site(), "programas/crece/")

    assert '<p class="label">Transferencias</p>' in html
    assert '<p class="label">Beneficiarios y beneficiarias</p>' in html


def test_bars_compare_programs_and_a_lone_one_has_none() -> None:
    book = book_of(seed_site())
    crece = book.ledger.program["crece"]

    several = program_rows(book, book.named_after["crece"])
    alone = program_rows(book, (crece, book.ledger.program["mejora-negocios"]))

    assert 'width="100%"' in several[0].bar
    assert [row.bar for row in alone] == ["", ""]
