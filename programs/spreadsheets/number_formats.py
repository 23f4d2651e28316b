"""What a spreadsheet's number format makes a person see (`0.00%`, `"MM$" #,##0`, `dd-mm-yyyy`).

Formats are those of ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite

from programs.amounts import MOST_DECIMALS
from programs.spreadsheets.cells import CellValue, Number, Odd, Oddity

_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"$"#,##0', 6: '"$"#,##0',
    7: '"$"#,##0.00', 8: '"$"#,##0.00', 9: "0%", 10: "0.00%", 11: "General", 12: "General",
    13: "General", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0",
    42: '"$"#,##0', 43: "#,##0.00", 44: '"$"#,##0.00', 48: "General", 49: "General",
    **dict.fromkeys(_DATE_IDS, "dd-mm-yyyy"),
}  # fmt: skip
_QUOTED = re.compile(r'"([^"]*)"?')
_BRACKET = re.compile(r"\[([^\]]*)\]?")
_CURRENCY = re.compile(r"MM\$|M\$|US\$|\$|€|£|\bUF\b|\bUTM\b")
_ELAPSED = re.compile(r"[hms]+\Z", re.IGNORECASE)
_DIGITS = re.compile(r"[0#?,]*[0#?][0#?,]*(?:\.([0#?]*))?")


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown. `decimals` None: as many as it has; `is_optional`: at most."""

    is_date: bool = False
    is_percent: bool = False
    is_scaled: bool = False
    decimals: int | None = None
    is_optional: bool = False
    unit: str = ""


GENERAL = Format()


@lru_cache(maxsize=1024)
def format_of(code: str) -> Format:
    """Read a format code; what is not understood shows the number as it is."""
    bare, literal, is_date = _bare(code[:500])
    if is_date or re.search(r"[dyhs]|(?<![a-z])m", bare.replace("general", "")):
        return Format(is_date=True)
    digits = _DIGITS.search(bare)
    if digits is None or "/" in bare or "e+" in bare or "e-" in bare or "general" in bare:
        return Format(is_percent="%" in bare, unit=currency_in(literal))
    whole, places = digits[0].split(".")[0], digits[1] or ""
    return Format(
        is_percent="%" in bare,
        is_scaled=whole.endswith(","),
        decimals=len(places),
        is_optional="#" in places or "?" in places,
        unit=currency_in(literal),
    )


def _bare(code: str) -> tuple[str, str, bool]:
    """The first section without its literals, the literals, and whether it measures hours."""
    literals: list[str] = []
    elapsed = False

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1])
        return ""

    def bracket(found: re.Match[str]) -> str:
        nonlocal elapsed
        inside = found[1]
        if inside.startswith("$"):
            literals.append(inside[1:].split("-")[0])
        elapsed = elapsed or bool(_ELAPSED.match(inside))
        return ""

    unquoted = _QUOTED.sub(keep, code)
    unquoted = re.sub(r"\\(.)", keep, unquoted)
    unquoted = re.sub(r"[_*].", "", unquoted)
    section = _BRACKET.sub(bracket, unquoted).split(";")[0].lower()
    literals.extend(re.findall(r"\$", section))
    return section, "".join(literals), elapsed


def currency_in(literal: str) -> str:
    found = _CURRENCY.search(literal)
    return found[0] if found else ""


def as_shown(raw: str, how: Format) -> CellValue:
    """The number stored as `raw` (`0.49`, `1.2E+7`), as its format shows it.

    Stored numbers are binary: fifteen significant digits are what a spreadsheet itself shows.
    Raises ValueError where `raw` is no number at all.
    """
    binary = float(raw)
    if not isfinite(binary) or abs(binary) >= 1e18:
        return Odd(Oddity.HUGE, raw[:30])
    if binary.is_integer() and abs(binary) < 2**53:
        value = Decimal(int(binary))
    else:
        value = Decimal(format(binary, ".15g"))
    if how.is_percent:
        value *= 100
    if how.is_scaled:
        return Odd(Oddity.SCALED, Number(value).typed)
    unit = "%" if how.is_percent else how.unit
    if how.decimals is None:
        return Number(value, None, unit)
    kept = value.quantize(Decimal(1).scaleb(-min(how.decimals, MOST_DECIMALS)), ROUND_HALF_UP)
    decimals = None if how.is_optional else min(how.decimals, MOST_DECIMALS)
    return Number(kept + 0, decimals, unit, is_rounded=kept != value)
