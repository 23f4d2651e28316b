"""Counting who takes part, by the clock: a batch is closed once and says nothing of a few."""

from collections import Counter
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max, Min, Sum

from participation.batches import Told, is_enough, last_sunday
from participation.deadlines import CHILE
from participation.models import CountBatch, Submission, Window
from participation.models.submissions import SubmissionQuerySet
from participation.register import record
from participation.small_cells import TOTAL, safe_list, safe_table
from participation.statistics import FILINGS, KINDS, PLACES, SEXES, UNSAID
from programs.models import PublicAccount


def close_all_counts(now: datetime) -> int:
    """Close what is ready, of every account with filings; how many batches that makes."""
    accounts = PublicAccount.objects.filter(submissions__folio__isnull=False).distinct()
    return sum(close_counts(each, now=now) is not None for each in accounts.order_by("pk"))


@transaction.atomic
def close_counts(account: PublicAccount, *, now: datetime) -> CountBatch | None:
    """Count what was filed until the last Sunday and is in no batch yet, if it is enough.

    Weeks that were missed go into one batch. A paper that is taken in later with an earlier day has
    a later folio, and waits for the next one. The register says that it was counted.
    """
    PublicAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    sunday = last_sunday(now.astimezone(CHILE).date())
    batches = CountBatch.objects.filter(account=account)
    done = batches.aggregate(number=Max("last_number"), filings=Sum("filings"))
    first = (done["number"] or 0) + 1
    last = _last_number(account, sunday)
    run = Submission.objects.filter(account=account, number__range=(first, last)).of_people()
    waiting = run.count()
    if not is_enough(waiting, done["filings"] or 0, sunday, _reception(account)):
        return None
    record(
        "close_counts", about=("counts", sunday.isoformat()), now=now, by_clock=True,
        account=account.account_year, filings=waiting,
    )  # fmt: skip
    return CountBatch.objects.create(
        account=account, closed_on=sunday, first_number=first, last_number=last, filings=waiting,
        told=_told(run), closed_at=now,
    )  # fmt: skip


def _last_number(account: PublicAccount, sunday: date) -> int:
    """The last folio before the first that was filed after that Sunday; 0 where there is none.

    Folios have no holes and are given one after the other, so that none below it is still to come.
    """
    filed = Submission.objects.filter(account=account).filed().order_by()
    after = filed.filter(filed_on__gt=sunday).aggregate(first=Min("number"))["first"]
    last = filed.aggregate(last=Max("number"))["last"]
    return int(after - 1 if after else last or 0)


def _reception(account: PublicAccount) -> tuple[date, date] | None:
    window = Window.objects.filter(account=account).first()
    return (window.opens_on, window.closes_on) if window else None


def _told(run: SubmissionQuerySet) -> Told:
    """The tables of a batch, each safe by itself."""
    people: Counter[tuple[str, str]] = Counter()
    kinds: Counter[str] = Counter()
    by = ("region", "authorship__sex", "kind")
    for region, sex, kind, count in run.order_by().values_list(*by).annotate(Count("pk")):
        people[region or UNSAID, sex or UNSAID] += count
        kinds[kind] += count
    rows: dict[str, dict[str, int | None]] = {row: {} for row in (*PLACES, TOTAL)}
    for (row, column), value in safe_table(people, tuple(PLACES), tuple(SEXES)).cells.items():
        rows[row][column] = value
    return {
        "personas": rows,
        "tipo": {each: {FILINGS: value} for each, value in safe_list(kinds, tuple(KINDS)).items()},
    }
