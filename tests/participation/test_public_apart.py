"""Public pages never join who wrote. Apart from `test_privacy.py`, whose tests count every row."""

from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation import links
from tests.participation import test_permission_matrix as matrix

pytestmark = pytest.mark.django_db
world = matrix.world
SEALED = ("participation_person", "participation_authorship", "participation_sealedoriginal")
# These answer only to whoever has the link that went to the e-mail: they are that person's own.
OWN = {name for name in matrix.ROWS if name.startswith("my-data-")} | {
    "confirm", "follow-confirm", "follow-manage", "unsubscribe", "hearing-registration",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(matrix.ROWS) - OWN))
def test_no_public_page_reads_who_people_are(world: matrix.World, name: str) -> None:
    address = reverse(f"participation:{name}", args=matrix.ROWS[name].arguments(world))

    with CaptureQueriesContext(connection) as asked:
        Client().get(address)

    touched = [each["sql"] for each in asked if any(table in each["sql"] for table in SEALED)]
    assert touched == []


def test_the_proof_sees_a_page_that_does_read_who_people_are(world: matrix.World) -> None:
    person = world.public.authorship.person

    with CaptureQueriesContext(connection) as asked:
        Client().get(urlsplit(links.my_data_url(person)).path)

    assert any("participation_authorship" in each["sql"] for each in asked)
