"""The institution's front page: what was done with the money, in one screen and a half."""

from collections.abc import Iterator
from dataclasses import dataclass

from cuenta.pages.book import Book, book_of
from cuenta.pages.chrome import ask_href, make_head
from cuenta.pages.findings import capitalised, money_table, spread
from cuenta.pages.places import country
from cuenta.pages.products import product_bars, total_money
from cuenta.pages.shown import Shown
from cuenta.pages.site import Page, Site
from cuenta.pages.words import count_word
from programs.checks import Outcome, Verdict
from programs.ledger import CheckKind, Figure, Measure

MOST_TOLD = 2


@dataclass(frozen=True, slots=True)
class Callout:
    """What does not add up, told on the front page: how many, and the two that show it best."""

    title: str
    sentences: tuple[str, ...]
    holding: str


def pages(site: Site) -> Iterator[Page]:
    """`/`. Its address stands outside the account."""
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
        "money_href": site.link(f"tablas/{found[0].slug}/") if found else "",
        "callout": callout(book),
        "country": country(book, spread(book)),
        "ask": ask_href(site, ""),
        "unit_words": unit_words(headline),
    }
    yield Page("/", "cuenta/home.html", context)


def lead(book: Book) -> str:
    """The headline in a sentence, where it is money; empty where there is none."""
    if not book.highlights or book.measure_of(book.highlights[0]) is not Measure.MONEY:
        return ""
    figure: Figure = book.highlights[0]
    shown = book.shown(figure)
    name = book.ledger.institution.short_name
    return (
        f"{name} informa {shown.words} en {book.ledger.management_year}. "
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
    holding = sum(1 for each in book.site.outcomes if each.verdict is Verdict.HOLDS)
    best = sorted(differing, key=_tellable)[:MOST_TOLD]
    return Callout(
        title=f"{capitalised(count_word(count))} {noun}",
        sentences=tuple(each.sentence for each in best),
        holding=f"Otras {holding} sí." if holding > 1 else "",
    )


def _tellable(outcome: Outcome) -> tuple[bool, bool, int]:
    """A wrong unit first, then a sum that is off, then the rest; the shortest sentence first."""
    is_unit = outcome.factor is not None
    return (not is_unit, outcome.kind is not CheckKind.SUM, len(outcome.sentence))
