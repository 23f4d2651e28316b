"""Counting how filings were answered: three statements over one account, whatever its size.

What comes out is kept as it is (`PerformanceCount.facts`), so it is all numbers and short words.
The region is the one that a filing speaks of, and only of what anyone may read: the rest has none.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min

from participation.clocks import calendar_for
from participation.deadlines import BusinessCalendar
from participation.models import Submission, Unit
from participation.transitions import OPEN
from programs.models import PublicAccount

UNREAD = "sin-leer"  # not published: where it speaks of is nobody's business yet
NOWHERE = "pais"  # published, and about no region
UNROUTED = "sin-unidad"
_ONE_DAY = timedelta(days=1)
# Each filing of people with its legal days as numbers on the calendar of business days.
_FILED = """
WITH days AS (SELECT * FROM unnest(%(days)s::date[], %(numbers)s::int[]) AS d (day, number)),
filed AS (
    SELECT s.id, s.state, s.effect, s.refusal_id,
        coalesce(coalesce(s.unit_id, head.unit_id)::text, %(unrouted)s) AS unit,
        CASE WHEN s.published_at IS NULL OR s.state = 'withdrawn' THEN %(unread)s
             ELSE coalesce(s.about_region_id, %(nowhere)s) END AS place,
        s.filed_on, s.due_on, (s.answered_at AT TIME ZONE 'America/Santiago')::date AS answered_on,
        s.state = ANY(%(open)s) AND s.answered_at IS NULL AS is_owed,
        s.group_head_id IS NOT NULL AS is_grouped
    FROM participation_submission s
    LEFT JOIN participation_submission head ON head.id = s.group_head_id
    WHERE s.account_id = %(account)s AND s.folio IS NOT NULL AND s.kind <> 'council'
)
"""
_COUNTS = """
SELECT GROUPING(f.unit, f.place), f.unit, f.place, count(*),
    count(*) FILTER (WHERE f.answered_on IS NOT NULL),
    count(*) FILTER (WHERE f.answered_on <= f.due_on),
    count(*) FILTER (WHERE f.is_owed AND f.due_on >= %(today)s),
    count(*) FILTER (WHERE f.is_owed AND f.due_on < %(today)s),
    count(*) FILTER (WHERE f.is_grouped AND (f.is_owed OR f.answered_on IS NOT NULL)),
    count(*) FILTER (WHERE d.extension > 0 AND (f.is_owed OR f.answered_on IS NOT NULL)),
    count(*) FILTER (WHERE f.state = 'not_admitted'),
    count(*) FILTER (WHERE NOT f.is_owed AND f.answered_on IS NULL AND f.state <> 'not_admitted')
FROM filed f
LEFT JOIN participation_deadline d ON d.submission_id = f.id AND d.clock = 'answer'
GROUP BY GROUPING SETS ((), (f.unit), (f.place))
"""
_NUMBERS = (
    "filed", "answered", "in_term", "waiting", "overdue", "grouped", "extended", "refused", "ended",
)  # fmt: skip
_DAYS = """
SELECT GROUPING(f.unit, f.place), f.unit, f.place, v.what, v.days, count(*)
FROM filed f
JOIN days began ON began.day = f.filed_on
LEFT JOIN days due ON due.day = f.due_on
LEFT JOIN days answered ON answered.day = f.answered_on
CROSS JOIN LATERAL (VALUES
    ('taken', answered.number - began.number),
    ('late_by', CASE WHEN f.answered_on > f.due_on THEN answered.number - due.number END),
    ('overdue_by', CASE WHEN f.is_owed AND f.due_on < %(today)s
                        THEN %(today_number)s - due.number END)
) AS v (what, days)
WHERE v.days IS NOT NULL
GROUP BY GROUPING SETS ((v.what, v.days), (v.what, v.days, f.unit), (v.what, v.days, f.place))
"""
_KINDS = """
SELECT CASE WHEN f.answered_on IS NOT NULL THEN 'effects' ELSE 'refusals' END AS what,
    CASE WHEN f.answered_on IS NOT NULL THEN f.effect ELSE r.label END AS kind, count(*)
FROM filed f LEFT JOIN participation_refusalreason r ON r.id = f.refusal_id
WHERE f.answered_on IS NOT NULL OR f.state = 'not_admitted'
GROUP BY 1, 2
"""
# What GROUPING says of (unit, place): a bit for each that was added up.
_AXES = {3: "whole", 1: "units", 2: "places"}


def count_performance(account: PublicAccount, today: date) -> dict[str, Any]:
    """The facts of one account at the end of what has happened until now; `today` counts."""
    values = _values(account, today)
    groups: dict[str, dict[str, dict[str, Any]]] = {"whole": {}, "units": {}, "places": {}}
    with connection.cursor() as cursor:
        cursor.execute(_FILED + _COUNTS, values)
        for grouping, unit, place, *numbers in cursor.fetchall():
            group = dict(zip(_NUMBERS, numbers, strict=True))
            groups[_AXES[grouping]][unit or place or ""] = group
        cursor.execute(_FILED + _DAYS, values)
        for grouping, unit, place, what, days, count in cursor.fetchall():
            group = groups[_AXES[grouping]][unit or place or ""]
            group.setdefault(what, {})[str(days)] = count
        kinds: dict[str, dict[str, int]] = {"effects": {}, "refusals": {}}
        cursor.execute(_FILED + _KINDS, values)
        for what, kind, count in cursor.fetchall():
            kinds[what][kind] = count
    units = Unit.objects.filter(pk__in=[key for key in groups["units"] if key.isdecimal()])
    names = {str(key): name for key, name in units.values_list("pk", "name")}
    return {**groups, **kinds, "names": names}


def _values(account: PublicAccount, today: date) -> dict[str, Any]:
    filed = Submission.objects.filter(account=account).filed().order_by()
    first = filed.aggregate(first=Min("filed_on"))["first"] or today
    days = dict(_numbered(min(first, today), today, calendar_for()))
    return {
        "account": account.pk, "open": list(OPEN), "today": today, "today_number": days[today],
        "days": list(days), "numbers": list(days.values()),
        "unread": UNREAD, "nowhere": NOWHERE, "unrouted": UNROUTED,
    }  # fmt: skip


def _numbered(first: date, last: date, calendar: BusinessCalendar) -> Iterator[tuple[date, int]]:
    """Each day with how many business days there are up to it: subtracting two counts a term."""
    number, day = 0, first
    while day <= last:
        number += calendar.counts(day)
        yield day, number
        day += _ONE_DAY
