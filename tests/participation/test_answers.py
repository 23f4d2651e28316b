"""Written by one, reviewed by another, signed by who did not write it, kept for ever."""

import hashlib
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from participation.actions.answers import (
    discard_draft,
    publish_answer,
    redraft_answer,
    return_answer,
    review_answer,
    save_answer,
    send_answer_to_review,
)
from participation.actions.filing import About
from participation.actions.handling import support_submission
from participation.answer_hash import canonical_answer
from participation.models import Answer, Deadline, Message, Note, RegisterEntry, Submission
from participation.transitions import Refused
from programs.editions import ledger_of_edition
from programs.integrity import problems_of
from programs.models import AccountEvent, Edition, Erratum, PublicAccount, User
from programs.reviews import review_draft
from tests.factories import ResultFactory, UserFactory
from tests.hostile import HOSTILE
from tests.participation.factories import (
    ANSWER,
    NOW,
    REVIEWER,
    SIGNER,
    STEP,
    WRITER,
    account_of_tests,
    reviewed,
    staff,
    submission_at,
)

LATER = NOW + 20 * STEP


def jack_of_all_trades() -> User:
    """Who may do everything: only the four eyes stop them."""
    return UserFactory(is_superuser=True)


# Writing


@pytest.mark.django_db
def test_saving_again_changes_the_same_draft() -> None:
    assigned, by = submission_at("assigned"), staff(WRITER)

    save_answer(assigned, text="Una.", effect="informs", by=by, now=LATER)
    answer = save_answer(assigned, text="Otra.", effect="accepts", by=by, now=LATER)

    assert Answer.objects.count() == 1
    assert (answer.number, answer.text, answer.effect) == (1, "Otra.", "accepts")


@pytest.mark.django_db
def test_who_saves_an_old_page_overwrites_nothing() -> None:
    assigned, by = submission_at("assigned"), staff(WRITER)
    seen = assigned.version
    save_answer(assigned, text="Una.", effect="informs", by=by, now=LATER, expected_version=seen)

    with pytest.raises(Refused, match="Otra persona hizo algo"):
        save_answer(assigned, text="B.", effect="informs", by=by, now=LATER, expected_version=seen)

    assert Answer.objects.get().text == "Una."


@pytest.mark.django_db
def test_a_figure_that_the_account_does_not_have_is_refused_by_name() -> None:
    assigned, by = submission_at("assigned"), staff(WRITER)
    ResultFactory(account=assigned.account, key="total-ferias")

    with pytest.raises(Refused, match="«no-existe»"):
        save_answer(
            assigned, text="", effect="informs", figures=["total-ferias", "no-existe"], by=by,
            now=LATER,
        )  # fmt: skip

    figures = ["total-ferias", " ", "total-ferias"]
    answer = save_answer(assigned, text="", effect="informs", figures=figures, by=by, now=LATER)
    assert answer.figures == ["total-ferias"]


@pytest.mark.django_db
def test_a_figure_of_the_edition_asked_about_may_be_named_though_the_draft_lost_it(
    edition: Edition,
) -> None:
    asked = submission_at("assigned", account=edition.account, about=About(edition=edition))
    key = next(iter(ledger_of_edition(edition).figure))

    answer = save_answer(
        asked, text="", effect="informs", figures=[key], by=staff(WRITER), now=LATER
    )

    assert answer.figures == [key]


@pytest.mark.django_db
@pytest.mark.parametrize("effect", ["", "otro", "\x00"])
def test_an_effect_that_is_not_ours_is_refused(effect: str) -> None:
    with pytest.raises(Refused, match="Elija el efecto"):
        save_answer(submission_at("assigned"), text="a", effect=effect, by=staff(WRITER), now=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "effect", "why"), [
    ("", "informs", "muy corta"),
    ("Sí.", "informs", "muy corta"),
    (ANSWER, "corrects", "qué cifra corrige"),
])  # fmt: skip
def test_what_is_not_ready_is_not_sent_to_review(text: str, effect: str, why: str) -> None:
    drafting = submission_at("drafting", answer=text, effect=effect)

    with pytest.raises(Refused, match=why):
        send_answer_to_review(drafting, by=staff(WRITER), now=LATER)


