"""Asking and following in a real browser, against the portal itself: no page is made beforehand."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from cuenta.press.serving import PressedSite
from participation.keys import tracking_key
from participation.models import AskDraft, Submission, Window
from programs.models import Edition
from tests.browser.served import listening
from tests.ledgers import small_ledger
from tests.participation.conftest import publish, reachable  # noqa: F401 (a fixture)
from tests.participation.factories import submission_at
from tests.participation.files import PDF

Axe = Callable[..., list[str]]
ROOT = "/cuentas/2022/ediciones/1/"
ABOUT = f"/participar/?sobre={ROOT}cifras/pymes-texto-monto/"
TEXT = "¿Por qué el presupuesto de las pymes bajó respecto del año anterior?"
SHOTS = os.environ.get("ASK_SHOTS", "")  # a folder: the pages are kept there to be looked at


@pytest.fixture
def portal_at(
    chromium: Browser,
    transactional_db: None,
    publish: Callable[..., Edition],  # noqa: F811
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
    with listening(site) as address:
        yield address


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
    page.wait_for_load_state()
    width = page.viewport_size["width"]  # type: ignore[index]
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def grow_old(page: Page) -> None:
    """At the review, of a draft begun minutes ago: nobody is a robot for being quick in a test."""
    expect(page.locator("h1")).to_have_text("Revise y envíe")
    for draft in AskDraft.objects.all():
        draft.created_at -= timedelta(minutes=5)
        draft.save()
    page.reload()


def enter(page: Page, title: str) -> None:
    """Press it, and wait for the page with that title."""
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)


def tab_to(page: Page, wanted: str) -> None:
    """Go on with the tabulator until what has the focus has that name or those words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(e => (e.labels && e.labels[0] ? e.labels[0].textContent : e.textContent)"
            " || e.name)(document.activeElement)"
        )
        if str(said).strip().startswith(wanted):
            return
    pytest.fail(f"the keyboard does not reach {wanted}")


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

    grow_old(page)
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


def test_whole_way_with_the_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit(ABOUT)
    tab_to(page, "Comenzar")
    enter(page, "¿Qué quiere enviar?")
    tab_to(page, "Consulta")
    page.keyboard.press("Space")
    tab_to(page, "Seguir")
    enter(page, "Escriba su texto")
    tab_to(page, "Su texto")
    page.keyboard.type(TEXT)
    tab_to(page, "Seguir")
    enter(page, "¿Quiere adjuntar algo?")
    tab_to(page, "Seguir")
    enter(page, "¿Cómo le respondemos?")
    tab_to(page, "Nombre que se mostrará")
    page.keyboard.type("Rosa")
    tab_to(page, "Seguir")
    enter(page, "Revise y envíe")
    grow_old(page)
    tab_to(page, "Enviar")
    enter(page, "Recibimos su consulta")

    assert Submission.objects.get().shown_name == "Rosa"


