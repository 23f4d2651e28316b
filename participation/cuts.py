"""One page of a list that goes on from the last row shown: what all the lists by keys have in
common. No row is counted nor skipped, so that the last page costs what the first does."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Field, Func, QuerySet, Value
from django.db.models.lookups import LessThan

Row = TypeVar("Row")
PAGE = 20


class RowValue(Func):
    """`ROW(a, b)`: PostgreSQL compares rows as one key, and its indexes follow."""

    template = "ROW(%(expressions)s)"
    output_field = Field()  # it is only compared


@dataclass(frozen=True, slots=True)
class Cut(Generic[Row]):
    """One page of the list; `after` is where the next one starts, empty at the end."""

    rows: tuple[Row, ...]
    after: str


def cut(rows: QuerySet[Any], size: int, place: Callable[[Any], str]) -> Cut[Any]:
    """The first `size` rows, in one query; `place` says where a row stands."""
    found = list(rows[: size + 1])
    return Cut(tuple(found[:size]), place(found[size - 1]) if len(found) > size else "")


def cut_by_code(
    rows: QuerySet[Any], code: re.Pattern[str], after: str, size: int = PAGE
) -> Cut[Any]:
    """The newest first, by a code that says year and number: `code` finds both.

    Raises:
        ValueError: `after` is not a code.
    """
    if after:
        found = code.match(after)
        if found is None:
            raise ValueError("not a code")
        place = RowValue(Value(int(found[1])), Value(int(found[2])))
        rows = rows.filter(LessThan(RowValue(F("year"), F("number")), place))
    return cut(rows.order_by("-year", "-number"), size, lambda row: row.code or "")