@pytest.mark.django_db
def test_hostile_text_is_kept_as_text() -> None:
    answered = submission_at("answered", answer=HOSTILE + "\x00")

    assert "<script>alert(1)</script>" in answered.answers.get().text
    assert "\x00" not in answered.answers.get().text


@pytest.mark.django_db
def test_an_answer_that_is_too_long_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="1 letra de más"):
        submission_at("drafting", answer="x" * 20_001)


@pytest.mark.django_db
def test_sending_to_review_meets_the_report() -> None:
    sent = submission_at("in_review")

    assert Deadline.objects.get(submission=sent, clock="report").met_at is not None


# Four eyes


@pytest.mark.django_db
def test_who_wrote_neither_reviews_nor_signs() -> None:
    one = jack_of_all_trades()
    assigned = submission_at("assigned")
    save_answer(assigned, text=ANSWER, effect="informs", by=one, now=LATER)
    send_answer_to_review(assigned, by=one, now=LATER)

    with pytest.raises(Refused, match="Usted escribió esta respuesta"):
        review_answer(assigned, by=one, now=LATER)

    review_answer(assigned, by=staff(REVIEWER), now=LATER)
    with pytest.raises(Refused, match="Usted escribió esta respuesta"):
        publish_answer(assigned, by=one, now=LATER)


@pytest.mark.django_db
def test_who_wrote_a_part_and_let_another_save_last_does_not_sign_either() -> None:
    one = jack_of_all_trades()
    assigned = submission_at("assigned")
    save_answer(assigned, text=ANSWER, effect="informs", by=one, now=LATER)
    save_answer(assigned, text=ANSWER + ".", effect="informs", by=staff(WRITER), now=LATER)
    send_answer_to_review(assigned, by=staff(WRITER), now=LATER)

    with pytest.raises(Refused, match="Usted escribió esta respuesta"):
        review_answer(assigned, by=one, now=LATER)


@pytest.mark.django_db
def test_nothing_is_signed_without_its_review() -> None:
    with pytest.raises(Refused, match="Falta el visto bueno"):
        publish_answer(submission_at("in_review"), by=staff(SIGNER), now=LATER)


@pytest.mark.django_db
def test_what_is_sent_back_has_to_be_reviewed_again() -> None:
    sent = reviewed()
    return_answer(sent, note="Cite la ley.", by=staff(REVIEWER), now=LATER)
    assert Note.objects.get().text == "Cite la ley."

    send_answer_to_review(sent, by=staff(WRITER), now=LATER)

    with pytest.raises(Refused, match="Falta el visto bueno"):
        publish_answer(sent, by=staff(SIGNER), now=LATER)


