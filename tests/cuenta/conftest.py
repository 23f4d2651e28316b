"""What the tests of the press, of serving and of nginx read: printed once for all of them."""

import pytest

from tests.cuenta.printed import TwoEditions, print_two_editions


@pytest.fixture(scope="session")
def printed(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> TwoEditions:
    """The seed account with two editions, as files; nobody may change them."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return print_two_editions(tmp_path_factory.mktemp("press"))
