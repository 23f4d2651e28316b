"""The public page of the council: the office, the organisation, the days. And nothing else."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.actions.council_registry import change_role, leave_seat
from participation.council_roll import roll_on
from participation.models import CouncilRule, Mandate
from tests.participation.council import (
    TODAY,
    council_of_seven,
    observation_at,
    seat,
    session_at,
)
from tests.participation.factories import NOW, SECRETARY, staff

pytestmark = pytest.mark.django_db
PAGE = "/consejo/"


@pytest.fixture(autouse=True)
def _today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def words(client: Client, path: str = PAGE) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_without_a_council_the_page_says_so_and_what_the_law_asks(client: Client) -> None:
    page = words(client)

    assert "Esta institución todavía no publica su Consejo" in page
    assert "artículo 74" in page
    assert "consejo.csv" not in page


def test_each_seat_says_who_for_whom_and_until_when(client: Client) -> None:
    council = council_of_seven()

    page = words(client)

    assert "6 de 7 asientos" in page
    assert council.presidency.organisation.name in page
    assert "Persona que preside" in page
    assert "28-02-2027" in page
    assert "Suplente: Persona que suple, hasta el 28-02-2027" in page
    assert "Vacante desde el 01-04-2026. Era de Organización de quien estuvo." in page


def test_who_left_is_among_those_who_were_and_why_is_not_said(client: Client) -> None:
    council_of_seven()

    page = words(client)

    assert "Persona que estuvo" in page.partition("Quiénes lo integraron")[2]
    assert "Dejó el cargo antes" in page
    assert "Renunció" not in page


def test_gender_is_counted_and_never_beside_a_name(client: Client) -> None:
    council = council_of_seven()
    for place, each in enumerate(council.titulars[:5]):
        each.councillor.gender = "woman" if place < 2 else "man"
        each.councillor.save()

    page = words(client)

    assert "2 de 5 son mujeres (1 persona no lo dijo)" in page
    assert "Hombre" not in page


def test_of_fewer_than_five_no_share_is_said(client: Client) -> None:
    council = council_of_seven()
    for each in council.titulars[:4]:
        each.councillor.gender = "woman"
        each.councillor.save()

    assert "mujeres" not in words(client).partition("Qué hace")[0]


def test_its_rules_say_what_is_our_own_decision(client: Client) -> None:
    CouncilRule.objects.create(
        kind="notice", number=3, citation="Resolución 7, artículo 12", valid_from=TODAY
    )

    page = words(client)

    assert "Más de la mitad de quienes están en ejercicio" in page
    assert "<b>3 días hábiles antes</b> · Resolución 7, artículo 12" in page
    assert page.count("Decisión propia: la ley deja") == 8
    assert "20 días hábiles" in page


def test_the_next_session_is_said_without_its_link(client: Client) -> None:
    session_at("called", link="https://sala.invalid/secreta")

    page = words(client)

    assert "Sesión 1, ordinaria" in page
    assert "Miércoles 24 de junio de 2026, a las 10:00" in page
    assert "sala.invalid" not in page


def test_an_election_shows_one_person_once(client: Client) -> None:
    council = council_of_seven()
    change_role(council.members[1], role="presidency", on=TODAY, by=staff(SECRETARY), now=NOW)

    roll = roll_on(TODAY)

    assert roll.presidency is not None
    assert roll.presidency.councillor == council.members[1].councillor
    assert roll.in_office == 6
    assert [each.councillor.name for each in roll.former] == ["Persona que estuvo"]


def test_a_seat_that_is_filled_again_is_no_vacancy() -> None:
    council = council_of_seven()
    leave_seat(council.vice, on=TODAY, reason="Renunció.", by=staff(SECRETARY), now=NOW)
    assert roll_on(TODAY).vacant == 2

    seat(organisation=council.vice.organisation, starts_on=TODAY)

    assert roll_on(TODAY).vacant == 1


def test_who_ends_soon_is_told_of_until_the_term_is_renewed() -> None:
    council = council_of_seven()
    soon = council.vice.ends_on - timedelta(days=60)

    assert council.vice in roll_on(soon).expiring
    assert roll_on(soon - timedelta(days=1)).expiring == ()


def test_the_registry_can_be_taken_away(client: Client) -> None:
    council = council_of_seven()
    Mandate.objects.filter(pk=council.vice.pk).update(renewal=1)
    council.vice.councillor.name = "=cmd()"
    council.vice.councillor.save()

    rows = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}consejo.csv").content.decode())))
    whole = json.loads(client.get(f"{PAGE}consejo.json").content)

    by_office = {row["cargo"]: row for row in rows}
    assert len(rows) == len(whole["periodos"]) == 8
    assert by_office["Suplente"]["suplente_de"] == "Persona que integra uno"
    assert by_office["Vicepresidencia"]["persona"] == "'=cmd()"
    assert by_office["Vicepresidencia"]["renovacion"] == "1"
    assert {row["en_ejercicio"] for row in rows} == {"true", "false"}
    assert "genero" not in str(whole)
    assert len(whole["reglas"]) == 9


def test_its_queries_do_not_grow_with_the_council(client: Client) -> None:
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(PAGE)
    council_of_seven()
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)

    assert len(many) == len(few)


def test_nothing_that_the_room_writes_is_here(client: Client) -> None:
    observation_at("draft", title="Ornitorrinco en borrador")
    observation_at("voting", title="Ornitorrinco en votación")

    assert "Ornitorrinco" not in words(client)


def test_an_address_with_anything_after_it_is_no_failure(client: Client) -> None:
    for query in ("q=%00", "pagina=9999999999999999999999", "desde=2026-13-45"):
        assert client.get(f"{PAGE}?{query}").status_code == 200
