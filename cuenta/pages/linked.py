"""The structured data of each page (schema.org): where it stands, and what it is."""

from collections.abc import Iterator

from django.utils.safestring import SafeString

from cuenta.pages.chrome import Head
from cuenta.pages.files import FORMATS, PACKAGE, parts
from cuenta.pages.site import Page, Site
from cuenta.pages.words import CHILE
from cuenta.structured import Thing, breadcrumbs, dataset, organization, script
from programs.contacts import href_of
from programs.ledger import Table


def linked_data(site: Site, page: Page, head: Head) -> SafeString:
    """The data block of a page: its trail, the account's data or a table's, who publishes them."""
    things = tuple(_things(site, page, head))
    return script(*things) if things else SafeString("")


def _things(site: Site, page: Page, head: Head) -> Iterator[Thing]:
    if head.crumbs:
        yield breadcrumbs(
            (crumb.label, f"{site.site_url}{crumb.href}" if crumb.href else head.canonical)
            for crumb in head.crumbs
        )
    folder, _, rest = page.path.partition("/")
    table = site.ledger.table.get(rest.rstrip("/")) if folder == "tablas" else None
    part = page.path.rstrip("/")
    if table is not None:
        yield _table(site, table, head)
    elif rest and part in dict(parts(site)):
        paths = [f"{part}.{kind}" for kind in FORMATS]
        yield _dataset(site, f"{head.title}. {site.ledger.title}", head, paths)
    elif page.path in ("", "datos/"):
        yield _account(site, head)


def _institution(site: Site) -> Thing:
    institution = site.ledger.institution
    webs = (href_of(contact) for contact in institution.contacts if contact.kind == "web")
    return organization(
        institution.name, institution.short_name, institution.ministry, next(webs, "")
    )


def _account(site: Site, head: Head) -> Thing:
    paths = [f"{name}.{kind}" for name in ("cifras", "cuadratura") for kind in FORMATS]
    whole = ["datos/cuenta.xlsx", "datos/cuenta.json", PACKAGE]
    return _dataset(site, site.ledger.title, head, [*paths, *whole])


def _table(site: Site, table: Table, head: Head) -> Thing:
    paths = [f"tablas/{table.slug}.{kind}" for kind in FORMATS]
    return _dataset(site, f"{table.title}. {site.ledger.title}", head, paths)


def _dataset(site: Site, name: str, head: Head, paths: list[str]) -> Thing:
    edition = site.edition
    return dataset(
        name=name,
        description=head.description,
        url=head.canonical,
        publisher=_institution(site),
        year=site.ledger.management_year,
        version=str(edition.number) if edition else "",
        published=edition.published_at.astimezone(CHILE).date().isoformat() if edition else "",
        files=[site.permanent(path) for path in paths],
    )
