"""Every list of the API: the same number of queries at ten and at a thousand rows."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.models import Submission
from participation.performance import count_all
from tests.api.test_lists import _lists
from tests.api.world import V1, freeze, seed
from tests.cuenta.small import small_ledger
from tests.participation.factories import NOW, submission_at
from tests.participation.test_queries import FILED, LATER, grow

MOST = 5  # the limits read and counted, the editions, the rows, what is shown beside them


def _addresses() -> list[str]:
    plain = [path for path, _ in _lists()]
    more = [
        "submissions/?order=-supports", "submissions/?order=due_on", "submissions/?q=programa",
        "submissions/?status=late", "answers/?effect=informs", "register/?order=id",
    ]  # fmt: skip
    return [*plain, *more]


def _queries(path: str) -> int:
    client = Client()
    assert client.get(f"{V1}{path}").status_code == 200, path
    with CaptureQueriesContext(connection) as seen:
        client.get(f"{V1}{path}")
    return len(seen)


@pytest.fixture
def ten(db: None, time_machine: Any) -> list[Submission]:
    time_machine.move_to(NOW, tick=False)
    account = freeze(2026, ledger=small_ledger()).account
    made = [submission_at(state, email=f"{state}@correo.invalid", uid=None, account=account)
            for state in FILED]  # fmt: skip
    time_machine.move_to(LATER, tick=False)
    count_all(LATER)  # as the beat does
    return made


def test_more_rows_cost_no_more_queries(ten: list[Submission]) -> None:
    few = {path: _queries(path) for path in _addresses()}

    grow(ten, 1_000)
    freeze(2022, ledger=seed())
    lots = {path: _queries(path) for path in _addresses()}

    assert lots == few
    assert max(few.values()) <= MOST, few
