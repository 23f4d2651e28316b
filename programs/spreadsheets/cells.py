"""What a cell of a table holds, whatever the file it came in, and what can be wrong with it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Protocol

from programs.figures import format_number

LONGEST_SHOWN = 80  # characters of somebody's text that a message repeats
MOST_PROBLEMS = 10_000
MOST_COLUMNS = 200  # nothing is read to the right of this: our headings are twenty


class Oddity(Enum):
    """What a cell may hold that is neither text nor a number we can use."""

    DATE = "una fecha"
    FAULT = "un aviso de falla de la planilla"
    NO_RESULT = "una fórmula sin resultado guardado"
    SCALED = "un número que la planilla muestra dividido"
    TRUTH = "verdadero o falso"
    HUGE = "un número fuera de todo rango"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as its cell shows it: 0.49 formatted as `0 %` is 49 with unit `%`.

    `decimals` is how many the format shows, None where it shows those the number has.
    `is_rounded`: the file keeps more decimals than it shows; what it shows is taken.
    """

    value: Decimal
    decimals: int | None = None
    unit: str = ""
    is_rounded: bool = False

    @property
    def typed(self) -> str:
        """As a person would type it: `1234,5`, `49,0%`, `MM$ 1234`."""
        plain = format(self.value, "f" if self.decimals is None else f".{self.decimals}f")
        if self.decimals is None and "." in plain:
            plain = plain.rstrip("0").rstrip(".")
        plain = plain.replace(".", ",")
        if self.unit == "%":
            return f"{plain}%"
        return f"{self.unit} {plain}" if self.unit else plain

    @property
    def printed(self) -> str:
        """As the document would print it: `1.234,5`, `49,0 %`, `MM$ 1.234`."""
        decimals = self.decimals
        if decimals is None:
            decimals = max(0, -int(self.value.normalize().as_tuple().exponent))
        number = format_number(self.value, decimals)
        if self.unit == "%":
            return f"{number} %"
        return f"{self.unit} {number}" if self.unit else number


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that cannot be used as it is. `shown` is what the person sees in it."""

    kind: Oddity
    shown: str = ""


CellValue = str | Number | Odd


@dataclass(frozen=True, slots=True)
class Area:
    """Merged cells, all ends included. Rows and columns count from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        return f"{a1(self.top, self.left)}:{a1(self.bottom, self.right)}"


@dataclass(slots=True)
class SheetRow:
    """One row with something of its own in it. Columns count from 1, empty cells are left out.

    `filled` holds what a merged area lends to the cells it covers, `merged` the areas that cross
    the row, by column.
    """

    sheet: str
    number: int
    cells: dict[int, CellValue]
    filled: dict[int, CellValue] = field(default_factory=dict)
    merged: dict[int, Area] = field(default_factory=dict)
    is_hidden: bool = False

    def at(self, column: int) -> CellValue:
        found = self.cells.get(column)
        return self.filled.get(column, "") if found is None else found


class Rows(Protocol):
    """What reads one kind of file: every row of every visible sheet, in order."""

    def __call__(self) -> Iterator[SheetRow]: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend before anything is imported: where, what is wrong, what was expected.

    `sheet` and `cell` (`C7`) for a spreadsheet; `file` for a file of a data package.
    """

    message: str
    expected: str = ""
    typed: str = ""
    sheet: str = ""
    cell: str = ""
    file: str = ""

    @property
    def place(self) -> str:
        parts = [self.file, f"hoja «{self.sheet}»" if self.sheet else "", self._cell()]
        return ", ".join(part for part in parts if part)

    def _cell(self) -> str:
        if not self.cell:
            return ""
        return f"celda {self.cell}" if re.fullmatch("[A-Z]+[0-9]+", self.cell) else self.cell

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        text += f" Se esperaba: {self.expected}." if self.expected else ""
        return text + (f" Dice: «{self.typed}»." if self.typed else "")


class NotReadable(Exception):  # noqa: N818 (it says what the file is not)
    """The file as a whole cannot be read; `reason` tells in Spanish what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Report:
    """What is said about a file while it is read: problems stop the import, notices do not."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    left_out: int = 0  # problems beyond the first MOST_PROBLEMS, counted and not kept

    def problem(self, problem: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.left_out += 1

    def notice(self, text: str) -> None:
        if text not in self.notices:
            self.notices.append(text)

    @property
    def count(self) -> int:
        return len(self.problems) + self.left_out


def column_letters(column: int) -> str:
    """1 → `A`, 28 → `AB`."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def shortened(text: str) -> str:
    """Somebody's text, fit to be repeated in a sentence: one line, no hidden characters, short."""
    clean = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text[:400]).strip()
    return clean if len(clean) <= LONGEST_SHOWN else clean[: LONGEST_SHOWN - 1] + "…"


def shown(value: CellValue) -> str:
    """What a person sees in the cell, fit for a message."""
    if isinstance(value, Number):
        return value.typed
    return shortened(value.shown if isinstance(value, Odd) else value)
