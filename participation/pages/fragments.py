"""What is put into printed pages at the moment they are read: questions, and the days left."""

from dataclasses import dataclass
from datetime import datetime

from participation import clocks
from participation.deadlines import CHILE
from participation.due_words import business_days_between, day_in_words
from participation.filters import about_page
from participation.models import Submission, Window
from participation.pages.questions import (
    LIST,
    QuestionRow,
    address_of,
    question_row,
    total_in_words,
)
from participation.public import MOST_COUNTED, most_supported
from programs.figures import plural

SHOWN = 5  # questions in a printed page


@dataclass(frozen=True, slots=True)
class FragmentView:
    """The questions about one page, the most supported first."""

    rows: tuple[QuestionRow, ...]
    total: str
    href: str


@dataclass(frozen=True, slots=True)
class WindowView:
    """When one may take part. `left` is empty where it is not open today."""

    left: str
    closes_on: str
    is_open: bool
    is_early: bool
    opens_on: str
    is_suspended: bool = False


def fragment_of(address: str, now: datetime) -> FragmentView:
    """The questions about an address of the account, which a filter has found to be one."""
    rows = Submission.objects.public().of_people()
    if address:
        rows = rows.filter(about_page(address))
    count = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    today = now.astimezone(CHILE).date()
    return FragmentView(
        rows=tuple(question_row(row, today) for row in most_supported(rows, SHOWN)),
        total=total_in_words(count),
        href=address_of({"sobre": address}) if address else LIST,
    )


def window_of(year: str, now: datetime) -> WindowView | None:
    """The reception of that year's account, or of the newest; None where none was set."""
    windows = Window.objects.public().order_by("-account__account_year")
    if year:
        windows = windows.filter(account__account_year=int(year))
    window = windows.first()
    if window is None:
        return None
    today = now.astimezone(CHILE).date()
    is_open = clocks.is_within(window, today)
    left = ""
    if is_open:
        days = business_days_between(today, window.closes_on, clocks.calendar_for())
        left = "Hoy es el último día" if not days else _left(days)
    return WindowView(
        left=left,
        closes_on=day_in_words(window.closes_on, with_year=True),
        is_open=is_open,
        is_early=today < window.opens_on,
        opens_on=day_in_words(window.opens_on, with_year=True),
        is_suspended=window.suspended_on is not None,
    )


def _left(days: int) -> str:
    verb = "Queda" if days == 1 else "Quedan"
    return f"{verb} {plural(days, 'día hábil', 'días hábiles')} para participar"
