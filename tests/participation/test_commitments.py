"""What was promised stays promised: its life, its public pages, its files, its reminders."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from participation import commitment_reminders, outbox
from participation.actions import commitment_acts as acts
from participation.actions.answers import redraft_answer, save_answer, send_answer_to_review
from participation.actions.commitments import record_commitment
from participation.commitment_transitions import STATES, TRANSITIONS, allows, is_overdue
from participation.commitments_public import figures_of, page_of
from participation.management.commands.document_commitment_states import commitment_document
from participation.models import (
    Commitment,
    CommitmentChange,
    Message,
    Milestone,
    RegisterEntry,
    Submission,
)
from participation.pages.commitments import in_words
from participation.transitions import Refused
from programs.regions import BY_CODE
from tests.participation.factories import (
    COORDINATOR,
    MODERATOR,
    WRITER,
    staff,
    submission_at,
    unit_of_tests,
)
from tests.participation.hearings import hearing_at

LATER = datetime(2026, 8, 3, 15, 0, tzinfo=UTC)  # a Monday
LIST = "/participacion/compromisos/"
BIOBIO = "08"
DONE = acts.Evidence("Se hizo en marzo.", "https://www.servicio.invalid/lista")


def promised(**more: Any) -> Commitment:
    """What a signed answer promised."""
    row = submission_at("answered", effect="commits", **more)
    return Commitment.objects.get(submission=row)


def of_hearing(**more: Any) -> Commitment:
    values: dict[str, Any] = {
        "text": "Abrir una oficina.", "due_on": LATER.date() + timedelta(days=30),
        "unit": unit_of_tests(), "other_hearing": "Audiencia de Coyhaique, 4 de junio",
    }  # fmt: skip
    account = more.pop("account", None) or submission_at("admitted", email="").account
    return record_commitment(account, by=staff(COORDINATOR), now=LATER, **{**values, **more})


@pytest.fixture
def at_later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


# -- the table


def test_the_document_is_what_the_command_writes() -> None:
    written = (settings.BASE_DIR / "docs" / "states-commitments.md").read_text(encoding="utf-8")

    assert written == commitment_document(), "run manage.py local document_commitment_states"


def test_every_state_is_reached_and_only_what_ended_is_closed() -> None:
    reached = {"promised", *(act.target for act in TRANSITIONS if act.target)}

    assert reached == {state.code for state in STATES}
    assert [state.code for state in STATES if not state.is_open] == [
        "kept", "kept_part", "not_kept",
    ]  # fmt: skip
    assert not any(allows(act.action, "kept") for act in TRANSITIONS if act.action != "reopen")


@pytest.mark.parametrize(
    ("state", "days", "late"),
    [
        ("promised", -1, True),
        ("promised", 0, False),
        ("kept", -1, False),
        ("in_progress", 1, False),
    ],
)
def test_overdue_is_the_day_after_its_day_and_only_while_it_is_owed(
    state: str, days: int, late: bool
) -> None:
    today = date(2027, 3, 1)

    assert is_overdue(state, today + timedelta(days=days), today) is late
    assert not is_overdue(state, None, today)


# -- made with its answer


@pytest.mark.django_db
def test_a_signed_answer_that_commits_makes_its_commitment_once() -> None:
    made = promised()
    filing = Submission.objects.get(pk=made.submission_id)

    assert (made.state, made.unit, made.first_due_on) == ("promised", filing.unit, made.due_on)
    assert RegisterEntry.objects.filter(object_type="commitment", object_id=made.code).count() == 1
    redraft_answer(filing, reason="Faltaba un dato.", by=staff(WRITER), now=LATER)
    filing.refresh_from_db()
    save_answer(filing, text="Otra versión, completa y con su dato.", effect="commits",
                by=staff(WRITER), now=LATER)  # fmt: skip
    send_answer_to_review(filing, by=staff(WRITER), now=LATER)
    assert Commitment.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["promise", "promise_due_on"])
def test_an_answer_that_commits_to_nothing_named_is_not_reviewed(missing: str) -> None:
    row = submission_at("assigned")
    given: dict[str, Any] = {"promise": "Hacerlo.", "promise_due_on": LATER.date()}
    given[missing] = None if missing.endswith("on") else ""
    save_answer(row, text="Nos comprometemos a hacerlo.", effect="commits", by=staff(WRITER),
                now=LATER, **given)  # fmt: skip

    with pytest.raises(Refused, match="compromete"):
        send_answer_to_review(row, by=staff(WRITER), now=LATER)


@pytest.mark.django_db
def test_a_promise_for_a_day_that_passed_is_refused() -> None:
    with pytest.raises(Refused, match="ya pasó"):
        of_hearing(due_on=LATER.date() - timedelta(days=1))


# -- its life


@pytest.mark.django_db
def test_a_day_that_moves_says_why_and_keeps_the_first_for_ever() -> None:
    made = of_hearing()
    first = made.due_on
    assert first is not None

    with pytest.raises(Refused, match="motivo es público"):
        acts.reschedule_commitment(made, due_on=first + timedelta(days=9), reason=" ",
                                   by=staff(COORDINATOR), now=LATER)  # fmt: skip
    moved = acts.reschedule_commitment(
        made, due_on=first + timedelta(days=9), reason="Llovió.", by=staff(COORDINATOR), now=LATER
    )

    assert (moved.first_due_on, moved.due_on, moved.state) == (
        first, first + timedelta(days=9), "promised",
    )  # fmt: skip
    change = moved.changes.get(act="reschedule")
    assert (change.old_due_on, change.new_due_on, change.said) == (first, moved.due_on, "Llovió.")


@pytest.mark.django_db
def test_a_step_is_done_once_with_its_evidence_and_comes_before_its_commitment() -> None:
    made = of_hearing()
    by = {"by": staff(COORDINATOR), "now": LATER}
    assert made.due_on is not None

    with pytest.raises(Refused, match="después del compromiso"):
        acts.add_milestone(made, text="Tarde", due_on=made.due_on + timedelta(days=1), **by)
    step = acts.add_milestone(made, text="Arrendar el local", due_on=made.due_on, **by)
    held = acts.finish_milestone(made, step, evidence=DONE, **by)

    assert held.state == "in_progress"
    step.refresh_from_db()
    assert (step.done_on, step.evidence) == (LATER.date(), DONE.said)
    with pytest.raises(Refused, match="no esté hecho"):
        acts.finish_milestone(made, step, evidence=DONE, **by)


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", acts.OUTCOMES)
def test_it_ends_with_words_and_is_told_to_its_author_and_to_who_follows(outcome: str) -> None:
    made = promised(email="vecina@correo.invalid")

    with pytest.raises(Refused, match="público"):
        acts.close_commitment(made, outcome, evidence=acts.Evidence(" "), by=staff(COORDINATOR),
                              now=LATER)  # fmt: skip
    held = acts.close_commitment(made, outcome, evidence=DONE, by=staff(COORDINATOR), now=LATER)

    assert (held.outcome, held.closed_at) == (DONE.said, LATER)
    assert Message.objects.filter(kind="commitment").count() == 1
    assert made.submission is not None
    assert RegisterEntry.objects.filter(act="commitment", object_id=made.submission.folio).exists()


@pytest.mark.django_db
def test_what_ended_may_be_followed_again_and_nothing_said_is_lost() -> None:
    made = of_hearing()
    by = {"by": staff(COORDINATOR), "now": LATER}
    acts.close_commitment(made, "keep", evidence=DONE, **by)

    held = acts.reopen_commitment(made, reason="No estaba completo.", **by)

    assert (held.state, held.closed_at, held.outcome) == ("in_progress", None, "")
    assert [each.act for each in held.changes.all()] == ["promise", "keep", "reopen"]


@pytest.mark.django_db
def test_who_writes_works_on_those_of_the_unit_and_judges_none() -> None:
    made, writer = of_hearing(), staff(WRITER)
    made.unit.members.clear()

    with pytest.raises(Refused, match="Lo anota la unidad"):
        acts.start_commitment(made, evidence=DONE, by=writer, now=LATER)
    made.unit.members.add(writer)
    assert acts.start_commitment(made, evidence=DONE, by=writer, now=LATER).state == "in_progress"
    with pytest.raises(Refused, match="permiso"):
        acts.close_commitment(made, "keep", evidence=DONE, by=writer, now=LATER)


@pytest.mark.django_db
def test_two_who_act_on_the_same_version_do_not_undo_each_other() -> None:
    made = of_hearing()
    by = {"by": staff(COORDINATOR), "now": LATER, "expected_version": made.version}
    acts.start_commitment(made, evidence=DONE, **by)

    with pytest.raises(Refused, match="Otra persona"):
        acts.close_commitment(made, "keep", evidence=DONE, **by)


@pytest.mark.django_db
def test_postgresql_keeps_what_was_promised() -> None:
    made = of_hearing()
    step = acts.add_milestone(made, text="Un paso", due_on=LATER.date(), by=staff(COORDINATOR),
                              now=LATER)  # fmt: skip
    acts.finish_milestone(made, step, evidence=DONE, by=staff(COORDINATOR), now=LATER)

    for change in (
        lambda: Commitment.objects.filter(pk=made.pk).update(text="Otra cosa"),
        lambda: Commitment.objects.filter(pk=made.pk).update(first_due_on=None),
        lambda: Commitment.objects.filter(pk=made.pk).delete(),
        lambda: Milestone.objects.filter(pk=step.pk).update(evidence="Otra"),
        lambda: CommitmentChange.objects.filter(commitment=made).update(said="Otra"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# -- reminders


@pytest.mark.django_db
def test_its_unit_is_reminded_before_and_after_its_day_once_each() -> None:
    head = staff(WRITER)
    made = of_hearing()
    made.unit.head = head
    made.unit.save()
    assert made.due_on is not None

    owed = []
    for days in (-25, -8, -8, -1, 1, 1):
        now = LATER + timedelta(days=30 + days)
        owed.append(commitment_reminders.remind_of_commitments(now))

    assert owed == [0, 1, 0, 1, 2, 0]  # late: also who coordinates
    sent = Message.objects.filter(kind="commitment_due")
    assert sent.filter(user=head).count() == 3
    with time_machine.travel(LATER + timedelta(days=32), tick=False):
        assert outbox.deliver_due(LATER + timedelta(days=32)).dead == 0


# -- what anyone reads


@pytest.mark.django_db
def test_the_list_counts_every_commitment_in_one_part(at_later: None) -> None:
    by = {"by": staff(COORDINATOR), "now": LATER}
    account = submission_at("admitted", email="").account
    acts.close_commitment(of_hearing(account=account), "keep", evidence=DONE, **by)
    acts.close_commitment(of_hearing(account=account), "not_keep", evidence=DONE, **by)
    late = of_hearing(account=account, text="<b>Tarde</b> =1+1")
    of_hearing(account=account)

    found = figures_of(Commitment.objects.public(), LATER.date() + timedelta(days=31))
    assert (found.total, found.kept, found.not_kept, found.overdue, found.in_term) == (
        4, 1, 1, 2, 0,
    )  # fmt: skip
    assert in_words(found) == (
        "De 4 compromisos, 1 se cumplió, 1 no se cumplió y 2 están atrasados."
    )
    client = Client()
    shown = client.get(LIST).content.decode()
    assert "&lt;b&gt;Tarde&lt;/b&gt;" in shown
    assert "1 de 4 (25\xa0%)" in shown
    one = client.get(f"{LIST}{late.code}/")
    assert one.status_code == 200
    assert client.get(f"{LIST}{late.code.lower()}/").status_code == 301
    assert client.get(f"{LIST}COM-2022-999/").status_code == 404
    assert client.get(f"{LIST}?estado=x").status_code == 400
    assert client.get(f"{LIST}?region=x").status_code == 400
    assert client.get(f"{LIST}?despues=x").status_code == 400
    csv = b"".join(client.get(f"{LIST}compromisos.csv")).decode()  # type: ignore[arg-type]
    assert csv.count("\r\n") == 5
    assert b"Llov" not in one.content
    assert b"BEGIN:VEVENT" in client.get(f"{LIST}compromisos.ics").content
    assert client.get(f"{LIST}compromisos.atom").status_code == 200
    assert client.get(f"{LIST}{late.code}/compromiso.json").json()["codigo"] == late.code


@pytest.mark.django_db
def test_pages_of_the_list_follow_each_other_without_a_hole() -> None:
    account = submission_at("admitted", email="").account
    codes = [of_hearing(account=account).code for _ in range(5)][::-1]

    first = page_of(Commitment.objects.public(), size=3)
    second = page_of(Commitment.objects.public(), first.after, size=3)

    assert [row.code for row in (*first.rows, *second.rows)] == codes
    assert second.after == ""


@pytest.mark.django_db
def test_what_is_not_public_promised_nothing_in_public(at_later: None) -> None:
    made = promised()
    region = BY_CODE[BIOBIO]
    Submission.objects.filter(pk=made.submission_id).update(about_region=BIOBIO)
    assert f'<option value="{region.slug}">' in Client().get(LIST).content.decode()
    asked = f"{LIST}?region={region.slug}&estado=por-cumplir"
    assert made.text in Client().get(asked).content.decode()
    aysen = f"{LIST}?region=aysen"
    assert made.text not in Client().get(aysen).content.decode()
    there = of_hearing(
        account=made.account, hearing=hearing_at("open", account=made.account), other_hearing=""
    )
    assert there.code in Client().get(aysen).content.decode()
    sent = Client().get(f"/api/v1/commitments/?region={region.slug}").json()["results"]
    assert [each["id"] for each in sent] == [made.code]
    Submission.objects.filter(pk=made.submission_id).update(published_at=None, published_by=None)

    client = Client()
    assert made.text.encode() not in client.get(LIST).content
    assert client.get(f"{LIST}{made.code}/").status_code == 404
    assert made.code not in b"".join(client.get(f"{LIST}compromisos.json")).decode()  # type: ignore[arg-type]


# -- the desk


@pytest.mark.django_db
def test_staff_act_from_its_page_and_what_they_typed_stays(at_later: None) -> None:
    made = of_hearing()
    client = Client()
    client.force_login(staff(COORDINATOR))
    page = f"/admin/participation/commitment/{made.pk}/"

    assert client.get("/admin/participation/commitment/?tab=mine").status_code == 200
    assert client.get("/admin/participation/commitment/?despues=x").status_code == 400
    assert made.text in client.get(f"{page}change/").content.decode()
    empty = client.post(f"{page}keep/", {"version": made.version, "said": ""})
    assert empty.status_code == 400
    wrong = client.post(f"{page}keep/", {"version": 7, "said": "Se hizo el lunes."})
    assert wrong.status_code == 409
    assert "Se hizo el lunes." in wrong.content.decode()
    done = client.post(f"{page}keep/", {"version": made.version, "said": "Se hizo el lunes."})
    assert done.status_code == 302
    made.refresh_from_db()
    assert made.state == "kept"
    new = client.post("/admin/participation/commitment/add/", {"text": "Algo que hacer."})
    assert new.status_code == 400
    assert "Algo que hacer." in new.content.decode()


@pytest.mark.django_db
def test_who_has_no_act_on_commitments_is_shown_the_way_out() -> None:
    made = of_hearing()
    client = Client()
    client.force_login(staff(MODERATOR))

    page = f"/admin/participation/commitment/{made.pk}/"
    assert client.get(f"{page}change/").status_code == 200
    assert client.get(f"{page}keep/").status_code == 403
