"""Names put one after the other, as one says them. Pure."""

import re
from collections.abc import Sequence

_LIKE_I = re.compile(r"«?(?:hi|[ií])(?!e)", re.IGNORECASE)


def joined(names: Sequence[str], joint: str = "y") -> str:
    """`a`, `a y b`, `a, b y c`; `e` before a name that sounds so. Empty for none."""
    if len(names) < 2:
        return "".join(names)
    word = "e" if joint == "y" and _LIKE_I.match(names[-1]) else joint
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
