"""A new holiday moves the running terms that it should, and says why."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from participation.actions import recounting
from participation.actions.holidays import (
    add_holiday,
    change_holiday,
    count_touched,
    restore_holiday,
    retire_holiday,
)
from participation.actions.recounting import recompute_deadlines
from participation.actions.terms import meet_clock, start_clock
from participation.deadlines import CHILE, ends_at
from participation.models import (
    Deadline,
    DeadlineChange,
    Holiday,
    Message,
    RegisterEntry,
    Submission,
)
from participation.transitions import Refused
from programs.models import Region, User
from tests.factories import UserFactory
from tests.participation.filings import file_one

# A Monday; 45 business days later is Thursday 14 January 2027 (8 and 25 December, 1 January).
FILED = datetime(2026, 11, 9, 10, 0, tzinfo=CHILE)
DUE = date(2027, 1, 14)
NEW_DAY = date(2026, 12, 28)  # a Monday within the term
LAW = "Ley 99.999"

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return UserFactory(role="Coordinación de participación")


@pytest.fixture
def filed() -> Submission:
    return file_one(FILED, email="vecina@ejemplo.cl")


def answer_of(submission: Submission) -> Deadline:
    return Deadline.objects.get(submission=submission, clock="answer")


def add(manager: User, day: date = NEW_DAY, *, region: str | None = None, now: datetime = FILED):  # type: ignore[no-untyped-def]
    return add_holiday(
        day=day,
        name="Feriado de prueba",
        law=LAW,
        region=Region.objects.get(pk=region) if region else None,
        by=manager,
        now=now,
    )


def set_state(submission: Submission, state: str, **more: object) -> None:
    Submission.objects.filter(pk=submission.pk).update(state=state, **more)


def test_a_new_holiday_moves_the_running_term_and_leaves_its_record(
    manager: User, filed: Submission
) -> None:
    assert answer_of(filed).due_on == DUE == filed.due_on

    done = add(manager)

    filed.refresh_from_db()
    deadline = answer_of(filed)
    change = DeadlineChange.objects.get()
    assert done.terms == 1
    assert deadline.due_on == filed.due_on == date(2027, 1, 15)
    assert deadline.due_at == ends_at(date(2027, 1, 15))
    assert (change.old_due_on, change.new_due_on, change.by) == (DUE, deadline.due_on, manager)
    assert filed.version == 2
    assert LAW in change.reason
    assert "28-12-2026" in change.reason


def test_a_new_holiday_is_registered_once_for_itself_and_once_for_each_submission(
    manager: User, filed: Submission
) -> None:
    other = file_one(FILED)

    add(manager)

    entries = RegisterEntry.objects.filter(act__in=["add_holiday", "recompute"])
    assert {(entry.act, entry.object_id) for entry in entries} == {
        ("add_holiday", "2026-12-28"),
        ("recompute", filed.folio),
        ("recompute", other.folio),
    }
    assert entries.get(act="add_holiday").detail == {"terms": 2}
    assert entries.get(object_id=filed.folio).detail == {
        "clock": "answer",
        "holiday": "2026-12-28",
        "old_due_on": "2027-01-14",
        "new_due_on": "2027-01-15",
    }


def test_the_author_is_told_that_the_term_moved(manager: User, filed: Submission) -> None:
    file_one(FILED)  # left no e-mail

    add(manager)

    message = Message.objects.get(kind="due_changed")
    assert message.object_id == str(filed.pk)
    assert message.person is not None


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 9),  # the day it was filed: the count starts after it
        date(2027, 1, 15),  # the day after it falls due
        date(2026, 12, 26),  # a Saturday
    ],
)
def test_a_holiday_that_touches_no_term_changes_nothing(
    manager: User, filed: Submission, day: date
) -> None:
    done = add(manager, day)

    assert done.terms == 0 == DeadlineChange.objects.count()
    assert answer_of(filed).due_on == DUE
    assert not Message.objects.filter(kind="due_changed").exists()


def test_a_holiday_on_the_due_day_moves_it_to_the_next_that_counts(
    manager: User, filed: Submission
) -> None:
    add(manager, DUE, now=FILED)

    assert answer_of(filed).due_on == date(2027, 1, 15)


def test_a_holiday_made_by_law_on_its_own_day_still_counts(
    manager: User, filed: Submission
) -> None:
    at_night = datetime(2027, 1, 14, 23, 30, tzinfo=CHILE)

    done = add(manager, DUE, now=at_night)

    assert done.terms == 1
    assert answer_of(filed).due_on == date(2027, 1, 15)


def test_a_day_that_passed_is_refused_and_changes_nothing(manager: User, filed: Submission) -> None:
    after_midnight = datetime(2027, 1, 15, 0, 0, tzinfo=CHILE)

    with pytest.raises(Refused, match="14-01-2027 ya pasó"):
        add(manager, DUE, now=after_midnight)

    assert not Holiday.objects.filter(day=DUE).exists()
    assert answer_of(filed).due_on == DUE


def test_what_was_met_or_answered_or_left_stays_as_it_was(manager: User) -> None:
    met, answered, withdrawn = (file_one(FILED) for _ in range(3))
    meet_clock(met, "answer", FILED)
    set_state(answered, "answered", answered_at=FILED, effect="informs")
    set_state(withdrawn, "withdrawn")

    done = add(manager)

    assert done.terms == 0
    assert {answer_of(each).due_on for each in (met, answered, withdrawn)} == {DUE}


def test_a_term_in_hours_does_not_know_of_holidays(manager: User) -> None:
    filed = file_one(FILED)
    route = Deadline.objects.get(submission=filed, clock="route")

    add(manager, date(2026, 11, 10))

    assert Deadline.objects.get(pk=route.pk).due_at == FILED + timedelta(hours=24) == route.due_at


def test_a_regional_holiday_moves_only_what_its_people_have_to_do(manager: User) -> None:
    there, elsewhere = file_one(FILED, region="15"), file_one(FILED, region="13")
    for each in (there, elsewhere):
        set_state(each, "mending")
        start_clock(each, "mend", FILED.date(), FILED, FILED)

    done = add(manager, date(2026, 11, 11), region="15")

    mend = Deadline.objects.filter(clock="mend")
    assert done.terms == 1
    assert mend.get(submission=there).due_on == date(2026, 11, 17)
    assert mend.get(submission=elsewhere).due_on == date(2026, 11, 16)
    assert answer_of(there).due_on == DUE


def test_who_has_to_mend_reads_the_new_day_in_another_message(manager: User) -> None:
    filed = file_one(FILED, email="vecina@ejemplo.cl")
    set_state(filed, "mending")
    start_clock(filed, "mend", FILED.date(), FILED, FILED)

    add(manager, date(2026, 11, 11))

    kinds = Message.objects.exclude(kind__in=["receipt", "confirm_address"])
    assert sorted(kinds.values_list("kind", flat=True)) == ["due_changed", "mend"]


def test_retiring_a_holiday_brings_the_term_back_and_restoring_it_again(
    manager: User, filed: Submission
) -> None:
    holiday = add(manager).holiday

    retired = retire_holiday(holiday, by=manager, now=FILED)
    back = answer_of(filed).due_on
    again = retire_holiday(holiday, by=manager, now=FILED)
    restored = restore_holiday(holiday, by=manager, now=FILED)

    assert (retired.terms, back, again.terms) == (1, DUE, 0)
    assert restored.terms == 1
    assert answer_of(filed).due_on == date(2027, 1, 15)
    assert DeadlineChange.objects.count() == 3


def test_retiring_a_holiday_never_leaves_a_term_in_the_past(manager: User) -> None:
    filed = file_one(datetime(2026, 11, 9, 10, 0, tzinfo=CHILE))
    holiday = add(manager, DUE).holiday
    on_the_day = datetime(2027, 1, 14, 12, 0, tzinfo=CHILE)

    retire_holiday(holiday, by=manager, now=on_the_day)

    assert answer_of(filed).due_on == on_the_day.date()


def test_mending_the_name_or_the_law_moves_nothing(manager: User, filed: Submission) -> None:
    holiday = add(manager).holiday

    change_holiday(holiday, name="Otro nombre", law="Ley 88.888", by=manager, now=FILED)

    holiday.refresh_from_db()
    assert (holiday.name, holiday.law) == ("Otro nombre", "Ley 88.888")
    assert DeadlineChange.objects.count() == 1
    assert holiday.history.first().history_user == manager


@pytest.mark.parametrize(
    ("name", "law", "sentence"), [("", LAW, "el nombre"), ("Feriado", " ", "la ley o el decreto")]
)
def test_a_holiday_of_the_staff_says_its_name_and_its_law(
    manager: User, name: str, law: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        add_holiday(day=NEW_DAY, name=name, law=law, by=manager, now=FILED)


def test_the_same_day_is_not_added_twice(manager: User) -> None:
    add(manager)

    with pytest.raises(Refused, match="ya está en la lista"):
        add(manager)


@pytest.mark.parametrize("role", ["Moderación", "Redacción", "Revisión jurídica", "Auditoría"])
def test_only_who_manages_the_rules_changes_holidays(role: str, manager: User) -> None:
    somebody, holiday = UserFactory(role=role), add(manager).holiday

    for act in (
        lambda: add(somebody, date(2026, 12, 29)),
        lambda: retire_holiday(holiday, by=somebody, now=FILED),
        lambda: restore_holiday(holiday, by=somebody, now=FILED),
        lambda: change_holiday(holiday, name="x", law="y", by=somebody, now=FILED),
    ):
        with pytest.raises(Refused, match="no tiene permiso"):
            act()


def test_what_is_announced_before_is_what_happens(manager: User, filed: Submission) -> None:
    file_one(FILED)
    set_state(filed, "mending")
    start_clock(filed, "mend", FILED.date(), FILED, FILED)
    day = date(2026, 11, 12)

    announced = count_touched(day)

    assert announced == 3 == add(manager, day).terms


def test_counting_again_twice_changes_nothing_more(manager: User, filed: Submission) -> None:
    add(manager)

    again = recompute_deadlines(day=NEW_DAY, reason="otra vez", by=manager, now=FILED)

    assert again == 0
    assert DeadlineChange.objects.count() == 1


def test_many_terms_are_counted_in_batches(manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    several = [file_one(FILED) for _ in range(5)]

    done = add(manager)

    assert done.terms == 5
    assert {answer_of(each).due_on for each in several} == {date(2027, 1, 15)}


@pytest.mark.django_db(transaction=True)
def test_a_filing_that_arrives_with_a_new_holiday_knows_of_it() -> None:
    manager = UserFactory(role="Coordinación de participación")
    filed = file_one(FILED)
    set_state(filed, "mending")
    started, may_end = threading.Event(), threading.Event()

    def mends() -> None:
        from django.db import transaction

        with transaction.atomic():
            start_clock(filed, "mend", FILED.date(), FILED, FILED)
            started.set()
            may_end.wait(120)
        connection.close()

    thread = threading.Thread(target=mends)
    thread.start()
    started.wait(120)
    threading.Timer(0.3, may_end.set).start()
    add(manager, date(2026, 11, 11))  # waits for the term that is being written
    thread.join()

    assert Deadline.objects.get(clock="mend").due_on == date(2026, 11, 17)
