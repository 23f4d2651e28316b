"""How well filings are answered: the rules, what is counted, and the page that tells it."""

import csv
import io
import json
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from participation.measure_words import MEASURES
from participation.measures import Counted, Share, in_boxes, percentile
from participation.models import Deadline, PerformanceCount, Submission
from participation.pages.performance import performance_page
from participation.performance import Performance, count_all, performance_of
from participation.satisfaction import Satisfied
from participation.views import performance as views
from programs.models import Edition
from tests.ledgers import small_ledger
from tests.participation.conftest import freeze, reachable
from tests.participation.factories import NOW, submission_at
from tests.participation.limits import limits_off
from tests.shared import shared_world

PAGE = "/participacion/desempeno"
TODAY = date(2026, 6, 30)
LATER = datetime.combine(TODAY, NOW.timetz())


# -- the rules


@given(st.lists(st.integers(0, 200), min_size=5, max_size=60), st.integers(1, 100))
def test_a_percentile_is_a_number_of_days_that_happened(days: list[int], percent: int) -> None:
    found = percentile(Counter(days), percent)

    assert found in days
    assert sum(day <= found for day in days) * 100 >= percent * len(days)
    assert sum(day < found for day in days) * 100 < percent * len(days)


def test_of_a_few_there_is_neither_percentage_nor_median() -> None:
    assert percentile({3: 4}, 50) is None
    assert Share(2, 2).percent is None
    assert Share(0, 0).percent is None


def test_a_percentage_never_says_all_or_none_by_rounding() -> None:
    assert Share(999, 1_000).percent == 99
    assert Share(1, 1_000).percent == 1
    assert (Share(5, 5).percent, Share(0, 5).percent, Share(1, 8).percent) == (100, 0, 13)


@given(st.dictionaries(st.integers(0, 300), st.integers(1, 9)))
def test_every_answer_is_in_one_box(counts: dict[int, int]) -> None:
    assert sum(count for *_, count in in_boxes(counts)) == sum(counts.values())


def test_not_answering_counts_against_the_terms_kept() -> None:
    group = Counted(filed=20, answered=5, in_term=5, overdue=15)
    told = {each.code: each.told(group) for each in MEASURES}

    assert told["en_plazo"].words == "100\u00a0%"
    assert told["plazo_cumplido"].words == "25\u00a0%"
    assert told["fuera_de_plazo"].of == "0 de 5"
    assert told["vencidas_mitad"].of == "todavía no hay ninguna"


# -- what is counted


def _filed() -> Edition:
    """Six answered (two of them late), one overdue, one in term, one grouped, one not admitted."""
    edition = freeze(reachable(small_ledger()))
    limits_off()
    account = edition.account
    for number in range(6):
        one = submission_at("answered", account=account, email="")
        late = timedelta(days=60) if number < 2 else timedelta()
        Submission.objects.filter(pk=one.pk).update(
            due_on=one.filed_on + timedelta(days=5) if late else one.due_on,
            answered_at=one.answered_at + timedelta(days=12),
            about_region="12" if number else None,
        )
    overdue = submission_at("assigned", account=account, email="")
    Submission.objects.filter(pk=overdue.pk).update(due_on=TODAY - timedelta(days=4))
    Deadline.objects.filter(submission=overdue, clock="answer").update(extension=3)
    submission_at("grouped", account=account, email="")
    submission_at("not_admitted", account=account, email="", region=None)
    return edition


filed = shared_world(_filed)


@pytest.mark.django_db
def test_each_filing_is_counted_once_in_its_place(filed: Edition) -> None:
    found = performance_of(filed.account, TODAY)

    whole = found.whole
    assert (whole.filed, whole.answered, whole.in_term, whole.late) == (10, 6, 4, 2)
    assert (whole.overdue, whole.waiting, whole.refused, whole.grouped) == (1, 2, 1, 1)
    assert whole.extended == 1
    assert whole.due + whole.refused + whole.ended == whole.filed
    assert sum(found.effects.values()) == whole.answered
    assert sum(found.refusals.values()) == whole.refused
    for axis in (found.units, found.regions):
        for name in ("filed", "answered", "in_term", "waiting", "overdue", "refused", "ended"):
            assert sum(getattr(group, name) for group in axis) == getattr(whole, name)


@pytest.mark.django_db
def test_days_are_business_days_from_the_legal_day(filed: Edition) -> None:
    """From Wednesday the 10th to Monday the 22nd there are eight; the 29th was a holiday."""
    whole = performance_of(filed.account, TODAY).whole

    assert whole.taken == {8: 6}
    assert sum(whole.late_by.values()) == whole.late
    assert whole.overdue_by == {1: 1}


