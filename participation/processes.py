"""The process of an account, read from the tables: its calendar, its rules and what happened.

What follows from them is worked out in `process.py`, which reads nothing.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import Max, Min, Q, QuerySet

from participation import clocks
from participation.deadlines import CHILE, BusinessCalendar
from participation.due_words import business_days_between
from participation.models import (
    AnswerReport,
    ClockRule,
    CouncilReview,
    MissedDate,
    Submission,
    Window,
)
from participation.process import due_dates, process_of_dates
from participation.process_parts import Done, Missed, Plan, Process, Rule, Rules
from programs.models import PublicAccount

Clock = ClockRule.Clock
PLAN_FIELDS = tuple(each.name for each in fields(Plan))


@dataclass(frozen=True)
class Reading:
    """What a process is worked out from, and what it is on that day."""

    account: PublicAccount
    window: Window | None
    rules: Rules
    done: Done
    calendar: BusinessCalendar
    today: date
    process: Process

    def late_by(self, due_on: date, happened_on: date) -> int:
        """Business days between a day that passed and what happened after it."""
        return business_days_between(due_on, happened_on, self.calendar)


def read_process(account: PublicAccount, now: datetime) -> Reading:
    """The process of an account at `now`; the same few queries whatever was filed."""
    today = now.astimezone(CHILE).date()
    calendar = clocks.calendar_for()
    rules = rules_on(today)
    window = Window.objects.filter(account=account).first()
    plan = plan_of(window) if window else None
    done = done_of(account, plan, rules, calendar, today)
    process = process_of_dates(plan, done, rules, calendar, today)
    return Reading(account, window, rules, done, calendar, today, process)


def plan_of(window: Window) -> Plan:
    """The dates of a calendar as plain values."""
    return Plan(**{name: getattr(window, name) for name in PLAN_FIELDS})


def rules_on(day: date) -> Rules:
    """The rules of a calendar in force that day, in one query.

    Raises:
        ClockRule.DoesNotExist: one of them was never written.
    """
    known = {
        rule.clock: Rule(rule.length, rule.citation, rule.is_analogy)
        for rule in ClockRule.objects.filter(valid_from__lte=day).order_by("valid_from")
    }
    names = {
        "council": Clock.COUNCIL, "publish": Clock.PUBLISH, "floor": Clock.FLOOR,
        "reception": Clock.RECEPTION, "answer": Clock.ANSWER, "summary": Clock.SUMMARY,
    }  # fmt: skip
    missing = [clock for clock in names.values() if clock not in known]
    if missing:
        raise ClockRule.DoesNotExist(f"no rule in force of {missing}")
    return Rules(**{name: known[clock] for name, clock in names.items()})


def done_of(
    account: PublicAccount, plan: Plan | None, rules: Rules, calendar: BusinessCalendar, today: date
) -> Done:
    """What happened in the process of an account."""
    review = CouncilReview.objects.filter(account=account).first()
    owed, answered_on = _answers(account, plan, rules, calendar, today)
    first = account.editions.order_by("number").values_list("published_at", flat=True).first()
    return Done(
        council_on=_day(review.opened_at) if review else None,
        council_due_on=review.due_on if review else None,
        council_closed_on=_day(review.closed_at) if review and review.closed_at else None,
        published_on=_day(first) if first else None,
        answers_owed=owed,
        answers_on=answered_on,
        report_on=reported_on(account),
        archived_on=_day(account.archived_at) if account.archived_at else None,
        missed=missed_of(account),
    )


def _day(at: datetime) -> date:
    return at.astimezone(CHILE).date()


def in_reception(account: PublicAccount, plan: Plan) -> QuerySet[Submission]:
    """What people filed within the reception: what came outside has a term of its own."""
    return Submission.objects.of_people().filter(
        account=account, filed_on__range=(plan.opens_on, plan.closes_on)
    )


def _answers(
    account: PublicAccount, plan: Plan | None, rules: Rules, calendar: BusinessCalendar, today: date
) -> tuple[int, date | None]:
    """How many answers are owed, and the day on which the last was given once none is.

    What was extended beyond the calendar's date (Ley 19.880, art. 26) is owed, not late.
    """
    if plan is None:
        return Submission.objects.of_people().filter(account=account).owed().count(), None
    rows = in_reception(account, plan)
    owed = rows.owed().count()
    if today <= plan.closes_on or plan.suspended_on is not None:
        return owed, None
    due_on = due_dates(plan, rules, calendar)["answers"]
    waiting = rows.owed().filter(Q(due_on__lte=due_on) | Q(due_on__lt=today))
    if owed and waiting.exists():
        return owed, None
    last = rows.filter(due_on__lte=due_on).aggregate(last=Max("answered_at"))["last"]
    return owed, max(_day(last), plan.closes_on) if last else plan.closes_on


def reported_on(account: PublicAccount) -> date | None:
    """The day on which the answer report was first published; one withdrawn later was too.

    One made while people could still file is not it.
    """
    whole = AnswerReport.objects.told().filter(account=account, is_partial=False)
    first = whole.aggregate(at=Min("published_at"))
    return _day(first["at"]) if first["at"] else None


def missed_of(account: PublicAccount) -> tuple[Missed, ...]:
    """What was ever late; of what was met afterwards, the row that says when."""
    rows = MissedDate.objects.filter(account=account).order_by("due_on", "pk")
    found: dict[tuple[str, date], Missed] = {}
    for row in rows:
        found[row.duty, row.due_on] = Missed(row.duty, row.due_on, row.happened_on, row.days_late)
    return tuple(found.values())
