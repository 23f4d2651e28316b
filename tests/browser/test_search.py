"""Searching and exploring in a browser: clean for axe, narrow, by keyboard, without scripts."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from cuenta.models import MethodBreak
from cuenta.search.index import catch_up
from tests.browser.handed import Made, made_once
from tests.cuenta.explorer.conftest import next_year
from tests.cuenta.search.world import frozen, search_ledger
from tests.participation.factories import submission_at

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1"
BARS = "/datos/?indicador=inscritos&ver=barras&por=region&medida=habitante"
ADDRESSES = {
    "help": "/buscar/",
    "results": "/buscar/?q=crece",
    "chosen": "/buscar/?q=crece&tipo=cifra",
    "nothing": "/buscar/?q=gremmial",
    "refused": "/buscar/?q=crece&region=narnia",
    "table": "/datos/?pesos=2022&medida=habitante",
    "bars": BARS,
    "series": "/datos/?indicador=inscritos&ver=serie&region=nuble",
    "mended": "/datos/?ver=torta&cuenta=dos",
    "no-figures": "/datos/?programa=no-existe",
}


def _responses() -> Iterator[tuple[str, Any]]:
    edition = frozen(search_ledger())
    frozen(next_year())
    submission_at(
        "answered", account=edition.account, email="",
        text="¿A quién se cuenta como beneficiario en Crece, y desde cuándo?",
    )  # fmt: skip
    MethodBreak.objects.create(indicator="inscritos", year=2022, text="Cuenta personas, no cupos.")
    catch_up(anew=True)
    client = Client()
    for name, address in ADDRESSES.items():
        yield name, client.get(address)


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Made:
    """Every page by name, made in a transaction that is taken back."""
    return made_once(_responses, tmp_path_factory.mktemp("media"), django_db_blocker.unblock)


@pytest.fixture
def show(chromium: Browser, pages: Made) -> Iterator[Callable[..., Page]]:
    """`show("results", 360)`; what the browser complained of is in `page.said`."""
    opened = []

    def shown(name: str, width: int, *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        opened.append(context)
        page = context.new_page()
        page.said = []  # type: ignore[attr-defined]
        page.on("console", lambda message: page.said.append(message.text))  # type: ignore[attr-defined]
        page.route("**/*", lambda route: _answer(route, pages, name))
        page.goto(f"{HOST}/page/")
        return page

    yield shown
    for context in opened:
        context.close()


def _answer(route: Route, pages: Made, name: str) -> None:
    url = urlsplit(route.request.url)
    if url.path == "/page/":
        body, headers = pages[name]
        route.fulfill(status=200, body=body, headers=headers)
    elif url.path.startswith("/static/"):
        file = Path(settings.STATIC_ROOT) / url.path.removeprefix("/static/")
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)
    else:
        route.fulfill(status=204, body="")


@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    show: Callable[..., Page], axe: Callable[..., list[str]], name: str
) -> None:
    for width in (360, 1280):
        page = show(name, width)

        assert axe(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.said == []  # type: ignore[attr-defined]
        page.emulate_media(color_scheme="dark")
        assert axe(page, rules=["color-contrast"]) == [], width


def test_one_searches_and_narrows_with_the_keyboard_and_no_scripts(
    show: Callable[..., Page],
) -> None:
    page = show("results", 360, scripts=False)

    page.locator("#q").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("ñuble feria")
    first = _entered(page)
    page.locator(".filters > summary").focus()
    page.keyboard.press("Enter")
    page.locator(".facet a", has_text="Cifras").first.focus()
    second = _entered(page)

    assert first == "/buscar/?q=%C3%B1uble+feria"
    assert second.startswith("/buscar/?q=crece&tipo=cifra")


def _entered(page: Page) -> str:
    """Press Enter, and what the browser then asks for."""
    with page.expect_request(lambda request: "/page/" not in request.url) as asked:
        page.keyboard.press("Enter")
    return asked.value.url.removeprefix(HOST)


def test_one_chooses_figures_with_the_keyboard_and_no_scripts(show: Callable[..., Page]) -> None:
    page = show("bars", 360, scripts=False)

    page.locator(".filters > summary").focus()
    page.keyboard.press("Enter")
    page.locator("#sexo").select_option("mujeres")
    page.get_by_role("button", name="Mostrar").focus()
    asked = _entered(page)

    assert asked.startswith("/datos/?ver=barras&indicador=inscritos")
    assert "sexo=mujeres" in asked
    assert "medida=habitante" in asked


def test_the_search_is_one_step_away_on_a_telephone(show: Callable[..., Page]) -> None:
    page = show("table", 360)

    box = page.get_by_role("link", name="Buscar").first.bounding_box()

    assert box is not None
    assert box["height"] >= 44
    assert box["y"] < 120
