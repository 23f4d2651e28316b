"""What a check says: the figures it used, its verdict and the sentence a citizen reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from programs.figures import Interval
from programs.ledger import CheckKind, Figure, Ledger


class Verdict(StrEnum):
    HOLDS = "holds"  # the stated figure fits what should make it, within what rounding allows
    DIFFERS = "differs"  # it does not, whatever the rounding
    UNKNOWN = "unknown"  # the document does not state enough to tell


class Role(StrEnum):
    """What a part does in its check."""

    ADDS = "adds"  # one addend of the whole
    SAME = "same"  # states the same fact
    LISTED = "listed"  # one of the rows counted
    COMPANION = "companion"  # stands beside, to judge the order of magnitude
    NOW = "now"  # this year's value
    BEFORE = "before"  # last year's value
    PART = "part"  # what the percentage is taken of
    BASE = "base"  # what the percentage is taken against


@dataclass(frozen=True, slots=True)
class Part:
    """One figure a check used. `figure` is None for a row counted or a cell left blank."""

    label: str
    figure: Figure | None = None
    role: Role = Role.ADDS

    @property
    def value(self) -> Decimal | None:
        """In base units; None where the document states none."""
        return None if self.figure is None else self.figure.value


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One check (cuadratura), done. All amounts in base units: pesos, things, percentage points.

    `difference` is stated − expected; `gap` is the part of it that rounding cannot explain.
    `allowance` is how far rounding alone may move the two apart. `factor` is how many times too
    large the `suspect` figure seems: 1000, 1000000, or 0.001, 0.000001 where it seems too small.
    `missing` names what a breakdown leaves out. `marked` are the keys of the figures that carry
    this outcome's mark on every page.
    """

    slug: str
    kind: CheckKind
    title: str
    verdict: Verdict
    sentence: str
    stated: Figure | None = None
    parts: tuple[Part, ...] = ()
    expected: Decimal | None = None
    expected_interval: Interval | None = None
    stated_interval: Interval | None = None
    difference: Decimal | None = None
    gap: Decimal = Decimal(0)
    allowance: Decimal = Decimal(0)
    factor: Decimal | None = None
    suspect: str = ""
    missing: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    note: str = ""  # the rule's own note, where the check was declared
    is_declared: bool = False

    @property
    def holds(self) -> bool:
        return self.verdict is Verdict.HOLDS

    @property
    def differs(self) -> bool:
        return self.verdict is Verdict.DIFFERS

    @property
    def difference_key(self) -> str:
        """What `Explanation.difference` stores: the difference as a plain decimal, `-131`.

        Another difference is another key, so an explanation never covers a change it did not see.
        """
        if self.difference is None:
            return ""
        text = format(self.difference, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text


class BadRule(ValueError):  # noqa: N818 (it names the rule, not a failure)
    """Declared rules name what does not exist; `problems` says which, in Spanish, all at once."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


_ORDER = {Verdict.DIFFERS: 0, Verdict.UNKNOWN: 1, Verdict.HOLDS: 2}


@dataclass(frozen=True)
class Review:
    """All the outcomes of one account, as pages and the checklist ask for them."""

    outcomes: tuple[Outcome, ...]
    explained: frozenset[tuple[str, str]] = frozenset()  # (check, difference)

    @cached_property
    def by_slug(self) -> dict[str, Outcome]:
        return {outcome.slug: outcome for outcome in self.outcomes}

    @cached_property
    def by_verdict(self) -> dict[Verdict, tuple[Outcome, ...]]:
        """Every verdict has an entry, in the document's order, though it be empty."""
        return {
            verdict: tuple(outcome for outcome in self.outcomes if outcome.verdict is verdict)
            for verdict in Verdict
        }

    @cached_property
    def marks(self) -> dict[str, tuple[Outcome, ...]]:
        """Per figure key, the outcomes it carries: what differs first, then unknown, then holds."""
        found: dict[str, list[Outcome]] = {}
        for outcome in sorted(self.outcomes, key=lambda outcome: _ORDER[outcome.verdict]):
            for key in outcome.marked:
                found.setdefault(key, []).append(outcome)
        return {key: tuple(outcomes) for key, outcomes in found.items()}

    @property
    def differing(self) -> tuple[Outcome, ...]:
        return self.by_verdict[Verdict.DIFFERS]

    def is_explained(self, outcome: Outcome) -> bool:
        """Whether a public explanation speaks of this very difference."""
        return (outcome.slug, outcome.difference_key) in self.explained

    @property
    def blocking(self) -> tuple[Outcome, ...]:
        """What keeps the account from being published: differs, and nobody explained it."""
        return tuple(outcome for outcome in self.differing if not self.is_explained(outcome))


def review(outcomes: Iterable[Outcome], ledger: Ledger) -> Review:
    """The outcomes with the ledger's explanations beside them."""
    explained = frozenset((item.check, item.difference) for item in ledger.explanations)
    return Review(tuple(outcomes), explained)


def unexplained(outcomes: Iterable[Outcome], ledger: Ledger) -> tuple[Outcome, ...]:
    """The outcomes that block publication. An `unknown` never does."""
    return review(outcomes, ledger).blocking
