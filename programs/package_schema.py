"""How each file of the data package is typed: its columns, and how a cell is read and written.

The table in docs/package-format.md says the same in words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from programs.ledger import (
    Aggregation,
    Chapter,
    CheckKind,
    Column,
    Erratum,
    Explanation,
    Figure,
    Indicator,
    Measure,
    Product,
    Program,
    Row,
    Rule,
    Source,
    Table,
    Term,
    Unit,
    Voice,
)


@dataclass(frozen=True, slots=True)
class PackageProblem:
    """One thing to mend: the file, the line (1 is the heading), the column and what to do."""

    file: str
    line: int | None
    column: str
    message: str

    def __str__(self) -> str:
        place = self.file + (f", línea {self.line}" if self.line else "")
        place += f", columna «{self.column}»" if self.column else ""
        return f"{place}: {self.message}"


class PackageProblems(Exception):  # noqa: N818 (it carries problems; it is not one)
    """The package cannot be read as an account; `problems` lists everything found."""

    def __init__(self, problems: list[PackageProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


CONTACT_KINDS = ("web", "phone", "email", "address")
FIRST_YEAR, LAST_YEAR = 1990, 2100
DIGITS, DECIMALS = 24, 6  # what numeric(30, 6) holds
CHILE = ZoneInfo("America/Santiago")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def number_text(value: Decimal | None) -> str:
    """A plain decimal: no exponent, no trailing zeros, `.` as mark; empty for None."""
    if value is None:
        return ""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def text_of(value: Any) -> str:
    """A value as the package writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    return plain_lines(str(value))


def plain_lines(text: str) -> str:
    """Every line end as `\\n`: forms send `\\r\\n`, and CSV does not quote a lone `\\r`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def slug_of(text: Any) -> str:
    """The text as a slug. Raises ValueError where it is none."""
    if not isinstance(text, str) or not SLUG.match(text):
        raise ValueError("use solo minúsculas sin tilde, números y guiones")
    return text


def text_in(text: Any) -> str:
    """A text that PostgreSQL can keep: no null character, no half of a surrogate pair.

    How long it may be is told when it is stored. Raises ValueError where it is no such text.
    """
    if not isinstance(text, str):
        raise ValueError("se esperaba un texto")
    if "\x00" in text:
        raise ValueError("quite el carácter nulo")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("tiene un carácter que no es texto")
    return text


def year_of(number: Any) -> int:
    """A year as a whole number. Raises ValueError where it is none."""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= 9999:
        raise ValueError("un año se escribe con cuatro cifras")
    return number


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"«{text}» no es un número; escriba por ejemplo 1234.5")
    if number and not -DECIMALS <= number.adjusted() < DIGITS:
        raise ValueError(f"el número {text[:40]} no cabe")
    return number


def _optional_decimal(text: str) -> Decimal | None:
    return _decimal(text) if text else None


def _positive(text: str) -> Decimal:
    number = _decimal(text)
    if number <= 0:
        raise ValueError("la precisión debe ser mayor que cero")
    return number


def _integer(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise ValueError(f"«{text}» no es un número entero positivo")
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("true", "false", ""):
        raise ValueError("escriba true o false")
    return text == "true"


def _instant(text: str) -> str:
    """An instant in Chile's time, to the second, as a draft writes it."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = datetime.min  # noqa: DTZ901 (stands for "not an instant")
    if instant.tzinfo is None or not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(f"«{text}» no es una fecha con hora y huso; 2022-05-18T10:00:00-04:00")
    return instant_text(instant)


def instant_text(instant: datetime) -> str:
    """An instant as packages and drafts write it: in Chile's time, to the second."""
    return instant.astimezone(CHILE).isoformat(timespec="seconds")


def _one_of(options: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(text: str) -> StrEnum:
        try:
            return options(text)
        except ValueError:
            allowed = ", ".join(option.value for option in options)
            raise ValueError(f"«{text}» no vale; use uno de: {allowed}") from None

    return read


def _joined(separator: str) -> tuple[Callable[[str], tuple[str, ...]], Callable[[Any], str]]:
    return (
        lambda text: tuple(part for part in text.split(separator) if part),
        lambda parts: separator.join(parts),
    )


READERS: dict[tuple[type, str], Callable[[str], Any]] = {
    (Figure, "value"): _optional_decimal,
    (Figure, "precision"): _positive,
    (Figure, "unit"): _one_of(Unit),
    (Figure, "highlight"): _integer,
    (Indicator, "measure"): _one_of(Measure),
    (Indicator, "aggregation"): _one_of(Aggregation),
    (Rule, "kind"): _one_of(CheckKind),
    (Rule, "parts"): _joined(" ")[0],
    (Program, "aliases"): _joined(";")[0],
    (Explanation, "voice"): _one_of(Voice),
    (Explanation, "explained_at"): _instant,
    (Erratum, "noted_at"): _instant,
    **{(kind, "page"): _integer for kind in (Chapter, Table, Figure)},
    **{(kind, "is_total"): _flag for kind in (Column, Row)},
    **{
        (kind, "slug"): slug_of
        for kind in (Chapter, Product, Program, Indicator, Source, Table, Rule, Erratum, Term)
    },
    **{(kind, "key"): slug_of for kind in (Figure, Column, Row)},
}
WRITERS: dict[tuple[type, str], Callable[[Any], str]] = {
    (Rule, "parts"): _joined(" ")[1],
    (Program, "aliases"): _joined(";")[1],
}


@dataclass(frozen=True, slots=True)
class Resource:
    """A CSV file of the package: its dataclass and columns, in order."""

    name: str
    kind: type
    columns: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"{self.name}.csv"


def _resource(name: str, kind: type, *, columns: tuple[str, ...] = ()) -> Resource:
    return Resource(name, kind, columns or tuple(item.name for item in fields(kind)))


RESOURCES = (
    _resource("chapters", Chapter, columns=("slug", "title", "parent", "page")),
    _resource("products", Product),
    _resource("programs", Program),
    _resource("indicators", Indicator),
    _resource("sources", Source),
    _resource(
        "tables",
        Table,
        columns=("slug", "chapter", "title", "row_heading", "note", "source", "page"),
    ),
    _resource("columns", Column, columns=("table", *(item.name for item in fields(Column)))),
    _resource("rows", Row, columns=("table", *(item.name for item in fields(Row)))),
    _resource("figures", Figure),
    _resource("rules", Rule),
    _resource("explanations", Explanation),
    _resource("errata", Erratum),
    _resource("terms", Term),
)
