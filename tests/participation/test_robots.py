"""Telling people from programs: nobody is asked anything, and nothing typed is ever lost."""

import json
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import altcha
import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string

from participation.limits import purge_uses
from participation.robots import (
    HONEYPOT,
    LONGEST_PROOF,
    PROOF,
    TOKEN,
    check_robot,
    check_time,
    new_challenge,
    robot_fields,
    spend_proof,
    time_token,
)

OPENED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = OPENED + timedelta(minutes=2)


def solved(challenge: str) -> str:
    """What a browser sends for it."""
    asked = altcha.Challenge.from_dict(json.loads(challenge))
    solution = altcha.solve_challenge(asked)
    assert solution is not None
    return altcha.Payload(asked, solution).to_base64()


@pytest.fixture(scope="module")
def proof() -> str:
    with time_machine.travel(OPENED, tick=False):
        return solved(new_challenge("ask", now=OPENED))


@pytest.mark.parametrize(
    ("age", "says"),
    [
        (timedelta(seconds=2), "apenas abierto"),
        (timedelta(seconds=3), ""),
        (timedelta(days=7), ""),
        (timedelta(days=7, seconds=1), "lo renovamos"),
        (timedelta(seconds=-30), "apenas abierto"),  # another server's clock
        (timedelta(minutes=-2), "lo renovamos"),
    ],
)
def test_a_form_is_sent_after_three_seconds_and_within_a_week(age: timedelta, says: str) -> None:
    token = time_token("ask", now=OPENED)

    sentence, _ = check_time(token, "ask", now=OPENED + age)

    assert (says in sentence) if says else (sentence == "")


def test_who_was_too_quick_just_sends_again() -> None:
    token = time_token("ask", now=OPENED)
    _, kept = check_time(token, "ask", now=OPENED + timedelta(seconds=1))

    sentence, _ = check_time(kept, "ask", now=OPENED + timedelta(seconds=4))

    assert kept == token
    assert sentence == ""


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "ñ" * 5_000])
def test_a_damaged_token_is_renewed_and_the_new_one_passes(token: str) -> None:
    sentence, renewed = check_time(token, "ask", now=OPENED)

    assert "sigue aquí" in sentence
    assert check_time(renewed, "ask", now=LATER) == ("", renewed)


def test_a_token_serves_only_its_own_form() -> None:
    token = time_token("support", now=OPENED)

    assert "renovamos" in check_time(token, "ask", now=LATER)[0]


@pytest.mark.django_db
def test_a_person_without_javascript_passes_and_brings_no_proof() -> None:
    data = {TOKEN: time_token("ask", now=OPENED), PROOF: "", HONEYPOT: ""}

    verdict = check_robot("ask", data, now=LATER)

    assert (verdict.sentence, verdict.has_proof) == ("", False)


@pytest.mark.django_db
def test_the_box_that_only_programs_fill_in_is_asked_to_be_left_blank() -> None:
    data = {TOKEN: time_token("ask", now=OPENED), HONEYPOT: "http://malo.invalid"}

    verdict = check_robot("ask", data, now=LATER)

    assert "Deje en blanco" in verdict.sentence
    assert verdict.token == data[TOKEN]


@pytest.mark.django_db
def test_a_proof_is_taken_once(proof: str) -> None:
    with time_machine.travel(LATER, tick=False):
        first = spend_proof(proof, "ask", now=LATER)
        replay = spend_proof(proof, "ask", now=LATER)

    assert (first, replay) == (True, False)


@pytest.mark.django_db
def test_a_form_to_be_mended_does_not_spend_its_proof(proof: str) -> None:
    data = {TOKEN: time_token("ask", now=OPENED), PROOF: proof}

    with time_machine.travel(LATER, tick=False):
        quick = check_robot("ask", data, now=OPENED + timedelta(seconds=1))
        again = check_robot("ask", data, now=LATER)

    assert (quick.has_proof, again.has_proof) == (False, True)


@pytest.mark.django_db
def test_a_spent_proof_is_remembered_until_it_has_expired(proof: str) -> None:
    with time_machine.travel(LATER, tick=False):
        spend_proof(proof, "ask", now=LATER)

        assert purge_uses(OPENED + timedelta(days=1)) == 0
        assert purge_uses(OPENED + timedelta(days=1, seconds=1)) == 1


@pytest.mark.django_db
def test_an_expired_proof_is_none(proof: str) -> None:
    after = OPENED + timedelta(days=1, seconds=1)

    with time_machine.travel(after, tick=False):
        assert not spend_proof(proof, "ask", now=after)


@pytest.mark.django_db
def test_an_act_after_the_expiry_has_no_proof_whatever_the_server_clock_says(proof: str) -> None:
    with time_machine.travel(LATER, tick=False):
        assert not spend_proof(proof, "ask", now=OPENED + timedelta(days=2))


def changed(proof: str, *path: str, value: object) -> str:
    """The proof with one thing written over."""
    parts = json.loads(b64decode(proof))
    inner = parts
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("solution", "counter"), 1),
        (("solution", "counter"), "x"),
        (("solution", "derivedKey"), "00"),
        (("challenge", "signature"), "0" * 64),
        (("challenge", "signature"), None),
        (("challenge", "parameters", "cost"), 1),
        (("challenge", "parameters", "cost"), 10**12),
        (("challenge", "parameters", "algorithm"), "SHA-256"),
        (("challenge", "parameters", "keyPrefix"), ""),
        (("challenge", "parameters", "expiresAt"), 99_999_999_999),
        (("challenge", "parameters", "expiresAt"), None),
        (("challenge", "parameters", "data"), {"form": "support"}),
        (("challenge", "parameters"), []),
        (("challenge",), "x"),
        (("solution",), None),
    ],
)
def test_a_proof_that_was_written_over_is_none(
    proof: str, path: tuple[str, ...], value: object
) -> None:
    with time_machine.travel(LATER, tick=False):
        assert not spend_proof(changed(proof, *path, value=value), "ask", now=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "payload",
    ["", "x", "%%%", "ñ", "\x00", "bnVsbA==", "W10=", b64encode(b"[" * 1_400).decode(),
     "A" * (LONGEST_PROOF + 1)],
)  # fmt: skip
def test_what_is_no_proof_is_quietly_none(payload: str) -> None:
    assert spend_proof(payload, "ask", now=LATER) is False


@pytest.mark.django_db
def test_a_proof_for_one_form_does_not_serve_another(proof: str) -> None:
    with time_machine.travel(LATER, tick=False):
        assert not spend_proof(proof, "support", now=LATER)
        assert spend_proof(proof, "ask", now=LATER)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_one_proof_at_once_one_has_it(proof: str) -> None:
    def send(_: int) -> bool:
        try:
            return spend_proof(proof, "ask", now=LATER)
        finally:
            connection.close()

    with time_machine.travel(LATER, tick=False), ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(send, range(12))) == 1


def test_a_proof_takes_a_bounded_number_of_tries(proof: str) -> None:
    counter = json.loads(b64decode(proof))["solution"]["counter"]

    assert 100 <= counter < 300
    assert len(proof) < LONGEST_PROOF


def test_the_hidden_fields_carry_the_token_and_no_script() -> None:
    fields = robot_fields("ask", now=OPENED)

    html = render_to_string("components/robot_fields.html", {"robot": fields})

    assert f'value="{fields.token}"' in html
    assert "Deje esta casilla en blanco" in html
    assert "<script" not in html
    assert "style=" not in html
