"""Entering the room takes two proofs; a session that ends loses nothing that was being typed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from participation.actions.council_invitations import invite_councillor
from participation.actions.council_writing import begin_observation
from participation.kept_words import mark_for
from participation.links import invitation_url
from participation.models import CouncilNote, Observation
from participation.room import quoted_at
from programs.models import User
from programs.second_factor.enrolment import new_key
from tests.factories import UserFactory
from tests.participation.council import CouncillorFactory, MandateFactory, council_of_tests, user_of
from tests.participation.factories import NOW, SECRETARY, staff
from tests.participation.room import DRAFT, IDLE, review_of_tests, room_client
from tests.staff import text_of

pytestmark = pytest.mark.django_db
DOOR, CODE, ENROL, HOME = (
    "/consejo/entrar/", "/consejo/entrar/codigo/", "/consejo/entrar/telefono/", "/consejo/sala/"
)  # fmt: skip
PASSWORD = "una frase larga y propia"
PLACE = f"/consejo/sala/lugar/?sobre={DRAFT}cifras/"
WORDS = "El monto de la feria no se explica en ninguna parte del borrador."


@pytest.fixture(autouse=True)
def _now(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def code_of(key: str) -> str:
    return f"{totp(bytes.fromhex(key)):06d}"


def member(number: int = 0) -> User:
    return user_of(council_of_tests().members[number])


def with_password(user: User, key: str = "") -> User:
    user.set_password(PASSWORD)
    user.save()
    if key:
        TOTPDevice.objects.create(user=user, name="prueba", key=key, confirmed=True)
    return user


def give_password(client: Client, user: User, **more: str) -> Any:
    return client.post(DOOR, {"username": user.email, "password": PASSWORD, **more})


# -- the first time


def test_from_the_mail_to_the_room_in_three_steps() -> None:
    councillor = MandateFactory(councillor=CouncillorFactory(name="Juana Pérez")).councillor
    invitation = invite_councillor(
        councillor, email="juana@organizacion.cl", by=staff(SECRETARY), now=NOW
    )
    client = Client()
    link = invitation_url(invitation.uid).removeprefix(settings.SITE_URL)

    first = client.get(link)
    sent = client.post(link, {"name": "Juana Pérez", "password": PASSWORD, "again": PASSWORD})
    too_early = client.get(HOME)
    enrol = client.get(ENROL)
    key = client.session["room_second_factor_key"]
    codes = client.post(ENROL, {"code": code_of(key)})

    assert "juana@organizacion.cl" in text_of(first)
    assert sent["Location"] == ENROL
    assert too_early["Location"].startswith(DOOR)
    assert "Active el código de su teléfono" in text_of(enrol)
    assert len(codes.context["codes"]) == 10
    assert client.get(HOME).status_code == 200
    assert Client().get(link).status_code == 410


def test_passwords_that_differ_or_are_weak_are_asked_again_with_the_name_kept() -> None:
    councillor = MandateFactory().councillor
    link = invitation_url(
        invite_councillor(councillor, email="j@o.cl", by=staff(SECRETARY), now=NOW).uid
    ).removeprefix(settings.SITE_URL)

    other = Client().post(link, {"name": "Juana Soto", "password": PASSWORD, "again": "otra"})
    weak = Client().post(link, {"name": "Juana Soto", "password": "12345678", "again": "12345678"})

    assert other.status_code == weak.status_code == 400
    assert "No es igual a la de arriba" in text_of(other)
    assert 'value="Juana Soto"' in text_of(weak)
    assert "contraseña" in text_of(weak) or "clave" in text_of(weak)


# -- every other time


def test_password_and_code_open_the_page_one_was_going_to() -> None:
    key = new_key()
    user = with_password(member(), key)
    client = Client()
    led = client.get("/consejo/sala/notas/")

    password = give_password(client, user, next="/consejo/sala/notas/")
    code = client.post(f"{CODE}?next=/consejo/sala/notas/", {"code": code_of(key)})

    assert led["Location"] == f"{DOOR}?next=%2Fconsejo%2Fsala%2Fnotas%2F"
    assert password["Location"].startswith(CODE)
    assert code["Location"] == "/consejo/sala/notas/"
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("away", ["https://malo.invalid/", "//malo.invalid", "/admin/", "\0"])
def test_no_address_outside_the_room_is_followed(away: str) -> None:
    key = new_key()
    user, client = with_password(member(), key), Client()
    give_password(client, user, next=away)

    response = client.post(CODE, {"code": code_of(key), "next": away})

    assert response["Location"] == HOME


def test_a_councillor_without_a_telephone_enrols_whatever_the_installation_asks_of_staff(
    settings: Any,
) -> None:
    settings.SECOND_FACTOR = "optional"
    user, client = with_password(member()), Client()

    response = give_password(client, user)

    assert response["Location"].startswith(ENROL)
    assert client.get(HOME)["Location"].startswith(DOOR)
    assert client.get("/admin/segundo-factor/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/segundo-factor/codigo/")["Location"].startswith("/admin/login/")


def test_the_same_sentence_for_unknown_wrong_and_staff() -> None:
    official = with_password(UserFactory())
    user = with_password(member())
    cases = ((official.email, PASSWORD), (user.email, "otra"), ("nadie@o.cl", PASSWORD))

    pages = [
        Client().post(DOOR, {"username": email, "password": password}) for email, password in cases
    ]

    said = {each.context["form"].non_field_errors()[0] for each in pages}
    assert said == {"El correo o la clave no coinciden. Revíselos y escríbalos de nuevo."}
    assert {each.status_code for each in pages} == {400}


@pytest.mark.parametrize("is_known", [True, False])
def test_guessing_waits_at_this_door_too_for_known_and_unknown_alike(is_known: bool) -> None:
    email = with_password(member()).email if is_known else "nadie@organizacion.cl"
    client = Client()

    pages = [client.post(DOOR, {"username": email, "password": "no"}) for _ in range(6)]
    right = client.post(DOOR, {"username": email, "password": PASSWORD})

    assert pages[-1].status_code == right.status_code == 429
    assert f'href="{DOOR}"' in text_of(right)


def test_a_councillor_never_enters_the_admin() -> None:
    user = with_password(member())

    response = Client().post("/admin/login/", {"username": user.email, "password": PASSWORD})

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert room_client(member(1), NOW).get("/admin/")["Location"].startswith("/admin/login/")
    assert room_client(member(1), NOW).get("/borrador/cuentas/2022/").status_code == 403


def test_who_leaves_has_to_enter_again() -> None:
    client = room_client(member(), NOW)

    out = client.post("/consejo/salir/")

    assert out["Location"] == f"{DOOR}?fin=salio"
    assert client.get(HOME)["Location"].startswith(DOOR)


# -- the session


def test_it_ends_after_half_an_hour_without_use_and_not_before(time_machine: Any) -> None:
    client = room_client(member(), NOW)
    time_machine.move_to(NOW + IDLE, tick=False)
    still = client.get(HOME)
    time_machine.move_to(NOW + 2 * IDLE + timedelta(seconds=1), tick=False)

    over = client.get(HOME)

    assert still.status_code == 200
    assert over["Location"].startswith(DOOR)
    assert "fin=1" in over["Location"]


def test_what_was_being_typed_when_it_ended_comes_back_to_who_typed_it(time_machine: Any) -> None:
    key = new_key()
    user = with_password(member(), key)
    review_of_tests()
    client = room_client(user, NOW)
    time_machine.move_to(NOW + IDLE + timedelta(minutes=5), tick=False)

    lost = client.post(PLACE, {"text": WORDS, "quien": mark_for(user.pk)})
    give_password(client, user)
    back = client.post(CODE, {"code": code_of(key)})
    page = client.get(back["Location"])
    again = client.get(PLACE)

    assert "fin=guardado" in lost["Location"]
    assert not CouncilNote.objects.exists()
    assert back["Location"] == PLACE
    assert WORDS in text_of(page)
    assert "Recuperamos lo que escribía" in text_of(page)
    assert WORDS not in text_of(again)


def test_it_comes_back_also_when_the_browser_lost_the_whole_session() -> None:
    key = new_key()
    user = with_password(member(), key)
    review_of_tests()
    client = Client()

    client.post(PLACE, {"text": WORDS, "is_shared": "on", "quien": mark_for(user.pk)})
    give_password(client, user)
    back = client.post(CODE, {"code": code_of(key)})

    page = text_of(client.get(back["Location"]))
    assert WORDS in page
    assert "checked" in page


def test_nobody_else_at_that_browser_gets_it() -> None:
    key = new_key()
    other = with_password(member(1), key)
    review_of_tests()
    client = Client()
    client.post(PLACE, {"text": WORDS, "quien": mark_for(member().pk)})
    client.post(PLACE, {"text": WORDS, "quien": "x:y:z"})

    give_password(client, other)
    client.post(CODE, {"code": code_of(key)})

    assert WORDS not in text_of(client.get(PLACE))
    assert WORDS not in str(dict(client.session))


def test_a_form_opened_before_signing_in_again_is_not_lost_to_its_old_token() -> None:
    user = member()
    review_of_tests()
    client = room_client(user, NOW)
    client.handler.enforce_csrf_checks = True

    refused = client.post(PLACE, {"text": WORDS, "quien": mark_for(user.pk)})
    page = client.get(refused["Location"])

    assert not CouncilNote.objects.exists()
    assert WORDS in text_of(page)
    assert client.post(PLACE, {"text": WORDS}).status_code == 403
    assert client.post("/participacion/x/apoyar/").status_code != 500


def test_a_text_being_written_together_comes_back_without_its_old_version(
    time_machine: Any,
) -> None:
    key = new_key()
    user = with_password(member(), key)
    account = review_of_tests().account
    one = begin_observation(account, title="Una", text=WORDS, by=user, now=NOW)
    url = reverse("room:write", args=[one.uid])
    client = room_client(user, NOW)
    time_machine.move_to(NOW + IDLE + timedelta(minutes=5), tick=False)

    client.post(url, {"title": "Una", "text": f"{WORDS} Y más.", "version": 0})
    give_password(client, user)
    client.post(CODE, {"code": code_of(key)})
    page = client.get(url)

    assert f"{WORDS} Y más." in text_of(page)
    assert Observation.objects.get().text == WORDS


def test_a_place_of_the_draft_is_quoted_as_it_reads_now() -> None:
    review_of_tests()

    page = room_client(member(), NOW).get(PLACE)

    assert quoted_at(f"{DRAFT}cifras/").subject.title in text_of(page)
    assert datetime.now(UTC) == NOW
