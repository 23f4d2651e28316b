"""The council's whole work in a real browser: from the draft sent to it to the published account.

Everybody uses their own pages: councillors the room, the secretary and the staff the admin, anyone
the account with the opinion and its reply side by side. Each new page is looked at by axe once.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cuenta.press.serving import PressedSite
from participation.models import CouncilRule, CouncilSession, Observation
from programs.models import Edition, PublicAccount, User
from tests.browser.served import listening
from tests.browser.test_asking import Axe, is_well
from tests.cuenta.small import small_ledger
from tests.factories import UserFactory
from tests.participation.conftest import reachable
from tests.participation.council import Council, council_of_seven, user_of
from tests.participation.factories import (
    COORDINATOR,
    HEAD,
    REVIEWER,
    SECRETARY,
    WRITER,
    staff,
    unit_of_tests,
)
from tests.participation.room import DRAFT, draft_account, room_client

TITLE = "Que la cuenta diga de dónde sale su total"
TEXT = "El Consejo pide que la cuenta diga, junto a cada total, de qué filas sale y dónde se ven."
REPLY = "Se acoge: desde esta edición cada total muestra sus filas y dice si cuadra."


@pytest.fixture
def council(transactional_db: None) -> Council:
    """Six in office; a session may be called for the same day: this norm asks no notice."""
    CouncilRule.objects.create(
        kind="notice", number=0, citation="Norma de prueba", valid_from=date(2020, 1, 1)
    )
    return council_of_seven(ends_on=timezone.localdate() + timedelta(days=400))


@pytest.fixture
def portal_at(
    council: Council, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """The portal with a draft whose figures add up."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.PRESS_ROOT = tmp_path
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    draft_account(reachable(small_ledger()), now=timezone.now())
    site = PressedSite(
        WSGIHandler(), press_root=tmp_path, static_root=Path(django_settings.STATIC_ROOT)
    )
    with listening(site) as address:
        yield address


class Walk:
    """Browsers of several people at one portal; each page they open is looked at once."""

    def __init__(self, chromium: Browser, root: str, axe: Axe) -> None:
        self.chromium, self.root, self.axe = chromium, root, axe

    def page(self, client: Client | None = None) -> Page:
        context = self.chromium.new_context(viewport={"width": 1280, "height": 900})
        if client is not None:
            name = django_settings.SESSION_COOKIE_NAME
            value = client.cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": self.root}])
        return context.new_page()

    def staff(self, who: User) -> Page:
        client = Client()
        client.force_login(who, "django.contrib.auth.backends.ModelBackend")
        return self.page(client)

    def councillor(self, who: User) -> Page:
        return self.page(room_client(who, timezone.now()))

    def looked(self, page: Page) -> None:
        is_well(page, self.axe)


def test_from_the_draft_to_the_account_with_opinion_and_reply(
    chromium: Browser, portal_at: str, council: Council, axe: Axe
) -> None:
    walk = Walk(chromium, portal_at, axe)
    secretary = walk.staff(staff(SECRETARY))
    account = PublicAccount.objects.get()

    seat = council.vice.pk
    for path in (
        "",
        "mandate/",
        "mandate/add/",
        f"mandate/{seat}/change/",
        f"mandate/{seat}/role/",
    ):
        app = "participation/" if path else ""
        secretary.goto(f"{portal_at}/admin/{app}{path}")
        walk.looked(secretary)
    _send_the_draft(walk, secretary, account)
    member = walk.councillor(user_of(council.members[0]))
    _observe(walk, member)
    session = _call(walk, secretary, account)
    _meet(walk, secretary, council, session)
    _sign(walk, secretary, walk.councillor(user_of(council.presidency)), session)
    _answer(walk, secretary, session)
    edition = _publish(walk, account)

    anyone = walk.page()
    anyone.goto(f"{portal_at}/consejo/")
    walk.looked(anyone)
    observation = Observation.objects.get()
    anyone.goto(f"{portal_at}/consejo/observaciones/{observation.code}/")
    expect(anyone.locator("main")).to_contain_text(TEXT)
    expect(anyone.locator("main")).to_contain_text(REPLY)
    walk.looked(anyone)
    sealed = {each.path for each in edition.files.all()}
    assert "council.json" in sealed


def _send_the_draft(walk: Walk, page: Page, account: PublicAccount) -> None:
    page.goto(f"{walk.root}/admin/participation/councilreview/cuenta/{account.pk}/")
    walk.looked(page)
    page.get_by_role("button", name="Enviar el borrador al Consejo").click()
    expect(page.locator("main")).to_contain_text("El Consejo revisa")


