"""Quorum and majorities of the council, as pure functions: counts and rules in, a result out.

Nothing here reads a table: who is in office, who is present and how each voted are counted by the
caller. Rules are rows with their citation (`CouncilRule`); the norm of each institution fixes them
(Ley 18.575, art. 74, leaves it to that norm).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """A part that has to be reached, or passed where `is_more_than`: «más de la mitad», «2/3»."""

    number: int
    out_of: int = 1
    is_more_than: bool = False

    def of(self, total: int) -> int:
        """How many make it, of `total`; at least one, so that nobody is never enough."""
        exact = Fraction(self.number * total, self.out_of)
        least = -(-exact.numerator // exact.denominator)
        if self.is_more_than and least == exact:
            least += 1
        return max(least, 1)


@dataclass(frozen=True, slots=True)
class VotingRule:
    """`base`: over what the majority is counted: `in_office`, `present` or `cast`."""

    majority: Share
    base: str = "cast"
    has_casting_vote: bool = True


@dataclass(frozen=True, slots=True)
class Voted:
    """The vote of one seat: `for`, `against`, `abstain` or `conflict`."""

    choice: str
    is_chair: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How a vote ended. `needed` are the votes in favour that would have approved."""

    in_favour: int
    against: int
    abstained: int
    conflicted: int
    needed: int
    is_approved: bool
    was_tie: bool
    used_casting_vote: bool


def has_quorum(present: int, in_office: int, rule: Share) -> bool:
    """Whether so many make a quorum of those in office. Vacant seats are not in office."""
    return in_office > 0 and present >= rule.of(in_office)


def tally(votes: Iterable[Voted], *, in_office: int, present: int, rule: VotingRule) -> Tally:
    """Count a vote. Who has a conflict of interest is out of every base: they do not decide it.

    A tie of those who voted is decided by the vote of whoever chairs, if the rule says so and they
    voted for or against; otherwise it rejects.
    """
    all_votes = tuple(votes)
    count = dict.fromkeys(("for", "against", "abstain", "conflict"), 0)
    for each in all_votes:
        count[each.choice] += 1
    conflicted = count["conflict"]
    bases = {
        "in_office": in_office - conflicted,
        "present": present - conflicted,
        "cast": count["for"] + count["against"],
    }
    needed = rule.majority.of(bases[rule.base])
    was_tie = count["for"] == count["against"] and count["for"] > 0
    is_approved, casting = count["for"] >= needed and not was_tie, False
    chair = next((each.choice for each in all_votes if each.is_chair), "")
    if was_tie and rule.has_casting_vote and chair in ("for", "against"):
        casting, is_approved = True, chair == "for"
    return Tally(
        in_favour=count["for"], against=count["against"], abstained=count["abstain"],
        conflicted=conflicted, needed=needed, is_approved=is_approved, was_tie=was_tie,
        used_casting_vote=casting,
    )  # fmt: skip
