"""A program across the years that were published: one series for each thing that is counted.

Only figures of the whole program are followed: those of a region, of one sex or of a group are not
its size. A year is joined to the next only where nothing changed in how it is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from cuenta.pages.book import Book
from cuenta.pages.site import Ledgered, Site
from programs import charts
from programs.figures import format_figure
from programs.ledger import Figure, Indicator, Measure, Program

MOST = 4  # series on a page
DASH = "–"


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: its figure as it was published, where it is, and what changed in that year."""

    year: int
    text: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class Series:
    """What is counted, its picture and the same as a table."""

    title: str
    chart: SafeString
    lines: tuple[YearLine, ...]


def series_of(book: Book, program: Program) -> tuple[Series, ...]:
    """The series of a program, its money first; none until two years say the same thing of it."""
    site = book.site
    if not site.others:
        return ()
    here = Ledgered(site.ledger, site.root)
    years = sorted((*site.others, here), key=lambda each: each.ledger.management_year)
    found = [_series(site, years, indicator, program) for indicator in _indicators(book, program)]
    return tuple(each for each in found if each is not None)[:MOST]


def _indicators(book: Book, program: Program) -> Iterable[Indicator]:
    """What this account counts of the whole program: money first, then as the document has it."""
    slugs = dict.fromkeys(
        each.indicator for each in book.by_program.get(program.slug, ()) if _is_whole(each, program)
    )
    known = [book.ledger.indicator[slug] for slug in slugs if slug in book.ledger.indicator]
    return sorted(known, key=lambda each: each.measure is not Measure.MONEY)


def _is_whole(figure: Figure, program: Program) -> bool:
    """Of all of it: a program of one region says so in each of its figures."""
    return figure.region in ("", program.region) and not (figure.sex or figure.scope)


def _series(
    site: Site, years: list[Ledgered], indicator: Indicator, program: Program
) -> Series | None:
    points, lines, valued = [], [], 0
    before: int | None = None
    for each in years:
        year, figure = each.ledger.management_year, _figure(each, indicator, program)
        value = figure.value if figure is not None else None
        text = format_figure(figure) if figure is not None and value is not None else DASH
        note = site.breaks.get((indicator.slug, year), "")
        href = f"{each.root}cifras/{figure.key}/" if figure is not None else ""
        points.append(
            charts.Point(str(year), value, text, bool(note), before is None or year == before + 1)
        )
        lines.append(YearLine(year, text, href, note))
        valued += value is not None
        before = year
    if valued < 2:
        return None
    said = "; ".join(f"{line.year}: {line.text}" for line in lines)
    chart = charts.series(points, f"{indicator.name}, {program.name}", said)
    return Series(indicator.name, chart, tuple(lines))


def _figure(each: Ledgered, indicator: Indicator, program: Program) -> Figure | None:
    """What that year's account says of the whole program; the first that has a value."""
    stated = [
        figure
        for figure in each.ledger.figures
        if figure.program == program.slug
        and figure.indicator == indicator.slug
        and _is_whole(figure, program)
    ]
    return next((figure for figure in stated if figure.value is not None), None) or (
        stated[0] if stated else None
    )
