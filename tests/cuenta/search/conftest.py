"""A published account, small and indexed, and a way to ask."""

from typing import Any

import pytest
from django.test import Client

from cuenta.pages.found import SearchPage
from cuenta.search.index import catch_up
from programs.models import Edition
from tests.cuenta.search.world import frozen, search_ledger


@pytest.fixture
def edition(db: None, settings: Any, tmp_path: Any) -> Edition:
    """The small account, published and indexed."""
    settings.PRESS_ROOT = tmp_path / "press"
    made = frozen(search_ledger())
    catch_up()
    return made


@pytest.fixture
def ask(client: Client) -> Any:
    """The page for what is typed: `ask("ñuble", tipo="region")`."""

    def answer(q: str, **more: str) -> SearchPage:
        response = client.get("/buscar/", {"q": q, **more})
        assert response.status_code == 200, response.content.decode()[:2000]
        page: SearchPage = response.context["page"]
        return page

    return answer


def titles(page: SearchPage) -> list[str]:
    """What the results are called."""
    return ["".join(piece.text for piece in row.title) for row in page.rows]
