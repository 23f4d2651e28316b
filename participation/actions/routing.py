"""The term to bring a submission to a unit, where it has to be brought to one again."""

from datetime import datetime

from participation.actions.terms import start_clock
from participation.deadlines import CHILE
from participation.models import ClockRule, Submission


def route_again(held: Submission, now: datetime) -> None:
    """It waits for a unit once more: from now on there is a new term for that (art. 24)."""
    start_clock(held, ClockRule.Clock.ROUTE, now.astimezone(CHILE).date(), now, now)
