"""Every link of a printed site: what it names, and whether that is there."""

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from cuenta.press.writing import file_name

HERE = "http://here"
# Addresses that Django answers, not files: their own tests look after them.
DYNAMIC = (
    "/participar/",
    "/participacion/",
    "/seguimiento/",
    "/mis-datos/",
    "/audiencias/",
    "/consejo/",
    "/buscar/",
    "/datos/",
    "/api/",
    "/admin/",
)
# Our pages quote every attribute, and escape every quote that is none of an attribute: a parser
# finds the same in ten times the time.
ATTRIBUTE = re.compile(r'\s(id|href|src|action)="([^"]+)"')


@dataclass(frozen=True)
class Document:
    """The ids of a page and the addresses it leads to, each address once."""

    ids: list[str]
    links: set[str]


def read_page(html: str) -> Document:
    """What a page names and leads to."""
    found = [(name, unescape(value)) for name, value in ATTRIBUTE.findall(html)]
    return Document(
        [value for name, value in found if name == "id"],
        {value for name, value in found if name != "id"},
    )


def read_pages(site: Path) -> dict[str, Document]:
    """Address → what the page there says, for every page of a release."""
    return {
        "/" + str(path.relative_to(site)).removesuffix("index.html"): read_page(path.read_text())
        for path in sorted(site.rglob("*.html"))
    }


def inside(document: Document, address: str) -> list[tuple[str, str]]:
    """The (path, fragment) pairs of this site that a page leads to, its own fragments too."""
    found = (_split(link if link[0] == "/" else urljoin(address, link)) for link in document.links)
    return [each for each in found if each]


@cache
def _split(link: str) -> tuple[str, str] | None:
    """Path and fragment of an address of this site."""
    whole = urlsplit(urljoin(HERE, link))
    if f"{whole.scheme}://{whole.netloc}" != HERE:
        return None
    return unquote(whole.path), unquote(whole.fragment)


def broken(site: Path, static: Path, pages: dict[str, Document]) -> list[str]:
    """`from → to` of every link that names a file or a fragment that is not there."""
    found = set()
    ids = {address: set(document.ids) for address, document in pages.items()}
    there = cache(lambda path: _exists(site, static, path))
    for address, document in pages.items():
        for path, fragment in inside(document, address):
            if path.startswith(DYNAMIC):
                continue
            if not there(path):
                found.add(f"{address} → {path}")
            elif fragment and fragment not in ids.get(path, ()):
                found.add(f"{address} → {path}#{fragment}")
    return sorted(found)


def _exists(site: Path, static: Path, path: str) -> bool:
    if path.startswith("/static/"):
        return (static / path.removeprefix("/static/")).is_file()
    return (site / file_name(path.lstrip("/"))).is_file()
