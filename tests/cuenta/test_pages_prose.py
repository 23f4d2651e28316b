"""A chapter's text: linked figures, stable anchors, and nothing a hostile text can bend."""

import re

import pytest

from cuenta.pages.book import book_of
from cuenta.pages.prose import blocks, cited
from programs.ledger import Chapter
from tests.cuenta.printing import html_at, seed_site
from tests.ledgers import small_site


def html_of(body: str) -> str:
    book = book_of(small_site())
    return "".join(block.html for block in blocks(book, Chapter("prueba", "Prueba", body)))


def test_figure_in_the_text_is_linked_and_written_as_published() -> None:
    html = html_of("Se transfirieron {cifra:pymes-total-monto} en un año.")

    assert 'href="/cuentas/2022/cifras/pymes-total-monto/">MM$\xa069.857</a> en un año.' in html


def test_figure_that_differs_carries_its_mark_into_the_text() -> None:
    html = html_of("Fueron {cifra:asociativos-total-personas} organizaciones.")

    assert "No cuadra</span>" in html


def test_paragraphs_and_items_have_anchors_in_order_that_one_can_ask_about() -> None:
    html = html_of("Uno.\n\n- Dos\n- Tres\n\nCuatro.")

    positions = [html.index(f'id="p{number}"') for number in (1, 2, 3, 4)]
    assert positions == sorted(positions)
    assert "sobre=/cuentas/2022/ediciones/1/capitulos/prueba/%23p4" in html
    assert "Preguntar por el párrafo 4" in html


def test_table_stands_where_the_text_places_it() -> None:
    book = book_of(small_site())
    chapter = Chapter("prueba", "Prueba", "Antes.\n\n{tabla:pymes}\n\nDespués.")

    found = blocks(book, chapter)

    assert [block.table for block in found] == ["", "pymes", ""]
    assert "Después" in found[2].html


def test_table_the_text_does_not_place_follows_it() -> None:
    html = html_at(small_site(), "capitulos/pymes/")

    assert html.index("Llegó a") < html.index('<table class="t"')


def test_figure_the_text_does_not_place_is_listed() -> None:
    site = seed_site()
    for chapter in site.ledger.chapters:
        html = html_at(site, f"capitulos/{chapter.slug}/")
        for figure in book_of(site).by_chapter.get(chapter.slug, ()):
            assert f"/cifras/{figure.key}/" in html, figure.key


def test_unknown_figure_is_said_not_hidden() -> None:
    assert "falta la cifra «no-existe»" in html_of("Hubo {cifra:no-existe}.")


def test_cited_figures_are_known() -> None:
    chapter = Chapter("x", "X", "{cifra:a-b} y {cifra:c}, con {tabla:t}")

    assert cited(chapter) == {"a-b", "c"}


def test_heading_of_the_text_never_outranks_the_page() -> None:
    html = html_of("# Grande\n\nTexto.")

    assert "<h2>Grande</h2>" in html


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '[x](https://x.cl "{cifra:pymes-total-monto} onclick=alert(1)")',
        "![x](https://x.cl/a.png)",
        '[x](https://x.cl "a > {cifra:pymes-total-monto} < b")',
        "<p id=p1 style='color:red'>a</p>",
        "[x](https://x.cl/{cifra:pymes-total-monto})",
    ],
)
def test_hostile_text_gains_no_element_and_no_attribute(body: str) -> None:
    html = html_of(body)

    assert "<script" not in html
    assert "<img" not in html
    for trace in (" onclick=", " onerror=", " style=", "javascript:"):
        assert trace not in "".join(tags(html))


def tags(html: str) -> list[str]:
    return re.findall(r"<[^>]*>", html)
