"""The public pages of what the council observed: the list, each one, its figures and files."""

import csv
import hashlib
import io
import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.actions.commitment_acts import Evidence, close_commitment
from participation.council_public import figures_of
from participation.models import AgendaItem, Ballot, Commitment, CouncilSession, Observation
from participation.pages.council_observation import quorum_in_words
from programs.models import Edition
from tests.cuenta.printed import publish
from tests.cuenta.small import small_ledger
from tests.cuenta.test_hostile_pages import read
from tests.hostile import HOSTILE
from tests.participation.council import observation_at
from tests.participation.council_replies import filing_of, reply_at
from tests.participation.factories import NOW, SECRETARY, received, staff

pytestmark = pytest.mark.django_db
LIST = "/consejo/observaciones/"
LATER = NOW + timedelta(days=200)


@pytest.fixture
def edition() -> Edition:
    return publish(small_ledger(), now=NOW - timedelta(days=60))


def made(edition: Edition, state: str = "admitted", days: int = 0, **more: Any) -> Observation:
    """An observation on that edition, so many days later than NOW."""
    figure = small_ledger().figures[0]
    place = {
        "path": f"cifras/{figure.key}/", "figure": figure.key, "chapter": figure.chapter,
        "about_title": "Direcciones regionales", "about_value": "17",
    }  # fmt: skip
    values = {"account": edition.account, "edition": edition, "places": (place,)}
    return reply_at(state, now=NOW + timedelta(days=days), **{**values, **more})


def page(address: str) -> Any:
    with time_machine.travel(LATER, tick=False):
        return Client().get(address)


def text(response: Any) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return str(response.content.decode())


def codes(address: str) -> list[str]:
    return [row.code for row in page(address).context["page"].rows]


def test_the_list_is_narrowed_by_what_its_address_asks(edition: Edition) -> None:
    rows = [
        made(edition, "answered", effect="accepts"),
        made(edition, "answered", days=1, effect="rejects"),
        made(edition, "admitted", days=2),
    ]
    first, second, third = (str(row.code) for row in rows)
    chapter = small_ledger().figures[0].chapter

    assert codes(LIST) == [third, second, first]
    assert codes(f"{LIST}?estado=respondidas") == [second, first]
    assert codes(f"{LIST}?estado=fuera-de-plazo") == [third]
    assert codes(f"{LIST}?efecto=rejects") == [second]
    assert codes(f"{LIST}?cuenta=2022") == [third, second, first]
    assert codes(f"{LIST}?cuenta=2021") == []
    assert codes(f"{LIST}?anio=2026") == [third, second, first]
    assert codes(f"{LIST}?capitulo={chapter}") == [third, second, first]
    assert codes(f"{LIST}?despues={second}") == [first]


@pytest.mark.parametrize(
    "query",
    ["estado=otro", "efecto=informs", "cuenta=veinte", "cuenta=%00", "anio=99999999999999999999",
     "capitulo=../x", "despues=OBS", "despues=%00", "despues=OBS-9999-999999999999"],
)  # fmt: skip
def test_what_cannot_be_asked_says_what_to_do(edition: Edition, query: str) -> None:
    response = page(f"{LIST}?{query}")

    assert response.status_code == 400
    assert "todas las observaciones</a>" in text(response).casefold()
    assert page(f"{LIST}observaciones.atom?{query}").status_code in (200, 400)
    assert page(f"{LIST}observaciones.csv?{query}").status_code in (200, 400)


def test_its_page_shows_place_vote_reply_and_how_to_check_its_hash(edition: Edition) -> None:
    row = made(edition, "answered", effect="rejects", reply="No se acoge, porque ya se publica.")

    shown = text(page(f"{LIST}{row.code}/"))

    for said in (
        row.title, "Direcciones regionales", "5 a favor, 1 en contra", "En contra",
        "No se acoge, porque ya se publica.", "No acoge, con motivo", str(row.sha256),
        "Respondida en plazo", "Formalizada con el acta firmada",
        f"/cuentas/2022/ediciones/1/cifras/{small_ledger().figures[0].key}/",
    ):  # fmt: skip
        assert said in shown, said
    line = page(f"{LIST}{row.code}/huella.json").content
    assert hashlib.sha256(line).hexdigest() == row.sha256


def test_the_quorum_and_the_votes_that_approve_are_told_apart() -> None:
    session = CouncilSession(needed=4)
    ballot = Ballot(item=AgendaItem(session=session), present=6, in_office=6, needed=3)

    said = quorum_in_words(ballot)

    assert "Estaban presentes 6 de 6 en ejercicio; el quórum era de 4." in said
    assert "Para aprobar se necesitaban 3 votos a favor." in said


def test_a_code_in_small_letters_leads_to_its_page_and_an_unknown_one_says_so(
    edition: Edition,
) -> None:
    row = made(edition)

    assert page(f"{LIST}{row.code.lower()}/").headers["Location"] == f"{LIST}{row.code}/"
    for wrong in ("OBS-2026-999", "OBS-1", "x", "%00"):
        assert page(f"{LIST}{wrong}/").status_code == 404
        assert page(f"{LIST}{wrong}/huella.json").status_code == 404


def test_the_page_of_its_folio_leads_to_it(edition: Edition) -> None:
    row = made(edition)

    response = page(f"/participacion/{filing_of(row).folio}/")

    assert response.headers["Location"] == f"{LIST}{row.code}/"


def test_about_a_draft_not_even_its_dates_are_told() -> None:
    row = observation_at("filed")

    assert page(f"/participacion/{filing_of(row).folio}/").status_code == 404
    assert page(f"{LIST}{row.code}/").status_code == 404
    assert page(f"{LIST}{row.code}/huella.json").status_code == 404
    assert codes(LIST) == []


