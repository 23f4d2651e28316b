"""What is found, in which order, and how it is narrowed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cuenta.pages.found import SearchPage
from cuenta.search.finding import MOST, PAGE, Rung
from cuenta.search.index import catch_up
from programs.actions.imports import import_account
from programs.models import Edition, User
from tests.cuenta.printed import publish
from tests.cuenta.search.conftest import titles
from tests.cuenta.search.world import frozen, search_ledger
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nuble", "Ñuble"),
        ("ÑUBLE", "Ñuble"),
        ("valparaiso", "Valparaíso"),
        ("libertador general bernardo o'higgins", "O’Higgins"),
        ("crece", "Crece"),
        ("reactivate pyme", "Reactívate Pyme"),
        ("capacitacion", "Capacitación virtual"),
    ],
)
def test_the_place_with_that_name_comes_first(
    edition: Edition, ask: Any, typed: str, first: str
) -> None:
    page = ask(typed)

    assert titles(page)[0] == first
    assert page.rows[0].href.startswith("/cuentas/2022/")


@pytest.mark.parametrize("typed", ["camino publico", "Caminos Públicos", "cami", "PÚBLICO caminó"])
def test_neither_number_nor_accents_nor_capitals_matter(
    edition: Edition, ask: Any, typed: str
) -> None:
    ledger = search_ledger()
    body = "Se repararon los caminos públicos."
    chapter = replace(ledger.chapters[0], body=body)
    frozen(replace(ledger, chapters=(chapter, *ledger.chapters[1:])), number=2)
    catch_up()

    page = ask(typed)

    assert chapter.title in titles(page)
    hits = [piece.text for row in page.rows for piece in row.excerpt if piece.is_hit]
    assert "caminos" in hits


@pytest.mark.parametrize("quoted", ['"{}"', "«{}»", "“{}”"])
def test_between_quotes_words_stand_together_and_in_that_order(
    edition: Edition, ask: Any, quoted: str
) -> None:
    ledger = search_ledger()
    body = "Se reparó el camino público de la costa."
    chapter = replace(ledger.chapters[0], body=body)
    frozen(replace(ledger, chapters=(chapter, *ledger.chapters[1:])), number=2)
    catch_up()

    assert chapter.title in titles(ask(quoted.format("Camino publico de la costa")))
    assert chapter.title in titles(ask(quoted.format("camino público") + " repar"))
    named = ask(quoted.format(chapter.title)).rows[0]
    assert any(piece.is_hit for piece in named.title)
    found = ask(quoted.format("público camino"))
    assert found.rows == ()
    assert found.meant is not None
    assert found.meant.label == "público camino"  # without its quotes it leads somewhere
    assert ask(quoted.format("camino pub")).rows == ()
    assert chapter.title in titles(ask('"camino publico'))  # a quote that is never closed


@pytest.mark.parametrize(
    ("typed", "kind"), [("regi", "Región"), ("asociativ", "Producto estratégico")]
)
def test_the_beginning_of_a_word_finds_it(
    edition: Edition, ask: Any, typed: str, kind: str
) -> None:
    page = ask(typed)

    assert kind in {row.kind for row in page.rows}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("34.710", "MM$\xa034.710"),
        ("34710", "MM$\xa034.710"),
        ("MM$ 34.710", "MM$\xa034.710"),
        ("34.710 millones de pesos", "MM$\xa034.710"),
        ("$ 34.710.000.000", "MM$\xa034.710"),
        ("$34.710.000.000", "MM$\xa034.710"),
        ("31.357", "31.357"),
        ("59 %", "59\xa0%"),
    ],
)
def test_an_amount_finds_the_figures_that_state_it(
    edition: Edition, ask: Any, typed: str, value: str
) -> None:
    page = ask(typed)

    assert page.rows[0].kind == "Cifra"
    assert page.rows[0].value == value


def test_an_amount_with_words_narrows_them(edition: Edition, ask: Any) -> None:
    page = ask("reactivate 34.710")

    assert [row.value for row in page.rows] == ["MM$\xa034.710"]


def test_a_figure_leads_to_its_page_and_tells_its_permanent_address(
    edition: Edition, ask: Any
) -> None:
    row = ask("34.710").rows[0]

    assert row.href == "/cuentas/2022/cifras/pymes-reactivate-pyme-monto/"
    assert row.permanent == "/cuentas/2022/ediciones/1/cifras/pymes-reactivate-pyme-monto/"


@pytest.mark.parametrize(
    ("typed", "meant"), [("reactivatte pime", "reactívate pyme"), ("gremmial", "gremial")]
)
def test_what_leads_nowhere_gets_a_suggestion(
    edition: Edition, ask: Any, typed: str, meant: str
) -> None:
    page = ask(typed)

    assert page.rows == ()
    assert page.meant is not None
    assert page.meant.label == meant
    assert ask(meant).rows


def test_what_nobody_says_gets_help_and_no_suggestion(
    edition: Edition, ask: Any, client: Client
) -> None:
    page = ask("xyzzyqwertz")

    assert page.meant is None
    assert page.examples
    html = client.get("/buscar/", {"q": "xyzzyqwertz"}).content.decode()
    assert "No encontramos nada así" in html


def test_words_that_say_nothing_do_not_narrow(edition: Edition, ask: Any) -> None:
    with_them, without = ask("el crece de la"), ask("crece")

    assert with_them.total == without.total


def test_what_is_chosen_narrows_and_its_count_was_told_before(edition: Edition, ask: Any) -> None:
    wide = ask("crece")
    facet = next(each for each in wide.facets if each.name == "tipo")
    told = {value.label: value.count for value in facet.values}

    narrow = ask("crece", tipo="cifra")

    assert {row.kind for row in narrow.rows} == {"Cifra"}
    assert narrow.total.split()[0] == told["Cifras"]
    assert narrow.chosen[0].label == "Qué es: Cifras"


def test_a_facet_counts_its_other_values_too(edition: Edition, ask: Any) -> None:
    wide, narrow = ask("crece"), ask("crece", tipo="cifra")

    def kinds(page: SearchPage) -> dict[str, str]:
        facet = next(each for each in page.facets if each.name == "tipo")
        return {value.label: value.count for value in (*facet.values, *facet.rest)}

    assert kinds(wide) == kinds(narrow)


@pytest.mark.parametrize(
    ("name", "value"),
    [("region", "nuble"), ("programa", "crece"), ("capitulo", "pymes"), ("cuenta", "2022")],
)
def test_every_facet_narrows(edition: Edition, ask: Any, name: str, value: str) -> None:
    page = ask("mujeres" if name == "region" else "crece", **{name: value})

    assert page.rows
    assert page.wider is not None


def test_pages_hold_every_result_once(edition: Edition, ask: Any, client: Client) -> None:
    page = ask("inscritos")
    seen = [row.href for row in page.rows]
    while page.next:
        page = client.get(page.next).context["page"]
        seen += [row.href for row in page.rows]

    assert len(seen) == len(set(seen)) == int(page.total.split()[0])
    assert len(seen) > PAGE


def test_beyond_what_is_looked_at_counts_say_that_there_is_more(
    edition: Edition, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST, Rung.FIGURES, 5)

    page = ask("inscritos")

    assert page.total.startswith("Más de ")
    assert all(value.count.endswith("+") for facet in page.facets for value in facet.values)


def test_a_new_edition_replaces_the_old_one(edition: Edition, ask: Any) -> None:
    ledger = search_ledger()
    before = ask("crece").total
    frozen(replace(ledger, summary="Otro resumen."), number=2)

    late = ask("34.710").rows[0].permanent
    catch_up()
    now = ask("34.710").rows[0].permanent

    assert "/ediciones/1/" in late
    assert "/ediciones/2/" in now
    assert ask("crece").total == before


def test_what_is_only_in_the_draft_is_not_found(db: None, ask: Any) -> None:
    ledger = search_ledger()
    publish(ledger)
    chapter = replace(ledger.chapters[0], body="El ornitorrinco del borrador.")
    changed = replace(ledger, chapters=(chapter, *ledger.chapters[1:]))
    editor = User.objects.get(email="edita@prueba.invalid")
    import_account(changed, by=editor, now=NOW + timedelta(days=1), origin="borrador")
    catch_up(anew=True)

    page = ask("ornitorrinco")

    assert page.rows == ()
    assert page.meant is None
    assert ask("crece").rows
