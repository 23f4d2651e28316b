"""The whole life of one account in a real browser, with the clock moved: from draft to archived.

Each step is done by whoever does it, on their own page, but for what the council votes and is
answered, which walks the real acts. What each page looks like, and the work of the council's
sessions, are looked at in their own files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cuenta.press.serving import PressedSite
from participation.deadlines import CHILE, ONE_DAY
from participation.links import confirm_url
from participation.models import Commitment, Submission, Window
from participation.reminders import look_at_clocks
from participation.reporting import make_reports
from programs.models import Institution, PublicAccount
from tests.browser.served import listening
from tests.browser.test_asking import grow_old
from tests.browser.test_council_flow import Walk, _publish, _send_the_draft
from tests.cuenta.small import small_ledger
from tests.participation.conftest import reachable
from tests.participation.council import OBSERVATION_TEXT, council_of_seven
from tests.participation.council_replies import REPLY, reply_at
from tests.participation.factories import (
    COORDINATOR,
    MODERATOR,
    REVIEWER,
    SECRETARY,
    SIGNER,
    WRITER,
    staff,
    unit_of_tests,
)
from tests.participation.room import draft_account

EVENT = date(2027, 5, 27)
TEXT = "¿Por qué el presupuesto de las pymes bajó respecto del año anterior?"
ANSWER = "Bajó porque un programa terminó en marzo. Se publicará cada trimestre cuánto queda."
PROMISE = "Publicar cada trimestre cuánto queda por entregar a las pymes."
PROCESS = "/participacion/proceso/"


@dataclass
class Clock:
    """What the whole portal takes for now; cookies keep the browser's own."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def go_to(self, day: date | None, hour: int = 10) -> datetime:
        """Ten in the morning of that day; the beat looks at its clocks then, as it always does."""
        assert day is not None
        self.at = datetime.combine(day, time(hour), tzinfo=CHILE)
        look_at_clocks(self.at)
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(datetime(2027, 3, 1, 10, tzinfo=CHILE))
    monkeypatch.setattr(timezone, "now", made.now)
    return made


