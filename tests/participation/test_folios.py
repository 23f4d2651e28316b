"""A folio survives the telephone and paper: what was mistyped is noticed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.folios import EXAMPLE, LARGEST, Folio, folio_of, read_folio

years = st.integers(2020, 2099)
numbers = st.integers(1, 999_999) | st.integers(1, LARGEST)
CHARACTERS = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ- ./–áé½٣x"


def reads_as(typed: str) -> Folio | None:
    """What is read, or None where the mistake is noticed."""
    try:
        return read_folio(typed)
    except ValueError:
        return None


def test_the_check_character_is_that_of_the_rut() -> None:
    # 2022000123: the weights 2 to 7 from the right sum 36, and 36 + 8 is 4 times 11.
    assert folio_of(2022, 123) == "CPP-2022-000123-8" == EXAMPLE


@pytest.mark.parametrize(
    ("number", "folio"),
    [
        (1, "CPP-2022-000001-0"),
        (7, "CPP-2022-000007-K"),
        (999_999, "CPP-2022-999999-1"),
        (1_234_567, "CPP-2022-1234567-0"),
    ],
)
def test_a_number_has_six_digits_or_as_many_as_it_needs(number: int, folio: str) -> None:
    assert folio_of(2022, number) == folio
    assert read_folio(folio) == Folio(2022, number)


@given(years, numbers)
def test_what_is_written_is_read_back(year: int, number: int) -> None:
    found = read_folio(folio_of(year, number))

    assert found == Folio(year, number)
    assert str(found) == folio_of(year, number)


@pytest.mark.parametrize(
    "typed",
    [
        "CPP-2022-000123-8",
        "  cpp-2022-000123-8 ",
        "CPP 2022 000123 8",
        "cpp20220001238",
        "CPP–2022—000123−8",
        "CPP - 2022 - 000123 - 8",
        "CPP-2O22-OOOI23-8",
        "2022-000123-8",
        "Folio: CPP-2022-000123-8",
        "CPP\u00a02022\u00a0000123\u00a08",
    ],
)
def test_the_way_of_writing_does_not_matter(typed: str) -> None:
    assert read_folio(typed) == Folio(2022, 123)


def test_a_small_k_is_a_k() -> None:
    assert read_folio("cpp-2022-000007-k") == Folio(2022, 7)


@given(years, numbers, st.data())
def test_every_change_of_one_character_is_noticed(
    year: int, number: int, data: st.DataObject
) -> None:
    folio = folio_of(year, number)
    place = data.draw(st.integers(0, len(folio) - 1))
    other = data.draw(st.sampled_from(CHARACTERS) | st.characters())

    found = reads_as(folio[:place] + other + folio[place + 1 :])

    assert found in (None, Folio(year, number))
    if other.isdigit() and other.isascii() and folio[place] != other:
        assert found is None


@given(years, numbers, st.data())
def test_every_swap_of_neighbours_is_noticed(year: int, number: int, data: st.DataObject) -> None:
    folio = folio_of(year, number)
    place = data.draw(st.integers(0, len(folio) - 2))
    swapped = folio[:place] + folio[place + 1] + folio[place] + folio[place + 2 :]

    found = reads_as(swapped)

    assert found == (Folio(year, number) if swapped == folio else None)


@given(years, numbers, st.data())
def test_every_swap_over_one_character_is_noticed(
    year: int, number: int, data: st.DataObject
) -> None:
    digits = folio_of(year, number).removeprefix("CPP").replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 3))
    one, middle, two = digits[place : place + 3]
    swapped = digits[:place] + two + middle + one + digits[place + 3 :]

    found = reads_as(swapped)

    assert found == (Folio(year, number) if one == two else None)


def test_a_swap_of_digits_six_places_apart_is_not_noticed() -> None:
    assert read_folio("CPP-2022-000123-8") == Folio(2022, 123)
    assert read_folio("CPP-2023-000122-8") == Folio(2023, 122)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Escriba el folio."),
        ("   ", "Escriba el folio."),
        ("hola", "Eso no parece un folio."),
        ("CPP-2022-000123-7", "Revise el folio: hay una letra o un número cambiado."),
        ("CPP-2022-000132-8", "Revise el folio: hay una letra o un número cambiado."),
        ("CPP-2022-000123", "Revise el folio: sobra o está cambiado algún carácter."),
        ("CPP-2022-00123-8", "Revise el folio: sobra o está cambiado algún carácter."),
        ("CPP-2022-123", "Al folio le falta una parte."),
        ("CPX-2022-000123-8", "Revise el comienzo del folio: debe ser CPP"),
        ("CPP-2022-000000-2", "Revise el folio: ese número no existe."),
        ("CPP-2022-0000123-2", "Revise el folio: ese número no existe."),
        ("CPP-2022-000123-8" * 50, "Revise el folio: sobra o está cambiado algún carácter."),
        ("CPP-2022-00\x00123-8", "Revise el folio: sobra o está cambiado algún carácter."),
    ],
)
def test_a_mistake_is_told_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(sentence)):
        read_folio(typed)


@given(st.text())
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    found = reads_as(typed)

    if found is None:
        with pytest.raises(ValueError, match=r"^(Escriba|Eso|Revise|Al folio) .*\.$"):
            read_folio(typed)
    else:
        assert read_folio(str(found)) == found


@pytest.mark.parametrize(("year", "number"), [(999, 1), (10_000, 1), (2022, 0), (2022, 10**12)])
def test_there_is_no_folio_of_another_year_or_number(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="a folio's"):
        folio_of(year, number)
