"""The programs: the list, and each one with its figures, its people, its place and its regions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from cuenta.pages.book import Book, book_of
from cuenta.pages.chrome import ask_href, make_head
from cuenta.pages.files import formats_of
from cuenta.pages.findings import rank_sentence
from cuenta.pages.people import BarRow, sex_split
from cuenta.pages.series import series_of
from cuenta.pages.shown import Shown
from cuenta.pages.site import Page, Site
from programs import charts
from programs.figures import plural
from programs.ledger import Figure, Measure, Program
from programs.regions import BY_CODE, REGIONS

MOST_FACTS = 4
NEIGHBOURS = 6


@dataclass(frozen=True, slots=True)
class ProgramRow:
    name: str
    href: str
    region: str
    money: Shown | None
    bar: str
    reach: Shown | None


@dataclass(frozen=True, slots=True)
class Group:
    """Programs of one product."""

    title: str
    href: str
    rows: tuple[ProgramRow, ...]


def pages(site: Site) -> Iterator[Page]:
    """`programas/` and `programas/<slug>/`."""
    book = book_of(site)
    yield _index(book)
    for program in book.ledger.programs:
        yield _program(book, program)


# -- the list


def _index(book: Book) -> Page:
    site, ledger = book.site, book.ledger
    groups = [
        Group(product.name, site.link(f"productos/{product.slug}/"), program_rows(book, programs))
        for product in ledger.products
        if (programs := book.programs_of.get(product.slug, ()))
    ]
    rest = book.programs_of.get("", ())
    if rest:
        groups.append(
            Group("Sin producto estratégico en el documento", "", program_rows(book, rest))
        )
    count = plural(len(ledger.programs), "programa", "programas")
    lead = (
        f"El documento nombra {count}, contados por el portal. "
        "Aquí están por producto estratégico y por dinero."
    )
    head = make_head(site, "programas/", "Programas", lead, "programas", (("Programas", ""),))
    return Page(
        "programas/", "cuenta/programs.html", {"head": head, "groups": groups, "lead": lead}
    )


def program_rows(book: Book, programs: tuple[Program, ...]) -> tuple[ProgramRow, ...]:
    """Programs by the money they moved; those without an amount at the end, as given."""

    def size(program: Program) -> Decimal:
        figure = book.money_of_program(program.slug)
        return -(figure.value or Decimal(0)) if figure else Decimal(1)

    in_order = sorted(programs, key=size)
    valued = [-size(each) for each in programs if size(each) <= 0]
    most = max(valued) if len(valued) > 1 else Decimal(0)  # one bar alone compares nothing
    return tuple(_row(book, program, most) for program in in_order)


def _row(book: Book, program: Program, most: Decimal) -> ProgramRow:
    money = book.money_of_program(program.slug)
    reach = book.reach_of_program(program)
    region = BY_CODE.get(program.region)
    value = money.value if money else None
    return ProgramRow(
        name=program.name,
        href=book.site.link(f"programas/{program.slug}/"),
        region=region.short_name if region else "",
        money=book.shown(money) if money else None,
        bar=charts.bar(value, most) if value is not None and most else "",
        reach=book.shown(reach) if reach else None,
    )


# -- one program


def _program(book: Book, program: Program) -> Page:
    site, ledger = book.site, book.ledger
    path = f"programas/{program.slug}/"
    product = ledger.product.get(program.product)
    figures = book.by_program.get(program.slug, ())
    lead = _lead(book, program)
    trail = [("Programas", "programas/")]
    if product:
        trail = [(product.name, f"productos/{product.slug}/")]
    trail.append((program.name, ""))
    region = BY_CODE.get(program.region)
    main = [
        each
        for each in book.main_figures(figures)
        if (not each.region or each.region == program.region)
        and book.measure_of(each) is not Measure.PERCENT
    ]
    first = [book.money_of_program(program.slug), book.reach_of_program(program)]
    main.sort(key=lambda each: first.index(each) if each in first else len(first))
    described = program.description or lead or f"Lo que el documento dice de {program.name}."
    context = {
        "head": make_head(site, path, program.name, described, "programas", tuple(trail)),
        "program": program,
        "product": product,
        "region": region,
        "lead": lead,
        "facts": _cards(book, main[:MOST_FACTS]),
        "rest": tuple(book.shown(each) for each in _rest(book, figures, main[:MOST_FACTS])),
        "split": sex_split(
            book, [each for each in figures if not each.region], f"{program.name} según sexo"
        ),
        "place": _place(book, program),
        "regions": _regions(book, figures) if not region else (),
        "children": program_rows(book, book.named_after.get(program.slug, ())),
        "parent": ledger.program.get(program.named_after),
        "series": series_of(book, program),
        "downloads": formats_of(site, path.rstrip("/")) if figures else (),
        "ask": ask_href(site, path),
    }  # fmt: skip
    return Page(path, "cuenta/program.html", context)


def _cards(book: Book, figures: list[Figure]) -> tuple[Shown, ...]:
    """Cards named by what they measure, since the page names the program; by title where alike."""
    times = Counter(each.indicator for each in figures)
    return tuple(
        replace(shown, title=indicator.name)
        if indicator and times[each.indicator] == 1 and not each.scope
        else shown
        for each in figures
        for shown, indicator in [(book.shown(each), book.ledger.indicator.get(each.indicator))]
    )


def _rest(book: Book, figures: tuple[Figure, ...], shown: list[Figure]) -> list[Figure]:
    """What cards, sex split and regions do not show: other facts, and the same ones said again."""
    cards = {figure.key for figure in shown}
    return [each for each in figures if each.key not in cards and not each.sex and not each.region]


def _peers(book: Book, program: Program) -> list[Program]:
    """Programs of the same product; of the same region where the program is of one."""
    return [
        each
        for each in book.programs_of.get(program.product, ())
        if program.product and each.region == program.region
    ]


def _lead(book: Book, program: Program) -> str:
    figure = book.money_of_program(program.slug)
    if figure is None:
        return "El documento lo nombra, pero no dice cuánto dinero movió."
    found = [book.money_of_program(each.slug) for each in _peers(book, program)]
    peers = [each for each in found if each is not None]
    region = BY_CODE.get(program.region)
    product = book.ledger.product.get(program.product)
    among = f"«{product.name}»" if product else "su producto"
    if region:
        among = f"{among} en {region.short_name}"
    return rank_sentence(book, figure, peers, among)


def _place(book: Book, program: Program) -> tuple[BarRow, ...]:
    """The programs around this one by money, in its product: the largest, and its neighbours."""
    mine = book.money_of_program(program.slug)
    pairs = [
        (figure, each)
        for each in _peers(book, program)
        if (figure := book.money_of_program(each.slug)) and figure.value is not None
    ]
    if mine is None or mine.value is None or len(pairs) < 2:
        return ()
    pairs.sort(key=lambda pair: -(pair[0].value or Decimal(0)))
    at = next(place for place, (_, each) in enumerate(pairs) if each.slug == program.slug)
    kept = pairs[:NEIGHBOURS] if at < NEIGHBOURS else [pairs[0], *pairs[at - 3 : at + 2]]
    most = pairs[0][0].value or Decimal(0)
    return tuple(
        BarRow(
            label=each.name,
            href="" if each is program else book.site.link(f"programas/{each.slug}/"),
            number=book.shown(figure).text,
            bar=charts.bar(figure.value or Decimal(0), most),
            is_me=each is program,
        )
        for figure, each in kept
    )


def _regions(book: Book, figures: tuple[Figure, ...]) -> tuple[BarRow, ...]:
    """A national program region by region, north to south, where a figure is broken down so."""
    found = {each.region: each for each in reversed(figures) if each.region and not each.sex}
    if len(found) < 2:
        return ()
    most = max((each.value or Decimal(0) for each in found.values()), default=Decimal(0))
    return tuple(
        BarRow(
            label=region.short_name,
            href=book.site.link(f"regiones/{region.slug}/"),
            number=book.shown(figure).text,
            bar=charts.bar(figure.value or Decimal(0), most),
            figure_href=book.shown(figure).href,
        )
        for region in REGIONS
        if (figure := found.get(region.code))
    )
