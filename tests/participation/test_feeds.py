"""The Atom feed of the questions."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from tests.hostile import HOSTILE
from tests.participation.factories import ANSWER, NOW, submission_at

pytestmark = pytest.mark.django_db
FEED = "/participacion/preguntas.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: Client, query: str = "") -> list[ElementTree.Element]:
    with time_machine.travel(NOW + timedelta(hours=8), tick=False):
        answer = client.get(f"{FEED}{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 (ours)
    return root.findall(f"{ATOM}entry")


def test_an_entry_has_what_was_asked_and_what_was_answered(client: Client) -> None:
    one = submission_at("answered", email="", shown_name="Vecina de Ovalle")

    (entry,) = entries(client)

    assert entry.findtext(f"{ATOM}id", "").endswith(f"/participacion/{one.folio}/")
    assert ANSWER in entry.findtext(f"{ATOM}content", "")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Vecina de Ovalle"
    assert entry.findtext(f"{ATOM}updated") > entry.findtext(f"{ATOM}published", "")


def test_the_feed_is_narrowed_as_the_list_is(client: Client) -> None:
    submission_at("answered", email="", text="¿Qué pasó con los caminos públicos?")
    submission_at("admitted", email="", text="¿Cuánto costó la feria?")

    answered, found = entries(client, "?estado=respondidas"), entries(client, "?q=ferias")

    assert [each.findtext(f"{ATOM}title") for each in answered] == [
        "¿Qué pasó con los caminos públicos?"
    ]
    assert [each.findtext(f"{ATOM}title") for each in found] == ["¿Cuánto costó la feria?"]


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    assert entries(client) == []


@pytest.mark.parametrize("query", ["?q=%00", "?region=narnia", "?sobre=/x"])
def test_what_cannot_be_asked_answers_400(client: Client, query: str) -> None:
    assert client.get(f"{FEED}{query}").status_code == 400


def test_hostile_words_make_no_element_of_the_feed(client: Client) -> None:
    submission_at("answered", email="", text=HOSTILE, shown_name="<b>Yo</b>]]>", answer=HOSTILE)

    (entry,) = entries(client)

    assert "<script>alert(1)</script>" in entry.findtext(f"{ATOM}content", "")
    assert not list(entry.iter("script"))
