"""No count of a few people is told, and none can be worked out from what is told."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.small_cells import TOTAL, K, Place, SafeTable, safe_list, safe_table

COUNTS = st.integers(0, 5)


def table(*rows: tuple[int, ...]) -> tuple[dict[Place, int], list[str], list[str]]:
    """Counts by names `a`, `b`… of rows and `w`, `x`… of columns."""
    columns = [chr(ord("w") + place) for place in range(len(rows[0]))]
    names = [chr(ord("a") + place) for place in range(len(rows))]
    counts = {
        (name, column): value
        for name, row in zip(names, rows, strict=True)
        for column, value in zip(columns, row, strict=True)
    }
    return counts, names, columns


def safe(*rows: tuple[int, ...], k: int = K) -> SafeTable:
    return safe_table(*table(*rows), k)


def test_a_table_without_small_cells_is_told_whole() -> None:
    assert safe((5, 7), (0, 12)).withheld == 0


def test_a_count_of_one_to_four_is_not_told_and_zero_is() -> None:
    told = safe((4, 30, 0), (20, 10, 6), (11, 12, 13))

    assert told.cells["a", "w"] is None
    assert told.cells["a", "y"] == 0


def test_a_small_cell_does_not_come_out_by_subtracting_from_its_total() -> None:
    told = safe((3, 30), (20, 10))

    assert [told.cells["a", "w"], told.cells["a", "x"]] == [None, None]
    assert [told.cells["b", "w"], told.cells["b", "x"]] == [None, None]
    assert told.total == 63


def test_two_ones_are_not_told_apart_from_their_sum() -> None:
    """Whoever knows that a withheld count is at least 1 would read 1 and 1 from a total of 2."""
    told = safe_list({"w": 1, "x": 1, "y": 30, "z": 40}, ["w", "x", "y", "z"])

    assert told == {"w": None, "x": None, "y": None, "z": 40, TOTAL: 72}


def test_the_cells_that_hide_another_are_the_smallest_that_serve() -> None:
    told = safe_list({"w": 2, "x": 50, "y": 7, "z": 40}, ["w", "x", "y", "z"])

    assert told == {"w": None, "x": 50, "y": None, "z": 40, TOTAL: 99}


def test_a_small_total_is_withheld_with_what_makes_it() -> None:
    told = safe((1, 2), (30, 40), (50, 60))

    assert told.cells["a", TOTAL] is None
    assert told.cells["a", "w"] is None
    assert told.total == 183


def test_a_zero_does_not_say_that_the_few_of_a_row_are_all_alike() -> None:
    """Two people of one region, both women: a zero of the men would tell the sex of each."""
    told = safe((2, 0), (30, 40), (50, 60))

    assert told.row("a") == (None, None, None)


def test_nor_does_a_zero_say_where_the_few_of_a_column_are_not() -> None:
    told = safe((2, 30), (0, 40), (0, 50))

    assert [told.cells[row, "w"] for row in "abc"] == [None, None, None]


def test_where_all_are_a_few_nothing_is_told() -> None:
    told = safe((1, 2), (0, 1))

    assert set(told.cells.values()) == {None}


def test_where_there_is_nobody_zero_is_told() -> None:
    assert set(safe((0, 0), (0, 0)).cells.values()) == {0}


@pytest.mark.parametrize(
    ("counts", "columns", "said"),
    [({("a", "w"): -1}, ["w", "x"], "not negative"), ({}, ["w", TOTAL], "is a total"),
     ({}, ["w"], "two columns")],
)  # fmt: skip
def test_what_is_no_table_is_refused(
    counts: dict[Place, int], columns: list[str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        safe_table(counts, ["a", "b"], columns)


# -- what somebody who knows all that is published, and the rule, can find out


def fitting(told: SafeTable, most: int) -> Iterator[dict[Place, int]]:
    """Tables that fit what is published: told cells as told, withheld ones from 1 to `most`."""
    inner = [place for place in told.cells if TOTAL not in place and told.cells[place] is None]
    yield from _filled(told, inner, {}, most)


def _filled(
    told: SafeTable, left: list[Place], given: dict[Place, int], most: int
) -> Iterator[dict[Place, int]]:
    if not left:
        whole = {place: given.get(place, value or 0) for place, value in told.cells.items()
                 if TOTAL not in place}  # fmt: skip
        if all(_agrees(told, whole, place) for place in told.cells if TOTAL in place):
            yield whole
        return
    row, column = left[0]
    # In a row or column that tells nothing at all, a zero may be withheld too.
    lines = ({told.cells[row, each] for each in (*told.columns, TOTAL)},
             {told.cells[each, column] for each in (*told.rows, TOTAL)})  # fmt: skip
    least = 0 if {None} in lines else 1
    for value in range(least, most + 1):
        if _still_fits(told, {**given, left[0]: value}, row, column):
            yield from _filled(told, left[1:], {**given, left[0]: value}, most)


def _still_fits(told: SafeTable, given: dict[Place, int], row: str, column: str) -> bool:
    """No told total is exceeded yet by what was filled in."""
    for total, line in (
        (told.cells[row, TOTAL], [(row, each) for each in told.columns]),
        (told.cells[TOTAL, column], [(each, column) for each in told.rows]),
    ):
        so_far = sum(given.get(place, told.cells[place] or 0) for place in line)
        if total is not None and so_far > total:
            return False
    return True


def _agrees(told: SafeTable, whole: dict[Place, int], place: Place) -> bool:
    row, column = place
    rows = told.rows if row == TOTAL else (row,)
    columns = told.columns if column == TOTAL else (column,)
    value = sum(whole[each] for each in product(rows, columns))
    return told.cells[place] is None or value == told.cells[place]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=3))
def test_every_withheld_cell_keeps_as_many_values_as_its_mark(rows: list[tuple[int, ...]]) -> None:
    """Three is the least count told here, so that every table that fits can be tried."""
    counts, names, columns = table(*rows)

    told = safe_table(counts, names, columns, 3)

    if told.total is not None:
        if told.withheld == len(told.cells) - 1:
            return  # only the number of all is told, and zeros may be among the rest
        most = max(counts.values()) + 1
        possible = list(fitting(told, most))
        assert counts in possible
        for place, value in told.cells.items():
            if value is None and _value(counts, told, place):
                assert len({_value(each, told, place) for each in possible}) >= 2, place


def _value(whole: dict[Place, int], told: SafeTable, place: Place) -> int:
    rows = told.rows if place[0] == TOTAL else (place[0],)
    columns = told.columns if place[1] == TOTAL else (place[1],)
    return sum(whole[each] for each in product(rows, columns))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=2, max_size=4))
def test_in_a_list_at_least_four_values_are_left(row: list[int]) -> None:
    names = [str(place) for place in range(len(row))]
    told = safe_list(dict(zip(names, row, strict=True)), names)

    hidden = [name for name in names if told[name] is None]
    least = 0 if len(hidden) == len(names) else 1  # where all is withheld, a zero may be among them
    possible = [
        given
        for given in product(range(least, sum(row) + 1), repeat=len(hidden))
        if told[TOTAL] in (None, sum(given) + sum(told[name] or 0 for name in names))
    ]
    assert all(told[name] in (None, value) for name, value in zip(names, row, strict=True))
    assert not [name for name in names if told[name] and (told[name] or 0) < K]
    if told[TOTAL] is not None:
        for place in range(len(hidden)):
            assert len({given[place] for given in possible}) >= K - 1


def test_five_people_of_five_kinds_are_only_told_to_be_five() -> None:
    names = list("vwxyz")

    told = safe_list(dict.fromkeys(names, 1), [*names, "nobody"])

    assert told == {**dict.fromkeys([*names, "nobody"]), TOTAL: 5}


SPARSE = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 400))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SPARSE, SPARSE, SPARSE, SPARSE), min_size=16, max_size=17))
def test_no_equation_of_a_table_of_regions_gives_a_withheld_cell(
    rows: list[tuple[int, ...]],
) -> None:
    """All the sums at once, as somebody with a computer would solve them."""
    told = safe(*rows)

    counts, _, _ = table(*rows)
    found = solved(told) if told.total is not None else set()
    assert [place for place in found if _value(counts, told, place)] == []
    assert all(told.cells[place] is None for place, value in counts.items() if 0 < value < K)


def solved(told: SafeTable) -> set[Place]:
    """The withheld cells that the sums alone determine, by Gaussian elimination."""
    unknown = [place for place, value in told.cells.items() if value is None]
    lines = [
        [(row, column) for column in (*told.columns, TOTAL)] for row in (*told.rows, TOTAL)
    ] + [[(row, column) for row in (*told.rows, TOTAL)] for column in (*told.columns, TOTAL)]
    matrix = [[Fraction(place in line) for place in unknown] for line in map(set, lines)]
    pivots: list[int] = []
    for column in range(len(unknown)):
        rank = len(pivots)
        found = next((n for n in range(rank, len(matrix)) if matrix[n][column]), None)
        if found is None:
            continue
        matrix[rank], matrix[found] = matrix[found], matrix[rank]
        head = matrix[rank][column]
        matrix[rank] = [each / head for each in matrix[rank]]
        for n, line in enumerate(matrix):
            if n != rank and line[column]:
                times = line[column]
                matrix[n] = [a - times * b for a, b in zip(line, matrix[rank], strict=True)]
        pivots.append(column)
    return {
        unknown[column]
        for line, column in zip(matrix, pivots, strict=False)
        if sum(bool(each) for each in line) == 1
    }
