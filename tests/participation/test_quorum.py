"""The arithmetic of the council: who is enough, and what a vote decides."""

import pytest

from participation.quorum import Share, Voted, VotingRule, has_quorum, tally

MORE_THAN_HALF = Share(1, 2, is_more_than=True)
RULE = VotingRule(MORE_THAN_HALF)


def votes(text: str, chair: str = "") -> list[Voted]:
    """`+` in favour, `-` against, `0` abstains, `x` has a conflict; then that of the chair."""
    kinds = {"+": "for", "-": "against", "0": "abstain", "x": "conflict"}
    cast = [Voted(kinds[each]) for each in text]
    return [*cast, *(Voted(kinds[each], is_chair=True) for each in chair)]


@pytest.mark.parametrize(
    ("share", "total", "needed"),
    [
        (MORE_THAN_HALF, 9, 5),
        (MORE_THAN_HALF, 10, 6),
        (Share(1, 2), 10, 5),
        (Share(1, 2), 9, 5),
        (Share(2, 3), 9, 6),
        (Share(2, 3), 10, 7),
        (Share(3), 9, 27),
        (MORE_THAN_HALF, 0, 1),
        (Share(0, 1), 5, 1),
    ],
)
def test_a_share_says_how_many_make_it(share: Share, total: int, needed: int) -> None:
    assert share.of(total) == needed


def test_vacant_seats_do_not_count_for_the_quorum() -> None:
    # Nine seats, two of them vacant: seven in office, four are enough.
    assert has_quorum(4, 7, MORE_THAN_HALF)
    assert not has_quorum(4, 9, MORE_THAN_HALF)


def test_nobody_in_office_is_never_a_quorum() -> None:
    assert not has_quorum(0, 0, MORE_THAN_HALF)
    assert not has_quorum(1, 0, MORE_THAN_HALF)


def test_abstentions_do_not_weigh_where_cast_votes_decide() -> None:
    counted = tally(votes("++-000"), in_office=9, present=6, rule=RULE)

    assert counted.is_approved
    assert (counted.in_favour, counted.against, counted.abstained) == (2, 1, 3)
    assert counted.needed == 2


def test_abstentions_weigh_where_those_present_decide() -> None:
    rule = VotingRule(MORE_THAN_HALF, base="present")

    assert not tally(votes("++-000"), in_office=9, present=6, rule=rule).is_approved
    assert tally(votes("++++-0"), in_office=9, present=6, rule=rule).is_approved


def test_who_has_a_conflict_is_out_of_every_base() -> None:
    rule = VotingRule(MORE_THAN_HALF, base="in_office")

    assert not tally(votes("++++"), in_office=9, present=5, rule=rule).is_approved
    assert tally(votes("++++xx"), in_office=9, present=6, rule=rule).is_approved


def test_a_tie_is_decided_by_whoever_chairs() -> None:
    for chair, approved in (("+", True), ("-", False)):
        text = "+-" + ("-" if chair == "+" else "+")
        counted = tally(votes(text, chair), in_office=5, present=4, rule=RULE)

        assert counted.was_tie
        assert counted.used_casting_vote
        assert counted.is_approved is approved


def test_a_tie_rejects_where_whoever_chairs_abstained_or_may_not_decide() -> None:
    without = VotingRule(MORE_THAN_HALF, has_casting_vote=False)

    assert not tally(votes("+-", "0"), in_office=5, present=3, rule=RULE).is_approved
    assert not tally(votes("--+", "+"), in_office=5, present=4, rule=without).is_approved


def test_no_vote_at_all_approves_nothing() -> None:
    for text in ("", "000", "xx"):
        counted = tally(votes(text), in_office=5, present=3, rule=RULE)

        assert not counted.is_approved
        assert not counted.was_tie
