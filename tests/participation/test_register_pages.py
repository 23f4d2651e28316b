"""The public register: by role, by folio, page by page, and all of it to be recomputed."""

import hashlib
import json
import subprocess
from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from participation.actions.terms import meet_clock
from participation.deadlines import CHILE
from participation.models import RegisterEntry, Submission
from participation.pages import register as register_pages
from participation.register import GENESIS, record, seal_everything
from tests.factories import UserFactory
from tests.participation.filings import file_one

FILED = datetime(2026, 11, 9, 10, 0, tzinfo=CHILE)
DEADLINES, REGISTER = "/participacion/plazos/", "/participacion/registro/"
LINES = "/participacion/registro.jsonl"


def get(client: Client, path: str = REGISTER, now: datetime = FILED) -> str:
    with time_machine.travel(now, tick=False):
        response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def entries(db: None) -> list[Submission]:
    filed = [file_one(FILED, email="vecina@ejemplo.cl"), file_one(FILED)]
    meet_clock(filed[0], "route", FILED)
    seal_everything()
    record("note", about=filed[0], now=FILED)
    return filed


def test_the_register_shows_roles_and_never_names(
    client: Client, entries: list[Submission]
) -> None:
    boss = UserFactory(role="Coordinación de participación", full_name="Nombre Reservado")
    record("note", about=entries[0], now=FILED, by=boss)

    page = get(client, REGISTER)

    assert "El equipo" in page
    assert "Nombre Reservado" not in page
    assert boss.email not in page
    assert "vecina" not in page
    assert "organizaciones" not in page  # the words of the filing


def test_what_waits_for_its_seal_says_so(client: Client, entries: list[Submission]) -> None:
    assert "Por sellar" in get(client, REGISTER)

    seal_everything()

    assert "Por sellar" not in get(client, REGISTER)


def test_the_register_narrows_to_a_folio_however_it_is_written(
    client: Client, entries: list[Submission]
) -> None:
    folio = str(entries[1].folio)

    page = get(client, f"{REGISTER}?folio={folio.lower().replace('-', '+')}")

    assert f"Asientos del folio {folio}" in page
    assert str(entries[0].folio) not in page.split("Cómo comprobarlo")[0]


@pytest.mark.parametrize(
    "query",
    [
        "folio=hola",
        "folio=%00",
        "antes=x",
        "antes=-1",
        "antes=99999999999999999999",
        "folio=" + "9" * 99,
    ],
)
@pytest.mark.django_db
def test_an_address_that_cannot_be_read_is_a_400_with_words(client: Client, query: str) -> None:
    response = client.get(f"{REGISTER}?{query}")

    assert response.status_code == 400


def test_what_was_typed_stays_with_a_message_beside_it(
    client: Client, entries: list[Submission]
) -> None:
    page = client.get(REGISTER, {"folio": "CPP-2022-000123-7"}).content.decode()

    assert 'value="CPP-2022-000123-7"' in page
    assert "Revise el folio" in page


def test_the_register_goes_back_page_by_page_without_holes(
    client: Client, entries: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_pages, "PER_PAGE", 2)
    seen: list[object] = []
    before = 0

    while True:
        page = register_pages.register_page(before=before)
        seen += [line.about for line in page.lines]
        if not page.before:
            break
        before = page.before

    total = RegisterEntry.objects.count()
    assert len(seen) == total
    assert "Volver a lo último" in get(client, f"{REGISTER}?antes={before}")


def test_pages_cost_the_same_wherever_they_are(
    entries: list[Submission], django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        register_pages.register_page()
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        register_pages.register_page(folio=str(entries[0].folio), before=10**9)


def test_the_command_on_the_page_gives_the_hash_on_the_page(entries: list[Submission]) -> None:
    example = register_pages.register_page().head
    assert example is not None

    out = subprocess.run(["sh", "-c", example.command], capture_output=True, text=True, check=True)

    assert out.stdout.split()[0] == example.sha256


def test_the_command_survives_a_quote(db: None) -> None:
    record("note", about=("thing", "O'Higgins $(id) `id` %s \\n"), now=FILED)
    seal_everything()

    example = register_pages.register_page().head

    assert example is not None
    out = subprocess.run(["sh", "-c", example.command], capture_output=True, text=True, check=True)
    assert out.stdout.split()[0] == example.sha256


def test_the_hash_of_each_line_is_the_previous_of_the_next(
    client: Client, entries: list[Submission]
) -> None:
    response = client.get(LINES)
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]

    previous = GENESIS
    for line in lines:
        assert json.loads(line)["previous"] == previous
        previous = hashlib.sha256(line.encode()).hexdigest()
    head = register_pages.register_page().head
    assert head is not None
    assert previous == head.sha256
    assert len(lines) == head.number


@pytest.mark.parametrize("path", [DEADLINES, REGISTER, LINES])
@pytest.mark.django_db
def test_the_public_pages_only_answer_questions_and_set_no_cookie(
    client: Client, path: str
) -> None:
    assert client.post(path).status_code == 405
    assert client.put(path).status_code == 405
    assert not client.get(path).cookies
    assert client.head(path).status_code == 200


@pytest.mark.django_db
def test_an_empty_register_says_so(client: Client) -> None:
    assert "Todavía no hay asientos" in get(client, REGISTER)
