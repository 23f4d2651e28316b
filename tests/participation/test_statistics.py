"""Who takes part is counted, and nobody can be told by the counts, in any format."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from participation.actions.counting import close_all_counts
from participation.actions.privacy import correct_data, erase_person
from participation.batches import FEWEST, added, is_enough, last_sunday
from participation.models import Authorship, CountBatch, RegisterEntry, Submission, Window
from participation.pages.statistics import statistics_page
from participation.small_cells import TOTAL, K, safe_table
from participation.statistics import PLACES, SEXES, Statistics, statistics_of
from programs.models import Edition
from tests.participation.factories import NOW, file_submission
from tests.participation.limits import limits_off

SUNDAY = date(2026, 6, 7)
LATER = NOW + timedelta(days=21)
PAGE = "/participacion/cifras"


# -- when a batch closes


def test_a_sunday_is_not_over_until_monday() -> None:
    assert last_sunday(SUNDAY) == SUNDAY - timedelta(days=7)
    assert last_sunday(SUNDAY + timedelta(days=1)) == SUNDAY
    assert last_sunday(SUNDAY + timedelta(days=7)) == SUNDAY


def test_a_batch_is_as_large_as_all_before_it() -> None:
    assert not is_enough(FEWEST - 1, 0, SUNDAY)
    assert is_enough(FEWEST, 0, SUNDAY)
    assert not is_enough(39, 40, SUNDAY)
    assert is_enough(40, 40, SUNDAY)


def test_no_batch_closes_in_the_first_days_of_the_reception() -> None:
    reception = (SUNDAY - timedelta(days=13), SUNDAY + timedelta(days=60))

    assert not is_enough(500, 0, SUNDAY, reception)
    assert is_enough(500, 0, SUNDAY + timedelta(days=7), reception)


def test_when_the_reception_is_over_half_as_many_are_enough() -> None:
    reception = (SUNDAY - timedelta(days=40), SUNDAY)

    assert is_enough(20, 40, SUNDAY, reception)
    assert not is_enough(19, 40, SUNDAY, reception)
    assert not is_enough(FEWEST - 1, 4, SUNDAY, reception)


PEOPLE = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), st.integers(0, 12), max_size=6
)


@given(st.lists(PEOPLE, min_size=1, max_size=4))
def test_who_polls_and_subtracts_is_left_with_batches_that_are_safe(weeks: list[Any]) -> None:
    """Two sums that follow each other differ by what the batch between them tells, or by nothing
    that can be known: never by a count of a few."""
    safe = [safe_table(people, ("a", "b", "c"), ("x", "y")) for people in weeks]
    told = [{"t": {row: {c: one.cells[row, c] for c in "xy"} for row in one.rows}} for one in safe]

    for row, column in [(row, column) for row in "abc" for column in "xy"]:
        sums = [added(told[: n + 1], "t", row, column) for n in range(len(told))]
        for before, after, batch in zip(sums, sums[1:], safe[1:], strict=False):
            if before is None or after is None:
                assert after is None  # what was withheld once stays so
            else:
                assert after - before == batch.cells[row, column]
                assert after - before == 0 or after - before >= K


# -- what is counted


@pytest.fixture
def filed(edition: Edition) -> Edition:
    """Thirteen filings: eight women and two men of one region, one woman of another, two silent.

    They are counted on the Sunday of their week.
    """
    limits_off()
    Window.objects.create(
        account=edition.account, event_on=NOW.date(), opens_on=NOW.date() - timedelta(days=30),
        closes_on=NOW.date() + timedelta(days=300),
    )  # fmt: skip
    people = [("woman", "13")] * 8 + [("man", "13")] * 2 + [("woman", "12")] + [("", "")] * 2
    _file(edition, people)
    assert close_all_counts(LATER) == 1
    return edition


def _file(edition: Edition, people: list[tuple[str, str]], now: datetime = NOW) -> None:
    for sex, region in people:
        one = file_submission(account=edition.account, email="", sex=sex, now=now)
        Submission.objects.filter(pk=one.pk).update(region=region or None)


def told(edition: Edition) -> Any:
    return statistics_of(edition.account, LATER.date())


@pytest.mark.django_db
def test_women_and_men_are_counted_by_region(filed: Edition) -> None:
    found = told(filed)

    assert found.total == 13
    assert found.people.cells["01", "woman"] == 0
    assert dict(found.lists[0].counts)["question"] == 13


def test_regions_where_nobody_wrote_are_named_and_not_a_row_of_zeros() -> None:
    people = safe_table({("13", "woman"): 8, ("05", "man"): 9}, tuple(PLACES), tuple(SEXES))

    (grid,) = statistics_page(Statistics(2022, SUNDAY, 0, people, ())).grids

    assert [line.label for line in grid.lines] == ["Valparaíso", "Metropolitana"]
    assert grid.nobody.startswith("Arica y Parinacota, Tarapacá, Antofagasta,")
    assert "No la dijo" not in grid.nobody


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
    secret = [row for row in rows if row["tabla"] in ("personas", "tipo")]
    assert not [row for row in secret if row["envios"] and 0 < int(row["envios"]) < K]


def renamed(cells: Any) -> dict[tuple[str, str], int | None]:
    return dict(cells)


def shown(edition: Edition) -> list[tuple[str, ...]]:
    """The numbers of every line of the page."""
    page = statistics_page(told(edition))
    return [line.numbers for grid in page.grids for line in (*grid.lines, grid.total)]


def taken(edition: Edition, today: date) -> dict[str, Any]:
    """All that somebody who asks that day can take away but how many wait, channels and states,
    which the register tells of each filing anyway."""
    found = statistics_of(edition.account, today)
    return {"people": dict(found.people.cells), **{e.code: e.counts for e in found.lists[:1]}}


@pytest.mark.django_db
def test_what_somebody_corrects_or_erases_moves_no_count(filed: Edition) -> None:
    """Whoever polls beside the register, which tells the instant, learns nothing of anybody."""
    before = taken(filed, LATER.date())
    one, other = Authorship.objects.filter(sex="woman").select_related("person")[:2]
    correct_data(
        one.person, one.submission, full_name="Otra", organisation="", sex="man", shown_name="",
        now=LATER,
    )  # fmt: skip
    erase_person(other.person, now=LATER)

    assert close_all_counts(LATER + timedelta(days=30)) == 0
    assert taken(filed, LATER.date() + timedelta(days=30)) == before


@pytest.mark.django_db
def test_the_next_person_moves_nothing_until_many_came(filed: Edition) -> None:
    before = taken(filed, LATER.date())
    week = timedelta(days=7)
    for _ in range(12):
        _file(filed, [("woman", "13")], now=LATER)
        assert close_all_counts(LATER + week) == 0
        assert taken(filed, (LATER + week).date()) == before
    assert statistics_of(filed.account, LATER.date()).waiting == 12

    _file(filed, [("woman", "13")], now=LATER)

    assert close_all_counts(LATER + week) == 1
    assert close_all_counts(LATER + 2 * week) == 0  # once
    after = taken(filed, (LATER + week).date())
    assert after["people"]["13", TOTAL] is None  # of the first batch it is not told
    assert after["people"][TOTAL, TOTAL] == 26


@pytest.mark.django_db
def test_a_paper_with_an_earlier_day_waits_for_the_next_batch(filed: Edition) -> None:
    _file(filed, [("woman", "12")], now=NOW)

    assert statistics_of(filed.account, LATER.date()).waiting == 1
    assert told(filed).total == 13


@pytest.mark.django_db
def test_a_batch_holds_no_small_count_and_never_changes(filed: Edition) -> None:
    batch = CountBatch.objects.get()

    values = [value for rows in batch.told.values() for row in rows.values()
              for value in row.values()]  # fmt: skip
    assert not [value for value in values if value and value < K]
    assert RegisterEntry.objects.get(act="close_counts").detail == {"account": 2022, "filings": 13}
    with pytest.raises(IntegrityError), transaction.atomic():
        CountBatch.objects.update(filings=50)


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
    with django_assert_num_queries(4):
        told(filed)
