"""`/catalogo.jsonld` and `/data.json`: every published data set of the newest account."""

from collections.abc import Iterator, Sequence

from cuenta.catalogue import Catalogue, DataSet, Distribution, data_json, dcat
from cuenta.pages.files import FORMATS, PACKAGE, parts
from cuenta.pages.site import EditionInfo, Page, Site
from programs.contacts import href_of

KEYWORDS = ("cuenta pública", "participación ciudadana", "gasto público", "Chile")


def site_pages(site: Site) -> Iterator[Page]:
    """The two catalogues; the draft is in none."""
    if site.edition is None:
        return
    catalogue = catalogue_of(site, site.edition)
    yield Page("catalogo.jsonld", content=dcat(catalogue))
    yield Page("data.json", content=data_json(catalogue))


def catalogue_of(site: Site, edition: EditionInfo) -> Catalogue:
    """What the current edition has to be taken away, and the questions about it."""
    institution = site.ledger.institution
    links = {contact.kind: href_of(contact) for contact in institution.contacts}
    return Catalogue(
        title=f"{institution.short_name}: {site.ledger.title}",
        address=f"{site.site_url}/",
        publisher=institution.name,
        publisher_page=links.get("web", ""),
        mail=links.get("email", "").removeprefix("mailto:"),
        sets=tuple(_sets(site, edition)),
    )


def _sets(site: Site, edition: EditionInfo) -> Iterator[DataSet]:
    ledger = site.ledger
    whole = [f"{name}.{kind}" for name in ("cifras", "cuadratura") for kind in FORMATS]
    whole += ["datos/cuenta.xlsx", "datos/cuenta.json", PACKAGE]
    described = ledger.summary or f"Todas las cifras de {ledger.title}."
    yield _set(site, edition, "datos/", ledger.title, described, whole)
    for table in ledger.tables:
        title = f"{table.title}. {ledger.title}"
        note = table.note or f"Tabla «{table.title}», cifra por cifra, con su unidad y su fuente."
        yield _set(site, edition, f"tablas/{table.slug}/", title, note)
    for path, name in parts(site):
        title = f"{name}. {ledger.title}"
        yield _set(site, edition, f"{path}/", title, f"Todas las cifras de {name}.")


def _set(
    site: Site,
    edition: EditionInfo,
    path: str,
    title: str,
    described: str,
    paths: Sequence[str] = (),
) -> DataSet:
    files = paths or [f"{path.rstrip('/')}.{kind}" for kind in FORMATS]
    first = site.editions[0].published_at
    return DataSet(
        identifier=f"{site.site_url}/cuentas/{site.ledger.account_year}/{path}",
        title=title,
        description=described,
        page=f"{site.site_url}/cuentas/{site.ledger.account_year}/{path}",
        year=site.ledger.management_year,
        version=str(edition.number),
        issued=first.isoformat(),
        modified=edition.published_at.isoformat(),
        keywords=(*KEYWORDS, site.ledger.institution.short_name),
        files=tuple(Distribution(site.permanent(each), each) for each in files),
    )
