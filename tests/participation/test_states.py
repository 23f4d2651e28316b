"""The life of a submission is one table, and its document says the same."""

from itertools import product

import pytest
from django.conf import settings

from participation.management.commands.document_submission_states import states_document
from participation.models import Submission
from participation.permissions import ROLES
from participation.transitions import ACTION, STATES, TRANSITIONS, Refused, allows, target_of

CODES = [state.code for state in STATES]


def test_the_document_is_the_one_the_table_makes() -> None:
    written = (settings.BASE_DIR / "docs" / "states-submissions.md").read_text(encoding="utf-8")

    assert written == states_document(), "run manage.py local document_submission_states"


def test_the_model_knows_the_same_states_with_the_same_words() -> None:
    choices = Submission._meta.get_field("state").choices

    assert list(choices or []) == [(state.code, state.label) for state in STATES]


@pytest.mark.parametrize(("state", "action"), list(product(CODES, ACTION)))
def test_every_state_answers_every_act(state: str, action: str) -> None:
    if allows(action, state):
        assert target_of(action, state) in CODES
    else:
        with pytest.raises(Refused, match="No se puede"):
            target_of(action, state)


def test_every_state_but_the_first_is_reached() -> None:
    reached = {act.target for act in TRANSITIONS if act.target}

    assert reached == set(CODES) - {"unconfirmed"}


def test_every_act_is_of_the_staff_or_of_the_author_or_of_the_clock() -> None:
    for act in TRANSITIONS:
        assert [bool(act.permission), act.by_author, act.by_clock].count(True) == 1, act.action


def test_every_permission_of_the_table_is_in_some_role_and_exists() -> None:
    given = {permission for acts in ROLES.values() for permission in acts}
    known = {codename for codename, _ in Submission._meta.permissions}

    for act in TRANSITIONS:
        assert not act.permission or act.permission in given & known, act.action


def test_no_role_writes_and_reviews_or_writes_and_signs() -> None:
    for name, acts in ROLES.items():
        assert not {"write_answer", "review_answer"} <= set(acts), name
        assert not {"write_answer", "publish_answer"} <= set(acts), name
