"""Asking and following in a real browser, against the portal itself: no page is made beforehand."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cuenta.press.serving import PressedSite
from participation.models import AskDraft, Submission, Window
from programs.models import Edition
from tests.browser.served import _Quiet, _Threaded
from tests.participation.conftest import publish, reachable  # noqa: F401 (a fixture)
from tests.participation.factories import submission_at
from tests.ledgers import small_ledger

Axe = Callable[..., list[str]]
ROOT = "/cuentas/2022/ediciones/1/"
ABOUT = f"/participar/?sobre={ROOT}cifras/pymes-texto-monto/"
TEXT = "¿Por qué el presupuesto de las pymes bajó respecto del año anterior?"
SHOTS = os.environ.get("ASK_SHOTS", "")  # a folder: the pages are kept there to be looked at


@pytest.fixture
def portal_at(
    chromium: Browser,
    transactional_db: None,
    publish: Callable[..., Edition],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[str]:
    """The address of the whole portal, with one account published and its window open."""
    settings.MEDIA_ROOT = tmp_path
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    # The threads of this server end with each request, and their connections with them.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    edition = publish(reachable(small_ledger()))
    today = timezone.localdate()
    Window.objects.create(
        account=edition.account, event_on=today, opens_on=today - timedelta(days=7),
        closes_on=today + timedelta(days=30), answers_from="filing",
    )  # fmt: skip
    site = PressedSite(
        WSGIHandler(), press_root=tmp_path, static_root=Path(django_settings.STATIC_ROOT)
    )
    server = make_server("127.0.0.1", 0, site, server_class=_Threaded, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def visit(chromium: Browser, portal_at: str) -> Iterator[Callable[..., Page]]:
    """A fresh browser at an address of the portal."""
    contexts = []

    def opened(path: str, width: int = 1280, *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(portal_at + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def shot(page: Page, name: str) -> None:
    """Keep what is seen, where somebody asked for it."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{page.viewport_size['width']}.png", full_page=True)


def is_well(page: Page, axe: Axe) -> None:
    """Clean for axe, and nothing scrolls sideways."""
    width = page.viewport_size["width"]  # type: ignore[index]
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def grow_old() -> None:
    """Drafts that were begun minutes ago: nobody is a robot for being quick in a test."""
    for draft in AskDraft.objects.all():
        draft.created_at -= timedelta(minutes=5)
        draft.save()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_step_is_clean_and_ends_in_a_folio(
    visit: Callable[..., Page], axe: Axe, width: int
) -> None:
    submission_at("answered", account=Edition.objects.get().account, text=f"{TEXT} Y cuánto fue.")
    page = visit(ABOUT, width)
    is_well(page, axe)
    shot(page, "1-ask")

    page.get_by_role("button", name="Comenzar").click()
    shot(page, "2-kind")
    page.get_by_role("button", name="Seguir").click()
    is_well(page, axe)
    shot(page, "2-kind-mend")
    page.get_by_label("Consulta").check()
    page.get_by_role("button", name="Seguir").click()

    page.get_by_label("Su texto").fill("Corto")
    page.get_by_role("button", name="Seguir").click()
    is_well(page, axe)
    shot(page, "3-text-mend")
    page.get_by_label("Su texto").press_sequentially("")
    page.get_by_label("Su texto").fill(TEXT)
    expect(page.locator("[data-similar] h2")).to_have_text("Ya lo preguntaron")
    expect(page.locator("[data-count-of]")).to_have_text(f"{len(TEXT)} de 3.000 letras")
    is_well(page, axe)
    shot(page, "3-text")
    page.get_by_role("button", name="Seguir").click()

    page.get_by_label("Elegir archivos").set_input_files(
        [{"name": "foto.exe", "mimeType": "image/png", "buffer": b"MZ no es nada"}]
    )
    page.get_by_role("button", name="Agregar").click()
    is_well(page, axe)
    shot(page, "4-files-mend")
    page.get_by_role("button", name="Seguir").click()

    page.get_by_label("Correo electrónico").fill("sin arroba")
    page.get_by_role("button", name="Seguir").click()
    is_well(page, axe)
    shot(page, "5-person-mend")
    page.get_by_label("Correo electrónico").fill("")
    page.get_by_role("button", name="Seguir").click()

    grow_old()
    page.reload()
    is_well(page, axe)
    shot(page, "6-review")
    page.get_by_role("button", name="Enviar").click()

    expect(page.locator("h1")).to_have_text("Recibimos su consulta")
    is_well(page, axe)
    shot(page, "7-receipt")
    page.get_by_role("link", name="Seguir mi envío").click()
    is_well(page, axe)
    shot(page, "8-tracking")
    page.get_by_role("link", name="Retirar este envío").click()
    is_well(page, axe)
    shot(page, "9-withdraw")
    assert Submission.objects.get(text=TEXT).folio
