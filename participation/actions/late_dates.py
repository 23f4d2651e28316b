"""What was due and did not happen that day, written down once and for ever."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from participation.models import MissedDate, Window
from participation.process_parts import Missed
from participation.processes import Reading, read_process
from participation.register import record
from programs.models import PublicAccount


def note_all_missed(now: datetime) -> int:
    """The clock looks at every account that has a calendar and is not archived; the rows written.

    Running it twice writes nothing more; after days without running it finds the same.
    """
    written = 0
    rows = Window.objects.filter(account__archived_at__isnull=True)
    for key in rows.values_list("account", flat=True).order_by("pk"):
        with transaction.atomic():
            held = PublicAccount.objects.select_for_update().get(pk=key)
            written += note_missed(read_process(held, now), now=now)
    return written


def note_missed(reading: Reading, *, now: datetime) -> int:
    """Write what is late in this process and is not written yet; how many rows.

    The caller holds the account.
    """
    known = {
        (row.duty, row.due_on, row.happened_on)
        for row in MissedDate.objects.filter(account=reading.account)
    }
    wanted = [
        each for each in _missed(reading) if (each.duty, each.due_on, each.happened_on) not in known
    ]
    for each in wanted:
        MissedDate.objects.create(
            account=reading.account, duty=each.duty, due_on=each.due_on,
            happened_on=each.happened_on, days_late=each.days_late, noted_at=now,
        )  # fmt: skip
        record(
            "meet_late" if each.happened_on else "miss_date",
            about=("calendar", str(reading.account.account_year)), now=now, by_clock=True,
            duty=each.duty, due_on=each.due_on.isoformat(),
            **({"days": each.days_late} if each.happened_on else {}),
        )  # fmt: skip
    return len(wanted)


def _missed(reading: Reading) -> Iterator[Missed]:
    """What passed its day: first that it did; then, where it was done since, when."""
    for milestone in reading.process.milestones:
        for each in milestone.missed:
            yield each
            if each.happened_on is None and milestone.happened_on is not None:
                late = reading.late_by(each.due_on, milestone.happened_on)
                yield Missed(each.duty, each.due_on, milestone.happened_on, late)
