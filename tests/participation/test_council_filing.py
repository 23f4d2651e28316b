"""What the council formalised is filed as it was voted, and lives the life of every filing."""

from datetime import date

import pytest

from participation.actions.council_filing import file_observation
from participation.models import (
    Authorship,
    ClockRule,
    FolioCounter,
    Observation,
    RegisterEntry,
    Submission,
    Window,
)
from participation.transitions import Refused
from tests.factories import UserFactory
from tests.participation.council import OBSERVATION_TEXT, council_of_tests, observation_at, user_of
from tests.participation.council_replies import filing_of
from tests.participation.factories import (
    COORDINATOR,
    HEAD,
    NOW,
    SECRETARY,
    account_of_tests,
    received,
    staff,
)

pytestmark = pytest.mark.django_db
PLACES = (
    {"path": "cifras/una/", "about_title": "Mujeres", "figure": "una", "chapter": "genero"},
    {"path": "cifras/otra/", "about_title": "Otra", "figure": "otra"},
)


def test_it_is_filed_with_the_words_that_were_voted_and_its_first_place() -> None:
    formal = observation_at("formalised", places=PLACES)

    filed = file_observation(formal, by=staff(SECRETARY), now=NOW)

    row = filing_of(filed)
    assert (row.kind, row.channel, row.state) == ("council", "council", "admitted")
    assert (row.title, row.text) == (formal.title, OBSERVATION_TEXT)
    assert (row.figure, row.about_path, row.chapter) == ("una", "cifras/una/", "genero")
    assert row.shown_name == "Consejo de la Sociedad Civil"
    assert filed.state == "filed"


def test_its_folio_comes_from_the_same_counter_as_everybodys() -> None:
    before = received()

    filed = observation_at("filed")

    assert filing_of(filed).number == (before.number or 0) + 1
    assert FolioCounter.objects.get(account=filed.account).last == filing_of(filed).number


def test_its_term_is_the_rule_of_replies_from_its_filing_whatever_the_window_says() -> None:
    account = account_of_tests()
    Window.objects.create(
        account=account, event_on=date(2026, 5, 1), opens_on=date(2026, 6, 1),
        closes_on=date(2026, 6, 30),
    )  # fmt: skip

    row = filing_of(observation_at("filed"))

    term = row.deadlines.get(clock=ClockRule.Clock.ANSWER)
    assert (term.rule.clock, term.length, term.starts_after) == ("reply", 20, date(2026, 6, 10))
    assert row.due_on == term.due_on == date(2026, 7, 9)
    assert not row.is_extemporaneous


def test_what_arrives_on_a_holiday_is_deemed_filed_on_the_next_business_day() -> None:
    saturday = NOW.replace(day=13)

    row = filing_of(observation_at("filed", now=saturday))

    assert row.filed_on == date(2026, 6, 15)


def test_it_is_nobodys_mail_and_nobodys_name() -> None:
    row = filing_of(observation_at("filed"))

    kept = Authorship.objects.get(submission=row)
    assert kept.person.email_index is None
    assert kept.full_name_sealed == ""


def test_about_the_draft_it_is_not_public_until_the_account_is() -> None:
    filed = observation_at("filed")

    assert filing_of(filed).published_at is None
    assert not Observation.objects.public().exists()
    assert not Submission.objects.public().exists()


def test_each_step_leaves_its_entry_in_the_register() -> None:
    filed = observation_at("filed")

    folio = filing_of(filed).folio
    acts = RegisterEntry.objects.filter(object_id__in=(folio, filed.code)).order_by("pk")
    told = list(acts.values_list("act", flat=True))
    assert told[-3:] == ["receive", "admit", "file"]
    assert acts.last().detail["folio"] == folio  # type: ignore[union-attr]


@pytest.mark.parametrize("role", [COORDINATOR, HEAD])
def test_only_the_secretary_files(role: str) -> None:
    formal = observation_at("formalised")

    with pytest.raises(Refused, match="secretaría"):
        file_observation(formal, by=staff(role), now=NOW)

    assert not Submission.objects.exists()


def test_whoever_presides_does_not_file_and_nobody_else_does() -> None:
    formal = observation_at("formalised")

    for by in (user_of(council_of_tests().presidency), UserFactory()):
        with pytest.raises(Refused):
            file_observation(formal, by=by, now=NOW)


@pytest.mark.parametrize("state", ["draft", "proposed", "approved", "rejected", "filed"])
def test_only_what_was_formalised_is_filed_and_only_once(state: str) -> None:
    at = observation_at(state)
    before = Submission.objects.count()

    with pytest.raises(Refused):
        file_observation(at, by=staff(SECRETARY), now=NOW)

    assert Submission.objects.count() == before
