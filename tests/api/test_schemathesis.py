"""Whatever the schema lets anyone send, and what it does not: the API answers as the schema says.

schemathesis makes the requests from the schema; a fixed seed makes them the same every time.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from cuenta.api.schema import schema
from tests.api.world import freeze
from tests.cuenta.small import small_ledger
from tests.participation.factories import submission_at
from tests.participation.limits import limits_off

# Not `positive_data_acceptance`: that a cursor, a folio or the name of a field is a real one is
# more than a schema can say, and what is not is refused with a sentence.
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
EXPECTED = {
    GenerationMode.POSITIVE: (CHECKS, 10),
    GenerationMode.NEGATIVE: ([*CHECKS, checks.negative_data_rejection], 3),
}


def same_every_time(examples: int) -> settings:
    """So many requests for each operation, made from a fixed seed."""
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@pytest.fixture
def operations(db: None) -> Iterator[list[Any]]:
    """Every operation of the API, in front of an account with one answered question."""
    limits_off()
    # As Django's own test client does: the connection of the test is not closed after a request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    edition = freeze(ledger=small_ledger())
    submission_at("answered", account=edition.account, email="")
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    yield [each.ok() for each in found.get_all_operations()]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", EXPECTED)
def test_every_answer_is_one_that_the_schema_tells(
    operations: list[Any], mode: GenerationMode
) -> None:
    expected, examples = EXPECTED[mode]

    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
            continue  # there is nothing in it to get wrong

        @same_every_time(examples)
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=expected)

        holds()

    assert len(operations) == sum(len(each) for each in schema()["paths"].values())
