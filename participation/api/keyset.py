"""Pages of a list of the database, cut by keys in both directions: no offset, one index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

from participation.cuts import RowValue
from programs.api.cursors import Cut, read, text, whole, written


@dataclass(frozen=True, slots=True)
class Sorting:
    """Columns that sort a list, all in one direction, the last one unique."""

    columns: tuple[str, ...]
    parts: tuple[Callable[[Any], Any], ...]
    is_descending: bool

    def key_of(self, row: Any) -> tuple[Any, ...]:
        found = (getattr(row, name) for name in self.columns)
        return tuple(each.isoformat() if isinstance(each, date) else each for each in found)

    def names(self, *, is_descending: bool) -> list[str]:
        return [f"{'-' if is_descending else ''}{name}" for name in self.columns]


def day(value: Any) -> date:
    """Reads a part of a key that is a day. Raises ValueError for anything else."""
    return date.fromisoformat(text(value))


def instant(value: Any) -> datetime:
    """Reads a part of a key that is an instant. Raises ValueError for anything else."""
    found = datetime.fromisoformat(text(value))
    if found.tzinfo is None:
        raise ValueError("an instant without a zone")
    return found


def page_of(rows: QuerySet[Any], order: str, sorting: Sorting, cursor: str, size: int) -> Cut[Any]:
    """The page of `rows` where the cursor says; the first without one.

    Raises:
        Problem: it is no cursor of this order.
    """
    place = read(cursor, order, sorting.parts) if cursor else None
    is_back = place is not None and place.is_back
    is_descending = sorting.is_descending is not is_back
    if place is not None:
        columns = RowValue(*map(F, sorting.columns))
        key = RowValue(*map(Value, place.key))
        rows = rows.filter((LessThan if is_descending else GreaterThan)(columns, key))
    found = list(rows.order_by(*sorting.names(is_descending=is_descending))[: size + 1])
    has_more, shown = len(found) > size, found[:size]
    if is_back:
        return _cut(order, sorting, shown[::-1], has_next=True, has_previous=has_more)
    return _cut(order, sorting, shown, has_next=has_more, has_previous=place is not None)


def _cut(
    order: str, sorting: Sorting, shown: Sequence[Any], *, has_next: bool, has_previous: bool
) -> Cut[Any]:
    if not shown:
        return Cut((), "", "")
    first, last = sorting.key_of(shown[0]), sorting.key_of(shown[-1])
    return Cut(
        tuple(shown),
        written(order, last, is_back=False) if has_next else "",
        written(order, first, is_back=True) if has_previous else "",
    )


__all__ = ["Sorting", "day", "instant", "page_of", "whole"]
