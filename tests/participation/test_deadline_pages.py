"""The public page of terms, and a term shown day by day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from participation.actions.holidays import add_holiday
from participation.deadlines import CHILE, BusinessCalendar, count_term
from participation.models import ClockRule, Submission, Unit, Window
from participation.pages.deadlines import deadlines_page, opening_of, part_of, tally_of
from participation.pages.terms import term_view
from programs.models import Edition
from tests.factories import UserFactory
from tests.participation.filings import file_one

FILED = datetime(2026, 11, 9, 10, 0, tzinfo=CHILE)
DEADLINES = "/participacion/plazos/"
HOLIDAYS = {date(2022, 6, 21): "Pueblos Indígenas", date(2022, 6, 27): "San Pedro y San Pablo"}


# A term, day by day


def test_a_term_is_shown_in_months_with_the_number_of_each_day() -> None:
    view = term_view(count_term(date(2022, 5, 27), 45, BusinessCalendar(HOLIDAYS)))

    may = view.months[0]
    assert [month.name for month in view.months] == ["Mayo", "Junio", "Julio", "Agosto"]
    assert [(cell.day, cell.mark, cell.number) for cell in may.weeks[0] if cell][4:6] == [
        (27, "start", 0),
        (28, "off", None),
    ]
    assert may.weeks[1][:3][0].number == 1  # type: ignore[union-attr]
    assert may.weeks[1][2] is None
    assert (view.due_on, view.length) == ("martes 2 de agosto de 2022", "45 días hábiles")


def test_holidays_are_struck_and_named() -> None:
    view = term_view(count_term(date(2022, 5, 27), 45, BusinessCalendar(HOLIDAYS)))

    assert [(note.day, note.month, note.name) for note in view.holidays] == [
        (21, "junio", "Pueblos Indígenas"),
        (27, "junio", "San Pedro y San Pablo"),
    ]


def test_a_term_over_new_year_says_the_year() -> None:
    view = term_view(count_term(date(2026, 12, 28), 5, BusinessCalendar({})))

    assert [month.name for month in view.months] == ["Diciembre 2026", "Enero 2027"]
    assert view.starts_after == "lunes 28 de diciembre de 2026"


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(1, 60),
    st.sets(st.integers(0, 60), max_size=8),
)
def test_what_is_shown_is_what_was_counted(after: date, length: int, off: set[int]) -> None:
    holidays = {after + timedelta(days=n): "feriado" for n in off}
    term = count_term(after, length, BusinessCalendar(holidays))

    view = term_view(term)

    cells = [
        cell for month in view.months for week in month.weeks for cell in week if cell is not None
    ]
    numbers = [cell.number for cell in cells if cell.number]
    assert numbers == list(range(1, length + 1))
    assert [cell.number for cell in cells if cell.mark == "due"] == [length]
    assert sum(cell.mark == "start" for cell in cells) == 1
    assert all(len(week) == 7 for month in view.months for week in month.weeks)
    assert sum(cell.mark == "holiday" for cell in cells) == len(view.holidays)


# The page of terms


@pytest.fixture
def window(edition: Edition) -> Window:
    return Window.objects.create(
        account=edition.account,
        event_on=date(2026, 10, 30),
        opens_on=date(2026, 11, 2),
        closes_on=date(2026, 11, 30),
    )


def get(client: Client, path: str = DEADLINES, now: datetime = FILED) -> str:
    with time_machine.travel(now, tick=False):
        response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
def test_without_an_account_the_rules_are_there(client: Client) -> None:
    page = get(client)

    assert "Todavía no hay preguntas" in page
    assert "Ley 19.880, artículo 24" in page
    assert "Navidad" in page


@pytest.mark.django_db
def test_each_rule_says_honestly_where_it_comes_from(client: Client) -> None:
    page = get(client)

    analogies = ClockRule.objects.filter(is_analogy=True).count()
    assert page.count("Por analogía, práctica o decisión propia") == analogies == 7
    assert page.count("Lo fija la ley") == 6


@pytest.mark.django_db
def test_a_rule_that_is_coming_is_announced(client: Client) -> None:
    ClockRule.objects.create(
        clock="mend", length=8, citation="Resolución 1", valid_from=date(2027, 3, 1)
    )

    page = get(client)

    assert "Desde el lunes 1 de marzo de 2027: 8 días hábiles (Resolución 1)" in page
    assert "<b>5 días hábiles</b> · Ley 19.880, artículo 31" in page


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 10, 30), "La recepción empieza el lunes 2 de noviembre"),
        (date(2026, 11, 2), "Quedan 20 días hábiles para participar"),
        (date(2026, 11, 27), "Queda 1 día hábil para participar"),
        (date(2026, 11, 30), "Hoy es el último día para participar"),
        (date(2026, 12, 1), "La recepción terminó el lunes 30 de noviembre"),
    ],
)
@pytest.mark.django_db
def test_the_window_says_how_it_stands(window: Window, today: date, words: str) -> None:
    opening = opening_of(window, today, BusinessCalendar({}))

    assert opening.words == words


@pytest.mark.django_db
def test_a_tick_is_a_business_day_and_those_left_are_filled(window: Window) -> None:
    opening = opening_of(window, date(2026, 11, 23), BusinessCalendar({}))

    assert (len(opening.ticks), sum(opening.ticks)) == (20, 5)
    assert opening.ticks[-5:] == (True,) * 5


@pytest.mark.django_db
def test_what_is_in_term_late_and_answered_is_counted_with_its_denominator(
    client: Client, edition: Edition
) -> None:
    unit = Unit.objects.create(slug="finanzas", name="Finanzas")
    rows = [file_one(FILED, account=edition.account) for _ in range(6)]
    due = rows[0].due_on
    last = datetime(due.year, due.month, due.day, 23, 59, tzinfo=CHILE)  # type: ignore[union-attr]

    def answer(row: Submission, at: datetime) -> None:
        Submission.objects.filter(pk=row.pk).update(
            state="answered", answered_at=at, effect="informs", unit=unit
        )

    answer(rows[0], last)
    answer(rows[1], last)
    answer(rows[2], last + timedelta(minutes=1))
    Submission.objects.filter(pk=rows[3].pk).update(state="withdrawn")

    in_term = tally_of(Submission.objects.all(), due)  # type: ignore[arg-type]
    after = tally_of(Submission.objects.all(), due + timedelta(days=1))  # type: ignore[operator]
    page = get(client)

    assert (in_term.total.answered, in_term.total.answered_late) == (2, 1)
    assert (in_term.total.owed, in_term.total.late) == (2, 0)
    assert (after.total.owed, after.total.late) == (0, 2)
    assert in_term.ended_otherwise == 1
    assert in_term.total.in_time == "2 de 3 (67\u00a0%)"
    assert {row.name for row in in_term.units} == {"Finanzas", "Todavía sin unidad"}
    assert "2 de 3 (67 %)" in page


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "–"),
        (0, 3, "0 de 3 (0\u00a0%)"),
        (3, 3, "3 de 3 (100\u00a0%)"),
        (999, 1000, "999 de 1.000 (99\u00a0%)"),
        (1, 1000, "1 de 1.000 (1\u00a0%)"),
    ],
)
def test_a_percentage_comes_with_its_denominator_and_never_rounds_to_all_or_nothing(
    part: int, whole: int, words: str
) -> None:
    assert part_of(part, whole) == words


@pytest.mark.django_db
def test_the_parts_fill_the_whole(edition: Edition) -> None:
    for _ in range(3):
        file_one(FILED, account=edition.account)

    shares = tally_of(Submission.objects.all(), FILED.date()).shares

    assert sum(float(share.width.rstrip("%")) for share in shares) == pytest.approx(100)


@pytest.mark.django_db
def test_a_holiday_of_the_staff_is_shown_with_its_law(client: Client) -> None:
    boss = UserFactory(role="Coordinación de participación")
    add_holiday(day=date(2026, 12, 28), name="<b>Feriado</b>", law="Ley 99.999", by=boss, now=FILED)

    page = get(client)

    assert "&lt;b&gt;Feriado&lt;/b&gt;" in page
    assert "Agregado por la institución: Ley 99.999" in page


@pytest.mark.django_db
def test_the_page_asks_as_much_with_one_filing_as_with_many(
    edition: Edition, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(4):
        file_one(FILED, account=edition.account)

    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        deadlines_page(edition.account, now=FILED)
