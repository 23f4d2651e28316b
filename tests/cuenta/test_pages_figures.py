"""A figure's page: value, unit, source, checks, citation and history."""

import json
from dataclasses import replace
from decimal import Decimal

from cuenta.pages.book import book_of
from cuenta.pages.citations import cite
from cuenta.pages.figures import history
from cuenta.pages.reasons import reasons
from cuenta.pages.shown import marks_of
from cuenta.pages.site import Site
from programs.checks import Verdict
from programs.ledger import Erratum, Explanation, Figure, Voice
from tests.cuenta.printing import html_at, seed_ledger, seed_site
from tests.ledgers import edition_of, small_ledger, small_site

TOTAL = "asociativos-total-personas"


def test_figure_shows_its_unit_its_words_and_its_slide() -> None:
    html = html_at(small_site(), "cifras/pymes-total-monto/")

    assert '<span class="unit">MM$</span><span>69.857</span>' in html
    assert "69.857 millones de pesos" in html
    assert "Lámina 8" in html


def test_missing_figure_is_a_dash_with_its_note_not_zero() -> None:
    html = html_at(small_site(), "cifras/fondos-la-araucania-conadi-personas/")

    assert "<span>–</span>" in html
    assert "en proceso de selección" in html
    assert "<span>0</span>" not in html


def test_figure_that_differs_shows_sum_difference_and_cut_rule() -> None:
    html = html_at(small_site(), f"cifras/{TOTAL}/")

    assert "Por qué no cuadra" in html
    assert 'class="n cut">547' in html
    assert "−131" in html
    assert 'class="n ok"' not in html


def test_figure_that_holds_shows_the_double_rule() -> None:
    html = html_at(small_site(), "cifras/pymes-total-monto/")

    assert "Por qué cuadra" in html
    assert 'class="n ok">MM$\xa069.857' in html


def test_figure_nobody_can_check_says_so() -> None:
    html = html_at(small_site(), "cifras/centros-asesorados/")

    assert "Por qué no lleva marca" in html


def test_mark_says_where_when_it_holds_here_and_differs_there() -> None:
    book = book_of(seed_site())
    figure = book.ledger.figure["productos-total-transferencias"]

    words = [mark.word for mark in marks_of(book.marks[figure.key])]

    assert words == ["No cuadra con otra cifra", "Cuadra en su tabla"]


def test_explanation_stands_beside_its_difference_and_names_who_speaks() -> None:
    site = small_site()
    book = book_of(site)
    outcome = next(
        each for each in book.differing if each.slug == f"suma-asociativos-{'beneficiarios'}"
    )
    words = Explanation(
        outcome.slug, outcome.difference_key, "Así fue.", Voice.INSTITUTION, "Sercotec", ""
    )
    explained = small_site(replace(small_ledger(), explanations=(words,)))

    html = html_at(explained, f"cifras/{TOTAL}/")

    assert "Qué explica la institución" in html
    assert "Así fue." in html


def test_explanation_of_another_difference_is_not_shown() -> None:
    words = Explanation(
        "suma-asociativos-beneficiarios", "-130", "Otra cosa.", Voice.EDITOR, "X", ""
    )
    site = small_site(replace(small_ledger(), explanations=(words,)))

    html = html_at(site, f"cifras/{TOTAL}/")

    assert "Otra cosa." not in html
    assert "Todavía no hay una explicación publicada" in html


def test_own_check_comes_before_those_it_is_only_a_part_of() -> None:
    book = book_of(small_site())

    told = reasons(book, book.ledger.figure[TOTAL])

    assert told[0].slug == "suma-asociativos-beneficiarios"
    assert told[0].mark.verdict is Verdict.DIFFERS


def test_question_names_the_edition_that_was_read() -> None:
    html = html_at(small_site(), "cifras/centros-asesorados/")

    assert 'href="/participar/?sobre=/cuentas/2022/ediciones/1/cifras/centros-asesorados/"' in html


def test_citation_names_author_year_edition_value_and_permanent_address() -> None:
    book = book_of(small_site())
    figure = book.ledger.figure["pymes-total-monto"]

    text = cite(book, figure, book.shown(figure)).text

    assert text.startswith("Sercotec (2022). Cuenta Pública Participativa 2022, edición 1. ")
    assert "MM$\xa069.857" in text
    assert text.endswith(
        "https://cuenta.example/cuentas/2022/ediciones/1/cifras/pymes-total-monto/"
    )


def test_bibtex_escapes_what_latex_would_read() -> None:
    book = book_of(small_site())
    figure = book.ledger.figure["genero-crece-mujeres"]

    bibtex = cite(book, figure, book.shown(figure)).bibtex

    assert bibtex.startswith("@misc{sercotec-2022-genero-crece-mujeres,")
    assert r"41" in bibtex
    assert r"\%" in bibtex
    assert bibtex.count("{") == bibtex.count("}")


def test_csl_and_json_say_the_same_address() -> None:
    site = small_site()

    csl = json.loads(html_at(site, "cifras/pymes-total-monto.csl.json"))
    data = json.loads(html_at(site, "cifras/pymes-total-monto.json"))

    assert csl[0]["URL"] == data["address"]
    assert csl[0]["issued"]["date-parts"] == [[2022, 5, 19]]
    assert Decimal(data["value"]) == Decimal("69857000000")
    assert data["unit"] == "MM$"


def test_json_of_a_missing_figure_has_no_value() -> None:
    data = json.loads(html_at(small_site(), "cifras/fondos-la-araucania-conadi-personas.json"))

    assert data["value"] is None


