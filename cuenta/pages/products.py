"""The strategic products: what the institution is funded to deliver, and what each moved."""

from collections.abc import Iterator
from decimal import Decimal

from cuenta.pages.book import Book, book_of
from cuenta.pages.chrome import ask_href, make_head
from cuenta.pages.findings import in_words, money_table, ratio_text
from cuenta.pages.people import BarRow
from cuenta.pages.programs import program_rows
from cuenta.pages.shown import MARKS, Mark
from cuenta.pages.site import Page, Site
from programs import charts
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


def whole_words(book: Book) -> str:
    """What the stated total adds up, which may not be all the money: `los cinco productos`."""
    count = len(book.ledger.products)
    return f"los {in_words(count)} productos" if count > 1 else "su único producto"


def money_apart(book: Book) -> tuple[Figure, ...]:
    """Money the document gives to programs that it puts in no product, and no table adds up.

    The total of the products does not hold it, so whoever reads the total should know.
    """
    ledger = book.ledger
    apart = [
        figure
        for program in ledger.programs
        if not program.product
        for figure in book.by_program.get(program.slug, ())
        if book.is_spending(figure) and figure.value and not figure.table
        and not (figure.product or figure.region or figure.scope)
    ]  # fmt: skip
    return book.main_figures(apart)


def apart_sentences(book: Book) -> tuple[str, ...]:
    """`Este total no incluye $ 20.103.100.444 de Centros de Negocios…`, one a figure."""
    return tuple(
        f"Este total no incluye {book.shown(figure).text} de "
        f"{book.ledger.program[figure.program].name}: "
        "el documento no pone ese dinero en ningún producto."
        for figure in money_apart(book)
    )


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
        "apart": apart_sentences(book),
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
        what = f"de las transferencias de {whole_words(book)}"
        lead = f"Movió el {part} {what} ({ratio_text(mine, total)})."
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
