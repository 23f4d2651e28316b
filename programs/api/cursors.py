"""Pages of a list that lies in memory, cut by keys: a row that comes or goes moves no other.

A cursor says after (or before) which key a page starts. It is opaque to whoever uses it, and one
that was changed by hand is refused.
"""

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

from programs.api.problems import Problem

Key = tuple[Any, ...]
Item = TypeVar("Item")
BAD = "Ese cursor no sirve para esta lista. Vuelva al comienzo: quite el parámetro."
FORWARD, BACK = "f", "b"


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort: the key of a row, and how each part of a key is read back."""

    key: Callable[[Any], Key]
    parts: tuple[Callable[[Any], Any], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page starts: after the key, or before it."""

    key: Key
    is_back: bool


@dataclass(frozen=True, slots=True)
class Cut(Generic[Item]):
    """The rows of a page and the cursors of the next and the previous one, empty at the ends."""

    rows: tuple[Item, ...]
    next: str
    previous: str


def written(order: str, key: Key, *, is_back: bool) -> str:
    """A cursor."""
    text = json.dumps([order, BACK if is_back else FORWARD, *key], default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(typed: str, order: str, parts: Sequence[Callable[[Any], Any]]) -> Place:
    """What `written` was given.

    Raises:
        Problem: it is no cursor, or one of another order.
    """
    try:
        padded = typed + "=" * (-len(typed) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        made_for, direction, *key = found
        if made_for != order or direction not in (FORWARD, BACK) or len(key) != len(parts):
            raise ValueError("a cursor of another list")
        return Place(tuple(part(each) for part, each in zip(parts, key, strict=True)),
                     direction == BACK)  # fmt: skip
    except (binascii.Error, ValueError, TypeError, RecursionError, InvalidOperation):
        raise Problem("parametro-invalido", errors=[("cursor", BAD)]) from None


def whole(value: Any) -> int:
    """Reads a part of a key that is a number. Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 2**62:
        raise ValueError("not a whole number")
    return value


def text(value: Any) -> str:
    """Reads a part of a key that is text. Raises ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def amount(value: Any) -> Decimal:
    """Reads a part of a key that is an amount. Raises ValueError for anything else."""
    number = Decimal(text(value))
    if not number.is_finite():
        raise ValueError("not an amount")
    return number


def cut(rows: Sequence[Any], order_name: str, order: Order, cursor: str, size: int) -> Cut[Any]:
    """The page of `rows` where the cursor says; the first without one."""
    ordered = sorted(rows, key=order.key)
    place = read(cursor, order_name, order.parts) if cursor else None
    if place is None:
        start, end = 0, size
    elif place.is_back:
        end = bisect_left(ordered, place.key, key=order.key)
        start = max(0, end - size)
    else:
        start = bisect_right(ordered, place.key, key=order.key)
        end = start + size
    shown = tuple(ordered[start:end])
    has_more, has_before = end < len(ordered), start > 0
    return Cut(
        shown,
        written(order_name, order.key(shown[-1]), is_back=False) if shown and has_more else "",
        written(order_name, order.key(shown[0]), is_back=True) if shown and has_before else "",
    )
