"""What anyone may read, queried: the list by pages, its counts, and one question by its folio.

Nothing here joins the tables of people: who wrote is not needed to show what was said.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Value
from django.db.models.lookups import GreaterThan, LessThan

from participation.cuts import PAGE, Cut, RowValue, cut
from participation.filters import STATES, in_state
from participation.models import Submission
from participation.models.submissions import SubmissionQuerySet

MOST_COUNTED = 1_000  # beyond it a list says «más de 1.000»
_LONGEST_KEY = 18  # digits
# How each order sorts; an order that ends in the key has a place that an address can name.
SORTING = {
    "apoyadas": ("-support_count", "-pk"),
    "recientes": ("-published_at", "-pk"),
    "plazo": ("due_on", "pk"),
}
# What a list does not read: the longest columns.
SKIPPED = ("search", "text", "about_place", "public_note", "mend_request")


def page_of(
    rows: SubmissionQuerySet, order: str, after: str = "", size: int = PAGE
) -> Cut[Submission]:
    """The rows of `order` that come after a place.

    Raises:
        ValueError: `after` is not a place of this order.
    """
    sorting = SORTING[order]
    if order == "plazo":
        rows = rows.owed()
    if after:
        columns = RowValue(*(F(name.removeprefix("-")) for name in sorting))
        place = RowValue(*(Value(value) for value in read_place(after, order)))
        beyond = LessThan if sorting[0].startswith("-") else GreaterThan
        rows = rows.filter(beyond(columns, place))
    rows = rows.select_related("account", "about_region", "group_head").order_by(*sorting)
    rows = rows.defer(*SKIPPED, *(f"group_head__{name}" for name in SKIPPED))
    return cut(rows, size, lambda row: _place(row, order))


def _place(row: Submission, order: str) -> str:
    """Where a row stands, for an address: opaque, so that nobody counts on what is in it."""
    value = getattr(row, SORTING[order][0].removeprefix("-"))
    shown = value.isoformat() if isinstance(value, date) else str(value)
    text = f"{order}|{shown}|{row.pk}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_place(typed: str, order: str) -> tuple[Any, int]:
    """The values that a place of `order` stands for.

    Raises:
        ValueError: it is none, or one of another order.
    """
    try:
        text = base64.b64decode(typed + "=" * (-len(typed) % 4), altchars=b"-_", validate=True)
        made_for, value, key = text.decode("ascii").split("|")
    except (binascii.Error, ValueError):
        raise ValueError("not a place of the list") from None
    if made_for != order or not key.isdecimal() or len(key) > _LONGEST_KEY:
        raise ValueError("not a place of this order")
    return _value(value, order), int(key)


def _value(text: str, order: str) -> Any:
    if order == "apoyadas":
        if not text.isdecimal() or len(text) > 9:
            raise ValueError("not a count")
        return int(text)
    if order == "plazo":
        return date.fromisoformat(text)
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    return instant


def counts_of(rows: SubmissionQuerySet, today: date) -> dict[str, int]:
    """How many rows each state of STATES has, and "" for all, in one statement.

    Each count stops one beyond MOST_COUNTED: a million are not counted for a label.
    """
    codes = ("", *(code for code, _ in STATES))
    parts, values = [], []
    for code in codes:
        some = in_state(rows.order_by(), code, today).values("pk")[: MOST_COUNTED + 1]
        try:
            sql, params = some.query.sql_with_params()
        except EmptyResultSet:  # words that nobody used: Django sees it without asking
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return dict(zip(codes, cursor.fetchone(), strict=True))


def most_supported(rows: SubmissionQuerySet, count: int) -> tuple[Submission, ...]:
    """The first of the list, for the pages of the account."""
    return page_of(rows, "apoyadas", size=count).rows


@dataclass(frozen=True, slots=True)
class Asked:
    """How many public questions of people there are about something of an account."""

    account_year: int
    about_path: str
    figure: str
    chapter: str
    program: str
    region: str
    count: int


def asked_about() -> Iterable[Asked]:
    """What all public questions are about, counted, in one statement: for whoever prints pages."""
    fields = (
        "account__account_year", "about_path", "figure", "chapter", "program", "about_region",
    )  # fmt: skip
    rows = (
        Submission.objects.public()
        .of_people()
        .order_by()
        .values_list(*fields)
        .annotate(Count("pk"))
    )
    return (Asked(*row[:5], row[5] or "", row[6]) for row in rows)
