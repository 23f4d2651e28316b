"""Regions, programs, products and the front page: headlines worked out, silences named."""

from dataclasses import replace
from decimal import Decimal

from cuenta.pages import chapters
from cuenta.pages.book import book_of
from cuenta.pages.findings import in_words, rank_sentence, spread
from cuenta.pages.home import callout, lead
from cuenta.pages.people import sex_split
from cuenta.pages.places import against, country, strip
from cuenta.pages.products import apart_sentences, product_bars, total_mark
from cuenta.pages.regions import money_note, region_money
from programs.regions import BY_CODE
from tests.cuenta.printing import home_of, html_at, seed_ledger, seed_site
from tests.ledgers import small_ledger, small_site

OHIGGINS = BY_CODE["06"]


def test_country_is_read_from_the_table_that_has_all_sixteen() -> None:
    book = book_of(small_site())

    found = spread(book)

    assert found is not None
    assert found.table.slug == "capacitacion-virtual"
    assert found.column.key == "total"
    assert len(found.figures) == 16


def test_account_without_regions_has_no_map() -> None:
    ledger = small_ledger()
    tables, figures = ledger.tables[:2], ledger.figures[:30]
    site = small_site(replace(ledger, tables=tables, figures=figures, rules=()))

    assert country(book_of(site), spread(book_of(site))) is None
    assert "De norte a sur" not in home_of(site)


def test_tiles_go_north_to_south_and_the_most_is_darkest() -> None:
    book = book_of(small_site())
    found = country(book, spread(book))

    assert found is not None
    assert [tile.mark for tile in found.tiles][::15] == ["AP", "MG"]
    capital = next(tile for tile in found.tiles if tile.mark == "RM")
    assert (capital.level, capital.number) == (5, "11.070")


def test_strip_marks_the_region_being_read() -> None:
    here = [tile.mark for tile in strip(book_of(small_site()), OHIGGINS) if tile.is_here]

    assert here == ["OH"]


def test_region_is_held_against_the_country() -> None:
    book = book_of(small_site())

    told = against(book, OHIGGINS, spread(book))

    assert told is not None
    assert told.sentence == "O’Higgins reúne el 5,0\xa0% del país (1.620 de 32.683)."
    assert [bar.label for bar in told.bars if bar.is_me] == ["O’Higgins"]
    assert told.bars[0].label == "Metropolitana"


def test_region_money_adds_rows_not_totals_in_a_wrong_unit() -> None:
    book = book_of(seed_site())

    assert region_money(book, BY_CODE["04"]) == Decimal("1059634989")
    assert region_money(book, BY_CODE["15"]) is None


def test_region_says_what_the_document_keeps_silent() -> None:
    html = html_at(seed_site(), "regiones/los-rios/")

    assert "Qué falta aquí" in html
    assert "«Programas especiales con fondos regionales» nombra programas de 13 regiones" in html


def test_region_with_a_missing_figure_names_it_and_its_note() -> None:
    html = html_at(seed_site(), "regiones/la-araucania/")

    missing = html[html.index("Qué falta aquí") :]
    assert "Conadi" in missing
    assert "en proceso de selección" in missing


def test_program_knows_its_place_by_money() -> None:
    html = html_at(small_site(), "programas/crece/")

    assert "Es el segundo programa con más dinero" in html
    assert "20,1\xa0%" in html


def test_place_follows_the_figures_not_the_words() -> None:
    book = book_of(small_site())
    first, second = (
        book.ledger.figure[f"pymes-{slug}-monto"] for slug in ("crece", "ruta-digital")
    )

    assert rank_sentence(book, first, [first, second], "la lista").startswith(
        "Es el programa con más"
    )
    assert rank_sentence(book, second, [first, second], "la lista").startswith("Es el segundo")


def test_program_lists_those_that_bear_its_name_and_they_point_back() -> None:
    site = small_site()

    assert "Crece y Emprende Conadi" in html_at(site, "programas/crece/")
    assert "Lleva el nombre del programa nacional" in html_at(site, "programas/conadi/")


def test_program_without_figures_says_so() -> None:
    html = html_at(seed_site(), "programas/mejora-negocios/")

    assert "no dice cuánto dinero movió" in html


def test_sexes_that_do_not_reach_a_hundred_say_what_is_missing() -> None:
    book = book_of(small_site())

    split = sex_split(book, book.by_program["ruta-digital"], "Ruta Digital")

    assert split is not None
    assert [words for _, _, words, _ in split.shares] == ["mujeres", "hombres"]
    assert "Falta 4\xa0% para llegar a cien" in split.note


def test_sexes_nobody_stated_draw_nothing() -> None:
    book = book_of(small_site())

    assert sex_split(book, book.by_program["redes"], "Redes") is None


def test_products_go_by_money_with_their_part_of_the_stated_total() -> None:
    bars = product_bars(book_of(small_site()))

    assert [bar.number for bar in bars] == ["69.857", "24.346", "15.291", "9.784", "495"]
    assert bars[0].sub == "58,3\xa0%"


