"""Every figure at its permanent address: what it says, where it comes from, whether it adds up."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cuenta.pages.book import Book, book_of
from cuenta.pages.chrome import Link, make_head
from cuenta.pages.citations import Citation, cite, said_of, text_of
from cuenta.pages.reasons import Reason, reasons
from cuenta.pages.shown import Shown
from cuenta.pages.site import EditionInfo, Page, Site
from cuenta.pages.words import day
from programs.figures import decimals_of, interval_of, plural
from programs.ledger import Figure, Unit
from programs.regions import BY_CODE

UNITS = {
    Unit.PESO: "Pesos",
    Unit.THOUSAND_PESOS: "Miles de pesos",
    Unit.MILLION_PESOS: "Millones de pesos",
    Unit.COUNT: "Número",
    Unit.PERCENT: "Por ciento",
}
LONG = 11  # digits and dots that no longer fit at the headline size


@dataclass(frozen=True, slots=True)
class Past:
    """The figure in one edition: its value there, and why it changed."""

    edition: str
    day: str
    text: str
    reason: str
    short_hash: str


@dataclass(frozen=True, slots=True)
class FigureView:
    shown: Shown
    is_long: bool
    pairs: tuple[tuple[str, str, str], ...]  # what, value, address
    literal: str
    also: tuple[Shown, ...]
    otherwise: tuple[Shown, ...]
    about: tuple[Link, ...]
    reasons: tuple[Reason, ...]
    citation: Citation
    history: tuple[Past, ...]
    before: Link | None
    after: Link | None


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one chapter, in the list of all."""

    title: str
    href: str
    rows: tuple[Shown, ...]


def pages(site: Site) -> Iterator[Page]:
    """`cifras/`, and for each figure its page and its JSON, BibTeX and CSL files."""
    book = book_of(site)
    yield _index(book)
    figures = book.ledger.figures
    for place, figure in enumerate(figures):
        before = figures[place - 1] if place else None
        after = figures[place + 1] if place + 1 < len(figures) else None
        yield from _figure(book, figure, before, after)


def _index(book: Book) -> Page:
    site, ledger = book.site, book.ledger
    groups = []
    for chapter in ledger.chapters:
        rows = [each for each in ledger.figures if book.chapter_of(each) == chapter.slug]
        if rows:
            href = site.link(f"capitulos/{chapter.slug}/")
            groups.append(Group(chapter.title, href, tuple(book.shown(each) for each in rows)))
    rest = [each for each in ledger.figures if book.chapter_of(each) not in ledger.chapter]
    if rest:
        groups.append(Group("Sin capítulo", "", tuple(book.shown(each) for each in rest)))
    lead = f"{plural(len(ledger.figures), 'cifra', 'cifras')}, cada una con su fuente."
    head = make_head(site, "cifras/", "Todas las cifras", lead, "cuenta", (("Cifras", ""),))
    context = {"head": head, "groups": tuple(groups), "lead": lead}
    return Page("cifras/", "cuenta/figures.html", context)


def _figure(
    book: Book, figure: Figure, before: Figure | None, after: Figure | None
) -> Iterator[Page]:
    site = book.site
    view = _view(book, figure, before, after)
    path = f"cifras/{figure.key}/"
    chapter = book.ledger.chapter.get(book.chapter_of(figure))
    trail = [(chapter.title, f"capitulos/{chapter.slug}/")] if chapter else []
    description = f"{said_of(figure, view.shown)}. De dónde sale, si cuadra y cómo citarla."
    head = make_head(site, path, view.shown.title, description, "cuenta", (*trail, ("Cifra", "")))
    yield Page(path, "cuenta/figure.html", {"head": head, "figure": view})
    files = {
        "json": book_json(book, figure, view),
        "bib": view.citation.bibtex,
        "csl.json": view.citation.csl,
    }
    for ending, text in files.items():
        yield Page(f"cifras/{figure.key}.{ending}", content=text.encode())


def _view(book: Book, figure: Figure, before: Figure | None, after: Figure | None) -> FigureView:
    shown = book.shown(figure)
    twins = _twins(book, figure)
    return FigureView(
        shown=shown,
        is_long=len(shown.number) > LONG,
        pairs=_pairs(book, figure),
        literal=figure.literal,
        also=tuple(book.shown(each) for each in twins if agree(each, figure)),
        otherwise=tuple(book.shown(each) for each in twins if not agree(each, figure)),
        about=_about(book, figure),
        reasons=reasons(book, figure),
        citation=cite(book, figure, shown),
        history=history(book, figure),
        before=Link(book.shown(before).title, book.shown(before).href) if before else None,
        after=Link(book.shown(after).title, book.shown(after).href) if after else None,
    )


