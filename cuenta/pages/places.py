"""The country in sixteen: a column of tiles, a strip, and one region held against the others."""

from dataclasses import dataclass
from decimal import Decimal

from cuenta.pages.book import Book
from cuenta.pages.findings import Spread
from cuenta.pages.people import BarRow
from cuenta.pages.shown import Shown
from programs import charts
from programs.figures import NO_FIGURE, format_amount, share
from programs.regions import REGIONS, Region


@dataclass(frozen=True, slots=True)
class Tile:
    """One region on the map: `level` is its shade, 0 where there is no figure."""

    mark: str
    name: str
    href: str
    number: str
    level: int
    step: int
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """The column of tiles: what it counts, region by region, and the country's total."""

    title: str
    tiles: tuple[Tile, ...]
    total: Shown | None
    table_href: str


@dataclass(frozen=True, slots=True)
class Against:
    """A region among the sixteen: columns for a wide screen, sorted bars for a telephone."""

    title: str
    sentence: str
    svg: str
    bars: tuple[BarRow, ...]
    table_href: str


def country(book: Book, counted: Spread | None) -> Country | None:
    """The tile column of the front page and of the list of regions."""
    if counted is None:
        return None
    shades = charts.levels({code: each.value for code, each in counted.figures.items()})
    total = counted.total
    return Country(
        title=counted.name,
        tiles=tuple(_tile(book, region, counted, shades) for region in REGIONS),
        total=book.shown(total) if total else None,
        table_href=book.site.link(f"tablas/{counted.table.slug}/"),
    )


def _tile(book: Book, region: Region, counted: Spread, shades: dict[str, int]) -> Tile:
    figure = counted.figures.get(region.code)
    return Tile(
        mark=region.tile,
        name=region.short_name,
        href=book.site.link(f"regiones/{region.slug}/"),
        number=book.shown(figure).text if figure else NO_FIGURE,
        level=shades.get(region.code, 0),
        step=region.step,
    )


def strip(book: Book, here: Region | None = None) -> tuple[Tile, ...]:
    """The sixteen in a row, the one being read marked."""
    link = book.site.link
    return tuple(
        Tile(each.tile, each.name, link(f"regiones/{each.slug}/"), "", 0, 0, each is here)
        for each in REGIONS
    )


def against(book: Book, region: Region, counted: Spread | None) -> Against | None:
    if counted is None or region.code not in counted.figures:
        return None
    mine = counted.figures[region.code]
    whole = counted.total.value if counted.total and counted.total.value else counted.sum
    portions = [
        charts.Portion(
            each.tile, figure.value or Decimal(0), book.shown(figure).number, each is region
        )
        for each in REGIONS
        if (figure := counted.figures.get(each.code))
    ]
    title = f"{counted.name}, {book.ledger.management_year}"
    sentence = (
        f"{region.short_name} reúne el {share(mine.value or Decimal(0), whole)} del país "
        f"({book.shown(mine).number} de {format_amount(whole, mine.unit)})."
    )
    return Against(
        title=title,
        sentence=sentence,
        svg=charts.columns(portions, title, sentence),
        bars=_sorted_bars(book, region, counted),
        table_href=book.site.link(f"tablas/{counted.table.slug}/"),
    )


def _sorted_bars(book: Book, region: Region, counted: Spread) -> tuple[BarRow, ...]:
    pairs = [(counted.figures[each.code], each) for each in REGIONS if each.code in counted.figures]
    pairs.sort(key=lambda pair: -(pair[0].value or Decimal(0)))
    most = pairs[0][0].value or Decimal(0)
    return tuple(
        BarRow(
            label=each.short_name,
            href="" if each is region else book.site.link(f"regiones/{each.slug}/"),
            number=book.shown(figure).text,
            bar=charts.bar(figure.value or Decimal(0), most),
            is_me=each is region,
        )
        for figure, each in pairs
    )
