"""The page of checks tells each difference with its two numbers and whoever explains it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cuenta.pages.cuadratura import pages, summary_of
from cuenta.pages.differences import Difference, difference_of
from cuenta.pages.site import Site
from cuenta.pages.words import counted, day, day_of_iso, instant
from programs.checks import Verdict
from programs.ledger import CheckKind, Explanation, Ledger, Rule, Unit, Voice
from programs.sentences import joined
from tests.cuenta.printing import html_at
from tests.ledgers import edition_of, figure, small_ledger, small_site

EXPLAINED = "suma-asociativos-beneficiarios"


def page_of(site: Site) -> str:
    return html_at(site, "cuadratura/")


def context_of(site: Site) -> dict[str, Any]:
    (page,) = pages(site)
    return page.context


def difference(site: Site, slug: str) -> Difference:
    return difference_of(site, next(each for each in site.outcomes if each.slug == slug))


def with_explanation(**changes: Any) -> Ledger:
    ledger = small_ledger()
    return replace(ledger, explanations=(replace(ledger.explanations[0], **changes),))


def test_page_has_a_place_for_every_check_and_only_one() -> None:
    site = small_site()

    html = page_of(site)

    for outcome in site.outcomes:
        assert html.count(f'id="{outcome.slug}"') == 1, outcome.slug


def test_headings_count_in_words() -> None:
    site = small_site()
    differing = sum(outcome.differs for outcome in site.outcomes)

    context = context_of(site)

    assert context["differ_title"] == counted(differing, "que no cuadra", "que no cuadran")
    assert len(context["differences"]) == differing > 1


@pytest.mark.parametrize(
    ("count", "title"),
    [(1, "Una que no cuadra"), (12, "Doce que no cuadran"), (20, "Veinte que no cuadran"),
     (21, "21 que no cuadran")],
)  # fmt: skip
def test_counts_are_words_up_to_twenty(count: int, title: str) -> None:
    assert counted(count, "que no cuadra", "que no cuadran") == title


def test_squares_are_as_many_as_checks_and_their_sentence_adds_up() -> None:
    site = small_site()

    summary = summary_of(site.outcomes)

    numbers = [int(word) for word in summary.text.replace(".", "").split() if word.isdigit()]
    assert sum(numbers) == len(summary.squares) == len(site.outcomes)


def test_summary_of_nothing_says_so() -> None:
    assert summary_of(()).text == "Todavía no hay nada que comprobar."


def test_sum_that_differs_shows_both_numbers_parts_and_picture() -> None:
    found = difference(small_site(), EXPLAINED)

    assert (found.left.number, found.right.number) == ("416", "547")
    assert [part.text for part in found.parts] == ["133", "174", "43", "66", "131"]
    assert found.shows_parts
    assert "131 de diferencia" in found.chart
    assert "El documento dice 416" in found.chart
    assert "Las partes suman 547" in found.chart
    assert not found.digits


def test_factor_of_a_thousand_marks_the_extra_digits() -> None:
    ledger = small_ledger()
    found = difference(small_site(ledger), "emergencia-monto")

    assert [(line.same, line.extra) for line in found.digits] == [
        ("$\xa0495.050.000", ".000"),
        ("$\xa0495.000.000", ""),
    ]
    assert not found.chart


def test_same_fact_in_two_places_names_both_and_links_them() -> None:
    found = difference(small_site(), "emergencia-monto")

    assert found.left.href.endswith("/cifras/emergencia-texto-monto/")
    assert found.right.href.endswith("/cifras/productos-emergencia-monto/")
    assert "lámina 12" in found.left.label
    assert "lámina 25" in found.right.label


def test_percentages_show_what_is_left_of_a_hundred() -> None:
    site = small_site()
    outcome = next(o for o in site.outcomes if o.kind is CheckKind.SHARE and o.differs)

    found = difference_of(site, outcome)

    assert (found.left.number, found.left.after) == ("96", "%")
    assert (found.right.number, found.right.after) == ("100", "%")
    assert "shares-bar" in found.chart
    assert "mujeres: 53" in found.chart


def test_count_of_rows_is_drawn_with_two_bars() -> None:
    ledger = small_ledger()
    stated = figure(
        "programas-texto", 7, indicator="asesorados", chapter="pymes", title="Programas"
    )
    rule = Rule("cuenta-programas", CheckKind.COUNT, "Programas", "programas-texto", ("pymes:*",))
    ledger = replace(ledger, figures=(*ledger.figures, stated), rules=(*ledger.rules, rule))

    found = difference(small_site(ledger), "cuenta-programas")

    assert (found.left.number, found.right.number) == ("7", "10")
    assert [bar.text for bar in found.bars] == ["7", "10"]


def test_note_of_the_editor_says_the_institution_has_not_explained() -> None:
    html = page_of(small_site())

    assert "Nota de quien preparó la edición" in html
    assert "La institución no ha explicado esta diferencia." in html
    assert "Equipo de datos. La institución" in html


def test_words_of_the_institution_are_given_as_its_own() -> None:
    ledger = with_explanation(voice=Voice.INSTITUTION)

    found = difference(small_site(ledger), EXPLAINED)

    assert found.words is not None
    assert found.words.title == "Qué explica la institución"
    assert found.words.is_institution


def test_explanation_of_another_difference_is_not_shown() -> None:
    ledger = with_explanation(difference="-130")

    assert difference(small_site(ledger), EXPLAINED).words is None


def test_difference_without_words_says_there_are_none_yet() -> None:
    html = page_of(small_site())

    assert "Todavía no hay una explicación." in html


def test_asking_about_a_difference_names_its_edition_and_place() -> None:
    found = difference(small_site(), EXPLAINED)

    path = "/cuentas/2022/ediciones/1/cuadratura/"
    assert found.ask == f"/participar/?sobre={path}%23{EXPLAINED}"


def test_what_cannot_be_told_says_why() -> None:
    ledger = small_ledger()
    grown = figure("crece-mas", 17, Unit.PERCENT, indicator="participacion", chapter="centros")
    rule = Rule("crecio", CheckKind.GROWTH, "Aumento", "crece-mas", ("centros-asesorados",))
    site = small_site(
        replace(ledger, figures=(*ledger.figures, grown), rules=(*ledger.rules, rule))
    )
    unknown = [outcome for outcome in site.outcomes if outcome.verdict is Verdict.UNKNOWN]

    lines = context_of(site)["unknown"]

    assert unknown
    assert [line.sentence for line in lines] == [outcome.sentence for outcome in unknown]


def test_what_holds_is_grouped_by_kind_and_nothing_is_left_out() -> None:
    site = small_site()

    groups = context_of(site)["groups"]

    shown = [line.anchor for group in groups for line in group.lines]
    assert sorted(shown) == sorted(outcome.slug for outcome in site.outcomes if outcome.holds)


def test_account_without_checks_has_a_page_all_the_same() -> None:
    ledger = replace(small_ledger(), tables=(), figures=(), rules=(), explanations=())

    html = page_of(small_site(ledger))

    assert "Todavía no hay nada que comprobar." in html
    assert "que no cuadra" not in html


def test_instant_that_is_no_date_is_shown_as_it_is() -> None:
    assert day_of_iso("ayer") == "ayer"
    assert day_of_iso("2022-05-19T10:00:00") == "2022-05-19T10:00:00"


def test_dates_are_those_of_chile() -> None:
    edition = edition_of(small_ledger())
    late = edition.published_at.replace(hour=3)

    assert day(late) == "18 de mayo de 2022"
    assert instant(edition.published_at) == "19 de mayo de 2022, 10:00 (hora de Chile)"


@pytest.mark.parametrize(
    ("parts", "said"), [(["a"], "a"), (["a", "b"], "a y b"), (["a", "b", "c"], "a, b y c")]
)
def test_lists_end_in_and(parts: list[str], said: str) -> None:
    assert joined(parts) == said


def test_amounts_in_other_units_are_compared_in_pesos() -> None:
    ledger = small_ledger()
    pesos = figure(
        "total-pesos", 69_857_000_001, Unit.PESO, indicator="transferencias", chapter="pymes",
        scope="otro", title="Total en pesos",
    )  # fmt: skip
    rule = Rule("en-pesos", CheckKind.SUM, "En pesos", "total-pesos", ("centros-asesorados-x",))
    ledger = replace(
        ledger,
        figures=(
            *ledger.figures, pesos,
            replace(pesos, key="centros-asesorados-x", value=Decimal(1), scope="parte"),
        ),
        rules=(*ledger.rules, rule),
    )  # fmt: skip

    found = difference(small_site(ledger), "en-pesos")

    assert (found.left.before, found.left.number) == ("$", "69.857.000.001")
    assert (found.right.before, found.right.number) == ("$", "1")
    assert found.is_long


def test_explanation_shows_its_words_its_author_and_its_date() -> None:
    given = Explanation(EXPLAINED, "-131", "Porque sí.", Voice.INSTITUTION, "Ana", "ayer")
    ledger = replace(small_ledger(), explanations=(given,))

    html = page_of(small_site(ledger))

    assert "Porque sí." in html
    assert "Ana, ayer." in html


def test_growth_that_differs_shows_both_percentages_in_their_unit() -> None:
    ledger = small_ledger()
    grown = figure("crece-mas", 17, Unit.PERCENT, indicator="participacion", chapter="centros")
    rule = Rule("crecio", CheckKind.GROWTH, "Aumento", "crece-mas", ("centros-asesorados",))
    now = replace(ledger, figures=(*ledger.figures, grown), rules=(*ledger.rules, rule))
    before = tuple(
        replace(each, value=Decimal(20_000)) if each.key == "centros-asesorados" else each
        for each in ledger.figures
    )
    site = replace(small_site(now), previous=replace(ledger, figures=before))

    found = difference(site, "crecio")

    assert (found.left.number, found.left.after) == ("17", "%")
    assert (found.right.number, found.right.after) == ("46,7", "%")


def test_sum_of_regions_is_held_against_regions() -> None:
    ledger = small_ledger()
    national = figure("inscritos-texto", 32_683, indicator="inscritos", chapter="capacitacion")
    rows = tuple(row for row in ledger.table["capacitacion-virtual"].rows if not row.is_total)
    table = replace(ledger.table["capacitacion-virtual"], rows=rows)
    figures = tuple(
        each for each in ledger.figures if (each.table, each.row) != (table.slug, "total")
    )
    others = tuple(each for each in ledger.tables if each.slug != table.slug)
    site = small_site(
        replace(ledger, tables=(*others, table), figures=(*figures, national), rules=())
    )

    lines = [line for group in context_of(site)["groups"] for line in group.lines]

    (line,) = [each for each in lines if each.anchor.startswith("regiones-")]
    assert (line.against, line.result) == ("16 regiones", "32.683")


def test_downloads_come_before_the_first_difference() -> None:
    html = page_of(small_site())

    assert html.index("cuadratura.csv") < html.index('class="difference')


def test_what_holds_is_folded_but_in_the_page() -> None:
    site = small_site()

    html = page_of(site)

    _, folded = html.split('id="cuadran"')
    assert folded.count('<details class="fold">') == len(context_of(site)["groups"]) > 0
    assert "<details open" not in folded


def test_one_difference_seen_from_two_sides_is_said_to_be_one() -> None:
    ledger = small_ledger()
    first = next(each for each in small_site(ledger).outcomes if each.slug == EXPLAINED)
    assert first.stated is not None
    parts = tuple(part.figure.key for part in first.parts if part.figure)
    rule = Rule("otra-vez", CheckKind.SUM, "Otra vez", first.stated.key, (*parts[:4], "cero"))
    rest = replace(first.parts[4].figure, key="cero", table="", row="", column="", scope="x")  # type: ignore[type-var]
    site = small_site(replace(ledger, figures=(*ledger.figures, rest), rules=(*ledger.rules, rule)))

    found = difference(site, "otra-vez")

    assert [twin.anchor for twin in found.twins] == [EXPLAINED]
    assert "vista desde otro lado" in page_of(site)
