"""Every kind of published page, as people meet it: on a telephone, in the dark, without scripts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

Axe = Callable[..., list[str]]

# For the fixture that prints the pages; no page asks the database anything.
pytestmark = pytest.mark.django_db

ROOT = "/cuentas/2022/"
PAGES = {
    "home": "/",
    "account": ROOT,
    "chapter": f"{ROOT}capitulos/fortalecimiento-de-las-pymes/",
    "chapter without table": f"{ROOT}capitulos/quienes-somos/",
    "chapter of regional funds": f"{ROOT}capitulos/fondos-regionales/",
    "sex": f"{ROOT}capitulos/genero/",
    "products": f"{ROOT}productos/",
    "product": f"{ROOT}productos/competitividad/",
    "programs": f"{ROOT}programas/",
    "program": f"{ROOT}programas/crece/",
    "regions": f"{ROOT}regiones/",
    "region": f"{ROOT}regiones/ohiggins/",
    "region with little": f"{ROOT}regiones/los-rios/",
    "table": f"{ROOT}tablas/fondos-coquimbo/",
    "wide table": f"{ROOT}tablas/organizaciones-por-region/",
    "figures": f"{ROOT}cifras/",
    "checks": f"{ROOT}cuadratura/",
    "editions": f"{ROOT}ediciones/",
    "archived edition": f"{ROOT}ediciones/1/",
    "data": f"{ROOT}datos/",
    "glossary": f"{ROOT}glosario/",
    "methodology": f"{ROOT}metodologia/",
    "site map": f"{ROOT}mapa/",
    "accessibility": "/accesibilidad/",
    "privacy": "/privacidad/",
    "not found": "/404.html",
    "server away": "/50x.html",
}
WIDTHS = (360, 1280)


@pytest.fixture
def visit(chromium: Browser, portal: str) -> Iterator[Callable[..., Page]]:
    """Open an address in a fresh browser; `scheme` and `scripts` as the visitor has them."""
    contexts = []

    def opened(path: str, width: int, scheme: str = "light", *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        answer = page.goto(portal + path)
        assert answer is not None
        assert answer.status == 200, path
        assert complaints == [], "the browser complains (a blocked style, a missing file)"
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Callable[..., Page], axe: Axe, name: str
) -> None:
    page = visit(PAGES[name], WIDTHS[0])

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width

    # In the dark only the colours are others.
    page.emulate_media(color_scheme="dark")
    assert axe(page, rules=["color-contrast"]) == []


@pytest.mark.parametrize("name", ["home", "chapter", "checks", "wide table"])
def test_text_at_twice_the_size_still_fits(visit: Callable[..., Page], name: str) -> None:
    page = visit(PAGES[name], 720)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= 720


@pytest.mark.parametrize("name", PAGES)
def test_everything_is_there_without_javascript(visit: Callable[..., Page], name: str) -> None:
    page = visit(PAGES[name], 1280, scripts=False)

    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()


def test_the_first_tab_stop_jumps_to_the_content(visit: Callable[..., Page]) -> None:
    page = visit("/", 1280)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("location.hash") == "#" + str(page.locator("main").get_attribute("id"))


def test_the_keyboard_reaches_every_link_and_shows_where_it_is(visit: Callable[..., Page]) -> None:
    page = visit(PAGES["chapter"], 1280)
    seen = set()

    for _ in range(page.locator("a[href]:visible, summary:visible").count() + 1):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "(e => [e.tagName, e.href || e.textContent, getComputedStyle(e).outlineStyle,"
            " getComputedStyle(e).boxShadow])(document.activeElement)"
        )
        if place[0] != "BODY":
            assert place[2] != "none" or place[3] != "none", f"no focus ring on {place[1]}"
            seen.add(place[1])

    wanted = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.href)")
    assert set(wanted) <= seen


def test_a_reader_walks_from_home_to_a_figure_and_its_source(
    visit: Callable[..., Page],
) -> None:
    page = visit("/", 1280)

    page.get_by_role("link", name="La cuenta").first.click()
    page.get_by_role("link", name="Fortalecimiento de las pymes").first.click()
    page.get_by_role("cell", name="34.710").get_by_role("link").click()

    assert "34.710" in page.locator("main").inner_text()
    assert "lámina" in page.locator("main").inner_text().lower()
    assert (
        page.get_by_role("link", name="Preguntar por esta cifra")
        .first.get_attribute("href")
        .startswith("/participar/?sobre=")
    )  # type: ignore[union-attr]


def test_a_table_prints_whole_and_without_chrome(visit: Callable[..., Page]) -> None:
    page = visit(PAGES["table"], 1280)

    page.emulate_media(media="print")

    assert not page.locator("header nav").first.is_visible()
    assert page.locator("table").first.is_visible()


@pytest.mark.parametrize("name", ["chapter", "chapter of regional funds", "table", "program"])
def test_no_name_of_a_row_is_cut_inside_a_word(visit: Callable[..., Page], name: str) -> None:
    page = visit(PAGES[name], 360)

    cut = page.evaluate(
        """() => [...document.querySelectorAll('tbody th a')].flatMap(link => {
            const text = link.firstChild, found = [];
            for (const word of text.data.matchAll(/[^\\s-]+/g)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                if (range.getClientRects().length > 1) found.push(word[0]);
            }
            return found;
        })"""
    )

    assert cut == []


@pytest.mark.parametrize("name", ["program", "region with little"])
def test_sections_have_air_above_them_on_a_telephone(visit: Callable[..., Page], name: str) -> None:
    page = visit(PAGES[name], 360)

    tight = page.eval_on_selector_all(
        ".cols > .section + .section",
        """all => all.filter(each => each.getBoundingClientRect().top
            - each.previousElementSibling.getBoundingClientRect().bottom < 48)
            .map(each => each.textContent.slice(0, 30))""",
    )

    assert tight == []


def test_a_note_on_a_number_stands_under_the_name_of_its_row_on_a_telephone(
    visit: Callable[..., Page],
) -> None:
    page = visit(PAGES["table"], 360)

    notes = page.locator("tbody small", has_text="imprime").locator("visible=true")

    assert notes.count() == 1
    assert notes.first.evaluate("note => note.closest('th') !== null")


def test_what_holds_is_folded_on_the_page_and_open_on_paper(visit: Callable[..., Page]) -> None:
    page = visit(PAGES["checks"], 1280)
    table = page.locator("table.checks").first
    assert not table.is_visible()

    page.emulate_media(media="print")

    assert table.evaluate("each => each.checkVisibility()")
