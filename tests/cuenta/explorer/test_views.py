"""What `/datos/` shows of what is published, and what its address may say."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuenta.explorer.facts import published
from cuenta.explorer.forms import ExplorerForm
from cuenta.models import MethodBreak
from cuenta.search.sources.account import newest_editions
from programs.actions.imports import import_account
from programs.models import Edition, User
from tests.cuenta.explorer.conftest import next_year
from tests.cuenta.printed import publish
from tests.cuenta.search.world import frozen, publishable, search_ledger
from tests.cuenta.test_hostile_pages import read
from tests.factories import NOW
from tests.hostile import hostile_ledger

pytestmark = pytest.mark.django_db
NAMES = tuple(ExplorerForm().fields)
Two = tuple[Edition, Edition]


def test_every_published_figure_is_in_the_table(edition: Edition, see: Any) -> None:
    page = see()
    seen = [row.href for row in page.rows]
    start = 0
    while page.next:
        start += 50
        page = see(desde=str(start))
        seen += [row.href for row in page.rows]

    figures = search_ledger().figures
    assert seen == [f"/cuentas/2022/ediciones/1/cifras/{each.key}/" for each in figures]


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"indicador": "inscritos"}, lambda each: each.indicator == "inscritos"),
        ({"region": "nuble"}, lambda each: each.region == "16"),
        ({"region": "-"}, lambda each: each.region == ""),
        ({"sexo": "mujeres"}, lambda each: each.sex == "women"),
        ({"sexo": "-", "indicador": "inscritos"},
         lambda each: each.sex == "" and each.indicator == "inscritos"),
        ({"programa": "crece"}, lambda each: each.program == "crece"),
        ({"producto": "pymes"}, lambda each: each.product == "pymes"),
        ({"cuenta": "2022"}, lambda each: each.year == 2022),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_has_it_and_nothing_else(
    two_years: Two, see: Any, asked: dict[str, str], holds: Any
) -> None:
    page = see(**asked)

    facts = published(newest_editions()).facts
    wanted = [each.href for each in facts if holds(each)]
    assert wanted
    assert [row.href for row in page.rows] == wanted[:50]
    assert page.total.split()[0] == str(len(wanted))


def test_values_are_those_of_the_newest_edition_and_never_of_the_draft(db: None, see: Any) -> None:
    ledger = search_ledger()
    publish(ledger)
    editor = User.objects.get(email="edita@prueba.invalid")
    draft = replace(next_year(), account_year=2022, management_year=2021, rules=ledger.rules)
    import_account(draft, by=editor, now=NOW + timedelta(days=1), origin="borrador")

    page = see(programa="crece", indicador="transferencias")

    assert {row.text for row in page.rows} == {"MM$\xa014.021"}


def test_bars_compare_regions_from_north_to_south(edition: Edition, see: Any) -> None:
    page = see(indicador="inscritos", ver="barras", por="region")

    assert [bar.label for bar in page.bars][:3] == ["Arica y Parinacota", "Tarapacá", "Antofagasta"]
    assert len(page.bars) == 16
    assert page.bars[0].number == "586"  # the whole of the region, not its women nor its men
    assert any(note.startswith("Quedan aparte") for note in page.notes)


def test_parts_are_compared_when_they_are_chosen(edition: Edition, see: Any) -> None:
    page = see(indicador="inscritos", ver="barras", por="region", sexo="mujeres")

    assert page.bars[0].number == "349"
    assert page.notes == ()


def test_two_years_stand_side_by_side(two_years: Two, see: Any) -> None:
    page = see(indicador="inscritos", ver="barras", por="region")

    assert len(page.bars) == 32
    assert [bar.label for bar in page.bars[:2]] == ["Arica y Parinacota", "Arica y Parinacota"]
    assert [bar.sub for bar in page.bars[:2]] == ["2021", "2022"]


def test_bars_ask_for_one_indicator(edition: Edition, see: Any) -> None:
    page = see(ver="barras", cuenta="2022")
    assert "elija qué se mide" in page.state
    assert len(page.offers) == 5
    assert all(see(**dict(parse_qsl(each.href.partition("?")[2]))).bars for each in page.offers)


def test_with_one_account_a_series_says_so(edition: Edition, see: Any) -> None:
    page = see(ver="serie", indicador="inscritos")

    assert "Solo está publicada la cuenta de un año" in page.state
    assert page.series == ()


def test_a_series_joins_the_years_that_follow_each_other(two_years: Two, see: Any) -> None:
    page = see(ver="serie", indicador="inscritos", region="nuble", sexo="-")

    [one] = page.series
    assert [(cell.year, cell.text) for cell in one.cells] == [(2021, "874"), (2022, "1.311")]
    assert 'class="joint"' in one.svg


def test_a_series_is_never_joined_across_a_change_of_method(two_years: Two, see: Any) -> None:
    MethodBreak.objects.create(indicator="inscritos", year=2022, text="Cuenta personas, no cupos.")

    page = see(ver="serie", indicador="inscritos", region="nuble", sexo="-")

    [one] = page.series
    assert 'class="joint"' not in one.svg
    assert 'class="break"' in one.svg
    assert one.cells[1].change == "Cuenta personas, no cupos."
    assert "desde 2022 se cuenta de otra manera" in page.breaks[0]


def test_a_change_of_method_of_another_indicator_changes_nothing(two_years: Two, see: Any) -> None:
    MethodBreak.objects.create(indicator="transferencias", year=2022, text="Otra cosa.")

    page = see(ver="serie", indicador="inscritos", region="nuble", sexo="-")

    assert 'class="joint"' in page.series[0].svg
    assert page.breaks == ()


def test_a_year_without_a_figure_is_a_dash_and_is_not_joined(two_years: Two, see: Any) -> None:
    page = see(ver="serie", indicador="transferencias", programa="crece")

    [one] = page.series
    assert [cell.text for cell in one.cells] == ["MM$\xa014.021", "–"]
    assert 'class="joint"' not in one.svg


def test_what_is_worked_out_says_how_and_whose_it_is(two_years: Two, client: Client) -> None:
    asked = {"indicador": "transferencias", "programa": "reactivate-pyme", "pesos": "2022",
             "medida": "habitante"}  # fmt: skip
    response = client.get("/datos/", asked)

    html, page = response.content.decode(), response.context["page"]
    assert "Es un cálculo de este portal, no una cifra de la cuenta." in html
    assert "INE, Índice de Precios al Consumidor" in html
    assert "12,8 % (2022)" in html
    assert "Censo de Población y Vivienda 2017" in html
    # MM$ 34.710 × 1,128 ÷ 17.574.003
    assert page.rows[0].reckoned == "$\xa02.228 por habitante"


def test_a_view_has_an_address_that_says_all_of_it(
    two_years: Two, see: Any, client: Client
) -> None:
    page = see(indicador="inscritos", ver="barras", por="region", sexo="mujeres")

    again = client.get(page.permalink.removeprefix("http://testserver").split("8000")[-1])

    assert again.context["page"].bars == page.bars


def test_the_csv_of_a_view_has_its_figures_to_the_peso(two_years: Two, client: Client) -> None:
    asked = {"indicador": "transferencias", "pesos": "2022"}
    response = client.get("/datos/cifras.csv", asked)

    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    facts = [
        each for each in published(newest_editions()).facts if each.indicator == "transferencias"
    ]
    assert [row["clave"] for row in rows] == [each.figure.key for each in facts]
    values = [Decimal(row["valor"]) if row["valor"] else None for row in rows]
    assert values == [each.figure.value for each in facts]
    older = next(row for row in rows if row["gestion"] == "2021" and row["valor"])
    assert Decimal(older["calculado"]) == Decimal(older["valor"]) * Decimal("1.128")


@pytest.mark.parametrize("view", ["tabla", "barras", "serie"])
def test_what_is_downloaded_is_what_is_seen(two_years: Two, client: Client, view: str) -> None:
    asked = {"indicador": "inscritos", "ver": view, "region": "nuble"}
    page = client.get("/datos/", asked).context["page"]

    data = client.get(page.json).json()
    rows = list(csv.DictReader(io.StringIO(client.get(page.csv).content.decode())))

    seen = {
        "tabla": lambda: [row.href for row in page.rows],
        "barras": lambda: [bar.figure_href for bar in page.bars],
        "serie": lambda: [cell.href for one in page.series for cell in one.cells],
    }[view]()
    assert seen
    assert [row["direccion"].split("8000")[-1] for row in rows] == seen
    assert [row["direccion"].split("8000")[-1] for row in data["filas"]] == seen
    assert {each["cuenta"] for each in data["acerca"]["ediciones"]} <= {2022, 2023}


@pytest.mark.parametrize(
    "query",
    [
        "indicador=%00", "indicador=no+es+slug", "cuenta=dos", "cuenta=99999", "region=atlantida",
        "sexo=x", "ver=torta", "por=luna", "pesos=dos", "medida=kilo", "desde=-1", "desde=x",
        "desde=" + "9" * 40, "programa=" + "a" * 10_000, "producto=%27%3B--", "sexo=%00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/datos/", "/datos/cifras.csv", "/datos/cifras.json"])
def test_what_cannot_be_asked_says_what_to_mend(
    edition: Edition, client: Client, query: str, path: str
) -> None:
    response = client.get(f"{path}?{query}")

    assert response.status_code == 400
    assert response.content.strip()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    values=st.dictionaries(
        st.sampled_from(NAMES),
        st.one_of(
            st.sampled_from(
                ["", "-", "2022", "2021", "1000", "inscritos", "nuble", "mujeres", "barras",
                 "serie", "region", "sexo", "cuenta", "habitante", "50", "999999"]
            ),
            st.text(max_size=90),
        ),
        min_size=1,
    )
)  # fmt: skip
def test_no_address_ends_in_a_fault(two_years: Two, client: Client, values: dict[str, str]) -> None:
    typed = {name: value.encode("utf-8", "replace").decode() for name, value in values.items()}

    answers = [client.get(path, typed).status_code for path in ("/datos/", "/datos/cifras.csv")]

    assert set(answers) <= {200, 400}


@pytest.mark.parametrize("path", ["/datos/", "/datos/cifras.csv", "/datos/cifras.json"])
def test_nothing_is_sent_and_no_cookie_is_set(two_years: Two, client: Client, path: str) -> None:
    response = client.get(path)

    assert client.post(path).status_code == 405
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=60"
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_before_anything_is_published_it_says_so(db: None, see: Any) -> None:
    assert "Todavía no hay cuentas publicadas" in see().state
    assert see(ver="serie").state == see(ver="barras", indicador="x").state


def test_hostile_words_are_only_words(db: None, client: Client) -> None:
    frozen(publishable(hostile_ledger(search_ledger())))

    for query in ("", "?ver=barras&indicador=inscritos&por=programa", "?medida=habitante"):
        html = client.get(f"/datos/{query}").content.decode()
        assert read(html).live == []
        assert "<script>alert" not in html
    for line in client.get("/datos/cifras.csv").content.decode().splitlines():
        assert not line.startswith(("=", "+", "@"))


def test_more_figures_and_more_years_cost_the_same_queries(
    edition: Edition, client: Client
) -> None:
    addresses = ("/datos/", "/datos/?ver=barras&indicador=inscritos&medida=habitante",
                 "/datos/?ver=serie&indicador=inscritos", "/datos/cifras.csv")  # fmt: skip

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as seen:
                client.get(address)
            counts.append(len(seen))
        return counts

    one = queries()
    frozen(next_year())
    two = queries()

    assert one == two
