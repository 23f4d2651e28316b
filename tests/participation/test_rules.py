"""What the portal knows from the first day, and never takes back from the staff."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.clocks import calendar_for, count
from participation.models import ClockRule, Holiday, RefusalReason
from participation.rules import RULED_FROM, library_holidays, write_rules
from tests.factories import NOW

pytestmark = pytest.mark.django_db

# The table of the clocks in the domain's description.
TERMS = {
    "route": (24, "hours", False),
    "report": (10, "business_days", False),
    "answer": (45, "business_days", True),
    "mend": (5, "business_days", False),
    "notify": (5, "business_days", False),
    "reception": (20, "business_days", True),
    "access": (20, "business_days", False),
    "council": (10, "business_days", True),
    "reply": (20, "business_days", True),
    "publish": (5, "business_days", True),
    "floor": (10, "business_days", False),
    "summary": (10, "business_days", True),
    "hearing": (5, "business_days", True),
}


def test_every_clock_has_a_rule_with_its_citation() -> None:
    rules = {rule.clock: rule for rule in ClockRule.objects.all()}

    assert {
        clock: (rule.length, rule.unit, rule.is_analogy) for clock, rule in rules.items()
    } == TERMS
    assert set(rules) == set(ClockRule.Clock.values)
    assert all(rule.citation and rule.valid_from == RULED_FROM for rule in rules.values())


def test_what_the_law_does_not_fix_does_not_cite_an_article_as_if_it_did() -> None:
    for rule in ClockRule.objects.filter(is_analogy=True):
        assert not rule.citation.endswith(("artículo 24", "artículo 31", "artículo 45"))


def test_every_reason_says_its_basis_and_how_to_mend() -> None:
    reasons = list(RefusalReason.objects.all())

    assert len(reasons) == 6
    for reason in reasons:
        assert reason.legal_basis
        assert reason.public_sentence.endswith(".")
        assert reason.how_to_mend.endswith(".")


@pytest.mark.parametrize(
    ("after", "length", "due"),
    [
        (date(2022, 5, 27), "answer", date(2022, 8, 2)),
        (date(2026, 5, 28), "answer", date(2026, 8, 3)),
        (date(2026, 5, 28), "reception", date(2026, 6, 25)),
        (date(2026, 6, 30), "report", date(2026, 7, 14)),
        (date(2026, 9, 16), "mend", date(2026, 9, 24)),
    ],
)
def test_the_known_terms_come_out_of_the_tables(after: date, length: str, due: date) -> None:
    assert count(length, after=after, at=NOW, calendar=calendar_for()).due_on == due


def test_friday_17_september_2027_does_not_count() -> None:
    assert not calendar_for().counts(date(2027, 9, 17))


@pytest.mark.parametrize(("region", "day"), [("15", date(2027, 6, 7)), ("16", date(2027, 8, 20))])
def test_a_regional_holiday_counts_only_in_its_region(region: str, day: date) -> None:
    assert not calendar_for(region).counts(day)
    assert calendar_for().counts(day)
    assert calendar_for("13").counts(day)


def test_writing_the_rules_again_adds_nothing() -> None:
    before = Holiday.objects.count(), ClockRule.objects.count(), RefusalReason.objects.count()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        write_rules()

    assert len(queries) == 1
    assert before == (
        Holiday.objects.count(),
        ClockRule.objects.count(),
        RefusalReason.objects.count(),
    )
    assert before[0] == len(library_holidays())


def test_what_staff_changed_stays_as_they_left_it() -> None:
    ClockRule.objects.filter(clock="answer").update(length=30)
    RefusalReason.objects.filter(slug="publicidad").update(label="Otro nombre", is_active=False)
    Holiday.objects.filter(day=date(2026, 12, 8)).update(is_active=False, name="Otro")
    Holiday.objects.filter(day=date(2026, 12, 25)).delete()  # something is missing: it writes

    call_command("migrate", verbosity=0)

    assert ClockRule.objects.get(clock="answer").length == 30
    assert not RefusalReason.objects.get(slug="publicidad", label="Otro nombre").is_active
    assert not Holiday.objects.get(day=date(2026, 12, 8), name="Otro").is_active
    assert Holiday.objects.get(day=date(2026, 12, 25)).is_active


def test_a_rule_that_begins_later_does_not_hold_before() -> None:
    ClockRule.objects.create(
        clock="mend", length=8, citation="Resolución de prueba", valid_from=date(2026, 7, 1)
    )

    assert ClockRule.objects.in_force("mend", date(2026, 6, 30)).length == 5
    assert ClockRule.objects.in_force("mend", date(2026, 7, 1)).length == 8


@pytest.mark.django_db(transaction=True)
def test_emptied_tables_get_their_rules_and_holidays_back() -> None:
    call_command("flush", interactive=False, verbosity=0)

    assert Holiday.objects.count() == len(library_holidays())
    assert ClockRule.objects.count() == len(TERMS)
