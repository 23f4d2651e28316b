"""Every link of a printed site: what it names, and whether that is there."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
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
    "/consejo/",
    "/buscar/",
    "/datos/",
    "/admin/",
)


@dataclass
class Document(HTMLParser):
    """The ids of a page and the addresses it leads to."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in ("href", "src", "action") and value:
                self.links.append(value)


def read_pages(site: Path) -> dict[str, Document]:
    """Address → what the page there says, for every page of a release."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        address = "/" + str(path.relative_to(site)).removesuffix("index.html")
        document = Document()
        document.feed(path.read_text())
        found[address] = document
    return found


def inside(document: Document, address: str) -> list[tuple[str, str]]:
    """The (path, fragment) pairs of this site that a page leads to, its own fragments too."""
    found = []
    for link in document.links:
        whole = urlsplit(urljoin(HERE + address, link))
        if f"{whole.scheme}://{whole.netloc}" == HERE:
            found.append((unquote(whole.path), unquote(whole.fragment)))
    return found


def broken(site: Path, static: Path, pages: dict[str, Document]) -> list[str]:
    """`from → to` of every link that names a file or a fragment that is not there."""
    found = set()
    ids = {address: set(document.ids) for address, document in pages.items()}
    for address, document in pages.items():
        for path, fragment in inside(document, address):
            if path.startswith(DYNAMIC):
                continue
            if not _exists(site, static, path):
                found.add(f"{address} → {path}")
            elif fragment and fragment not in ids.get(path, ()):
                found.add(f"{address} → {path}#{fragment}")
    return sorted(found)


def _exists(site: Path, static: Path, path: str) -> bool:
    if path.startswith("/static/"):
        return (static / path.removeprefix("/static/")).is_file()
    return (site / file_name(path.lstrip("/"))).is_file()
