"""How well filings were answered: rules of counting, with numbers in and numbers out. Pure.

A measure is told with its numerator and its denominator, and not at all where there are too few:
two answers of two are no hundred percent of anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

LEAST = 5  # a percentage or a median of fewer says nothing
HALF, MOST = 50, 90  # percentiles that are told
# Days to answer, in the boxes of the chart: up to and with each; the last has no end.
BOXES = (5, 10, 20, 30, 45, 60)


@dataclass(frozen=True)
class Counted:
    """One group of filings: all of an account, those of a unit, those that speak of a region.

    `late` and `overdue` are past their term: answered, and still waiting. The mappings go from
    business days to how many filings: since their legal day, and since the end of their term.
    """

    key: str = ""
    name: str = ""
    filed: int = 0
    answered: int = 0
    in_term: int = 0
    waiting: int = 0
    overdue: int = 0
    grouped: int = 0
    extended: int = 0
    refused: int = 0
    ended: int = 0  # withdrawn, referred or converted: nothing is owed any more
    taken: Mapping[int, int] = field(default_factory=dict)
    late_by: Mapping[int, int] = field(default_factory=dict)
    overdue_by: Mapping[int, int] = field(default_factory=dict)

    @property
    def late(self) -> int:
        """Answered after their term."""
        return self.answered - self.in_term

    @property
    def owed(self) -> int:
        """Those that wait for an answer, in term or not."""
        return self.waiting + self.overdue

    @property
    def due(self) -> int:
        """Those to which an answer is or was owed."""
        return self.answered + self.owed


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """In whole percent; None where the whole is too small. Never 0 or 100 by rounding."""
        if self.whole < LEAST:
            return None
        exact = Decimal(100 * self.part) / self.whole
        percent = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        return min(max(percent, 1), 99) if 0 < self.part < self.whole else percent


def percentile(counts: Mapping[int, int], percent: int) -> int | None:
    """The least value that `percent` of all reach at most; None of fewer than LEAST.

    By nearest rank, so that it is a number of days that really happened.
    """
    total = sum(counts.values())
    if total < LEAST:
        return None
    rank, seen = -(-percent * total // 100), 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= rank:
            return value
    raise ValueError("a percentage is at most 100")


def in_boxes(counts: Mapping[int, int]) -> tuple[tuple[int, int | None, int], ...]:
    """How many in each box: its first day, its last (None: without end), and the count."""
    found, first = [], 0
    for last in (*BOXES, None):
        inside = [n for day, n in counts.items() if first <= day <= (last or day)]
        found.append((first, last, sum(inside)))
        first = (last or 0) + 1
    return tuple(found)
