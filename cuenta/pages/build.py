"""Every page of an account, in one stream: the press prints it, the preview looks one up."""

from collections.abc import Iterator
from itertools import chain

from cuenta.pages import chapters, figures, home, products, programs, regions, tables
from cuenta.pages.site import Page, Site

ACCOUNT = (chapters, products, programs, regions, tables, figures)
AROUND = (home,)


def account_pages(site: Site) -> Iterator[Page]:
    """Everything below the account's address. Pure: no query, no clock, no file."""
    return chain.from_iterable(module.pages(site) for module in ACCOUNT)


def site_pages(site: Site) -> Iterator[Page]:
    """The pages that stand outside the account; their paths begin with a slash."""
    return chain.from_iterable(module.pages(site) for module in AROUND)
