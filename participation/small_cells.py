"""Small cells: no count of a few people is published, nor can one be worked out from the others.

A table of counts with its totals goes in; the same table comes out with some cells withheld:

1. **Small**: every count of 1 to `k` - 1, be it a cell or a total. Zero is told, it is nobody; but
   not in a row or column whose total is small: where all of the few are women, the zero of the men
   would say so of each.
2. **Complementary**: more cells, the smallest that serve, until nothing that is withheld can be
   narrowed down. Both bear the same mark, so that a mark does not tell which of the two it is.

**What is held** (and tested by trying every table that fits): whoever knows all that is published,
and that a withheld count is at least 1, is left with at least `k` - 1 possible values for each of
them, as many as the mark of a small cell leaves by itself.

How: rows, columns and totals are lines that sum to zero once the totals bear a minus sign. A cell
can be one more if some other cells of its lines can make up for it, and others for those, round a
loop. `_room` walks these loops; the number of turns is how far the cell may really lie from what
is shown. Pure.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

K = 5  # the least count that is told
TOTAL = "total"
Place = tuple[str, str]


@dataclass(frozen=True)
class SafeTable:
    """Counts by (row, column), totals under TOTAL; None is withheld."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Place, int | None]

    @property
    def total(self) -> int | None:
        """All that was counted; None where that is withheld too."""
        return self.cells[TOTAL, TOTAL]

    def row(self, row: str) -> tuple[int | None, ...]:
        """The cells of a row, its total last."""
        return tuple(self.cells[row, column] for column in (*self.columns, TOTAL))

    @property
    def withheld(self) -> int:
        """How many cells are not told."""
        return sum(value is None for value in self.cells.values())


def safe_table(
    counts: Mapping[Place, int], rows: Sequence[str], columns: Sequence[str], k: int = K,
    *, told: frozenset[Place] = frozenset(),
) -> SafeTable:  # fmt: skip
    """The counts of a table of two dimensions, safe to publish. What is not in `counts` is zero.

    `told` are places, none of them small, that another table tells already: they are not withheld.

    Raises ValueError for a negative count, fewer than two rows or columns, or a name of the totals.
    """
    if TOTAL in (*rows, *columns) or any(value < 0 for value in counts.values()):
        raise ValueError("counts are not negative, and no row or column is a total")
    if min(len(rows), len(columns)) < 2:
        raise ValueError("a table has two rows and two columns; for fewer, see safe_list")
    values = dict(_with_totals(counts, rows, columns))
    grand = values[TOTAL, TOTAL]
    if 0 < grand < k:
        return _told(values, set(values), rows, columns)
    small = {place for place, value in values.items() if 0 < value < k}
    blank = {
        (row, column) for row in rows for column in columns
        if (row, TOTAL) in small or (TOTAL, column) in small
    }  # fmt: skip
    hidden = small | blank
    while exposed := _exposed(values, hidden, k):
        more = _companion(exposed, values, hidden, told)
        if more is None:  # nothing is left to hide it among: only the number of all is told
            return _told(values, set(values) - {(TOTAL, TOTAL)}, rows, columns)
        hidden.add(more)
    return _told(values, hidden, rows, columns)


def safe_list(counts: Mapping[str, int], names: Sequence[str], k: int = K) -> dict[str, int | None]:
    """The counts of a list and their TOTAL, safe to publish by the same rules."""
    values = {name: counts.get(name, 0) for name in names}
    total = sum(values.values())
    if 0 < total < k:
        return dict.fromkeys((*names, TOTAL))
    in_order = sorted((value, name) for name, value in values.items() if value)
    count = sum(value < k for value, _ in in_order)
    while count and not _hide_each_other([value for value, _ in in_order[:count]], k):
        count += 1
        if count > len(in_order):  # only the number of all is told
            return {**dict.fromkeys(names), TOTAL: total}
    hidden = {name for _, name in in_order[:count]}
    told = {name: None if name in hidden else value for name, value in values.items()}
    return {**told, TOTAL: total}


def _hide_each_other(hidden: Sequence[int], k: int) -> bool:
    """Whether each may be `k` - 1 values at least, for who knows their sum and that none is 0."""
    return len(hidden) > 1 and sum(hidden) - len(hidden) + 1 >= k - 1


