"""What somebody typed, made ready to be kept: one rule for every text of the corridor."""

import unicodedata

from participation.transitions import Refused

LONGEST_NOTE = 4_000
_KEPT = "\n\t"


def written(text: str, *, asked: str, longest: int = LONGEST_NOTE, needed: bool = True) -> str:
    """`text` without blanks around it nor characters that PostgreSQL or a page cannot hold.

    `asked` is the sentence that asks for it where it is missing.

    Raises:
        Refused: it is empty and needed, or longer than `longest` characters.
    """
    plain = "".join(filter(_can_be_kept, text.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    if needed and not plain:
        raise Refused(asked)
    if len(plain) > longest:
        over = len(plain) - longest
        letters = "1 letra" if over == 1 else f"{over} letras"
        raise Refused(f"El texto tiene {letters} de más; el máximo es {longest}.")
    return plain


def one_line(text: str, *, asked: str, longest: int, needed: bool = True) -> str:
    """The same for a title or a name: blanks of every kind become one blank.

    Raises:
        Refused: as `written`.
    """
    return written(" ".join(text.split()), asked=asked, longest=longest, needed=needed)


def _can_be_kept(character: str) -> bool:
    """Controls (NUL among them) and lone surrogates are left out."""
    return character in _KEPT or unicodedata.category(character) not in ("Cc", "Cs")