def test_history_tells_each_edition_with_the_reason_of_the_change() -> None:
    first = small_ledger()
    mended = tuple(
        replace(each, value=Decimal(547)) if each.key == TOTAL else each for each in first.figures
    )
    erratum = Erratum("organizaciones", "El total dejaba fuera un programa", figure=TOTAL)
    second = replace(first, figures=mended, errata=(erratum,))
    editions = (edition_of(first), edition_of(second, 2, "Corrige un total"))
    site = Site(second, editions[1], editions, "https://cuenta.example")

    past = history(book_of(site), second.figure[TOTAL])
    other = history(book_of(site), second.figure["centros-asesorados"])

    assert [(each.edition, each.text) for each in past] == [
        ("Edición 1", "416"),
        ("Edición 2", "547"),
    ]
    assert past[1].reason == "El total dejaba fuera un programa"
    assert other[1].reason == "Sin cambios"


def test_figure_new_in_the_second_edition_was_not_in_the_first() -> None:
    second = small_ledger()
    first = replace(second, figures=second.figures[1:])
    editions = (edition_of(first), edition_of(second, 2, "Agrega una cifra"))
    site = Site(second, editions[1], editions, "https://cuenta.example")

    past = history(book_of(site), second.figures[0])

    assert past[0].text == "No figuraba"
    assert past[1].reason == "Agrega una cifra"


def test_what_differs_of_a_figure_differs_of_the_same_figure_elsewhere() -> None:
    book = book_of(seed_site())
    keys = ("productos-fondos-regionales-transferencias", "financiamiento-regionales")

    for key in (*keys, "fondos-texto-transferencias"):
        shown = book.shown(book.ledger.figure[key])
        words = [mark.word for mark in shown.marks]
        assert words == ["No cuadra con sus filas", "Cuadra con otra cifra"], key
        assert reasons(book, book.ledger.figure[key])[0].slug == "fondos-transferencias-filas"


def test_text_and_cards_mark_a_figure_in_the_same_words() -> None:
    html = html_at(seed_site(), "capitulos/fondos-regionales/")

    assert html.count("No cuadra con sus filas") >= 4


def test_part_of_a_sum_is_not_told_why_it_does_not_add_up() -> None:
    book = book_of(seed_site())
    part = book.ledger.figure["asociativos-ferias-libres-organizaciones"]
    total = book.ledger.figure["asociativos-total-organizaciones"]
    copy = book.ledger.figure["financiamiento-regionales"]

    def headings(figure: Figure) -> dict[str, str]:
        return {each.slug: each.heading for each in reasons(book, figure)}

    assert headings(part)["suma-asociativos-organizaciones"] == "Sumas de las que forma parte"
    assert headings(total)["suma-asociativos-organizaciones"] == "Por qué no cuadra"
    assert headings(copy)["fondos-transferencias-filas"] == "La misma cifra, en otro lugar"


def test_two_places_that_disagree_have_no_winner() -> None:
    html = html_at(seed_site(), "cifras/pymes-texto-beneficiarios/")

    said, _, otherwise = html.partition("En otro lugar dice otra cosa")
    assert "Se esperaba" not in html
    assert "<dt>En otro lugar dice</dt>" in html
    assert "cifras/pymes-total-beneficiarios/" in said[said.index("También lo dice") :]
    assert "cifras/productos-competitividad-beneficiarios/" in otherwise


def test_two_rows_of_one_table_are_not_two_places_of_one_fact() -> None:
    ledger = seed_ledger()
    first, second = (
        ledger.figure[f"asociativos-{slug}-organizaciones"]
        for slug in ("ferias-libres", "barrios-comerciales")
    )
    alike = tuple(
        replace(each, program=first.program) if each is second else each for each in ledger.figures
    )

    html = html_at(small_site(replace(ledger, figures=alike)), f"cifras/{first.key}/")

    assert "En otro lugar dice otra cosa" not in html


def test_parts_in_several_units_each_say_theirs() -> None:
    book = book_of(seed_site())

    told = {each.slug: each for each in reasons(
        book, book.ledger.figure["fondos-texto-transferencias"])}  # fmt: skip

    mixed, pure = told["fondos-transferencias-totales"], told["fondos-transferencias-filas"]
    assert "$\xa01.139.487.621" in [part.number for part in mixed.parts]
    assert mixed.parts_unit == "Cifra"
    assert pure.parts_unit == "Cifra (MM$)"
    assert not any("$" in part.number for part in pure.parts)


def test_citation_on_the_page_gives_its_address() -> None:
    html = html_at(small_site(), "cifras/pymes-total-monto/")
    address = "https://cuenta.example/cuentas/2022/ediciones/1/cifras/pymes-total-monto/"

    quote = html[html.index("<blockquote") : html.index("</blockquote>")]

    assert f">{address}</a>" in quote


def test_citation_and_history_of_a_missing_figure_say_why() -> None:
    book = book_of(small_site())
    figure = book.ledger.figure["fondos-la-araucania-conadi-personas"]

    text = cite(book, figure, book.shown(figure)).text
    past = history(book, figure)

    assert ": sin cifra (en proceso de selección)." in text
    assert past[0].text == "sin cifra (en proceso de selección)"


def test_page_of_a_figure_leads_to_what_was_asked_of_it() -> None:
    html = html_at(small_site(), "cifras/pymes-total-monto/")

    address = "/cuentas/2022/cifras/pymes-total-monto/"
    assert f'<a href="/participacion/?sobre={address}">Vea lo que se ha preguntado</a>' in html
    assert f'data-fragment="/participacion/fragmento/?sobre={address}"' in html
