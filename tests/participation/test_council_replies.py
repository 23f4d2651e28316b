"""The reply to the council: its term, its signature, whom it is told to, what follows from it."""

import json
from datetime import date, datetime, timedelta

import pytest

from cuenta.publication import publish_edition
from participation.actions import answers, handling
from participation.actions.commitment_acts import Evidence, close_commitment
from participation.actions.council_reviews import close_late_review, open_council_review
from participation.actions.terms import extend_submission
from participation.emails import render
from participation.models import (
    ClockRule,
    Commitment,
    CouncilReview,
    Message,
    Observation,
    RegisterEntry,
    Submission,
)
from participation.outbox import queue
from participation.transitions import Refused
from programs.actions.accounts import prepare_account
from programs.actions.imports import import_account
from programs.editions import files_of_edition, verify_edition
from programs.models import Edition, PublicAccount, Result
from tests.cuenta.printed import publish
from tests.cuenta.small import small_ledger
from tests.factories import UserFactory
from tests.participation.council import council_of_tests, observation_at
from tests.participation.council_replies import REPLY, filing_of, reply_at, reviewed
from tests.participation.factories import (
    COORDINATOR,
    HEAD,
    NOW,
    SECRETARY,
    SIGNER,
    STEP,
    WRITER,
    staff,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)
DUE_ON = date(2026, 7, 9)  # twenty business days after NOW


@pytest.fixture
def draft() -> PublicAccount:
    """An account that the council reviews, not published yet."""
    by = UserFactory(role="Edición de datos")
    account = import_account(small_ledger(), by=by, now=NOW, origin="prueba")
    council_of_tests()
    open_council_review(account, by=staff(SECRETARY), now=NOW - timedelta(days=20))
    return account


def published(account: PublicAccount, now: datetime = LATER) -> Edition:
    """The next edition, prepared by one and published by another."""
    account = PublicAccount.objects.get(pk=account.pk)
    prepare_account(account, by=UserFactory(role="Edición de datos"), now=now)
    by = UserFactory(role="Publicación")
    return publish_edition(account, by=by, now=now, reason="Prueba.")


# -- the term


def _at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("signed_on", "in_time"),
    [(DUE_ON - timedelta(days=1), True), (DUE_ON, True), (DUE_ON + timedelta(days=1), False)],
)
def test_a_reply_before_and_on_the_due_day_is_in_time(signed_on: date, in_time: bool) -> None:
    row = reply_at("answered", signed_at=_at(signed_on))

    term = filing_of(row).deadlines.get(clock=ClockRule.Clock.ANSWER)
    assert term.met_at is not None
    assert (term.met_at < term.due_at) is in_time


def test_its_term_may_be_extended_at_most_by_half_and_the_council_is_told() -> None:
    row = filing_of(observation_at("filed"))
    by = staff(COORDINATOR)

    with pytest.raises(Refused, match="entre 1 y 10"):
        extend_submission(row, days=11, reason="Faltan datos.", by=by, now=LATER)
    extend_submission(row, days=10, reason="Faltan datos.", by=by, now=LATER)

    told = Message.objects.filter(kind="council_due")
    assert told.count() == 7  # six in office and one alternate
    assert "ahora vence" in render(told[0]).body.casefold()


# -- four eyes and the signature of the head


def test_whoever_signs_for_people_does_not_sign_to_the_council() -> None:
    row = filing_of(reviewed())

    with pytest.raises(Refused, match="firmar la respuesta al Consejo"):
        answers.publish_answer(row, by=staff(SIGNER), now=LATER)


def test_the_head_who_wrote_any_of_it_does_not_sign_it() -> None:
    head = staff(HEAD)
    head.groups.add(*staff(WRITER).groups.all())
    row = reply_at("drafting")
    filing = filing_of(row)
    answers.save_answer(filing, text=REPLY + " Y más.", effect="accepts", by=head, now=LATER)
    answers.send_answer_to_review(filing, by=staff(WRITER), now=LATER)

    with pytest.raises(Refused):
        answers.review_answer(filing, by=head, now=LATER)
    with pytest.raises(Refused, match="Usted escribió"):
        answers.publish_answer(filing, by=head, now=LATER)


def test_the_head_does_not_sign_before_the_lawyer() -> None:
    row = filing_of(reply_at("in_review"))

    with pytest.raises(Refused, match="visto bueno"):
        answers.publish_answer(row, by=staff(HEAD), now=LATER)


@pytest.mark.parametrize("effect", ["informs", "refers"])
def test_the_council_is_answered_yes_in_part_no_or_with_a_promise(effect: str) -> None:
    row = filing_of(reply_at("assigned"))

    with pytest.raises(Refused, match="efecto"):
        answers.save_answer(row, text=REPLY, effect=effect, by=staff(WRITER), now=LATER)


def test_not_to_accept_needs_its_reasons() -> None:
    row = filing_of(reply_at("drafting", effect="rejects", reply="No."))

    with pytest.raises(Refused, match="muy corta"):
        answers.send_answer_to_review(row, by=staff(WRITER), now=LATER)


# -- whom it is told to


def test_everybody_in_the_council_is_told_and_nobody_else() -> None:
    row = reply_at("answered")

    told = Message.objects.filter(kind="council_answered")
    assert told.count() == 7
    assert not Message.objects.filter(object_id=str(row.filing_id), person__isnull=False).exists()
    mail = render(told[0])
    assert row.code in mail.subject
    assert "se publican junto con la cuenta" in mail.body


