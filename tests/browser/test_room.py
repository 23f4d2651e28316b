"""The council's room in a real browser: from the mail to a proposal, at both widths, clean for axe.

No page of it has a script, so that nothing is lost where there is none.
"""

from base64 import b32decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.utils import timezone
from django_otp.oath import totp
from playwright.sync_api import Browser, Page, expect

from cuenta.press.serving import PressedSite
from participation.actions.council_ballots import open_ballot
from participation.actions.council_invitations import invite_councillor
from participation.actions.council_reviews import open_council_review
from participation.actions.council_writing import save_observation
from participation.links import invitation_url
from participation.models import CouncilReview, Observation
from programs.actions.imports import import_account
from programs.models import Edition
from tests.browser.served import listening
from tests.browser.test_asking import Axe, is_well, shot, tab_to
from tests.factories import UserFactory
from tests.ledgers import small_ledger
from tests.participation.conftest import publish, reachable  # noqa: F401 (a fixture)
from tests.participation.council import Council, council_of_seven, observation_at, user_of
from tests.participation.factories import SECRETARY, staff
from tests.participation.room import DRAFT, draft_account, room_ledger
from tests.staff import signed_in

TEXT = "Pedimos que la cuenta explique por qué dos de sus páginas dicen cifras distintas."
PASSWORD = "una frase larga y propia"


@pytest.fixture
def council(transactional_db: None) -> Council:
    return council_of_seven(ends_on=timezone.localdate() + timedelta(days=400))


