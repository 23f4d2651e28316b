"""A document as its source hands it over, and what a source is."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from cuenta.models import SearchDocument


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found. `slug` is its name in the address; `rung`, see Rung."""

    code: str
    slug: str
    one: str
    many: str
    rung: int
    lift: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that anyone may read: see `SearchDocument`, which keeps it."""

    kind: Kind
    key: str
    address: str
    title: str
    year: int
    permanent: str = ""
    value: str = ""
    note: str = ""
    body: str = ""
    words: str = ""
    numbers: str = ""
    names: tuple[str, ...] = ()  # what else it is called
    chapter: str = ""
    program: str = ""
    region: str = ""
    lift: float = 0.0
    submission: int | None = None
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a source says since a mark: each group as it is now (empty: nothing is left of it).

    `is_last` is false where there is more to read from `mark` on: what is long comes in parts, each
    written by itself. `is_all`: all was read, so that what nobody may read any more can go.
    """

    mark: str
    groups: Iterable[tuple[str, Sequence[Document]]] = ()
    is_all: bool = False
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents come from. A new kind of document is one file with one of these.

    `changes` reads what is new since a mark ("" for everything). `readable` is what must be true of
    a row of the index, at the moment somebody looks, for it to be shown: it is asked at every
    reading, since the index is always a little late. `status` says something of the rows of one
    page as they stand now (`Respondida`), by their keys, in a constant number of queries.
    """

    name: str
    kinds: tuple[Kind, ...]
    changes: Callable[[str], Changes]
    readable: Callable[[], Q] = Q
    status: Callable[[Sequence[SearchDocument]], Mapping[int, str]] = lambda _: {}


def plain(text: str) -> str:
    """Without accents, capitals nor double blanks, as people type."""
    split = unicodedata.normalize("NFKD", text)
    bare = "".join(each for each in split if not unicodedata.combining(each))
    return " ".join(bare.casefold().split())


def row_of(source: Source, group: str, document: Document) -> SearchDocument:
    """The row that keeps a document, not written yet."""
    return SearchDocument(
        source=source.name, group=group, kind=document.kind.code, key=document.key,
        rung=document.kind.rung, lift=document.kind.lift + document.lift,
        address=document.address, permanent=document.permanent,
        title=document.title, title_plain=plain(document.title),
        names=[plain(name) for name in (document.title, *document.names)],
        value=document.value, note=document.note, body=document.body, words=document.words,
        numbers=document.numbers, year=document.year, chapter=document.chapter,
        program=document.program, region=document.region,
        submission_id=document.submission, answer_id=document.answer,
    )  # fmt: skip


def batches(
    groups: Iterable[tuple[str, Sequence[Document]]], size: int
) -> Iterator[list[tuple[str, Sequence[Document]]]]:
    """The groups, at most `size` at a time."""
    held: list[tuple[str, Sequence[Document]]] = []
    for each in groups:
        held.append(each)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
