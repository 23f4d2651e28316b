"""The beat looks: who is reminded of what and when, and what lapses by itself."""

from datetime import date, datetime, timedelta

import pytest

from participation.actions.terms import meet_clock, start_clock
from participation.deadlines import CHILE, ends_at
from participation.models import Deadline, Message, Submission, Unit
from participation.reminders import look_at_clocks
from programs.models import User
from tests.factories import UserFactory
from tests.participation.filings import file_one

# Falls due on Thursday 14 January 2027: see test_terms.
FILED = datetime(2026, 11, 9, 10, 0, tzinfo=CHILE)
DUE = date(2027, 1, 14)
ONE_SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return UserFactory(role="Coordinación de participación")


@pytest.fixture
def moderator() -> User:
    return UserFactory(role="Moderación")


@pytest.fixture
def unit() -> Unit:
    return Unit.objects.create(slug="finanzas", name="Finanzas", head=UserFactory())


@pytest.fixture
def assigned(manager: User, unit: Unit) -> Submission:
    """In the hands of somebody, with its route met and only the answer running."""
    filed = file_one(FILED)
    meet_clock(filed, "route", FILED)
    writer = UserFactory()
    unit.members.add(writer)
    Submission.objects.filter(pk=filed.pk).update(state="assigned", unit=unit, assigned_to=writer)
    filed.refresh_from_db()
    return filed


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHILE)


def reminded() -> set[User]:
    return {message.user for message in Message.objects.filter(kind="reminder")}


def people(submission: Submission) -> tuple[User, User]:
    return submission.assigned_to, submission.unit.head


def test_nobody_is_reminded_six_business_days_before(assigned: Submission) -> None:
    assert look_at_clocks(at(date(2027, 1, 6))).reminders == 0


def test_who_has_it_in_charge_is_reminded_five_business_days_before(assigned: Submission) -> None:
    looked = look_at_clocks(at(date(2027, 1, 7)))

    assert looked.reminders == 1
    assert reminded() == {people(assigned)[0]}
    assert Message.objects.get(kind="reminder").context == {"clock": "answer"}


def test_the_day_before_the_head_is_reminded_too(assigned: Submission) -> None:
    look_at_clocks(at(date(2027, 1, 13)))

    assert reminded() == set(people(assigned))


def test_once_late_the_managers_are_reminded_too(assigned: Submission, manager: User) -> None:
    look_at_clocks(ends_at(DUE) - ONE_SECOND)
    before = reminded()
    look_at_clocks(ends_at(DUE))

    assert manager not in before
    assert reminded() == {*people(assigned), manager}


def test_looking_twice_reminds_once(assigned: Submission) -> None:
    for day in (date(2027, 1, 7), date(2027, 1, 13), date(2027, 1, 15)):
        look_at_clocks(at(day))
        again = look_at_clocks(at(day, 18))

        assert again.reminders == 0
    assert Message.objects.filter(kind="reminder").count() == 1 + 2 + 3


def test_every_day_late_does_not_remind_again(assigned: Submission) -> None:
    look_at_clocks(at(date(2027, 1, 15)))

    assert look_at_clocks(at(date(2027, 1, 18))).reminders == 0


def test_after_three_days_off_only_what_holds_today_is_said(assigned: Submission) -> None:
    # The beat stopped on the 11th, before any stage but the first, and came back late.
    look_at_clocks(at(date(2027, 1, 15)))

    stages = {
        key.split(":")[3]
        for key in Message.objects.filter(kind="reminder").values_list("key", flat=True)
    }
    assert stages == {"late"}


def test_what_is_nobodys_goes_to_the_managers(manager: User) -> None:
    meet_clock(file_one(FILED), "route", FILED)

    look_at_clocks(at(date(2027, 1, 7)))

    assert reminded() == {manager}


def test_what_is_not_routed_in_24_hours_is_told_to_moderators_and_managers(
    manager: User, moderator: User
) -> None:
    filed = file_one(FILED)
    in_time = look_at_clocks(FILED + timedelta(hours=24) - ONE_SECOND)

    late = look_at_clocks(FILED + timedelta(hours=24))

    assert (in_time.reminders, late.reminders) == (0, 2)
    assert reminded() == {manager, moderator}
    assert Deadline.objects.get(submission=filed, clock="route").reminded_at


def test_a_late_report_is_told_to_who_writes_it_its_head_and_the_managers(
    assigned: Submission, manager: User
) -> None:
    start_clock(assigned, "report", FILED.date(), FILED, FILED)

    look_at_clocks(at(date(2026, 11, 24)))

    assert reminded() == {*people(assigned), manager}


@pytest.mark.parametrize("state", ["withdrawn", "answered", "closed", "referred"])
def test_what_is_no_longer_owed_reminds_nobody(assigned: Submission, state: str) -> None:
    changes = {"answered_at": FILED, "effect": "informs"} if state != "withdrawn" else {}
    more = {"referred_to": "Otro órgano"} if state == "referred" else {}
    Submission.objects.filter(pk=assigned.pk).update(state=state, **changes, **more)

    assert look_at_clocks(at(date(2027, 1, 20))).reminders == 0


def test_who_left_the_institution_is_not_reminded(assigned: Submission) -> None:
    in_charge, head = people(assigned)
    User.objects.filter(pk=in_charge.pk).update(is_active=False)

    look_at_clocks(at(date(2027, 1, 13)))

    assert reminded() == {head}


def test_without_managers_who_administers_is_told() -> None:
    boss = UserFactory(is_superuser=True)
    file_one(FILED)

    look_at_clocks(FILED + timedelta(hours=25))

    assert reminded() == {boss}


def test_a_term_that_was_moved_reminds_again_before_its_new_end(assigned: Submission) -> None:
    look_at_clocks(at(date(2027, 1, 7)))
    moved = date(2027, 2, 15)
    Deadline.objects.filter(submission=assigned, clock="answer").update(
        due_on=moved, due_at=ends_at(moved)
    )

    assert look_at_clocks(at(date(2027, 1, 20))).reminders == 0
    assert look_at_clocks(at(date(2027, 2, 8))).reminders == 1


def test_what_is_not_completed_in_its_term_is_taken_as_withdrawn() -> None:
    filed = file_one(FILED, email="vecina@ejemplo.cl")
    Submission.objects.filter(pk=filed.pk).update(state="mending")
    start_clock(filed, "mend", FILED.date(), FILED, FILED)
    due_at = Deadline.objects.get(clock="mend").due_at

    in_time = look_at_clocks(due_at - ONE_SECOND).lapsed
    late = look_at_clocks(due_at).lapsed
    again = look_at_clocks(due_at).lapsed

    assert (in_time, late, again) == (0, 1, 0)
    filed.refresh_from_db()
    assert filed.state == "withdrawn"


def test_what_was_completed_in_time_does_not_lapse() -> None:
    filed = file_one(FILED)
    start_clock(filed, "mend", FILED.date(), FILED, FILED)
    Submission.objects.filter(pk=filed.pk).update(state="received")

    assert look_at_clocks(at(date(2026, 12, 1))).lapsed == 0


def test_many_terms_cost_few_queries(
    assigned: Submission, django_assert_max_num_queries: object
) -> None:
    look_at_clocks(at(date(2027, 1, 7)))
    for _ in range(20):
        meet_clock(file_one(FILED), "route", FILED)
    look_at_clocks(at(date(2027, 1, 7)))

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        look_at_clocks(at(date(2027, 1, 7)))
