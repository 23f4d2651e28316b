"""Nothing of the document is left out, nothing is invented, none of its sentences is copied.

`tests/data/seed_numbers.csv` lists every number of the document in its order: the slide, how it is
printed, and either the figure it became or why it is no figure. Where the document is at hand the
inventory is held against it; everywhere the package is held against the inventory.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from programs.ledger import Ledger
from programs.package import read_package
from tests.seed_document import (
    DOCUMENT,
    INVENTORY,
    NUMBER,
    PACKAGE,
    PrintedNumber,
    numbers,
    slides,
    words,
)

LONGEST_SHARED_RUN = 6

needs_document = pytest.mark.skipif(
    not DOCUMENT.is_file(), reason="the document is in the shared folder, which is not here"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the inventory: a number, and the figure it became or the reason it did not."""

    number: PrintedNumber
    figure: str
    reason: str


@cache
def inventory() -> tuple[Listed, ...]:
    with INVENTORY.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Listed(PrintedNumber(int(row["slide"]), row["literal"]), row["figure"], row["reason"])
            for row in csv.DictReader(lines)
        )


@cache
def account() -> Ledger:
    return read_package(PACKAGE)


def own_texts() -> Iterator[tuple[str, str]]:
    """Every sentence written by us: where it stands, and its words."""
    ledger = account()
    yield "summary", ledger.summary
    for chapter in ledger.chapters:
        yield f"chapter {chapter.slug}", chapter.body
    for name in ("products", "programs", "indicators"):
        for item in getattr(ledger, name):
            yield f"{name} {item.slug}", item.description
    for name in ("tables", "figures", "rules", "sources"):
        for item in getattr(ledger, name):
            yield f"{name} {getattr(item, 'slug', '') or item.key}", item.note
    for term in ledger.terms:
        yield f"term {term.slug}", term.definition
    for explanation in ledger.explanations:
        yield f"explanation {explanation.check}", explanation.text


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


@needs_document
def test_every_number_of_the_document_is_in_the_inventory_as_often_as_it_is_printed() -> None:
    printed = list(numbers(DOCUMENT.read_text(encoding="utf-8")))

    listed = [line.number for line in inventory()]

    assert listed == printed


@needs_document
def test_what_is_no_number_is_printed_where_the_figure_says() -> None:
    pages = slides(DOCUMENT.read_text(encoding="utf-8"))
    unstated = [figure for figure in account().figures if figure.value is None]

    places = [(figure.page, figure.literal) for figure in unstated]

    assert unstated
    for page, literal in places:
        assert page is not None
        assert literal in pages[page - 1]


@needs_document
def test_money_and_percentages_are_quoted_with_their_sign_as_the_document_prints_it() -> None:
    pages = [
        page.replace("\\", "").replace("*", "") for page in slides(DOCUMENT.read_text("utf-8"))
    ]

    absent = [
        figure.key
        for figure in account().figures
        if figure.page is None or figure.literal not in pages[figure.page - 1]
    ]

    assert absent == []


@needs_document
def test_no_text_of_ours_copies_a_sentence_of_the_document() -> None:
    theirs = runs(DOCUMENT.read_text(encoding="utf-8"), LONGEST_SHARED_RUN + 1)

    copied = {
        where: sorted(" ".join(run) for run in shared)
        for where, text in own_texts()
        if (shared := runs(text, LONGEST_SHARED_RUN + 1) & theirs)
    }

    assert copied == {}


def test_a_number_is_either_a_figure_or_has_a_reason() -> None:
    lines = inventory()

    undecided = [line for line in lines if bool(line.figure) == bool(line.reason)]

    assert lines
    assert undecided == []


def test_every_number_kept_is_the_figure_that_says_so() -> None:
    figures = account().figure

    wrong = [
        line
        for line in inventory()
        if line.figure
        and (
            line.figure not in figures
            or NUMBER.findall(figures[line.figure].literal) != [line.number.literal]
            or figures[line.figure].page != line.number.slide
        )
    ]

    assert wrong == []


def test_every_figure_is_reached_once_from_the_document() -> None:
    reached = Counter(line.figure for line in inventory() if line.figure)

    stated = Counter(figure.key for figure in account().figures if figure.value is not None)

    assert reached == stated


def test_a_figure_stands_in_the_order_of_the_document() -> None:
    kept = [line.figure for line in inventory() if line.figure]

    stated = [figure.key for figure in account().figures if figure.value is not None]

    assert stated == kept


def test_the_inventory_holds_numbers_and_no_sentence_of_the_document() -> None:
    literals = [line.number.literal for line in inventory()]

    whole = [literal for literal in literals if NUMBER.fullmatch(literal)]

    assert whole == literals