def _with_totals(
    counts: Mapping[Place, int], rows: Sequence[str], columns: Sequence[str]
) -> Iterator[tuple[Place, int]]:
    for row in rows:
        for column in columns:
            yield (row, column), counts.get((row, column), 0)
        yield (row, TOTAL), sum(counts.get((row, column), 0) for column in columns)
    for column in columns:
        yield (TOTAL, column), sum(counts.get((row, column), 0) for row in rows)
    whole = sum(counts.get((row, column), 0) for row in rows for column in columns)
    yield (TOTAL, TOTAL), whole


def _told(
    values: Mapping[Place, int], hidden: set[Place], rows: Sequence[str], columns: Sequence[str]
) -> SafeTable:
    cells = {place: None if place in hidden else value for place, value in values.items()}
    return SafeTable(tuple(rows), tuple(columns), cells)


def _companion(
    exposed: Place, values: Mapping[Place, int], hidden: set[Place], told: frozenset[Place]
) -> Place | None:
    """The cell whose hiding helps most and costs least: in the same row or column, cells before
    totals, where the line hides nothing else yet, the smallest."""
    row, column = exposed

    def cost(place: Place) -> tuple[bool, bool, int, Place]:
        is_row = place[0] == row
        line = [
            each for each in hidden if each != exposed and each[not is_row] == place[not is_row]
        ]
        return bool(line), TOTAL in place, values[place], place

    free = [place for place, value in values.items()
            if value and place not in hidden | told and place != (TOTAL, TOTAL)]  # fmt: skip
    found = [place for place in free if place[0] == row or place[1] == column]
    if not found:  # its own lines hide all they have: widen the loop
        found = free
    return min(found, key=cost, default=None)


def _exposed(values: Mapping[Place, int], hidden: set[Place], k: int) -> Place | None:
    """A withheld cell of which too much can be known, if there is one."""
    counted = sorted(each for each in hidden if values[each])
    return next((each for each in counted if _is_exposed(each, values, hidden, k)), None)


def _is_exposed(place: Place, values: Mapping[Place, int], hidden: set[Place], k: int) -> bool:
    """Whether fewer than `k` - 1 values are possible for a withheld cell."""
    wanted = k - 2  # beside the true one
    found = 0
    for step in (1, -1):
        found += _room(place, values, hidden, step, wanted - found)
        if found >= wanted:
            return False
    return True


def _room(
    place: Place, values: Mapping[Place, int], hidden: set[Place], step: int, most: int
) -> int:
    """How many times a cell may change by `step` (its sign as a line sees it), up to `most`."""
    now = {each: values[each] for each in hidden}
    for turn in range(most):
        path = _loop(place, now, step) if _may(place, now[place], step) else None
        if path is None:
            return turn
        now[place] += step * _sign(place)
        for cell, change in path:
            now[cell] += change * _sign(cell)
    return most


def _sign(place: Place) -> int:
    """A total counts against its line; the total of totals counts against those."""
    return -1 if (place[0] == TOTAL) != (place[1] == TOTAL) else 1


def _may(place: Place, value: int, step: int) -> bool:
    """Whether a withheld count stays at least 1 if the line's share of it changes by `step`."""
    return value + step * _sign(place) >= 1


def _loop(place: Place, now: Mapping[Place, int], step: int) -> list[tuple[Place, int]] | None:
    """The other cells that change, with how, so that every line keeps its sum."""
    rows: dict[str, list[Place]] = {}
    columns: dict[str, list[Place]] = {}
    for cell in sorted(now):
        if cell != place:
            rows.setdefault(cell[0], []).append(cell)
            columns.setdefault(cell[1], []).append(cell)
    # A row that gained must lose in another cell; that cell's column then must gain, and so on.
    start, goal = ("row", place[0]), ("column", place[1])
    came: dict[tuple[str, str], tuple[tuple[str, str], Place, int]] = {}
    queue = deque([start])
    while queue:
        kind, name = here = queue.popleft()
        lines, change = (rows, -step) if kind == "row" else (columns, step)
        for cell in lines.get(name, ()):
            there = ("column", cell[1]) if kind == "row" else ("row", cell[0])
            if there in came or there == start or not _may(cell, now[cell], change):
                continue
            came[there] = here, cell, change
            if there == goal:
                return list(_walked(came, start, goal))
            queue.append(there)
    return None


def _walked(
    came: Mapping[tuple[str, str], tuple[tuple[str, str], Place, int]],
    start: tuple[str, str],
    goal: tuple[str, str],
) -> Iterator[tuple[Place, int]]:
    while goal != start:
        goal, cell, change = came[goal]
        yield cell, change
