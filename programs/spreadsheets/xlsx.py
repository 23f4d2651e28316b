"""Excel workbooks (ECMA-376) as rows, in bounded memory, with what their cells show.

Why our own reader: docs/decisions/0004-import-pipeline.md.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from programs.figures import plural
from programs.spreadsheets.cells import NotReadable, Report, SheetRow
from programs.spreadsheets.containers import DAMAGED, MEGABYTE, GuardedZip
from programs.spreadsheets.merges import MergedAreas, area_of
from programs.spreadsheets.number_formats import BUILT_IN, GENERAL, Format, format_of
from programs.spreadsheets.xlsx_sheet import LONGEST_CELL, Shared, SheetHandler
from programs.spreadsheets.xml_events import Handler, events

MOST_SHARED_TEXT = 128 * MEGABYTE
MOST_STYLES = 16 * MEGABYTE

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref="([A-Z0-9:$]{3,30})"')
_LONGEST_MERGE = 300


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet named in the workbook and the member that holds it."""

    name: str
    path: str
    is_hidden: bool


def xlsx_rows(archive: GuardedZip, report: Report) -> Iterator[SheetRow]:
    """Every row of every visible sheet. Raises NotReadable for a damaged workbook."""
    parts = _sheets(archive)
    shared = Shared(_shared_strings(archive), _formats(archive))
    for part in parts:
        if part.is_hidden:
            report.notice(f"La hoja «{part.name}» está oculta: no se leyó.")
        else:
            yield from _sheet_rows(archive, part, shared, report)


def _sheet_rows(
    archive: GuardedZip, part: SheetPart, shared: Shared, report: Report
) -> Iterator[SheetRow]:
    merged = MergedAreas(filter(None, map(area_of, _merges(archive, part.path))))
    hidden = 0
    for row in events(archive.chunks(part.path), SheetHandler(part.name, shared)):
        merged.fill(row)
        if row.cells and row.is_hidden:
            hidden += 1
        elif row.cells:
            yield row
    tell_hidden_rows(part.name, hidden, report)


def tell_hidden_rows(sheet: str, count: int, report: Report) -> None:
    if count:
        what = plural(count, "fila oculta", "filas ocultas")
        report.notice(
            f"La hoja «{sheet}» tiene {what} (quizás por un filtro): no se leyeron. "
            "Muéstrelas si quiere importarlas."
        )


def _merges(archive: GuardedZip, path: str) -> Iterator[str]:
    """The merged areas, which the file tells only after the rows: a quick look beforehand."""
    rest = b""
    for chunk in archive.chunks(path):
        text = rest + chunk
        end = 0
        for found in _MERGE.finditer(text):
            end = found.end()
            yield found[1].decode()
        rest = text[max(end, len(text) - _LONGEST_MERGE) :]


class _Parts(Handler[SheetPart]):
    """`xl/workbook.xml`: the sheets, in order."""

    def __init__(self, paths: dict[str, str]) -> None:
        super().__init__()
        self._paths = paths

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "sheet":
            return
        relation = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
        if path := self._paths.get(relation):
            hidden = attributes.get("state", "visible") != "visible"
            self.done.append(SheetPart(attributes.get("name", ""), path, hidden))


class _Relations(Handler[tuple[str, str]]):
    """`workbook.xml.rels`: which member each worksheet is. Charts and macros are left out."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            self.done.append((attributes.get("Id", ""), target.lstrip("/")))


def _sheets(archive: GuardedZip) -> list[SheetPart]:
    relations = "xl/_rels/workbook.xml.rels"
    paths = dict(events(archive.chunks(relations, MOST_STYLES), _Relations()))
    known = {key: path for key, path in paths.items() if path in archive.names}
    found = list(events(archive.chunks("xl/workbook.xml", MOST_STYLES), _Parts(known)))
    if not found:
        raise NotReadable(DAMAGED)
    return found


class _Strings(Handler[str]):
    """`sharedStrings.xml`: every text once. Phonetic guides (`rPh`) are not part of it."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._length = 0
        self._reads = self._is_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._parts, self._length = [], 0
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "t":
            self._reads = not self._is_phonetic

    def text(self, text: str) -> None:
        if self._reads and self._length < LONGEST_CELL:
            self._parts.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        if name == "si":
            self.done.append("".join(self._parts))
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "t":
            self._reads = False


def _shared_strings(archive: GuardedZip) -> list[str]:
    path = "xl/sharedStrings.xml"
    if path not in archive.names:
        return []
    return list(events(archive.chunks(path, MOST_SHARED_TEXT), _Strings()))


class _Styles(Handler[Format]):
    """`styles.xml`: the format of each cell style, by its number."""

    def __init__(self) -> None:
        super().__init__()
        self._codes = dict(BUILT_IN)
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            code = self._codes.get(int(attributes.get("numFmtId", "0")), "General")
            self.done.append(format_of(code))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


def _formats(archive: GuardedZip) -> list[Format]:
    path = "xl/styles.xml"
    if path not in archive.names:
        return [GENERAL]
    return list(events(archive.chunks(path, MOST_STYLES), _Styles())) or [GENERAL]
