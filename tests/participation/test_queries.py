"""Every list, of the public and of the desk: the same number of queries at 10 and at 1,000 rows.

The lists of the public come from the URLconf, the tabs from the desk and the other tables from the
admin: what is added is counted too.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation import models
from participation.desk import SHELVES
from participation.filters import ORDERS, STATES
from participation.folios import folio_of
from participation.models import Answer, Deadline, Message, RegisterEntry, Submission
from participation.public_urls import public_patterns
from tests.factories import UserFactory
from tests.participation.factories import NOW, WAYS, submission_at

LIST = "/participacion/"
FILED = [state for state in WAYS if state != "unconfirmed"]
LATER = NOW + timedelta(days=120)  # what is owed is late
GENERATED = ("search",)


def public_lists() -> list[str]:
    """Every public address that needs nothing but itself, narrowed in every way it can be."""
    plain = [reverse(f"participation:{each.name}") for each in public_patterns
             if "<" not in str(each.pattern)]  # fmt: skip
    queries = [f"estado={state}" for state, _ in STATES] + [f"orden={order}" for order, _ in ORDERS]
    queries += ["region=los-lagos", "programa=crece", "tipo=consulta", "q=programa",
                "efecto=corrects", "sobre=/cuentas/2026/programas/crece/"]  # fmt: skip
    more = [reverse(f"participation:{name}") for name in ("deadlines", "register")]
    return [*plain, *more, *(f"{LIST}?{query}" for query in queries)]


def staff_lists() -> list[str]:
    """Every table of participation in the admin; the desk by each of its tabs and narrowed."""
    tables = [
        reverse(f"admin:participation_{model._meta.model_name}_changelist")
        for model in admin.site._registry
        if model._meta.app_label == "participation"
    ]
    desk = reverse("admin:participation_submission_changelist")
    queries = [f"tab={shelf.code}" for shelf in SHELVES] + [
        "q=programa", "region=10", "kind=question", "unit=-", "clock=answer", "state=closed",
    ]  # fmt: skip
    return [reverse("admin:index"), *tables, *(f"{desk}?{query}" for query in queries)]


@pytest.fixture
def ten(db: None, time_machine: Any) -> list[Submission]:
    """Ten and some: one in each state that has a folio, by the real acts."""
    time_machine.move_to(NOW, tick=False)
    made = [
        submission_at(state, email=f"{state}@correo.invalid", uid=None)
        for state in FILED
    ]  # fmt: skip
    time_machine.move_to(LATER, tick=False)
    return made


def _copied(row: Any, **changes: Any) -> Any:
    """The same row once more, not written yet."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.attname not in GENERATED
    }
    return type(row)(**values | changes)


def grow(rows: list[Submission], total: int) -> None:
    """Up to `total` filings in the same states, with their terms, answers, messages, entries."""
    copies = []
    for number in range(len(rows) + 1_000, 1_000 + total):
        row = Submission.objects.get(pk=rows[number % len(rows)].pk) if number < 1_100 else copies[
            number - 1_000 - len(rows) - len(rows)
        ]  # fmt: skip
        copies.append(
            _copied(row, uid=uuid4(), number=number, folio=folio_of(2026, number),
                    support_count=number % 7, follows_id=None)
        )  # fmt: skip
    Submission.objects.bulk_create(copies)
    for kind, key in ((Deadline, {}), (Answer, {})):
        _give_each(kind, rows, copies, key)
    message, entry = Message.objects.first(), RegisterEntry.objects.first()
    Message.objects.bulk_create(_copied(message, key=uuid4().hex) for _ in copies)
    RegisterEntry.objects.bulk_create(_copied(entry, object_id=row.folio) for row in copies)


def _give_each(kind: Any, rows: list[Submission], copies: list[Submission], key: Any) -> None:
    """To each copy what a filing in its state has of that kind."""
    by_state: dict[str, list[Any]] = {row.state: [] for row in rows}
    for each in kind.objects.select_related("submission"):
        by_state[each.submission.state].append(each)
    seen: set[tuple[int, Any]] = set()
    made = []
    for row in copies:
        for each in by_state[row.state]:
            name = (row.pk, getattr(each, "clock", None) or each.number)
            if name not in seen:
                seen.add(name)
                made.append(_copied(each, submission_id=row.pk))
    kind.objects.bulk_create(made)


def _queries(client: Client, address: str) -> list[str]:
    """What an address asks once what is read once was read."""
    assert client.get(address).status_code in (200, 404), address
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
        return [query["sql"] for query in seen]


@pytest.mark.parametrize("who", ["public", "staff"])
def test_ten_and_a_thousand_rows_cost_the_same_queries(ten: list[Submission], who: str) -> None:
    client = Client()
    if who == "staff":
        client.force_login(UserFactory(is_superuser=True))
    addresses = public_lists() if who == "public" else staff_lists()
    few = {address: _queries(client, address) for address in addresses}

    grow(ten, 1_000)
    lots = {address: _queries(client, address) for address in addresses}

    assert Submission.objects.filed().count() >= 1_000
    dearer = {
        address: (len(few[address]), len(lots[address]), lots[address][-1][:300])
        for address in addresses
        if len(lots[address]) != len(few[address])
    }
    assert dearer == {}


def test_every_table_of_the_desk_is_a_list_that_is_counted() -> None:
    named = {model._meta.model_name for model in admin.site._registry}

    assert {"submission", "message"} <= named
    assert len(staff_lists()) > len(SHELVES)
    assert models.Submission in admin.site._registry
