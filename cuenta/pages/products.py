"""The strategic products: what the institution is funded to deliver, and what each moved."""

from collections.abc import Iterator
from decimal import Decimal

from cuenta import charts
from cuenta.pages.book import Book, book_of
from cuenta.pages.chrome import ask_href, make_head
from cuenta.pages.findings import money_table, ratio_text
from cuenta.pages.people import BarRow
from cuenta.pages.programs import program_rows
from cuenta.pages.shown import MARKS, Mark
from cuenta.pages.site import Page, Site
from programs.figures import plural, share
from programs.ledger import Figure, Product


def pages(site: Site) -> Iterator[Page]:
    """`productos/` and `productos/<slug>/`."""
    book = book_of(site)
    yield _index(book)
    for product in book.ledger.products:
        yield _product(book, product)


def total_money(book: Book) -> Figure | None:
    """The total of the table that says where the money went."""
    found = money_table(book)
    if found is None:
        return None
    table, column = found
    cells = book.ledger.cells[table.slug]
    total = next((row for row in table.rows if row.is_total), None)
    return cells.get((total.key, column.key)) if total else None


def total_mark(book: Book) -> Mark | None:
    """The mark of that total against its own table, whatever other pages say of it."""
    found = money_table(book)
    outcome = book.outcome.get(f"suma-{found[0].slug}-{found[1].key}") if found else None
    return MARKS[outcome.verdict] if outcome else None


def product_bars(book: Book) -> tuple[BarRow, ...]:
    """Products by money, each with its part of the stated total."""
    pairs = [
        (figure, product)
        for product in book.ledger.products
        if (figure := book.product_money(product.slug)) and figure.value is not None
    ]
    pairs.sort(key=lambda pair: -(pair[0].value or Decimal(0)))
    total = total_money(book)
    most = pairs[0][0].value or Decimal(0) if pairs else Decimal(0)
    bars = []
    for figure, product in pairs:
        shown = book.shown(figure)
        value = figure.value or Decimal(0)
        bars.append(
            BarRow(
                label=product.name,
                href=book.site.link(f"productos/{product.slug}/"),
                number=shown.number if total and total.unit is figure.unit else shown.text,
                bar=charts.bar(value, most),
                sub=share(value, total.value) if total and total.value else "",
                figure_href=shown.href,
                marks=shown.marks[0].html(f"{shown.href}#cuadratura") if shown.differs else "",
            )
        )
    return tuple(bars)


def _index(book: Book) -> Page:
    site, ledger = book.site, book.ledger
    count, name = (
        plural(len(ledger.products), "producto", "productos"),
        ledger.institution.short_name,
    )
    lead = f"{name} ordena su dinero en {count}: lo que se compromete a entregar."
    total = total_money(book)
    trail = (("Productos estratégicos", ""),)
    context = {
        "head": make_head(site, "productos/", "Productos estratégicos", lead, "cuenta", trail),
        "lead": lead,
        "products": ledger.products,
        "bars": product_bars(book),
        "total": book.shown(total) if total else None,
        "total_mark": total_mark(book),
    }
    return Page("productos/", "cuenta/products.html", context)


def _product(book: Book, product: Product) -> Page:
    site = book.site
    path = f"productos/{product.slug}/"
    figures = [
        each for each in book.by_product.get(product.slug, ()) if not (each.program or each.region)
    ]
    main = book.main_figures(figures)[:3]
    cards = {each.key for each in main}
    total, mine = total_money(book), book.product_money(product.slug)
    lead = ""
    if total and mine and total.value and mine.value and mine.value <= total.value:
        part = share(mine.value, total.value)
        lead = f"Movió el {part} del dinero de la cuenta ({ratio_text(mine, total)})."
    trail = (("Productos estratégicos", "productos/"), (product.name, ""))
    description = product.description or lead or product.name
    context = {
        "head": make_head(site, path, product.name, description, "cuenta", trail),
        "product": product,
        "lead": lead,
        "facts": tuple(book.shown(each) for each in main),
        "also": tuple(book.shown(each) for each in figures if each.key not in cards),
        "rows": program_rows(book, book.programs_of.get(product.slug, ())),
        "ask": ask_href(site, path),
    }
    return Page(path, "cuenta/product.html", context)
