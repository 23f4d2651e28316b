"""Which letters the font of our PDFs has: PDF/UA-1 allows no letter that cannot be drawn.

Pure. What is left out (emoji, other scripts, invisible signs) shows as «�»; the content of the
document, and its hash, keep what was written.
"""

import unicodedata

REPLACEMENT = "\ufffd"
# Libertinus Serif, held by tests/participation/test_acta_pdf.py.
DRAWN = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x24F), (0x384, 0x45F), (0x1E00, 0x1EFF),
    (0x2010, 0x2027), (0x2030, 0x2040), (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122),
    (0x2190, 0x2199), (0x2200, 0x22FF), (0xFFFD, 0xFFFD),
)  # fmt: skip


def drawable(text: str) -> str:
    """`text` composed (NFC), with «�» for every letter that the font lacks; its lines stay."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(each if _is_drawn(each) else REPLACEMENT for each in composed)


def _is_drawn(letter: str) -> bool:
    code = ord(letter)
    if letter == "\n":
        return True
    is_there = any(first <= code <= last for first, last in DRAWN)
    return is_there and unicodedata.category(letter) != "Cn"
