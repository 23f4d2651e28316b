"""What closes the loop, in a real browser: process, hearings, report, how well we answer."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser

from participation.models import Window
from tests.browser.handed import Made, hand_over, made_once
from tests.cuenta.search.world import frozen, search_ledger
from tests.participation.factories import NOW, submission_at
from tests.participation.hearings import ENDS, asked_aloud, hearing_at
from tests.participation.reports import report_of_tests

pytestmark = pytest.mark.django_db
LATER = ENDS + timedelta(days=1)
PAGES = (
    "process", "hearings", "call", "past", "register", "ask", "screen", "poster", "acta",
    "reports", "report", "summary", "performance",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Made:
    """Every page of PAGES by name, made in a transaction that is taken back."""

    def made() -> Iterator[tuple[str, Any]]:
        with time_machine.travel(LATER, tick=False):
            for name, response in _responses():
                assert response.status_code == (400 if name == "register" else 200), name
                yield name, response

    return made_once(made, tmp_path_factory.mktemp("media"), django_db_blocker.unblock)


def _responses() -> Iterator[tuple[str, Any]]:
    account = frozen(search_ledger()).account
    day = NOW.date()
    Window.objects.create(
        account=account, event_on=day, opens_on=day, closes_on=day + timedelta(days=60)
    )
    submission_at("answered", account=account, email="")
    past = hearing_at("published", account)
    coming = hearing_at(
        "called", account, starts_at=LATER + timedelta(days=20),
        ends_at=LATER + timedelta(days=20, hours=2), title="Audiencia que viene",
    )  # fmt: skip
    live = hearing_at(
        "open", account, starts_at=LATER, ends_at=LATER + timedelta(hours=2), title="Esta tarde"
    )
    asked_aloud(live)
    report_of_tests(account, now=LATER)
    client = Client()
    yield "process", client.get("/participacion/proceso/")
    yield "hearings", client.get("/audiencias/")
    yield "call", client.get(f"/audiencias/{coming.number}/")
    yield "past", client.get(f"/audiencias/{past.number}/")
    yield "register", client.post(f"/audiencias/{coming.number}/inscripcion/")
    yield "ask", client.get(f"/audiencias/{live.number}/preguntar/")
    yield "screen", client.get(f"/audiencias/{live.number}/pantalla/")
    yield "poster", client.get(f"/audiencias/{live.number}/afiche/")
    yield "acta", client.get(f"/audiencias/{past.number}/acta/")
    yield "reports", client.get("/participacion/informe/")
    yield "report", client.get(f"/participacion/informe/{account.account_year}/1/")
    yield "summary", client.get(f"/participacion/informe/{account.account_year}/1/resumen/")
    yield "performance", client.get("/participacion/desempeno/")


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Browser, axe: Callable[..., list[str]], pages: Made, name: str
) -> None:
    for width, scheme in ((360, "light"), (1280, "light"), (1280, "dark")):
        context, page = hand_over(chromium, pages[name], width, scheme)
        rules = ["color-contrast"] if scheme == "dark" else None
        try:
            assert axe(page, rules=rules) == [], (width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("window.stopped") == []
        finally:
            context.close()