@pytest.mark.django_db
def test_a_review_is_given_once() -> None:
    with pytest.raises(Refused, match="Ya tiene el visto bueno"):
        review_answer(reviewed(), by=UserFactory(role=REVIEWER), now=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "name"), [
    ("reviewed_by_id = written_by_id", "who_writes_an_answer_does_not_review_it"),
    ("published_by_id = written_by_id, published_at = now(), sha256 = 'x'",
     "who_writes_an_answer_does_not_sign_it"),
    ("published_by_id = reviewed_by_id, published_at = now(), sha256 = 'x', "
     "reviewed_by_id = NULL, reviewed_at = NULL", "an_answer_is_reviewed_before_it_is_signed"),
    ("published_at = now()", "a_published_answer_is_signed_and_hashed"),
])  # fmt: skip
def test_four_eyes_hold_in_the_table_whoever_writes_to_it(change: str, name: str) -> None:
    reviewed()

    with (
        pytest.raises(IntegrityError, match=name),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE participation_answer SET {change}")  # noqa: S608


# Publishing


@pytest.mark.django_db
def test_a_published_answer_is_signed_and_anyone_can_compute_its_hash() -> None:
    answered = submission_at("answered")
    answer = answered.answers.get()

    line = canonical_answer(
        folio=answered.folio or "", number=1, effect="informs", text=ANSWER, figures=[], reason="",
        published_at=answer.published_at or NOW,
    )  # fmt: skip

    assert hashlib.sha256(line.encode()).hexdigest() == answer.sha256
    assert answer.published_by_name == staff(SIGNER).full_name
    assert answer.published_by_office == "Directora"
    assert (answered.effect, answered.answered_at) == ("informs", answer.published_at)
    assert Message.objects.filter(kind="answered").count() == 1
    clocks = Deadline.objects.filter(submission=answered, met_at__isnull=True)
    assert [deadline.clock for deadline in clocks] == ["notify"]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", [
    "UPDATE participation_answer SET text = 'otra'",
    "UPDATE participation_answer SET published_at = NULL, published_by_id = NULL, sha256 = ''",
    "DELETE FROM participation_answer",
])  # fmt: skip
def test_a_published_answer_cannot_change_nor_vanish(sql: str) -> None:
    submission_at("answered")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_another_version_says_why_and_the_first_stays_public() -> None:
    answered = submission_at("notified")
    first_instant = answered.answered_at

    with pytest.raises(Refused, match="por qué hace falta otra versión"):
        redraft_answer(answered, reason=" ", by=staff(WRITER), now=LATER)
    redraft_answer(answered, reason="Cambió el plazo.", by=staff(WRITER), now=LATER)
    save_answer(answered, text=ANSWER * 2, effect="accepts", by=staff(WRITER), now=LATER)
    send_answer_to_review(answered, by=staff(WRITER), now=LATER)
    review_answer(answered, by=staff(REVIEWER), now=LATER)
    publish_answer(answered, by=staff(SIGNER), now=LATER)

    versions = Answer.objects.published().order_by("number")
    assert [(a.number, a.reason) for a in versions] == [(1, ""), (2, "Cambió el plazo.")]
    answered.refresh_from_db()
    assert (answered.state, answered.effect) == ("answered", "accepts")
    assert answered.answered_at == first_instant
    assert Message.objects.filter(kind="answered").count() == 2


@pytest.mark.django_db
def test_who_began_another_version_does_not_sign_it_whoever_wrote_it_afterwards() -> None:
    answered = submission_at("notified")
    everything = UserFactory(is_superuser=True)
    redraft_answer(answered, reason="Cambió el plazo.", by=everything, now=LATER)
    save_answer(answered, text=ANSWER * 2, effect="accepts", by=staff(WRITER), now=LATER)
    send_answer_to_review(answered, by=staff(WRITER), now=LATER)

    with pytest.raises(Refused, match="Usted escribió esta respuesta"):
        review_answer(answered, by=everything, now=LATER)
    review_answer(answered, by=staff(REVIEWER), now=LATER)
    with pytest.raises(Refused, match="Usted escribió esta respuesta"):
        publish_answer(answered, by=everything, now=LATER)


@pytest.mark.django_db
def test_another_version_may_be_left_unfinished_and_nothing_is_lost() -> None:
    answered, by = submission_at("notified"), staff(WRITER)
    redraft_answer(answered, reason="Faltó un dato.", by=by, now=LATER)
    save_answer(answered, text="Con el dato que faltaba.", effect="accepts", by=by, now=LATER)

    back = discard_draft(answered, by=by, now=LATER)

    assert (back.state, back.effect) == ("answered", "informs")
    assert Answer.objects.get().text == ANSWER
    assert "Con el dato que faltaba." in Note.objects.get().text


