"""Receiving: the folio and the terms of what was sent, and the message that is its receipt."""

from datetime import datetime

from django.db import connection

from participation import clocks
from participation.actions.corridor import move
from participation.deadlines import filing_day
from participation.folios import folio_of
from participation.models import ClockRule, Deadline, Person, Submission, Window
from participation.outbox import queue
from programs.models import User


def receive(
    submission: Submission, person: Person, *, now: datetime, by: User | None = None
) -> Submission:
    """Give it its folio and its terms, and write the receipt.

    The counter is the last row that is locked: two that arrive together wait only for each other's
    last steps.
    """
    clocks.hold_calendar()
    calendar = clocks.calendar_for()
    filed_on = filing_day(submission.sent_at, calendar)
    rules = tuple(ClockRule.objects.all())
    at = submission.sent_at
    # The council has a term of its own, which runs from its filing whatever the window says.
    is_council = submission.kind == Submission.Kind.COUNCIL
    window = None if is_council else Window.objects.filter(account=submission.account_id).first()
    starts_after = clocks.answer_starts_after(window, filed_on)
    clock = ClockRule.Clock.REPLY if is_council else ClockRule.Clock.ANSWER
    answer = clocks.count(clock, after=starts_after, at=at, calendar=calendar, rules=rules)
    route = clocks.count(
        ClockRule.Clock.ROUTE, after=filed_on, at=at, calendar=calendar, rules=rules
    )
    _write_deadlines(submission, {"answer": answer, "route": route})
    year = submission.account.account_year
    number = _next_number(submission.account_id)
    move(
        submission,
        "receive",
        now=now,
        by=by,
        detail={"filed_on": filed_on.isoformat(), "due_on": answer.due_on.isoformat(),
                "text_sha256": submission.text_sha256, "channel": submission.channel},
        number=number,
        folio=folio_of(year, number),
        received_at=submission.sent_at,
        filed_on=filed_on,
        due_on=answer.due_on,
        is_extemporaneous=clocks.is_extemporaneous(window, filed_on),
    )  # fmt: skip
    if person.email_index:
        queue(
            "receipt", about=submission, person=person,
            key=f"receipt:{submission.folio}", now=now,
        )  # fmt: skip
    return submission


def _write_deadlines(submission: Submission, counted: dict[str, clocks.Counted]) -> None:
    """Write the terms that start to run, each with the rule it comes from."""
    Deadline.objects.bulk_create(
        Deadline(
            submission=submission,
            clock=clock,
            rule=each.rule,
            starts_after=each.starts_after,
            length=each.length,
            due_on=each.due_on,
            due_at=each.due_at,
        )
        for clock, each in counted.items()
    )


def _next_number(account_id: int) -> int:
    """The next folio of an account, without holes: the row stays locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO participation_foliocounter (account_id, last) VALUES (%s, 1) "
            "ON CONFLICT (account_id) DO UPDATE SET last = participation_foliocounter.last + 1 "
            "RETURNING last",
            [account_id],
        )
        return int(cursor.fetchone()[0])
