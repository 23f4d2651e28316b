"""Canned paragraphs and saved lists: whose they are, what they say; nothing typed is lost."""

import re
from typing import Any

import pytest
import time_machine

from participation.actions.desk_keeping import MOST_VIEWS, delete_view, save_view, write_paragraph
from participation.admin.views_kept import query_of
from participation.canned import VARIABLES, filled, trouble_in
from participation.canned_filling import example_of, offered_for
from participation.models import CannedParagraph, DeskView
from participation.transitions import Refused
from tests.factories import UserFactory
from tests.hostile import HOSTILE
from tests.participation import factories as given
from tests.shared import shared_world
from tests.staff import signed_in, text_of

LIST = "/admin/participation/submission/"
PARAGRAPHS = "/admin/participation/cannedparagraph/"
NOW = given.NOW
pytestmark = pytest.mark.django_db


# -- what a paragraph may say


@pytest.mark.parametrize("name", [*list(VARIABLES)[:-1], "cifra:monto-total"])
def test_every_variable_is_known_and_is_replaced(name: str) -> None:
    text = f"Antes {{{name}}} después"

    assert trouble_in(text) == ""
    assert "{" not in example_of(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("Hola {nombr}", "«{nombr}» no es una variable"), ("{cifra:}", "no nombra una cifra"),
     ("{cifra:Ñ ñ}", "no nombra una cifra"), ("Hola {folio", "sin su pareja"),
     ("{{folio}}", "sin su pareja")],
)  # fmt: skip
def test_what_is_no_variable_is_refused(text: str, said: str) -> None:
    assert said in trouble_in(text)


def test_what_somebody_wrote_is_no_variable_again() -> None:
    assert filled("{nombre}", {"nombre": "{folio}", "folio": "X"}, str) == "{folio}"


# -- whose it is


def _world() -> Any:
    with time_machine.travel(NOW, tick=False):
        return given.submission_at("drafting", shown_name="Ana {folio}")


drafting = shared_world(_world)


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def paragraph(text: str = "Folio {folio}, {nombre}.", **more: Any) -> CannedParagraph:
    row = CannedParagraph(title=more.pop("title", "Saludo"), text=text, **more)
    return write_paragraph(row, by=given.staff(given.WRITER), now=NOW)


def test_those_of_a_unit_are_offered_to_all_of_it_and_ones_own_to_oneself(drafting: Any) -> None:
    mate = UserFactory(role=given.WRITER)
    drafting.unit.members.add(mate)
    paragraph(title="Mío")
    paragraph(title="De la unidad", unit=drafting.unit)

    assert [each.title for each in offered_for(drafting, given.staff(given.WRITER))] == [
        "De la unidad", "Mío",
    ]  # fmt: skip
    assert [each.title for each in offered_for(drafting, mate)] == ["De la unidad"]
    assert offered_for(drafting, UserFactory(role=given.WRITER)) == ()


def test_another_s_paragraph_is_not_changed(drafting: Any) -> None:
    row = paragraph()

    with pytest.raises(Refused, match="de otra persona"):
        write_paragraph(row, by=UserFactory(role=given.WRITER), now=NOW)
    row.unit = given.UnitFactory()
    with pytest.raises(Refused, match="no integra esa unidad"):
        write_paragraph(row, by=given.staff(given.WRITER), now=NOW)
    with pytest.raises(Refused, match="no tiene permiso"):
        write_paragraph(row, by=given.staff(given.AUDITOR), now=NOW)


def test_it_enters_with_the_words_of_the_filing(drafting: Any) -> None:
    paragraph()

    (one,) = offered_for(drafting, given.staff(given.WRITER))

    assert one.text == f"Folio {drafting.folio}, Ana {{folio}}."


def test_without_script_it_is_inserted_and_nothing_typed_is_lost(drafting: Any) -> None:
    row = paragraph()
    typed = {"version": drafting.version, "text": "Lo que escribí", "effect": "accepts",
             "figures": "una-cifra", "canned": str(row.pk), "insert": "1"}  # fmt: skip

    client = signed_in(given.staff(given.WRITER))
    page = client.post(f"{LIST}{drafting.pk}/draft/", typed)

    html = text_of(page)
    assert page.status_code == 200
    assert re.search(rf"Lo que escribí\s+Folio {drafting.folio}", html)
    assert 'value="accepts" selected' in html
    assert "una-cifra" in html
    drafting.refresh_from_db()
    assert drafting.answers.get().text == given.ANSWER


