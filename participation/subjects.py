"""What a question is about: one place of one published edition, quoted as it was published."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from programs.checks import run_checks
from programs.checks.wording import label_of, place_of
from programs.figures import format_figure
from programs.ledger import Ledger
from programs.models import Edition
from programs.paragraphs import paragraph_at
from programs.published import ledger_of
from programs.regions import BY_SLUG
from programs.reviews import previous_ledger

__all__ = [
    "ADDRESS", "Place", "Subject", "address_in", "finer_subject", "ledger_of", "newest_edition",
    "place_at", "published_edition", "subject_of",
]  # fmt: skip

# A page of a published edition, and perhaps the place in it: see docs on permanent addresses.
ADDRESS = re.compile(
    r"/cuentas/(?P<year>[0-9]{4})/ediciones/(?P<number>[0-9]{1,4})/"
    r"(?P<path>(?:[a-z0-9-]+/)*)(?:#(?P<anchor>[A-Za-z0-9_-]{1,250}))?"
)
LONGEST_QUOTE = 300  # letters of a paragraph that a place quotes


@dataclass(frozen=True, slots=True)
class Subject:
    """A place of an edition. `value` and `place` are there where it is a figure.

    `figure`, `chapter` and `program` are keys of the edition; `region` is a CUT code.
    """

    kind: str
    title: str
    value: str = ""
    place: str = ""
    figure: str = ""
    chapter: str = ""
    program: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A subject, and where it stands: `path` and `anchor` are within the edition."""

    edition: Edition
    path: str
    anchor: str
    subject: Subject
    account: str  # the title of the account

    @property
    def address(self) -> str:
        """The permanent address, as links carry it."""
        return address_in(self.edition, self.path, self.anchor)


def address_in(edition: Edition, path: str = "", anchor: str = "") -> str:
    """The permanent address of a page of an edition, or of a place in it."""
    year = edition.account.account_year
    return f"/cuentas/{year}/ediciones/{edition.number}/{path}" + (f"#{anchor}" if anchor else "")


def place_at(address: str) -> Place | None:
    """What was published at an address, or None where nothing was.

    Raises:
        ValueError: it is not the address of an edition at all.
    """
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError("not an address of an edition")
    edition = published_edition(int(found["year"]), int(found["number"]))
    if edition is None:
        return None
    path, anchor = found["path"], found["anchor"] or ""
    before = previous_ledger(edition.account, edition.published_at) if anchor else None
    ledger = ledger_of(edition)
    subject = subject_of(ledger, path, anchor, before)
    return Place(edition, path, anchor, subject, ledger.title) if subject else None


def published_edition(year: int, number: int) -> Edition | None:
    """The edition with that number of that year's account, if it was published."""
    editions = Edition.objects.select_related("account")
    return editions.filter(account__account_year=year, number=number).order_by("pk").first()


def newest_edition() -> Edition | None:
    """The last edition of the newest account."""
    editions = Edition.objects.select_related("account")
    return editions.order_by("-account__account_year", "-number").first()


def subject_of(
    ledger: Ledger, path: str, anchor: str = "", previous: Ledger | None = None
) -> Subject | None:
    """What is at a page of an edition, or None where the edition has no such page.

    `previous` is what the edition's checks of growth were judged by.
    """
    if not path:
        return Subject("la cuenta", ledger.title)
    section, _, rest = path.partition("/")
    slug = rest.rstrip("/")
    if section == "cuadratura" and not slug:
        return _check(ledger, anchor, previous)
    if section in SECTIONS and not slug:
        return Subject("una página de la cuenta", SECTIONS[section])
    found = READERS.get(section)
    return found(ledger, slug) if found and slug and "/" not in slug else None


def finer_subject(ledger: Ledger, path: str, anchor: str, subject: Subject) -> Subject:
    """The same place told to the paragraph or the row that `anchor` names, where it names one."""
    section, _, rest = path.partition("/")
    slug = rest.rstrip("/")
    if section == "capitulos" and slug in ledger.chapter and anchor:
        words = paragraph_at(ledger, ledger.chapter[slug].body, anchor)
        if words:
            where = f"Párrafo {anchor.removeprefix('p')}: «{_shortened(words)}»"
            return replace(subject, kind="un párrafo", place=where)
    if section == "tablas" and slug in ledger.table and anchor:
        key = anchor.removeprefix(f"{slug}-")
        for row in ledger.table[slug].rows:
            if row.key == key:
                return replace(
                    subject, kind="una fila de una tabla", place=f"Fila «{_shortened(row.label)}»",
                    program=row.program, region=row.region,
                )  # fmt: skip
    return subject


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"


SECTIONS = {
    "cifras": "Todas las cifras", "datos": "Datos", "ediciones": "Ediciones",
    "glosario": "Glosario", "mapa": "Mapa del sitio", "metodologia": "Metodología",
    "productos": "Productos estratégicos", "programas": "Programas", "regiones": "Regiones",
}  # fmt: skip


def _check(ledger: Ledger, slug: str, previous: Ledger | None) -> Subject | None:
    if not slug:
        return Subject("una página de la cuenta", "Qué cuadra y qué no")
    for outcome in run_checks(ledger, previous):
        if outcome.slug == slug:
            return Subject("una comprobación", outcome.title, place=outcome.sentence)
    return None


def _figure(ledger: Ledger, key: str) -> Subject | None:
    figure = ledger.figure.get(key)
    if figure is None:
        return None
    value = figure.note if figure.value is None and figure.note else format_figure(figure)
    where = place_of(ledger, figure)
    table = ledger.table.get(figure.table)
    return Subject(
        "una cifra", label_of(ledger, figure), value, where, figure=figure.key,
        chapter=figure.chapter or (table.chapter if table else ""),
        program=figure.program, region=figure.region,
    )  # fmt: skip


def _chapter(ledger: Ledger, slug: str) -> Subject | None:
    found = ledger.chapter.get(slug)
    return Subject("un capítulo", found.title, chapter=found.slug) if found else None


def _table(ledger: Ledger, slug: str) -> Subject | None:
    found = ledger.table.get(slug)
    return Subject("una tabla", found.title, chapter=found.chapter) if found else None


def _program(ledger: Ledger, slug: str) -> Subject | None:
    found = ledger.program.get(slug)
    return Subject("un programa", found.name, program=found.slug) if found else None


def _product(ledger: Ledger, slug: str) -> Subject | None:
    found = ledger.product.get(slug)
    return Subject("un producto estratégico", found.name) if found else None


def _region(ledger: Ledger, slug: str) -> Subject | None:
    found = BY_SLUG.get(slug)
    return Subject("una región", found.name, region=found.code) if found else None


READERS: dict[str, Callable[[Ledger, str], Subject | None]] = {
    "cifras": _figure,
    "capitulos": _chapter,
    "tablas": _table,
    "programas": _program,
    "productos": _product,
    "regiones": _region,
}
