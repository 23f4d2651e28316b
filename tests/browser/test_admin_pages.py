"""The desk in a real browser: clean for axe, nothing stopped by the policy, no sideways scroll.

The pages are made once by the test client, with their headers, and handed to Chromium as they are.
"""

import mimetypes
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django_otp.oath import TOTP
from playwright.sync_api import Browser, Page, Route

from programs.actions.accounts import note_draft_change, prepare_account
from programs.figure_workbooks import figures_csv
from programs.models import Chapter, Edition, Explanation, PublicAccount, Result, Table
from programs.package import read_package
from tests.browser.served import SEED, publish_seed
from tests.factories import NOW, UserFactory
from tests.staff import signed_in, text_of

# Without the mark pytest-django makes no test database, and the thread below would find another.
pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1"
IN_THE_DARK = (
    "login", "desk-pending", "figures", "figure-refused", "checks", "publish", "delete",
    "factor-activate", "code-refused", "locked",
)  # fmt: skip
PAGES = (
    "login", "desk", "desk-pending", "figures", "figure", "figure-refused", "history", "table",
    "chapter", "checks", "import", "preview", "preview-refused", "prepare", "publish", "edition",
    "verified", "log", "delete", "user", "password", "factor-activate", "factor-refused",
    "factor-codes", "factor", "factor-renew", "factor-remove", "factor-reset", "code",
    "code-recovery", "code-refused", "login-refused", "locked", "person",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> dict[str, Any]:
    """Every page of PAGES by name, made in a transaction that is taken back."""
    media = tmp_path_factory.mktemp("media")

    def make() -> dict[str, Any]:
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        with override_settings(MEDIA_ROOT=media), transaction.atomic():
            made = {name: _kept(response) for name, response in _responses()}
            transaction.set_rollback(True)
        connection.close()
        return made

    # In a thread of its own: in this one Playwright's event loop hides the test database.
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as worker:
        return worker.submit(make).result()


def _kept(response: Any) -> tuple[str, dict[str, str]]:
    return text_of(response), dict(response.headers)


def _responses() -> Iterator[tuple[str, Any]]:
    edition = publish_seed()
    account = edition.account
    boss = UserFactory(is_superuser=True)
    client = signed_in(boss)
    yield "login", Client().get("/admin/login/")
    yield "desk", client.get("/admin/")
    yield from _editions(client, edition)
    figure = Result.objects.filter(account=account, unit="MM$")[0]
    Result.objects.filter(pk=figure.pk).update(value=figure.value + 1_000_000)  # type: ignore[operator]
    note_draft_change(account, by=boss, now=NOW, summary="Cambió una cifra")
    yield "prepare", client.get(_of(account, "prepare"))
    yield from _imports(client, account)
    prepare_account(account, by=edition.prepared_by, now=NOW)
    yield "publish", client.get(reverse("cuenta:account-publish", args=[account.pk]))
    Explanation.objects.filter(account=account)[0].delete()
    yield "desk-pending", client.get("/admin/")
    yield "checks", client.get(_of(account, "checks"))
    yield from _forms(client, account, figure)


def _of(account: PublicAccount, name: str) -> str:
    return reverse(f"admin:programs_publicaccount_{name}", args=[account.pk])


def _editions(client: Client, edition: Edition) -> Iterator[tuple[str, Any]]:
    yield "edition", client.get(reverse("admin:programs_edition_change", args=[edition.pk]))
    yield "verified", client.post(reverse("admin:programs_edition_verify", args=[edition.pk]))
    yield "log", client.get(reverse("admin:programs_accountevent_changelist"))


def _imports(client: Client, account: PublicAccount) -> Iterator[tuple[str, Any]]:
    yield "import", client.get(_of(account, "import"))
    content = figures_csv(read_package(SEED).figures[:20])
    for name, file in (("preview", content), ("preview-refused", content.replace(b"n;", b"k;"))):
        sent = {"file": SimpleUploadedFile("cifras.csv", file), "mode": "add"}
        yield name, client.get(client.post(_of(account, "import"), sent)["Location"])


def _forms(client: Client, account: PublicAccount, figure: Result) -> Iterator[tuple[str, Any]]:
    change = reverse("admin:programs_result_change", args=[figure.pk])
    yield "figures", client.get(f"/admin/programs/result/?account={account.pk}")
    yield "figure", client.get(change)
    yield "figure-refused", client.post(change, {"amount": "1.2.3"})
    yield "history", client.get(change.replace("change", "history"))
    yield "delete", client.get(change.replace("change", "delete"))
    for name, model in (("table", Table), ("chapter", Chapter)):
        row: Any = model.objects.filter(account=account)[0]  # type: ignore[attr-defined]
        yield name, client.get(reverse(f"admin:programs_{name}_change", args=[row.pk]))
    yield "user", client.get(reverse("admin:programs_user_add"))
    yield "password", client.get(reverse("admin:password_change"))
    yield from _signing_in()


def _signing_in() -> Iterator[tuple[str, Any]]:
    """The second factor of somebody who activates it, and of somebody who owes the code."""
    person, boss = UserFactory(full_name="Ana Pérez Soto"), UserFactory(is_superuser=True)
    client, own = signed_in(person), reverse("admin:second_factor")
    yield "factor-activate", client.get(own)
    yield "factor-refused", client.post(own, {"code": "12345"})
    code = TOTP(bytes.fromhex(client.session["second_factor_key"])).token()
    yield "factor-codes", client.post(own, {"code": f"{code:06d}"})
    yield "factor", client.get(own)
    yield "factor-renew", client.get(reverse("admin:second_factor_renew"))
    yield "factor-remove", client.post(reverse("admin:second_factor_remove"))
    reset = reverse("admin:second_factor_reset", args=[person.pk])
    yield "factor-reset", signed_in(boss).get(reset)
    yield "person", signed_in(boss).get(reverse("admin:programs_user_change", args=[person.pk]))
    halfway, page = signed_in(person), reverse("admin:second_factor_code")
    yield "code", halfway.get(page)
    yield "code-recovery", halfway.get(f"{page}?con=recuperacion")
    yield "code-refused", halfway.post(page, {"code": "12345"})
    said = {"username": person.email, "password": "otra"}
    yield "login-refused", Client().post("/admin/login/", said)
    for _ in range(4):
        locked = Client().post("/admin/login/", said)
    yield "locked", locked


@pytest.fixture
def show(chromium: Browser, pages: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """`show("desk", 390, "dark")`: the page, with what the policy stopped in `page.stopped`."""
    opened = []

    def shown(name: str, width: int = 1280, scheme: Any = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        opened.append(context)
        page = context.new_page()
        page.route("**/*", lambda route: _answer(route, pages[name]))
        page.add_init_script(
            "window.stopped = []; document.addEventListener('securitypolicyviolation',"
            " e => window.stopped.push(e.violatedDirective + ' ' + e.blockedURI))"
        )
        page.goto(f"{HOST}/admin/")
        return page

    yield shown
    for context in opened:
        context.close()


def _answer(route: Route, page: tuple[str, dict[str, str]]) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith(settings.STATIC_URL):
        file = Path(settings.STATIC_ROOT) / path.removeprefix(settings.STATIC_URL)
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)
    elif path == "/admin/":
        headers = {key: value for key, value in page[1].items() if key != "Content-Length"}
        route.fulfill(status=200, body=page[0], headers=headers)
    else:
        route.fulfill(status=200, body="", content_type="text/javascript")


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        *((name, width, "light") for name in PAGES for width in (1280, 390)),
        *((name, 1280, "dark") for name in IN_THE_DARK),
    ],
)
def test_the_desk_is_clean_for_everyone(
    show: Callable[..., Page], axe: Callable[..., list[str]], name: str, width: int, scheme: str
) -> None:
    page = show(name, width, scheme)

    stopped = page.evaluate("window.stopped")
    beyond = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    assert stopped == []
    assert beyond <= 0
    assert axe(page) == []


def test_every_page_was_made(pages: dict[str, Any]) -> None:
    assert set(pages) == set(PAGES)


def test_on_a_telephone_the_sections_are_one_tap_away(show: Callable[..., Page]) -> None:
    page = show("desk", 390)

    page.get_by_role("link", name="Secciones").click()

    assert page.evaluate("document.activeElement.id") == "secciones"
