"""Who takes part is counted, and nobody can be told by the counts, in any format."""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from participation.models import Authorship, Submission
from participation.pages.statistics import statistics_page
from participation.small_cells import TOTAL, K
from participation.statistics import last_close, statistics_of
from programs.models import Edition
from tests.participation.factories import NOW, file_submission
from tests.participation.limits import limits_off

MONDAY = date(2026, 6, 1)
SUNDAY = MONDAY + timedelta(days=6)
LATER = NOW + timedelta(days=21)
PAGE = "/participacion/cifras"


# -- when counts move


def test_counts_stop_at_the_last_sunday() -> None:
    days = {MONDAY: K, MONDAY + timedelta(days=8): 2 * K}

    assert last_close(days, SUNDAY + timedelta(days=3)) == SUNDAY


def test_a_sunday_is_not_over_until_monday() -> None:
    assert last_close({MONDAY: K}, SUNDAY) is None
    assert last_close({MONDAY: K}, SUNDAY + timedelta(days=1)) == SUNDAY


def test_a_week_with_few_waits_for_the_next_so_that_one_person_moves_nothing() -> None:
    days = {MONDAY: K, MONDAY + timedelta(days=7): 1, MONDAY + timedelta(days=14): K - 1}
    today = MONDAY + timedelta(days=60)

    assert last_close({MONDAY: K, MONDAY + timedelta(days=7): 1}, today) == SUNDAY
    assert last_close(days, today) == SUNDAY + timedelta(days=14)


def test_with_too_few_there_is_nothing_to_tell() -> None:
    assert last_close({}, MONDAY) is None
    assert last_close({MONDAY: K - 1}, MONDAY + timedelta(days=90)) is None


# -- what is counted


@pytest.fixture
def filed(edition: Edition) -> Edition:
    """Thirteen filings: eight women and two men of one region, one woman of another, two silent."""
    limits_off()
    people = [("woman", "13")] * 8 + [("man", "13")] * 2 + [("woman", "12")] + [("", "")] * 2
    for sex, region in people:
        one = file_submission(account=edition.account, email="", sex=sex)
        Submission.objects.filter(pk=one.pk).update(region=region or None)
    return edition


def told(edition: Edition) -> Any:
    return statistics_of(edition.account, LATER.date())


@pytest.mark.django_db
def test_women_and_men_are_counted_by_region(filed: Edition) -> None:
    found = told(filed)

    assert found.total == 13
    assert found.people.cells["01", "woman"] == 0
    assert dict(found.lists[0].counts)["question"] == 13


@pytest.mark.django_db
def test_the_only_woman_of_a_region_is_in_no_output(filed: Edition) -> None:
    """Neither she, nor her region's total, nor what would give them by subtracting."""
    client = Client()
    with time_machine.travel(LATER, tick=False):
        html = client.get(f"{PAGE}/").content.decode()
        sheet = client.get(f"{PAGE}.csv").content.decode()
        value = json.loads(client.get(f"{PAGE}.json").content)

    cells = told(filed).people.cells
    assert cells["12", "woman"] is None
    assert cells["12", TOTAL] is None
    rows = list(csv.DictReader(io.StringIO(sheet, newline="")))
    people = {(r["fila_clave"], r["columna_clave"]): r for r in rows if r["tabla"] == "personas"}
    assert {place: row["envios"] for place, row in people.items()} == {
        place: "" if count is None else str(count) for place, count in renamed(cells).items()
    }
    assert people["12", "woman"]["reservado"] == "true"
    assert [(row["fila_clave"], row["envios"]) for row in value["filas"]] == [
        (row["fila_clave"], int(row["envios"]) if row["envios"] else None) for row in rows
    ]
    assert html.count("reservado</span>") == sum(line.count("") for line in shown(filed))
    assert not [row for row in rows if row["envios"] and 0 < int(row["envios"]) < K]


def renamed(cells: Any) -> dict[tuple[str, str], int | None]:
    return dict(cells)


def shown(edition: Edition) -> list[tuple[str, ...]]:
    """The numbers of every line of the page."""
    page = statistics_page(told(edition))
    return [line.numbers for grid in page.grids for line in (*grid.lines, grid.total)]


@pytest.mark.django_db
def test_who_erased_what_they_told_counts_among_the_silent(filed: Edition) -> None:
    before = sum(told(filed).people.cells[row, TOTAL] or 0 for row in ("01", "02"))
    Authorship.objects.filter(sex="man").update(sex="")

    found = told(filed)

    assert found.total == 13
    assert found.people.cells[TOTAL, "man"] == before == 0


@pytest.mark.django_db
def test_what_has_no_folio_is_not_counted(filed: Edition) -> None:
    file_submission(account=filed.account, must_confirm=True)

    assert told(filed).total == 13


@pytest.mark.django_db
def test_with_few_filings_the_page_says_so_and_tells_no_number(edition: Edition) -> None:
    file_submission(account=edition.account, email="", sex="woman")

    with time_machine.travel(LATER, tick=False):
        page = Client().get(f"{PAGE}/")
        rows = json.loads(Client().get(f"{PAGE}.json").content)["filas"]

    assert "Todavía son muy pocos envíos" in page.content.decode()
    assert rows == []


@pytest.mark.django_db
def test_without_an_account_there_is_nothing_to_count() -> None:
    assert Client().get(f"{PAGE}/").status_code == 404


@pytest.mark.django_db
def test_it_costs_the_same_whatever_the_number(
    filed: Edition, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        told(filed)
