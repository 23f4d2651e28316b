"""Reading what people type, or what a document prints, as a figure.

Chile writes a dot for thousands and a comma for decimals: `1.234,5`. What could be read in two ways
(`1.23`, `0.5`, `1,234.5`) is refused with a sentence that says how to write it, never guessed.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from programs.ledger import Unit

LONGEST_TEXT = 200
MOST_DIGITS = 18  # with the scale of MM$ and its decimals, sums stay within Decimal's 28 digits
MOST_DECIMALS = 6

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u200a\u202f\u2060\ufeff]+")
_DASHES = re.compile(r"[-–—−]+\Z")
_MINUS = re.compile(r"[-−–](?=\S)")
_UNIT_BEFORE = re.compile(r"(MM ?\$|\$ ?MM|M ?\$|CLP ?\$|\$|CLP)(?![^\W\d_]) ?", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"(?<=[0-9.,]) ?(MM ?\$|M ?\$|\$|%|por ciento|mill(?:ones|[oó]n) de pesos|miles de pesos"
    r"|mil pesos|pesos)\Z",
    re.IGNORECASE,
)
_NOTE = re.compile(r" ?\(([^()]*[^\W\d_][^()]*)\)\Z")
_IN_PARENTHESES = re.compile(r"\(([^()]*)\)\Z")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?\Z")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]+)?\Z")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?\Z")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*\Z|[0-9]{1,3}(?:,[0-9]{3}){2,}\Z")
_POINT = re.compile(r"[0-9]+\.[0-9]+\Z")
_OTHER_CURRENCY = re.compile(r"US\$|U\$S|USD|EUR|€|£|\bUF\b|\bUTM\b", re.IGNORECASE)
_KNOWN_NOTES = frozenset(
    (
        "en proceso", "en proceso de selección", "en proceso de seleccion", "en ejecución",
        "en ejecucion", "pendiente", "por definir", "sin información", "sin informacion",
        "sin datos", "no informa", "no informado", "no aplica", "s/i", "n/d", "n/a",
    )
)  # fmt: skip
_UNITS = {
    "MM$": Unit.MILLION_PESOS,
    "$MM": Unit.MILLION_PESOS,
    "MILLONESDEPESOS": Unit.MILLION_PESOS,
    "MILLÓNDEPESOS": Unit.MILLION_PESOS,
    "MILLONDEPESOS": Unit.MILLION_PESOS,
    "M$": Unit.THOUSAND_PESOS,
    "MILESDEPESOS": Unit.THOUSAND_PESOS,
    "MILPESOS": Unit.THOUSAND_PESOS,
    "$": Unit.PESO,
    "CLP$": Unit.PESO,
    "CLP": Unit.PESO,
    "PESOS": Unit.PESO,
    "%": Unit.PERCENT,
    "PORCIENTO": Unit.PERCENT,
}


class NotAFigure(ValueError):  # noqa: N818 (it names what the text is not)
    """The text cannot be read as one figure; `reason` tells in Spanish what to write instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read. `value` and `precision` in base units (pesos, things, percentage points).

    `value` is None for an empty cell, a dash or a note alone ("en proceso de selección").
    """

    value: Decimal | None
    unit: Unit
    precision: Decimal
    note: str = ""


def parse_amount(
    given: str | int | float | Decimal | None, default_unit: Unit = Unit.COUNT
) -> Parsed:
    """Read a cell. The unit is the one written, else `default_unit` (the column's).

    A number that is not text (a spreadsheet's own) counts printed units: 1234 in an `MM$` column
    is 1,234 million pesos. A cell formatted as a percentage holds 0.49: its reader multiplies.
    Raises `NotAFigure` for anything else, with the way to write it.
    """
    if given is None:
        return Parsed(None, default_unit, default_unit.scale)
    if isinstance(given, str):
        return _from_text(given, default_unit)
    return _from_number(given, default_unit)


def _from_number(given: int | float | Decimal, unit: Unit) -> Parsed:
    if isinstance(given, bool):
        raise NotAFigure("Aquí va un número y la celda dice verdadero o falso: escriba la cifra.")
    if not isfinite(given):
        raise NotAFigure("La celda no contiene un número: escriba la cifra o deje la celda vacía.")
    number = Decimal(format(given, ".15g")) if isinstance(given, float) else Decimal(given)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    chilean = text.replace(".", ",")
    return _parsed(chilean, unit, chilean)


def _from_text(given: str, default_unit: Unit) -> Parsed:
    text = _SPACES.sub(" ", given).strip()
    if len(text) > LONGEST_TEXT:
        raise NotAFigure(f"El texto tiene más de {LONGEST_TEXT} caracteres: escriba solo la cifra.")
    if not text or _DASHES.match(text):
        return Parsed(None, default_unit, default_unit.scale)
    if text.lower() in _KNOWN_NOTES:
        return Parsed(None, default_unit, default_unit.scale, text)
    body, note = _without_note(text)
    if not body:
        return Parsed(None, default_unit, default_unit.scale, note)
    if _OTHER_CURRENCY.search(body):
        raise NotAFigure(f"«{text}» no está en pesos chilenos: escriba el monto en pesos.")
    digits, unit, negative = _taken_apart(body)
    if unit and _DASHES.match(digits):  # a spreadsheet's accounting format prints nothing as `$ -`
        return Parsed(None, unit, unit.scale, note)
    number = _chilean(digits, text)
    read = _parsed(f"-{number}" if negative else number, unit or default_unit, text)
    return Parsed(read.value, read.unit, read.precision, note)


def _without_note(text: str) -> tuple[str, str]:
    """`62% (puestos)` is a figure and its note. Digits alone in parentheses are no note."""
    found = _NOTE.search(text)
    if found is None or _UNIT_AFTER.search(found[1]) or _UNIT_BEFORE.match(found[1].strip()):
        return text, ""
    return text[: found.start()].strip(), found[1].strip()


def _taken_apart(body: str) -> tuple[str, Unit | None, bool]:
    """The digits, the unit if one is written, and whether it is negative: `-$ 5`, `$ -5`, `(5)`."""
    inside = _IN_PARENTHESES.match(body)
    negative = inside is not None
    rest = inside[1].strip() if inside else body
    signed = _MINUS.sub("", rest, count=1) if _MINUS.match(rest) else rest
    negative, rest = negative or signed != rest, signed
    unit: Unit | None = None
    if before := _UNIT_BEFORE.match(rest):
        unit, rest = _unit(before[1]), rest[before.end() :]
    if after := _UNIT_AFTER.search(rest):
        unit, rest = unit or _unit(after[1]), rest[: after.start()]
    if _MINUS.match(rest) and not negative:
        negative, rest = True, rest[1:]
    return rest.strip(), unit, negative


def _unit(written: str) -> Unit:
    return _UNITS[written.replace(" ", "").upper()]


def _chilean(digits: str, text: str) -> str:
    """The digits as `1234,5`: no thousands mark. Refuses what can be read in two ways."""
    trimmed = digits[:-1] if re.fullmatch(r"[0-9.]*[0-9]\.", digits) else digits
    if _GROUPED.match(trimmed) or _SPACED.match(trimmed):
        return trimmed.replace(".", "").replace(" ", "")
    if _PLAIN.match(trimmed):
        return trimmed
    if _ENGLISH.match(digits):
        raise NotAFigure(
            f"«{text}» usa la coma para los miles: escriba punto para los miles y coma para los"
            " decimales, por ejemplo 1.234,5."
        )
    if _POINT.match(trimmed):
        raise NotAFigure(
            f"«{text}» puede leerse de dos maneras: si el punto separa decimales, escriba"
            f" {trimmed.replace('.', ',')}; si separa miles, deje tres dígitos después del punto."
        )
    raise NotAFigure(f"Se esperaba un número y dice «{text}»: escriba la cifra, por ejemplo 1.234.")


def _parsed(number: str, unit: Unit, text: str) -> Parsed:
    whole, _, decimals = number.partition(",")
    if len(whole.lstrip("-")) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        raise NotAFigure(
            f"«{text}» tiene demasiados dígitos: se aceptan hasta {MOST_DIGITS} enteros y"
            f" {MOST_DECIMALS} decimales."
        )
    if len(decimals) == 3 and unit in (Unit.COUNT, Unit.PESO) and whole.lstrip("-") != "0":
        raise NotAFigure(
            f"«{text}» puede leerse con miles o con tres decimales: si son miles, escriba"
            f" {whole}{decimals}, sin punto ni coma."
        )
    value = Decimal(number.replace(",", ".")) * unit.scale + 0  # the sum turns -0 into 0
    return Parsed(value, unit, unit.scale.scaleb(-len(decimals)))