@pytest.fixture
def room_at(
    council: Council,
    publish: Callable[..., Edition],  # noqa: F811
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[str]:
    """The portal with the account of a year before, and a draft that the council reviews."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.PRESS_ROOT = tmp_path
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    publish(reachable(replace(small_ledger(), account_year=2021, management_year=2020)))
    now = timezone.now()
    open_council_review(draft_account(now=now), by=staff(SECRETARY), now=now)
    site = PressedSite(
        WSGIHandler(), press_root=tmp_path, static_root=Path(django_settings.STATIC_ROOT)
    )
    with listening(site) as address:
        yield address


@pytest.mark.parametrize("width", [360, 1280])
def test_a_councillor_reads_notes_writes_proposes_and_votes(
    chromium: Browser, room_at: str, council: Council, axe: Axe, width: int
) -> None:
    councillor = council.members[0].councillor
    invitation = invite_councillor(
        councillor, email=user_of(council.members[0]).email, by=staff(SECRETARY),
        now=timezone.now(),
    )  # fmt: skip
    link = invitation_url(invitation.uid).removeprefix(django_settings.SITE_URL)
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()

    def looked(name: str) -> None:
        is_well(page, axe)
        assert page.locator("script").count() == 0, name
        shot(page, f"room-{name}")

    page.goto(room_at + link)
    page.get_by_label("Elija una clave").fill(PASSWORD)
    page.get_by_label("Escríbala otra vez").fill("otra cosa")
    page.get_by_role("button", name="Seguir").click()
    expect(page.get_by_text("No es igual a la de arriba")).to_be_visible()
    looked("invitation")
    page.get_by_label("Elija una clave").fill(PASSWORD)
    page.get_by_label("Escríbala otra vez").fill(PASSWORD)
    page.get_by_role("button", name="Seguir").click()

    expect(page.locator("h1")).to_have_text("Active el código de su teléfono")
    looked("enrol")
    letters = page.locator(".address code").inner_text().replace(" ", "")
    page.get_by_label("Código de seis dígitos").fill(f"{totp(b32decode(letters)):06d}")
    page.get_by_role("button", name="Activar y entrar").click()
    looked("codes")
    page.get_by_role("link", name="Ya los guardé").click()

    expect(page.locator("h1")).to_have_text("Sala del Consejo")
    page.get_by_text("Cómo se cuenta, día por día").click()
    looked("home")
    page.get_by_role("link", name="Leer el borrador", exact=True).click()
    expect(page.get_by_text("Borrador en revisión por el Consejo:")).to_be_visible()
    is_well(page, axe)
    shot(page, "room-draft")
    chapter = room_ledger().chapters[0].slug
    page.goto(f"{room_at}{DRAFT}capitulos/{chapter}/")
    is_well(page, axe)
    shot(page, "room-chapter")
    page.locator("#p2 .p-ask").click()

    expect(page.locator("h1")).to_have_text("Anotar u observar")
    page.get_by_label("Su nota").fill("Revisar con la tabla de la página siguiente.")
    page.get_by_label("Compartirla con la sala").check()
    looked("place")
    page.get_by_role("button", name="Guardar la nota").click()
    expect(page.get_by_text("Revisar con la tabla")).to_be_visible()
    looked("notes")

    page.go_back()
    tab_to(page, "Comenzar una observación")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Comenzar una observación")
    page.get_by_role("button", name="Guardar en borrador").click()
    expect(page.get_by_text("Complete «Título».")).to_be_visible()
    looked("begin")
    page.get_by_label("Título").fill("Dos páginas no coinciden")
    page.get_by_label("Qué observa el Consejo").fill(TEXT)
    page.get_by_role("button", name="Guardar en borrador").click()
    expect(page.locator("h1")).to_have_text("Dos páginas no coinciden")
    looked("observation")

    page.get_by_role("link", name="Redactar").click()
    one = Observation.objects.get()
    save_observation(
        one, title=one.title, text=f"{TEXT} Lo dice también la tabla.",
        expected_version=one.version, by=user_of(council.members[1]), now=timezone.now(),
    )  # fmt: skip
    page.get_by_label("Qué observa el Consejo").fill(f"{TEXT} Y que se corrija.")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("No se perdió nada")).to_be_visible()
    looked("conflict")
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.get_by_role("link", name="Qué cambió en la versión 3").click()
    looked("versions")
    page.go_back()
    page.get_by_role("link", name="Proponer a la sesión").click()
    looked("propose")
    page.get_by_role("button", name="Proponer a la sesión").click()
    expect(page.get_by_text(f"OBS-{timezone.localdate().year}-001")).to_be_visible()

    import_account(
        room_ledger("Cuenta de la sala, corregida"), by=UserFactory(role="Edición de datos"),
        now=timezone.now(), origin="cambio",
    )  # fmt: skip
    page.goto(f"{room_at}/consejo/sala/borrador/cambios/")
    looked("changes")
    page.goto(f"{room_at}/consejo/sala/cuadraturas/")
    looked("checks")
    page.goto(f"{room_at}/consejo/sala/observaciones/")
    looked("observations")

    now = timezone.now()
    voting = observation_at("on_agenda", account=one.account, now=now)
    session = voting.agenda_items.get().session
    looked_session(page, room_at, session.number, looked)
    start(session, council, now)
    ballot = open_ballot(voting.agenda_items.get(), by=staff(SECRETARY), now=now)
    page.goto(f"{room_at}/consejo/sala/votaciones/{ballot.pk}/")
    page.get_by_role("button", name="Votar").click()
    expect(page.get_by_text("Elija «Su voto».")).to_be_visible()
    looked("ballot")
    page.get_by_label("A favor").check()
    page.get_by_role("button", name="Votar").click()
    expect(page.get_by_text("Usted votó: a favor")).to_be_visible()

    page.get_by_role("button", name="Salir").click()
    expect(page.get_by_text("Salió de la sala.")).to_be_visible()
    looked("login")
    context.close()


def looked_session(page: Page, root: str, number: int, looked: Callable[[str], None]) -> None:
    page.goto(f"{root}/consejo/sala/sesiones/{number}/")
    looked("session")


def start(session: Any, council: Council, now: Any) -> None:
    """Open it with everybody there, as the secretary does."""
    for each in council.titulars:
        session.attendances.create(mandate=each, arrived_at=now)
    type(session).objects.filter(pk=session.pk).update(
        state="open", starts_at=now, opened_at=now, in_office=6, needed=4,
        chaired_by=council.presidency, secretary=staff(SECRETARY),
    )  # fmt: skip


def test_the_pages_with_which_staff_serve_it_are_clean(
    chromium: Browser, room_at: str, council: Council, axe: Axe
) -> None:
    client = signed_in(staff(SECRETARY))
    invite = f"/admin/participation/councilinvitation/consejo/{council.vice.councillor.pk}/"
    sent = client.post(invite, {"email": "vice@organizacion.cl"}, SERVER_NAME="127.0.0.1")
    assert sent.status_code == 302
    account = CouncilReview.objects.get().account_id
    review = f"/admin/participation/councilreview/cuenta/{account}/"
    for width in (360, 1280):
        context = chromium.new_context(viewport={"width": width, "height": 800})
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": room_at}]
        )
        page = context.new_page()
        for name, url in (("invite", invite), ("review", review)):
            page.goto(room_at + url)
            is_well(page, axe)
            shot(page, f"room-admin-{name}")
        context.close()