def test_it_counts_as_told_once_nothing_is_on_its_way_to_any_of_them() -> None:
    row = filing_of(reply_at("answered"))
    last = Message.objects.filter(kind="council_answered").latest("pk")

    Message.objects.filter(kind="council_answered").exclude(pk=last.pk).update(state="cancelled")
    assert handling.mark_those_told(LATER) == 0
    Message.objects.filter(pk=last.pk).update(state="cancelled")
    assert handling.mark_those_told(LATER) == 1

    row.refresh_from_db()
    assert row.state == "notified"


# -- the review of the draft


def test_filing_ends_the_review_and_the_account_waits_for_the_reply(draft: PublicAccount) -> None:
    observation_at("filed", account=draft)

    draft.refresh_from_db()
    assert draft.council_state == "answering"
    assert CouncilReview.objects.get().outcome == "opinion"
    with pytest.raises(Refused, match="Falta responder"):
        published(draft)


def test_it_does_not_end_while_another_formal_observation_waits_for_its_folio(
    draft: PublicAccount,
) -> None:
    observation_at("formalised", account=draft)

    observation_at("filed", account=draft, now=NOW + timedelta(days=1), title="Otra")

    draft.refresh_from_db()
    assert draft.council_state == "reviewing"


def test_the_last_reply_lets_the_account_be_published_with_its_record(
    draft: PublicAccount,
) -> None:
    row = reply_at("answered", account=draft)
    draft.refresh_from_db()
    assert draft.council_state == "answered"

    edition = published(draft)

    sealed = json.loads(files_of_edition(edition)["council.json"])
    said = sealed["observations"][0]
    assert (said["folio"], said["sha256"]) == (filing_of(row).folio, row.sha256)
    assert said["reply"]["effect"] == "accepts"
    assert len(said["reply"]["sha256"]) == 64
    assert verify_edition(edition).is_intact


def test_opinion_and_reply_become_public_with_the_first_edition(draft: PublicAccount) -> None:
    row = reply_at("answered", account=draft)
    assert not Observation.objects.public().exists()

    edition = published(draft)

    row.refresh_from_db()
    filing = filing_of(row)
    assert filing.published_at == LATER
    assert Observation.objects.public().get() == row
    assert row.incorporated_in == edition
    acts = set(RegisterEntry.objects.values_list("act", flat=True))
    assert {"publish_observation", "incorporate"} <= acts


def test_what_was_not_accepted_is_not_said_to_be_incorporated(draft: PublicAccount) -> None:
    row = reply_at("answered", account=draft, effect="rejects")

    published(draft)

    row.refresh_from_db()
    assert row.incorporated_in is None


def test_a_late_opinion_stops_nothing_and_is_answered_all_the_same(draft: PublicAccount) -> None:
    review = CouncilReview.objects.get()
    close_late_review(review, now=review.due_at)
    row = observation_at("filed", account=draft, now=LATER)
    edition = published(draft, LATER + STEP)
    assert "silence" in files_of_edition(edition)["council.json"].decode()
    assert filing_of(row).published_at is not None

    reply = reply_at("answered", account=draft, edition=edition, now=NOW + timedelta(days=30))

    draft.refresh_from_db()
    assert draft.council_state == "silent"
    assert filing_of(reply).published_at is not None


def test_a_correction_of_the_draft_opens_no_public_erratum(draft: PublicAccount) -> None:
    key = small_ledger().figures[0].key

    reply_at("answered", account=draft, effect="corrects", figures=(key,))

    assert not draft.errata.filter(question__startswith="CPP").exists()


# -- after an edition


def test_about_an_edition_it_is_public_at_once() -> None:
    edition = publish(small_ledger(), now=NOW - timedelta(days=30))

    row = observation_at("filed", account=edition.account, edition=edition)

    assert Observation.objects.public().get() == row


def test_a_correction_is_incorporated_by_the_edition_that_carries_its_erratum() -> None:
    edition = publish(small_ledger(), now=NOW - timedelta(days=30))
    figure = small_ledger().figures[0]
    row = reply_at(
        "answered", account=edition.account, edition=edition, effect="corrects",
        figures=(figure.key,),
    )  # fmt: skip
    folio = filing_of(row).folio or ""
    assert edition.account.errata.filter(question=folio).exists()

    Result.objects.filter(account=edition.account, key=figure.key).update(value=17, literal="17")
    second = published(edition.account, LATER + STEP)

    row.refresh_from_db()
    assert row.incorporated_in == second


def test_a_reply_that_commits_to_the_council_makes_the_commitment_of_everybody() -> None:
    row = reply_at("answered", effect="commits")

    made = Commitment.objects.get(submission=filing_of(row))
    close_commitment(made, "keep", evidence=Evidence("Se hizo."), by=staff(SECRETARY), now=LATER)

    queue("council_commitment", about=filing_of(row), user=staff(SECRETARY), key="x", now=LATER)
    mail = render(Message.objects.get(kind="council_commitment", key="x"))
    assert "Se cumplió" in mail.body
    told = RegisterEntry.objects.filter(act="commitment", object_id=filing_of(row).folio)
    assert told.count() == 1
    assert Commitment.objects.get(pk=made.pk).state == "kept"


def test_an_insistence_follows_the_filing_it_insists_on() -> None:
    first = reply_at("answered", effect="rejects")

    second = observation_at("filed", insists_on=first, now=NOW + timedelta(days=30))

    assert filing_of(second).follows == filing_of(first)
    assert Submission.objects.of_council().count() == 2
