"""What rules from the first day: terms, reasons for not admitting, and holidays of the library.

Adds what is missing and touches nothing else, so that what staff changed stays as they left it.
It runs after every migration and after every test that empties the tables.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from types import MappingProxyType

import holidays

from participation.models import ClockRule, Holiday, RefusalReason
from participation.rule_defaults import REASONS, RULES
from programs.models.institutions import write_regions

YEARS = range(2020, 2029)
RULED_FROM = date(2000, 1, 1)  # before any account: a default holds until staff write the next
# The library's codes of the regions that have a holiday of their own, and ours (CUT).
REGIONS = MappingProxyType({"AP": "15", "NB": "16"})

Day = tuple[date, str | None, str]  # the day, its region if it is not of all Chile, and its name


def write_rules() -> None:
    """Add the terms, reasons and holidays that are missing; a switched-off one is not missing."""
    if not _is_missing_something():
        return
    ClockRule.objects.bulk_create(
        [ClockRule(**rule._asdict(), valid_from=RULED_FROM) for rule in RULES],
        ignore_conflicts=True,
    )
    RefusalReason.objects.bulk_create(
        [RefusalReason(**each._asdict(), position=place) for place, each in enumerate(REASONS)],
        ignore_conflicts=True,
    )
    write_regions()  # where the tables were emptied, our turn comes before that of `programs`
    Holiday.objects.bulk_create(
        [
            Holiday(day=day, region_id=region, name=name, origin=Holiday.Origin.LIBRARY)
            for day, region, name in library_holidays()
        ],
        ignore_conflicts=True,
    )


def _is_missing_something() -> bool:
    """One query; when in doubt it says yes, and the insertion ignores what is there."""
    defaults = ClockRule.objects.filter(valid_from=RULED_FROM)
    reasons = RefusalReason.objects.filter(slug__in=[reason.slug for reason in REASONS])
    known = Holiday.objects.filter(origin=Holiday.Origin.LIBRARY)
    found = (
        defaults.order_by()
        .values("pk")
        .union(reasons.order_by().values("pk"), known.order_by().values("pk"), all=True)
        .count()
    )
    return found < len(RULES) + len(REASONS) + len(library_holidays())


@cache
def library_holidays() -> tuple[Day, ...]:
    """What the `holidays` library knows of Chile: first what is national, then by region."""
    national = holidays.country_holidays("CL", years=YEARS, language="es")
    return (
        *((day, None, name) for day, name in sorted(national.items())),
        *_regional(frozenset(national)),
    )


def _regional(national: frozenset[date]) -> Iterator[Day]:
    for code, region in REGIONS.items():
        own = holidays.country_holidays("CL", subdiv=code, years=YEARS, language="es")
        for day, name in sorted(own.items()):
            if day not in national:
                yield day, region, name
