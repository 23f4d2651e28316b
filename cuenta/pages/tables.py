"""Each table at its own address."""

from collections.abc import Iterator

from cuenta.pages.book import Book, book_of
from cuenta.pages.chrome import ask_href, make_head
from cuenta.pages.findings import table_sentence
from cuenta.pages.grids import table_view
from cuenta.pages.site import Page, Site
from programs.checks import Outcome
from programs.ledger import Table


def pages(site: Site) -> Iterator[Page]:
    """`tablas/<slug>/`."""
    book = book_of(site)
    for table in book.ledger.tables:
        yield _table(book, table)


def _table(book: Book, table: Table) -> Page:
    site, ledger = book.site, book.ledger
    path = f"tablas/{table.slug}/"
    lead = table_sentence(book, table)
    chapter = ledger.chapter.get(table.chapter)
    trail = [(chapter.title, f"capitulos/{chapter.slug}/")] if chapter else []
    context = {
        "head": make_head(
            site, path, table.title, lead or f"{table.title}: {ledger.title}.", "cuenta",
            (*trail, ("Tabla", "")),
        ),
        "table": table_view(book, table, level=0),
        "lead": lead,
        "ask": ask_href(site, path),
        "permanent": site.permanent(path),
        "outcomes": tuple(each for each in book.differing if _speaks_of(book, each, table)),
        "checks": site.link("cuadratura/"),
    }  # fmt: skip
    return Page(path, "cuenta/table.html", context)


def _speaks_of(book: Book, outcome: Outcome, table: Table) -> bool:
    """Whether the check states or marks a figure of this table."""
    keys = {*outcome.marked, *([outcome.stated.key] if outcome.stated else [])}
    return any(figure.key in keys for figure in book.ledger.cells[table.slug].values())
