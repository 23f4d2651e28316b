"""The sixteen regions: the country at a glance, and all the document says of each."""

from collections.abc import Iterator
from decimal import Decimal

from cuenta.pages.book import Book, book_of
from cuenta.pages.cells import TableView
from cuenta.pages.chrome import ask_href, make_head
from cuenta.pages.files import formats_of
from cuenta.pages.findings import Spread, capitalised, in_words, spread, with_article
from cuenta.pages.grids import table_view
from cuenta.pages.people import BarRow, Split, sex_split
from cuenta.pages.places import against, country, strip
from cuenta.pages.site import Page, Site
from programs import charts
from programs.figures import NO_FIGURE, format_amount, plural, share
from programs.ledger import Aggregation, Figure, Measure, Table, Unit
from programs.regions import REGIONS, Region
from programs.sentences import joined

TITLE = "Las dieciséis regiones"


def pages(site: Site) -> Iterator[Page]:
    """`regiones/` and `regiones/<slug>/`."""
    book = book_of(site)
    counted = spread(book)
    yield _index(book, counted)
    for region in REGIONS:
        yield _region(book, region, counted)


def _index(book: Book, counted: Spread | None) -> Page:
    site = book.site
    lead = "Elija su región para ver todo lo que el documento dice de ella."
    rows = [(region, region_money(book, region)) for region in REGIONS]
    most = max((value for _, value in rows if value is not None), default=Decimal(0))
    context = {
        "head": make_head(site, "regiones/", TITLE, lead, "regiones", (("Regiones", ""),)),
        "lead": lead,
        "country": country(book, counted),
        "money_note": money_note(book),
        "money": tuple(
            BarRow(
                label=region.short_name,
                href=site.link(f"regiones/{region.slug}/"),
                number=NO_FIGURE if value is None else format_amount(value, Unit.MILLION_PESOS, 0),
                bar=charts.bar(value, most) if value is not None else "",
            )
            for region, value in rows
        ),
    }  # fmt: skip
    return Page("regiones/", "cuenta/regions.html", context)


def region_money(book: Book, region: Region) -> Decimal | None:
    """What the rows of a region add up to, in pesos; None where no table lists any.

    The rows, not the stated totals: some of those are in another unit than they say.
    """
    values = [
        figure.value
        for figure in book.by_region.get(region.code, ())
        if _adds_here(book, figure) and figure.value is not None
    ]  # fmt: skip
    return sum(values, Decimal(0)) if values else None


def _adds_here(book: Book, figure: Figure) -> bool:
    """Whether it is a row of money of one region."""
    return bool(figure.table and figure.region) and not book.is_total(figure) and (
        book.is_spending(figure)
    )  # fmt: skip


def money_note(book: Book) -> str:
    """What the bars of the regions add up and what they leave out, from the figures themselves."""
    ledger = book.ledger
    inside, outside = set(), False
    for figure in ledger.figures:
        program = ledger.program.get(figure.program)
        if _adds_here(book, figure) and program:
            inside.add(program.product)
        elif program and not figure.region and book.is_spending(figure):
            outside = True
    names = [f"«{each.name}»" for each in ledger.products if each.slug in inside]
    said = f"Dinero de {joined(names)}. " if names else ""
    left = (
        "No incluye los programas nacionales, cuyo dinero el documento no reparte por región. "
        if outside
        else ""
    )
    return f"{said}{left}"


# -- one region


def _region(book: Book, region: Region, counted: Spread | None) -> Page:
    site = book.site
    path = f"regiones/{region.slug}/"
    own, mixed = _tables(book, region)
    lead = _lead(book, region)
    here = [each for each in book.by_region.get(region.code, ()) if each.value is not None]
    trail = (("Regiones", "regiones/"), (region.short_name, ""))
    context = {
        "head": make_head(site, path, region.name, lead, "regiones", trail),
        "region": region,
        "strip": strip(book, region),
        "lead": lead,
        "facts": tuple(book.shown(each) for each in _facts(book, region, counted)),
        "tables": own,
        "mixed": mixed,
        "groups": _groups(book, here, counted),
        "split": _split(book, region, counted),
        "against": against(book, region, counted),
        "missing": _missing(book, region),
        "downloads": formats_of(site, path.rstrip("/")) if here else (),
        "ask": ask_href(site, path),
    }
    return Page(path, "cuenta/region.html", context)


def _tables(book: Book, region: Region) -> tuple[tuple[TableView, ...], tuple[TableView, ...]]:
    """Tables of this region alone, and its programs in tables it shares with others."""
    own: list[TableView] = []
    mixed: list[TableView] = []
    for table in book.ledger.tables:
        here = [row for row in table.rows if row.region == region.code]
        if not any(row.program for row in here) or table.slug in book.by_place:
            continue
        rest = [row for row in table.rows if row.region != region.code and not row.is_total]
        view = table_view(book, table, level=3, region=region.code if rest else "")
        (mixed if rest else own).append(view)
    return tuple(own), tuple(mixed)


