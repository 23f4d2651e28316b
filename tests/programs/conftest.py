"""The seed account, brought in through the same action as staff."""

from pathlib import Path

import pytest

from programs.actions.accounts import prepare_account, publish_account
from programs.actions.imports import import_account
from programs.ledger import Ledger
from programs.models import Edition, PublicAccount, User
from programs.package import read_package
from tests.factories import NOW, UserFactory

SEED = Path(__file__).parents[2] / "programs" / "data" / "sercotec-2022"


@pytest.fixture(scope="session")
def seed() -> Ledger:
    return read_package(SEED)


@pytest.fixture
def editor(db: None) -> User:
    return UserFactory(role="Edición de datos")


@pytest.fixture
def publisher(db: None) -> User:
    return UserFactory(role="Publicación")


@pytest.fixture
def draft(seed: Ledger, editor: User) -> PublicAccount:
    return import_account(seed, by=editor, now=NOW, origin="prueba")


@pytest.fixture
def edition(draft: PublicAccount, editor: User, publisher: User) -> Edition:
    prepare_account(draft, by=editor, now=NOW)
    return publish_account(draft, by=publisher, now=NOW)
