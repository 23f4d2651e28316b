"""Every file to take away from one account, in one stream, with the lists of what was printed."""

import threading
from collections.abc import Iterator
from functools import partial

from cuenta.csvw import Described, csvw
from cuenta.downloads import (
    File,
    Provenance,
    checks_files,
    figures_files,
    package_zip,
    table_files,
)
from cuenta.downloads_whole import whole_files
from cuenta.manifest import TOTALS, listed, manifest_files, totals_sheet
from cuenta.pages.book import book_of
from cuenta.pages.site import Page, Site
from cuenta.sheets import checks_sheet, figures_sheet, table_sheet
from programs.editions import outcomes_csv
from programs.ledger import CheckKind
from programs.package import package_files
from programs.regions import REGIONS
from programs.verifier import program as verifier

PACKAGE = "datos/paquete.zip"
METADATA = "datos/csv-metadata.json"
VERIFIER = "datos/verificar.py"


FORMATS = ("csv", "xlsx", "json")


def formats_of(site: Site, path: str) -> tuple[tuple[str, str], ...]:
    """The files at `path`, as a page names them: CSV, XLSX and JSON with their addresses."""
    return tuple((kind.upper(), site.link(f"{path}.{kind}")) for kind in FORMATS)


def provenance_of(site: Site) -> Provenance:
    """What every downloaded file says of where it comes from."""
    ledger, edition = site.ledger, site.edition
    return Provenance(
        institution=ledger.institution.name,
        account=ledger.title,
        account_year=ledger.account_year,
        address=site.permanent(),
        edition=edition.number if edition else 0,
        published_at=edition.published_at if edition else None,
        sha256=edition.sha256 if edition else "",
    )


def pages(site: Site) -> Iterator[Page]:
    """Every file. They are costlier than pages: build them last.

    They speak of permanent addresses only, so that the current edition and its archive have the
    same bytes: whoever prints one after the other makes them once.
    """
    if site.edition is None:
        yield from _made(site)
        return
    key = (id(site.ledger), id(site.previous), site.edition.sha256, site.site_url)
    if _kept.key != key:
        _kept.key, _kept.site, _kept.pages = key, site, tuple(_made(site))
    yield from _kept.pages


class _Kept(threading.local):
    """The files made last; `site` is held so that no other ledger gets the same identity."""

    key: tuple[int, int, str, str] | None = None
    site: Site | None = None
    pages: tuple[Page, ...] = ()


_kept = _Kept()


def _made(site: Site) -> Iterator[Page]:
    known = []
    origin = provenance_of(site)
    for file in _files(site, origin):
        known.append(listed(file))
        yield Page(file.path, content=file.content)
    for file in manifest_files(known, origin):
        yield Page(file.path, content=file.content)


def _files(site: Site, origin: Provenance) -> Iterator[File]:
    ledger = site.ledger
    for table in ledger.tables:
        yield from table_files(ledger, table, origin)
    for path, title in parts(site):
        yield from _part_files(site, origin, path, title)
    yield from figures_files(ledger, ledger.figures, origin)
    yield from checks_files(ledger, site.outcomes, origin)
    yield from whole_files(ledger, site.outcomes, origin)
    yield File(METADATA, csvw(_described(site), origin))
    yield File(VERIFIER, verifier())
    yield File(PACKAGE, package_zip(edition_files(site), beside(site)))


def parts(site: Site) -> Iterator[tuple[str, str]]:
    """The programs and regions that have figures: where their files are, and their names."""
    book = book_of(site)
    for program in site.ledger.programs:
        if program.slug in book.by_program:
            yield f"programas/{program.slug}", program.name
    for region in REGIONS:
        if region.code in book.by_region:
            yield f"regiones/{region.slug}", region.short_name


def _part_files(site: Site, origin: Provenance, path: str, title: str) -> Iterator[File]:
    book = book_of(site)
    folder, _, slug = path.partition("/")
    code = {region.slug: region.code for region in REGIONS}
    figures = book.by_program[slug] if folder == "programas" else book.by_region[code[slug]]
    yield from figures_files(site.ledger, figures, origin, path, f"Cifras de {title}")


def _described(site: Site) -> Iterator[Described]:
    ledger = site.ledger
    figures = partial(figures_sheet, ())
    yield Described("cifras.csv", figures(), "clave")
    yield Described("cuadratura.csv", checks_sheet(ledger, ()), "comprobacion")
    yield Described(TOTALS, totals_sheet(()), "")
    for table in ledger.tables:
        yield Described(f"tablas/{table.slug}.csv", table_sheet(ledger, table), "fila_clave")
    for path, title in parts(site):
        yield Described(f"{path}.csv", figures(title=f"Cifras de {title}"), "clave")


def beside(site: Site) -> dict[str, bytes]:
    """What the package carries to be checked: the program, how to run it, and last year's figures
    where some check compares with them."""
    found = {"verificar.py": verifier(), "LEEME.txt": README.encode()}
    if site.previous and any(each.kind is CheckKind.GROWTH for each in site.ledger.rules):
        found["previous/figures.csv"] = package_files(site.previous)["figures.csv"]
    return found


README = """Paquete de datos de una cuenta pública

1. Deje todos los archivos en una misma carpeta, como vienen.
2. Abra una ventana de comandos en esa carpeta y ejecute: python3 verificar.py
3. Compare lo que escribe con la página «Cuadratura» de la cuenta, y la huella de la edición con la
   que muestra la página «Ediciones».

datapackage.json dice qué contiene cada archivo y cada columna (Frictionless Data Package).
Si está, commitments.json dice qué pasó con los compromisos de la cuenta anterior.
Si está, council.json deja constancia de la revisión del Consejo: plazos, folios y huellas.
SHA256SUMS trae la huella de cada archivo publicado: sha256sum -c SHA256SUMS
verificar.py, LEEME.txt y la carpeta previous no son parte de la edición: sirven para comprobarla.
"""


def edition_files(site: Site) -> dict[str, bytes]:
    """The bytes that were published; on the draft, what would be."""
    if site.edition is not None and site.edition.files:
        return dict(site.edition.files)
    return {**package_files(site.ledger), "outcomes.csv": outcomes_csv(site.outcomes)}
