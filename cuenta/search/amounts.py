"""Amounts as people type them and as figures state them, in one form: plain digits. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal

from programs.amounts import NotAFigure, parse_amount
from programs.ledger import Figure
from programs.package_schema import number_text

# `MM$ 69.857`, `$ 495.050.000`, `34.710`, `49,5 %`, `69.857 millones de pesos`.
AMOUNT = re.compile(
    r"(?<![\w.,])(?:(?:MM ?\$|M ?\$|\$|CLP) ?)?[0-9][0-9.,]*"
    r"(?: ?(?:%|MM ?\$|por ciento|mill(?:ones|ón|on) de pesos|mil(?:es)? de pesos|pesos)(?!\w))?"
    r"(?![\w])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]+")


def numbers_of(figure: Figure) -> str:
    """The ways in which the amount of a figure can be asked for: in base units and as printed."""
    if figure.value is None:
        return ""
    printed = figure.value / figure.unit.scale
    forms = (_digits(figure.value), _digits(printed), *_DIGITS.findall(_joined(figure.literal)))
    return " ".join(dict.fromkeys(form for form in forms if form))


def _joined(literal: str) -> str:
    """What the document says, without the dots of the thousands."""
    return re.sub(r"(?<=[0-9])\.(?=[0-9]{3})", "", literal)


def amounts_in(text: str) -> Iterator[tuple[str, str]]:
    """Each amount that somebody typed: as it is written, and in plain digits ("" if unclear)."""
    for found in AMOUNT.finditer(text):
        written = found.group().strip().rstrip(".,")
        yield found.group(), _read(written)


def _read(written: str) -> str:
    try:
        value = parse_amount(written).value
    except NotAFigure:
        return ""
    return "" if value is None else _digits(value)


def _digits(value: Decimal) -> str:
    """`69857000000`, `49.5`: one word for the index, whatever its sign."""
    return number_text(abs(value))
