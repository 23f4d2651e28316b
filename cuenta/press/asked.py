"""What the press asks participation before it prints: few statements for the whole site."""

from datetime import datetime

from cuenta.pages.asked import AskedPages, Reception, counts_by_year
from cuenta.press.council import council_by_year
from participation.deadlines import CHILE
from participation.due_words import day_in_words
from participation.models import Submission, Window
from participation.pages.questions import question_row
from participation.public import asked_about, most_supported

ON_THE_HOME = 3  # questions


def asked_by_year(years: list[int], now: datetime) -> dict[int, AskedPages]:
    """For each account, the counts of its pages; the newest, which has the home, also its first."""
    counts = counts_by_year(asked_about())
    windows = {
        year: Reception(opens, closes, day_in_words(closes, with_year=True))
        for year, opens, closes in Window.objects.values_list(
            "account__account_year", "opens_on", "closes_on"
        )
    }
    newest = max(years, default=0)
    rows = Submission.objects.public().of_people().filter(account__account_year=newest)
    # Late as of today: the mark changes with it, so that the beat prints again the day one is.
    today = now.astimezone(CHILE).date()
    top = tuple(question_row(row, today) for row in most_supported(rows, ON_THE_HOME))
    council = council_by_year(years, today)
    return {
        year: AskedPages(
            counts.get(year, {}), top if year == newest else (), windows.get(year), council[year]
        )
        for year in years
    }


def mark_of(asked: dict[int, AskedPages]) -> str:
    """What the manifest keeps, to know whether to print again."""
    return " ".join(f"{year}:{asked[year].mark}" for year in sorted(asked))
