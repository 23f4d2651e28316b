"""Seals open with their keys only, indexes tell nothing, links end."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from participation.keys import (
    BadToken,
    CannotOpen,
    ExpiredToken,
    blind_index,
    is_tracking_key,
    needs_resealing,
    open_sealed,
    read_token,
    reseal,
    seal,
    signed_token,
    tracking_key,
)

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
UID = "018f6e2c-4b7a-7c31-9d55-8b0e6f1a2c3d"
MARCH_2 = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@given(st.text())
def test_what_is_sealed_opens_again_and_cannot_be_read(text: str) -> None:
    sealed = seal(text)

    assert open_sealed(sealed) == text
    assert seal(text) != sealed
    if len(text) > 3:
        assert text not in sealed


def test_an_older_key_still_opens_until_it_is_taken_away(settings: Any) -> None:
    settings.IDENTITY_KEYS = [OLD]
    sealed = seal("ana@ejemplo.cl")

    settings.IDENTITY_KEYS = [NEW, OLD]
    again = reseal(sealed)
    settings.IDENTITY_KEYS = [NEW]

    assert open_sealed(again) == "ana@ejemplo.cl"
    with pytest.raises(CannotOpen):
        open_sealed(sealed)
    with pytest.raises(CannotOpen):
        reseal(sealed)


def test_only_what_the_newest_key_did_not_seal_needs_resealing(settings: Any) -> None:
    settings.IDENTITY_KEYS = [OLD]
    sealed = seal("ana@ejemplo.cl")
    assert not needs_resealing(sealed)

    settings.IDENTITY_KEYS = [NEW, OLD]

    assert needs_resealing(sealed)
    assert not needs_resealing(reseal(sealed))


@pytest.mark.parametrize("token", ["", "hola", "gAAAAA", "ñ\x00"])
def test_what_is_no_seal_is_said_so(token: str) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(token)
    with pytest.raises(CannotOpen):
        reseal(token)
    assert needs_resealing(token)


def test_a_seal_that_was_touched_does_not_open() -> None:
    sealed = seal("ana@ejemplo.cl")
    touched = sealed[:30] + ("A" if sealed[30] != "A" else "B") + sealed[31:]

    with pytest.raises(CannotOpen) as refused:
        open_sealed(touched)
    assert touched not in str(refused.value)


@pytest.mark.parametrize("written", ["Ana@Ejemplo.CL", "  ana@ejemplo.cl\n", "ana@ejemplo.cl"])
def test_an_address_has_one_index_however_it_is_written(written: str) -> None:
    index = blind_index("ana@ejemplo.cl", "person")

    assert blind_index(written, "person") == index
    assert re.fullmatch("[0-9a-f]{64}", index)


def test_an_index_depends_on_the_address_the_purpose_and_the_key(
    settings: Any,
) -> None:
    indexes = {blind_index("ana@ejemplo.cl", "person")}

    indexes.add(blind_index("eva@ejemplo.cl", "person"))
    indexes.add(blind_index("ana@ejemplo.cl", "subscription"))
    settings.INDEX_KEY = NEW
    indexes.add(blind_index("ana@ejemplo.cl", "person"))

    assert len(indexes) == 4


@given(st.text())
def test_folding_an_address_twice_changes_nothing(text: str) -> None:
    assert blind_index(text.casefold(), "person") == blind_index(text, "person")


def test_a_tracking_key_is_twelve_clear_characters_in_groups_of_four() -> None:
    key = tracking_key(UID)

    assert re.fullmatch("(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", key)
    assert key == tracking_key(UID)
    assert key != tracking_key(UID.replace("8", "9"))


@pytest.mark.parametrize(
    "write",
    [
        str,
        str.lower,
        lambda key: key.replace("-", ""),
        lambda key: key.replace("-", " ") + " ",
        lambda key: key.replace("-", "–"),
        lambda key: key.replace("0", "o").replace("1", "l"),
    ],
)
def test_the_way_a_tracking_key_is_written_does_not_matter(write: object) -> None:
    uids = [f"{UID}{number}" for number in range(40)]  # among these each letter appears

    assert callable(write)
    assert all(is_tracking_key(uid, write(tracking_key(uid))) for uid in uids)


def test_a_key_given_out_before_the_change_still_works(settings: Any) -> None:
    settings.TRACKING_KEYS = [OLD]
    given_out = tracking_key(UID)

    settings.TRACKING_KEYS = [NEW, OLD]
    assert is_tracking_key(UID, given_out)
    assert is_tracking_key(UID, tracking_key(UID))
    assert tracking_key(UID) != given_out

    settings.TRACKING_KEYS = [NEW]
    assert not is_tracking_key(UID, given_out)


@given(st.text())
def test_nothing_else_is_the_key(typed: str) -> None:
    assert not is_tracking_key(UID, typed)


def test_the_key_of_another_filing_or_a_part_of_it_does_not_open() -> None:
    assert not is_tracking_key(UID, tracking_key("another"))
    assert not is_tracking_key(UID, tracking_key(UID)[:-1])
    assert not is_tracking_key(UID, tracking_key(UID) + "0")


@pytest.mark.parametrize(("seconds", "is_in_time"), [(3_599, True), (3_601, False)])
def test_a_link_ends_when_its_age_is_over(seconds: int, is_in_time: bool) -> None:
    with time_machine.travel(MARCH_2, tick=False):
        token = signed_token({"person": 7}, purpose="confirm")

    with time_machine.travel(MARCH_2 + timedelta(seconds=seconds), tick=False):
        if is_in_time:
            found = read_token(token, purpose="confirm", max_age=timedelta(hours=1))
            assert found == {"person": 7}
        else:
            with pytest.raises(ExpiredToken, match="venció"):
                read_token(token, purpose="confirm", max_age=timedelta(hours=1))


@pytest.mark.parametrize("token", ["", ":", "a:b:c", "ñ\x00", "x" * 5_000])
def test_a_link_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(BadToken, match="no está completo"):
        read_token(token, purpose="confirm", max_age=timedelta(hours=1))


def test_a_link_for_one_purpose_does_not_serve_another() -> None:
    token = signed_token(7, purpose="confirm")

    with pytest.raises(BadToken):
        read_token(token, purpose="erase", max_age=timedelta(hours=1))
