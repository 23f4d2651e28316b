"""Signing in proves two things; until then a session opens no page of the staff."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from programs.actions.second_factor import (
    activate_second_factor,
    remove_second_factor,
    reset_second_factor,
)
from programs.models import User
from programs.second_factor.codes import Code, new_recovery_codes, verify_code
from programs.second_factor.enrolment import new_key, offer_for
from programs.transitions import Refused
from tests.factories import UserFactory
from tests.staff import signed_in, text_of

NOON = datetime(2026, 5, 28, 16, 0, tzinfo=UTC)
PASSWORD = "una clave larga y propia"
CODE_PAGE = "/admin/segundo-factor/codigo/"
OWN_PAGE = "/admin/segundo-factor/"
# Pages of the staff on every floor, which know nothing of the second factor.
STAFF_PAGES = (
    "/admin/",
    "/admin/programs/publicaccount/",
    "/admin/programs/publicaccount/1/publicar/",
    "/admin/password_change/",
    "/borrador/cuentas/2022/",
)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(db: None, clock: Any) -> User:
    user = UserFactory(is_superuser=True, email="ana@prueba.invalid")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def key() -> str:
    return new_key()


def code_of(key: str, at: datetime) -> str:
    return f"{totp(bytes.fromhex(key), t0=0, drift=_steps(at)):06d}"


def _steps(at: datetime) -> int:
    """django-otp counts from the clock; the steps between the frozen clock and `at`."""
    return int((at - datetime.now(UTC)).total_seconds() // 30)


def activate(person: User, key: str) -> list[str]:
    """A second factor confirmed two minutes ago, so that the code of now was never used."""
    before = NOON - timedelta(minutes=2)
    return activate_second_factor(key=key, code=Code(code_of(key, before)), by=person, now=before)


def enter(password: str = PASSWORD, **asked: str) -> tuple[Client, Any]:
    client = Client()
    said = {"username": "ana@prueba.invalid", "password": password, "next": "/admin/"}
    return client, client.post("/admin/login/", {**said, **asked})


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


# --- signing in


def test_without_a_second_factor_the_password_opens_where_it_is_optional(person: User) -> None:
    client, response = enter()

    assert response["Location"] == "/admin/"
    assert is_in(client)


def test_an_email_in_capitals_is_the_same_person(person: User) -> None:
    client, _ = enter(username="Ana@Prueba.INVALID ")

    assert is_in(client)


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_the_password_alone_opens_no_page_of_the_staff(person: User, key: str, page: str) -> None:
    activate(person, key)
    client, response = enter()

    reached = client.get(page, follow=True)

    assert response["Location"] == CODE_PAGE + "?next=%2Fadmin%2F"
    assert reached.redirect_chain[-1][0].startswith(CODE_PAGE)
    assert client.post(page).status_code in (302, 405)
    assert "Mi mesa</a>" not in text_of(reached)


def test_the_code_of_now_opens_and_leads_where_one_was_going(person: User, key: str) -> None:
    activate(person, key)
    client, _ = enter()
    before = client.session.session_key

    response = client.post(CODE_PAGE, {"code": code_of(key, NOON), "next": "/admin/programs/user/"})

    assert response["Location"] == "/admin/programs/user/"
    assert is_in(client)
    assert client.session.session_key != before


def test_a_code_with_a_space_in_the_middle_is_the_same(person: User, key: str) -> None:
    activate(person, key)
    client, _ = enter()
    code = code_of(key, NOON)

    client.post(CODE_PAGE, {"code": f" {code[:3]} {code[3:]} "})

    assert is_in(client)


@pytest.mark.parametrize("address", ["https://malo.invalid/", "//malo.invalid", "javascript:x"])
def test_no_address_outside_the_portal_is_followed(person: User, key: str, address: str) -> None:
    activate(person, key)
    client, response = enter(next=address)

    done = client.post(CODE_PAGE, {"code": code_of(key, NOON), "next": address})

    assert "malo" not in response["Location"]
    assert done["Location"] == "/admin/"


def test_a_used_code_does_not_open_a_second_session(person: User, key: str) -> None:
    activate(person, key)
    first, _ = enter()
    second, _ = enter()
    first.post(CODE_PAGE, {"code": code_of(key, NOON)})

    response = second.post(CODE_PAGE, {"code": code_of(key, NOON)})

    assert response.status_code == 400
    assert "Ese código no sirve" in text_of(response)
    assert is_in(first)
    assert not is_in(second)


def test_the_code_that_activated_does_not_open(person: User, key: str) -> None:
    code = Code(code_of(key, NOON))
    activate_second_factor(key=key, code=code, by=person, now=NOON)

    with pytest.raises(Refused, match="Ese código no sirve"):
        verify_code(person, code)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\0", "1" * 500])
def test_what_is_no_code_is_asked_again(person: User, key: str, typed: str) -> None:
    activate(person, key)
    client, _ = enter()

    response = client.post(CODE_PAGE, {"code": typed})

    assert response.status_code == 400
    assert 'class="errorlist"' in text_of(response)
    assert TOTPDevice.objects.get().throttling_failure_count == 0


def test_after_wrong_codes_even_the_right_one_waits(person: User, key: str, clock: Any) -> None:
    activate(person, key)
    client, _ = enter()
    wrong = f"{(int(code_of(key, NOON)) + 500_000) % 1_000_000:06d}"
    client.post(CODE_PAGE, {"code": wrong})

    refused = client.post(CODE_PAGE, {"code": code_of(key, NOON)})
    clock.shift(5)
    accepted = client.post(CODE_PAGE, {"code": code_of(key, NOON)})

    assert refused.status_code == 429
    assert "espere 2 segundos" in text_of(refused)
    assert accepted.status_code == 302


def test_a_session_forgets_the_code_when_it_ends(person: User, key: str) -> None:
    activate(person, key)
    client, _ = enter()
    client.post(CODE_PAGE, {"code": code_of(key, NOON)})
    client.post("/admin/logout/")

    client.force_login(person)

    assert not is_in(client)


def test_another_device_of_the_session_is_not_believed(person: User, key: str) -> None:
    other = UserFactory()
    activate(other, new_key())
    activate(person, key)
    client, _ = enter()
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.get(user=other).persistent_id
    session.save()

    assert not is_in(client)


def test_halfway_one_can_sign_out(person: User, key: str) -> None:
    activate(person, key)
    client, _ = enter()

    client.post("/admin/segundo-factor/salir/")

    assert "_auth_user_id" not in client.session


# --- recovery codes


def test_a_recovery_code_opens_once_and_says_how_many_are_left(person: User, key: str) -> None:
    codes = activate(person, key)
    client, _ = enter()
    again, _ = enter()

    response = client.post(CODE_PAGE, {"code": codes[3].upper()}, follow=True)
    refused = again.post(CODE_PAGE, {"code": codes[3]})

    assert "Le quedan 9 códigos" in text_of(response)
    assert refused.status_code == 400
    assert LogEntry.objects.filter(change_message="Entró con un código de recuperación").exists()


def test_the_database_does_not_hold_the_recovery_codes(person: User, key: str) -> None:
    codes = activate(person, key)

    kept = set(StaticToken.objects.values_list("token", flat=True))

    assert len(kept) == len(set(codes)) == 10
    assert not kept & {code.replace("-", "") for code in codes}


def test_recovery_codes_outlive_a_change_of_the_secret(
    person: User, key: str, settings: Any
) -> None:
    codes = activate(person, key)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "otro secreto, largo y reciente, de quien opera el portal"

    device = verify_code(person, Code(codes[0].replace("-", "")))

    assert device.user == person


def test_recovery_codes_never_look_like_six_digits() -> None:
    assert all(len(code.replace("-", "")) == 8 for code in new_recovery_codes())


def test_new_recovery_codes_end_the_old_ones(person: User, key: str, clock: Any) -> None:
    old = activate(person, key)
    client, _ = enter()
    client.post(CODE_PAGE, {"code": code_of(key, NOON)})

    refused = client.post(reverse("admin:second_factor_renew"), {"code": code_of(key, NOON)})
    renewed = client.post(reverse("admin:second_factor_renew"), {"code": old[0]})

    assert refused.status_code == 400
    assert "esta página no se puede volver a abrir" in text_of(renewed)
    assert "no-store" in renewed["Cache-Control"]
    assert is_in(client)
    with pytest.raises(Refused):
        verify_code(person, Code(old[1].replace("-", "")))


# --- activating


def test_activating_shows_the_codes_once_and_keeps_the_session(person: User) -> None:
    client, _ = enter()
    page = client.get(OWN_PAGE)
    key = client.session["second_factor_key"]

    done = client.post(OWN_PAGE, {"code": code_of(key, NOON)})
    again = client.post(OWN_PAGE, {"code": code_of(key, NOON)})

    assert "<svg" in text_of(page)
    assert "style=" not in text_of(page)
    assert text_of(done).count("<li><code>") == 10
    assert "<li><code>" not in text_of(again)
    assert is_in(client)
    assert "second_factor_key" not in client.session
    assert LogEntry.objects.get().change_message == "Activó su segundo factor"


def test_a_wrong_code_keeps_the_same_key_on_screen(person: User) -> None:
    client, _ = enter()
    before = text_of(client.get(OWN_PAGE))
    key = client.session["second_factor_key"]

    response = client.post(OWN_PAGE, {"code": code_of(key, NOON - timedelta(minutes=10))})

    assert response.status_code == 400
    assert "Ese código no es de esta clave" in text_of(response)
    letters = offer_for(person, key).letters
    assert letters in before
    assert letters in text_of(response)
    assert not TOTPDevice.objects.exists()


def test_two_windows_do_not_make_two_second_factors(person: User, key: str) -> None:
    activate(person, key)

    with pytest.raises(Refused, match="ya tiene un segundo factor"):
        activate(person, new_key())

    assert TOTPDevice.objects.count() == 1


def test_activating_elsewhere_asks_the_code_in_every_open_session(person: User, key: str) -> None:
    open_session = signed_in(person)

    activate(person, key)

    assert not is_in(open_session)


# --- where it is required


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = "required"


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("page", STAFF_PAGES)
def test_where_required_one_can_only_activate_it(person: User, page: str) -> None:
    client, response = enter()

    reached = client.get(page, follow=True)

    assert response["Location"].startswith(OWN_PAGE + "?next=")
    assert reached.redirect_chain[-1][0].startswith(OWN_PAGE + "?next=")
    assert "Active su segundo factor" in text_of(reached)
    assert client.post(page).status_code in (302, 405)


@pytest.mark.usefixtures("required")
def test_where_required_activating_opens(person: User) -> None:
    client, _ = enter()
    client.get(OWN_PAGE)

    done = client.post(
        OWN_PAGE,
        {
            "code": code_of(client.session["second_factor_key"], NOON),
            "next": "/admin/programs/user/",
        },
    )

    assert 'href="/admin/programs/user/"' in text_of(done)
    assert is_in(client)


@pytest.mark.usefixtures("required")
def test_with_the_code_owed_no_other_telephone_can_be_activated(person: User, key: str) -> None:
    activate(person, key)
    client, _ = enter()

    response = client.get(OWN_PAGE)

    assert response["Location"].startswith(CODE_PAGE)


# --- taking it away


def removal(client: Client, password: str, code: str) -> Any:
    return client.post(reverse("admin:second_factor_remove"), {"password": password, "code": code})


def test_removing_asks_for_password_and_code(person: User, key: str) -> None:
    codes = activate(person, key)
    client, _ = enter()
    client.post(CODE_PAGE, {"code": code_of(key, NOON)})

    without_password = removal(client, "otra", codes[0])
    without_code = removal(client, PASSWORD, code_of(key, NOON))
    still = TOTPDevice.objects.count()

    assert "Esa no es su clave" in text_of(without_password)
    assert without_code.status_code == 400
    assert still == 1


def test_guessing_the_password_to_remove_it_waits_like_signing_in(person: User, key: str) -> None:
    codes = activate(person, key)
    client, _ = enter()
    client.post(CODE_PAGE, {"code": code_of(key, NOON)})

    for _ in range(5):
        response = removal(client, "otra", codes[0])
    right = removal(client, PASSWORD, codes[0])

    assert (response.status_code, right.status_code) == (429, 429)
    assert TOTPDevice.objects.exists()


def test_removing_ends_telephone_and_recovery_codes(person: User, key: str) -> None:
    codes = activate(person, key)
    client, _ = enter()
    client.post(CODE_PAGE, {"code": code_of(key, NOON)})

    response = removal(client, PASSWORD, codes[0])

    assert response.status_code == 302
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert is_in(client)


def test_there_is_nothing_to_remove_without_one(person: User) -> None:
    with pytest.raises(Refused, match="No hay un segundo factor"):
        remove_second_factor(by=person, now=NOON)


# --- somebody else's


def test_a_boss_resets_whoever_lost_the_telephone_and_it_is_logged(person: User, key: str) -> None:
    lost = UserFactory(role="Edición de datos")
    activate(lost, key)
    client = signed_in(person)

    response = client.post(reverse("admin:second_factor_reset", args=[lost.pk]))

    assert response["Location"] == reverse("admin:programs_user_change", args=[lost.pk])
    assert not TOTPDevice.objects.filter(user=lost).exists()
    entry = LogEntry.objects.get(user=person)
    assert entry.object_id == str(lost.pk)
    assert entry.change_message == "Quitó el segundo factor de esta persona"


def test_only_a_superuser_resets_a_superuser(person: User, key: str) -> None:
    from django.contrib.auth.models import Permission

    activate(person, key)
    helper = UserFactory()
    helper.user_permissions.add(Permission.objects.get(codename="change_user"))

    with pytest.raises(Refused, match="no tiene permiso"):
        reset_second_factor(person, by=helper, now=NOON)


def test_nobody_resets_their_own_without_a_code(person: User, key: str) -> None:
    activate(person, key)

    with pytest.raises(Refused, match="con su clave y un código"):
        reset_second_factor(person, by=person, now=NOON)


def test_from_the_server_the_last_boss_is_let_in_again(person: User, key: str) -> None:
    activate(person, key)

    call_command("reset_second_factor", "ANA@prueba.invalid", stdout=StringIO())
    client, _ = enter()

    assert is_in(client)
    said = LogEntry.objects.filter(object_id=str(person.pk)).values_list(
        "change_message", flat=True
    )
    assert "Se quitó su segundo factor desde el servidor" in said
    with pytest.raises(CommandError, match="No hay un segundo factor activo"):
        call_command("reset_second_factor", "ana@prueba.invalid")


def test_the_keys_of_people_are_not_in_the_admin(person: User) -> None:
    client = signed_in(person)

    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert client.get("/admin/otp_static/staticdevice/").status_code == 404


# --- sessions


def test_a_new_password_ends_the_other_sessions(person: User) -> None:
    here, _ = enter()
    elsewhere, _ = enter()
    new = "otra clave larga y propia"

    here.post(
        "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_session_lasts_a_working_day_and_ends_with_the_browser(person: User, clock: Any) -> None:
    client, response = enter()
    cookie = response.cookies["sessionid"]

    clock.shift(timedelta(hours=7, minutes=59))
    before = is_in(client)
    clock.shift(timedelta(minutes=2))

    assert cookie["max-age"] == ""
    assert before
    assert not is_in(client)
