"""Print pages in a test as the press does, without a file or a database."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from cuenta.pages.build import account_pages, site_pages
from cuenta.pages.site import Page, Site
from programs.ledger import Ledger
from programs.package import read_package
from tests.ledgers import small_site

PACKAGE = Path(__file__).resolve().parents[2] / "programs" / "data" / "sercotec-2022"


@cache
def seed_ledger() -> Ledger:
    """Sercotec's whole account, as the data package states it."""
    return read_package(PACKAGE)


@cache
def seed_site() -> Site:
    """Its published first edition."""
    return small_site(seed_ledger())


def printed(site: Site, page: Page) -> str:
    """The page's HTML, or its file's text."""
    if page.content is not None:
        return page.content.decode()
    return render_to_string(page.template, {"site": site, "page": page, **page.context})


def page_at(pages: Iterable[Page], path: str) -> Page:
    """The page with that path. Raises LookupError where no page has it."""
    for page in pages:
        if page.path == path:
            return page
    raise LookupError(path)


def html_at(site: Site, path: str) -> str:
    """What a reader of `path` (under the account) gets."""
    return printed(site, page_at(account_pages(site), path))


def home_of(site: Site) -> str:
    return printed(site, page_at(site_pages(site), ""))


@cache
def printed_seed() -> dict[str, str]:
    """Every HTML page of Sercotec's account by its address, printed once for all tests."""
    site = seed_site()
    found = {site.link(p.path): printed(site, p) for p in account_pages(site) if p.template}
    return found | {f"/{p.path}": printed(site, p) for p in site_pages(site) if p.template}
