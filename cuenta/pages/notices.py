"""Pages that a server in front shows by itself (nginx `error_page`), printed like any other."""

from collections.abc import Iterator

from cuenta.pages.site import Page, Site

# The file a server asks for → the template Django uses for the same.
FILES = {"404.html": "404.html", "429.html": "429.html", "50x.html": "503.html"}


def site_pages(site: Site) -> Iterator[Page]:
    """One file each; the edition's own header and footer go with them."""
    for name, template in FILES.items():
        yield Page(name, template)