def test_it_is_not_among_the_questions_of_people_nor_in_their_counts(edition: Edition) -> None:
    row = made(edition)
    figure = small_ledger().figures[0].key

    for address in (
        "/participacion/", "/participacion/preguntas.atom", "/participacion/cambios/",
        f"/participacion/fragmento/?sobre=/cuentas/2022/cifras/{figure}/",
    ):  # fmt: skip
        assert row.title not in text(page(address)), address
    assert page("/participacion/").context["page"].total == "0 preguntas"
    assert page("/participacion/?tipo=consejo").headers["Location"] == LIST


def test_the_page_of_terms_counts_it_apart(edition: Edition) -> None:
    received(account=edition.account, email="")
    made(edition, "answered")

    found = page("/participacion/plazos/")

    assert found.context["page"].tally.filed == 1
    assert 'presentó <b class="num">1 observación</b>' in text(found)
    assert "1 de 1 (100\xa0%)" in text(found)


def test_every_figure_has_its_denominator(edition: Edition) -> None:
    made(edition, "answered", effect="accepts")
    made(edition, "answered", days=1, effect="accepts_part")
    made(edition, "answered", days=2, effect="rejects", signed_at=NOW + timedelta(days=90))
    promise = made(edition, "answered", days=3, effect="commits")
    made(edition, "answered", days=4, effect="commits")
    made(edition, "admitted", days=5)
    made_of = Commitment.objects.get(submission__observation=promise)
    done = Evidence("Se hizo.")
    close_commitment(made_of, "keep", evidence=done, by=staff(SECRETARY), now=LATER)

    found = figures_of(Observation.objects.public(), LATER.date())

    assert (found.presented, found.answered, found.in_time, found.owed_late) == (6, 5, 4, 1)
    assert (found.in_favour, found.against, found.abstained, found.votes) == (30, 6, 0, 36)
    assert (found.accepts, found.accepts_part, found.rejects) == (1, 1, 1)
    assert (found.commits, found.due, found.kept) == (2, 2, 1)
    shown = text(page(LIST))
    assert "30 de 36 (83\xa0%)" in shown
    assert "1 de 2 (50\xa0%)" in shown


def test_the_difference_it_caused_is_shown_with_its_figures(edition: Edition) -> None:
    row = made(edition, "answered", effect="accepts")
    Observation.objects.filter(pk=row.pk).update(incorporated_in=edition)

    shown = text(page(f"{LIST}{row.code}/"))

    assert "Esto cambió en la cuenta" in shown
    assert "<del>17</del>" in shown
    assert "/cuentas/2022/ediciones/#edicion-1" in shown


def test_an_insistence_and_what_it_insists_on_lead_to_each_other(edition: Edition) -> None:
    first = made(edition, "answered", effect="rejects")
    second = made(edition, days=30, insists_on=first)

    assert f"{LIST}{second.code}/" in text(page(f"{LIST}{first.code}/"))
    assert f"{LIST}{first.code}/" in text(page(f"{LIST}{second.code}/"))


def test_the_files_and_the_feed_tell_the_same(edition: Edition) -> None:
    row = made(edition, "answered", effect="accepts")

    table = list(csv.DictReader(io.StringIO(text(page(f"{LIST}observaciones.csv")))))
    rows = json.loads(text(page(f"{LIST}observaciones.json")))["observaciones"]
    feed = ET.fromstring(text(page(f"{LIST}observaciones.atom")))  # noqa: S314

    assert [each["codigo"] for each in table] == [each["codigo"] for each in rows] == [row.code]
    assert (table[0]["a_favor"], rows[0]["en_contra"], rows[0]["en_plazo"]) == ("5", 1, True)
    assert table[0]["respuesta"] == rows[0]["respuesta"]
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert [each.findtext("{http://www.w3.org/2005/Atom}title") for each in entries] == [
        f"{row.code}: {row.title}"
    ]


def test_hostile_words_run_nowhere(edition: Edition) -> None:
    formula = "=HYPERLINK(1)"
    row = made(edition, "answered", title=HOSTILE[:160], text=formula, reply=HOSTILE)

    for name in ("", f"{row.code}/", "observaciones.atom"):
        html = text(page(f"{LIST}{name}"))
        assert read(html).live == [], name
    table = list(csv.DictReader(io.StringIO(text(page(f"{LIST}observaciones.csv")))))
    assert table[0]["texto"] == f"'{formula}"


def test_the_list_asks_the_same_of_the_database_for_ten_and_for_two_hundred(
    edition: Edition,
) -> None:
    row = made(edition, "answered")
    addresses = (LIST, f"{LIST}observaciones.atom", f"{LIST}observaciones.csv")
    grow(row, 10)
    few = {each: queries(each) for each in addresses}

    grow(row, 200)

    assert {each: queries(each) for each in addresses} == few


def queries(address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        text(page(address))
    return len(seen)


def grow(row: Observation, total: int) -> None:
    """Copies of an observation and its filing, without walking each."""
    filing = filing_of(row)
    have = Observation.objects.count()
    for number in range(have + 1, total + 1):
        values = _values(filing) | {
            "uid": f"00000000-0000-0000-0000-{number:012}", "folio": f"CPP-{number}",
            "number": number + 1000,
        }  # fmt: skip
        copy = type(filing).objects.create(**values)
        Observation.objects.create(
            **_values(row)
            | {"uid": f"00000000-0000-0000-0001-{number:012}", "number": number + 1000,
               "code": f"OBS-2026-{number + 1000}", "filing_id": copy.pk}
        )  # fmt: skip


def _values(row: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name != "search"
    }