def test_its_page_says_beside_the_text_what_is_wrong(drafting: Any) -> None:
    client = signed_in(given.staff(given.WRITER))
    hostile = HOSTILE.translate({ord("{"): "", ord("}"): ""})

    page = client.post(f"{PARAGRAPHS}add/", {"title": "Uno", "text": "Hola {nombr}", "unit": ""})
    client.post(f"{PARAGRAPHS}add/", {"title": hostile[:80], "text": f"{hostile} {{folio}}",
                                      "unit": "", "is_active": "on"})  # fmt: skip

    assert "«{nombr}» no es una variable" in text_of(page)
    assert "Hola {nombr}" in text_of(page)
    row = CannedParagraph.objects.get()
    seen = text_of(client.get(f"{PARAGRAPHS}{row.pk}/change/"))
    assert "CPP-2026-000123-4" in seen
    assert hostile not in seen


def test_nobody_opens_another_s(drafting: Any) -> None:
    row = paragraph()
    other = signed_in(UserFactory(role=given.WRITER))

    assert other.get(f"{PARAGRAPHS}{row.pk}/change/").status_code == 302
    assert row.title not in text_of(other.get(PARAGRAPHS))
    assert signed_in(given.staff(given.AUDITOR)).get(PARAGRAPHS).status_code == 403


# -- saved lists


def test_a_list_is_kept_without_its_page() -> None:
    assert query_of("tab=late&unit=3&after=2026-01-01_5&nombre=x&otra=1") == "tab=late&unit=3"


def test_a_list_is_saved_shared_seen_and_deleted(drafting: Any) -> None:
    writer = given.staff(given.WRITER)
    mate = UserFactory(role=given.WRITER)
    drafting.unit.members.add(mate)
    client = signed_in(writer)

    kept = client.post(f"{LIST}vistas/guardar/", {
        "name": "Con número", "query": "tab=owed&kind=question&after=1", "unit": drafting.unit.pk,
    })  # fmt: skip
    mine = text_of(client.get(kept.headers["Location"]))
    theirs = text_of(signed_in(mate).get(LIST))
    view = DeskView.objects.get()
    refused = signed_in(mate).post(f"{LIST}vistas/{view.pk}/borrar/", follow=True)
    gone = client.post(f"{LIST}vistas/{view.pk}/borrar/", follow=True)

    assert 'href="?tab=owed&amp;kind=question" aria-current="page">Con número' in mine
    assert "Con número" in theirs
    assert "de otra persona" in text_of(refused)
    assert "se borró" in text_of(gone)
    assert not DeskView.objects.exists()


def test_a_list_without_a_name_is_asked_for_one_and_the_list_stays(drafting: Any) -> None:
    client = signed_in(given.staff(given.WRITER))

    page = client.post(f"{LIST}vistas/guardar/", {"name": " ", "query": "tab=late"}, follow=True)

    assert "Escriba un nombre" in text_of(page)
    assert page.redirect_chain[-1][0].startswith(f"{LIST}?tab=late")


def test_saved_lists_have_their_limits(drafting: Any) -> None:
    by = given.staff(given.WRITER)
    for number in range(MOST_VIEWS):
        save_view(name=f"Vista {number}", query="tab=all", by=by, now=NOW)
    save_view(name="Vista 1", query="tab=late", by=by, now=NOW)

    with pytest.raises(Refused, match="borre una"):
        save_view(name="Otra más", query="", by=by, now=NOW)
    with pytest.raises(Refused, match="no integra"):
        save_view(name="Vista 1", query="", unit=given.UnitFactory(), by=by, now=NOW)
    delete_view(DeskView.objects.get(name="Vista 2"), by=given.staff(given.COORDINATOR), now=NOW)
    assert DeskView.objects.count() == MOST_VIEWS - 1
