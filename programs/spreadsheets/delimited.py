"""CSV as people save it: `;`, `,` or tabulators, in any of the encodings of an office."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from programs.spreadsheets.cells import MOST_COLUMNS, NotReadable, Report, SheetRow
from programs.spreadsheets.containers import CHUNK, SAVE_AS
from programs.spreadsheets.headings import recognised

SAMPLE = 64 * 1024
SEPARATORS = (";", ",", "\t", "|")
LONGEST_FIELD = 32_767
NOT_TEXT = f"Este archivo no es una planilla ni un texto que se pueda leer. {SAVE_AS}"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def csv_rows(path: Path, report: Report) -> Iterator[SheetRow]:
    """Every row that holds something, numbered as a spreadsheet would show it."""
    encoding = _encoding(path, report)
    with path.open(encoding=encoding, newline="") as file:
        try:
            separator = _separator(file.read(SAMPLE))
        except UnicodeError as wrong:
            raise NotReadable(NOT_TEXT) from wrong
    number = 0
    with path.open(encoding=encoding, newline="") as file:
        try:
            for number, cells in enumerate(csv.reader(file, delimiter=separator, strict=True), 1):
                found = {
                    column: text[:LONGEST_FIELD]
                    for column, text in enumerate(cells[:MOST_COLUMNS], 1)
                    if text.strip()
                }
                if found:
                    yield SheetRow("", number, dict(found))
        except csv.Error as wrong:
            raise NotReadable(
                f"Después de la fila {number} hay comillas dobles sin cerrar o texto pegado a "
                "ellas, y no se sabe dónde termina cada celda. Revise esa fila; si una celda "
                "lleva comillas, escríbalas dos veces seguidas."
            ) from wrong
        except UnicodeError as wrong:
            raise NotReadable(NOT_TEXT) from wrong


def _encoding(path: Path, report: Report) -> str:
    """The encoding of the text. Raises NotReadable for what is no text."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            if encoding != "utf-8-sig":
                report.notice("El archivo está en UTF-16: se leyó bien.")
            return encoding
    if encoding := _utf16_without_mark(start):
        report.notice("El archivo está en UTF-16: se leyó bien.")
        return encoding
    hidden = sum(byte < 32 and byte not in b"\t\r\n\f\v" for byte in start)
    if hidden > len(start) / 20:
        raise NotReadable(NOT_TEXT)
    if _decodes(path, "utf-8"):
        return "utf-8"
    if _decodes(path, "cp1252"):
        report.notice(
            "El archivo está en la codificación antigua de Windows (Windows-1252). Se leyó así: "
            "revise que los acentos y las eñes se vean bien."
        )
        return "cp1252"
    raise NotReadable(NOT_TEXT)


def _utf16_without_mark(start: bytes) -> str:
    """Latin text in UTF-16 has a zero in every second byte."""
    if len(start) < 4:
        return ""
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) / 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else ""


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _separator(sample: str) -> str:
    """What separates the cells: whatever makes most headings recognisable."""
    if declared := _SEPARATOR_LINE.match(sample):
        return declared[1] if declared[1] in SEPARATORS else ";"
    best, found = ";", (0, 0)
    for separator in SEPARATORS:
        score = _score(sample, separator)
        if score > found:
            best, found = separator, score
    return best


def _score(sample: str, separator: str) -> tuple[int, int]:
    headings = width = 0
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            headings = max(headings, len(recognised(cells[:MOST_COLUMNS])))
            width = max(width, len(cells))
    except csv.Error:
        pass
    return headings, width