@pytest.mark.django_db
def test_the_region_is_told_only_of_what_is_public(filed: Edition) -> None:
    regions = {each.key: each for each in performance_of(filed.account, TODAY).regions}

    assert regions["12"].answered == 5
    assert regions["sin-leer"].refused == 1


@pytest.mark.django_db
def test_the_clock_counts_when_something_happened(filed: Edition) -> None:
    count_all(LATER)
    first = PerformanceCount.objects.get(account=filed.account)
    count_all(LATER + timedelta(minutes=5))
    quiet = PerformanceCount.objects.get(account=filed.account)
    submission_at("received", account=filed.account, email="")
    count_all(LATER + timedelta(minutes=10))

    assert first.counted_at == quiet.counted_at == LATER
    assert performance_of(filed.account, TODAY).whole.filed == 11
    assert performance_of(filed.account, TODAY).counted_at == LATER + timedelta(minutes=10)


# -- what is told


@pytest.mark.django_db
def test_page_and_files_tell_the_same(filed: Edition) -> None:
    client = Client()
    with time_machine.travel(LATER, tick=False):
        html = client.get(f"{PAGE}/").content.decode()
        sheet = client.get(f"{PAGE}.csv").content.decode()
        value = json.loads(client.get(f"{PAGE}.json").content)
        words = client.get(f"{PAGE}-diccionario.csv").content.decode()
        sent = client.get("/api/v1/performance/?limit=200").json()["results"]
        units = client.get("/api/v1/performance/?group=unit&measure=en_plazo").json()["results"]
        measures = client.get("/api/v1/measures/?limit=200").json()["results"]

    rows = list(csv.DictReader(io.StringIO(sheet, newline="")))
    told = {row["medida"]: row for row in rows if row["grupo"] == "total"}
    assert "De 6 respuestas, 4 llegaron en plazo." in html
    assert (told["en_plazo"]["valor"], told["en_plazo"]["denominador"]) == ("67", "6")
    assert "67\u00a0%" in html
    assert len(rows) == value["total"]["filas"]
    explained = {row["clave"] for row in csv.DictReader(io.StringIO(words, newline=""))}
    assert {row["medida"] for row in rows} <= explained
    assert set(rows[0]) <= explained
    assert {each["clave"] for each in value["diccionario"]} == explained
    numbers = ("valor", "numerador", "denominador")
    assert Counter((each["measure"], each["value"], each["part"], each["of"]) for each in sent) == (
        Counter((each["medida"], *(each[name] for name in numbers)) for each in value["filas"])
    )
    assert len({each["id"] for each in sent}) == len(sent)
    assert [(each["group"], each["measure"]) for each in units] == [("unit", "en_plazo")] * 2
    assert {each["measure"] for each in sent} <= {each["id"] for each in measures}


@pytest.mark.django_db
def test_with_nothing_filed_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Performance(2026, LATER, Counted(), (), (), {}, {}, Satisfied())
    monkeypatch.setattr(views, "performances_of", lambda _: (nothing,))

    page = Client().get(f"{PAGE}/").content.decode()

    assert "Todavía no ha llegado ningún envío" in page
    assert "%" not in page.split("<h1>")[1].split("Baje estos")[0]


@pytest.mark.django_db
def test_what_is_invented_is_marked(filed: Edition) -> None:
    def marked() -> list[bool]:
        pages = (f"{PAGE}/", "/participacion/cifras/")
        return ["<h1>" in said and 'mark-demo">' in said.split("<h1>")[1].split("</h1>")[0]
                for said in (Client().get(each).content.decode() for each in pages)]  # fmt: skip

    before = marked()
    submission_at("answered", account=filed.account, email="", is_demo=True)

    assert before == [False, False]
    assert marked() == [True, True]


@pytest.mark.django_db
def test_without_an_account_there_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "performances_of", lambda _: ())

    assert Client().get(f"{PAGE}/").status_code == 404


def test_years_stand_side_by_side() -> None:
    years = [
        Performance(
            year, LATER, Counted(filed=9, answered=9, in_term=n), (), (), {}, {}, Satisfied()
        )
        for year, n in ((2026, 9), (2025, 3))
    ]

    page = performance_page(years)

    assert page.years == (2026, 2025)
    assert dict(page.series)["Respondidas en plazo"] == (
        "100\u00a0% (9 de 9)",
        "33\u00a0% (3 de 9)",
    )


@pytest.mark.django_db
def test_what_was_counted_costs_two_statements(
    filed: Edition, django_assert_num_queries: Any
) -> None:
    count_all(LATER)

    with django_assert_num_queries(2):
        performance_of(filed.account, TODAY)
