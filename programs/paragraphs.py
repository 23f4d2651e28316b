"""A chapter's Markdown as blocks, and the number that each paragraph and list item has in it.

The numbers are permanent addresses (`#p3`): pages print them, and who quotes a paragraph finds its
words again by them. Pure.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from programs.figures import format_figure
from programs.ledger import Ledger

TABLE = re.compile(r"\{tabla:([a-z0-9-]+)\}")
FIGURE = re.compile(r"\{cifra:([a-z0-9-]+)\}")
MARKUP = re.compile(r"\*\*|__|`")
markdown = MarkdownIt("commonmark", {"html": False})


def groups(body: str) -> Iterator[list[Token]]:
    """Top-level blocks, one at a time."""
    group: list[Token] = []
    for token in markdown.parse(body):
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def table_alone(group: list[Token]) -> str:
    """The slug of the table that stands alone in a block; empty where it is text."""
    inline = [token for token in group if token.type == "inline"]
    found = TABLE.fullmatch(inline[0].content.strip()) if len(inline) == 1 else None
    return found[1] if found else ""


def is_numbered(token: Token) -> bool:
    """Whether a token opens something with a number of its own: a paragraph or a list item."""
    return token.type == "list_item_open" or (token.type == "paragraph_open" and token.level == 0)


def paragraph_at(ledger: Ledger, body: str, anchor: str) -> str:
    """The words of the paragraph `p3` of a chapter, its figures written out; empty without one."""
    number = 0
    for group in groups(body):
        if table_alone(group):
            continue
        waiting = ""
        for token in group:
            if is_numbered(token):
                number += 1
                waiting = f"p{number}"
            elif token.type == "inline" and waiting:
                if waiting == anchor:
                    return _plain(ledger, token.content)
                waiting = ""
    return ""


def _plain(ledger: Ledger, text: str) -> str:
    def said(found: re.Match[str]) -> str:
        figure = ledger.figure.get(found[1])
        return format_figure(figure) if figure is not None else found[0]

    return " ".join(MARKUP.sub("", FIGURE.sub(said, text)).split())
