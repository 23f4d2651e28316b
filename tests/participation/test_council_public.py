"""The council's actas and calendar, for everyone: what they show, and what they never do."""

import hashlib
import re
import shlex
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from participation.actions.council_actas import close_session, write_minutes
from programs.models import Edition
from tests.hostile import HOSTILE
from tests.participation.council import (
    OBSERVATION_TEXT,
    OBSERVATION_TITLE,
    observation_at,
    opened,
    session_at,
    session_of,
    signed,
)
from tests.participation.factories import NOW, SECRETARY, staff

pytestmark = pytest.mark.django_db
LIST = "/consejo/actas/"


@pytest.fixture(autouse=True)
def _today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def shown(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_a_signed_acta_has_its_page_with_every_vote(edition: Edition) -> None:
    signed(close_session(
        session_of(observation_at("approved", account=edition.account)),
        by=staff(SECRETARY), now=NOW,
    ))  # fmt: skip

    page = shown(f"{LIST}1/")

    assert "Acta de la sesión ordinaria 1" in page
    assert escape(OBSERVATION_TEXT) in page
    assert "5 votos a favor, 1 voto en contra." in page
    assert "Para aprobar se necesitaban 4 votos a favor." in page
    assert "Persona que integra cuatro" in page
    assert 'data-head="Voto">En contra' in page
    assert "Presidencia de la sesión" in page


def test_anyone_computes_the_hash_that_was_signed(edition: Edition) -> None:
    session = session_at("signed", account=edition.account)

    content = Client().get(f"{LIST}1/acta.json")
    page = shown(f"{LIST}1/")

    sha256 = hashlib.sha256(content.content).hexdigest()
    assert sha256 == session.acta.sha256
    assert sha256 in page
    command = re.search(r"curl -s (\S+) \| sha256sum", page)
    assert command is not None
    assert shlex.split(command[1])[0].endswith(f"{LIST}1/acta.json")


def test_the_pdf_is_downloaded_as_it_was_signed(edition: Edition) -> None:
    session = session_at("signed", account=edition.account)

    response = Client().get(f"{LIST}1/acta.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="acta-1.pdf"'
    assert hashlib.sha256(response.content).hexdigest() == session.acta.pdf_sha256
    assert session.acta.pdf_sha256 in shown(f"{LIST}1/")


@pytest.mark.parametrize("state", ["called", "open", "closed", "no_quorum", "cancelled"])
def test_what_is_not_signed_has_no_page(edition: Edition, state: str) -> None:
    session_at(state, account=edition.account)

    for name in ("", "acta.pdf", "acta.json"):
        assert Client().get(f"{LIST}1/{name}").status_code == 404
    assert "Todavía no hay actas publicadas" in shown(LIST)


def test_an_acta_about_a_draft_leaves_no_trace_before_its_account() -> None:
    signed(close_session(
        session_of(observation_at("approved")), by=staff(SECRETARY), now=NOW
    ))  # fmt: skip

    page = shown(LIST)

    assert OBSERVATION_TITLE not in page
    assert "Sesión ordinaria 1" not in page
    for name in ("", "acta.pdf", "acta.json"):
        assert Client().get(f"{LIST}1/{name}").status_code == 404


def test_an_observation_that_was_not_decided_keeps_its_words(edition: Edition) -> None:
    session = session_at("called", account=edition.account, now=NOW - timedelta(days=14))
    observation_at("on_agenda", session=session, account=edition.account)
    signed(close_session(opened(session), by=staff(SECRETARY), now=NOW))

    page = shown(f"{LIST}1/")

    assert "No se decidió en esta sesión: queda para otra." in page
    assert escape(OBSERVATION_TEXT) not in page


@pytest.mark.parametrize("number", ["0", "999", "99999", "9" * 30])
def test_a_number_that_no_acta_has_is_not_found(number: str) -> None:
    assert Client().get(f"{LIST}{number}/").status_code == 404


@pytest.mark.parametrize("asked", ["x", "0", "-1", "9" * 40, "%00", "1&antes=x"])
def test_an_address_that_cannot_be_is_answered_with_what_to_do(asked: str) -> None:
    assert "no sirve" in shown(f"{LIST}?antes={asked}", 400)


def test_the_list_says_what_came_of_each_session(edition: Edition) -> None:
    account = edition.account
    signed(close_session(
        session_of(observation_at("rejected", account=account)), by=staff(SECRETARY), now=NOW
    ))  # fmt: skip
    signed(session_at("no_quorum", account=account))
    session_at("cancelled", account=account)
    session_at("called", account=account)

    page = shown(LIST)

    assert "1 observación rechazada." in page
    assert "Sin quórum: no se hizo." in page
    assert "Motivo: Corte de luz en la comuna." in page
    assert "Miércoles 24 de junio de 2026, a las 10:00." in page
    assert "Presencial y a distancia: Sala de reuniones" in page


def test_the_list_goes_on_by_number(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("participation.pages.actas.PER_PAGE", 1)
    for _ in range(2):
        session_at("signed", account=edition.account)

    first, second, third = (shown(LIST + more) for more in ("", "?antes=2", "?antes=1"))

    assert "Sesión ordinaria 2</a>" in first
    assert "?antes=2" in first
    assert "Sesión ordinaria 1</a>" in second
    assert "?antes=" not in second
    assert "No hay actas más antiguas" in third


def test_the_list_asks_the_same_whatever_its_length(
    edition: Edition, django_assert_num_queries: Any
) -> None:
    session_at("signed", account=edition.account)
    Client().get(LIST)
    with django_assert_num_queries(4):
        Client().get(LIST)
    for _ in range(3):
        session_at("signed", account=edition.account)
        session_at("called", account=edition.account)

    with django_assert_num_queries(4):
        Client().get(LIST)


def test_the_calendar_has_day_and_place_and_never_the_link(edition: Edition) -> None:
    session = session_at("called", account=edition.account)
    session_at("cancelled", account=edition.account)

    response = Client().get("/consejo/sesiones.ics")

    lines = response.content.decode().replace("\r\n ", "").split("\r\n")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert lines.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Sesión ordinaria 1 del Consejo de la Sociedad Civil" in lines
    assert f"DTSTART:{session.starts_at:%Y%m%dT%H%M%SZ}" in lines
    assert "LOCATION:Presencial y a distancia: Sala de reuniones" in lines
    for public in (response.content.decode(), shown(LIST)):
        assert "reunion.invalid" not in public


def test_a_session_of_the_past_is_not_announced(edition: Edition) -> None:
    session_at("called", account=edition.account, now=NOW - timedelta(days=20))

    assert b"VEVENT" not in Client().get("/consejo/sesiones.ics").content
    assert "No hay sesiones citadas" in shown(LIST)


def test_hostile_words_stay_words(edition: Edition) -> None:
    session = session_at("called", account=edition.account, place=HOSTILE[:200])
    calendar = Client().get("/consejo/sesiones.ics").content
    listed = shown(LIST)
    closed = close_session(opened(session), by=staff(SECRETARY), now=session.starts_at)
    write_minutes(closed.agenda.get(), text=HOSTILE, by=staff(SECRETARY), now=NOW)
    signed(closed)

    page = shown(f"{LIST}1/")

    assert calendar.count(b"\r\nBEGIN:") == 1  # an event, and no alarm nor another calendar
    for each in (page, listed):
        assert "<script>alert(1)" not in each
        assert "&lt;script&gt;alert(1)" in each
    assert Client().get(f"{LIST}1/acta.pdf").content.startswith(b"%PDF-")


def test_public_pages_set_no_cookie_and_are_kept_a_minute(edition: Edition) -> None:
    session_at("signed", account=edition.account)

    for address in (LIST, f"{LIST}1/", f"{LIST}1/acta.pdf", "/consejo/sesiones.ics"):
        response = Client().get(address)
        again = Client().get(address, headers={"if-none-match": response["ETag"]})
        assert not response.cookies
        assert response["Cache-Control"] == "public, max-age=60"
        assert again.status_code == 304


def test_the_demonstration_says_that_it_is_one(edition: Edition) -> None:
    session_at("signed", account=edition.account, is_demo=True)

    assert "demostración" in shown(f"{LIST}1/")
