"""The hearings in the admin: role × address × method, and the day of a hearing by its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin import site
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from participation.actions.moderation import admit_submission
from participation.admin.hearing_page import door_page
from participation.links import tracking_url
from participation.models import (
    Commitment,
    Hearing,
    HearingQuestion,
    RegisterEntry,
    Submission,
)
from participation.permissions import ROLES
from programs.models import Region
from tests.factories import UserFactory
from tests.participation import hearings as given
from tests.participation.factories import (
    COORDINATOR,
    MODERATOR,
    account_of_tests,
    staff,
    unit_of_tests,
)
from tests.participation.hearings import DURING, STARTS, hearing_at
from tests.shared import Kept
from tests.staff import signed_in

pytestmark = pytest.mark.django_db

NAME = "participation_hearing_"
STAFF = (*ROLES, "boss")
OUTSIDE = ("anyone", "stranger", "Edición de datos")
CALLERS = (COORDINATOR, "boss")
HOLDERS = (COORDINATOR, MODERATOR, "boss")
NOBODY: tuple[str, ...] = ()
ROWS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "changelist": (STAFF, STAFF),
    "change": (STAFF, NOBODY),
    "history": (STAFF, STAFF),
    "delete": (NOBODY, NOBODY),
    **dict.fromkeys(("add", "edit", "postpone", "cancel"), (CALLERS, CALLERS)),
    **dict.fromkeys(("desk", "door", "acta"), (HOLDERS, HOLDERS)),
    **dict.fromkeys(("call", "drop", "publish"), (NOBODY, CALLERS)),
    **dict.fromkeys(
        (
            "open", "start_recording", "close", "door_undo", "door_register", "question_admit",
            "question_set_aside", "question_drop", "question_show", "question_take_down",
            "question_answer", "question_second", "question_up", "question_down",
        ),
        (NOBODY, HOLDERS),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class World:
    called: Hearing
    opened: Hearing
    sent: HearingQuestion


@pytest.fixture(scope="module")
def world(kept: Kept) -> Iterator[World]:
    with kept():
        opened = hearing_at("open")
        yield World(hearing_at("called"), opened, given.sent_by_phone(opened))


@pytest.fixture(autouse=True)
def _during() -> Iterator[None]:
    with time_machine.travel(DURING, tick=False):
        yield


def _address(name: str, world: World) -> str:
    if name in ("changelist", "add"):
        return reverse(f"admin:{NAME}{name}")
    more = [world.sent.pk] if name.startswith("question_") else []
    return reverse(f"admin:{NAME}{name}", args=[world.opened.pk, *more])


def _client(person: str) -> Client:
    if person == "anyone":
        return Client()
    if person == "boss":
        return signed_in(UserFactory(is_superuser=True))
    if person == "stranger":
        return signed_in(UserFactory(is_staff=False))
    return signed_in(staff(person) if person in ROLES else UserFactory(role=person))


def _is_let_in(response: Any) -> bool:
    if response.status_code in (403, 405):
        return False
    return not (response.status_code == 302 and "/login/" in response["Location"])


def test_every_address_of_the_hearings_has_its_row() -> None:
    names = {pattern.name for pattern in site._registry[Hearing].get_urls() if pattern.name}

    assert {name.removeprefix(NAME) for name in names} == set(ROWS)


@pytest.mark.parametrize("person", [*STAFF, *OUTSIDE])
def test_each_opens_only_what_its_row_says(world: World, person: str) -> None:
    client, wrong = _client(person), []

    for name in sorted(ROWS):
        for method, allowed in zip(("get", "post"), ROWS[name], strict=True):
            response = getattr(client, method)(_address(name, world))
            if _is_let_in(response) is not (person in allowed):
                wrong.append(f"{method} {name}: {response.status_code}")

    assert wrong == []


def _post(client: Client, act: str, hearing: Hearing, /, *more: int, **typed: Any) -> Any:
    hearing.refresh_from_db()
    address = reverse(f"admin:{NAME}{act}", args=[hearing.pk, *more])
    return client.post(address, {"version": hearing.version, **typed})


PLAN = {
    "title": "Audiencia en Punta Arenas", "mode": "in_person", "day": "2026-07-20",
    "starts": "10:00", "ends": "12:00", "place": "Liceo", "address": "Calle 1",
    "access": ["lsch"], "capacity": "80",
}  # fmt: skip


def test_a_hearing_is_prepared_with_its_checks_beside_the_fields_and_then_called() -> None:
    client, address = _client(COORDINATOR), reverse(f"admin:{NAME}add")
    plan = {**PLAN, "account": account_of_tests().pk, "region": Region.objects.get(code="12").pk}

    wrong = client.post(address, {**plan, "ends": "09:00"})
    assert wrong.status_code == 409
    assert "termina después de empezar" in str(wrong.context["form"].errors["ends"])
    assert 'value="Audiencia en Punta Arenas"' in wrong.content.decode()
    assert client.post(address, {}).status_code == 400
    assert client.post(address, plan).status_code == 302

    one = Hearing.objects.get(title="Audiencia en Punta Arenas")
    assert one.starts_at.isoformat() == "2026-07-20T13:00:00+00:00"
    page = client.get(reverse(f"admin:{NAME}change", args=[one.pk])).content.decode()
    assert "días hábiles de aviso; la regla pide 5 días hábiles." in page
    assert "No anuncia acceso para sillas de ruedas." in page
    assert _post(client, "call", one).status_code == 302
    assert _post(client, "call", one).status_code == 409
    assert _post(client, "edit", one, **plan).status_code == 400  # it has to say why
    changed = {**plan, "capacity": "60", "reason": "Es otra sala."}
    assert _post(client, "edit", one, **changed).status_code == 302
    assert (
        client.post(
            reverse(f"admin:{NAME}postpone", args=[one.pk]), {"version": 0, "reason": "Temporal"}
        ).status_code
        == 409
    )
    assert _post(client, "postpone", one, reason="Temporal").status_code == 302
    later = {**plan, "day": "2026-07-27"}
    assert _post(client, "edit", one, **later).status_code == 302
    assert _post(client, "cancel", one).status_code == 400
    assert _post(client, "cancel", one, reason="Temporal").status_code == 302
    assert one.calls.count() == 5


def test_the_day_of_a_hearing_by_its_pages(world: World) -> None:
    client, one = _client(MODERATOR), world.opened
    desk = reverse(f"admin:{NAME}desk", args=[one.pk])

    short = client.post(desk, {"text": "¿Y?"})
    assert (short.status_code, "¿Y?" in short.content.decode()) == (409, True)
    assert client.post(desk, {"text": given.SPOKEN}).status_code == 302
    spoken = one.questions.get(source="floor")
    assert str(Submission.objects.get().folio) in client.get(desk).content.decode()
    sent = world.sent.pk
    refused = _post(client, "question_set_aside", one, sent)
    # What is written on the page of a refusal goes to the desk, not to the act that was refused.
    assert (refused.status_code, f'action="{desk}"' in refused.content.decode()) == (409, True)
    assert _post(client, "question_admit", one, sent)["Location"] == f"{desk}#fila"
    assert _post(client, "question_up", one, sent).status_code == 302
    assert _post(client, "question_show", one, sent).status_code == 302
    assert _post(client, "question_take_down", one, sent).status_code == 302
    assert _post(client, "question_show", one, spoken.pk).status_code == 302
    assert _post(client, "question_answer", one, spoken.pk, second="x").status_code == 400
    assert _post(client, "question_answer", one, spoken.pk, second="12:30").status_code == 302
    assert _post(client, "question_second", one, spoken.pk, second="13:00").status_code == 302
    assert _post(client, "start_recording", one).status_code == 302
    assert _post(client, "close", one).status_code == 302
    acta = reverse(f"admin:{NAME}acta", args=[one.pk])
    assert _post(client, "acta", one, text="Se expuso.").status_code == 302
    assert _post(client, "acta", one, link="video").status_code == 409
    assert _post(client, "acta", one, link="https://youtu.be/abc").status_code == 302
    assert "13:00" in client.get(acta).content.decode()
    assert _post(client, "publish", one).status_code == 403
    assert _post(_client(COORDINATOR), "publish", one).status_code == 302
    page = Client().get(f"/audiencias/{one.number}/acta/").content.decode()
    assert "https://youtu.be/abc?t=780" in page

    filing = admit_submission(Submission.objects.get(hearing_question=spoken),
                              by=staff(MODERATOR), now=DURING)  # fmt: skip
    of_hearing = Client().get(f"/audiencias/{one.number}/").content.decode()
    assert f'<a href="/participacion/{filing.folio}/">' in of_hearing
    assert '<a href="https://youtu.be/abc?t=780">en el minuto 13:00<' in of_hearing
    public = f"/participacion/{filing.folio}/"
    for address in (public, tracking_url(filing).partition("//")[2].partition("/")[2]):
        page = Client().get(f"/{address.removeprefix('/')}").content.decode()
        place = f"/audiencias/{one.number}/#pregunta-{str(filing.folio).lower()}"
        assert f'<a href="{place}">{one.title}</a>' in page
        assert '<a href="https://youtu.be/abc?t=780">en el minuto 13:00 de la grabación' in page


def test_what_is_promised_in_a_hearing_leads_to_it_and_back(world: World) -> None:
    client, one = _client(COORDINATOR), world.opened
    address = f"{reverse('admin:participation_commitment_add')}?audiencia={one.pk}"
    chosen = client.get(address).context["form"].initial
    typed = {
        "account": chosen["account"], "hearing": chosen["hearing"].pk, "unit": unit_of_tests().pk,
        "text": "Abrir una oficina en Coyhaique.", "due_on": "2026-12-01",
    }  # fmt: skip

    assert client.post(address, {**typed, "hearing": ""}).status_code == 409
    assert client.post(address, {**typed, "other_hearing": "La de 2019"}).status_code == 409
    assert client.post(address, {**typed, "hearing": world.called.pk}).status_code == 400
    assert client.post(address, typed).status_code == 302
    made = Commitment.objects.get()
    page = Client().get(f"/participacion/compromisos/{made.code}/").content.decode()
    assert f'<a href="/audiencias/{one.number}/">{one.title}</a>' in page
    back = Client().get(f"/audiencias/{one.number}/").content.decode()
    assert f'<a href="/participacion/compromisos/{made.code}/">{made.text}</a>' in back
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=made.pk).update(hearing=world.called)


def test_reading_who_is_expected_at_the_door_leaves_a_trace_once_a_day(world: World) -> None:
    client, one = _client(MODERATOR), world.called
    with time_machine.travel(STARTS - timedelta(days=2), tick=False):
        typed = {"name": "Rosa Millán", "needs": "Silla de ruedas"}
        assert _post(client, "door_register", one).status_code == 400
        assert _post(client, "door_register", one, **typed).status_code == 302
    door = reverse(f"admin:{NAME}door", args=[one.pk])

    for _ in range(2):
        page = client.get(door).content.decode()
    assert "Rosa Millán" in page
    assert "Silla de ruedas" in page
    assert RegisterEntry.objects.filter(act="hearing_door_read", user=staff(MODERATOR)).count() == 1
    row = one.registrations.get()
    assert _post(client, "door", one, registration=row.pk).status_code == 302
    assert _post(client, "door", one, registration=row.pk).status_code == 409
    assert _post(client, "door", one, people="6", sex="man", mode="in_person").status_code == 302
    assert _post(client, "door", one, people="999").status_code == 400
    other = _client(COORDINATOR)
    refused = _post(other, "door_undo", one)  # who counted nobody
    assert (refused.status_code, f'action="{door}"' in refused.content.decode()) == (409, True)
    one.registrations.update(state="cancelled")
    assert door_page(one, staff(MODERATOR), DURING).last == "6 personas sin inscripción"
    assert "6 personas sin inscripción" in client.get(door).content.decode()
    assert _post(client, "door_undo", one).status_code == 302
    assert one.arrivals.get().registration == row
    assert door_page(one, staff(MODERATOR), DURING).last == "1 persona inscrita"
