"""The first page of the admin: what to do first, by role; each number leads to its list."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from participation.desk import tabs_of, workload
from participation.models import Observation, Unit
from participation.work import RULES, TURNS, tasks_of, turns_of
from tests.participation import factories as given
from tests.participation.council import observation_at
from tests.shared import shared_world
from tests.staff import signed_in, text_of

pytestmark = pytest.mark.django_db
TODAY = given.NOW.date()
HOME, LIST = "/admin/", "/admin/participation/submission/"


def _world() -> Any:
    """One that waits for each: reading, a unit, its writer, a review, a signature; one late."""
    with time_machine.travel(given.NOW, tick=False):
        given.received()
        given.submission_at("admitted")
        given.submission_at("drafting")
        given.submission_at("in_review")
        given.reviewed()
        return given.submission_at("assigned", now=given.NOW - timedelta(days=120))


late = shared_world(_world)


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel(given.NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("role", "first"),
    [(given.COORDINATOR, "late"), (given.MODERATOR, "late"), (given.WRITER, "mine"),
     (given.REVIEWER, "review"), (given.SIGNER, "sign")],
)  # fmt: skip
def test_each_role_is_told_what_to_do_first(late: Any, role: str, first: str) -> None:
    user = given.staff(role)

    assert tasks_of(tabs_of(user, TODAY), user)[0].shelf == first


def test_nothing_is_offered_to_who_may_not_do_it(late: Any) -> None:
    user = given.staff(given.AUDITOR)

    assert tasks_of(tabs_of(user, TODAY), user) == ()


def test_every_open_filing_waits_for_somebody(late: Any) -> None:
    turns = {turn.shelf: turn.count for turn in turns_of(tabs_of(given.staff(given.SIGNER), TODAY))}

    assert turns == {
        "moderate": 1, "unassigned": 2, "writing": 2, "review": 1, "sign": 1, "again": 0,
        "mending": 0,
    }  # fmt: skip


def test_a_filing_of_my_unit_that_nobody_has_is_offered(late: Any) -> None:
    writer = given.staff(given.WRITER)
    unit = Unit.objects.get(slug="estudios")
    type(late).objects.filter(pk=late.pk).update(assigned_to=None)

    counts = {tab.shelf.code: tab.count for tab in tabs_of(writer, TODAY)}

    assert counts["unit"] == 1
    (load,) = [each for each in workload(TODAY) if each.unit == unit]
    assert load.oldest == late.due_on


@pytest.mark.parametrize("role", [given.COORDINATOR, given.WRITER, given.SECRETARY])
def test_every_number_leads_to_a_list_with_as_many(late: Any, role: str) -> None:
    client = signed_in(given.staff(role))
    html = text_of(client.get(HOME))

    assert "Hoy, miércoles 10 de junio de 2026" in html
    shelves = {rule.shelf for rule in RULES} | {shelf for shelf, *_ in TURNS}
    found = re.findall(rf'href="{LIST}\?tab=([a-z]+)"><b[^>]*>(\d+)</b>', html)
    assert found
    for shelf, count in found:
        assert shelf in shelves
        rows = text_of(client.get(f"{LIST}?tab={shelf}")).count('<th scope="row"><a href="/admin')
        assert rows == int(count), shelf


def test_a_formal_observation_that_nobody_filed_is_told(late: Any) -> None:
    code = observation_at("formalised").code
    waiting = Observation.objects.filter(state="formalised").count()

    told = text_of(signed_in(given.staff(given.SECRETARY)).get(HOME))
    untold = text_of(signed_in(given.staff(given.WRITER)).get(HOME))

    assert waiting == 1
    assert f"{code}: el acta está firmada" in told
    assert code not in untold


def test_a_silent_clock_is_told(late: Any) -> None:
    html = text_of(signed_in(given.staff(given.COORDINATOR)).get(HOME))

    assert "El trabajo de fondo no da señales" in html


def test_what_ends_soon_is_ones_own_for_who_oversees_nothing(late: Any) -> None:
    type(late).objects.filter(pk=late.pk).update(due_on=date(2026, 6, 12), title="Vence pronto")
    writer = signed_in(given.staff(given.WRITER))
    head = signed_in(given.staff(given.SECRETARY))

    assert "Vence pronto" in text_of(writer.get(HOME))
    assert "Vence pronto" not in text_of(head.get(HOME))
