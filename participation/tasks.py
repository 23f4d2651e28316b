"""The clock's door: what the beat has done every few seconds, minutes or days.

Every task may run twice, late or never at its instant: it looks at the database for what is due.
None is sent for a future instant, none keeps a result. Limits of time are in the settings.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import shared_task
from django.utils import timezone

from participation import (
    council_expiry,
    digests,
    health,
    outbox,
    performance,
    register,
    reminders,
    reporting,
    retention,
)
from participation.actions import counting, late_dates, privacy
from participation.nudging import nudge


def clock_task(do: Callable[[], object]) -> Any:
    """A task of the beat, which leaves a sign of life each time it ends well."""

    @wraps(do)
    def run() -> None:
        do()
        health.note_pulse(do.__name__, now=timezone.now())

    return shared_task(ignore_result=True, name=f"participation.tasks.{do.__name__}")(run)


@clock_task
def send_messages() -> None:
    """Send what is due. A round is short, so that other tasks get their turn; then another."""
    privacy.answer_requests(timezone.now())
    if not outbox.deliver_due(timezone.now()).is_over:
        nudge()


@clock_task
def note_pulse() -> None:
    """Nothing but its own sign: the beat asks, a worker does."""


@clock_task
def seal_register() -> None:
    """Chain what was written since; another sealer at work makes this one do nothing."""
    register.seal_everything()


@clock_task
def look_at_clocks() -> None:
    """Remind the staff of what is due, and do what the law leaves to the clock."""
    reminders.look_at_clocks(timezone.now())
    council_expiry.tell_expiring(timezone.now())
    late_dates.note_all_missed(timezone.now())


@clock_task
def send_digests() -> None:
    """Tell who follows what happened since, once a day at most."""
    digests.send_digests(timezone.now())


@clock_task
def count_performance() -> None:
    """Count how filings are answered, and once a week what people said of their answers."""
    performance.count_all(timezone.now())


@clock_task
def let_go() -> None:
    """Erase what is personal and was kept long enough; once a day, however often it is asked."""
    retention.retain_daily(timezone.now())


@clock_task
def close_counts() -> None:
    """Count who took part until the last Sunday, if enough came; once, however often asked."""
    counting.close_all_counts(timezone.now())


@clock_task
def make_reports() -> None:
    """Go on with the answer report that is being made; a round is short, the next one follows."""
    reporting.make_reports(timezone.now())
