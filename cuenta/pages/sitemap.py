"""`mapa/` for people; the site map, the feed and robots.txt for machines."""

from collections.abc import Iterator
from dataclasses import dataclass

from cuenta.feeds import Entry, atom, robots, sitemap
from cuenta.pages.changes import changes_between
from cuenta.pages.chrome import EVERY_SECTION, Link, make_head
from cuenta.pages.editions import edition_path
from cuenta.pages.promised import promised_of
from cuenta.pages.site import EditionInfo, Page, Site
from programs.regions import REGIONS

TITLE = "Mapa del sitio"
MOST_TOLD = 100  # figures that a feed names; the edition's page has them all
AROUND = (
    "/", "/accesibilidad/", "/privacidad/", "/participacion/", "/participacion/cambios/",
    "/participacion/plazos/", "/participacion/registro/", "/participacion/cifras/",
    "/participacion/desempeno/", "/consejo/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch:
    """Pages of one kind. `inner` are those that hang from another one, by its address."""

    title: str
    href: str
    links: tuple[Link, ...]


def pages(site: Site) -> Iterator[Page]:
    """The map of the account."""
    description = "Todas las páginas de esta cuenta pública."
    head = make_head(site, "mapa/", TITLE, description, "", (("Mapa del sitio", ""),))
    context = {
        "head": head,
        "title": TITLE,
        "sections": tuple(
            Link(label, path if path.startswith("/") else site.link(path))
            for label, path in EVERY_SECTION
        ),
        "branches": tuple(branch for branch in branches(site) if branch.links),
    }
    yield Page("mapa/", "cuenta/site_map.html", context)


def site_pages(site: Site) -> Iterator[Page]:
    """What machines ask for at the root."""
    changed_at = site.edition.published_at if site.edition else None
    addresses = [site.site_url + path for path in (*AROUND, *_paths(site))]
    yield Page("sitemap.xml", content=sitemap(addresses, changed_at))
    yield Page("robots.txt", content=robots(site.site_url))
    yield Page("ediciones.atom", content=_feed(site))


def branches(site: Site) -> Iterator[Branch]:
    """Every page one can read, by kind, in the document's order."""
    ledger = site.ledger
    kinds = (
        ("Capítulos", "", "capitulos", [(each.slug, each.title) for each in ledger.chapters]),
        ("Productos", "productos/", "productos", [(e.slug, e.name) for e in ledger.products]),
        ("Programas", "programas/", "programas", [(e.slug, e.name) for e in ledger.programs]),
        ("Regiones", "regiones/", "regiones", [(e.slug, e.short_name) for e in REGIONS]),
        ("Tablas", "datos/", "tablas", [(each.slug, each.title) for each in ledger.tables]),
    )
    for title, index, folder, items in kinds:
        links = tuple(Link(label, site.link(f"{folder}/{slug}/")) for slug, label in items)
        yield Branch(title, site.link(index), links)


def _paths(site: Site) -> Iterator[str]:
    """The current account's addresses, what people look for first, figures last."""
    year = site.ledger.account_year
    root = f"/cuentas/{year}/"
    yield from (root + path for _, path in EVERY_SECTION if not path.startswith("/"))
    if site.asked is not None and site.asked.council is not None:
        yield f"{root}consejo/"
    if promised_of(site) is not None:
        yield f"{root}compromisos/"
    for branch in branches(site):
        yield from (root + link.href.removeprefix(site.link()) for link in branch.links)
    yield from (f"{root}cifras/{figure.key}/" for figure in site.ledger.figures)


def _changed(before: EditionInfo, after: EditionInfo) -> str:
    """What an edition changed, as its page tells it: a line for each figure, and the errata."""
    changes = changes_between(before, after)
    lines = [changes.summary]
    for figure in changes.figures[:MOST_TOLD]:
        amounts = " → ".join(filter(None, (figure.before, figure.after)))
        said = f"{figure.title}: {amounts}. {figure.what} {figure.reason}"
        lines.append(" ".join(said.split()))
    lines += [f"Fe de erratas. {each.about}: {each.reason}" for each in changes.errata]
    return "\n".join(lines)


def _feed(site: Site) -> bytes:
    ledger = site.ledger
    entries = [
        Entry(
            title=f"{edition.ledger.title}, edición {edition.number}",
            address=site.site_url + edition_path(site, edition.number),
            published_at=edition.published_at,
            author=edition.published_by,
            summary=edition.reason or "Se publicó una edición de la cuenta.",
            content=_changed(before, edition) if before else "",
        )
        for before, edition in zip((None, *site.editions), site.editions, strict=False)
    ]
    return atom(
        title=f"{ledger.institution.short_name}: ediciones de la cuenta pública",
        author=ledger.institution.name,
        self_address=f"{site.site_url}/ediciones.atom",
        page=f"{site.site_url}/cuentas/{ledger.account_year}/ediciones/",
        entries=entries,
    )
