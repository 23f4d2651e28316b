"""Hiding parts of what will be published, with a visible mark in the place of each.

What is hidden leaves nothing of itself: neither a letter, nor its length. Everything else stays as
it was, byte for byte. The original is kept sealed elsewhere; here it is only covered.

A mark is text, so that it goes wherever the text goes (pages, files, names of attachments, mail).
Somebody may have written one by hand: it says that something is hidden where nothing is, no more.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from participation.personal_data import Found, Kind
from programs.sentences import joined


class NotThere(ValueError):  # noqa: N818 (it is an answer)
    """Words that were chosen to be hidden and are not in the text, or no words at all.

    The message is a sentence for whoever chose them.
    """


_MARK = re.compile(r"\[reservado: (" + "|".join(map(re.escape, Kind)) + r")\]")
# The zero-width joiners belong to the letter or the sign that they join.
_JOINERS = "\u200c\u200d"

PLURALS = MappingProxyType(
    {
        Kind.RUN: "RUN",
        Kind.EMAIL: "correos",
        Kind.TELEPHONE: "teléfonos",
        Kind.ADDRESS: "direcciones",
        Kind.NAME: "nombres de terceros",
        Kind.OTHER: "otros datos personales",
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """What stands from `start` to `end` in a text, and why it is hidden."""

    start: int
    end: int
    reason: Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a redacted text; `hidden` is the reason where it is a mark, else None."""

    text: str
    hidden: Kind | None = None


def mark_of(reason: Kind) -> str:
    """The words that stand in the place of what is hidden."""
    return f"[reservado: {reason.value}]"


def redact(text: str, spans: Iterable[Span]) -> str:
    """`text` with a mark in the place of each span.

    A span that cuts a word or a mark takes the whole of it. Spans that overlap become one, with the
    reason of the longest. A text that is already redacted keeps its marks.

    Raises:
        ValueError: a span is empty, or does not lie within the text.
    """
    pieces, at = [], 0
    marks = marks_in(text)
    for span in _merged([*_whole(text, spans, marks)], marks):
        pieces += [text[at : span.start], mark_of(span.reason)]
        at = span.end
    return "".join([*pieces, text[at:]])


def _whole(text: str, spans: Iterable[Span], marks: tuple[Span, ...]) -> Iterator[Span]:
    """Each span, grown to the ends of the words that it cuts; a word ends where a mark does."""
    limits = {mark.end for mark in marks}
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError("a span is not empty and lies within its text")
        start, end = span.start, span.end
        while 0 < start not in limits and _is_inside_word(text, start):
            start -= 1
        while len(text) > end not in limits and _is_inside_word(text, end):
            end += 1
        yield Span(start, end, span.reason)


def _is_inside_word(text: str, at: int) -> bool:
    """Whether what stands before and after `at` belongs together."""
    return _is_part(text[at]) and (_is_part(text[at - 1]) or _is_added(text[at]))


def _is_part(character: str) -> bool:
    return character.isalnum() or character == "_" or _is_added(character)


def _is_added(character: str) -> bool:
    """Accents of their own and joiners: nothing without what they stand on."""
    return character in _JOINERS or unicodedata.category(character).startswith("M")


def _merged(spans: list[Span], marks: tuple[Span, ...]) -> list[Span]:
    """One span where several overlap, in the order of the text; a mark is taken whole."""
    touched = [m for m in marks if any(s.start < m.end and m.start < s.end for s in spans)]
    groups: list[list[Span]] = []
    for span in sorted([*touched, *spans], key=lambda each: (each.start, -each.end)):
        if groups and span.start < max(each.end for each in groups[-1]):
            groups[-1].append(span)
        else:
            groups.append([span])
    return [_union(group) for group in groups]


def _union(group: list[Span]) -> Span:
    longest = max(group, key=lambda span: span.end - span.start)
    end = max(span.end for span in group)
    return Span(group[0].start, end, longest.reason)


def spans_from(found: Iterable[Found]) -> tuple[Span, ...]:
    """What was pointed out and somebody chose to hide."""
    return tuple(Span(each.start, each.end, each.kind) for each in found)


def spans_of(text: str, phrases: Iterable[tuple[str, Kind]]) -> tuple[Span, ...]:
    """Every place where the phrases stand, with the reason given for each.

    Capitals do not matter, nor how many blanks part the words. A phrase that stands nowhere as
    whole words is looked for within words, which are then hidden whole.

    Raises:
        NotThere: a phrase is empty, or is not in the text.
    """
    return tuple(span for phrase, reason in phrases for span in _places(text, phrase, reason))


def _places(text: str, phrase: str, reason: Kind) -> list[Span]:
    words = phrase.split()
    if not words:
        raise NotThere("Escriba las palabras que quiere reservar.")
    pattern = r"\s+".join(map(re.escape, words))
    for pattern_here in (rf"(?<!\w){pattern}(?!\w)", pattern):
        found = [*re.finditer(pattern_here, text, re.IGNORECASE)]
        if found:
            return [Span(*match.span(), reason) for match in found]
    raise NotThere(f"El texto no contiene «{phrase.strip()}». Cópielo tal como está escrito.")


def marks_in(text: str) -> tuple[Span, ...]:
    """Where the marks of a redacted text stand, in its order."""
    return tuple(Span(*match.span(), Kind(match[1])) for match in _MARK.finditer(text))


def pieces_of(text: str) -> tuple[Piece, ...]:
    """A redacted text cut into what is seen and the marks, so that a page may style these."""
    pieces, at = [], 0
    for mark in marks_in(text):
        pieces += [Piece(text[at : mark.start]), Piece(text[mark.start : mark.end], mark.reason)]
        at = mark.end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def describe(text: str) -> dict[str, int]:
    """How many marks a redacted text has, by reason: what the register keeps of a redaction."""
    return dict(Counter(mark.reason.value for mark in marks_in(text)))


def in_words(counts: Mapping[str, int]) -> str:
    """The same for a person: `1 correo y 2 teléfonos`; empty where nothing is hidden."""
    parts = [
        f"{counts[kind]} {kind.value if counts[kind] == 1 else PLURALS[kind]}"
        for kind in Kind
        if counts.get(kind)
    ]
    return joined(parts)
