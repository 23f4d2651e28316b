"""What anyone reads of a process, and what staff type to plan it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from participation import clocks
from participation.actions import process
from participation.actions.late_dates import note_all_missed
from participation.deadlines import CHILE
from participation.models import CalendarChange, Window
from participation.process_moves import propose
from participation.process_parts import Plan
from participation.processes import rules_on
from programs.models import PublicAccount
from tests.factories import AccountFactory, UserFactory
from tests.hostile import HOSTILE
from tests.staff import signed_in

PAGE = "/participacion/proceso/"
EARLY = datetime(2022, 4, 11, 12, tzinfo=CHILE)
EVENT = date(2022, 5, 30)


def at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=CHILE) + timedelta(hours=12)


@dataclass(frozen=True)
class World:
    account: PublicAccount
    plan: Plan
    client: Client


@pytest.fixture
def world(edition: Any) -> World:
    """A published account whose dates were planned in April, and who coordinates, signed in."""
    plan = propose(EVENT, rules_on(EARLY.date()), clocks.calendar_for(), consults=False)
    manager = UserFactory(role="Coordinación de participación")
    process.plan_calendar(edition.account, plan=plan, by=manager, now=EARLY)
    return World(edition.account, plan, signed_in(manager))


def read(day: date, path: str = PAGE, status: int = 200) -> str:
    with time_machine.travel(at(day), tick=False):
        response = Client().get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_page_says_the_phase_and_the_days_that_are_left(world: World) -> None:
    during, last = read(date(2022, 6, 13)), read(world.plan.closes_on)
    after = read(world.plan.closes_on + timedelta(days=1))

    assert "Recepción de consultas</h2>" in during
    assert "Quedan 10 días hábiles, hasta el miércoles 29 de junio" in during
    assert during.count('aria-current="step"') == 1
    assert "Hasta el miércoles 29 de junio" in last
    assert "<h2>Informe</h2>" in after  # nobody asked anything
    assert "Ley 19.880, artículo 39" in during


def test_a_delay_and_every_change_stay_in_the_page_with_their_reason(world: World) -> None:
    boss = UserFactory(role="Coordinación de participación", full_name="Nombre Reservado")
    now = at(world.plan.opens_on)
    process.extend_reception(world.account, days=5, reason=HOSTILE, by=boss, now=now)
    assert world.plan.report_on is not None
    late = world.plan.report_on + timedelta(days=5)
    note_all_missed(at(late))

    page = read(late)

    assert "vencía el jueves 18 de agosto de 2022 y no se ha hecho" in page
    assert "3 días hábiles de atraso" in page
    assert "Se amplió la recepción" in page
    assert "<script>alert" not in page
    assert "Nombre Reservado" not in page


def test_a_suspension_is_told_with_its_reason_and_what_it_does_not_stop(world: World) -> None:
    by = UserFactory(role="Coordinación de participación")
    day = date(2022, 6, 13)
    process.suspend_process(world.account, reason="Terremoto", by=by, now=at(day))

    page, fragment = read(day), read(day, "/participacion/fragmento/plazo/")

    assert "suspendido desde el lunes 13 de junio de 2022" in page
    assert "Terremoto" in page
    assert "los plazos para responderle siguen corriendo" in page
    assert "El proceso está suspendido" in fragment
    assert "El proceso está suspendido" in read(day, "/participacion/plazos/")
    assert "El proceso está suspendido" in read(day, "/participacion/")


def test_dates_of_a_draft_are_public_only_once_announced(world: World) -> None:
    ahead = AccountFactory(account_year=world.account.account_year + 1, title="Título reservado")
    by = UserFactory(role="Coordinación de participación")
    plan = propose(date(2023, 5, 30), rules_on(EARLY.date()), clocks.calendar_for(), consults=False)
    process.plan_calendar(ahead, plan=plan, by=by, now=EARLY)
    address = f"{PAGE}{ahead.account_year}/"

    read(EVENT, address, status=404)
    read(EVENT, f"{PAGE}1999/", status=404)
    assert str(ahead.account_year) not in read(EVENT, "/participacion/fragmento/plazo/")
    process.announce_calendar(ahead, by=by, now=EARLY)

    page = read(EVENT, address)
    assert "martes 30 de mayo de 2023" in page
    assert "Título reservado" not in page
    assert f"{PAGE}{world.account.account_year}/" in page


@pytest.mark.django_db
def test_without_any_process_the_page_says_so() -> None:
    assert "Todavía no hay fechas anunciadas" in read(EVENT)


def send(world: World, day: date, **values: Any) -> Any:
    address = reverse("admin:participation_window_calendar", args=[world.account.pk])
    with time_machine.travel(at(day), tick=False):
        return world.client.post(address, values)


def typed(plan: Plan, **changes: str) -> dict[str, str]:
    days = {name: str(on) for name, on in asdict(plan).items() if on is not None}
    return {**days, **changes}


def test_staff_plan_from_the_event_and_see_what_the_law_says_of_each_date(world: World) -> None:
    other = AccountFactory(account_year=2024)
    address = reverse("admin:participation_window_calendar", args=[other.pk])

    with time_machine.travel(EARLY, tick=False):
        empty = world.client.get(address)
        proposed = world.client.get(address, {"evento": "2024-05-30"}).content.decode()
        wrong = world.client.get(address, {"evento": "ayer"})

    assert (empty.status_code, wrong.status_code) == (200, 200)
    assert 'value="2024-05-30"' in proposed
    assert proposed.count("<b>Cumple.</b>") >= 6


def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost(world: World) -> None:
    late = typed(world.plan, closes_on="2022-06-08", reason="Motivo escrito")
    no_reason = typed(world.plan, report_on="2022-08-19")

    looked = send(world, EARLY.date(), **late, look="1")
    refused = send(world, EARLY.date(), **late)
    unsaid = send(world, EARLY.date(), **no_reason)
    unread = send(world, EARLY.date(), event_on="31-31-2022")

    assert [each.status_code for each in (looked, refused, unsaid, unread)] == [200, 409, 409, 400]
    page = refused.content.decode()
    assert "la ley pide al menos 10" in page
    assert 'value="Motivo escrito"' in page
    assert 'value="2022-06-08"' in page
    assert "el motivo es público" in unsaid.content.decode()
    assert CalendarChange.objects.count() == 1


def test_staff_extend_suspend_resume_and_cannot_archive_yet(world: World) -> None:
    day = world.plan.opens_on
    answers = [
        send(world, day, act="extend", days="99", reason="x"),
        send(world, day, act="extend", days="", reason=""),
        send(world, day, act="extend", days="3", reason="Corte de luz"),
        send(world, day, act="suspend", reason="Temporal"),
        send(world, day, act="resume", reason="Pasó"),
        send(world, day, act="archive"),
    ]

    assert [each.status_code for each in answers] == [409, 400, 302, 302, 302, 409]
    assert "La recepción no ha terminado" in answers[-1].content.decode()
    kinds = CalendarChange.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["plan", "extend", "suspend", "resume"]
    assert Window.objects.get(account=world.account).suspended_on is None


def test_the_setup_page_leads_to_where_each_thing_is_done(world: World) -> None:
    address = reverse("admin:participation_window_readiness", args=[world.account.pk])

    with time_machine.travel(at(EVENT), tick=False):
        page = world.client.get(address).content.decode()
        listed = world.client.get(reverse("admin:participation_window_changelist"))

    assert "Nadie revisa las respuestas" in page
    assert "16 regiones sin audiencia convocada" in page
    assert reverse("admin:participation_unit_changelist") in page
    assert f"/cuenta/{world.account.pk}/" in listed.content.decode()
