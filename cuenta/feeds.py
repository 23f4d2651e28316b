"""Atom, site map and robots: how machines learn what was published. Plain values in, bytes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from programs.formats import clean

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# What one site map may hold (sitemaps.org); the most important addresses come first.
MOST_ADDRESSES = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition in the feed. `address` is its permanent address and, being unique, its id."""

    title: str
    address: str
    published_at: datetime
    author: str
    summary: str
    content: str = ""  # what changed, a line each


def atom(title: str, author: str, self_address: str, page: str, entries: list[Entry]) -> bytes:
    """A feed (RFC 4287), newest first. Without entries it says so by being empty, dated 1970."""
    newest_first = sorted(entries, key=lambda entry: entry.published_at, reverse=True)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "es-CL"})
    _child(feed, "id", self_address)
    _child(feed, "title", title)
    updated = newest_first[0].published_at if newest_first else datetime.fromtimestamp(0, UTC)
    _child(feed, "updated", updated.isoformat())
    _child(_child(feed, "author"), "name", author)
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": self_address})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    for entry in newest_first:
        _entry(feed, entry)
    return _document(feed)


def _entry(feed: Element, entry: Entry) -> None:
    node = _child(feed, "entry")
    _child(node, "id", entry.address)
    _child(node, "title", entry.title)
    _child(node, "updated", entry.published_at.isoformat())
    _child(node, "published", entry.published_at.isoformat())
    _child(_child(node, "author"), "name", entry.author)
    SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    _child(node, "summary", entry.summary)
    if entry.content:
        _child(node, "content", entry.content)


def sitemap(addresses: Iterable[str], changed_at: datetime | None) -> bytes:
    """The addresses search engines may know, all changed by the edition of that instant."""
    root = Element("urlset", {"xmlns": SITEMAP})
    for place, address in enumerate(addresses):
        if place == MOST_ADDRESSES:
            break
        url = _child(root, "url")
        _child(url, "loc", address)
        if changed_at is not None:
            _child(url, "lastmod", changed_at.isoformat())
    return _document(root)


def robots(site_url: str) -> bytes:
    """Everything published may be read; the desk has nothing for machines."""
    lines = ("User-agent: *", "Disallow: /admin/", "", f"Sitemap: {site_url}/sitemap.xml", "")
    return "\n".join(lines).encode()


def _child(parent: Element, name: str, text: str = "") -> Element:
    node = SubElement(parent, name)
    if text:
        node.text = clean(text)
    return node


def _document(root: Element) -> bytes:
    text: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
