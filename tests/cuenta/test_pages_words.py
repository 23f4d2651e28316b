"""The pages of words: glossary, method, map, access, privacy."""

import re
from dataclasses import replace

import pytest

from cuenta.pages.build import account_pages, site_pages
from cuenta.pages.glossary import alike, letters, sort_key
from cuenta.pages.methodology import example
from cuenta.pages.site import Site
from programs.contacts import href_of
from programs.figures import interval_of
from programs.ledger import ContactPoint, Ledger, Source, Term
from tests.cuenta.printing import html_at, page_at, printed, seed_site
from tests.ledgers import small_ledger, small_site


def with_contacts(*contacts: ContactPoint) -> Site:
    ledger = small_ledger()
    return small_site(replace(ledger, institution=replace(ledger.institution, contacts=contacts)))


def around(site: Site, path: str) -> str:
    return printed(site, page_at(site_pages(site), path))


def test_words_are_in_spanish_order() -> None:
    words = ["Zona", "ñandú", "Ábaco", "nube", "obra", "MM$"]

    assert sorted(words, key=sort_key) == ["Ábaco", "MM$", "nube", "ñandú", "obra", "Zona"]


def test_each_word_has_its_address_under_its_letter() -> None:
    terms = (
        Term("m", "MM$", "Millones."),
        Term("a", "Ámbito", "Lugar."),
        Term("n", "24 horas", "Un día."),
    )

    found = list(letters(small_site(replace(small_ledger(), terms=terms))))

    assert [(each.letter, each.anchor) for each in found] == [
        ("#", "letra-otras"), ("A", "letra-a"), ("M", "letra-m"),
    ]  # fmt: skip


def test_word_that_names_a_program_leads_to_it() -> None:
    ledger = replace(
        small_ledger(), terms=(Term("c", "Crece", "Un programa.", "crece"),
                               Term("d", "Otro", "Nada.", "no-existe")),
    )  # fmt: skip

    terms = [term for letter in letters(small_site(ledger)) for term in letter.terms]

    assert [term.href for term in terms] == ["/cuentas/2022/programas/crece/", ""]


def test_words_with_one_same_definition_are_listed_once_at_the_end() -> None:
    same = tuple(Term(f"t{n}", f"Nombre {n}", "Solo se nombra.") for n in range(4))
    site = small_site(replace(small_ledger(), terms=(*same, Term("m", "MM$", "Millones."))))

    found = list(alike(site))
    html = html_at(site, "glosario/")

    assert [len(each.terms) for each in found] == [4]
    assert [each.letter for each in letters(site)] == ["M"]
    assert html.count("Solo se nombra.") == 1
    assert html.count('id="t3"') == 1


def test_account_without_words_says_so() -> None:
    html = html_at(small_site(replace(small_ledger(), terms=())), "glosario/")

    assert "Esta cuenta todavía no define palabras." in html


def test_example_of_rounding_is_worked_out_from_the_account() -> None:
    site = seed_site()
    shown = example(site)
    assert shown is not None
    outcome = next(each for each in site.outcomes if each.title == shown.title)
    assert outcome.stated is not None

    intervals = [interval_of(part.figure) for part in outcome.parts if part.figure]

    def read(text: str) -> float:
        return float(text.replace(".", "").replace(",", "."))

    scale = float(outcome.stated.unit.scale)
    assert read(shown.sum.low) == pytest.approx(sum(float(i.low) for i in intervals) / scale)
    assert read(shown.sum.high) == pytest.approx(sum(float(i.high or 0) for i in intervals) / scale)
    assert read(shown.sum.low) <= read(shown.stated.high)
    assert read(shown.stated.low) <= read(shown.sum.high)


def test_method_without_rounded_sums_gives_no_example() -> None:
    ledger = replace(small_ledger(), tables=(), figures=(), rules=(), explanations=())

    html = html_at(small_site(ledger), "metodologia/")

    assert "Un ejemplo" not in html


def test_method_says_how_the_pages_of_the_document_were_counted() -> None:
    site = seed_site()

    html = html_at(site, "metodologia/")

    assert site.ledger.sources[0].note.split(".")[1].strip() in html


def test_source_is_linked_only_where_its_address_is_of_the_web() -> None:
    sources = (
        Source("a", "Bueno", "S", url="https://ejemplo.invalid/a"),
        Source("b", "Malo", "S", url="javascript:alert(1)"),
    )

    html = html_at(small_site(replace(small_ledger(), sources=sources)), "metodologia/")

    assert 'href="https://ejemplo.invalid/a"' in html
    assert "javascript:" not in html


def test_map_leads_to_every_page_but_the_figures() -> None:
    site = small_site()

    html = html_at(site, "mapa/")

    for page in account_pages(site):
        is_figure = page.path.startswith("cifras/") and page.path != "cifras/"
        if page.template and not is_figure:
            assert f'href="{site.link(page.path)}"' in html, page.path


@pytest.mark.parametrize("path", ["accesibilidad/", "privacidad/"])
def test_statements_give_the_contact_points(path: str) -> None:
    site = with_contacts(
        ContactPoint("email", "Correo", "hola@ejemplo.invalid"),
        ContactPoint("address", "Oficina", "Calle 1"),
    )

    html = around(site, path)

    assert 'href="mailto:hola@ejemplo.invalid"' in html
    assert "Oficina: Calle 1" in html


def test_institution_without_contact_points_says_so() -> None:
    assert "todavía no publica aquí sus datos de contacto" in around(with_contacts(), "privacidad/")


@pytest.mark.parametrize(
    ("kind", "value", "href"),
    [
        ("web", "https://www.ejemplo.invalid", "https://www.ejemplo.invalid"),
        ("web", "javascript:alert(1)", ""),
        ("web", "data:text/html,x", ""),
        ("email", "a@b.invalid", "mailto:a@b.invalid"),
        ("phone", "+56 2 1234 5678", "tel:+56212345678"),
        ("phone", "", ""),
        ("address", "Calle 1", ""),
    ],
)
def test_contact_leads_only_where_nothing_can_run(kind: str, value: str, href: str) -> None:
    assert href_of(ContactPoint(kind, "x", value)) == href


LINKED_DATA = '<script type="application/ld+json">'
QUESTIONS = '<script defer src="/static/js/questions.js">'


def test_published_pages_ask_nothing_of_other_sites_and_run_only_what_is_ours() -> None:
    """What the privacy notice promises."""
    site = small_site()
    ledger: Ledger = site.ledger
    assert ledger.institution.contacts == ()

    for page in (*account_pages(site), *site_pages(site)):
        if page.template:
            html = printed(site, page)
            for mark in ('src="http', "url(http", "<iframe", "<img", "@import"):
                assert mark not in html, page.path
            scripts = set(re.findall(r"<script[^>]*>", html))
            assert scripts <= {LINKED_DATA, QUESTIONS}, page.path
