"""What the process of an account is made of: rules, dates, what happened, milestones, phases. Pure.

`process.py` works out the last two from the others.
"""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

EVENT, CLOSE, FILING = "event", "close", "filing"  # from when the term to answer runs
# What the institution has to do by its date; the rest of the calendar happens by itself.
DUTIES = ("council", "publish", "answers", "report")


@dataclass(frozen=True, slots=True)
class Rule:
    """A length in business days and where it comes from; `is_analogy`: no law fixes it."""

    length: int
    citation: str
    is_analogy: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a calendar, by what they bind."""

    council: Rule
    publish: Rule
    floor: Rule
    reception: Rule
    answer: Rule
    summary: Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """The dates of a calendar. `suspended_on`: since that day nothing falls due."""

    event_on: date
    opens_on: date
    closes_on: date
    answers_from: str = EVENT
    council_on: date | None = None
    publish_on: date | None = None
    answers_on: date | None = None
    report_on: date | None = None
    follow_up_until: date | None = None
    suspended_on: date | None = None


# In the order in which they happen.
DATES = (
    "council_on", "publish_on", "event_on", "opens_on", "closes_on", "answers_on", "report_on",
    "follow_up_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missed:
    """A date that passed without what was due; without `happened_on` it is still owed."""

    duty: str
    due_on: date
    happened_on: date | None = None
    days_late: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What happened. `answers_on` is the day of the last answer owed, once none is."""

    council_on: date | None = None
    council_due_on: date | None = None
    council_closed_on: date | None = None
    published_on: date | None = None
    answers_owed: int = 0
    answers_on: date | None = None
    report_on: date | None = None
    archived_on: date | None = None
    missed: tuple[Missed, ...] = ()

    def of(self, duty: str) -> date | None:
        """The day that a duty was done."""
        return {
            "council": self.council_on, "publish": self.published_on,
            "answers": self.answers_on, "report": self.report_on,
        }.get(duty)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Milestone:
    """One day of the process. `state`: `done`, `late` (owed), `today`, `coming`, `paused` or
    `unplanned`; `days` are business days left. What was ever missed stays in `missed`."""

    code: str
    on: date | None
    happened_on: date | None
    state: str
    days: int = 0
    missed: tuple[Missed, ...] = ()

    @property
    def was_late(self) -> bool:
        return bool(self.missed)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the process: `past`, `now` or `future`. `days` are business days left of it."""

    code: str
    state: str
    until: date | None = None
    days: int = 0


# In order; the last of a process that has no date stays open until somebody archives it.
PHASES = (
    "prepare", "council", "published", "reception", "answering", "report", "follow_up", "archived",
)  # fmt: skip
# Whose date ends each phase.
ENDS = MappingProxyType(
    {
        "prepare": "publish", "council": "council_due", "published": "opens",
        "reception": "closes", "answering": "answers", "report": "report",
        "follow_up": "follow_up", "archived": "",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Process:
    """A process as it stands on a day."""

    plan: Plan | None
    milestones: tuple[Milestone, ...]
    phases: tuple[Phase, ...]
    is_suspended: bool

    @property
    def phase(self) -> Phase:
        """The one that runs today."""
        return next(each for each in self.phases if each.state == "now")

    @property
    def late(self) -> tuple[Milestone, ...]:
        """What is owed today and its day has passed."""
        return tuple(each for each in self.milestones if each.state == "late")

    @property
    def next(self) -> Milestone | None:
        """The first date that is still to come."""
        coming = [each for each in self.milestones if each.state in ("today", "coming") and each.on]
        return min(coming, key=lambda each: each.on or date.max, default=None)
