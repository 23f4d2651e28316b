"""The seed account, brought in through the same action as staff."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from programs.actions.accounts import prepare_account, publish_account
from programs.actions.imports import import_account
from programs.ledger import Ledger
from programs.models import Edition, PublicAccount, User
from programs.package import read_package
from tests.factories import NOW, UserFactory
from tests.shared import Kept

SEED = Path(__file__).parents[2] / "programs" / "data" / "sercotec-2022"


@pytest.fixture(scope="session")
def seed() -> Ledger:
    return read_package(SEED)


@pytest.fixture(scope="module", autouse=True)
def imported_once(request: pytest.FixtureRequest) -> Iterator[tuple[PublicAccount, User] | None]:
    """The seed's account and its editor, there for all tests of a file with IMPORTED_ONCE."""
    if not getattr(request.module, "IMPORTED_ONCE", False):
        yield None
        return
    seed: Ledger = request.getfixturevalue("seed")
    kept: Kept = request.getfixturevalue("kept")
    with kept():
        editor = UserFactory(role="Edición de datos")
        yield import_account(seed, by=editor, now=NOW, origin="prueba"), editor


@pytest.fixture
def editor(db: None, imported_once: tuple[PublicAccount, User] | None) -> User:
    if imported_once:
        return User.objects.get(pk=imported_once[1].pk)
    return UserFactory(role="Edición de datos")


@pytest.fixture
def publisher(db: None) -> User:
    return UserFactory(role="Publicación")


@pytest.fixture
def draft(
    seed: Ledger, editor: User, imported_once: tuple[PublicAccount, User] | None
) -> PublicAccount:
    if imported_once:
        return PublicAccount.objects.get(pk=imported_once[0].pk)
    return import_account(seed, by=editor, now=NOW, origin="prueba")


@pytest.fixture
def edition(draft: PublicAccount, editor: User, publisher: User) -> Edition:
    prepare_account(draft, by=editor, now=NOW)
    return publish_account(draft, by=publisher, now=NOW)
