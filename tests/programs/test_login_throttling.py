"""Guessing passwords is slow for whoever guesses and harmless for the rest."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from programs.models import User
from tests.factories import UserFactory
from tests.staff import text_of

NOON = datetime(2026, 5, 28, 16, 0, tzinfo=UTC)  # 12:00 in Santiago
PASSWORD = "una clave larga y propia"
OFFICE = "198.51.100.7"
STRANGER = "203.0.113.9"


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def official(db: None, clock: Any) -> User:
    user = UserFactory(email="ana@prueba.invalid")
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(password: str, address: str, email: str = "ana@prueba.invalid", **more: str) -> Any:
    client = Client(REMOTE_ADDR=address, **more)
    said = {"username": email, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", said)


def guess(times: int, address: str, email: str = "ana@prueba.invalid") -> Any:
    for at in range(times):
        response = enter(f"clave {at}", address, email)
    return response


def test_the_fourth_wrong_password_still_asks_again(official: User) -> None:
    response = guess(4, STRANGER)

    assert response.status_code == 200
    assert "no coinciden" in text_of(response)
    assert enter(PASSWORD, STRANGER).status_code == 302


def test_the_fifth_wrong_password_waits_and_says_until_when(official: User) -> None:
    response = guess(5, STRANGER)

    assert response.status_code == 429
    assert "<b>12:15</b>, en 15 minutos" in text_of(response)
    assert response["Retry-After"] == "901"
    assert enter(PASSWORD, STRANGER).status_code == 429


def test_capitals_do_not_begin_the_count_anew(official: User) -> None:
    guess(4, STRANGER)

    response = enter("otra", STRANGER, email=" ANA@prueba.invalid")

    assert response.status_code == 429


def test_one_address_waiting_leaves_the_office_alone(official: User) -> None:
    guess(5, STRANGER)

    assert enter(PASSWORD, OFFICE).status_code == 302


def test_a_colleague_behind_the_same_address_signs_in(official: User) -> None:
    colleague = UserFactory(email="luis@prueba.invalid")
    colleague.set_password(PASSWORD)
    colleague.save()

    guess(20, OFFICE)

    assert enter(PASSWORD, OFFICE, "luis@prueba.invalid").status_code == 302


def test_the_wait_ends_by_itself_and_trying_does_not_make_it_longer(
    official: User, clock: Any
) -> None:
    guess(5, STRANGER)
    clock.shift(timedelta(minutes=14, seconds=50))

    meanwhile = enter(PASSWORD, STRANGER)
    clock.shift(timedelta(seconds=11))

    assert meanwhile.status_code == 429
    assert "en 1 minuto" in text_of(meanwhile)
    assert enter(PASSWORD, STRANGER).status_code == 302


def test_many_addresses_together_make_new_addresses_wait(official: User) -> None:
    for at in range(10):
        guess(3, f"203.0.113.{at}")

    response = enter(PASSWORD, "203.0.113.200")

    assert response.status_code == 429


def test_many_addresses_never_lock_an_official_out_of_the_office(
    official: User, clock: Any
) -> None:
    enter(PASSWORD, OFFICE)
    clock.shift(timedelta(days=29))
    for at in range(12):
        guess(4, f"203.0.113.{at}")

    assert enter(PASSWORD, OFFICE).status_code == 302
    assert enter(PASSWORD, "192.0.2.1").status_code == 429


def test_an_email_that_does_not_exist_waits_like_one_that_does(official: User) -> None:
    known = guess(5, STRANGER)
    unknown = guess(5, STRANGER, "nadie@prueba.invalid")

    assert unknown.status_code == known.status_code == 429
    assert text_of(unknown) == text_of(known)


def test_addresses_of_one_ipv6_connection_count_as_one(official: User) -> None:
    for at in range(5):
        response = enter("otra", f"2001:db8:1:2::{at + 1}")

    assert response.status_code == 429


@pytest.mark.usefixtures("official")
def test_behind_our_proxy_the_visitor_counts_and_not_the_proxy(settings: Any) -> None:
    settings.TRUSTED_PROXIES = "127.0.0.1/32"
    for _ in range(5):
        enter("otra", "127.0.0.1", HTTP_X_FORWARDED_FOR=STRANGER)

    stranger = enter(PASSWORD, "127.0.0.1", HTTP_X_FORWARDED_FOR=STRANGER)
    office = enter(PASSWORD, "127.0.0.1", HTTP_X_FORWARDED_FOR=OFFICE)

    assert stranger.status_code == 429
    assert office.status_code == 302


def test_a_visitor_who_writes_the_header_gains_nothing(official: User) -> None:
    for at in range(5):
        response = enter("otra", STRANGER, HTTP_X_FORWARDED_FOR=f"192.0.2.{at}")

    assert response.status_code == 429


@pytest.mark.parametrize("email", ["", "\0", "x" * 400, "a@b\0c"])
def test_an_odd_email_is_asked_again(db: None, email: str) -> None:
    response = enter("otra", STRANGER, email)

    assert response.status_code == 200
    assert "errorlist" in text_of(response) or "no coinciden" in text_of(response)
