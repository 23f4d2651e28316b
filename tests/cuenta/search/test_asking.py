"""What stands in the address: whatever it is, an answer that a person can use; never a fault."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuenta.search.forms import SearchForm
from cuenta.search.index import catch_up
from programs.models import Edition
from tests.cuenta.search.conftest import titles
from tests.cuenta.search.world import frozen, publishable, search_ledger
from tests.cuenta.test_hostile_pages import read
from tests.hostile import HOSTILE, hostile_ledger
from tests.participation.factories import submission_at
from tests.participation.limits import only_limit

pytestmark = pytest.mark.django_db
NAMES = tuple(SearchForm().fields)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=a%00b", "q=" + "a" * 10_000, "q=" + "uno+" * 40, "q=%F0%9F%98%80", "q=---",
        "q=crece&tipo=nada", "q=crece&tipo=%00", "q=crece&cuenta=dos", "q=crece&cuenta=20222",
        "q=crece&region=atlantida", "q=crece&programa=%27;--", "q=crece&capitulo=" + "a" * 300,
        "q=crece&despues=x", "q=crece&despues=" + "a" * 500, "q=crece&despues=%00",
        "q=crece&despues=OTk5OTk5OTk5OTk5OTk5OTk5OTk5fDE",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_says_what_to_mend(
    edition: Edition, client: Client, query: str
) -> None:
    response = client.get(f"/buscar/?{query}")

    assert response.status_code == 400
    page = response.context["page"]
    assert page.trouble
    assert "rror" not in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=+++", "q=crece&otro=1", "q=crece&programa=no-existe", "q=a:*", "q=%26%7C!",
     "q=%22a", "q=%22%22", "q=%22-%22", "q=%22%C2%AA%C2%B2%22", "q=%C2%ABa+%26%C2%BB",
     "q=crece+%26+%21", "q=1.2.3", "q=1e400", "q=%C2%AA%C2%B2", "q=99999999999999999999",
     "q=-5", "q=%F0%9D%95%8F", "q=%E0%A5%A7%E0%A5%A8"],
)  # fmt: skip
def test_what_is_odd_is_answered(edition: Edition, client: Client, query: str) -> None:
    assert client.get(f"/buscar/?{query}").status_code in (200, 400)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.dictionaries(st.sampled_from(NAMES), st.text(max_size=230), min_size=1))
def test_no_address_ends_in_a_fault(db: None, client: Client, values: dict[str, str]) -> None:
    typed = {name: value.encode("utf-8", "replace").decode() for name, value in values.items()}

    response = client.get("/buscar/", typed)

    assert response.status_code in (200, 302, 400)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_sent_to_the_search(client: Client, method: str) -> None:
    assert getattr(client, method)("/buscar/").status_code == 405


@pytest.mark.parametrize("write", [str, str.lower, lambda folio: folio.replace("-", "")])
def test_a_folio_leads_to_its_question(edition: Edition, client: Client, write: Any) -> None:
    question = submission_at("admitted", account=edition.account, email="")

    response = client.get("/buscar/", {"q": write(str(question.folio))})

    assert response.status_code == 302
    assert response["Location"] == f"/participacion/{question.folio}/"


def test_the_digits_of_a_folio_lead_to_it_only_while_it_is_public(
    edition: Edition, client: Client
) -> None:
    public = submission_at("admitted", account=edition.account, email="")
    unread = submission_at("received", account=edition.account, email="")

    answers = [
        client.get("/buscar/", {"q": str(each.folio).removeprefix("CPP-")})
        for each in (public, unread)
    ]

    assert [answer.status_code for answer in answers] == [302, 200]


def test_hostile_words_are_only_words(db: None, client: Client) -> None:
    edition = frozen(publishable(hostile_ledger(search_ledger())))
    row = submission_at("answered", account=edition.account, email="", text=HOSTILE, answer=HOSTILE)
    catch_up(anew=True)

    pages = [
        client.get("/buscar/", {"q": words}).content.decode()
        for words in ("alert", "javascript", row.title[:20], "cmd", HOSTILE[:150])
    ]

    for html in pages:
        assert read(html).live == []
        assert "<script>alert" not in html
        assert read(html).elements["script"] == 0
    assert "<mark>alert</mark>" in pages[0]


def test_marks_that_somebody_wrote_mark_nothing(edition: Edition, client: Client, ask: Any) -> None:
    submission_at("admitted", account=edition.account, email="",
                  text="¿Cuánto costó el \ue000puente\ue001 nuevo del camino?")  # fmt: skip
    catch_up(anew=True)

    page = ask("camino")

    hits = [piece.text for row in page.rows for piece in row.excerpt if piece.is_hit]
    assert hits == ["camino"]
    assert "\ue000" not in client.get("/buscar/?q=camino").content.decode()


def test_results_are_kept_a_minute_and_by_no_search_engine(
    edition: Edition, client: Client
) -> None:
    response = client.get("/buscar/?q=crece")
    again = client.get("/buscar/?q=crece", headers={"If-None-Match": response["ETag"]})

    assert response["Cache-Control"] == "public, max-age=60"
    assert response["X-Robots-Tag"] == "noindex, follow"
    assert not response.cookies
    assert again.status_code == 304


def test_every_page_leads_to_the_search(edition: Edition, client: Client) -> None:
    for address in ("/buscar/", "/participacion/", "/participar/"):
        html = client.get(address).content.decode()
        assert '<a class="find" href="/buscar/"' in html


def test_ten_and_a_thousand_results_cost_the_same_queries(edition: Edition, client: Client) -> None:
    submission_at("answered", account=edition.account, email="", text="¿Y el dinero de Crece?")
    catch_up(anew=True)

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    few = queries("/buscar/?q=crece+dinero")
    many = queries("/buscar/?q=2021")
    all_of_them = queries("/buscar/?q=mujeres")

    assert few == all_of_them
    assert many <= few


def test_the_help_is_there_before_anything_is_asked(db: None, client: Client) -> None:
    html = client.get("/buscar/").content.decode()

    assert "No hacen falta tildes" in html
    assert titles(client.get("/buscar/").context["page"]) == []


def test_who_searches_without_end_is_told_from_when_it_works_again(
    edition: Edition, client: Client
) -> None:
    only_limit("search", count=1)
    assert client.get("/buscar/?q=crece").status_code == 200

    refused = client.get("/buscar/?q=crece")

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    page = refused.context["page"]
    assert page.typed == "crece"
    assert "Puede intentarlo de nuevo desde las" in page.trouble
    assert client.get("/buscar/").status_code == 200  # nothing was searched
