"""What happened in the demonstration, to be played in the order of its instants."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time

from participation.deadlines import CHILE, BusinessCalendar, back
from participation.models import Submission
from programs.models import PublicAccount, User

Act = Callable[[datetime], object]


@dataclass
class Script:
    """What happened, to be played in the order of its instants."""

    account: PublicAccount
    calendar: BusinessCalendar
    now: datetime
    acts: list[tuple[datetime, Act]] = field(default_factory=list)
    made: dict[str, Submission] = field(default_factory=dict)

    def at(self, days_ago: int, hour: int = 11, minute: int = 0) -> datetime:
        """An instant that many business days ago; today's never lies ahead of the clock."""
        day = back(self.calendar, self.now.astimezone(CHILE).date(), days_ago)
        instant = datetime.combine(day, time(hour, minute), tzinfo=CHILE)
        return min(instant, self.now)

    def then(self, instant: datetime, act: Act) -> None:
        self.acts.append((instant, act))

    def play(self) -> None:
        for instant, act in sorted(self.acts, key=lambda each: each[0]):
            act(instant)

    def current(self, name: str) -> Submission:
        return Submission.objects.get(pk=self.made[name].pk)


def person(email: str) -> User:
    """The demonstration's user with that e-mail."""
    return User.objects.get(email=email)
