"""The public number of a filing: `CPP-2022-000123-8`.

The year of the account, the number of the filing within that account, and a check character
computed as in the RUT (modulo 11: 0 to 9 or K), because a folio is dictated over the telephone and
copied from paper.

The check notices every change of one character, every swap of two neighbours and every swap of two
characters with one between them. It cannot notice a swap of two digits that are six places apart
(they weigh the same: with six digits, one of the year and one of the number), and lets pass one in
eleven of the mistakes in two or more characters, or of a digit too many in six.
"""

import re
import unicodedata
from dataclasses import dataclass

PREFIX = "CPP"
LARGEST = 10**12 - 1  # what fits in the column and in what we read; a million a year is far less
EXAMPLE = "CPP-2022-000123-8"
_DIGITS = 6  # at least
_WEIGHTS = (2, 3, 4, 5, 6, 7)  # of the RUT, from the right, again and again
_MODULUS = 11
_ALPHABET = "0123456789K"
_LONGEST_TYPED = 80  # characters looked at

# Separators stand between the parts only: inside a number, a space in the place of a digit would
# make another, shorter number of it.
_SEPARATOR = r"[\s\-‐‑‒–—―−_./]*"
_SHAPE = re.compile(
    rf"(?:CPP{_SEPARATOR})?([0-9]{{4}}){_SEPARATOR}([0-9]{{6,12}}){_SEPARATOR}([0-9K])"
)
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class Folio:
    """A filing's public number: the year of the account and its number within that account."""

    year: int
    number: int

    def __str__(self) -> str:
        return folio_of(self.year, self.number)


def folio_of(account_year: int, number: int) -> str:
    """The folio as it is shown and printed.

    Raises:
        ValueError: the year has not four digits, or the number is not from 1 to `LARGEST`.
    """
    if not 1000 <= account_year <= 9999:
        raise ValueError("a folio's year has four digits")
    if not 1 <= number <= LARGEST:
        raise ValueError("a folio's number is a positive one of at most twelve digits")
    digits = f"{number:0{_DIGITS}d}"
    return f"{PREFIX}-{account_year}-{digits}-{_check_character(f'{account_year}{digits}')}"


def _check_character(digits: str) -> str:
    """What makes the weighted sum a multiple of eleven; ten is written K."""
    total = sum(
        int(digit) * _WEIGHTS[place % len(_WEIGHTS)] for place, digit in enumerate(reversed(digits))
    )
    return _ALPHABET[-total % _MODULUS]


def read_folio(typed: str) -> Folio:
    """The folio that somebody wrote, with or without its letters, hyphens, spaces or capitals.

    The letters O, I and L are read as the digits they look like; the word "folio" may come first.

    Raises:
        ValueError: it is not a folio; the message is a sentence for whoever wrote it.
    """
    text = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED]).strip().upper()
    text = text.removeprefix("FOLIO").lstrip(" :.")
    if not text:
        raise ValueError(f"Escriba el folio. Es como {EXAMPLE}.")
    if not any(character.isdigit() for character in text):
        raise ValueError(f"Eso no parece un folio. Escríbalo completo, como {EXAMPLE}.")
    found = _SHAPE.fullmatch(text.translate(_LOOK_ALIKES))
    if found is None:
        raise ValueError(_what_is_wrong(text))
    year, digits, check = found.groups()
    _check_digits(year, digits, check)
    return Folio(int(year), int(digits))


def _check_digits(year: str, digits: str, check: str) -> None:
    """Raises ValueError where the parts do not belong together."""
    if _check_character(year + digits) != check:
        raise ValueError("Revise el folio: hay una letra o un número cambiado.")
    is_padded = len(digits) > _DIGITS and digits.startswith("0")
    if is_padded or int(digits) == 0 or int(year) < 1000:
        raise ValueError(f"Revise el folio: ese número no existe. Debe ser como {EXAMPLE}.")


def _what_is_wrong(text: str) -> str:
    """A sentence for what has not the shape of a folio."""
    read = text.translate(_LOOK_ALIKES)
    letters = re.match(r"[^\W\d_]+", read)
    if letters and not letters.group().startswith(PREFIX):
        return f"Revise el comienzo del folio: debe ser {PREFIX}, como en {EXAMPLE}."
    digits = sum(character.isdigit() for character in read)
    if digits < len("2022000123"):
        return f"Al folio le falta una parte. Escríbalo completo, como {EXAMPLE}."
    return f"Revise el folio: sobra o está cambiado algún carácter. Debe ser como {EXAMPLE}."
