"""Every act, in every state, by every role: done exactly where the table and the roles say.

A new state without its way in `factories`, a new act without its real function here, or a role
without its person fails.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from participation.actions import answers, filing, grouping, handling, moderation, terms
from participation.models import Message, RegisterEntry, Submission
from participation.permissions import ROLES
from participation.personal_data import Kind
from participation.register import unfiled_name
from participation.transitions import (
    ACTION,
    COUNCIL_ACTION,
    STATES,
    Refused,
    acts_of,
    allows,
    target_of,
)
from programs.models import User
from tests.factories import UserFactory
from tests.participation.council_replies import WAYS as COUNCIL_WAYS
from tests.participation.council_replies import filing_of, reply_at
from tests.participation.factories import (
    ANSWER,
    HEAD,
    REVIEWER,
    SIGNER,
    STEP,
    TEXT,
    WAYS,
    WRITER,
    first_reason,
    staff,
    submission_at,
    unit_of_tests,
)

pytestmark = pytest.mark.django_db

CODES = [state.code for state in STATES]
MUCH_LATER = timedelta(days=60)
Act = Callable[[Submission, User, datetime], Any]


def _draft(at: Submission, by: User, now: datetime) -> None:
    answers.save_answer(at, text=ANSWER, effect="accepts", by=by, now=now)


def _group(at: Submission, by: User, now: datetime) -> None:
    head = Submission.objects.get(folio__isnull=False, title="La principal")
    grouping.group_submissions(head, [at], by=by, now=now)


def _release(at: Submission, _: User, now: datetime) -> None:
    """The clock does it when the author of the head withdraws it."""
    head = at.group_head or Submission.objects.get(title="La principal")
    handling.withdraw_submission(head, now=now)


def _answer(at: Submission, by: User, now: datetime) -> None:
    """What is grouped is answered with the head of its group."""
    answers.publish_answer(at.group_head or at, by=by, now=now)


def _redact(at: Submission, by: User, now: datetime) -> None:
    phrases = [("año anterior", Kind.OTHER)]
    moderation.redact_submission(at, field="text", phrases=phrases, by=by, now=now)


def _assign(at: Submission, by: User, now: datetime) -> None:
    handling.assign_submission(at, unit=unit_of_tests(), by=by, now=now)


# The real function of each act. Acts of the author and of the clock leave `by` aside.
REAL: dict[str, Act] = {
    "receive": lambda at, _, now: filing.confirm_submission(at, now=now),
    "admit": lambda at, by, now: moderation.admit_submission(at, by=by, now=now),
    "ask_mend": lambda at, by, now: moderation.ask_to_mend(at, request="¿Cuál?", by=by, now=now),
    "mend": lambda at, _, now: moderation.mend_submission(at, text="Del programa Crece.", now=now),
    "lapse": lambda at, _, now: moderation.lapse_submission(at, now=now + MUCH_LATER),
    "refuse": lambda at, by, now: moderation.refuse_submission(
        at, reason=first_reason(), by=by, now=now
    ),
    "ask_review": lambda at, _, now: moderation.ask_review(at, now=now),
    "overturn": lambda at, by, now: moderation.overturn_refusal(at, by=by, now=now),
    "uphold": lambda at, by, now: moderation.uphold_refusal(at, note="Igual.", by=by, now=now),
    "refer": lambda at, by, now: handling.refer_submission(at, body="Otro", by=by, now=now),
    "convert": lambda at, by, now: handling.convert_submission(at, by=by, now=now),
    "assign": _assign,
    "reassign": _assign,
    "unassign": lambda at, by, now: handling.unassign_submission(at, by=by, now=now),
    "group": _group,
    "ungroup": lambda at, by, now: grouping.ungroup_submission(at, by=by, now=now),
    "release": _release,
    "extend": lambda at, by, now: terms.extend_submission(
        at, days=5, reason="Faltan datos.", by=by, now=now
    ),
    "redact": _redact,
    "draft": _draft,
    "send_to_review": lambda at, by, now: answers.send_answer_to_review(at, by=by, now=now),
    "return": lambda at, by, now: answers.return_answer(at, note="Falta algo.", by=by, now=now),
    "review": lambda at, by, now: answers.review_answer(at, by=by, now=now),
    "answer": _answer,
    "notify": lambda at, _, now: handling.mark_notified(at, now=now),
    "close": lambda at, by, now: handling.close_submission(at, by=by, now=now),
    "redraft": lambda at, by, now: answers.redraft_answer(at, reason="Dato.", by=by, now=now),
    "discard": lambda at, by, now: answers.discard_draft(at, by=by, now=now),
    "withdraw": lambda at, _, now: handling.withdraw_submission(at, now=now),
    "follow_up": lambda at, _, now: handling.follow_up_submission(at, text=TEXT, now=now),
}


def _ask_review(at: Submission, now: datetime) -> None:
    moderation.ask_review(at, now=now)


def _make_ready_to_sign(at: Submission, now: datetime) -> None:
    """Written and reviewed, by the two that do that; the head's, for what is grouped."""
    answered = at.group_head or at
    if answered.state == "admitted":
        who = User(is_superuser=True, email="todo@servicio.invalid")
        who.save()
        handling.assign_submission(answered, unit=unit_of_tests(), by=who, now=now)
        _draft(answered, staff(WRITER), now)
        answers.send_answer_to_review(answered, by=staff(WRITER), now=now)
    answers.review_answer(answered, by=staff(REVIEWER), now=now)