@pytest.fixture
def portal_at(
    transactional_db: None,
    clock: Clock,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[str]:
    """The portal with a draft that its council has to read."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.PRESS_ROOT = tmp_path
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    for name in ("report_pdf", "annex_pdf"):  # drawn in test_reports.py
        monkeypatch.setattr(f"participation.report.files.{name}", lambda *_: b"%PDF-")
    council_of_seven(ends_on=date(2029, 1, 1))
    draft_account(reachable(small_ledger()), now=clock.at)
    Institution.objects.update(consults_council=True)
    site = PressedSite(
        WSGIHandler(), press_root=tmp_path, static_root=Path(django_settings.STATIC_ROOT)
    )
    with listening(site) as address:
        yield address


def test_an_account_lives_from_draft_to_archived(
    chromium: Browser, portal_at: str, clock: Clock
) -> None:
    walk = Walk(chromium, portal_at, lambda _: [])
    account = PublicAccount.objects.get()
    anyone = walk.page()
    calendar = f"{portal_at}/admin/participation/window/cuenta/{account.pk}/"

    plan = _plan(walk, calendar)
    clock.go_to(plan.council_on)
    _send_the_draft(walk, walk.staff(staff(SECRETARY)), account)
    assert plan.council_on is not None
    voted = clock.go_to(plan.council_on + 7 * ONE_DAY)
    observation = reply_at("answered", account=account, now=voted)
    assert PublicAccount.objects.get().council_state == PublicAccount.CouncilState.ANSWERED
    clock.go_to(plan.publish_on)
    _publish(walk, account)
    anyone.goto(f"{portal_at}/consejo/observaciones/{observation.code}/")
    expect(anyone.locator("main")).to_contain_text(OBSERVATION_TEXT)
    expect(anyone.locator("main")).to_contain_text(REPLY)
    _stands(walk, "Cuenta publicada", "Preguntar igual")

    clock.go_to(EVENT)
    _stands(walk, "Recepción de consultas", "Quedan 20 días hábiles")
    filing = _ask(anyone, portal_at)
    _answer(walk, filing, clock)
    anyone.goto(f"{portal_at}/participacion/{filing.folio}/")
    expect(anyone.locator("main")).to_contain_text(ANSWER)

    clock.go_to(plan.closes_on + ONE_DAY)
    _stands(walk, "Informe", "")
    clock.go_to(plan.report_on)
    _report(walk, clock)
    _stands(walk, "Seguimiento", "")
    coordinator = walk.staff(staff(COORDINATOR))
    coordinator.goto(calendar)
    expect(coordinator.locator("main")).to_contain_text("1 compromiso sigue abierto")

    clock.go_to(date(2027, 12, 10))
    _keep(walk)
    assert plan.follow_up_until is not None
    clock.go_to(plan.follow_up_until + ONE_DAY)
    _archive(walk, calendar)
    _stands(walk, "Archivada", "Preguntar igual")


def _plan(walk: Walk, calendar: str) -> Window:
    """From the day of the event alone, as it is proposed."""
    page = walk.staff(staff(COORDINATOR))
    page.goto(calendar)
    page.get_by_label("¿Cuándo es el evento?").fill(EVENT.isoformat())
    page.get_by_role("button", name="Proponer las fechas").click()
    expect(page.get_by_label("Termina la recepción")).not_to_have_value("")
    page.get_by_role("button", name="Guardar las fechas").click()
    expect(page.locator("main")).to_contain_text("no son públicas")
    return Window.objects.get()


def _stands(walk: Walk, phase: str, said: str) -> None:
    """The public page says which phase runs; who comes anew has kept no page of another day."""
    page = walk.page()
    page.goto(f"{walk.root}{PROCESS}")
    expect(page.locator(".phase-now")).to_contain_text(phase)
    expect(page.locator("main .panel")).to_contain_text(said)
    page.context.close()


def _ask(page: Page, root: str) -> Submission:
    page.goto(f"{root}/participar/?sobre=/cuentas/2022/ediciones/1/")
    page.get_by_role("button", name="Comenzar").click()
    page.get_by_label("Consulta").check()
    page.get_by_role("button", name="Seguir").click()
    page.get_by_label("Su texto").fill(TEXT)
    page.get_by_role("button", name="Seguir").click()
    page.get_by_role("button", name="Seguir").click()
    page.get_by_label("Correo electrónico").fill("rosa@correo.invalid")
    page.get_by_role("button", name="Seguir").click()
    grow_old(page)
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator("h1")).to_have_text("Revise su correo")
    link = confirm_url(Submission.objects.of_people().get())
    page.goto(root + link[link.index("/participar/") :])
    page.locator("main button").first.click()
    expect(page.locator("h1")).to_contain_text("Recibimos su consulta")
    return Submission.objects.of_people().get()


def _answer(walk: Walk, filing: Submission, clock: Clock) -> None:
    """Admitted, taken to its unit, written, reviewed and signed: each by another person."""
    where = f"{walk.root}/admin/participation/submission/{filing.pk}"

    def act(who: str, path: str) -> Page:
        page = walk.staff(staff(who))
        page.goto(f"{where}/{path}/")
        return page

    def press(page: Page) -> None:
        for box in page.locator("main form [type=checkbox]").all():
            box.check()
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()

    unit = unit_of_tests()
    press(act(MODERATOR, "admit"))
    page = act(COORDINATOR, "assign")
    page.locator("[name=unit]").select_option(str(unit.pk))
    press(page)
    page = act(WRITER, "change")
    page.locator("[name=effect]").select_option("commits")
    page.locator("[name=text]").first.fill(ANSWER)
    page.locator("[name=promise]").fill(PROMISE)
    page.locator("[name=promise_due_on]").fill("2027-12-15")
    page.get_by_text("Guardar y enviar a revisión").click()
    expect(page.locator("main")).to_contain_text("En revisión")
    clock.at += timedelta(hours=1)
    press(act(REVIEWER, "review"))
    page = act(SIGNER, "answer")
    press(page)
    expect(page.locator("main")).to_contain_text("Respondida")


def _report(walk: Walk, clock: Clock) -> None:
    """Prepared, made by the clock, sent, approved and published: three people, on its own page."""

    def act(page: Page, code: str) -> None:
        page.locator(f"main form[action$='/{code}/'] button").click()
        page.wait_for_load_state()

    page = walk.staff(staff(COORDINATOR))
    page.goto(f"{walk.root}/admin/participation/answerreport/")
    page.get_by_role("button", name="Preparar el informe").click()
    expect(page.locator("main")).to_contain_text("Se está preparando")
    where = page.url
    make_reports(clock.at, seconds=60)
    page.goto(where)
    act(page, "send")
    page = walk.staff(staff(REVIEWER))
    page.goto(where)
    act(page, "approve")
    page = walk.staff(staff(SIGNER))
    page.goto(where)
    page.get_by_label("Su cargo").fill("Directora")
    act(page, "publish")
    expect(page.locator("main")).to_contain_text("ya no cambia")


def _keep(walk: Walk) -> None:
    """What the answer promised is done, and anyone can see where."""
    made = Commitment.objects.get()
    page = walk.staff(staff(COORDINATOR))
    page.goto(f"{walk.root}/admin/participation/commitment/{made.pk}/keep/")
    page.locator("[name=said]").fill("Se publicó el primer trimestre.")
    page.locator("[name=url]").fill("https://ejemplo.invalid/trimestre")
    page.locator("main form button[type=submit]").first.click()
    anyone = walk.page()
    anyone.goto(f"{walk.root}/participacion/compromisos/{made.code}/")
    expect(anyone.locator("main")).to_contain_text("Cumplido")


def _archive(walk: Walk, calendar: str) -> None:
    page = walk.staff(staff(COORDINATOR))
    page.goto(calendar)
    page.locator("summary", has_text="Archivar la cuenta").click()
    page.get_by_role("button", name="Archivar la cuenta").click()
    expect(page.locator("main")).to_contain_text("La cuenta quedó archivada")
    assert PublicAccount.objects.get().state == PublicAccount.State.ARCHIVED
