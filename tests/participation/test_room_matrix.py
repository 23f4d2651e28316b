"""Every address of the council's room × who asks × GET and an empty POST; and its own headers.

Only who holds a seat today and gave both proofs is let in. Staff are not: neither the secretary nor
who administers the portal. Whoever has no session is led to the door and learns nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from cuenta.room import room_draft_patterns
from participation.actions import council_notes, council_writing
from participation.actions.council_invitations import invite_councillor
from participation.links import invitation_url
from participation.models import Ballot, CouncilNote, Observation
from participation.room import quoted_at
from participation.room_urls import urlpatterns
from programs.models import User
from tests.factories import UserFactory
from tests.participation.council import (
    council_of_tests,
    observation_at,
    seat,
    session_at,
    user_of,
)
from tests.participation.factories import NOW, SECRETARY, WRITER, staff
from tests.participation.room import DRAFT, YEAR, review_of_tests, room_client
from tests.staff import signed_in, text_of

LATER = NOW + timedelta(hours=1)
LED_AWAY = ("anyone", "citizen", "halfway")
SHUT_OUT = ("stranger", "writer", "secretary", "boss", "former")
LET_IN = ("member", "presidency", "alternate")
DOORS = {"login", "code", "enrol", "leave", "invitation"}
SECRET = "ornitorrinco"


@dataclass
class World:
    """One of each thing that an address names, and one person of each kind."""

    people: dict[str, User]
    draft: Observation
    note: CouncilNote
    ballot: Ballot
    session: int
    token: str
    clients: dict[str, Client] = field(default_factory=dict)


@pytest.fixture
def world(db: None, time_machine: time_machine.TimeMachineFixture) -> World:  # type: ignore[name-defined]
    time_machine.move_to(LATER, tick=False)
    council = council_of_tests()
    review_of_tests()
    member = user_of(council.members[0])
    place = quoted_at(f"{DRAFT}cifras/")
    note = council_notes.add_council_note(
        place, text=f"Mirar el {SECRET}", is_shared=False, by=member, now=NOW
    )
    draft = council_writing.begin_observation(
        place.account, title="Una", text=f"Sobre el {SECRET} de la feria, que no se explica.",
        places=(place,), by=member, now=NOW,
    )  # fmt: skip
    invited = seat().councillor
    invited.user, invited_user = None, invited.user
    invited.save()
    assert invited_user is not None
    invited_user.delete()
    invitation = invite_councillor(
        invited, email="nueva@organizacion.cl", by=staff(SECRETARY), now=LATER
    )
    voting = observation_at("voting", account=place.account)
    closed = session_at("closed", now=NOW - timedelta(days=20))
    return World(
        people={
            "stranger": UserFactory(is_staff=False), "writer": staff(WRITER),
            "secretary": staff(SECRETARY), "boss": UserFactory(is_superuser=True),
            "former": user_of(council.former), "member": member,
            "presidency": user_of(council.presidency), "alternate": user_of(council.alternate),
            "halfway": user_of(council.members[1]),
        },
        draft=draft, note=note, ballot=Ballot.objects.get(item__observation=voting),
        session=closed.number,
        token=invitation_url(invitation.uid).rstrip("/").rpartition("/")[2],
    )  # fmt: skip


def client_of(world: World, person: str) -> Client:
    if person == "anyone":
        return Client()
    if person == "citizen":  # somebody with a session of another kind
        client = Client()
        session = client.session
        session["algo"] = "otro"
        session.save()
        return client
    user = world.people[person]
    if person in LET_IN or person == "former":
        return room_client(user, LATER)
    return signed_in(user)


Arguments = Callable[[World], list[Any]]


@dataclass(frozen=True)
class Row:
    """What GET and an empty POST answer to a member."""

    get: int
    post: int
    arguments: Arguments = lambda _: []
    query: str = ""


def _draft(world: World) -> list[Any]:
    return [world.draft.uid]


PLACE = f"?sobre={DRAFT}cifras/"
ROWS: dict[str, Row] = {
    "home": Row(200, 405),
    "checks": Row(200, 405),
    "changes": Row(200, 405),
    "draft": Row(200, 405, lambda _: [YEAR]),
    "draft-page": Row(200, 405, lambda _: [YEAR, "cuadratura/"]),
    "place": Row(200, 400, query=PLACE),
    "notes": Row(200, 405),
    "note": Row(200, 400, lambda world: [world.note.pk]),
    "observations": Row(200, 405),
    "begin": Row(200, 400, query=PLACE),
    "observation": Row(200, 405, _draft),
    "write": Row(200, 400, _draft),
    "versions": Row(200, 405, _draft),
    "place-add": Row(302, 400, _draft),
    "place-remove": Row(405, 302, lambda world: [world.draft.uid, 9]),
    "dissent": Row(200, 400, _draft),
    "propose": Row(200, 400, _draft),
    "return": Row(200, 400, _draft),
    "take-back": Row(200, 400, _draft),
    "sessions": Row(200, 405),
    "session": Row(200, 405, lambda world: [world.session]),
    "ballot": Row(200, 400, lambda world: [world.ballot.pk]),
    "note-delete": Row(405, 302, lambda world: [world.note.pk]),
    "acta": Row(200, 400, lambda world: [world.session]),
}
ALL = {str(each.name) for each in (*urlpatterns, *room_draft_patterns)}


def test_every_address_of_the_room_has_its_row() -> None:
    assert ALL - set(ROWS) - DOORS == set()
    assert (set(ROWS) | DOORS) - ALL == set()


def _address(world: World, name: str) -> str:
    row = ROWS[name]
    return reverse(f"room:{name}", args=row.arguments(world)) + row.query


@pytest.mark.parametrize("person", [*LED_AWAY, *SHUT_OUT])
def test_whoever_does_not_belong_reads_nothing_and_does_nothing(world: World, person: str) -> None:
    client, wrong = client_of(world, person), []

    for name in ROWS:
        url = _address(world, name)
        for response in (client.get(url), client.post(url)):
            text = text_of(response)
            led = response.status_code == 302 and response["Location"].startswith(
                "/consejo/entrar/"
            )
            if person in LED_AWAY and not led:
                wrong.append(f"{name}: {response.status_code}")
            if person in SHUT_OUT and response.status_code != 403:
                wrong.append(f"{name}: {response.status_code}")
            if SECRET in text or world.people["member"].full_name in text:
                wrong.append(f"{name} says too much")

    assert not wrong, "\n".join(wrong)
    assert Observation.objects.get(pk=world.draft.pk).places.count() == 1
    assert CouncilNote.objects.filter(pk=world.note.pk).exists()


def test_a_member_reads_and_sends_what_each_row_says(world: World) -> None:
    client, wrong = client_of(world, "member"), []

    for name, row in ROWS.items():
        url = _address(world, name)
        for method, expected in (("get", row.get), ("post", row.post)):
            response = getattr(client, method)(url)
            if response.status_code != expected:
                wrong.append(f"{method} {name}: {response.status_code}, not {expected}")
            for header, value in (
                ("Cache-Control", "no-store, private"), ("X-Robots-Tag", "noindex, nofollow"),
                ("Referrer-Policy", "same-origin"),
            ):  # fmt: skip
                if response.headers.get(header) != value:
                    wrong.append(f"{name}: {header} is {response.headers.get(header)}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", LET_IN)
def test_every_seat_of_today_is_let_in_and_sees_no_note_of_another(
    world: World, person: str
) -> None:
    client = client_of(world, person)

    home, notes = client.get(reverse("room:home")), client.get(reverse("room:notes"))

    assert home.status_code == notes.status_code == 200
    assert (SECRET in text_of(notes)) is (person == "member")
    assert client.get(_address(world, "note")).status_code == (200 if person == "member" else 404)
    assert client.get("/admin/").status_code == 302  # and the admin stays shut


def test_no_address_with_odd_numbers_breaks_the_room(world: World) -> None:
    client = client_of(world, "member")
    huge = 10**30

    answers = [
        client.get(f"/consejo/sala/notas/{huge}/"),
        client.get(f"/consejo/sala/votaciones/{huge}/"),
        client.get(f"/consejo/sala/sesiones/{huge}/"),
        client.post(f"/consejo/sala/observaciones/{world.draft.uid}/lugares/{huge}/quitar/"),
        client.get(f"/consejo/sala/borrador/cuentas/{huge}/"),
        client.get("/consejo/sala/lugar/?sobre=%00"),
        client.get("/consejo/sala/observaciones/nueva/?insiste=x&sobre=%00"),
        client.get(f"/consejo/sala/observaciones/{world.draft.uid}/versiones/?de={huge}&a=%00"),
        client.get("/consejo/sala/borrador/cuentas/2022/%00"),
    ]

    assert [each.status_code for each in answers] == [404] * 7 + [200, 404]


@pytest.mark.parametrize("person", ["secretary", "boss"])
def test_staff_do_not_find_it_in_the_admin_either(world: World, person: str) -> None:
    client, seen = client_of(world, person), []
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in site._registry
    ]
    review = f"/admin/participation/councilreview/cuenta/{world.draft.account_id}/"

    for url in ("/admin/", review, *lists):
        if SECRET in text_of(client.get(url)):
            seen.append(url)

    assert seen == []


# -- the doors


def test_the_doors_are_the_same_for_everybody(world: World) -> None:
    wrong = []

    for person in ("anyone", "citizen", "stranger", "writer", "secretary", "boss"):
        client = client_of(world, person)
        expected = {
            "login": (200, 400), "code": (302, 302), "enrol": (302, 302), "leave": (405, 302),
        }  # fmt: skip
        for name, answers in expected.items():
            url = reverse(f"room:{name}")
            got = (client.get(url).status_code, client.post(url).status_code)
            if got != answers:
                wrong.append(f"{person} {name}: {got}")
        url = reverse("room:invitation", args=[world.token])
        got = (client.get(url).status_code, client.post(url).status_code)
        if got != (200, 400):
            wrong.append(f"{person} invitation: {got}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("token", ["x:y:z", "x", "%00", "a" * 300])
def test_a_wrong_link_opens_nothing(world: World, token: str) -> None:
    response = Client().get(f"/consejo/invitacion/{token}/")

    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store, private"


def test_staff_keep_their_session_when_they_knock_at_the_wrong_door(world: World) -> None:
    client = client_of(world, "secretary")

    client.post(reverse("room:leave"))
    client.get(reverse("room:login"))

    assert client.get("/admin/").status_code == 200
