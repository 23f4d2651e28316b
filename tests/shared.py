"""What is made once for all tests of a file, in a transaction around theirs.

    account = shared_world(publish_the_seed)

    @pytest.fixture(scope="module", params=[SUNDAY, HOLIDAY])
    def now(kept: Kept, account: PublicAccount, request) -> Iterator[datetime]:
        with kept():
            play(account, now=request.param)
            yield request.param

Each test has its own savepoint: what it changes is undone before the next. Rows that a test changes
have to be read anew by it: the objects in memory are those of all. Not for files with
`django_db(transaction=True)`, nor with `printed`, which writes the same rows beside it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

import pytest
from django.db import transaction

World = TypeVar("World")
Kept = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def kept(django_db_setup: None, django_db_blocker: Any) -> Kept:
    """A block whose rows are there until it ends; one within another is fine."""

    @contextmanager
    def block() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block


def shared_world(build: Callable[[], World]) -> Any:
    """A fixture of the whole module that gives what `build` makes, and undoes it at the end."""

    @pytest.fixture(scope="module")
    def world(kept: Kept) -> Iterator[World]:
        with kept():
            yield build()

    return world
