"""What every page of a version says of it: its head, its ficha, its figures and its files."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from participation.deadlines import CHILE
from participation.due_words import day_in_words
from participation.links import absolute
from participation.models import AnswerReport, ReportFile
from participation.pages.live import Crumb, LiveHead
from participation.report.pages.place import Place
from participation.report.pages.values import Figure, FileRow, Version
from participation.report.reading import rows_of
from programs.figures import format_number, plural, share

HOME = "/participacion/informe/"
TITLE = "Informe de respuestas"
ABOUT = "Qué preguntaron las personas, qué se les respondió, y si fue a tiempo, por versiones."
# The figures that lead the report, and of which each is a part.
LEADING = ("recibidas", "respondidas", "en_plazo", "esperan")


def home_crumb() -> Crumb:
    """The first step of the public trail."""
    return Crumb("Preguntas", "/participacion/")


def head_of(report: AnswerReport, place: Place, title: str = "", path: str = "") -> LiveHead:
    """The head of a page of a version, with its trail."""
    whole = f"{TITLE} {report.account.account_year}"
    name = f"{whole}, versión {report.number}"
    crumbs: tuple[Crumb, ...] = (home_crumb(), Crumb(TITLE, HOME))
    if place.is_draft:
        crumbs = (Crumb("La mesa", place.desk),)
    if title:
        crumbs = (*crumbs, Crumb(f"{report.account.account_year}, versión {report.number}",
                                 place.root), Crumb(title))  # fmt: skip
    else:
        crumbs = (*crumbs, Crumb(f"{report.account.account_year}, versión {report.number}"))
    shown = f"{title}: {name}" if title else name
    return LiveHead(shown, ABOUT, absolute(report.address + path), crumbs=crumbs,
                    is_draft=place.is_draft)  # fmt: skip


def version_of(report: AnswerReport, place: Place) -> Version:
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
        place=place,
        day=day_of(report.published_at),
        made=day_of(report.made_at),
        signed=f"{report.published_by_name}{office}",
        reason=report.reason,
        entry=format_number(report.entry_number or 0),
        entry_sha256=report.entry_sha256,
        sha256=report.sha256,
        is_demo=report.is_demo,
        is_partial=report.is_partial,
        newer=newer.address if newer else "",
        withdrawn=report.withdrawn_reason,
        withdrawn_on=day_of(report.withdrawn_at),
    )


def day_of(moment: datetime | None) -> str:
    """The day in Chile of an instant, in words; empty for none."""
    if moment is None:
        return ""
    day = moment.astimezone(CHILE).date()
    return day_in_words(day, with_year=True).split(" ", 1)[1]


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


def file_row(place: Place, file: ReportFile) -> FileRow:
    """A file as the pages list it."""
    href, size = f"{place.files}{file.path}", size_in_words(file.size)
    return FileRow(file.path, file.title, href, size, file.sha256)


def size_in_words(size: int) -> str:
    """How big a file is: `12 KB`."""
    if size < 1024:
        return plural(size, "byte", "bytes")
    if size < 1024 * 1024:
        return f"{format_number(round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")
