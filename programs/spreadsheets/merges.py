"""Merged cells: the first cell of the area speaks for all of them."""

import re
from collections.abc import Iterable

from programs.spreadsheets.cells import MOST_COLUMNS, Area, CellValue, NotReadable, SheetRow

MOST_AREAS = 50_000
TOO_MANY = (
    "La planilla tiene demasiadas celdas combinadas. Sepárelas (en Excel: Inicio, Combinar y "
    "centrar) y vuelva a guardarla."
)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})\Z")


class MergedAreas:
    """The areas of one sheet, opened and closed as its rows go by, from the top down."""

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self._waiting = sorted(areas, key=lambda area: area.top, reverse=True)
        if len(self._waiting) > MOST_AREAS:
            raise NotReadable(TOO_MANY)
        self._open: list[tuple[Area, CellValue]] = []

    def fill(self, row: SheetRow) -> None:
        """Give the row what the areas crossing it lend it. Call once a row, in order."""
        self._open = [(area, value) for area, value in self._open if area.bottom >= row.number]
        while self._waiting and self._waiting[-1].top <= row.number:
            area = self._waiting.pop()
            if area.bottom >= row.number:
                value = row.cells.get(area.left, "") if area.top == row.number else ""
                self._open.append((area, value))
        widths = (min(area.right, MOST_COLUMNS) - area.left + 1 for area, _ in self._open)
        if sum(width for width in widths if width > 0) > MOST_COLUMNS:  # they overlap: nonsense
            raise NotReadable(TOO_MANY)
        for area, value in self._open:
            for column in range(area.left, min(area.right, MOST_COLUMNS) + 1):
                row.merged[column] = area
                if (row.number, column) != (area.top, area.left):
                    row.filled[column] = value
                    row.cells.pop(column, None)  # what a merged area covers, nobody sees

    def add(self, area: Area) -> None:
        """An area met on the way, for formats that tell it in its first cell."""
        if len(self._waiting) >= MOST_COLUMNS:
            raise NotReadable(TOO_MANY)
        self._waiting.append(area)


def area_of(reference: str) -> Area | None:
    """`B2:C9` as an area, None where it is not one."""
    first, _, last = reference.partition(":")
    start, end = position_of(first), position_of(last)
    if start is None or end is None:
        return None
    return Area(start[0], start[1], end[0], end[1])


def position_of(reference: str) -> tuple[int, int] | None:
    """`B7` as row 7 and column 2; None where it is not a cell."""
    found = _REFERENCE.match(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
