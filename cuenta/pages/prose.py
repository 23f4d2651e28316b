"""A chapter's Markdown as blocks: text with linked figures and stable anchors, and tables.

Markdown comes from staff and is never trusted: raw HTML is off and nh3 cleans what is left. Figures
and "ask about this" links go in afterwards, only between tags, so no text can bend an attribute.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

import nh3
from django.utils.safestring import SafeString
from markdown_it.token import Token

from cuenta.pages.book import Book
from cuenta.pages.chrome import ask_href
from programs.ledger import Chapter
from programs.paragraphs import TABLE, groups, is_numbered, markdown, table_alone

TAGS = {
    "p",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "strong",
    "em",
    "a",
    "blockquote",
    "code",
    "br",
    "hr",
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "p": {"id"},
    "li": {"id"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
PLACE = re.compile(r"\{(cifra|pregunta):([a-z0-9-]+)\}")
BETWEEN_TAGS = re.compile(r"(<[^>]*>)")

ICON = '<svg class="i" aria-hidden="true"><use href="#i-ask"/></svg>'


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text, or the slug of a table that stands here."""

    html: str = ""
    table: str = ""


def blocks(book: Book, chapter: Chapter) -> tuple[Block, ...]:
    """The chapter's body. Each paragraph and list item has an id, `p1`, `p2`… in order."""
    names = iter(range(1, 10_000))
    found: list[Block] = []
    for group in groups(chapter.body):
        slug = table_alone(group)
        if slug:
            found.append(Block(table=slug))
            continue
        html = _render(group, names, _filler(book, chapter))
        if found and not found[-1].table:
            found[-1] = Block(html=SafeString(found[-1].html + html))
        else:
            found.append(Block(html=SafeString(html)))
    return tuple(found)


def cited(chapter: Chapter) -> frozenset[str]:
    """The keys of the figures the text places."""
    return frozenset(key for kind, key in PLACE.findall(chapter.body) if kind == "cifra")


def placed_tables(chapter: Chapter) -> frozenset[str]:
    return frozenset(TABLE.findall(chapter.body))


def _render(group: list[Token], names: Iterator[int], fill: Callable[[re.Match[str]], str]) -> str:
    _name(group, names)
    html = markdown.renderer.render(group, markdown.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    pieces = BETWEEN_TAGS.split(clean)
    return "".join(piece if piece.startswith("<") else PLACE.sub(fill, piece) for piece in pieces)


def _name(group: list[Token], names: Iterator[int]) -> None:
    """Give paragraphs and list items their anchor, and a place for the link that asks about it."""
    waiting = ""
    for token in group:
        if token.type == "heading_open" or token.type == "heading_close":
            token.tag = f"h{min(4, max(2, int(token.tag[1])))}"
        if is_numbered(token):
            waiting = f"p{next(names)}"
            token.attrSet("id", waiting)
        elif token.type == "inline" and waiting and token.children is not None:
            ask = Token("text", "", 0)
            ask.content = f"{{pregunta:{waiting}}}"
            token.children.append(ask)
            waiting = ""


def _filler(book: Book, chapter: Chapter) -> Callable[[re.Match[str]], str]:
    def fill(found: re.Match[str]) -> str:
        kind, key = found.groups()
        return _figure(book, key) if kind == "cifra" else _ask(book, chapter, key)

    return fill


def _figure(book: Book, key: str) -> str:
    """The figure as published, linked, with its mark where it differs."""
    figure = book.ledger.figure.get(key)
    if figure is None:
        return f"<b>[falta la cifra «{escape(key)}»]</b>"  # only a draft can lack one
    shown = book.shown(figure)
    mark = shown.differing_html
    link = f'<a class="cifra num" href="{escape(shown.href)}">{escape(shown.text)}</a>'
    return f"{link} {mark}" if mark else link


def _ask(book: Book, chapter: Chapter, anchor: str) -> str:
    href = escape(ask_href(book.site, f"capitulos/{chapter.slug}/#{anchor}"))
    number = escape(anchor.removeprefix("p"))
    return (
        f' <a class="p-ask" href="{href}">{ICON}'
        f'<span class="vh">Preguntar por el párrafo {number}</span></a>'
    )
