"""The year after: what its draft takes from this one, what it opens with, and a program's years."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from cuenta.drafts import draft_page
from cuenta.pages.book import book_of
from cuenta.pages.build import account_pages
from cuenta.pages.changes import changes_between
from cuenta.pages.series import series_of
from cuenta.pages.site import EditionInfo, Ledgered, Site
from cuenta.press.printing import Years, published_accounts
from cuenta.press.years import others_of
from cuenta.publication import open_next_account, publish_edition
from participation.actions.commitment_acts import Evidence, close_commitment, reopen_commitment
from participation.actions.council_reading import keep_draft_copy
from participation.models import Commitment
from programs.actions.accounts import prepare_account, reopen_account
from programs.actions.imports import import_account
from programs.drafts import ledger_of
from programs.editions import files_of_edition, ledger_of_edition, verify_edition
from programs.integrity import problems_of
from programs.ledger import Ledger
from programs.models import AccountEvent, PublicAccount
from programs.next_year import TO_WRITE, next_year_of
from programs.package_archive import files_in
from programs.promised import mark_of, record_of_edition
from programs.standings import checklist, standing_of
from programs.transitions import Refused
from tests.cuenta.search.world import frozen, publishable, search_ledger
from tests.factories import NOW, UserFactory
from tests.participation.factories import COORDINATOR, staff, submission_at

LATER = NOW + timedelta(days=300)


def later(ledger: Ledger) -> Ledger:
    """The same account a year later, with half as much again."""
    grown = tuple(
        replace(each, value=each.value * 2) if each.value is not None else each
        for each in ledger.figures
    )
    return publishable(
        replace(
            ledger, account_year=ledger.account_year + 1,
            management_year=ledger.management_year + 1, figures=grown, rules=(),
        )
    )  # fmt: skip


# -- pure


def test_next_year_keeps_the_structure_and_not_one_figure() -> None:
    ledger = search_ledger()

    opened = next_year_of(ledger)

    assert (opened.account_year, opened.management_year) == (
        ledger.account_year + 1, ledger.management_year + 1,
    )  # fmt: skip
    assert opened.figures == opened.rules == opened.explanations == opened.errata == ()
    assert [each.slug for each in opened.tables] == [each.slug for each in ledger.tables]
    assert [len(each.rows) for each in opened.tables] == [len(each.rows) for each in ledger.tables]
    assert len(opened.chapters) == len(ledger.chapters)
    assert {each.body for each in opened.chapters} == {TO_WRITE}
    assert (opened.programs, opened.terms) == (ledger.programs, ledger.terms)
    assert problems_of(opened) == []


def test_years_in_titles_move_together() -> None:
    ledger = replace(search_ledger(), title="Cuenta 2022 de la gestión 2021")

    assert next_year_of(ledger).title == "Cuenta 2023 de la gestión 2022"


def _site(now: Ledger, *others: Ledger, **more: Any) -> Site:
    known = tuple(Ledgered(each, f"/cuentas/{each.account_year}/") for each in others)
    return Site(now, None, (), "https://cuenta.example", others=known, **more)


def test_a_series_joins_two_years_and_breaks_where_the_method_changes() -> None:
    before = search_ledger()
    now = later(before)
    program = next(each for each in now.programs if each.slug == "crece")

    alone = series_of(book_of(_site(now)), program)
    both = series_of(book_of(_site(now, before)), program)
    named = both[0].lines[0]
    indicator = next(each.slug for each in now.indicators if each.name == both[0].title)
    broken = series_of(
        book_of(_site(now, before, breaks={(indicator, now.management_year): "Otra base."})),
        program,
    )

    assert alone == ()
    assert [line.year for line in both[0].lines] == [before.management_year, now.management_year]
    assert named.href.startswith(f"/cuentas/{before.account_year}/cifras/")
    assert "joint" in both[0].chart
    assert "joint" not in broken[0].chart
    assert broken[0].lines[1].note == "Otra base."


def test_a_year_without_a_figure_is_a_dash_and_not_a_zero() -> None:
    first, second = search_ledger(), later(search_ledger())
    third = replace(later(second), figures=())
    program = next(each for each in second.programs if each.slug == "crece")

    lines = series_of(book_of(_site(second, first, third)), program)[0].lines

    assert lines[-1].text == "–"
    assert lines[-1].href == ""


# -- the act, and what the next account opens with


@pytest.fixture
def account(db: None, settings: Any, tmp_path: Any) -> PublicAccount:
    settings.PRESS_ROOT = tmp_path / "press"
    return frozen(search_ledger()).account


def test_an_editor_opens_the_next_draft_once_and_it_brings_the_commitments(
    account: PublicAccount, client: Client
) -> None:
    filing = submission_at("answered", account=account, effect="commits", email="")
    made = Commitment.objects.get(submission=filing)
    editor = UserFactory(role="Edición de datos")
    client.force_login(editor)
    page = f"/admin/programs/publicaccount/{account.pk}/siguiente/"

    shown = client.get(page).content.decode()
    assert "1 compromiso" in shown
    assert "nunca con un cero" in shown
    assert client.post(page).status_code == 302
    opened = PublicAccount.objects.get(account_year=account.account_year + 1)
    assert not ledger_of(opened).figures
    assert opened.promised_record["commitments"][0]["code"] == made.code
    assert AccountEvent.objects.filter(account=opened).count() == 2
    assert client.post(page).status_code == 409
    drafted = draft_page(opened, "compromisos/")
    assert drafted is not None
    assert made.text in drafted.content.decode()


def test_who_may_not_import_opens_nothing(account: PublicAccount) -> None:
    with pytest.raises(Refused, match="permiso"):
        open_next_account(account, by=UserFactory(role="Publicación"), now=NOW)


def test_the_edition_seals_what_happened_to_what_was_promised(account: PublicAccount) -> None:
    filing = submission_at("answered", account=account, effect="commits", email="")
    made = Commitment.objects.get(submission=filing)
    boss, other = UserFactory(is_superuser=True), UserFactory(is_superuser=True)
    following = import_account(
        later(ledger_of_edition(account.editions.get())), by=boss, now=LATER, origin="prueba"
    )
    close_commitment(
        made, "keep", evidence=Evidence("Se publicó."), by=staff(COORDINATOR), now=LATER
    )
    prepare_account(following, by=boss, now=LATER)
    edition = publish_edition(following, by=other, now=LATER)

    sealed = files_of_edition(edition)["commitments.json"].decode()
    assert made.code in sealed
    assert "Se publicó." in sealed
    assert verify_edition(edition).is_intact
    assert [each.ledger.account_year for each in others_of(following)] == [account.account_year]
    following_pages, first_pages = published_accounts()
    years = Years((following_pages, first_pages), {})
    archived = account.editions.get().published_at
    assert years.besides(first_pages, archived) == ()
    assert [each.root for each in years.besides(first_pages, None)] == [
        f"/cuentas/{following.account_year}/"
    ]
    assert [each.root for each in years.besides(following_pages, edition.published_at)] == [
        f"/cuentas/{account.account_year}/ediciones/1/"
    ]


def test_what_changed_of_the_commitments_is_told_apart_to_who_reviews_and_who_publishes(
    account: PublicAccount,
) -> None:
    filing = submission_at("answered", account=account, effect="commits", email="")
    made = Commitment.objects.get(submission=filing)
    assert made.due_on is not None
    boss, other = UserFactory(is_superuser=True), UserFactory(is_superuser=True)
    structure = later(ledger_of_edition(account.editions.get()))
    following = import_account(structure, by=boss, now=LATER, origin="prueba")
    copy = keep_draft_copy(following, now=LATER)
    prepare_account(following, by=boss, now=LATER)
    following.refresh_from_db()
    reviewed = following.promised_record
    assert [each["state"] for each in reviewed["commitments"]] == ["promised"]
    overdue = datetime.combine(made.due_on + timedelta(days=1), time(12), tzinfo=UTC)
    with time_machine.travel(overdue, tick=False):
        drafted = draft_page(following, "compromisos/")
    assert drafted is not None
    assert "1 atrasado" in drafted.content.decode()

    close_commitment(made, "keep", evidence=Evidence("Listo."), by=staff(COORDINATOR), now=LATER)
    said = {item.code: item for item in checklist(standing_of(following), other)}["commitments"]
    assert said.state == "advice"
    assert f"{made.code}: Pasó de «Comprometido» a «Cumplido»." in said.sentence
    again = keep_draft_copy(following, now=LATER)
    files = [files_in(bytes(each.package)) for each in (copy, again)]
    ledger = ledger_of(following)
    infos = [EditionInfo(0, LATER, "", "", "", ledger, files=each) for each in files]
    changes = changes_between(*infos)
    assert (changes.figures, changes.others) == ((), ())
    assert [(each.code, each.said) for each in changes.promised] == [
        (made.code, ("Pasó de «Comprometido» a «Cumplido».", "Qué se hizo: Listo."))
    ]
    with pytest.raises(Refused, match="Cambió un compromiso"):
        publish_edition(following, by=other, now=LATER, expected_promised=mark_of(reviewed))
    edition = publish_edition(following, by=other, now=LATER)
    assert record_of_edition(edition)["commitments"][0]["state"] == "kept"
    assert standing_of(following).promised_since == ()

    again_at = LATER + timedelta(days=1)
    reopened = reopen_commitment(
        made, reason="Faltaba una parte.", by=staff(COORDINATOR), now=again_at
    )
    following = reopen_account(following, by=boss, now=again_at)
    prepare_account(following, by=boss, now=again_at)
    following.refresh_from_db()
    items = {item.code: item for item in checklist(standing_of(following), other)}
    assert items["changes"].sentence == "Solo cambian los compromisos de la cuenta anterior."
    publish_edition(following, by=other, now=again_at, reason="Se retomó un compromiso.")
    told = draft_page(following, "ediciones/")
    assert told is not None
    html = told.content.decode()
    assert "Las cifras y los textos son los mismos." in html
    assert "<h3>Compromisos de la cuenta anterior</h3>" in html
    assert "Pasó de «Cumplido» a «En marcha»." in html
    assert reopened.state == "in_progress"


def test_an_account_before_which_nothing_was_promised_says_nothing(account: PublicAccount) -> None:
    assert draft_page(account, "compromisos/") is None
    assert "compromisos/" not in {page.path for page in account_pages(_site(ledger_of(account)))}
