"""The cells of one row as fields of a figure; what cannot be read becomes a problem."""

import re
from collections.abc import Callable
from typing import Any

from programs.ledger import Unit
from programs.package_schema import SLUG
from programs.proposals.references import Directory, NotKnown, find_unit
from programs.spreadsheets import Number, Odd, Oddity, Problem, Report, TableRow, shortened, shown
from programs.spreadsheets.escaping import unescaped
from programs.spreadsheets.names import slug_of

LONGEST = {
    "key": 120, "title": 250, "literal": 250, "note": 250, "scope": 80, "sheet": 80, "cell": 12,
}  # fmt: skip
LONGEST_NAME = 300
# Control characters, save line ends and tabulators, and halves of a UTF-16 pair.
_NOT_KEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LAST_PAGE = 32_767  # what the database holds
_TEXTS = ("title", "literal", "note", "sheet", "cell")


class RowCells:
    """One row being read. `problem` says what is wrong with a field, at its cell."""

    def __init__(self, row: TableRow, report: Report) -> None:
        self.row = row
        self._report = report
        self.is_sound = True

    def problem(self, field: str, message: str, expected: str = "", typed: str = "") -> None:
        self.is_sound = False
        self._report.problem(
            Problem(message, expected, typed, self.row.sheet, self.row.cell(field))
        )

    def text(self, field: str) -> str:
        """The text of a field's cell, empty where it has none or cannot be used."""
        value = self.row.value(field)
        if isinstance(value, Odd):
            if value.kind is Oddity.TRUTH:
                return value.shown
            self.odd(field, value, "un texto")
            return ""
        if isinstance(value, Number):
            return value.typed
        if not value:
            return ""
        text = unescaped(value.replace("\r\n", "\n").replace("\r", "\n").strip())
        if _NOT_KEPT.search(text):
            message = "El texto tiene caracteres que no se ven y no se pueden guardar: escríbalo."
            self.problem(field, message, typed=shortened(text))
            return ""
        longest = LONGEST.get(field, LONGEST_NAME)
        if len(text) > longest:
            message = f"El texto tiene {len(text)} caracteres: acórtelo."
            self.problem(field, message, f"hasta {longest} caracteres", shortened(text))
            return ""
        return text

    def odd(self, field: str, value: Odd, expected: str) -> None:
        """Say what to do with a cell that holds neither text nor a usable number."""
        message = {
            Oddity.DATE: "La celda contiene una fecha. Si la planilla la convirtió sola, dele "
            "formato de texto o de número y escriba de nuevo.",
            Oddity.FAULT: "La fórmula de la celda falla. Corríjala o escriba el dato.",
            Oddity.NO_RESULT: "La celda tiene una fórmula sin resultado guardado. Abra el archivo "
            "en su programa de planillas, guárdelo y vuelva a intentarlo.",
            Oddity.SCALED: "El formato de la celda muestra el número dividido por mil o por un "
            "millón. Quite ese formato y escriba la cifra como debe leerse.",
            Oddity.TRUTH: "La celda dice verdadero o falso.",
            Oddity.HUGE: "El número es demasiado grande para ser una cifra.",
        }[value.kind]
        self.problem(field, message, expected, shown(value))

    def provided(self, directory: Directory) -> dict[str, Any]:
        """What the row says of every field its sheet has, save the amount, the table's row and
        column, which need the table first."""
        found: dict[str, Any] = {}
        for field, find in directory.finders.items():
            if self.row.has(field):
                text = self.text(field)
                found[field] = self.found(field, find, text) if text else ""
        for field in _TEXTS:
            if self.row.has(field):
                found[field] = self.text(field)
        if self.row.has("page"):
            found["page"] = self._page()
        for field in ("key", "scope"):
            if self.row.has(field):
                found[field] = self._slug(field)
        return found

    def found(self, field: str, find: Callable[[str], str], text: str) -> str:
        """The slug `find` gives, or a problem and nothing."""
        try:
            return find(text)
        except NotKnown as unknown:
            self.problem(field, unknown.message, unknown.expected, shortened(text))
            return ""

    def unit(self) -> Unit | None:
        text = self.text("unit")
        if not text:
            return None
        try:
            return find_unit(text)
        except NotKnown as unknown:
            self.problem("unit", unknown.message, unknown.expected, shortened(text))
            return None

    def _page(self) -> int | None:
        text = self.text("page")
        if not text:
            return None
        if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= LAST_PAGE and len(text) < 6:
            return int(text)
        self.problem("page", "La página no es un número entero.", "un número como 12", text)
        return None

    def _slug(self, field: str) -> str:
        text = self.text(field)
        if not text or SLUG.match(text):
            return text
        proposed = slug_of(text)
        hint = f" Puede escribir «{shortened(proposed)}»." if proposed else ""
        what = "La clave" if field == "key" else "El grupo"
        message = f"{what} lleva solo minúsculas sin tilde, números y guiones.{hint}"
        self.problem(field, message, "algo como «crece-monto»", shortened(text))
        return ""