def _lead(book: Book, region: Region) -> str:
    """How many programs of its own, and which takes most of the money."""
    rows = [
        (figure.value, row.label)
        for table in book.ledger.tables
        for row in table.rows
        if row.region == region.code and row.program and not row.is_total
        for column in table.columns
        if (figure := book.ledger.cells[table.slug].get((row.key, column.key)))
        and figure.value is not None and book.measure_of(figure) is Measure.MONEY
    ]  # fmt: skip
    if not rows:
        return "El documento no nombra programas propios de esta región."
    count = capitalised(in_words(len(rows))) if len(rows) > 1 else "Un"
    noun = "programas propios" if len(rows) > 1 else "programa propio"
    whole = sum((value for value, _ in rows), Decimal(0))
    value, label = max(rows)
    said = f"{count} {noun}, por {format_amount(whole, Unit.MILLION_PESOS, 0)} según sus filas."
    return (
        f"{said} El mayor es {label}: el {share(value, whole)}."
        if len(rows) > 1
        else f"{said} Es {label}."
    )


def _facts(book: Book, region: Region, counted: Spread | None) -> list[Figure]:
    """The stated totals of its own tables, then what is counted in every region."""
    totals = [
        each
        for each in book.by_region.get(region.code, ())
        if book.is_total(each) and not each.program
    ]
    found = list(book.main_figures(totals))[:2]
    if counted and region.code in counted.figures:
        found.append(counted.figures[region.code])
    return found


def _groups(
    book: Book, here: list[Figure], counted: Spread | None
) -> tuple[tuple[str, tuple[BarRow, ...], str], ...]:
    """What national programs did here: figures of one indicator by program, as bars.

    What is counted in every region has a place of its own. A table's note goes with its figures.
    """
    found: dict[str, list[Figure]] = {}
    for figure in here:
        program = book.ledger.program.get(figure.program)
        is_counted = counted is not None and figure.table == counted.table.slug
        if program and not program.region and not figure.sex and not is_counted:
            found.setdefault(figure.indicator, []).append(figure)
    return tuple(
        (book.ledger.indicator[slug].name, _program_bars(book, figures), _notes(book, figures))
        for slug, figures in found.items()
    )


def _notes(book: Book, figures: list[Figure]) -> str:
    tables = dict.fromkeys(figure.table for figure in figures if figure.table)
    return " ".join(book.ledger.table[slug].note for slug in tables)


def _program_bars(book: Book, figures: list[Figure]) -> tuple[BarRow, ...]:
    figures = sorted(figures, key=lambda each: -(each.value or Decimal(0)))
    most = figures[0].value or Decimal(0)
    return tuple(
        BarRow(
            label=book.ledger.program[each.program].name,
            href=book.site.link(f"programas/{each.program}/"),
            number=book.shown(each).text,
            bar=charts.bar(each.value or Decimal(0), most),
            figure_href=book.shown(each).href,
        )
        for each in figures
    )


def _split(book: Book, region: Region, counted: Spread | None) -> Split | None:
    """Women and men here, of what is counted in every region."""
    if counted is None or region.code not in counted.figures:
        return None
    indicator = counted.figures[region.code].indicator
    sexed = [
        book.ledger.figure[each.key]
        for each in book.by_region.get(region.code, ())
        if each.sex and each.indicator == indicator and each.table == counted.table.slug
    ]
    return sex_split(book, sexed, f"{counted.name}: {region.short_name}")


def _missing(book: Book, region: Region) -> tuple[str, ...]:
    """What the document does not say of this region, worked out from what it says of others."""
    ledger, said = book.ledger, []
    for chapter in ledger.chapters:
        here = book.tables_of.get(chapter.slug, ())
        tables = [table for table in here if table.slug not in book.by_place]
        places = {row.region for table in tables for row in table.rows if row.program} - {""}
        if places and region.code not in places:
            others = plural(len(places), "región", "regiones")
            said.append(f"«{chapter.title}» nombra programas de {others}, pero no de esta.")
    for figure in book.by_region.get(region.code, ()):
        if figure.value is None:
            note = f": {figure.note}" if figure.note else ""
            said.append(f"No da la cifra de «{book.shown(figure).title}»{note}.")
    national = [
        f"{joined(whats)} de «{table.title}»"
        for table in ledger.tables
        if (whats := _undivided(book, table))
    ]
    if national:
        quoted = "; ".join(national)
        said.append(f"Solo para el país, sin decir qué parte fue a cada región, da {quoted}.")
    return tuple(said)


def _undivided(book: Book, table: Table) -> list[str]:
    """What a table of programs gives for the country alone: `el dinero`, `las organizaciones`.

    Empty where its rows are of regions; what another table gives by region is left out.
    """
    ledger = book.ledger
    programs = {row.program for row in table.rows} - {""}
    if not programs or any(row.region for row in table.rows):
        return []
    found = []
    for slug in dict.fromkeys(column.indicator for column in table.columns):
        indicator = ledger.indicator.get(slug)
        if indicator is None or indicator.aggregation is not Aggregation.SUM:
            continue
        divided = any(
            each.region and each.indicator == slug and each.program in programs
            for each in ledger.figures
        )
        if not divided:
            found.append(
                "el dinero"
                if indicator.measure is Measure.MONEY
                else with_article(indicator.noun_many or indicator.name.lower())
            )
    return found
