"""The demonstration's council, played on the seed on whatever day it is first loaded."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from cuenta.demo_council_words import DRAFT, ELENA
from cuenta.demo_draft import empty_draft
from cuenta.demo_participation import load_participation
from cuenta.demo_users import COUNCILLORS, PEOPLE
from participation.council_roll import Roll, roll_on
from participation.models import (
    Acta,
    CouncilReview,
    CouncilSession,
    Mandate,
    Observation,
    RegisterEntry,
    Submission,
)
from participation.register import verify
from programs.actions.accounts import prepare_account, publish_account
from programs.actions.imports import import_account
from programs.models import Program, PublicAccount, Result, User
from programs.package import read_package
from tests.cuenta.test_demo_participation import EARLY, HOLIDAY, SEED, SUNDAY
from tests.factories import UserFactory
from tests.shared import shared_world

pytestmark = pytest.mark.django_db


def _published() -> PublicAccount:
    for email, name, group in PEOPLE:
        user = UserFactory(email=email, full_name=name, is_demo=True)
        if group:
            user.groups.add(Group.objects.get(name=group))
    editor = User.objects.get(email="datos@demo.invalid")
    before = SUNDAY - timedelta(days=200)
    account = import_account(read_package(SEED), by=editor, now=before, origin="prueba")
    prepare_account(account, by=editor, now=before)
    publish_account(account, by=User.objects.get(email="publica@demo.invalid"), now=before)
    return PublicAccount.objects.get(pk=account.pk)


account = shared_world(_published)


def _roll(now: datetime) -> Roll:
    return roll_on(now.date())


@pytest.mark.parametrize("now", [SUNDAY, EARLY, HOLIDAY])
def test_a_newcomer_finds_a_council_at_work(account: PublicAccount, now: datetime) -> None:
    load_participation(account, now=now)

    states = dict(Observation.objects.values_list("title", "state"))
    roll = _roll(now)
    assert sorted(states.values()) == ["draft", "filed", "voting"]
    assert Submission.objects.get(kind="council").state == "answered"
    assert CouncilSession.objects.get(state="open").agenda.get().ballots.get().votes.count() == 3
    assert Acta.objects.get().published_at is not None
    review = CouncilReview.objects.get()
    assert review.closed_at is None
    assert review.due_on > now.date()
    assert (roll.in_office, roll.seats) == (6, 7)
    assert roll.presidency is not None
    assert roll.presidency.councillor.name == ELENA.name
    assert [each.councillor.name.split()[0] for each in roll.expiring] == ["Pedro"]


def test_everybody_in_it_is_marked_and_its_draft_has_no_figure(account: PublicAccount) -> None:
    programs = list(Program.objects.order_by("pk").values())

    load_participation(account, now=EARLY)

    assert not Mandate.objects.filter(councillor__is_demo=False).exists()
    assert not Observation.objects.filter(is_demo=False).exists()
    councillors = User.objects.filter(is_councillor=True)
    assert {each.email for each in councillors} == {email for email, _, _ in COUNCILLORS}
    assert all(each.is_demo and not each.is_staff for each in councillors)
    draft = PublicAccount.objects.get(account_year=2023)
    assert not Result.objects.filter(account=draft).exists()
    assert all("Demostración" in each.body for each in draft.chapters.all())
    assert list(Program.objects.order_by("pk").values()) == programs
    instants = list(RegisterEntry.objects.order_by("pk").values_list("at", flat=True))
    assert instants == sorted(instants)
    assert list(verify()) == []
    _shows_its_code(ELENA.email)


def _shows_its_code(email: str) -> None:
    shown = StringIO()
    call_command("demo_code", email, stdout=shown)
    assert shown.getvalue()[:6].isdigit()


def test_the_code_of_a_real_person_is_not_shown(db: None) -> None:
    UserFactory(email="real@servicio.invalid", is_demo=False)

    with pytest.raises(CommandError):
        call_command("demo_code", "real@servicio.invalid")


def test_the_draft_keeps_the_structure_and_none_of_the_words() -> None:
    published = read_package(Path(SEED))

    draft = empty_draft(published)

    assert (draft.account_year, draft.management_year) == (2023, 2022)
    assert {each.body for each in draft.chapters}.isdisjoint({e.body for e in published.chapters})
    assert "Principales logros 2022" in {each.title for each in draft.chapters}
    assert DRAFT.endswith(f"/{draft.account_year}/")
