"""The institution's front page: what was done with the money, in one screen and a half."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cuenta.pages.book import Book, book_of
from cuenta.pages.chrome import ask_href, make_head
from cuenta.pages.findings import capitalised, money_table, spread
from cuenta.pages.places import country
from cuenta.pages.products import apart_sentences, product_bars, total_mark, total_money
from cuenta.pages.shown import Shown
from cuenta.pages.site import Page, Site
from cuenta.pages.words import count_word
from programs.checks import Outcome, Verdict
from programs.figures import format_amount
from programs.ledger import CheckKind, Figure, Measure


@dataclass(frozen=True, slots=True)
class Callout:
    """What does not add up, told on the front page: how many, and the two that show it best."""

    title: str
    sentences: tuple[str, ...]
    holding: str


def pages(site: Site) -> Iterator[Page]:
    """The site's own root, outside the account."""
    book = book_of(site)
    ledger = site.ledger
    found = money_table(book)
    headline = book.shown(book.highlights[0]) if book.highlights else None
    total = total_money(book)
    title = f"Qué hizo {ledger.institution.short_name} con el dinero en {ledger.management_year}"
    context = {
        "head": make_head(site, "/", title, lead(book) or ledger.summary),
        "title": title,
        "ledger": ledger,
        "lead": lead(book),
        "headline": headline,
        "facts": tuple(book.shown(figure) for figure in book.highlights[1:4]),
        "bars": product_bars(book),
        "total": book.shown(total) if total else None,
        "total_mark": total_mark(book),
        "apart": apart_sentences(book),
        "money_href": site.link(f"tablas/{found[0].slug}/") if found else "",
        "callout": callout(book),
        "country": country(book, spread(book)),
        "ask": ask_href(site, ""),
        "unit_words": unit_words(headline),
    }
    yield Page("", "cuenta/home.html", context)


def lead(book: Book) -> str:
    """The headline in a sentence, where it is money; empty where there is none."""
    if not book.highlights or book.measure_of(book.highlights[0]) is not Measure.MONEY:
        return ""
    figure: Figure = book.highlights[0]
    shown = book.shown(figure)
    name = book.ledger.institution.short_name
    what = book.ledger.indicator[figure.indicator].name.lower()
    return (
        f"{name} informa {shown.words} en {what} durante {book.ledger.management_year}. "
        "Aquí está cada cifra, de dónde sale y si la suma da."
    )


def unit_words(headline: Shown | None) -> str:
    """How to read the headline's unit, said once, the first time it appears."""
    readings = {"MM$": "MM$ se lee «millones de pesos»", "M$": "M$ se lee «miles de pesos»"}
    return readings.get(headline.before, "") if headline else ""


def callout(book: Book) -> Callout | None:
    """The differences, told by those that a reader grasps at once; None where all adds up."""
    differing = book.differing
    if not differing:
        return None
    count = len(differing)
    noun = "comprobación no cuadra" if count == 1 else "comprobaciones no cuadran"
    return Callout(
        title=f"{capitalised(count_word(count))} {noun}",
        sentences=tuple(_told(book, each) for each in _telling(differing)),
        holding=_holding(book),
    )


def _holding(book: Book) -> str:
    """The rest of the checks: `Otras 91 cuadran y 8 no se pueden comprobar.`"""
    times = Counter(each.verdict for each in book.site.outcomes)
    holds, unknown = times[Verdict.HOLDS], times[Verdict.UNKNOWN]
    said = []
    if holds:
        said.append(f"{holds} {'cuadra' if holds == 1 else 'cuadran'}")
    if unknown:
        said.append(f"{unknown} no se {'puede' if unknown == 1 else 'pueden'} comprobar")
    if not said:
        return ""
    other = "Otra" if (holds or unknown) == 1 else "Otras"
    return f"{other} {' y '.join(said)}."


def _telling(differing: tuple[Outcome, ...]) -> list[Outcome]:
    """The two that a reader grasps at once: a unit a thousand times off, and the widest sum."""
    sums = [each for each in differing if each.kind is CheckKind.SUM and _is_told_in_one_unit(each)]
    scaled = [each for each in sums if each.factor is not None]
    plain = sorted((each for each in sums if each.factor is None), key=_width, reverse=True)
    return [*plain[:1], *scaled[:1]] or list(differing[:1])


def _is_told_in_one_unit(outcome: Outcome) -> bool:
    """Whether its parts share a unit and none is in doubt by itself: two numbers then tell it."""
    units = {part.figure.unit for part in outcome.parts if part.figure is not None}
    is_sound = not outcome.suspect or (outcome.stated and outcome.suspect == outcome.stated.key)
    return len(units) == 1 and bool(outcome.expected) and bool(is_sound)


def _width(outcome: Outcome) -> Decimal:
    """How far off, against what was expected."""
    return abs((outcome.difference or Decimal(0)) / (outcome.expected or Decimal(1)))


def _told(book: Book, outcome: Outcome) -> str:
    """`Organizaciones…: el documento dice 416 donde sus partes suman 547.`"""
    stated, parts = outcome.stated, [part.figure for part in outcome.parts if part.figure]
    if stated is None or outcome.expected is None or not parts:
        return outcome.sentence
    summed = format_amount(outcome.expected, parts[0].unit)
    shown = book.shown(stated)
    return f"{shown.title}: el documento dice {shown.text} donde sus partes suman {summed}."
