"""What is personal is kept as long as its row says, and no longer; each day leaves its proof."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessLog
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse

from participation import register
from participation.actions import moderation
from participation.actions.filing import person_of
from participation.actions.following import ask_to_follow
from participation.draft_content import Content, sealed
from participation.forgetting import TEXT_GONE, TITLE_GONE
from participation.models import (
    AskDraft,
    Attachment,
    Authorship,
    LimitUse,
    Message,
    Person,
    RegisterEntry,
    Retention,
    SealedOriginal,
    Submission,
    Subscription,
)
from participation.personal_data import Kind
from participation.retention import rehearse, retain, retain_daily, write_retentions
from tests.participation.factories import (
    EMAIL,
    NOW,
    AttachmentFactory,
    file_submission,
    received,
    staff,
    submission_at,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOW + 1_000 * DAY


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def days_of(purpose: str) -> timedelta:
    return Retention.objects.get(purpose=purpose).days * DAY


def test_every_purpose_has_its_term_from_the_first_day() -> None:
    assert set(Retention.objects.values_list("purpose", flat=True)) == set(Retention.Purpose.values)


def test_what_staff_edited_stays_as_they_left_it() -> None:
    Retention.objects.filter(purpose="draft").update(days=3)

    write_retentions()

    assert Retention.objects.get(purpose="draft").days == 3


@pytest.mark.django_db(transaction=True)
def test_a_draft_goes_with_its_files_the_day_after_its_term() -> None:
    draft = AskDraft.objects.create(
        content_sealed=sealed(Content(email=EMAIL)), created_at=NOW, changed_at=NOW
    )
    file = AttachmentFactory(draft=draft)
    term = days_of("draft")

    assert retain(NOW + term)["draft"] == 0
    assert default_storage.exists(file.file.name)

    assert retain(NOW + term + timedelta(seconds=1))["draft"] == 1
    assert not AskDraft.objects.exists()
    assert not Attachment.objects.exists()
    assert not default_storage.exists(file.file.name)


@pytest.mark.django_db(transaction=True)
def test_a_paper_that_was_never_filed_goes_too() -> None:
    lost = AttachmentFactory(is_original=True)

    retain(NOW + days_of("draft") + DAY)

    assert not Attachment.objects.exists()
    assert not default_storage.exists(lost.file.name)


def test_a_draft_that_was_sent_is_not_taken_for_an_old_one() -> None:
    sent = file_submission(must_confirm=True)
    AskDraft.objects.create(submission=sent, created_at=NOW, changed_at=NOW)

    counts = retain(NOW + days_of("draft") + DAY)

    assert counts["draft"] == 0
    assert Submission.objects.filter(pk=sent.pk).exists()


def test_what_nobody_confirmed_leaves_nothing() -> None:
    sent = file_submission(must_confirm=True)
    AttachmentFactory(submission=sent)

    counts = retain(NOW + days_of("unconfirmed") + DAY)

    assert counts["unconfirmed"] == 1
    assert not Submission.objects.exists()
    assert not Authorship.objects.exists()
    assert not Person.objects.exists()
    assert not Attachment.objects.exists()
    assert not Message.objects.waiting().exists()


def test_an_unconfirmed_filing_is_kept_while_its_link_opens() -> None:
    Retention.objects.filter(purpose="unconfirmed").update(days=1)
    file_submission(must_confirm=True)

    assert retain(NOW + 6 * DAY)["unconfirmed"] == 0
    assert retain(NOW + 8 * DAY)["unconfirmed"] == 1


def test_an_e_mail_that_never_confirmed_its_notices_is_forgotten() -> None:
    old = ask_to_follow(email=EMAIL, target="everything", value="", now=NOW)
    again = ask_to_follow(email="otra@correo.invalid", target="everything", value="", now=NOW)
    term = days_of("unconfirmed") + DAY
    ask_to_follow(email="otra@correo.invalid", target="everything", value="", now=NOW + term)

    counts = retain(NOW + term)

    assert counts["unconfirmed"] == 1
    assert list(Subscription.objects.all()) == [again]
    assert list(Person.objects.all()) == [again.person]
    assert old.person_id != again.person_id


def test_an_e_mail_from_which_nothing_hangs_is_forgotten() -> None:
    person_of(EMAIL, NOW)

    assert retain(NOW + days_of("unconfirmed"))["unconfirmed"] == 0
    assert retain(NOW + days_of("unconfirmed") + DAY)["unconfirmed"] == 1
    assert not Person.objects.exists()


def test_who_filed_something_else_stays_when_an_unconfirmed_one_goes() -> None:
    kept = received()
    file_submission(must_confirm=True, now=NOW)

    retain(NOW + days_of("unconfirmed") + DAY)

    assert Submission.objects.get() == kept
    assert kept.authorship.person.email_index


def test_the_identity_of_an_ended_filing_goes_after_its_term() -> None:
    closed = submission_at("closed", shown_name="Rosa Q.")
    last = RegisterEntry.objects.filter(object_id=closed.folio).latest("at").at
    term = days_of("identity")

    assert retain(last + term)["identity"] == 0
    assert retain(last + term + timedelta(seconds=1))["identity"] == 1

    authorship = Authorship.objects.select_related("person").get()
    assert authorship.full_name_sealed == ""
    assert authorship.erased_at is not None
    assert authorship.person.email_sealed == ""
    assert authorship.person.email_index is None
    closed.refresh_from_db()
    assert closed.shown_name == "Rosa Q."


def test_the_identity_of_what_is_still_owed_stays_however_old() -> None:
    owed = submission_at("assigned")

    assert retain(LATER)["identity"] == 0
    assert owed.authorship.person.email_index


def test_who_still_waits_for_an_answer_keeps_the_e_mail() -> None:
    submission_at("closed")
    submission_at("assigned")

    assert retain(LATER)["identity"] == 1
    assert Person.objects.get().email_index is not None


def test_who_follows_something_keeps_the_e_mail_until_it_ends() -> None:
    closed = submission_at("closed")
    follows = Subscription.objects.create(
        person=closed.authorship.person, target="everything", created_at=NOW, confirmed_at=NOW
    )

    retain(LATER)
    assert Person.objects.get().email_index is not None

    Subscription.objects.filter(pk=follows.pk).update(ended_at=LATER)
    retain(LATER + days_of("following") + DAY)
    assert Person.objects.get().email_index is None
    assert not Subscription.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_reserved_goes_and_its_mark_stays() -> None:
    text = "Mi teléfono es 9 8765 4321 y quiero saber por qué bajó el monto."
    closed = submission_at("closed", text=text)
    moderation.redact_submission(
        closed, field="text", phrases=[("9 8765 4321", Kind.TELEPHONE)],
        by=staff("Moderación"), now=NOW + DAY,
    )  # fmt: skip
    hidden = AttachmentFactory(submission=closed)
    shown = AttachmentFactory(submission=closed, is_public=True)

    assert retain(LATER)["original"] == 1

    closed.refresh_from_db()
    assert "9 8765 4321" not in closed.text
    assert closed.text != text
    assert not SealedOriginal.objects.exists()
    assert Attachment.objects.get() == shown
    assert not default_storage.exists(hidden.file.name)


def test_the_words_of_what_was_withdrawn_go_after_the_term() -> None:
    withdrawn = submission_at("withdrawn")

    retain(LATER)

    withdrawn.refresh_from_db()
    assert (withdrawn.title, withdrawn.text) == (TITLE_GONE, TEXT_GONE)
    assert withdrawn.folio


def test_to_whom_a_message_went_is_forgotten_and_that_it_went_is_not() -> None:
    sent = received()
    Message.objects.update(state="sent", sent_at=NOW, claimed_at=NOW, attempts=1)
    owed = Message.objects.create(
        kind="receipt", key="x", person=sent.authorship.person, created_at=NOW, not_before=NOW
    )

    counts = retain(NOW + days_of("message") + DAY)

    assert counts["message"] == Message.objects.filter(state="sent", person=None).count() > 0
    assert Message.objects.get(pk=owed.pk).person is not None


def test_old_sign_ins_and_spent_counts_go() -> None:
    AccessLog.objects.create(username="a@b.invalid", ip_address="192.0.2.1", session_hash="x")
    AccessLog.objects.update(attempt_time=NOW - 2 * days_of("sign_in"))
    LimitUse.objects.create(bucket="x", key_hash="0" * 64, window_start=NOW, expires_at=NOW)

    counts = retain(NOW + DAY)

    assert (counts["sign_in"], counts["limit_use"]) == (1, 1)


def test_a_term_that_does_not_hold_lets_nothing_go() -> None:
    Retention.objects.filter(purpose="identity").update(is_active=False)
    submission_at("closed")

    assert "identity" not in retain(LATER)
    assert Person.objects.get().email_index is not None


def test_each_run_leaves_its_counts_in_the_register_and_nobody_in_them() -> None:
    submission_at("closed")

    counts = retain(LATER)

    entry = RegisterEntry.objects.get(act="retained")
    assert entry.detail == counts
    assert entry.actor == "clock"
    assert all(isinstance(count, int) for count in entry.detail.values())
    register.seal_everything()
    assert list(register.verify()) == []


def test_running_again_finds_nothing_more() -> None:
    submission_at("closed")
    submission_at("withdrawn")
    file_submission(must_confirm=True)
    retain(LATER)

    again = retain(LATER)

    assert set(again.values()) == {0}


def test_more_than_a_batch_goes_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("participation.retention.BATCH", 2)
    for number in range(5):
        file_submission(must_confirm=True, email=f"p{number}@correo.invalid")

    assert retain(LATER)["unconfirmed"] == 5
    assert not Submission.objects.exists()


def test_the_beat_does_it_once_a_day_in_chile() -> None:
    morning = NOW.replace(hour=13)

    assert retain_daily(morning)
    assert not retain_daily(morning + timedelta(hours=10))
    assert retain_daily(morning + timedelta(hours=15))

    days = RegisterEntry.objects.filter(act="retained").values_list("object_id", flat=True)
    assert list(days) == ["2026-06-10", "2026-06-11"]


@pytest.mark.django_db(transaction=True)
def test_a_rehearsal_counts_and_changes_nothing() -> None:
    closed = submission_at("closed")
    hidden = AttachmentFactory(submission=closed)

    counts = rehearse(LATER)

    assert (counts["identity"], counts["original"]) == (1, 1)
    assert Person.objects.get().email_index is not None
    assert default_storage.exists(hidden.file.name)
    assert not RegisterEntry.objects.filter(act="retained").exists()


def test_the_command_says_what_went() -> None:
    file_submission(must_confirm=True)
    out = StringIO()

    call_command("retain", "--dry-run", stdout=out)
    assert "Nada se borró" in out.getvalue()
    assert Submission.objects.exists()

    Submission.objects.update(sent_at=NOW - 1_000 * DAY)
    call_command("retain", stdout=out)
    assert "Lo que se envía y no se confirma: 1" in out.getvalue()
    assert not Submission.objects.exists()


def test_the_coordinator_changes_a_term_and_the_register_says_so(client: Any) -> None:
    row = Retention.objects.get(purpose="draft")
    page = reverse("admin:participation_retention_change", args=[row.pk])
    typed = {
        "days": "9", "counted_from": row.counted_from, "then": row.then, "basis": row.basis,
        "is_active": "on",
    }  # fmt: skip

    client.force_login(staff("Redacción"))
    assert client.post(page, typed).status_code == 403
    client.force_login(staff("Coordinación de participación"))
    assert client.post(page, {**typed, "days": "0"}).status_code == 200
    assert client.post(page, typed).status_code == 302

    assert Retention.objects.get(purpose="draft").days == 9
    entry = RegisterEntry.objects.get(act="write_rule")
    assert (entry.object_type, entry.object_id) == ("retention", str(row.pk))
    assert retain_daily(NOW)


def test_no_purpose_is_added_nor_removed_by_hand(client: Any) -> None:
    client.force_login(staff("Coordinación de participación"))

    assert client.get(reverse("admin:participation_retention_add")).status_code == 403
    row = Retention.objects.get(purpose="draft")
    gone = reverse("admin:participation_retention_delete", args=[row.pk])
    assert client.post(gone, {"post": "yes"}).status_code == 403
