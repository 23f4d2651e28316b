"""What is shown instead of a page says what to do, without a query and without blame."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from redis.exceptions import ConnectionError as BrokerAway

from cuenta import failures
from cuenta.failures import server_error
from cuenta.pages.build import site_pages
from tests.cuenta.printing import page_at, printed
from tests.ledgers import small_site

NOTICES = ("400", "403", "403_csrf", "404", "429", "500", "503", "cuenta/nothing_published")


def answer_to(error: Exception) -> HttpResponse:
    request = RequestFactory().get("/")
    try:
        raise error
    except Exception:
        return server_error(request)


@pytest.mark.parametrize("name", NOTICES)
def test_notice_needs_no_context_and_no_query(name: str) -> None:
    """Without the `django_db` mark any query stops the test."""
    html = render_to_string(f"{name}.html")

    assert "<h1>" in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("name", NOTICES)
def test_notice_says_what_to_do_and_never_the_word_error(name: str) -> None:
    html = render_to_string(f"{name}.html").lower()

    assert 'class="btn"' in html
    assert "error" not in html


@pytest.mark.parametrize("error", [OperationalError(), InterfaceError(), BrokerAway()])
def test_database_away_is_a_rest_and_asks_to_come_back(error: Exception) -> None:
    response = answer_to(error)

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "descansando" in response.content.decode()


def test_any_other_failure_is_ours_and_shows_no_trace() -> None:
    response = answer_to(ValueError("secreto"))

    assert response.status_code == 500
    assert "secreto" not in response.content.decode()


def test_failure_of_the_failure_page_still_says_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_template: str) -> str:
        raise ValueError("no assets")

    monkeypatch.setattr(failures, "render_to_string", broken)

    response = answer_to(ValueError())

    assert "Vuelva en unos minutos" in response.content.decode()


def test_unknown_address_gets_the_page_for_it(client: Client) -> None:
    response = client.get("/no-existe/")

    assert response.status_code == 404
    assert "Esta página no está aquí" in response.content.decode()
    assert not response.cookies


def test_server_failure_goes_through_our_handler(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> Callable[..., object]:
        raise OperationalError("connection refused")

    monkeypatch.setattr("participation.views.asking.newest_edition", away)
    client.raise_request_exception = False

    response = client.get("/participar/")

    assert response.status_code == 503


@pytest.mark.parametrize("path", ["404.html", "429.html", "50x.html"])
def test_server_in_front_has_the_same_pages_with_the_account_around_them(path: str) -> None:
    site = small_site()

    html = printed(site, page_at(site_pages(site), path))

    assert "Sercotec" in html
    assert 'href="/cuentas/2022/cuadratura/"' in html


def test_every_notice_has_its_test() -> None:
    folder = Path(settings.BASE_DIR) / "templates"
    found = {
        str(path.relative_to(folder).with_suffix(""))
        for path in folder.rglob("*.html")
        if '{% extends "notice.html" %}' in path.read_text()
    }

    # The one of a sign-in that has to wait is tried in tests/programs/test_login_throttling.py.
    assert found == {*NOTICES, "admin/login_locked"}
