"""Two accounts of two years, published, and a way to ask for a view of them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cuenta.pages.explored import ExplorerPage
from programs.ledger import Figure, Ledger
from programs.models import Edition
from tests.cuenta.search.world import frozen, publishable, search_ledger


def next_year() -> Ledger:
    """The account of 2023: the same facts, half as much again; one of them without a value."""
    ledger = search_ledger()
    figures = tuple(map(_grown, ledger.figures))
    return publishable(
        replace(ledger, account_year=2023, management_year=2022, figures=figures, rules=())
    )


def _grown(figure: Figure) -> Figure:
    if figure.key == "pymes-crece-monto":
        return replace(figure, value=None, literal="", note="en proceso de selección")
    value = figure.value
    if value is None or figure.unit.value == "%":
        return figure
    step = figure.precision
    return replace(figure, value=(value * Decimal("1.5") // step) * step)


@pytest.fixture
def edition(db: None, settings: Any, tmp_path: Any) -> Edition:
    """The small account of 2022, alone."""
    settings.PRESS_ROOT = tmp_path / "press"
    return frozen(search_ledger())


@pytest.fixture
def two_years(edition: Edition) -> tuple[Edition, Edition]:
    """And that of 2023."""
    return edition, frozen(next_year())


@pytest.fixture
def see(client: Client) -> Any:
    """The page of a view: `see(indicador="inscritos", ver="barras")`."""

    def answer(**asked: str) -> ExplorerPage:
        response = client.get("/datos/", asked)
        assert response.status_code == 200, response.content.decode()[:2000]
        page: ExplorerPage = response.context["page"]
        return page

    return answer
