"""What a question is about: one place of one published edition, quoted as it was published."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from programs.checks import run_checks
from programs.checks.wording import label_of, place_of
from programs.editions import ledger_of_edition
from programs.figures import format_figure
from programs.ledger import Ledger
from programs.models import Edition
from programs.regions import BY_SLUG


@dataclass(frozen=True, slots=True)
class Subject:
    """A place of an edition. `value` and `place` are there where it is a figure."""

    kind: str
    title: str
    value: str = ""
    place: str = ""


def published_edition(year: int, number: int) -> Edition | None:
    """The edition with that number of that year's account, if it was published."""
    return Edition.objects.filter(account__account_year=year, number=number).order_by("pk").first()


def newest_edition() -> Edition | None:
    """The last edition of the newest account."""
    return Edition.objects.order_by("-account__account_year", "-number").first()


def ledger_of(edition: Edition) -> Ledger:
    """The account that an edition froze; read once, since it never changes."""
    return _kept_ledger(edition.pk, edition.sha256)


@lru_cache(maxsize=4)
def _kept_ledger(pk: int, _sha256: str) -> Ledger:
    return ledger_of_edition(Edition.objects.get(pk=pk))


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
    return Subject("una cifra", label_of(ledger, figure), value, where)


def _chapter(ledger: Ledger, slug: str) -> Subject | None:
    found = ledger.chapter.get(slug)
    return Subject("un capítulo", found.title) if found else None


def _table(ledger: Ledger, slug: str) -> Subject | None:
    found = ledger.table.get(slug)
    return Subject("una tabla", found.title) if found else None


def _program(ledger: Ledger, slug: str) -> Subject | None:
    found = ledger.program.get(slug)
    return Subject("un programa", found.name) if found else None


def _product(ledger: Ledger, slug: str) -> Subject | None:
    found = ledger.product.get(slug)
    return Subject("un producto estratégico", found.name) if found else None


def _region(ledger: Ledger, slug: str) -> Subject | None:
    found = BY_SLUG.get(slug)
    return Subject("una región", found.name) if found else None


READERS: dict[str, Callable[[Ledger, str], Subject | None]] = {
    "cifras": _figure,
    "capitulos": _chapter,
    "tablas": _table,
    "programas": _program,
    "productos": _product,
    "regiones": _region,
}
