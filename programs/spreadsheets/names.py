"""Names as people write them: accents, capitals and spaces do not tell two names apart."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

LONGEST_COMPARED = 80
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """The name without accents, capitals, marks or doubled spaces: `Región ` → `region`."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_A_WORD.sub(" ", letters).strip()


def slug_of(text: str) -> str:
    """The name as an identifier: `Capital Semilla` → `capital-semilla`. May be empty."""
    return fold(text).replace(" ", "-")


def nearest(text: str, names: Iterable[str]) -> str:
    """Of `names`, the one most like `text`, or an empty string where none is like it.

    Compared without spaces too, so that «Bio Bio» finds «Biobío».
    """
    by_form: dict[str, str] = {}
    for name in names:
        by_form.setdefault(fold(name).replace(" ", "")[:LONGEST_COMPARED], name)
    wanted = fold(text).replace(" ", "")[:LONGEST_COMPARED]
    found = get_close_matches(wanted, by_form, n=1, cutoff=0.6) if wanted else []
    return by_form[found[0]] if found else ""


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """` ¿Quiso decir «Biobío»?`, with its leading space, or nothing."""
    found = nearest(text, names)
    return f" ¿Quiso decir «{found}»?" if found else ""
