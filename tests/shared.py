"""One world for all the tests of a module, where building it is what costs.

Each test still has its own savepoint: what it changes is undone before the next.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from django.db import transaction

World = TypeVar("World")


def shared_world(build: Callable[[], World]) -> Any:
    """A fixture of the whole module that gives what `build` makes, and undoes it at the end."""

    @pytest.fixture(scope="module")
    def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield build()
            transaction.set_rollback(True)

    return world
