"""Reading, refusing, completing, assigning, referring, withdrawing, asking again, supporting."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from participation.actions.answers import redraft_answer
from participation.actions.bulk import (
    bulk_admit,
    bulk_assign,
    bulk_close,
    preview_admit,
    preview_assign,
    preview_close,
    undo_bulk,
)
from participation.actions.handling import (
    assign_submission,
    convert_submission,
    follow_up_submission,
    mark_those_told,
    refer_submission,
    release_submission,
    support_submission,
    take_submission,
    unassign_submission,
    withdraw_submission,
)
from participation.actions.moderation import (
    admit_submission,
    ask_review,
    ask_to_mend,
    lapse_submission,
    mend_submission,
    overturn_refusal,
    refuse_submission,
    uphold_refusal,
)
from participation.actions.notes import add_note
from participation.models import Deadline, Message, Note, RegisterEntry, Submission, Support
from participation.transitions import Refused
from tests.factories import UserFactory
from tests.hostile import HOSTILE
from tests.participation.factories import (
    COORDINATOR,
    MODERATOR,
    NOW,
    REVIEWER,
    STEP,
    TEXT,
    WRITER,
    UnitFactory,
    first_reason,
    received,
    staff,
    submission_at,
    unit_of_tests,
)

pytestmark = pytest.mark.django_db
LATER = NOW + 20 * STEP


def kinds_of(submission: Submission) -> list[str]:
    rows = Message.objects.filter(object_id=str(submission.pk)).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def clock_of(submission: Submission, clock: str) -> Deadline:
    return Deadline.objects.get(submission=submission, clock=clock)


# Reading before anything is public


def test_nothing_is_public_before_a_person_admits_it() -> None:
    waiting = received()
    assert not Submission.objects.public().exists()

    admitted = admit_submission(waiting, by=staff(MODERATOR), now=LATER)

    assert list(Submission.objects.public()) == [admitted]
    assert admitted.published_by == staff(MODERATOR)
    assert kinds_of(admitted) == ["confirm_address", "receipt", "admitted"]


def test_who_admits_may_write_a_better_title() -> None:
    waiting = received()

    admitted = admit_submission(
        waiting, title="  Baja del\n monto  ", by=staff(MODERATOR), now=LATER
    )

    assert admitted.title == "Baja del monto"
    assert admitted.text == TEXT


def test_a_title_that_is_too_long_is_refused_and_nothing_is_published() -> None:
    waiting = received()

    with pytest.raises(Refused, match="de más; el máximo es 160"):
        admit_submission(waiting, title="x" * 161, by=staff(MODERATOR), now=LATER)

    assert not Submission.objects.public().exists()


def test_two_who_read_the_same_page_do_not_overwrite_each_other() -> None:
    waiting = received()
    seen = waiting.version
    by = staff(MODERATOR)
    ask_to_mend(waiting, request="¿Cuál?", by=by, now=LATER, expected_version=seen)

    with pytest.raises(Refused, match="Otra persona hizo algo"):
        admit_submission(waiting, by=by, now=LATER, expected_version=seen)


def test_a_refusal_has_a_reason_in_force_and_its_author_is_told() -> None:
    waiting, reason = received(), first_reason()
    reason.is_active = False

    with pytest.raises(Refused, match="ya no está vigente"):
        refuse_submission(waiting, reason=reason, by=staff(MODERATOR), now=LATER)

    reason.is_active = True
    refused = refuse_submission(waiting, reason=reason, by=staff(MODERATOR), now=LATER)
    assert not refused.is_public
    assert kinds_of(refused)[-1] == "refused"


def test_who_refused_does_not_review_the_refusal() -> None:
    both = UserFactory(role=COORDINATOR)
    refused = refuse_submission(received(), reason=first_reason(), by=both, now=LATER)
    ask_review(refused, now=LATER)

    for act in (overturn_refusal, uphold_refusal):
        with pytest.raises(Refused, match="la revisión la hace otra persona"):
            act(refused, note="Igual.", by=both, now=LATER)


def test_a_refusal_that_is_overturned_is_published() -> None:
    refused = submission_at("not_admitted")
    ask_review(refused, now=LATER)

    admitted = overturn_refusal(refused, by=staff(REVIEWER), now=LATER + STEP)

    assert admitted.is_public
    assert admitted.reviewed_at == LATER + STEP
    assert clock_of(admitted, "route").due_at == LATER + STEP + timedelta(hours=24)


def test_a_refusal_is_reviewed_once_and_what_was_said_stays() -> None:
    by = staff(MODERATOR)
    refused = refuse_submission(
        received(), reason=first_reason(), note="Primera nota.", by=by, now=LATER
    )
    ask_review(refused, now=LATER)
    upheld = uphold_refusal(refused, note="Segunda nota.", by=staff(REVIEWER), now=LATER)

    assert upheld.public_note == "Primera nota.\n\nSegunda nota."
    assert kinds_of(upheld).count("refused") == 2
    with pytest.raises(Refused, match="ya pidió"):
        ask_review(refused, now=LATER)
    with pytest.raises(Refused, match="No hay una revisión pendiente"):
        uphold_refusal(refused, note="Tercera.", by=staff(REVIEWER), now=LATER)


# Completing it (Ley 19.880, art. 31)


def test_what_was_filed_stays_and_what_completes_it_is_added() -> None:
    mending = submission_at("mending")
    hash_before = mending.text_sha256

    mended = mend_submission(mending, text="Hablo del programa Crece.", now=LATER)

    assert mended.text.startswith(TEXT)
    assert mended.text.endswith("Completada el 10-06-2026:\nHablo del programa Crece.")
    assert mended.text_sha256 == hash_before
    assert clock_of(mended, "mend").met_at == LATER


def test_who_sends_the_whole_text_again_does_not_repeat_it() -> None:
    mending = submission_at("mending")

    mended = mend_submission(mending, text=f"{TEXT}\n\nHablo del programa Crece.", now=LATER)

    assert mended.text.count(TEXT) == 1


def test_it_is_taken_as_withdrawn_only_after_its_term() -> None:
    mending = submission_at("mending")
    ends = clock_of(mending, "mend").due_at

    with pytest.raises(Refused, match="Todavía está a tiempo"):
        lapse_submission(mending, now=ends - timedelta(microseconds=1))

    assert lapse_submission(mending, now=ends).state == "withdrawn"
    assert kinds_of(mending)[-1] == "lapsed"


def test_a_second_defect_gets_its_whole_term() -> None:
    mended = mend_submission(submission_at("mending"), text="Del programa Crece.", now=LATER)
    much_later = LATER + timedelta(days=7)

    again = ask_to_mend(mended, request="¿De qué año?", by=staff(MODERATOR), now=much_later)

    clock = clock_of(again, "mend")
    assert clock.met_at is None
    assert clock.starts_after == much_later.date()
    assert kinds_of(again).count("mend") == 2


# To its unit


def test_assigning_meets_the_route_and_starts_the_report() -> None:
    assigned = submission_at("assigned")

    assert clock_of(assigned, "route").met_at is not None
    assert clock_of(assigned, "report").met_at is None
    assert assigned.assigned_to == staff(WRITER)
    told = RegisterEntry.objects.get(act="assign", object_id=assigned.folio).detail
    assert (told["from"], told["to"], told["assignee"]) == (
        "admitted",
        "assigned",
        assigned.assigned_to_id,
    )


def test_work_is_given_only_to_who_belongs_to_an_active_unit() -> None:
    admitted, by = submission_at("admitted"), staff(COORDINATOR)
    closed = UnitFactory(is_active=False)

    with pytest.raises(Refused, match="no integra la unidad"):
        assign_submission(admitted, unit=unit_of_tests(), user=UserFactory(), by=by, now=LATER)
    with pytest.raises(Refused, match="ya no está vigente"):
        assign_submission(admitted, unit=closed, by=by, now=LATER)

    head = UserFactory()
    led = UnitFactory(head=head)
    assert assign_submission(admitted, unit=led, user=head, by=by, now=LATER).assigned_to == head


def test_another_unit_gets_its_own_term_and_another_person_does_not() -> None:
    assigned, by = submission_at("assigned"), staff(COORDINATOR)
    days_later = LATER + timedelta(days=5)

    assign_submission(assigned, unit=unit_of_tests(), by=by, now=days_later)
    assert clock_of(assigned, "report").starts_after == NOW.date()

    assign_submission(assigned, unit=UnitFactory(), by=by, now=days_later)
    assert clock_of(assigned, "report").starts_after == days_later.date()


def test_what_is_taken_from_a_unit_waits_for_another() -> None:
    back = unassign_submission(submission_at("assigned"), by=staff(COORDINATOR), now=LATER)

    assert list(Submission.objects.unassigned()) == [back]
    assert clock_of(back, "route").due_at == LATER + timedelta(hours=24)
    assert clock_of(back, "report").met_at == LATER


def test_a_referral_names_the_body_and_tells_the_author() -> None:
    waiting, by = received(), staff(MODERATOR)

    with pytest.raises(Refused, match="a qué órgano"):
        refer_submission(waiting, body=" \n", by=by, now=LATER)

    referred = refer_submission(waiting, body="Registro Civil", by=by, now=LATER)
    assert referred.referred_to == "Registro Civil"
    assert kinds_of(referred)[-1] == "referred"


def test_an_access_request_has_its_own_term() -> None:
    converted = convert_submission(received(), by=staff(MODERATOR), now=LATER)

    assert clock_of(converted, "access").length == 20
    assert clock_of(converted, "answer").met_at == LATER
    assert kinds_of(converted)[-1] == "converted"


def test_what_is_answered_does_not_leave_another_way() -> None:
    again = redraft_answer(
        submission_at("answered"), reason="Faltó un dato.", by=staff(WRITER), now=LATER
    )

    for act in (
        lambda: refer_submission(again, body="Otro", by=staff(MODERATOR), now=LATER),
        lambda: convert_submission(again, by=staff(MODERATOR), now=LATER),
        lambda: withdraw_submission(again, now=LATER),
    ):
        with pytest.raises(Refused, match="Ya tiene una respuesta publicada"):
            act()


# Two people at one filing


def test_the_second_to_take_it_learns_who_has_it_and_is_not_stopped() -> None:
    drafting = submission_at("drafting")
    first, second = staff(WRITER), staff(COORDINATOR)
    take_submission(drafting, by=first, now=LATER)

    seen = take_submission(drafting, by=second, now=LATER + STEP)

    assert seen.held_by == first
    assert release_submission(drafting, by=second, now=LATER + STEP).held_by == first
    assert release_submission(drafting, by=first, now=LATER + STEP).held_by is None


def test_who_went_away_holds_it_for_a_quarter_of_an_hour() -> None:
    drafting = submission_at("drafting")
    take_submission(drafting, by=staff(WRITER), now=LATER)

    seen = take_submission(drafting, by=staff(COORDINATOR), now=LATER + timedelta(minutes=15))

    assert seen.held_by == staff(COORDINATOR)
    assert seen.version == drafting.version


def test_who_has_no_role_takes_nothing() -> None:
    with pytest.raises(Refused, match="no tiene permiso"):
        take_submission(submission_at("drafting"), by=UserFactory(), now=LATER)


# The author


def test_what_its_author_withdraws_leaves_the_public_pages_and_keeps_its_folio() -> None:
    admitted = submission_at("admitted")

    withdrawn = withdraw_submission(admitted, now=LATER)

    assert not Submission.objects.public().exists()
    assert withdrawn.folio == admitted.folio
    assert not withdrawn.is_public


def test_the_author_asks_again_once_about_the_same() -> None:
    answered = submission_at("notified", organisation="Feria Libre Sur")

    again = follow_up_submission(answered, text="¿Y en la región de Ñuble?", now=LATER)

    assert again.follows == answered
    assert again.state == "received"
    assert again.authorship.person == answered.authorship.person
    assert again.authorship.organisation_sealed
    with pytest.raises(Refused, match=f"una vez: es la {again.folio}"):
        follow_up_submission(answered, text="¿Y en la región de Ñuble?", now=LATER)


def test_who_left_no_e_mail_asks_again_too() -> None:
    answered = submission_at("answered", email="")

    again = follow_up_submission(answered, text="¿Y en la región de Ñuble?", now=LATER)

    assert again.folio


def test_the_author_is_marked_as_told_when_the_message_was_sent() -> None:
    answered = submission_at("answered")
    assert mark_those_told(LATER) == 0

    Message.objects.filter(kind="answered").update(
        state="sent", sent_at=LATER, claimed_at=LATER, attempts=1
    )

    assert mark_those_told(LATER) == 1
    answered.refresh_from_db()
    assert (answered.state, answered.notified_at) == ("notified", LATER)
    assert clock_of(answered, "notify").met_at == LATER
    assert mark_those_told(LATER) == 0


def test_a_message_that_could_not_be_sent_is_not_taken_for_told() -> None:
    submission_at("answered")
    Message.objects.filter(kind="answered").update(state="dead")

    assert mark_those_told(LATER, limit=1) == 0
    submission_at("answered", email="")
    assert mark_those_told(LATER, limit=1) == 1


def test_who_left_no_e_mail_reads_the_answer_on_its_page() -> None:
    submission_at("answered", email="")

    assert mark_those_told(LATER) == 1


def test_somebody_supports_once() -> None:
    admitted = submission_at("admitted")
    version = admitted.version

    counted = [support_submission(admitted, supporter=who, now=LATER) for who in "aab"]

    admitted.refresh_from_db()
    assert counted == [True, False, True]
    assert (admitted.support_count, admitted.version) == (2, version)
    assert Support.objects.count() == 2


def test_what_is_not_public_is_not_supported() -> None:
    with pytest.raises(Refused, match="no está publicada"):
        support_submission(received(), supporter="a", now=LATER)


# Notes, and what nobody can remove


def test_a_note_is_kept_for_ever_and_changes_no_version() -> None:
    waiting = received()
    add_note(waiting, text=f" {HOSTILE}\x00 ", by=staff(WRITER), now=LATER)

    note = Note.objects.get()

    assert "\x00" not in note.text
    assert "<script>" in note.text
    assert Submission.objects.get().version == waiting.version
    with pytest.raises(DatabaseError), transaction.atomic():
        note.delete()


@pytest.mark.parametrize("state", ["received", "withdrawn", "not_admitted", "closed"])
def test_nothing_that_has_a_folio_can_vanish(state: str) -> None:
    filed = submission_at(state)

    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=filed.pk)._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=filed.pk).update(folio="CPP-2026-999999-X")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.filter(object_id=filed.folio).update(act="nothing")


# What somebody types


@pytest.mark.parametrize("text", [HOSTILE, "\x00\x01\ud800Texto con\x00 controles.", "=1+1" * 9])
def test_no_text_breaks_an_act(text: str) -> None:
    moderator = staff(MODERATOR)
    asked = ask_to_mend(received(), request=text, by=moderator, now=LATER)
    mended = mend_submission(asked, text=f"{text} más letras", now=LATER)
    refused = refuse_submission(mended, reason=first_reason(), note=text, by=moderator, now=LATER)

    refused.refresh_from_db()
    assert "\x00" not in refused.mend_request + refused.text + refused.public_note


@pytest.mark.parametrize("text", ["", "  \n", "\x00", "x" * 4_001])
def test_what_is_missing_or_too_long_is_asked_for_in_words(text: str) -> None:
    with pytest.raises(Refused, match=r"Escriba qué falta|de más"):
        ask_to_mend(received(), request=text, by=staff(MODERATOR), now=LATER)


# Many at once


def many(states: list[str]) -> list[Submission]:
    return [submission_at(state, email=f"a{n}@correo.invalid") for n, state in enumerate(states)]


def test_the_count_comes_before_the_act_with_what_would_stay_and_why() -> None:
    rows = many(["received", "admitted", "received"])

    preview = preview_admit(rows, by=staff(MODERATOR))

    assert preview.count == 2
    assert [each.submission for each in preview.stays] == [rows[1]]
    assert "«Publicada»" in preview.stays[0].why
    assert "ya se avisó" in preview.not_undone
    assert not Submission.objects.filter(state="admitted").exclude(pk=rows[1].pk).exists()


def test_many_move_together_or_none_does() -> None:
    rows = many(["received", "admitted", "received"])

    with pytest.raises(Refused, match=f"{rows[1].folio}: .* No se hizo ninguna"):
        bulk_admit(rows, by=staff(MODERATOR), now=LATER)
    assert Submission.objects.filter(state="received").count() == 2

    done = bulk_admit([rows[0], rows[2]], by=staff(MODERATOR), now=LATER)
    assert (done.count, done.undo_token) == (2, "")


def test_an_assignment_of_many_is_undone() -> None:
    rows = many(["admitted", "assigned"])
    by, other = staff(COORDINATOR), UnitFactory()
    assert preview_assign(rows, unit=other, by=by).count == 2
    done = bulk_assign(rows, unit=other, by=by, now=LATER)

    assert undo_bulk(done.undo_token, by=by, now=LATER + STEP) == 2

    units = {row.state: row.unit for row in Submission.objects.filter(pk__in=[r.pk for r in rows])}
    assert units == {"admitted": None, "assigned": unit_of_tests()}


def test_what_somebody_worked_on_since_is_not_undone() -> None:
    rows = many(["admitted", "admitted"])
    by = staff(COORDINATOR)
    done = bulk_assign(rows, unit=UnitFactory(), by=by, now=LATER)
    assign_submission(rows[0], unit=unit_of_tests(), by=by, now=LATER)

    with pytest.raises(Refused, match="no se deshizo ninguna"):
        undo_bulk(done.undo_token, by=by, now=LATER + STEP)

    assert Submission.objects.filter(state="assigned").count() == 2


def test_after_an_hour_an_assignment_of_many_is_changed_one_by_one() -> None:
    by = staff(COORDINATOR)
    with time_machine.travel(LATER, tick=False):
        done = bulk_assign(many(["admitted"]), unit=UnitFactory(), by=by, now=LATER)

    past = LATER + timedelta(hours=1, seconds=2)
    with time_machine.travel(past, tick=False), pytest.raises(Refused, match="más de una hora"):
        undo_bulk(done.undo_token, by=by, now=past)


def test_many_are_closed_and_that_is_not_undone() -> None:
    rows, by = many(["answered", "notified"]), staff(COORDINATOR)
    assert preview_close(rows, by=by).count == 2

    done = bulk_close(rows, by=by, now=LATER)

    assert (done.count, done.undo_token) == (2, "")
    assert "no se deshace" in done.not_undone
    assert Submission.objects.filter(state="closed").count() == 2


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00"])
def test_a_token_that_is_not_ours_undoes_nothing(token: str) -> None:
    with pytest.raises(Refused, match="No se reconoce"):
        undo_bulk(token, by=staff(COORDINATOR), now=LATER)


def test_many_are_some_and_not_too_many() -> None:
    with pytest.raises(Refused, match="al menos una"):
        bulk_admit([], by=staff(MODERATOR), now=LATER)
    with pytest.raises(Refused, match="500 consultas o menos"):
        bulk_admit([Submission(pk=n) for n in range(1, 502)], by=staff(MODERATOR), now=LATER)


def test_a_version_that_is_old_stops_all() -> None:
    waiting = many(["received"])

    with pytest.raises(Refused, match="Otra persona"):
        bulk_admit(waiting, by=staff(MODERATOR), now=LATER, expected_versions={waiting[0].pk: 99})
