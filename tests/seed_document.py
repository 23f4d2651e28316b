"""The document the account was transcribed from, where it is at hand: slides, numbers, words.

The document is not part of the project: it stands in a folder shared beside the repository, and
where it is absent the tests that compare with it are skipped. Its text carries no page numbers;
docs/decisions/0003-counting-slides.md says how slides are counted.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
DOCUMENT = REPOSITORY.parent / "shared" / "seed" / "sercotec-cuenta-publica-2022.txt"
PACKAGE = REPOSITORY / "programs" / "data" / "sercotec-2022"
INVENTORY = Path(__file__).resolve().parent / "data" / "seed_numbers.csv"

BLANKS_BETWEEN_BLOCKS = 3

# Digits joined by a dot, a comma or a hyphen are one number: 23.691, 40025181-0.
NUMBER = re.compile(r"\d+(?:[.,-]\d+)*")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """One number where it stands: the slide it is on and how it is printed."""

    slide: int
    literal: str


def slides(text: str) -> list[str]:
    """The document cut into slides; the first is slide 1. Anything before a heading is in it."""
    lines = [line.rstrip() for line in text.splitlines()]
    openings = [place for place in range(len(lines)) if _opens_slide(lines, place)]
    starts = [0, *openings[1:]]
    ends = [*openings[1:], len(lines)]
    return ["\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _opens_slide(lines: list[str], place: int) -> bool:
    """A heading after a wide gap, or a heading in capitals that running text follows."""
    if not _is_heading(lines, place):
        return False
    gap = _blanks_before(lines, place)
    if gap >= BLANKS_BETWEEN_BLOCKS:
        return True
    return gap > 0 and lines[place].isupper() and _is_running_text(_next_printed(lines, place))


def _is_heading(lines: list[str], place: int) -> bool:
    """A line alone that starts with a capital, is no table row and ends without `.` or `:`."""
    line = lines[place]
    alone = place + 1 == len(lines) or not lines[place + 1]
    return alone and line[:1].isupper() and "\t" not in line and line[-1] not in ".:"


def _is_running_text(line: str) -> bool:
    return line[:1].isupper() and "\t" not in line


def _blanks_before(lines: list[str], place: int) -> int:
    """How many blank lines stand just above; lines of nothing but spaces are blank."""
    first = place
    while first and not lines[first - 1]:
        first -= 1
    return place - first


def _next_printed(lines: list[str], place: int) -> str:
    return next((line for line in lines[place + 1 :] if line), "")


def numbers(text: str) -> Iterator[PrintedNumber]:
    """Every number of the document, in its order, each time it is printed."""
    for slide, content in enumerate(slides(text), start=1):
        for literal in NUMBER.findall(content):
            yield PrintedNumber(slide, literal)


def words(text: str) -> list[str]:
    """The words of a text without accents, case or punctuation, to compare wordings."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
