"""Holding a stated figure against what should make it. Intervals in, verdict out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from programs.checks.outcomes import Part, Verdict
from programs.figures import Interval, interval_of, total
from programs.ledger import Figure

FACTORS = (Decimal(1_000), Decimal(1_000_000), Decimal("0.001"), Decimal("0.000001"))
"""A slip of unit: thousands for units, millions for thousands, and the other way round."""

NEARLY = Decimal("0.01")
"""A value undone by a factor gives itself away if it then fits, or is within one part in a hundred.

A slip of three zeros moves a value 100,000 % away; what is left after undoing it may be another,
smaller difference (982.774 against 981), and that one is still told.
"""

APART = Decimal(100)
"""How many times beyond every companion a value must lie before its unit is doubted.

Programs of one table do differ by tens; a slip of a thousand leaves a hundredfold gap.
"""

AMONG = Decimal(10)
"""A value whose factor is undone is among its companions within ten times the least or the most."""

TELLING = Decimal(100)
"""Three printed digits that match are hardly chance; one or two are."""

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stated figure against an expected interval; the fields are those of `Outcome`."""

    verdict: Verdict
    expected: Decimal
    expected_interval: Interval
    stated_interval: Interval
    difference: Decimal
    gap: Decimal
    allowance: Decimal
    factor: Decimal | None

    @property
    def fits_mended(self) -> bool:
        """Whether the factor explains all of the difference, not nearly all."""
        if self.factor is None:
            return False
        mended = self.stated_interval.scaled(1 / self.factor)
        return mended.meet(self.expected_interval) is not None


def judge(
    stated: Figure, expected: Interval, value: Decimal, *, may_be_more: bool = False
) -> Judgement:
    """Hold a stated figure against an interval around `value`.

    An open interval is a lower bound: below it the figure differs, otherwise nobody can tell.
    `may_be_more`: the expected interval is closed, but something the document does not list may
    add to it; then a fit still holds and only an excess cannot be told. Raises ValueError where
    the figure states no value.
    """
    interval, number = interval_of(stated), stated.value or ZERO
    is_open = expected.high is None
    if interval.meet(expected):
        verdict = Verdict.UNKNOWN if is_open else Verdict.HOLDS
    elif may_be_more and interval.low > expected.low:
        verdict = Verdict.UNKNOWN
    else:
        verdict = Verdict.DIFFERS
    told = verdict is Verdict.DIFFERS and not is_open
    return Judgement(
        verdict=verdict,
        expected=value,
        expected_interval=expected,
        stated_interval=interval,
        difference=number - value,
        gap=interval.gap(expected),
        allowance=((interval.width or ZERO) + (expected.width or ZERO)) / 2,
        factor=factor_between(interval, number, expected, value) if told else None,
    )


def factor_between(
    stated: Interval, value: Decimal, expected: Interval, expected_value: Decimal
) -> Decimal | None:
    """How many times too large the stated value seems, if a thousand or a million explains it."""
    if expected.low <= 0 or value <= 0:
        return None
    for factor in FACTORS:
        near = abs(value / factor - expected_value) <= expected_value * NEARLY
        if near or stated.scaled(1 / factor).meet(expected):
            return factor
    return None


def stated_parts(parts: Sequence[Part]) -> list[tuple[Part, Figure, Decimal]]:
    """The parts the document gives a value for."""
    return [
        (part, part.figure, part.figure.value)
        for part in parts
        if part.figure is not None and part.figure.value is not None
    ]


def sum_of(parts: Sequence[Part], *, open_ended: bool = False) -> tuple[Interval, Decimal]:
    """What the parts with a value add up to: the interval and the printed sum."""
    found = stated_parts(parts)
    interval = total((interval_of(figure) for _, figure, _ in found), open_ended=open_ended)
    return interval, sum((value for _, _, value in found), ZERO)


def percentage_of(over: Part, under: Part) -> tuple[Interval, Decimal] | None:
    """What percentage one part is of another: all it may stand for, and as printed.

    None where either states no value, or the second may be zero or less.
    """
    stated = stated_parts([over, under])
    if len(stated) < 2:
        return None
    (_, one, value), (_, other, base) = stated
    half, step = _half_width(one), _half_width(other)
    if base - step <= 0:
        return None
    ends = [
        (value + above) * HUNDRED / (base + beside)
        for above in (-half, half)
        for beside in (-step, step)
    ]
    return Interval(min(ends), max(ends)), value * HUNDRED / base


def _half_width(figure: Figure) -> Decimal:
    return (interval_of(figure).width or ZERO) / 2


def stands_out(parts: Sequence[Part]) -> tuple[Part, Decimal] | None:
    """The one part that is a thousand or a million times off its companions, and the factor.

    It must lie a hundred times beyond each of the others, and fall among them (`AMONG`) once the
    factor is undone. Two companions at least. Only the extremes can, so this costs one sort.
    """
    found = sorted(
        ((part, value) for part, _, value in stated_parts(parts) if value > 0),
        key=lambda pair: pair[1],
    )
    if len(found) < 3:
        return None
    values = [value for _, value in found]
    if values[-1] >= APART * values[-2]:
        odd, factors, (low, high) = found[-1], FACTORS[:2], (values[0], values[-2])
    elif values[1] >= APART * values[0]:
        odd, factors, (low, high) = found[0], FACTORS[2:], (values[1], values[-1])
    else:
        return None
    part, value = odd
    fitting = (factor for factor in factors if low / AMONG <= value / factor <= high * AMONG)
    return next(((part, factor) for factor in fitting), None)


def misplaced_part(stated: Figure, parts: Sequence[Part]) -> tuple[Part, Decimal] | None:
    """The part whose unit explains why a sum differs: it stands out, and mended the sum holds."""
    found = stands_out(parts)
    if found is None:
        return None
    part, factor = found
    interval, _ = sum_of([other for other in parts if other is not part])
    own = interval_of(part.figure).scaled(1 / factor) if part.figure else interval
    return found if interval_of(stated).meet(interval + own) else None


def part_of_that_size(parts: Sequence[Part], difference: Decimal) -> Part | None:
    """The only part that measures exactly the difference: left out, perhaps, or added twice.

    Only from `TELLING` printed steps on: among small numbers such a match is chance.
    """
    size = abs(difference)
    same = [
        part
        for part, figure, value in stated_parts(parts)
        if abs(value) == size and size >= TELLING * figure.precision
    ]
    return same[0] if len(same) == 1 else None