def _observe(walk: Walk, page: Page) -> None:
    """Reads the draft, leaves a note, begins an observation from the same place and proposes it."""
    chapter = small_ledger().chapters[0].slug
    page.goto(f"{walk.root}{DRAFT}capitulos/{chapter}/")
    page.locator(".p-ask").first.click()
    page.get_by_label("Su nota").fill("Ver de dónde sale el total.")
    page.get_by_role("button", name="Guardar la nota").click()
    expect(page.get_by_text("Ver de dónde sale el total.")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Comenzar una observación").click()
    page.get_by_label("Título").fill(TITLE)
    page.get_by_label("Qué observa el Consejo").fill(TEXT)
    page.get_by_role("button", name="Guardar en borrador").click()
    page.get_by_role("link", name="Proponer a la sesión").click()
    page.get_by_role("button", name="Proponer a la sesión").click()
    expect(page.get_by_text(f"OBS-{timezone.localdate().year}-001")).to_be_visible()


def _call(walk: Walk, page: Page, account: PublicAccount) -> CouncilSession:
    """Called for later today; then its hour comes."""
    page.goto(f"{walk.root}/admin/participation/councilsession/add/")
    later = timezone.localtime() + timedelta(minutes=30)
    page.get_by_label("Día", exact=True).fill(f"{later:%Y-%m-%d}")
    page.get_by_label("Hora de inicio").fill(f"{later:%H:%M}")
    page.get_by_label("Modalidad").select_option("in_person")
    page.get_by_label("Lugar").fill("Sala de reuniones")
    page.get_by_label("Cuenta de la que trata").select_option(str(account.pk))
    page.get_by_label(re.compile("^OBS-")).first.check()
    walk.looked(page)
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("h1")).to_have_text("Sesión ordinaria 1")
    CouncilSession.objects.update(starts_at=timezone.now())
    return CouncilSession.objects.get()


def _meet(walk: Walk, page: Page, council: Council, session: CouncilSession) -> None:
    """Four come; two vote from the room and the secretary writes down the vote of another."""
    where = f"{walk.root}/admin/participation/councilsession/{session.pk}/change/"
    page.goto(where)
    walk.looked(page)
    seated = (council.presidency, council.vice, council.members[0], council.members[1])
    for seat in seated:
        name = seat.councillor.name
        page.get_by_role("button", name=re.compile(f"{name}$")).first.click()
    page.get_by_role("button", name="Abrir la sesión").click()
    page.get_by_role("button", name=re.compile("Abrir la votación")).click()
    expect(page.locator("main")).to_contain_text("Votación abierta")
    for seat in seated[:2]:
        room = walk.councillor(user_of(seat))
        room.goto(f"{walk.root}/consejo/sala/")
        room.locator("main a[href*=votaciones]").first.click()
        room.get_by_label("A favor").check()
        room.get_by_role("button", name="Votar").click()
        expect(room.get_by_text("Usted votó: a favor")).to_be_visible()
        room.context.close()
    page.goto(where)
    heard = seated[2]
    page.locator("summary", has_text=f"Anotar el voto que dijo {heard.councillor.name}").click()
    page.locator(f"#voto-{heard.pk}").select_option("for")
    page.get_by_role("button", name=f"Anotar el voto de {heard.councillor.name}").click()
    walk.looked(page)
    page.get_by_role("button", name="Cerrar la votación").click()
    expect(page.locator("main")).to_contain_text("Aprobada")
    page.get_by_role("button", name="Terminar la sesión y escribir el acta").click()
    expect(page.locator("main")).to_contain_text("Huella del contenido")


def _sign(walk: Walk, page: Page, chair: Page, session: CouncilSession) -> None:
    page.get_by_role("button", name="Firmar el acta como secretaría").click()
    expect(page.locator("main")).to_contain_text("puesta")
    walk.looked(page)
    chair.goto(f"{walk.root}/consejo/sala/sesiones/{session.number}/acta/")
    walk.looked(chair)
    chair.locator("main form [type=checkbox]").check()
    chair.get_by_role("button", name="Firmar el acta").click()
    chair.wait_for_load_state()
    assert CouncilSession.objects.get().state == "signed"
    assert Observation.objects.get().state == "formalised"


def _answer(walk: Walk, secretary: Page, session: CouncilSession) -> None:
    """Filed, taken to its unit, written, reviewed and signed by the head of the service."""
    secretary.goto(f"{walk.root}/admin/participation/councilsession/{session.pk}/change/")
    secretary.get_by_role("button", name=re.compile("Ingresar con folio")).click()
    filing = Observation.objects.get().filing
    assert filing is not None
    where = f"{walk.root}/admin/participation/submission/{filing.pk}"

    unit = unit_of_tests()
    page = walk.staff(staff(COORDINATOR))
    page.goto(f"{where}/assign/")
    page.locator("[name=unit]").select_option(str(unit.pk))
    page.locator("main form button[type=submit]").first.click()
    page = walk.staff(staff(WRITER))
    page.goto(f"{where}/change/")
    walk.looked(page)
    page.locator("[name=effect]").select_option("accepts")
    page.locator("[name=text]").first.fill(REPLY)
    page.get_by_text("Guardar y enviar a revisión").click()
    page = walk.staff(staff(REVIEWER))
    page.goto(f"{where}/review/")
    page.locator("main form button[type=submit]").first.click()
    page = walk.staff(staff(HEAD))
    page.goto(f"{where}/answer/")
    walk.looked(page)
    for box in page.locator("main form [type=checkbox]").all():
        box.check()
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Respondida")
    assert PublicAccount.objects.get().council_state == PublicAccount.CouncilState.ANSWERED


def _publish(walk: Walk, account: PublicAccount) -> Edition:
    where = f"{walk.root}/admin/programs/publicaccount/{account.pk}"
    page = walk.staff(User.objects.get(groups__name="Edición de datos"))
    page.goto(f"{where}/preparar/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    assert PublicAccount.objects.get().state == "checked"
    page = walk.staff(UserFactory(role="Publicación"))
    page.goto(f"{where}/publicar/")
    for box in page.locator("main form [type=checkbox]").all():
        box.check()
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("está publicada", timeout=180_000)
    return Edition.objects.get()
