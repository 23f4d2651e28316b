"""The text of a message from its HTML, so that each wording is written once.

Knows the few tags that `templates/emails/` uses: headings, paragraphs, lists, definition lists
and links. What it does not know it reads through. Pure.
"""

import re
import textwrap
from html.parser import HTMLParser

WIDTH = 76
_BLOCKS = frozenset({"p", "h1", "h2", "li", "dt", "dd", "blockquote", "div", "hr"})
_TIGHT = frozenset({"li", "dt", "dd"})  # no blank line between them
_HIDDEN = frozenset({"style", "head"})


def title_of(html: str) -> str:
    """What stands in `<title>`, on one line: the subject of the message."""
    found = _Reader()
    found.feed(html)
    return " ".join("".join(found.title).split())


def text_of(html: str) -> str:
    """The words of the message, wrapped; each link's address on a line of its own."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip() + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title: list[str] = []
        self._words: list[str] = []
        self._block = ""
        self._was_tight = False
        self._quoted = False
        self._hidden = 0
        self._in_title = False
        self._address = ""
        self._link_words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = True
        elif tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._words.append("\0")
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""
            self._link_words = []
        elif tag in _BLOCKS:
            self.end_block()
            self._block = tag
            self._quoted = self._quoted or tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in _HIDDEN:
            self._hidden -= 1
        elif tag == "a":
            self._end_link()
        elif tag in _BLOCKS:
            self.end_block()
            self._quoted = self._quoted and tag != "blockquote"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        elif not self._hidden:
            self._words.append(data)
            self._link_words.append(data)

    def _end_link(self) -> None:
        said = " ".join("".join(self._link_words).split())
        if self._address and self._address not in {said, f"mailto:{said}"}:
            self._words.append(f":\0{self._address}\0")
        self._address = ""

    def end_block(self) -> None:
        """Write down what was gathered since the block began."""
        raw, self._words = "".join(self._words), []
        lines = [" ".join(line.split()) for line in raw.split("\0")]
        mark = {"li": "- "}.get(self._block, "")
        quote = "> " if self._quoted else ""
        block = "\n".join(
            _wrapped(line, quote, mark if number == 0 else " " * len(mark))
            for number, line in enumerate(lines)
            if line
        )
        if block:
            self._add(block)
        self._block = ""

    def _add(self, block: str) -> None:
        is_tight = self._block in _TIGHT
        if self._was_tight and not is_tight:
            self.parts.append("\n")
        self._was_tight = is_tight
        self.parts.append(block.upper() if self._block == "h1" else block)
        self.parts.append(": " if self._block == "dt" else "\n" if is_tight else "\n\n")


def _wrapped(line: str, quote: str, mark: str) -> str:
    return textwrap.fill(
        line,
        WIDTH,
        initial_indent=quote + mark,
        subsequent_indent=quote + " " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
