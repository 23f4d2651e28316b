"""The pages of the answer report, each a frozen value made from the rows of one version."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from participation.deadlines import CHILE
from participation.due_words import day_in_words
from participation.links import absolute
from participation.models import AnswerReport, ReportFile
from participation.pages.live import Crumb, LiveHead
from participation.report.covering import covered_among, covered_in
from participation.report.files import PDF, SUMS, XLSX, ZIP
from participation.report.reading import Theme, counts_in, rows_of, themes_in
from participation.report.sections import SECTION, SECTIONS
from participation.report.shapes import SectionOf
from participation.report.words import Card, Grid, card_of, grids_of
from programs.figures import format_number, plural, share

HOME = "/participacion/informe/"
TITLE = "Informe de respuestas"
ABOUT = "Qué preguntaron las personas, qué se les respondió, y si fue a tiempo, por versiones."
PAGED = ("table", "figures", "counts", "cards")  # the shapes that have pages
CARDS, LINES = 20, 100  # on one page
SIZES = {"cards": CARDS, "counts": 1_000}  # counts are a table for each, on one page
COVERED = (
    "Este texto se reservó o se retiró después de publicarse esta versión, y por eso no se muestra."
)
# The figures that lead the report, and of which each is a part.
LEADING = ("recibidas", "respondidas", "en_plazo", "esperan")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its whole: `12 de 15 (80 %)`."""

    code: str
    words: str
    value: str
    of: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file to take away."""

    path: str
    title: str
    href: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the table of contents."""

    title: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list."""

    title: str
    href: str
    day: str
    reason: str
    is_withdrawn: bool
    is_demo: bool
    is_newest: bool


@dataclass(frozen=True, slots=True)
class YearOf:
    """An account with its versions, the newest first."""

    year: int
    account: str
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Every version of every account."""

    head: LiveHead
    years: tuple[YearOf, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """What every page of a version says of it."""

    title: str
    number: int
    year: int
    account: str
    institution: str
    href: str
    day: str
    made: str
    signed: str
    reason: str
    entry: str
    entry_sha256: str
    sha256: str
    is_demo: bool
    newer: str
    withdrawn: str
    withdrawn_on: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The first page of a version."""

    head: LiveHead
    version: Version
    figures: tuple[Figure, ...]
    foreword: tuple[str, ...]
    pending: tuple[str, ...]
    parts: tuple[Part, ...]
    themes: tuple[Part, ...]
    files: tuple[FileRow, ...]
    main: tuple[FileRow, ...]
    is_held_back: bool
    command: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a list of numbered pages; empty addresses where there is none."""

    number: int
    last: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section, or one theme, of a version."""

    head: LiveHead
    version: Version
    title: str
    about: str
    empty: str
    count: str
    grids: tuple[Grid, ...]
    cards: tuple[Card, ...]
    pages: Pages
    files: tuple[FileRow, ...]


def list_page() -> ListPage:
    """The accounts that have some version that anyone may know of; one query."""
    rows = AnswerReport.objects.told().select_related("account")
    years: dict[int, list[AnswerReport]] = {}
    for report in rows.order_by("-account__account_year", "-number"):
        years.setdefault(report.account.account_year, []).append(report)
    return ListPage(
        head=LiveHead(TITLE, ABOUT, absolute(HOME), crumbs=(_home_crumb(), Crumb(TITLE))),
        years=tuple(
            YearOf(year, reports[0].account.title, tuple(_version_rows(reports)))
            for year, reports in years.items()
        ),
    )


def _version_rows(reports: list[AnswerReport]) -> Iterator[VersionRow]:
    newest = next((each.pk for each in reports if each.state == "published"), None)
    for each in reports:
        is_withdrawn = each.state == "withdrawn"
        yield VersionRow(
            title=f"Versión {each.number}",
            href=each.address,
            day=_day(each.published_at),
            reason=each.withdrawn_reason if is_withdrawn else each.reason,
            is_withdrawn=is_withdrawn,
            is_demo=each.is_demo,
            is_newest=each.pk == newest,
        )


def _home_crumb() -> Crumb:
    return Crumb("Preguntas", "/participacion/")


def head_of(report: AnswerReport, title: str = "", path: str = "") -> LiveHead:
    """The head of a page of a version, with its trail."""
    whole = f"{TITLE} {report.account.account_year}"
    name = f"{whole}, versión {report.number}"
    crumbs: tuple[Crumb, ...] = (_home_crumb(), Crumb(TITLE, HOME))
    if title:
        crumbs = (*crumbs, Crumb(f"{report.account.account_year}, versión {report.number}",
                                 report.address), Crumb(title))  # fmt: skip
    else:
        crumbs = (*crumbs, Crumb(f"{report.account.account_year}, versión {report.number}"))
    shown = f"{title}: {name}" if title else name
    return LiveHead(shown, ABOUT, absolute(report.address + path), crumbs=crumbs)


def version_of(report: AnswerReport) -> Version:
    """What every page says of the version."""
    newer = (
        AnswerReport.objects.public()
        .filter(account=report.account, number__gt=report.number)
        .order_by("-number")
        .first()
    )
    office = f", {report.published_by_office}" if report.published_by_office else ""
    return Version(
        title=f"{TITLE} {report.account.account_year}",
        number=report.number,
        year=report.account.account_year,
        account=report.account.title,
        institution=report.account.institution.name,
        href=report.address,
        day=_day(report.published_at),
        made=_day(report.made_at),
        signed=f"{report.published_by_name}{office}",
        reason=report.reason,
        entry=format_number(report.entry_number or 0),
        entry_sha256=report.entry_sha256,
        sha256=report.sha256,
        is_demo=report.is_demo,
        newer=newer.address if newer else "",
        withdrawn=report.withdrawn_reason,
        withdrawn_on=_day(report.withdrawn_at),
    )


def _day(moment: Any) -> str:
    if moment is None:
        return ""
    day = moment.astimezone(CHILE).date()
    return day_in_words(day, with_year=True).split(" ", 1)[1]


def report_page(report: AnswerReport) -> ReportPage:
    """The first page: figures, foreword, contents and files."""
    files = tuple(file_row(report, each) for each in report.files.order_by("position"))
    counts = counts_in(report, tuple(each.code for each in SECTIONS))
    return ReportPage(
        head=head_of(report),
        version=version_of(report),
        figures=figures_of(report),
        foreword=_paragraphs(report.foreword),
        pending=_paragraphs(report.pending_reason),
        parts=tuple(_parts(report, counts)),
        themes=tuple(_theme_part(report, each) for each in themes_in(report)),
        files=files,
        main=tuple(each for each in files if each.path in (PDF, XLSX, ZIP)),
        is_held_back=bool(covered_in(report)),
        command=f"sha256sum -c {SUMS}",
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))


def file_row(report: AnswerReport, file: ReportFile) -> FileRow:
    """A file as the pages list it."""
    href = f"{report.address}archivos/{file.path}"
    return FileRow(file.path, file.title, href, size_in_words(file.size), file.sha256)


def size_in_words(size: int) -> str:
    """How big a file is: `12 KB`."""
    if size < 1024:
        return plural(size, "byte", "bytes")
    if size < 1024 * 1024:
        return f"{format_number(round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def figures_of(report: AnswerReport) -> tuple[Figure, ...]:
    """The figures that lead a version."""
    rows = {cells["codigo"]: cells for cells in rows_of(report, "resumen")}
    return tuple(_figure(rows[code]) for code in LEADING if code in rows)


def _figure(cells: Any) -> Figure:
    whole = cells["de"]
    part = f" ({share(Decimal(cells['valor']), Decimal(whole))})" if whole else ""
    of = f"de {format_number(whole)}{part}" if whole is not None else ""
    return Figure(
        cells["codigo"], cells["cifra"], format_number(cells["valor"]), of, cells["definicion"]
    )


def _parts(report: AnswerReport, counts: dict[str, int]) -> Iterator[Part]:
    for section in SECTIONS:
        if section.shape not in PAGED or section.code == "preguntas":
            continue
        if section.shape == "figures" or section.code in ("lectura", "atrasos", "participacion"):
            note = ""
        elif counts[section.code]:
            note = format_number(counts[section.code])
        else:
            note = section.empty
        yield Part(section.title, f"{report.address}{section.code}/", note)


def _theme_part(report: AnswerReport, theme: Theme) -> Part:
    note = f"{plural(theme.count, 'pregunta', 'preguntas')}, {_answered(theme.answered)}"
    return Part(theme.title, f"{report.address}temas/{theme.code}/", note)


def _answered(count: int) -> str:
    if not count:
        return "ninguna respondida"
    return plural(count, "respondida", "respondidas")


def section_page(report: AnswerReport, section: SectionOf, number: int) -> SectionPage | None:
    """A page of a section; None where there is no such page."""
    count = counts_in(report, (section.code,))[section.code]
    path = f"{section.code}/"
    size = SIZES.get(section.shape, LINES)
    pages = _pages(report.address + path, count, size, number)
    if pages is None:
        return None
    first = (number - 1) * size + 1
    rows = list(rows_of(report, section.code, first, first + size - 1))
    is_cards = section.shape == "cards"
    names = (f"{section.code}.csv", XLSX)
    return SectionPage(
        head=head_of(report, section.title, path),
        version=version_of(report),
        title=section.title,
        about=section.about,
        empty=section.empty if not count else "",
        count="",
        grids=() if is_cards else grids_of(section.code, section.title, section.columns(), rows),
        cards=tuple(map(card_of, rows)) if is_cards else (),
        pages=pages,
        files=tuple(file_row(report, each) for each in report.files.filter(path__in=names)),
    )


def theme_page(report: AnswerReport, code: str, number: int) -> SectionPage | None:
    """A page of the questions of a theme; None where there is none."""
    theme = next((each for each in themes_in(report) if each.code == code), None)
    if theme is None:
        return None
    path = f"temas/{code}/"
    pages = _pages(report.address + path, theme.count, CARDS, number)
    if pages is None:
        return None
    first = theme.first + (number - 1) * CARDS
    last = min(first + CARDS, theme.first + theme.count) - 1
    rows = list(rows_of(report, "preguntas", first, last))
    return SectionPage(
        head=head_of(report, theme.title, path),
        version=version_of(report),
        title=theme.title,
        about=f"{theme.kind} de la cuenta." if theme.kind != "General" else "",
        empty="",
        count=f"{plural(theme.count, 'pregunta', 'preguntas')}, {_answered(theme.answered)}",
        grids=(),
        cards=tuple(_covered_cards(rows)),
        pages=pages,
        files=tuple(
            file_row(report, each)
            for each in report.files.filter(path__in=("preguntas.csv", PDF)).order_by("position")
        ),
    )


def _covered_cards(rows: list[Any]) -> Iterator[Card]:
    covered = covered_among(rows)
    for cells in rows:
        card = card_of(cells)
        yield _without_words(card) if card.name in covered else card


def _without_words(card: Card) -> Card:
    """Its folio and its answer's hash stay; its words, and the answer that may repeat them, go."""
    return replace(
        card, title="", text="", by="", about="", answer="", signed="", corrections=(),
        covered=COVERED,
    )  # fmt: skip


def _pages(address: str, count: int, size: int, number: int) -> Pages | None:
    last = max(1, -(-count // size))
    if not 1 <= number <= last:
        return None
    before = "" if number == 1 else address if number == 2 else f"{address}?pagina={number - 1}"
    after = f"{address}?pagina={number + 1}" if number < last else ""
    return Pages(number, last, before, after)


def section_of(code: str) -> SectionOf | None:
    """The section that has a page of its own at that address."""
    section = SECTION.get(code)
    has_page = section is not None and section.shape in PAGED
    return section if has_page and code != "preguntas" else None
