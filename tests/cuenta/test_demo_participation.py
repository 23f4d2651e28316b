"""The demonstration's participation, played on the seed on whatever day it is first loaded."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group

from cuenta.demo_participation import CLOSES, load_participation
from cuenta.demo_users import PEOPLE
from participation.clocks import calendar_for
from participation.deadlines import count_term
from participation.models import RegisterEntry, Submission, Window
from participation.register import verify
from participation.transitions import STATES
from programs.actions.accounts import prepare_account, publish_account
from programs.actions.imports import import_account
from programs.models import Edition, Erratum, PublicAccount, User
from programs.package import read_package
from tests.factories import UserFactory
from tests.shared import Kept

SEED = Path(__file__).parents[2] / "programs" / "data" / "sercotec-2022"
CHILE = ZoneInfo("America/Santiago")
SUNDAY = datetime(2026, 11, 22, 19, 0, tzinfo=CHILE)
EARLY = datetime(2026, 11, 26, 0, 5, tzinfo=CHILE)
HOLIDAY = datetime(2027, 1, 1, 12, 0, tzinfo=CHILE)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def account(kept: Kept) -> Iterator[PublicAccount]:
    """The seed, published before anybody asks."""
    with kept():
        for email, name, group in PEOPLE:
            user = UserFactory(email=email, full_name=name)
            if group:
                user.groups.add(Group.objects.get(name=group))
        editor = User.objects.get(email="datos@demo.invalid")
        before = SUNDAY - timedelta(days=200)
        account = import_account(read_package(SEED), by=editor, now=before, origin="prueba")
        prepare_account(account, by=editor, now=before)
        publish_account(account, by=User.objects.get(email="publica@demo.invalid"), now=before)
        yield PublicAccount.objects.get(pk=account.pk)


@pytest.fixture(scope="module", params=[SUNDAY, EARLY, HOLIDAY])
def now(kept: Kept, account: PublicAccount, request: pytest.FixtureRequest) -> Iterator[datetime]:
    """The instant at which it was played."""
    with kept():
        assert load_participation(account, now=request.param)
        yield request.param


def test_newcomer_finds_something_in_every_state(now: datetime) -> None:
    missing = {state.code for state in STATES} - set(
        Submission.objects.values_list("state", flat=True)
    )

    # `notified` lasts until the worker has sent the mail; a conversion needs a real request.
    assert missing == {"notified", "converted"}
    assert Submission.objects.filter(is_demo=False).count() == 0


def test_one_is_late_and_one_is_about_to_be(now: datetime) -> None:
    today = now.date()

    soon = count_term(today, 3, calendar_for()).due_on

    assert Submission.objects.late(today).count() == 1
    assert Submission.objects.owed().filter(due_on__range=(today, soon)).count() == 1


def test_window_is_open_for_some_business_days_more(account: PublicAccount, now: datetime) -> None:
    window = Window.objects.get(account=account)

    assert window.opens_on < now.date() < window.closes_on
    assert count_term(now.date(), CLOSES, calendar_for()).due_on == window.closes_on


def test_register_tells_it_in_order_and_holds(now: datetime) -> None:
    instants = list(RegisterEntry.objects.order_by("pk").values_list("at", flat=True))

    assert instants == sorted(instants)
    assert instants[-1] <= now
    assert list(verify()) == []


def test_correction_waits_in_the_draft_of_the_account(
    account: PublicAccount, now: datetime
) -> None:
    answered = Submission.objects.get(effect="corrects", state="answered")

    erratum = Erratum.objects.get(account=account)

    assert erratum.question == answered.folio
    assert answered.answers.get().erratum == erratum.slug
    assert Edition.objects.count() == 1


def test_playing_it_again_changes_nothing(account: PublicAccount, now: datetime) -> None:
    before = Submission.objects.count()

    again = load_participation(account, now=now + timedelta(days=30))

    assert not again
    assert Submission.objects.count() == before
    assert Window.objects.get().opens_on < now.date()
