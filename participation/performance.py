"""How well an account's filings are answered: what was counted, and when.

`performance_of` is the only reader. It takes what the clock counted (`keep_performance`, every few
minutes while something happens), and counts by itself only where that never ran. What people said
of their answers comes frozen from `satisfaction.py`. Decision 27.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from participation.deadlines import CHILE
from participation.measures import Counted
from participation.models import Answer, PerformanceCount, RegisterEntry, Submission
from participation.performance_counting import NOWHERE, UNREAD, UNROUTED, count_performance
from participation.satisfaction import Satisfied, close_week, satisfied_of
from programs.models import PublicAccount
from programs.regions import REGIONS

PLACES = {
    **{region.code: region.short_name for region in REGIONS},
    NOWHERE: "De ninguna región en particular",
    UNREAD: "Sin publicar",
}
EFFECTS = {str(code): str(label) for code, label in Answer.Effect.choices}
NOTHING: Mapping[str, Any] = MappingProxyType(
    {name: {} for name in ("whole", "units", "places", "effects", "refusals", "names")}
)
_MAPPINGS = ("taken", "late_by", "overdue_by")


@dataclass(frozen=True)
class Performance:
    """How the filings of people about one account were answered, as of `counted_at`."""

    account_year: int
    counted_at: datetime
    whole: Counted
    units: tuple[Counted, ...]
    regions: tuple[Counted, ...]
    effects: Mapping[str, int]
    refusals: Mapping[str, int]
    satisfied: Satisfied


def performance_of(account: PublicAccount, today: date, *, fresh: bool = False) -> Performance:
    """What is known of one account. `fresh` counts now: for what is written once and kept.

    Two statements, whatever the number of filings; counting, six.
    """
    satisfied = satisfied_of([account])[account.pk]
    kept = None if fresh else PerformanceCount.objects.filter(account=account).first()
    if kept is not None:
        return _read(account, kept.facts, kept.counted_at, satisfied)
    return _read(account, count_performance(account, today), timezone.now(), satisfied)


def performances_of(today: date) -> tuple[Performance, ...]:
    """Those of every account that was published, the newest first."""
    published = PublicAccount.objects.filter(editions__isnull=False).distinct()
    filed = Exists(Submission.objects.filter(account=OuterRef("pk")))
    rows = published.select_related("performance").annotate(is_filed=filed)
    accounts = list(rows.order_by("-account_year"))
    said = satisfied_of(accounts)
    return tuple(_kept_or_counted(each, said[each.pk], today) for each in accounts)


def _kept_or_counted(account: Any, satisfied: Satisfied, today: date) -> Performance:
    """Where nobody filed anything there is nothing to count."""
    kept = getattr(account, "performance", None)
    if kept is not None:
        return _read(account, kept.facts, kept.counted_at, satisfied)
    if not account.is_filed:
        return _read(account, NOTHING, datetime.combine(today, time(), CHILE), satisfied)
    return _read(account, count_performance(account, today), timezone.now(), satisfied)


def _read(
    account: PublicAccount, facts: Mapping[str, Any], counted_at: datetime, satisfied: Satisfied
) -> Performance:
    names = {**facts["names"], UNROUTED: "Sin unidad todavía"}
    units = sorted(facts["units"], key=lambda key: (key == UNROUTED, names.get(key, key)))
    return Performance(
        account_year=account.account_year,
        counted_at=counted_at,
        whole=_group("", "Total", facts["whole"].get("", {})),
        units=tuple(_group(key, names.get(key, key), facts["units"][key]) for key in units),
        regions=tuple(
            _group(key, name, facts["places"][key])
            for key, name in PLACES.items()
            if key in facts["places"]
        ),
        effects={code: facts["effects"].get(code, 0) for code in EFFECTS},
        refusals=dict(sorted(facts["refusals"].items(), key=lambda each: (-each[1], each[0]))),
        satisfied=satisfied,
    )


def _group(key: str, name: str, facts: Mapping[str, Any]) -> Counted:
    numbers = {name: value for name, value in facts.items() if name not in _MAPPINGS}
    days = {name: {int(day): n for day, n in facts.get(name, {}).items()} for name in _MAPPINGS}
    return Counted(key=key, name=name, **numbers, **days)


def keep_performance(accounts: Sequence[PublicAccount], now: datetime) -> int:
    """Count again each account in which something happened since, or for which the day changed.

    How many were counted.
    """
    today = now.astimezone(CHILE).date()
    newest = RegisterEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    kept = PerformanceCount.objects.in_bulk([account.pk for account in accounts])
    counted = 0
    for account in accounts:
        known = kept.get(account.pk)
        if known is not None and (known.day, known.seen_entry) == (today, newest):
            continue
        PerformanceCount.objects.update_or_create(
            account=account,
            defaults={
                "counted_at": now, "day": today, "seen_entry": newest,
                "facts": count_performance(account, today),
            },
        )  # fmt: skip
        counted += 1
    return counted


def count_all(now: datetime) -> None:
    """The clock's work: counts of every account, and the weekly close of what people said."""
    filed = Submission.objects.filter(account=OuterRef("pk"))
    accounts = list(PublicAccount.objects.filter(Exists(filed)))
    keep_performance(accounts, now)
    for account in accounts:
        close_week(account, now)
