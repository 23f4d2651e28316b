"""Whether answers served, told so that nobody's own answer can be known.

Counts are frozen (`SatisfactionClose`): once a week at most, and only when K people or more spoke
since. What is told of them went through `small_cells`. The two tables, by unit and by region, have
one margin in common, how many said each thing: where any of it must be withheld no table is told,
so that nothing can be got from one with the help of the other (decision 27).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce

from participation.deadlines import CHILE
from participation.models import Satisfaction, SatisfactionClose
from participation.performance_counting import NOWHERE, UNROUTED
from participation.small_cells import TOTAL, K, SafeTable, safe_list, safe_table
from programs.models import PublicAccount

VALUES = {str(code): str(label) for code, label in Satisfaction.Value.choices}
_SPARE = "-"  # a row without people, since a table has two


@dataclass(frozen=True)
class Satisfied:
    """What may be told. Without `closed_at`: too few have said it yet."""

    closed_at: datetime | None = None
    values: Mapping[str, int | None] | None = None
    units: SafeTable | None = None
    regions: SafeTable | None = None

    @property
    def total(self) -> int:
        """How many said it; 0 while that is not told."""
        return (self.values or {}).get(TOTAL) or 0


def satisfied_of(accounts: Sequence[PublicAccount]) -> dict[int, Satisfied]:
    """What was frozen last of each account, by its key; one statement."""
    rows = SatisfactionClose.objects.filter(account__in=accounts)
    last = rows.order_by("account_id", "-closed_at", "-pk").distinct("account_id")
    found = {row.account_id: told_of(row.facts, row.closed_at) for row in last}
    return {account.pk: found.get(account.pk, Satisfied()) for account in accounts}


def told_of(facts: Mapping[str, Any], closed_at: datetime) -> Satisfied:
    """The tables of frozen counts, or as much of them as may be told. Pure."""
    values = safe_list(_added(facts["units"]), tuple(VALUES))
    if any(values[code] is None for code in VALUES):
        return Satisfied(closed_at, values)
    return Satisfied(closed_at, values, _table(facts["units"]), _table(facts["places"]))


def _added(rows: Mapping[str, Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counts in rows.values():
        total.update(counts)
    return total


def _table(rows: Mapping[str, Mapping[str, int]]) -> SafeTable | None:
    """The table with its margin told, or None where then nothing else could be."""
    names = _padded(sorted(rows))
    counts = {(row, code): n for row, found in rows.items() for code, n in found.items()}
    margin = frozenset((TOTAL, code) for code in VALUES)
    table = safe_table(counts, names, tuple(VALUES), told=margin)
    return None if None in table.row(TOTAL) else table


def _padded(names: Sequence[str]) -> tuple[str, ...]:
    return (*names, *(_SPARE,) * (2 - len(names)))


def close_week(account: PublicAccount, now: datetime) -> bool:
    """Freeze the counts of an account, if a week began since the last time and K people spoke.

    Whether it was done.
    """
    last = SatisfactionClose.objects.filter(account=account).first()
    spoke = Satisfaction.objects.filter(submission__account=account)
    if last is not None:
        if _week(last.closed_at) == _week(now):
            return False
        spoke = spoke.filter(given_at__gt=last.closed_at)
    if spoke[:K].count() < K:
        return False
    SatisfactionClose.objects.create(account=account, closed_at=now, facts=_facts(account))
    return True


def _week(at: datetime) -> tuple[int, int]:
    year, week, _ = at.astimezone(CHILE).isocalendar()
    return year, week


def _facts(account: PublicAccount) -> dict[str, Any]:
    rows = (
        Satisfaction.objects.filter(submission__account=account)
        .values_list(
            Coalesce("submission__unit", "submission__group_head__unit"),
            "submission__about_region",
            "value",
        )
        .annotate(Count("pk"))
    )
    facts: dict[str, dict[str, Counter[str]]] = {"units": {}, "places": {}}
    for unit, place, value, count in rows:
        facts["units"].setdefault(str(unit or UNROUTED), Counter())[value] += count
        facts["places"].setdefault(place or NOWHERE, Counter())[value] += count
    return facts
