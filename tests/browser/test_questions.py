"""The public questions in a real browser: clean for axe, narrow, without scripts, woven in.

The pages are made once by the test client and handed to Chromium as they are.
"""

import mimetypes
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, Route

from cuenta.press.printing import print_site
from participation.actions import redaction
from participation.actions.filing import About
from participation.links import follow_confirm_url, follow_manage_url, unsubscribe_url
from participation.models import Submission, Subscription
from participation.redactions import Kind
from programs.models import Edition, Region
from tests.browser.served import publish_seed
from tests.participation.factories import MODERATOR, NOW, staff, submission_at

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1"
LIST = "/participacion/"
FIGURE = "pymes-texto-transferencias"
PAGES = (
    "list", "narrowed", "nothing", "refused", "answered", "waiting", "hidden", "not-admitted",
    "withdrawn", "unknown", "changes", "follow", "follow-refused", "follow-sent", "confirm",
    "manage", "end", "home", "figure",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> dict[str, Any]:
    """Every page of PAGES by name, made in a transaction that is taken back."""
    root = tmp_path_factory.mktemp("press")

    def make() -> dict[str, Any]:
        with override_settings(PRESS_ROOT=root), transaction.atomic():
            made = {name: _kept(response) for name, response in _responses(root)}
            transaction.set_rollback(True)
        connection.close()
        return made

    # In a thread of its own: in this one Playwright's event loop hides the test database.
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as worker:
        return worker.submit(make).result()


def _kept(response: Any) -> tuple[int, str, dict[str, str]]:
    return response.status_code, response.content.decode(), dict(response.headers)


def _about(edition: Edition) -> About:
    return About(
        edition=edition, path=f"cifras/{FIGURE}/", kind="una cifra", figure=FIGURE,
        title="Fortalecimiento de las Pymes, monto", value="MM$ 69.857",
        place="Capítulo Fortalecimiento de las pymes", chapter="fortalecimiento-de-las-pymes",
        region=Region.objects.get(pk="06"),
    )  # fmt: skip


def _filed(edition: Edition) -> dict[str, Submission]:
    account, about = edition.account, _about(edition)
    answered = submission_at(
        "answered", account=account, about=about, email="", shown_name="Vecina de O’Higgins",
        text="El documento dice 416 organizaciones, pero las filas suman 547. ¿Cuál es la cifra?\n"
        "Me gustaría saber también desde cuándo.", effect="corrects", figures=(FIGURE,),
    )  # fmt: skip
    hidden = submission_at(
        "admitted",
        account=account,
        email="",
        text="¿Me pueden escribir a rosa@correo.invalid cuando sepan cuánto costó?",
    )
    redaction.redact_submission(
        hidden, field="text", phrases=[("rosa@correo.invalid", Kind.EMAIL)], by=staff(MODERATOR),
        now=NOW + timedelta(hours=1),
    )  # fmt: skip
    rest = {
        name: submission_at(state, account=account, email="", text=text)
        for name, state, text in (
            ("waiting", "drafting", "¿A quién se cuenta como beneficiario en Servicios Virtuales?"),
            ("not-admitted", "not_admitted", "Compre ahora mis productos en oferta."),
            ("withdrawn", "withdrawn", "Esto ya no lo quiero preguntar."),
        )
    }
    Submission.objects.filter(pk=answered.pk).update(support_count=34)
    Submission.objects.filter(pk=rest["waiting"].pk).update(support_count=1, is_demo=True)
    return {"answered": answered, "hidden": hidden, **rest}


def _responses(root: Path) -> Iterator[tuple[str, Any]]:
    edition = publish_seed()
    filed = _filed(edition)
    client = Client()
    yield "list", client.get(LIST)
    yield "narrowed", client.get(f"{LIST}?sobre=/cuentas/2022/cifras/{FIGURE}/")
    yield "nothing", client.get(f"{LIST}?q=zapatillas")
    yield "refused", client.get(f"{LIST}?region=narnia&despues=x")
    for name, row in filed.items():
        yield name, client.get(f"{LIST}{row.folio}/")
    yield "unknown", client.get(f"{LIST}CPP-2022-000123-9/")
    yield "changes", client.get(f"{LIST}cambios/")
    yield from _following(client)
    print_site()
    site = root / "current"
    yield "home", _File(site / "index.html")
    yield "figure", _File(site / "cuentas" / "2022" / "cifras" / FIGURE / "index.html")
    yield "fragment", client.get(f"{LIST}fragmento/?sobre=/cuentas/2022/cifras/{FIGURE}/")


class _File:
    """A printed page, as a response."""

    status_code, headers = 200, {"Content-Type": "text/html; charset=utf-8"}

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()


def _following(client: Client) -> Iterator[tuple[str, Any]]:
    from participation.actions.following import ask_to_follow, confirm_following

    yield "follow", client.get(f"{LIST}seguir/")
    yield "follow-refused", client.post(f"{LIST}seguir/", {"email": "sin arroba"})
    one = ask_to_follow(email="a@correo.invalid", target="everything", value="", now=NOW)
    two = ask_to_follow(email="a@correo.invalid", target="region", value="maule", now=NOW)
    yield "follow-sent", client.get(f"{LIST}seguir/")
    yield "confirm", client.get(follow_confirm_url(one).removeprefix(settings.SITE_URL))
    for each in (one, two):
        confirm_following(Subscription.objects.get(pk=each.pk).uid, now=NOW)
    yield "manage", client.get(follow_manage_url(one).removeprefix(settings.SITE_URL))
    yield "end", client.get(unsubscribe_url(one).removeprefix(settings.SITE_URL))


@pytest.fixture
def show(chromium: Browser, pages: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """`show("list", 360)`: the page, with what the policy stopped in `page.stopped`."""
    opened = []

    def shown(name: str, width: int = 1280, *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        opened.append(context)
        page = context.new_page()
        page.stopped = []  # type: ignore[attr-defined]
        page.on("console", lambda message: page.stopped.append(message.text))  # type: ignore[attr-defined]
        page.route("**/*", lambda route: _answer(route, pages, name))
        page.goto(f"{HOST}/page/{name}")
        return page

    yield shown
    for context in opened:
        context.close()


def _answer(route: Route, pages: dict[str, Any], name: str) -> None:
    path = urlsplit(route.request.url).path
    if path == f"/page/{name}":
        _, body, headers = pages[name]
        route.fulfill(status=200, body=body, headers=headers)
    elif path.startswith("/static/"):
        file = Path(settings.STATIC_ROOT) / path.removeprefix("/static/")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        route.fulfill(status=200, body=file.read_bytes(), headers={"Content-Type": kind})
    elif path.startswith("/participacion/fragmento/plazo/"):
        route.fulfill(status=200, body="Quedan 3 días hábiles para participar")
    elif path.startswith("/participacion/fragmento/"):
        route.fulfill(status=200, body=pages["fragment"][1], headers=pages["fragment"][2])
    else:
        route.fulfill(status=204, body="")


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    show: Callable[..., Page], axe: Callable[..., list[str]], name: str
) -> None:
    for width in (360, 1280):
        page = show(name, width)

        assert axe(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.stopped == []  # type: ignore[attr-defined]
        page.emulate_media(color_scheme="dark")
        assert axe(page, rules=["color-contrast"]) == [], width


@pytest.mark.parametrize("name", ["list", "answered", "figure", "home", "follow"])
def test_everything_can_be_read_without_javascript(show: Callable[..., Page], name: str) -> None:
    page = show(name, 360, scripts=False)

    assert page.locator("h1").count() == 1
    assert page.locator("a[href^='/participacion/']").count() >= 1


def test_the_list_comes_into_the_printed_page_where_scripts_run(show: Callable[..., Page]) -> None:
    page = show("figure", 1280)

    page.locator("#preguntas").scroll_into_view_if_needed()
    page.locator("#preguntas .asked").wait_for()

    assert "416 organizaciones" in page.locator("#preguntas").inner_text()
    assert page.stopped == []  # type: ignore[attr-defined]


def test_filters_open_with_the_keyboard_on_a_telephone(show: Callable[..., Page]) -> None:
    page = show("list", 360)

    page.locator(".filters summary").focus()
    page.keyboard.press("Enter")

    assert page.locator("#q").is_visible()


def test_filters_are_in_sight_on_a_wide_screen(show: Callable[..., Page]) -> None:
    page = show("list", 1280)

    assert page.locator("#q").is_visible()