def _write_another_version(at: Submission, now: datetime) -> None:
    answers.send_answer_to_review(at, by=staff(WRITER), now=now)
    answers.review_answer(at, by=staff(REVIEWER), now=now)
    signer = staff(HEAD if at.kind == "council" else SIGNER)
    answers.publish_answer(at, by=signer, now=now)
    answers.redraft_answer(at, reason="Falta un dato.", by=staff(WRITER), now=now)


# What an act needs to have happened, beyond the state.
BEFORE: dict[tuple[str, str], Callable[[Submission, datetime], None]] = {
    ("not_admitted", "overturn"): _ask_review,
    ("not_admitted", "uphold"): _ask_review,
    ("drafting", "discard"): _write_another_version,
    ("in_review", "answer"): _make_ready_to_sign,
    ("grouped", "answer"): _make_ready_to_sign,
}


OTHERS: dict[str, dict[str, bool]] = {
    "nobody": {},
    "superuser": {"is_superuser": True},
    "left": {"is_superuser": True, "is_active": False},
}


def people() -> dict[str, User]:
    """One of each role, one without any, one who may do everything and one who has left."""
    everybody = {role: staff(role) for role in ROLES}
    return everybody | {name: UserFactory(**traits) for name, traits in OTHERS.items()}


def should(action: str, state: str, role: str, kind: str = "") -> bool:
    """What the table and ROLES say of a filing of that kind."""
    if not allows(action, state, kind):
        return False
    permission = acts_of(kind)[action].permission
    return not permission or role == "superuser" or permission in ROLES.get(role, ())


def last_entry() -> int:
    return RegisterEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]


def tried(at: Submission, action: str, by: User, now: datetime, last: int) -> tuple[bool, str]:
    """Whether the register says, after its entry `last`, that it was done; and the state then."""
    before = (at.state, at.version)
    with contextlib.suppress(Refused):
        REAL[action](at, by, now)
    held = Submission.objects.get(pk=at.pk)
    name = held.folio or unfiled_name(held)
    entries = RegisterEntry.objects.filter(pk__gt=last, object_id=name)
    acts = set(entries.values_list("act", flat=True))
    if not acts:
        assert (held.state, held.version) == before
    return action in acts, held.state


class _UndoError(Exception):
    """Takes back what an attempt did."""


def test_every_act_has_its_function_and_every_state_its_way() -> None:
    assert set(REAL) == set(ACTION)
    assert set(WAYS) == set(CODES)


@pytest.mark.parametrize("state", CODES)
def test_an_act_is_done_exactly_where_the_table_and_the_roles_say(state: str) -> None:
    assert _wrong(submission_at(state), state) == []


@pytest.mark.parametrize("state", COUNCIL_WAYS)
def test_what_the_council_files_has_only_its_acts_by_its_roles(state: str) -> None:
    assert _wrong(filing_of(reply_at(state)), state) == []


def test_the_council_has_a_way_to_every_state_that_its_acts_reach() -> None:
    passing = "received"  # the filing itself admits it

    reached = {act.target for act in COUNCIL_ACTION.values() if act.target} - {passing}

    assert reached == set(COUNCIL_WAYS)


def _wrong(at: Submission, state: str) -> list[tuple[str, str, str, str]]:
    """Every act by everybody, each taken back: those that went otherwise than the table says."""
    submission_at("admitted", email="otra@correo.invalid", text="La principal")
    everybody = people()
    now = at.sent_at + 20 * STEP
    before = last_entry()  # each attempt is taken back: it is the last one of all of them
    wrong = []

    for action in ACTION:
        for role in _who_tries(action, state, at.kind):
            by = everybody[role]
            try:
                with transaction.atomic():
                    fresh = Submission.objects.get(pk=at.pk)
                    last = before
                    if prepare := BEFORE.get((state, action)):
                        prepare(fresh, now)
                        fresh.refresh_from_db()
                        last = last_entry()
                    done, after = tried(fresh, action, by, now + STEP, last)
                    raise _UndoError
            except _UndoError:
                expected = should(action, state, role, at.kind)
                if done is not expected or (done and after != target_of(action, state, at.kind)):
                    wrong.append((action, role, "done" if done else "refused", after))
    return wrong


def _who_tries(action: str, state: str, kind: str) -> list[str]:
    """Everybody, where it can be done; else who may do most: what the state refuses is nobody's."""
    if not ACTION[action].permission:
        return ["nobody"]
    return [*ROLES, *OTHERS] if allows(action, state, kind) else ["superuser"]


def test_who_is_told_of_what_is_told_once_and_in_the_same_transaction() -> None:
    submission_at("closed")
    kinds = list(Message.objects.order_by("kind").values_list("kind", flat=True))

    assert kinds == ["admitted", "answered", "confirm_address", "receipt"]