def test_money_total_wears_the_mark_of_its_own_table() -> None:
    mark = total_mark(book_of(seed_site()))

    assert mark is not None
    assert mark.word == "Cuadra"


def test_front_page_opens_with_the_headline_figure() -> None:
    html = home_of(small_site())

    assert "Qué hizo Sercotec con el dinero en 2021" in html
    assert ">119.773</a>" in html
    assert "MM$ se lee «millones de pesos»" in html


def test_front_page_of_another_service_speaks_of_it() -> None:
    ledger = small_ledger()
    other = replace(ledger.institution, name="Otro Servicio", short_name="Otro")

    html = home_of(small_site(replace(ledger, institution=other, management_year=2023)))

    assert "Qué hizo Otro con el dinero en 2023" in html
    assert "Sercotec con" not in html


def test_front_page_tells_differences_in_two_numbers() -> None:
    told = callout(book_of(small_site()))

    assert told is not None
    assert any("416 donde sus partes suman 547" in sentence for sentence in told.sentences)


def test_account_that_adds_up_has_no_callout() -> None:
    ledger = small_ledger()
    pymes = ledger.table["pymes"]
    figures = tuple(figure for figure in ledger.figures if figure.table == "pymes")
    site = small_site(replace(ledger, tables=(pymes,), figures=figures, rules=()))

    assert callout(book_of(site)) is None
    assert "No las escondemos" not in home_of(site)


def test_account_without_headline_still_has_a_front_page() -> None:
    ledger = small_ledger()
    figures = tuple(replace(figure, highlight=None) for figure in ledger.figures)
    site = small_site(replace(ledger, figures=figures))

    assert lead(book_of(site)) == ""
    assert "Adónde fue el dinero" in home_of(site)


def test_small_counts_are_words() -> None:
    assert [in_words(count) for count in (0, 1, 10, 11)] == ["ninguno", "uno", "diez", "11"]


def test_map_of_one_column_does_not_promise_a_breakdown_it_lacks() -> None:
    book = book_of(seed_site())

    found = country(book, spread(book))

    assert found is not None
    assert found.title == "Personas inscritas en cursos virtuales"


def test_part_of_a_product_is_of_what_the_products_add_up() -> None:
    html = html_at(seed_site(), "productos/competitividad/")
    chapter = html_at(seed_site(), "capitulos/fortalecimiento-de-las-pymes/")

    assert "58,3\xa0% de las transferencias de los cinco productos" in html
    assert "dinero de la cuenta" not in html
    assert "Parte de todas las transferencias" not in chapter


def test_total_of_products_names_the_money_it_leaves_out() -> None:
    ledger = seed_ledger()
    bare = tuple(each for each in ledger.figures if each.key != "financiamiento-centros")

    said = apart_sentences(book_of(seed_site()))
    without = apart_sentences(book_of(small_site(replace(ledger, figures=bare))))

    assert len(said) == 1
    assert "$\xa020.103.100.444 de Centros de Negocios" in said[0]
    assert said[0] in home_of(seed_site())
    assert without == ()


def test_front_page_counts_what_nobody_can_check_apart_from_what_adds_up() -> None:
    site = seed_site()
    holds = sum(each.holds for each in site.outcomes)
    unknown = sum(not each.holds and not each.differs for each in site.outcomes)

    told = callout(book_of(site))

    assert told is not None
    assert told.holding == f"Otras {holds} cuadran y {unknown} no se pueden comprobar."


def test_front_page_asks_for_questions_and_promises_no_day_that_nobody_set() -> None:
    html = home_of(seed_site())

    assert 'href="/participar/?sobre=/cuentas/2022/ediciones/1/">Hacer una pregunta</a>' in html
    assert "El período de recepción" not in html


def test_region_bars_say_what_they_add_and_what_they_leave_out() -> None:
    said = money_note(book_of(seed_site()))

    assert said.startswith("Dinero de «Programas especiales de emergencia productiva» y «Programas")
    assert "No incluye los programas nacionales" in said
    assert said in html_at(seed_site(), "regiones/")


def test_region_names_what_is_given_for_the_country_alone() -> None:
    html = html_at(seed_site(), "regiones/los-rios/")

    assert "el dinero de «Resultados de los programas asociativos»" in html
    assert "organizaciones de «Resultados de los programas asociativos»" not in html


def test_chapter_of_many_tables_opens_with_what_they_add_up() -> None:
    ledger = seed_ledger()
    book = book_of(seed_site())
    bare = book_of(small_site(replace(ledger, rules=())))

    said = chapters.lead(book, ledger.chapter["fondos-regionales"])

    assert said == "Las 48 filas de sus 13 tablas suman MM$\xa025.656; el texto dice MM$\xa015.291."
    assert chapters.lead(bare, ledger.chapter["fondos-regionales"]) == ""
