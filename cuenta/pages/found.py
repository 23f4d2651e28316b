"""The page of results: what was found, what it can be narrowed to, and what to do where nothing is.

Everything here was made from text that people wrote: it stays text, in pieces that the template
escapes one by one.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from cuenta.pages.chrome import Link

PATH = "/buscar/"
HIT, END = "\ue000", "\ue001"
EXAMPLES = ("ferias libres", "Ñuble", "MM$ 69.857", "mujeres")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `is_hit` is what was looked for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One result. `value` is the figure's, with its unit; `permanent`, its place in its edition."""

    kind: str
    href: str
    title: tuple[Piece, ...]
    value: str
    note: str
    excerpt: tuple[Piece, ...]
    status: str
    year: str
    permanent: str
    is_person: bool


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, with how many there are and where choosing (or leaving) it leads."""

    label: str
    count: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What results can be narrowed by. `rest` are the values that stay folded."""

    name: str
    label: str
    values: tuple[Value, ...]
    rest: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """All that `/buscar/` shows. `trouble` is what to mend; `is_empty`: nothing was asked yet."""

    typed: str
    hidden: tuple[tuple[str, str], ...] = ()
    trouble: str = ""
    rows: tuple[Row, ...] = ()
    total: str = ""
    facets: tuple[Facet, ...] = ()
    chosen: tuple[Link, ...] = ()
    next: str = ""
    first: str = ""
    meant: Link | None = None
    wider: Link | None = None
    examples: tuple[Link, ...] = ()
    is_empty: bool = False


def pieces(marked: str) -> tuple[Piece, ...]:
    """A text with HIT and END around what was found, in pieces."""
    found: list[Piece] = []
    for place, part in enumerate(marked.split(HIT)):
        hit, end, rest = part.partition(END)
        if place and end:
            found += [Piece(hit, is_hit=True), Piece(rest)]
        else:
            found.append(Piece(part.replace(END, "")))
    return tuple(piece for piece in found if piece.text)


def address(asked: dict[str, str], **changed: str) -> str:
    """`/buscar/` with these parameters; the empty ones are left out."""
    kept = {name: value for name, value in {**asked, **changed}.items() if value}
    return f"{PATH}?{urlencode(kept)}" if kept else PATH


def examples() -> tuple[Link, ...]:
    """What one may try."""
    return tuple(Link(words, address({"q": words})) for words in EXAMPLES)