@pytest.mark.django_db
def test_the_first_answer_is_not_left_unfinished() -> None:
    with pytest.raises(Refused, match="Todavía no hay una respuesta publicada"):
        discard_draft(submission_at("drafting"), by=staff(WRITER), now=LATER)


# Correcting the account


def correcting(**more: Any) -> Submission:
    ResultFactory(account=account_of_tests(), key="total-ferias")
    ResultFactory(account=account_of_tests(), key="total-almacenes")
    return reviewed(effect="corrects", **more)


@pytest.mark.django_db
def test_an_answer_that_corrects_opens_an_erratum_and_each_names_the_other() -> None:
    signed = correcting(figures=("total-ferias", "total-almacenes"))

    answer = publish_answer(signed, by=staff(SIGNER), now=LATER)

    errata = Erratum.objects.order_by("position")
    assert [each.figure for each in errata] == ["total-ferias", "total-almacenes"]
    assert {each.question for each in errata} == {signed.folio}
    assert answer.erratum == errata[0].slug
    assert signed.folio in errata[0].reason


@pytest.mark.django_db
def test_the_account_counts_a_version_and_has_to_be_checked_again() -> None:
    signed = correcting(figures=("total-ferias",))
    signer = staff(SIGNER)
    PublicAccount.objects.update(state="checked", prepared_by=signer, prepared_at=NOW)
    version = PublicAccount.objects.get().version

    publish_answer(signed, by=signer, now=LATER)

    account = PublicAccount.objects.get()
    assert (account.state, account.version, account.prepared_by) == ("draft", version + 1, None)
    event = AccountEvent.objects.latest("pk")
    assert (event.by, event.detail["question"]) == (signer, signed.folio)
    assert not [p for p in problems_of(review_draft(account).ledger) if "errata" in str(p)]


@pytest.mark.django_db
def test_a_figure_that_left_the_draft_meanwhile_does_not_break_it() -> None:
    signed = correcting(figures=("total-ferias",))
    signed.account.results.filter(key="total-ferias").delete()

    publish_answer(signed, by=staff(SIGNER), now=LATER)

    assert Erratum.objects.get().figure == ""


@pytest.mark.django_db
def test_an_answer_that_is_not_signed_opens_nothing() -> None:
    signed = correcting(figures=("total-ferias",))

    with pytest.raises(Refused):
        publish_answer(signed, by=staff(WRITER), now=LATER)

    assert not Erratum.objects.exists()
    assert not AccountEvent.objects.exists()


# At the same instant


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of the acts gave or raised, started together in threads of their own."""
    start, results = Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=120)
            results.append(act())
        except Exception as problem:  # the test looks at it
            results.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_at_once_exactly_one_does() -> None:
    signed = reviewed()
    signers = [staff(SIGNER), UserFactory(role=SIGNER)]

    results = at_once(*[
        lambda by=by: publish_answer(signed, by=by, now=LATER)  # type: ignore[misc]
        for by in signers
    ])  # fmt: skip

    assert sorted(type(each).__name__ for each in results) == ["Answer", "Refused"]
    assert Message.objects.filter(kind="answered").count() == 1
    assert RegisterEntry.objects.filter(act="answer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_of_one_person_exactly_one_counts() -> None:
    admitted = submission_at("admitted")

    results = at_once(*[
        lambda: support_submission(admitted, supporter="a", now=LATER) for _ in range(5)
    ])  # fmt: skip

    admitted.refresh_from_db()
    assert sorted(results) == [False, False, False, False, True]
    assert admitted.support_count == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_the_second_is_told() -> None:
    assigned, by = submission_at("assigned"), staff(WRITER)

    results = at_once(*[
        lambda text=text: save_answer(  # type: ignore[misc]
            assigned, text=text, effect="informs", by=by, now=LATER,
            expected_version=assigned.version,
        )
        for text in ("Una.", "Otra.")
    ])  # fmt: skip

    assert sorted(type(each).__name__ for each in results) == ["Answer", "Refused"]
    assert Answer.objects.count() == 1
