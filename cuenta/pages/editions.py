"""`ediciones/`: what was published, when, by whom, what changed, and how anyone verifies it."""

from collections.abc import Iterator
from dataclasses import dataclass

from cuenta.pages.changes import Changes, changes_between
from cuenta.pages.chrome import make_head
from cuenta.pages.site import EditionInfo, Page, Site
from cuenta.pages.words import instant
from programs.editions import SUMS
from programs.figures import plural

TITLE = "Ediciones"
LEAD = (
    "Cada edición guarda lo que se publicó en un momento. No cambia nunca: si algo se corrige, "
    "se publica otra y aquí queda la diferencia."
)


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition in the list; `changes` is None for the first."""

    number: int
    anchor: str
    instant: str
    iso: str
    prepared_by: str
    published_by: str
    sha256: str
    reason: str
    size: str
    pages: str
    files: str
    is_current: bool
    changes: Changes | None


@dataclass(frozen=True, slots=True)
class Commands:
    """What a citizen types to verify an edition, and the hash that must come out."""

    number: int
    lines: tuple[str, ...]
    sha256: str


def pages(site: Site) -> Iterator[Page]:
    """The page of editions."""
    newest = site.editions[-1] if site.editions else None
    head = make_head(
        site, "ediciones/", TITLE, LEAD, "ediciones", (("Ediciones", ""),)
    )  # fmt: skip
    context = {
        "head": head,
        "title": TITLE,
        "lead": LEAD,
        "count": plural(len(site.editions), "edición publicada", "ediciones publicadas"),
        "editions": tuple(_views(site)),
        "commands": commands(site, newest) if newest else None,
        "feed": "/ediciones.atom",
        "is_draft": site.is_draft,
    }
    yield Page("ediciones/", "cuenta/editions.html", context)


def edition_path(site: Site, number: int) -> str:
    """Where an edition's own pages stay, whatever set of pages links to them."""
    return f"/cuentas/{site.ledger.account_year}/ediciones/{number}/"


def _views(site: Site) -> Iterator[EditionView]:
    """Newest first."""
    earlier = (None, *site.editions)
    for before, edition in reversed(list(zip(earlier, site.editions, strict=False))):
        address = edition_path(site, edition.number)
        ledger = edition.ledger
        size = (
            f"{plural(len(ledger.figures), 'cifra', 'cifras')}, "
            f"{plural(len(ledger.tables), 'tabla', 'tablas')}, "
            f"{plural(len(ledger.explanations), 'explicación', 'explicaciones')}"
        )
        yield EditionView(
            number=edition.number,
            anchor=f"edicion-{edition.number}",
            instant=instant(edition.published_at),
            iso=edition.published_at.isoformat(),
            prepared_by=edition.prepared_by,
            published_by=edition.published_by,
            sha256=edition.sha256,
            reason=edition.reason,
            size=size,
            pages=address,
            files=f"{address}archivos/{SUMS}",
            is_current=edition == site.editions[-1],
            changes=changes_between(before, edition) if before else None,
        )


def commands(site: Site, edition: EditionInfo) -> Commands:
    """Download the files, check each against the list, and the list against its hash."""
    base = f"{site.site_url}{edition_path(site, edition.number)}archivos"
    lines = (
        f"curl -fsSO {base}/{SUMS}",
        f"cut -c67- {SUMS} | while read -r archivo; do",
        f'  curl -fsS --create-dirs -o "$archivo" "{base}/$archivo"; done',
        f"sha256sum -c {SUMS}",
        f"sha256sum {SUMS}",
    )
    return Commands(edition.number, lines, edition.sha256)
