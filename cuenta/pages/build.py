"""Every page of an account, in one stream: the press prints it, the preview looks one up."""

from collections.abc import Iterator
from itertools import chain

from cuenta.pages import (
    about,
    catalogue,
    chapters,
    council,
    cuadratura,
    data,
    editions,
    figures,
    files,
    glossary,
    home,
    methodology,
    notices,
    products,
    programs,
    promised,
    regions,
    sitemap,
    tables,
)
from cuenta.pages.site import Page, Site

ACCOUNT = (
    chapters.pages,
    products.pages,
    programs.pages,
    regions.pages,
    tables.pages,
    figures.pages,
    cuadratura.pages,
    editions.pages,
    council.pages,
    promised.pages,
    data.pages,
    glossary.pages,
    methodology.pages,
    sitemap.pages,
    files.pages,
)
AROUND = (
    home.pages,
    about.site_pages,
    sitemap.site_pages,
    catalogue.site_pages,
    notices.site_pages,
)


def account_pages(site: Site) -> Iterator[Page]:
    """Everything below the account's address. Pure: no query, no clock, no file."""
    return chain.from_iterable(pages(site) for pages in ACCOUNT)


def site_pages(site: Site) -> Iterator[Page]:
    """The pages that stand outside the account; their paths start at the site's own root."""
    return chain.from_iterable(pages(site) for pages in AROUND)
