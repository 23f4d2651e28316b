"""A section or a theme of a version, by numbered pages."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from participation.models import AnswerReport
from participation.report.covering import covered_among
from participation.report.files import PDF, XLSX
from participation.report.pages.place import Place
from participation.report.pages.values import Pages, SectionPage
from participation.report.pages.version import file_row, head_of, version_of
from participation.report.reading import counts_in, rows_of, themes_in
from participation.report.sections import SECTION
from participation.report.shapes import SectionOf, has_page
from participation.report.words import Card, asked_and_answered, card_of, grids_of

CARDS, LINES = 20, 100  # on one page
SIZES = {"cards": CARDS, "counts": 1_000}  # counts are a table for each, on one page
COVERED = (
    "Este texto se reservó o se retiró después de hacerse esta versión, y por eso no se muestra."
)


def section_page(
    report: AnswerReport, place: Place, section: SectionOf, number: int
) -> SectionPage | None:
    """A page of a section; None where there is no such page."""
    count = counts_in(report, (section.code,))[section.code]
    path = f"{section.code}/"
    size = SIZES.get(section.shape, LINES)
    pages = _pages(place.root + path, count, size, number)
    if pages is None:
        return None
    first = (number - 1) * size + 1
    rows = list(rows_of(report, section.code, first, first + size - 1))
    is_cards = section.shape == "cards"
    names = (f"{section.code}.csv", XLSX)
    return SectionPage(
        head=head_of(report, place, section.title, path),
        version=version_of(report, place),
        title=section.title,
        about=section.about,
        empty=section.empty if not count else "",
        count="",
        grids=() if is_cards else grids_of(section.code, section.title, section.columns(), rows),
        cards=tuple(map(card_of, rows)) if is_cards else (),
        pages=pages,
        files=tuple(file_row(place, each) for each in report.files.filter(path__in=names)),
    )


def theme_page(report: AnswerReport, place: Place, code: str, number: int) -> SectionPage | None:
    """A page of the questions of a theme; None where there is none."""
    theme = next((each for each in themes_in(report) if each.code == code), None)
    if theme is None:
        return None
    path = f"temas/{code}/"
    pages = _pages(place.root + path, theme.count, CARDS, number)
    if pages is None:
        return None
    first = theme.first + (number - 1) * CARDS
    last = min(first + CARDS, theme.first + theme.count) - 1
    rows = list(rows_of(report, "preguntas", first, last))
    return SectionPage(
        head=head_of(report, place, theme.title, path),
        version=version_of(report, place),
        title=theme.title,
        about=f"{theme.kind} de la cuenta." if theme.kind != "General" else "",
        empty="",
        count=asked_and_answered(theme.count, theme.answered),
        grids=(),
        cards=tuple(_covered_cards(rows)),
        pages=pages,
        files=tuple(
            file_row(place, each)
            for each in report.files.filter(path__in=("preguntas.csv", PDF)).order_by("position")
        ),
    )


def _covered_cards(rows: list[Any]) -> Iterator[Card]:
    covered = covered_among(rows)
    for cells in rows:
        card = card_of(cells)
        yield _without_words(card) if card.name in covered else card


def _without_words(card: Card) -> Card:
    """Its folio and its answer's hash stay; its words, and the answer that may repeat them, go."""
    return replace(
        card, title="", text="", by="", about="", answer="", signed="", corrections=(),
        covered=COVERED,
    )  # fmt: skip


def _pages(address: str, count: int, size: int, number: int) -> Pages | None:
    last = max(1, -(-count // size))
    if not 1 <= number <= last:
        return None
    before = "" if number == 1 else address if number == 2 else f"{address}?pagina={number - 1}"
    after = f"{address}?pagina={number + 1}" if number < last else ""
    return Pages(number, last, before, after)


def section_of(code: str) -> SectionOf | None:
    """The section that has a page of its own at that address."""
    section = SECTION.get(code)
    return section if section is not None and has_page(section) else None
