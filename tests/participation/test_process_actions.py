"""Planning, extending, suspending, archiving: who may, what is written, who is told."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cuenta.publication import publish_edition
from participation import clocks
from participation.actions import archiving, process
from participation.actions.late_dates import note_all_missed
from participation.deadlines import CHILE, forward
from participation.models import (
    CalendarChange,
    ClockRule,
    Message,
    MissedDate,
    RegisterEntry,
    Unit,
    Window,
)
from participation.pages.process import process_page
from participation.process_moves import propose
from participation.process_parts import Plan
from participation.processes import plan_of, read_process, rules_on
from participation.readiness import readiness_of
from participation.transitions import Refused
from programs.actions.accounts import note_draft_change, prepare_account
from programs.actions.errata import open_erratum
from programs.actions.imports import import_account
from programs.models import Edition, Erratum, PublicAccount, User
from tests.cuenta.search.world import publishable, search_ledger
from tests.factories import NOW, UserFactory
from tests.participation.factories import submission_at

pytestmark = pytest.mark.django_db

EVENT = date(2022, 5, 30)  # the edition of the tests is published on the 18th
EARLY = datetime(2022, 4, 11, 12, tzinfo=CHILE)


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=CHILE)


@pytest.fixture
def manager(db: None) -> User:
    return UserFactory(role="Coordinación de participación")


@pytest.fixture
def plan() -> Plan:
    return propose(EVENT, rules_on(EARLY.date()), clocks.calendar_for(), consults=False)


@pytest.fixture
def account(edition: Edition, manager: User, plan: Plan) -> PublicAccount:
    process.plan_calendar(edition.account, plan=plan, by=manager, now=EARLY)
    return edition.account


def change(account: PublicAccount) -> CalendarChange:
    return CalendarChange.objects.filter(account=account).order_by("-pk")[0]


def test_the_first_plan_needs_no_reason_and_a_change_does(
    account: PublicAccount, manager: User, plan: Plan
) -> None:
    other = replace(plan, report_on=plan.report_on and plan.report_on + timedelta(days=1))
    given: dict[str, Any] = {"plan": other, "by": manager, "now": EARLY}

    with pytest.raises(Refused, match="el motivo es público"):
        process.plan_calendar(account, **given)
    process.plan_calendar(account, reason="Feriado regional", **given)
    with pytest.raises(Refused, match="No cambió"):
        process.plan_calendar(account, reason="Otra vez", **given)

    assert plan_of(Window.objects.get()) == other
    written = change(account)
    assert written.reason == "Feriado regional"
    assert set(written.after) == {"report_on"}
    acts = RegisterEntry.objects.filter(object_type="calendar").values_list("act", flat=True)
    assert list(acts) == ["plan_calendar", "change_calendar"]


def test_an_unlawful_date_is_refused_beside_its_field(
    edition: Edition, manager: User, plan: Plan
) -> None:
    short = replace(plan, closes_on=forward(clocks.calendar_for(), plan.opens_on, 8))

    with pytest.raises(process.RefusedDate, match="la ley pide al menos 10") as refused:
        process.plan_calendar(edition.account, plan=short, by=manager, now=EARLY)

    assert refused.value.field == "closes_on"
    assert not Window.objects.exists()


@pytest.mark.parametrize("role", ["Moderación", "Auditoría", "Edición de datos"])
def test_only_who_may_changes_a_calendar(account: PublicAccount, plan: Plan, role: str) -> None:
    user = UserFactory(role=role)

    for act, more in (
        (process.plan_calendar, {"plan": plan}),
        (process.announce_calendar, {}),
        (process.extend_reception, {"days": 1, "reason": "x"}),
        (process.suspend_process, {"reason": "x"}),
        (process.resume_process, {"reason": "x"}),
        (archiving.archive_account, {}),
        (archiving.open_correction, {"reason": "x"}),
        (archiving.drop_correction, {}),
    ):
        with pytest.raises(Refused, match="no tiene permiso"):
            act(account, by=user, now=EARLY, **more)  # type: ignore[operator]


def test_an_extension_is_told_to_who_works_with_the_dates(
    account: PublicAccount, manager: User, plan: Plan
) -> None:
    head = UserFactory()
    Unit.objects.create(slug="u", name="Unidad", head=head)
    now = at(plan.opens_on)

    process.extend_reception(account, days=5, reason="Corte de luz", by=manager, now=now)

    window = Window.objects.get()
    assert window.closes_on == forward(clocks.calendar_for(), plan.closes_on, 5)
    assert change(account).days == 5
    told = Message.objects.filter(kind="calendar_changed").values_list("user", flat=True)
    assert set(told) == {manager.pk, head.pk}
    with pytest.raises(Refused, match="ya se amplió"):
        process.extend_reception(account, days=1, reason="Más", by=manager, now=now)


def test_what_arrives_while_suspended_is_in_time_and_its_own_term_runs(
    account: PublicAccount, manager: User, plan: Plan
) -> None:
    process.suspend_process(
        account, reason="Emergencia", by=manager, now=at(plan.closes_on - timedelta(days=2))
    )
    window, after = Window.objects.get(), plan.closes_on + timedelta(days=10)

    assert not clocks.is_extemporaneous(window, after)
    assert clocks.answer_starts_after(window, after) == after
    assert note_all_missed(at(date(2023, 6, 1))) == 0

    process.resume_process(account, reason="Terminó", by=manager, now=at(after))

    assert Window.objects.get().closes_on > plan.closes_on
    assert change(account).kind == "resume"
    assert change(account).days


def test_what_is_late_is_written_once_and_stays(
    account: PublicAccount, manager: User, plan: Plan
) -> None:
    assert plan.report_on is not None
    after = at(plan.report_on + timedelta(days=7))

    assert note_all_missed(at(plan.report_on)) == 0
    assert note_all_missed(after) == 1
    assert note_all_missed(after) == 0

    missed = MissedDate.objects.get()
    assert (missed.duty, missed.due_on, missed.happened_on) == ("report", plan.report_on, None)
    later = replace(plan, report_on=date(2023, 1, 9))
    with pytest.raises(process.RefusedDate, match="ya pasó"):
        process.plan_calendar(account, plan=later, reason="Otro día", by=manager, now=after)
    with transaction.atomic(), pytest.raises(IntegrityError):
        MissedDate.objects.all().delete()
    with transaction.atomic(), pytest.raises(IntegrityError):
        CalendarChange.objects.update(reason="")


def test_a_document_published_late_says_by_how_many_business_days(
    edition: Edition, manager: User, plan: Plan
) -> None:
    early = replace(plan, publish_on=date(2022, 5, 12))
    process.plan_calendar(edition.account, plan=early, by=manager, now=EARLY)

    note_all_missed(at(date(2022, 5, 19)))

    row = MissedDate.objects.get()
    assert (row.duty, row.days_late) == ("publish", 4)  # published on the 18th
    entry = RegisterEntry.objects.get(act="meet_late")
    assert entry.actor == "clock"
    assert entry.detail["days"] == 4


def test_answers_are_published_when_none_that_came_in_time_is_owed(
    account: PublicAccount, plan: Plan
) -> None:
    submission_at("assigned", account=account, now=at(plan.opens_on))
    assert plan.answers_on is not None
    day = plan.answers_on

    before = read_process(account, at(day))
    late = read_process(account, at(day + timedelta(days=3)))

    assert before.process.phase.code == "answering"
    assert before.done.answers_owed == 1
    assert [each.code for each in late.process.late] == ["answers"]


def test_an_account_is_archived_when_nothing_is_owed_and_then_changes_no_more(
    account: PublicAccount, manager: User, plan: Plan
) -> None:
    assert plan.follow_up_until is not None
    with pytest.raises(Refused, match="La recepción no ha terminado"):
        archiving.archive_account(account, by=manager, now=at(plan.opens_on))
    Window.objects.update(report_on=None)
    end = at(plan.follow_up_until + timedelta(days=1))

    said = {"figure": "", "reason": "Se corrige.", "question": "CPP-2022-000001-1"}
    open_erratum(account, **said, by=manager, now=end)
    with pytest.raises(Refused, match="prometió corregir: CPP-2022-000001-1"):
        archiving.archive_account(account, by=manager, now=end)
    Erratum.objects.all().delete()

    archiving.archive_account(account, by=manager, now=end)

    account.refresh_from_db()
    assert account.state == "archived"
    assert read_process(account, end).process.phase.code == "archived"
    with pytest.raises(Refused, match="archivada"):
        process.suspend_process(account, reason="x", by=manager, now=end)
    editor = UserFactory(is_superuser=True)
    with pytest.raises(Refused, match="archivada"):
        note_draft_change(account, by=editor, now=end, summary="x")
    with pytest.raises(Refused, match="«Archivada»"):
        prepare_account(account, by=editor, now=end)


def test_an_error_of_an_archived_account_is_corrected_and_it_stays_archived(
    manager: User, plan: Plan
) -> None:
    editor, signer = UserFactory(is_superuser=True), UserFactory(is_superuser=True)
    ledger = publishable(search_ledger())
    account = import_account(ledger, by=editor, now=EARLY, origin="prueba")
    prepare_account(account, by=editor, now=NOW)
    publish_edition(account, by=signer, now=NOW)
    process.plan_calendar(account, plan=replace(plan, report_on=None), by=manager, now=EARLY)
    assert plan.follow_up_until is not None
    end = at(plan.follow_up_until + timedelta(days=1))
    archiving.archive_account(account, by=manager, now=end)
    later = end + timedelta(days=400)
    with pytest.raises(Refused, match="el motivo es público"):
        archiving.open_correction(account, reason=" ", by=manager, now=later)

    archiving.open_correction(account, reason="El monto está mal copiado", by=manager, now=later)
    with pytest.raises(Refused, match="«Abrir una fe de erratas»"):
        archiving.open_correction(account, reason="Otra", by=manager, now=later)
    during = process_page(PublicAccount.objects.get(), now=later, others=())
    PublicAccount.objects.update(title="Otro título")
    note_draft_change(account, by=editor, now=later, summary="Corrigió el título")
    with pytest.raises(Refused, match="ya cambió"):
        archiving.drop_correction(account, by=manager, now=later)
    prepare_account(account, by=editor, now=later)
    with pytest.raises(Refused, match="otra persona"):
        publish_edition(account, by=editor, now=later, reason="x")
    edition = publish_edition(account, by=signer, now=later, reason="El monto estaba mal copiado")

    held = PublicAccount.objects.get()
    after = process_page(held, now=later, others=())
    assert (held.state, held.archived_at, edition.number) == ("archived", end, 2)
    assert read_process(held, later).process.phase.code == "archived"
    assert (during.phase.name, during.amending) == ("Archivada", "El monto está mal copiado")
    assert after.amending == ""
    assert [(each.number, each.reason) for each in after.amended] == [(2, edition.reason)]
    with pytest.raises(Refused, match="abre primero una fe de erratas"):
        note_draft_change(account, by=editor, now=later, summary="x")
    entry = RegisterEntry.objects.get(act="open_correction")
    assert entry.detail == {"reason": "El monto está mal copiado"}


def test_a_correction_with_nothing_to_correct_ends_without_an_edition(
    account: PublicAccount, manager: User, plan: Plan
) -> None:
    assert plan.follow_up_until is not None
    Window.objects.update(report_on=None)
    end = at(plan.follow_up_until + timedelta(days=1))
    archiving.archive_account(account, by=manager, now=end)
    archiving.open_correction(account, reason="Una duda", by=manager, now=end)
    with pytest.raises(Refused, match="archivada"):
        process.suspend_process(account, reason="x", by=manager, now=end)

    archiving.drop_correction(account, by=manager, now=end)

    assert PublicAccount.objects.get().state == "archived"
    assert Edition.objects.count() == 1
    with pytest.raises(Refused, match="No hay una fe de erratas"):
        archiving.drop_correction(account, by=manager, now=end)


def test_readiness_says_what_is_missing_and_where_it_is_done(
    edition: Edition, manager: User, plan: Plan
) -> None:
    before = readiness_of(edition.account, EARLY)
    process.plan_calendar(edition.account, plan=plan, by=manager, now=EARLY)
    after = readiness_of(edition.account, EARLY)

    missing = {need.code: need for need in before.missing}
    assert {"calendar", "units", "review_answer", "beat"} <= set(missing)
    assert missing["calendar"].url.endswith(f"/cuenta/{edition.account.pk}/")
    assert "calendar" not in {need.code for need in after.missing}
    assert "30 de mayo de 2022" in after.next


def test_every_clock_of_the_calendar_has_its_rule() -> None:
    rules = rules_on(EVENT)

    assert (rules.floor.length, rules.floor.is_analogy) == (10, False)
    assert rules.publish.length == 5
    ClockRule.objects.filter(clock="publish").delete()
    with pytest.raises(ClockRule.DoesNotExist):
        rules_on(EVENT)
