"""How the API is read: without a cookie, from anywhere, and only when something changed."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cuenta.api.resources import resource_patterns
from participation.models import LimitUse
from programs.models import Edition
from tests.api.world import V1, freeze, get
from tests.cuenta.small import small_ledger
from tests.factories import UserFactory
from tests.participation.limits import only_limit


@pytest.fixture
def edition(db: None) -> Edition:
    """Three figures are enough."""
    return freeze(ledger=small_ledger())


PLAIN = [str(each.pattern) for each in resource_patterns if "<" not in str(each.pattern)]
FROZEN = ("institutions/", "accounts/", "editions/", "results/", "checks/", "programs/")
LIVE = ("submissions/", "answers/", "terms/", "rates/", "register/")


@pytest.mark.parametrize(
    "path", [*FROZEN, *LIVE, f"results/2022-1/{small_ledger().figures[0].key}/"]
)
def test_what_did_not_change_is_not_sent_again(edition: Edition, path: str) -> None:
    first = get(path)

    again = get(path, if_none_match=first["ETag"])

    assert (first.status_code, again.status_code) == (200, 304)
    assert (again.content, again["ETag"]) == (b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    assert again["Cache-Control"] == first["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("path", FROZEN)
def test_a_new_edition_is_another_answer(edition: Edition, path: str) -> None:
    etag = get(path)["ETag"]

    freeze(2023)

    assert get(path, if_none_match=etag).status_code == 200


def test_the_etag_of_an_edition_is_answered_with_one_query_and_not_counted(
    edition: Edition,
) -> None:
    only_limit("read", count=1)
    first = get("results/")

    with CaptureQueriesContext(connection) as seen:
        again = [get("results/", if_none_match=first["ETag"]).status_code for _ in range(3)]

    assert again == [304, 304, 304]
    assert len(seen) == 3
    assert LimitUse.objects.get().count == 1


def test_another_query_has_another_etag(edition: Edition) -> None:
    etags = {get(f"results/{query}")["ETag"] for query in ("", "?limit=1", "?sex=men")}

    assert len(etags) == 3


def test_an_answer_says_since_when_it_is_so(edition: Edition) -> None:
    first = get("results/")

    again = get("results/", if_modified_since=first["Last-Modified"])

    assert first["Last-Modified"] == "Wed, 18 May 2022 14:00:00 GMT"
    assert again.status_code == 304


@pytest.mark.parametrize("path", PLAIN)
def test_reading_is_open_to_every_site_and_leaves_no_cookie(edition: Edition, path: str) -> None:
    answer = get(path, origin="https://otro.invalid")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("path", PLAIN)
def test_options_say_what_may_be_done_and_that_other_sites_only_read(
    edition: Edition, path: str
) -> None:
    answer = Client().options(
        f"{V1}{path}",
        headers={"origin": "https://otro.invalid", "access-control-request-method": "POST"},
    )

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    allowed = {"GET", "HEAD", "OPTIONS"} | ({"POST"} if path == "submissions/" else set())
    assert set(answer["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("path", PLAIN)
def test_head_says_what_get_would_and_sends_nothing(edition: Edition, path: str) -> None:
    head, whole = Client().head(f"{V1}{path}"), get(path)

    assert (head.status_code, head.content) == (200, b"")
    assert head.get("ETag") == whole.get("ETag")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "post"])
def test_another_method_is_refused_and_told_which_there_are(edition: Edition, method: str) -> None:
    for path in PLAIN:
        if (path, method) == ("submissions/", "post"):
            continue
        answer = getattr(Client(), method)(f"{V1}{path}")

        assert answer.status_code == 405
        assert answer.json()["type"].endswith("#metodo-no-permitido")
        assert "GET" in answer["Allow"]


@pytest.mark.parametrize("path", ["nada/", "results/2022-1/", "results/x/y/z/", "%00/"])
def test_an_address_that_is_none_is_a_problem_too(edition: Edition, path: str) -> None:
    answer = get(path)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_missing_last_slash_is_put_where_it_belongs(edition: Edition) -> None:
    answer = get("results?sex=men")

    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/results/?sex=men")
    assert get("nada").status_code == 404
    assert Client().get("/api/")["Location"] == "/api/v1/"


def test_who_is_signed_in_reads_what_everybody_reads(edition: Edition) -> None:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(f"{V1}results/")

    assert answer.content == get("results/").content
    assert not [each for each in seen if "django_session" in each["sql"]]


def test_who_reads_too_often_is_told_when_to_come_back(edition: Edition) -> None:
    only_limit("read", count=2, way_out="Baje el paquete.")

    answers = [get("results/"), get("regions/"), get("results/")]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 2 * 3_600
    problem = answers[-1].json()
    assert problem["type"].endswith("#demasiadas-solicitudes")
    assert "Baje el paquete." in problem["detail"]
    assert answers[-1]["Cache-Control"] == "no-store"


def test_a_database_that_is_away_says_so_as_a_problem(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("no hay nadie")

    monkeypatch.setattr("programs.api.views.current_editions", away)
    client = Client(raise_request_exception=False)

    answer = client.get(f"{V1}results/")

    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Retry-After"] == "30"


def test_a_failure_of_ours_is_a_problem_without_its_innards(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secreto")

    monkeypatch.setattr("programs.api.views.current_editions", broken)

    answer = Client(raise_request_exception=False).get(f"{V1}results/")

    assert answer.status_code == 500
    assert answer.json()["type"].endswith("#no-se-pudo")
    assert "secreto" not in answer.content.decode()


@pytest.mark.parametrize("path", PLAIN)
def test_any_accept_gets_the_only_form_there_is(edition: Edition, path: str) -> None:
    answer = get(path, accept="text/html")

    assert answer["Content-Type"] == "application/json"
