"""The seed account, published."""

import pytest

from programs.models import Edition
from tests.api.world import freeze


@pytest.fixture
def edition(db: None) -> Edition:
    return freeze()