def _twins(book: Book, figure: Figure) -> list[Figure]:
    """The same fact, stated in other places.

    Where one table holds a fact twice its rows are different things, and none of them is a twin.
    """
    same = book.by_fact[figure.fact]
    times = Counter(each.table for each in same if each.table)
    if times[figure.table] > 1:
        return []
    return [each for each in same if each.key != figure.key and times[each.table] < 2]


def agree(one: Figure, other: Figure) -> bool:
    """Whether both may stand for one value, within what rounding allows."""
    if one.value is None or other.value is None:
        return one.value is other.value
    return interval_of(one).meet(interval_of(other)) is not None


def _pairs(book: Book, figure: Figure) -> tuple[tuple[str, str, str], ...]:
    """Where it comes from, from the document down to the cell."""
    ledger, link = book.ledger, book.site.link
    source, table = ledger.source.get(figure.source), ledger.table.get(figure.table)
    chapter = ledger.chapter.get(book.chapter_of(figure))
    section = link(f"capitulos/{chapter.slug}/") if chapter else ""
    found = [
        ("Documento", f"{source.title}. {source.publisher}" if source else "", ""),
        ("Dónde", book.shown(figure).place.capitalize(), ""),
        ("Sección", chapter.title if chapter else "", section),
    ]
    if table:
        row = next((each.label for each in table.rows if each.key == figure.row), "")
        column = next((each.label for each in table.columns if each.key == figure.column), "")
        said = f"{table.title}: fila «{row}», columna «{column}»"
        found.append(("Tabla", said, link(f"tablas/{table.slug}/#{table.slug}-{figure.row}")))
    else:
        found.append(("Tabla", "Ninguna: está en el texto", ""))
    decimals = decimals_of(figure.precision, figure.unit)
    digits = "sin decimales" if not decimals else f"con {plural(decimals, 'decimal', 'decimales')}"
    found.append(("Precisión", f"{UNITS[figure.unit]}, {digits}", ""))
    found.append(("Nota", figure.note, ""))
    return tuple(pair for pair in found if pair[1])


def _about(book: Book, figure: Figure) -> tuple[Link, ...]:
    """The program, product and region it is about."""
    ledger, link = book.ledger, book.site.link
    found = []
    if program := ledger.program.get(figure.program):
        found.append(Link(program.name, link(f"programas/{program.slug}/")))
    if product := ledger.product.get(figure.product):
        found.append(Link(product.name, link(f"productos/{product.slug}/")))
    if region := BY_CODE.get(figure.region):
        found.append(Link(region.name, link(f"regiones/{region.slug}/")))
    return tuple(found)


def history(book: Book, figure: Figure) -> tuple[Past, ...]:
    """Its value in each edition, oldest first, with the reason wherever it changed."""
    found, last = [], None
    for edition in book.site.editions:
        there = edition.ledger.figure.get(figure.key)
        text = text_of(there) if there else "No figuraba"
        reason = _why(edition, figure.key, changed=last is not None and text != last)
        moment, mark = edition.published_at, edition.sha256[:12]
        found.append(Past(f"Edición {edition.number}", day(moment), text, reason, mark))
        last = text
    return tuple(found)


def _why(edition: EditionInfo, key: str, *, changed: bool) -> str:
    """The erratum's reason where there is one; the edition's own where it changed without."""
    noted = [each.reason for each in edition.ledger.errata if each.figure == key]
    if noted and changed:
        return noted[-1]
    if edition.number == 1:
        return edition.reason or "Primera publicación"
    return edition.reason if changed else "Sin cambios"


def book_json(book: Book, figure: Figure, view: FigureView) -> str:
    """Everything the page says, for machines. Money in pesos, as plain text decimals."""
    data: dict[str, Any] = {
        "key": figure.key,
        "address": view.citation.address,
        "title": view.shown.title,
        "indicator": figure.indicator,
        "value": None if figure.value is None else f"{figure.value:f}",
        "precision": f"{figure.precision:f}",
        "unit": figure.unit.value,
        "text": view.shown.text,
        "literal": figure.literal,
        "note": figure.note,
        "product": figure.product,
        "program": figure.program,
        "region": figure.region,
        "sex": figure.sex,
        "source": {
            "document": figure.source, "page": figure.page, "sheet": figure.sheet,
            "cell": figure.cell,
        },
        "table": {"slug": figure.table, "row": figure.row, "column": figure.column},
        "checks": [
            {"slug": each.slug, "verdict": each.mark.verdict.value, "sentence": each.sentence}
            for each in view.reasons
        ],
        "history": [{"edition": each.edition, "text": each.text} for each in view.history],
        "citation": view.citation.text,
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
