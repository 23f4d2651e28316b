"""The desk of participation in a real browser: clean for axe, no sideways scroll."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page

from participation.actions.desk_keeping import save_view
from participation.actions.notes import add_note
from participation.models import CannedParagraph, Submission
from tests.browser.handed import Made, hand_over, made_once
from tests.browser.served import publish_seed
from tests.factories import AccountFactory, UserFactory
from tests.participation import factories as given
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/participation/submission/"
PERSONAL = "Llámeme al 9 8765 4321, vivo en Avenida Matta 123. ¿Por qué bajó el monto del programa?"
PAGES = (
    "home", "list", "empty", "received", "admitted", "drafting", "review", "answered", "sign",
    "refuse", "assign-refused", "bulk", "bulk-ask", "intake", "intake-refused", "slip", "identity",
    "judged", "personal", "meanwhile", "holiday", "messages", "unit", "register",
    "calendar-new", "calendar-refused", "calendar", "readiness",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Made:
    """Every page of PAGES by name."""
    with time_machine.travel(given.NOW + timedelta(days=1), tick=False):
        return made_once(_responses, tmp_path_factory.mktemp("media"), django_db_blocker.unblock)


def _of(row: Submission, name: str = "change") -> str:
    return reverse(f"admin:participation_submission_{name}", args=[row.pk])


def _responses() -> Iterator[tuple[str, Any]]:
    edition = publish_seed()
    boss = UserFactory(is_superuser=True, full_name="Jefa de Prueba", office="Directora")
    client = signed_in(boss)
    yield "empty", client.get(f"{LIST}?tab=late")
    early = given.NOW - timedelta(days=100)
    account = {"account": edition.account}
    drafting = given.submission_at("drafting", **account)
    late = given.submission_at("assigned", now=early, **account)
    reviewed = given.reviewed(**account)
    answered = given.submission_at("answered", **account)
    admitted = given.submission_at("admitted", **account)
    received = given.received(text=PERSONAL, **account)
    add_note(drafting, text="Falta el informe.", by=given.staff(given.WRITER), now=given.NOW)
    words = CannedParagraph(title="Saludo", text="Su folio es {folio}. ", owner=boss)
    words.save()
    save_view(name="Todo lo recibido", query="tab=all", by=boss, now=given.NOW)
    yield "home", client.get("/admin/")
    yield "list", client.get(f"{LIST}?tab=all")
    for name, row in (
        ("received", received), ("admitted", admitted), ("drafting", drafting),
        ("review", reviewed), ("answered", answered),
    ):  # fmt: skip
        yield name, client.get(_of(row))
    yield "sign", client.get(_of(reviewed, "answer"))
    yield "judged", client.get(_of(given.submission_at("in_review", **account), "review"))
    yield "personal", client.get(_of(received, "admit"))
    typed = {"version": admitted.version - 1, "days": "5", "reason": "Falta otro informe."}
    yield "meanwhile", client.post(_of(admitted, "extend"), typed)
    yield from _rooms(client, drafting)
    yield "refuse", client.get(_of(received, "refuse"))
    yield "assign-refused", client.post(_of(admitted, "assign"), {"version": 0})
    chosen = {"act": "admit", "chosen": [received.pk, late.pk]}
    yield "bulk", client.post(reverse("admin:participation_submission_bulk"), chosen)
    yield (
        "bulk-ask",
        client.post(reverse("admin:participation_submission_bulk"), {**chosen, "act": "assign"}),
    )
    yield from _intake(client, received)
    yield from _calendars(client, edition.account.pk)


def _calendars(client: Any, published: int) -> Iterator[tuple[str, Any]]:
    ahead = reverse("admin:participation_window_calendar", args=[AccountFactory().pk])
    yield "calendar-new", client.get(ahead, {"evento": "2027-05-28"})
    page = reverse("admin:participation_window_calendar", args=[published])
    days = {
        "publish_on": "2026-06-15", "event_on": "2026-06-22", "opens_on": "2026-06-22",
        "closes_on": "2026-07-20", "answers_from": "event", "report_on": "2026-09-04",
    }  # fmt: skip
    yield "calendar-refused", client.post(page, {**days, "closes_on": "2026-06-25"})
    client.post(page, days)
    yield "calendar", client.get(page)
    yield (
        "readiness",
        client.get(reverse("admin:participation_window_readiness", args=[published])),
    )


def _rooms(client: Any, drafting: Submission) -> Iterator[tuple[str, Any]]:
    day = {"day": "2026-06-18", "name": "Día de prueba", "law": "Ley 99.999", "region": ""}
    yield "holiday", client.post(reverse("admin:participation_holiday_add"), day)
    yield "messages", client.get(reverse("admin:participation_message_changelist"))
    yield "unit", client.get(reverse("admin:participation_unit_change", args=[drafting.unit_id]))
    yield "register", client.get(reverse("admin:participation_registerentry_changelist"))


def _intake(client: Any, received: Submission) -> Iterator[tuple[str, Any]]:
    add = reverse("admin:participation_submission_add")
    yield "intake", client.get(add)
    typed = {
        "channel": "paper", "arrived_on": "2026-06-11", "arrived_at": "09:30", "kind": "question",
        "text": given.TEXT, "about_words": "crece", "full_name": "Ana Soto",
    }  # fmt: skip
    yield "intake-refused", client.post(add, {**typed, "text": "corto"})
    yield "slip", client.get(client.post(add, typed)["Location"])
    yield (
        "identity",
        client.post(_of(received, "identity"), {"version": received.version, "reason": "Avisarle"}),
    )


@pytest.fixture
def show(chromium: Browser, pages: Made) -> Iterator[Callable[..., Page]]:
    """`show("list", 360, "dark")`."""
    opened = []

    def shown(name: str, width: int = 1280, scheme: Any = "light") -> Page:
        context, page = hand_over(chromium, pages[name], width, scheme)
        opened.append(context)
        return page

    yield shown
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        *((name, width, "light") for name in PAGES for width in (1280, 360)),
        *((name, 1280, "dark") for name in ("list", "received", "drafting", "sign")),
    ],
)
def test_the_desk_of_participation_is_clean_for_everyone(
    show: Callable[..., Page], axe: Callable[..., list[str]], name: str, width: int, scheme: str
) -> None:
    page = show(name, width, scheme)
    if folder := os.environ.get("SCREENS"):  # those of docs/manual/participacion.md
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)

    beyond = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    assert page.evaluate("window.stopped") == []
    assert beyond <= 0
    assert axe(page) == []


def test_every_page_was_made(pages: Made) -> None:
    assert set(pages) == set(PAGES)


def test_on_a_telephone_the_clock_stands_before_the_answer(show: Callable[..., Page]) -> None:
    page = show("drafting", 360)

    clock = page.locator(".clock").bounding_box()
    answer = page.locator("#respuesta").bounding_box()

    assert clock
    assert answer
    assert clock["y"] < answer["y"]


def test_the_filing_is_worked_by_keyboard_in_the_order_it_is_read(
    show: Callable[..., Page],
) -> None:
    page = show("drafting", 1280)

    order = page.evaluate(
        "[...document.querySelectorAll('main a[href], main button, main input:not([type=hidden]),"
        " main select, main textarea, main summary')].every(e => e.tabIndex === 0)"
    )
    page.locator("textarea[name=text]").first.focus()
    page.keyboard.press("Tab")

    assert order
    assert page.evaluate("document.activeElement.tagName") in ("BUTTON", "SELECT", "INPUT")


def test_a_paragraph_goes_in_at_the_cursor_and_what_was_typed_stays(
    show: Callable[..., Page],
) -> None:
    page = show("drafting")
    text = page.locator("#draft-text")
    text.fill("Antes. Después.")
    text.evaluate("box => box.setSelectionRange(7, 7)")

    page.select_option("#canned", label="Saludo")
    page.get_by_role("button", name="Insertar en la respuesta").click()

    assert text.input_value().startswith("Antes. Su folio es CPP-2022-")
    assert text.input_value().endswith("Después.")


def test_keys_do_nothing_until_they_are_turned_on(show: Callable[..., Page]) -> None:
    page = show("list")
    here = "document.activeElement.id || document.activeElement.closest('tr') !== null"

    page.keyboard.press("/")
    before = page.evaluate(here)
    page.get_by_role("button", name="Atajos del teclado").click()
    page.get_by_role("button", name="Encender los atajos").click()
    page.get_by_role("dialog").get_by_role("button", name="Cerrar").click()
    page.keyboard.press("j")
    on_a_row = page.evaluate(here)
    page.keyboard.press("/")

    assert before is False
    assert on_a_row is True
    assert page.evaluate(here) == "f-q"
