"""Terms start, are met, and are extended once."""

from datetime import date, datetime, timedelta

import pytest

from participation.actions.holidays import (
    add_holiday,
)
from participation.actions.terms import extend_submission, meet_clock, start_clock
from participation.deadlines import CHILE
from participation.models import (
    Deadline,
    DeadlineChange,
    Message,
    RegisterEntry,
    Submission,
)
from participation.transitions import Refused
from programs.models import User
from tests.factories import UserFactory
from tests.participation.filings import file_one

# A Monday; 45 business days later is Thursday 14 January 2027 (8 and 25 December, 1 January).
FILED = datetime(2026, 11, 9, 10, 0, tzinfo=CHILE)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return UserFactory(role="Coordinación de participación")


@pytest.fixture
def filed() -> Submission:
    return file_one(FILED, email="vecina@ejemplo.cl")


def answer_of(submission: Submission) -> Deadline:
    return Deadline.objects.get(submission=submission, clock="answer")


def test_a_term_starts_the_day_after_and_says_its_rule(filed: Submission) -> None:
    deadline = start_clock(filed, "report", FILED.date(), FILED, FILED)

    assert (deadline.length, deadline.due_on) == (10, date(2026, 11, 23))
    assert deadline.rule.citation == "Ley 19.880, artículo 24"


def test_a_term_that_starts_again_says_so(filed: Submission) -> None:
    start_clock(filed, "report", FILED.date(), FILED, FILED)
    meet_clock(filed, "report", FILED)
    later = FILED + timedelta(days=7)

    deadline = start_clock(filed, "report", later.date(), later, later)

    change = DeadlineChange.objects.get()
    assert deadline.met_at is None
    assert (change.old_due_on, change.new_due_on) == (date(2026, 11, 23), date(2026, 11, 30))
    assert change.reason == "El plazo empezó de nuevo."


def test_a_term_is_met_once(filed: Submission) -> None:
    later = FILED + timedelta(hours=2)

    assert meet_clock(filed, "route", FILED)
    assert not meet_clock(filed, "route", later)
    assert not meet_clock(filed, "council", later)
    assert Deadline.objects.get(submission=filed, clock="route").met_at == FILED


# Extension


def extend(submission: Submission, by: User, **changes: object) -> Submission:
    values = {"days": 22, "reason": "Se pidieron los antecedentes a otra dirección.", "now": FILED}
    return extend_submission(submission, by=by, **{**values, **changes})  # type: ignore[arg-type]


def test_an_extension_moves_the_term_in_public(manager: User, filed: Submission) -> None:
    extended = extend(filed, manager)

    deadline, change = answer_of(filed), DeadlineChange.objects.get()
    entry = RegisterEntry.objects.get(act="extend")
    assert deadline.extension == 22
    assert deadline.due_on == extended.due_on == date(2027, 2, 15)
    assert change.reason == "Se pidieron los antecedentes a otra dirección."
    assert entry.detail["days"] == 22
    assert "antecedentes" not in str(entry.detail)
    assert Message.objects.get(kind="extended").object_id == str(filed.pk)


@pytest.mark.parametrize("days", [0, -1, 23])
def test_an_extension_is_of_at_most_half_of_the_term(
    manager: User, filed: Submission, days: int
) -> None:
    with pytest.raises(Refused, match="entre 1 y 22 días hábiles"):
        extend(filed, manager, days=days)


def test_a_term_is_extended_on_its_last_instant_and_never_after(
    manager: User, filed: Submission
) -> None:
    last = datetime(2027, 1, 14, 23, 59, 59, 999_999, tzinfo=CHILE)

    with pytest.raises(Refused, match="venció el 14-01-2027"):
        extend(filed, manager, now=last + timedelta(microseconds=1))
    extend(filed, manager, now=last)

    assert answer_of(filed).extension == 22


def test_a_term_is_extended_once(manager: User, filed: Submission) -> None:
    extend(filed, manager, days=1)

    with pytest.raises(Refused, match="ya se amplió"):
        extend(filed, manager, days=1)


def test_an_extension_says_why(manager: User, filed: Submission) -> None:
    with pytest.raises(Refused, match="por qué se amplía"):
        extend(filed, manager, reason=" \n ")


def test_an_extension_of_what_somebody_else_changed_is_refused(
    manager: User, filed: Submission
) -> None:
    seen = filed.version
    extend(filed, manager)

    with pytest.raises(Refused, match="Otra persona"):
        extend(filed, manager, expected_version=seen)


def test_who_may_not_extend_is_refused(filed: Submission) -> None:
    with pytest.raises(Refused, match="no tiene permiso"):
        extend(filed, UserFactory(role="Moderación"))


def test_what_is_answered_is_not_extended(manager: User, filed: Submission) -> None:
    meet_clock(filed, "answer", FILED)

    with pytest.raises(Refused, match="Ya está respondida"):
        extend(filed, manager)


def test_a_holiday_after_an_extension_keeps_the_extension(manager: User, filed: Submission) -> None:
    extend(filed, manager)

    add_holiday(
        day=date(2026, 12, 28), name="Feriado de prueba", law="Ley 1", by=manager, now=FILED
    )

    assert answer_of(filed).due_on == date(2027, 2, 16)
