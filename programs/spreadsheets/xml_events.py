"""XML read as it comes, without building a tree: memory does not grow with the sheet.

Neither documents that declare a DTD nor entities are read: no spreadsheet has them, every known
attack on an XML parser does.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar
from xml.parsers import expat

from programs.spreadsheets.cells import NotReadable
from programs.spreadsheets.containers import DAMAGED

Item = TypeVar("Item")
DEEPEST = 200


class Handler(Generic[Item]):
    """Listens to elements (names without prefix) and leaves finished items in `done`."""

    def __init__(self) -> None:
        self.done: list[Item] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Some of the text of the current element."""


def events(chunks: Iterable[bytes], handler: Handler[Item]) -> Iterator[Item]:
    """What the handler finished, as the document is read.

    Raises NotReadable where it is not well formed, or says what no spreadsheet says.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise NotReadable(DAMAGED)
        handler.start(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name.rpartition(":")[2])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield from handler.done
            handler.done.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, OverflowError, LookupError) as wrong:
        raise NotReadable(DAMAGED) from wrong
    yield from handler.done
    handler.done.clear()


def _refuse(*_: object) -> None:
    raise NotReadable(DAMAGED)
