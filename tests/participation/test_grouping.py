"""One reasoned answer for all that raise the same (Ley 19.880, art. 39)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.actions.answers import (
    publish_answer,
    redraft_answer,
    review_answer,
    save_answer,
    send_answer_to_review,
)
from participation.actions.grouping import group_submissions, ungroup_submission
from participation.actions.handling import (
    assign_submission,
    convert_submission,
    refer_submission,
    withdraw_submission,
)
from participation.models import Message, RegisterEntry, Submission
from participation.transitions import Refused
from tests.factories import AccountFactory
from tests.participation.factories import (
    ANSWER,
    COORDINATOR,
    MODERATOR,
    NOW,
    REVIEWER,
    SIGNER,
    STEP,
    WRITER,
    received,
    staff,
    submission_at,
    unit_of_tests,
)

pytestmark = pytest.mark.django_db
LATER = NOW + 20 * STEP


def admitted(number: int, **more: object) -> Submission:
    return submission_at("admitted", email=f"vecina{number}@correo.invalid", **more)


def group_of(size: int) -> tuple[Submission, list[Submission]]:
    head, *members = [admitted(number) for number in range(size)]
    group_submissions(head, members, by=staff(MODERATOR), now=LATER)
    return head, members


def answer_of(head: Submission, text: str = ANSWER, **more: str) -> None:
    """Written, reviewed and signed."""
    save_answer(head, text=text, effect="informs", by=staff(WRITER), now=LATER, **more)
    send_answer_to_review(head, by=staff(WRITER), now=LATER)
    review_answer(head, by=staff(REVIEWER), now=LATER)
    publish_answer(head, by=staff(SIGNER), now=LATER)


def test_each_author_is_told_that_theirs_is_answered_with_another() -> None:
    head, members = group_of(3)

    told = Message.objects.filter(kind="grouped").values_list("object_id", flat=True)

    assert sorted(told) == sorted(str(member.pk) for member in members)
    assert {m.state for m in Submission.objects.filter(group_head=head)} == {"grouped"}


def test_one_answer_answers_all_and_each_author_is_told() -> None:
    head, members = group_of(3)
    assign_submission(head, unit=unit_of_tests(), by=staff(COORDINATOR), now=LATER)

    answer_of(head)

    rows = Submission.objects.filter(pk__in=[head.pk, *(m.pk for m in members)])
    assert {(row.state, row.effect, row.answered_at) for row in rows} == {
        ("answered", "informs", LATER)
    }
    assert Message.objects.filter(kind="answered").count() == 3
    assert not Submission.objects.owed().exists()
    entries = RegisterEntry.objects.filter(act="answer", detail__with=head.folio)
    assert {entry.object_id for entry in entries} == {member.folio for member in members}


def test_who_withdrew_from_a_group_is_neither_answered_nor_in_the_way() -> None:
    head, members = group_of(3)
    assign_submission(head, unit=unit_of_tests(), by=staff(COORDINATOR), now=LATER)
    withdraw_submission(members[0], now=LATER)

    answer_of(head)

    states = Submission.objects.in_bulk([member.pk for member in members])
    assert [states[member.pk].state for member in members] == ["withdrawn", "answered"]
    assert Message.objects.filter(kind="answered").count() == 2


def test_another_version_reaches_all_of_them_again() -> None:
    head, members = group_of(2)
    assign_submission(head, unit=unit_of_tests(), by=staff(COORDINATOR), now=LATER)
    answer_of(head)
    redraft_answer(head, reason="Faltó un dato.", by=staff(WRITER), now=LATER)
    later = LATER + STEP

    save_answer(head, text=ANSWER * 2, effect="accepts", by=staff(WRITER), now=later)
    send_answer_to_review(head, by=staff(WRITER), now=later)
    review_answer(head, by=staff(REVIEWER), now=later)
    publish_answer(head, by=staff(SIGNER), now=later)

    member = Submission.objects.get(pk=members[0].pk)
    assert (member.state, member.effect, member.answered_at) == ("answered", "accepts", LATER)
    told = Message.objects.filter(kind="answered", object_id=str(member.pk))
    assert told.count() == 2
    with pytest.raises(Refused, match=f"Se respondió con {head.folio}"):
        redraft_answer(member, reason="Otra.", by=staff(WRITER), now=later)


def test_a_member_is_not_answered_by_itself() -> None:
    head, (member,) = group_of(2)

    with pytest.raises(Refused, match=f"Se responde con {head.folio}"):
        publish_answer(member, by=staff(SIGNER), now=LATER)


def test_a_group_is_held_in_one_order_whichever_is_its_head() -> None:
    first, second = admitted(1), admitted(2)

    with CaptureQueriesContext(connection) as grouping:
        group_submissions(second, [first], by=staff(MODERATOR), now=LATER)
    with CaptureQueriesContext(connection) as withdrawing:
        withdraw_submission(second, now=LATER)

    for queries, where in ((grouping, " IN ("), (withdrawing, '"group_head_id" = ')):
        lock = next(each["sql"] for each in queries if "FOR UPDATE" in each["sql"])
        assert 'ORDER BY "participation_submission"."id" ASC' in lock
        assert where in lock.split("WHERE")[1]


def test_all_are_grouped_or_none() -> None:
    head, good = admitted(0), admitted(1)
    bad = received(email="otra@correo.invalid")

    with pytest.raises(Refused, match=f"No se puede agrupar {bad.folio}"):
        group_submissions(head, [good, bad], by=staff(MODERATOR), now=LATER)

    assert not Submission.objects.filter(state="grouped").exists()
    assert not Message.objects.filter(kind="grouped").exists()


def test_what_nobody_read_yet_is_not_grouped() -> None:
    waiting = received()

    with pytest.raises(Refused, match="«Recibida»"):
        group_submissions(admitted(0), [waiting], by=staff(MODERATOR), now=LATER)


def test_a_group_is_of_one_account() -> None:
    head = admitted(0)
    other = admitted(1, account=AccountFactory())

    with pytest.raises(Refused, match="es de otra cuenta"):
        group_submissions(head, [other], by=staff(MODERATOR), now=LATER)


def test_a_group_has_one_head_and_no_groups_within() -> None:
    head, (member,) = group_of(2)
    alone, by = admitted(5), staff(MODERATOR)

    with pytest.raises(Refused, match="es la principal de otro grupo"):
        group_submissions(alone, [head], by=by, now=LATER)
    with pytest.raises(Refused, match="elija otra como principal"):
        group_submissions(member, [alone], by=by, now=LATER)
    with pytest.raises(Refused, match="consigo misma"):
        group_submissions(alone, [alone], by=by, now=LATER)
    with pytest.raises(Refused, match="al menos una"):
        group_submissions(alone, [], by=by, now=LATER)


def test_what_was_answered_is_neither_head_nor_member() -> None:
    answered, alone, by = submission_at("answered"), admitted(0), staff(MODERATOR)

    with pytest.raises(Refused, match="elija otra como principal"):
        group_submissions(answered, [alone], by=by, now=LATER)
    with pytest.raises(Refused, match="ya tiene una respuesta publicada"):
        group_submissions(alone, [answered], by=by, now=LATER)


def test_a_head_does_not_leave_its_group_behind() -> None:
    head, _ = group_of(3)

    with pytest.raises(Refused, match="2 consultas agrupadas"):
        refer_submission(head, body="Otro", by=staff(MODERATOR), now=LATER)
    with pytest.raises(Refused, match="Sepárelas primero"):
        convert_submission(head, by=staff(MODERATOR), now=LATER)


def test_when_the_head_is_withdrawn_the_others_go_on_by_themselves() -> None:
    head, members = group_of(3)

    withdraw_submission(head, now=LATER)

    rows = Submission.objects.filter(pk__in=[member.pk for member in members])
    assert {(row.state, row.group_head, row.is_public) for row in rows} == {
        ("admitted", None, True)
    }
    assert Submission.objects.unassigned().count() == 2
    actors = RegisterEntry.objects.filter(act="release").values_list("actor", flat=True)
    assert set(actors) == {"clock"}


def test_what_is_separated_waits_for_a_unit_of_its_own_and_can_be_grouped_again() -> None:
    head, (member,) = group_of(2)
    by = staff(MODERATOR)

    alone = ungroup_submission(member, by=by, now=LATER)
    assert (alone.state, alone.group_head, alone.unit) == ("admitted", None, None)
    assert not alone.deadlines.get(clock="route").met_at

    group_submissions(head, [alone], by=by, now=LATER + STEP)
    assert Message.objects.filter(kind="grouped", object_id=str(member.pk)).count() == 2


def test_what_was_being_written_leaves_its_unit_when_it_is_grouped() -> None:
    writing = submission_at("drafting")

    group_submissions(admitted(0), [writing], by=staff(MODERATOR), now=LATER)

    writing.refresh_from_db()
    assert (writing.unit, writing.assigned_to) == (None, None)
