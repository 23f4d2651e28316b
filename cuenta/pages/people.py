"""Bars with a name, and people by sex: the two pieces most pages share."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuenta.pages.book import Book
from cuenta.pages.shown import SEX_WORDS
from programs import charts
from programs.figures import format_amount
from programs.ledger import Figure, Sex, Unit

_SEXES = {sex: place for place, sex in enumerate(Sex)}


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar with its name and number."""

    label: str
    href: str
    number: str
    bar: str
    is_me: bool = False
    sub: str = ""
    figure_href: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """Who they are by sex: the strip, its words, and what the document leaves unsaid."""

    title: str
    svg: str
    shares: tuple[tuple[str, str, str, str], ...]  # css, number, word, address
    note: str
    marks: str


def sex_split(book: Book, figures: Sequence[Figure], name: str) -> Split | None:
    """Women, men and who did not say, as shares of one whole; None where none is stated.

    `figures` are of one thing (a program, a region); of several indicators the first is used.
    """
    sexed = [each for each in figures if each.sex and each.value is not None]
    stated = sorted(
        (each for each in sexed if each.indicator == sexed[0].indicator),
        key=lambda each: _SEXES[Sex(each.sex)],
    )
    if not stated:
        return None
    values = [each.value or Decimal(0) for each in stated]
    whole = Decimal(100) if stated[0].unit is Unit.PERCENT else sum(values, Decimal(0))
    portions = [
        charts.Portion(SEX_WORDS[Sex(each.sex)], value, book.shown(each).text)
        for each, value in zip(stated, values, strict=True)
    ]
    return Split(
        title=f"{name}, {book.ledger.management_year}",
        svg=charts.shares(portions, whole, f"{name}, por sexo"),
        shares=tuple(
            (f"s{min(place, 3)}", portion.text, portion.label, book.shown(each).href)
            for place, (portion, each) in enumerate(zip(portions, stated, strict=True), start=1)
        ),
        note=_split_note(figures, stated, whole - sum(values, Decimal(0))),
        marks=_split_marks(book, stated),
    )


def _split_note(figures: Sequence[Figure], stated: Sequence[Figure], left: Decimal) -> str:
    """The figures' own notes, once each, and what is missing to reach the whole."""
    notes = list(dict.fromkeys(each.note for each in figures if each.sex and each.note))
    if left > 0:
        missing = format_amount(left, stated[0].unit)
        notes.append(f"Falta {missing} para llegar a cien: el documento no dice de quiénes.")
    return " ".join(note if note.endswith(".") else f"{note}." for note in notes)


def _split_marks(book: Book, stated: Sequence[Figure]) -> str:
    """Each verdict once, however many of the figures carry it."""
    found: dict[str, str] = {}
    for figure in stated:
        shown = book.shown(figure)
        for mark in shown.marks:
            found.setdefault(mark.css, mark.html(f"{shown.href}#cuadratura"))
    return "".join(found.values())
