"""A published edition of the small account."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from programs.editions import sha256, sums_of
from programs.ledger import ContactPoint, Ledger
from programs.models import Edition, EditionFile
from programs.package import package_files
from tests.factories import NOW, AccountFactory, UserFactory
from tests.ledgers import small_ledger

CONTACTS = (
    ContactPoint("web", "Sitio web", "https://ejemplo.invalid"),
    ContactPoint("phone", "Teléfono", "+56 2 1234 5678"),
)


def reachable(ledger: Ledger) -> Ledger:
    """The account of an institution that can be reached."""
    return replace(ledger, institution=replace(ledger.institution, contacts=CONTACTS))


def freeze(ledger: Ledger) -> Edition:
    """Freeze a ledger as the first edition of an account, as `publish_account` would."""
    files = package_files(ledger)
    people = [UserFactory(), UserFactory()]
    edition = Edition.objects.create(
        account=AccountFactory(account_year=ledger.account_year),
        number=1,
        published_at=NOW,
        published_by=people[0],
        prepared_by=people[1],
        sha256=sha256(sums_of(files)),
        file_count=len(files),
    )
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, path=path, content=content, sha256=sha256(content))
        for path, content in files.items()
    )
    return edition


@pytest.fixture
def publish(db: None) -> Callable[[Ledger], Edition]:
    """`freeze`, with a database."""
    return freeze


@pytest.fixture
def edition(publish: Callable[[Ledger], Edition]) -> Edition:
    return publish(reachable(small_ledger()))
