"""Every page of an account, and those of the site around it, in the order they are printed."""

from collections.abc import Iterator
from itertools import chain

from cuenta.pages import chapters, cuadratura, data, products, programs, regions, tables
from cuenta.pages.site import Page, Site


def account_pages(site: Site) -> Iterator[Page]:
    """Everything below the account's root; addresses are relative to it."""
    parts = (chapters, products, programs, regions, tables, cuadratura, data)
    return chain.from_iterable(part.pages(site) for part in parts)


def site_pages(site: Site) -> Iterator[Page]:
    """What stands outside any one account: home, privacy, feeds."""
    return iter(())
