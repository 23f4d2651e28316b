"""All the pages of Sercotec's account: whole, linked, plain and without a query."""

import re
from collections import Counter

import pytest

from cuenta.pages.build import account_pages, site_pages
from tests.cuenta.printing import home_of, html_at, printed, printed_seed, seed_site
from tests.ledgers import small_ledger, small_site

HREF = re.compile(r'(?:href|src)="([^"]+)"')
# Received by the participation capability, served as assets, printed once per edition.
ELSEWHERE = (
    "/participar/", "/participacion/", "/seguimiento/", "/mis-datos/", "/buscar/", "/datos/",
    "/consejo/", "/audiencias/", "/api/", "/static/",
    "/cuentas/2022/ediciones/1/",
)  # fmt: skip
IDS = re.compile(r'\bid="([^"]+)"')


def test_no_two_pages_share_an_address() -> None:
    addresses = Counter(page.path for page in account_pages(seed_site()))

    assert [path for path, times in addresses.items() if times > 1] == []


def test_every_figure_program_region_and_table_has_its_page() -> None:
    site = seed_site()
    ledger = site.ledger

    paths = {page.path for page in account_pages(site)}

    assert {f"cifras/{figure.key}/" for figure in ledger.figures} <= paths
    assert {f"programas/{program.slug}/" for program in ledger.programs} <= paths
    assert {f"productos/{product.slug}/" for product in ledger.products} <= paths
    assert {f"tablas/{table.slug}/" for table in ledger.tables} <= paths
    assert {f"capitulos/{chapter.slug}/" for chapter in ledger.chapters} <= paths
    assert sum(path.startswith("regiones/") and path.endswith("/") for path in paths) == 17


def test_every_internal_link_and_anchor_leads_somewhere() -> None:
    site = seed_site()
    pages = printed_seed()
    files = {site.link(page.path) for page in account_pages(site)}
    known = files | {f"/{page.path}" for page in site_pages(site)}
    anchors = {address: set(IDS.findall(html)) for address, html in pages.items()}

    lost = set()
    for address, html in pages.items():
        for href in set(HREF.findall(html)):
            where, _, anchor = href.partition("#")
            if not href.startswith(("/", "#")) or href.startswith(ELSEWHERE):
                continue
            target = where or address
            if target not in known or (anchor and anchor not in anchors.get(target, {anchor})):
                lost.add((address, href))

    assert sorted(lost) == []


def test_no_page_repeats_an_id() -> None:
    for address, html in printed_seed().items():
        repeated = [name for name, times in Counter(IDS.findall(html)).items() if times > 1]
        assert not repeated, (address, repeated)


@pytest.mark.parametrize(
    "trace", ["{{", "{%", "{cifra:", "{tabla:", ">None<", " nan", "style=", "<script>"]
)
def test_no_page_shows_the_works(trace: str) -> None:
    assert [address for address, html in printed_seed().items() if trace in html] == []


def test_every_page_has_one_title_one_heading_and_one_canonical_address() -> None:
    for address, html in printed_seed().items():
        if address.endswith(".html"):
            continue  # pages of refusal stand at any address
        assert "<title>" in html, address
        assert len(re.findall(r"<h1\b", html)) == 1, address
        assert html.count('rel="canonical"') == 1, address


def test_no_word_of_failure_is_shown_to_people() -> None:
    said = [
        address for address, html in printed_seed().items() if re.search(r"\berror", html, re.I)
    ]

    assert said == []


def test_archived_page_keeps_its_reader_in_its_edition() -> None:
    ledger = small_ledger()
    site = small_site(ledger, prefix="/cuentas/2022/ediciones/1")

    html = html_at(site, "programas/crece/")

    assert "Está leyendo la edición 1" in html
    inner = [href for href in HREF.findall(html) if href.startswith("/cuentas/")]
    away = [href for href in inner if not href.startswith("/cuentas/2022/ediciones/1/")]
    assert set(away) == {"/cuentas/2022/"}


def test_draft_says_so_and_asks_not_to_be_indexed() -> None:
    site = small_site(draft=True)

    html = html_at(site, "")

    assert "nadie fuera del equipo ve esta página" in html
    assert 'content="noindex"' in html


def test_published_page_carries_no_ribbon() -> None:
    assert 'class="ribbon' not in home_of(small_site())


def test_header_marks_the_section_and_is_made_once_a_section() -> None:
    site = small_site()

    html = [printed(site, page) for page in account_pages(site) if page.template]

    assert all(each.count('aria-current="true"') <= 1 for each in html)
    assert "Regiones</a>" in html[0]
    kept = [key for key in site.__dict__["chrome"].rendered if key.startswith("header")]
    assert 1 < len(kept) <= 7
