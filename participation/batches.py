"""When filings are counted, and how what was counted in several batches is added up. Pure.

Published counts can be subtracted: two that follow each other differ by what came between them. So
each batch is made safe by itself (`small_cells`) and closed for good, and a sum is told only where
every batch of it is: whoever subtracts is left with the batches, which tell nothing of anybody.
When a batch closes depends on days and on how many came, which anyone knows, never on who they are.
Decision 22 (docs/decisions/0022-closed-counts.md).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

FEWEST = 10  # filings of a batch
SETTLING = timedelta(days=14)  # from the opening of the reception: early batches are small ones

# By table, row and column: how many, or None where that is withheld.
Told = Mapping[str, Mapping[str, Mapping[str, int | None]]]


def last_sunday(today: date) -> date:
    """The last Sunday that is over."""
    return today - timedelta(days=today.weekday() + 1)


def is_enough(
    waiting: int, counted: int, sunday: date, reception: tuple[date, date] | None = None
) -> bool:
    """Whether the `waiting` filings until `sunday` make a batch after the `counted` ones.

    Small batches withhold much, and what one of them withholds no later sum can tell. So a batch is
    as large as all before it; the last one, when the reception (first and last day) is over, half.
    """
    if reception is None:
        return waiting >= max(FEWEST, counted)
    opened, closed = reception
    if sunday >= closed:
        return waiting >= max(FEWEST, (counted + 1) // 2)
    return waiting >= max(FEWEST, counted) and sunday >= opened + SETTLING


def added(batches: Iterable[Told], table: str, row: str, column: str) -> int | None:
    """The count of all batches; None where one of them withholds its own. Unknown places are 0."""
    total = 0
    for batch in batches:
        value = batch.get(table, {}).get(row, {}).get(column, 0)
        if value is None:
            return None
        total += value
    return total
