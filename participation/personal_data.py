"""Points out what a text may tell about who somebody is, before it is published.

It finds RUN, e-mail, telephone and postal address as they are written in Chile (what a published
text must not show: Ley 19.628, art. 4 and 9). It is an aid to the person who moderates and never
hides anything by itself. It leaves out names, a RUN below one million or with neither its hyphen
nor its name before it, a foreign telephone, and an address without a kind of street or a number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from participation import personal_patterns as patterns


class Kind(StrEnum):
    """What something tells, in the word that its mark shows. The last two only people find."""

    RUN = "RUN"
    EMAIL = "correo"
    TELEPHONE = "teléfono"
    ADDRESS = "dirección"
    NAME = "nombre de un tercero"
    OTHER = "otro dato personal"


@dataclass(frozen=True, slots=True)
class Found:
    """`text` is what stands from `start` to `end`."""

    kind: Kind
    start: int
    end: int
    text: str


def find_personal_data(text: str) -> tuple[Found, ...]:
    """What seems personal in `text`, in its order, none over another."""
    innocent = [match.span() for match in patterns.INNOCENT.finditer(text)]
    taken: list[Found] = []
    for kind, start, end in _candidates(text):
        number = (_last_number(text, start, end), end) if kind is Kind.ADDRESS else (start, end)
        if kind is not Kind.EMAIL and any(_overlap(number, other) for other in innocent):
            continue
        if not any(_overlap((start, end), (other.start, other.end)) for other in taken):
            taken.append(Found(kind, start, end, text[start:end]))
    return tuple(sorted(taken, key=lambda found: found.start))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _last_number(text: str, start: int, end: int) -> int:
    """Where the number begins that an address ends with: `Villa Ley 20.500, casa 4` has one."""
    numbers = [match.start() for match in re.finditer(r"[0-9]+", text[start:end])]
    return start + numbers[-1] if numbers else start


def _candidates(text: str) -> Iterator[tuple[Kind, int, int]]:
    """What looks like one, the surest first."""
    for match in patterns.EMAIL.finditer(text):
        yield Kind.EMAIL, *match.span()
    for match in patterns.LABELLED_RUN.finditer(text):
        if _is_of_a_person(_body(match["number"], match["check"])):
            yield Kind.RUN, match.start("number"), match.end()
    for match in patterns.RUN.finditer(text):
        body = _digits(match["number"])
        if _is_of_a_person(body) and check_digit(body) == (match["check"] or "K").upper():
            yield Kind.RUN, *match.span()
    for pattern in patterns.TELEPHONES:
        for match in pattern.finditer(text):
            yield Kind.TELEPHONE, *match.span("number")
    for pattern in patterns.ADDRESSES:
        for match in pattern.finditer(text):
            yield Kind.ADDRESS, *match.span("place")


# Persons below, companies from fifty million; numbers between are codes of public projects.
_PERSONS = range(1_000_000, 35_000_000)
_PROVISIONAL = range(100_000_000, 200_000_000)  # given to pupils without a RUN


def _digits(number: str) -> int:
    return int("".join(filter(str.isdigit, number)))


def _body(number: str, check: str | None) -> int:
    """A RUN without its check digit, which may be written on without a hyphen."""
    body = _digits(number)
    is_joined = check is None and body not in _PERSONS and body // 10 in _PERSONS
    return body // 10 if is_joined else body


def _is_of_a_person(body: int) -> bool:
    return body in _PERSONS or body in _PROVISIONAL


def check_digit(body: int) -> str:
    """The check digit of a RUN: modulo 11, `0` to `9` or `K`."""
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(str(body))))
    return "0123456789K"[-total % 11]