@pytest.mark.parametrize("width", [360, 1280])
def test_whole_way_without_javascript(visit: Callable[..., Page], axe: Axe, width: int) -> None:
    submission_at("answered", account=Edition.objects.get().account, text=f"{TEXT} Y cuánto fue.")
    page = visit(ABOUT, width, scripts=False)
    page.get_by_role("button", name="Comenzar").click()
    page.get_by_label("Consulta").check()
    page.get_by_role("button", name="Seguir").click()
    page.get_by_label("Su texto").fill(TEXT)
    page.get_by_role("button", name="Seguir").click()
    expect(page.locator("h1")).to_have_text("Ya preguntaron algo parecido")
    shot(page, "3b-similar")
    page.get_by_role("button", name="Yo también pregunto esto").click()
    expect(page.locator("h1")).to_have_text("Sumamos su apoyo")
    shot(page, "3c-supported")
    page.get_by_role("link", name="Seguir con lo mío").click()
    page.get_by_label("Elegir archivos").set_input_files(
        [{"name": "carta.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    page.get_by_role("button", name="Agregar").click()
    expect(page.get_by_text("carta.pdf").first).to_be_visible()
    shot(page, "4-files")
    page.get_by_role("button", name="Seguir").click()
    page.get_by_label("Correo electrónico").fill("rosa@correo.invalid")
    page.get_by_role("button", name="Seguir").click()
    grow_old(page)
    page.get_by_role("button", name="Enviar").click()

    expect(page.locator("h1")).to_have_text("Revise su correo")
    shot(page, "7b-sent")
    page.get_by_role("button", name="Recibir folio sin correo").click()
    expect(page.locator("h1")).to_have_text("Recibimos su consulta")
    assert Submission.objects.get(text=TEXT).attachments.count() == 1


def test_with_javascript_a_proof_of_work_goes_along(visit: Callable[..., Page]) -> None:
    page = visit(ABOUT)
    page.get_by_role("button", name="Comenzar").click()
    page.get_by_label("Planteamiento").check()
    page.get_by_role("button", name="Seguir").click()
    page.get_by_label("Su texto").fill(TEXT)
    for title in ("¿Quiere adjuntar algo?", "¿Cómo le respondemos?", "Revise y envíe"):
        page.get_by_role("button", name="Seguir").click()
        expect(page.locator("h1")).to_have_text(title)
    grow_old(page)

    with page.expect_request(lambda request: request.method == "POST") as posted:
        page.get_by_role("button", name="Enviar").click()

    assert "prueba=ey" in (posted.value.post_data or "")
    expect(page.locator("h1")).to_have_text("Recibimos su planteamiento")


def test_what_was_typed_is_there_in_another_browser_and_after_going_back(
    visit: Callable[..., Page], portal_at: str
) -> None:
    page = visit(ABOUT, 360)
    page.get_by_role("button", name="Comenzar").click()
    page.get_by_label("Consulta").check()

    def write_first(script: Route) -> None:
        page.get_by_label("Su texto").fill(TEXT)  # not sent: only typed
        script.continue_()

    page.route("**/js/similar.*", write_first)  # somebody writes before the script is there
    with page.expect_response("**/parecidas/"):
        page.get_by_role("button", name="Seguir").click()
    address = page.url

    other = visit(address.removeprefix(portal_at), 360)

    expect(other.get_by_label("Su texto")).to_have_value(TEXT)
    page.get_by_role("button", name="Volver").click()
    expect(page.get_by_label("Consulta")).to_be_checked()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("state", ["mending", "not_admitted", "notified", "assigned"])
def test_following_is_clean_in_every_turn(
    visit: Callable[..., Page], axe: Axe, state: str, width: int
) -> None:
    filing = submission_at(state, account=Edition.objects.get().account)
    page = visit(f"/seguimiento/{filing.folio}/{tracking_key(str(filing.uid))}/", width)
    is_well(page, axe)
    page.emulate_media(color_scheme="dark")
    assert axe(page, rules=["color-contrast"]) == []
    page.emulate_media(color_scheme="light")
    shot(page, f"8-{state}")
    if state in ("mending", "notified"):
        name = "Completar" if state == "mending" else "Volver a preguntar una vez"
        page.get_by_role("link", name=name).first.click()
        page.get_by_role("button", name="Enviar").click()
        is_well(page, axe)
        shot(page, f"9-{state}")


def test_receipt_fits_on_one_page_of_paper(visit: Callable[..., Page], tmp_path: Path) -> None:
    filing = submission_at("received", account=Edition.objects.get().account)
    page = visit(f"/seguimiento/{filing.folio}/{tracking_key(str(filing.uid))}/comprobante/")

    printed = page.pdf(format="Letter", print_background=True)

    page.set_viewport_size({"width": 680, "height": 900})
    page.emulate_media(media="print")
    shot(page, "7-receipt-paper")
    if SHOTS:
        Path(SHOTS, "receipt.pdf").write_bytes(printed)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1


def test_door_for_who_has_it_on_paper(visit: Callable[..., Page], axe: Axe) -> None:
    page = visit("/seguimiento/", 360)
    is_well(page, axe)
    page.get_by_label("Folio").fill("CPP-2022-1")
    page.get_by_role("button", name="Ver mi envío").click()

    is_well(page, axe)
    shot(page, "10-track-mend")
    expect(page.get_by_label("Folio")).to_have_value("CPP-2022-1")
