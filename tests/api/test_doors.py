"""Role × address × method: the API answers everybody alike, and an address without a row fails."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cuenta.api.routes import api_patterns, v1_patterns
from participation.models import RegisterEntry
from programs.models import Edition
from tests.api.world import freeze
from tests.cuenta.small import small_ledger
from tests.factories import UserFactory
from tests.participation.factories import NOW, submission_at

ROLES = (
    "", "stranger", "Auditoría", "Edición de datos", "Publicación", "Moderación", "Redacción",
    "boss",
)  # fmt: skip
KEY = ["2022-1", "nada"]
# Name: what it needs in its address, and what GET and an empty POST are answered.
ROWS: dict[str, tuple[list[Any], int, int]] = {
    "versions": ([], 302, 302),
    "root": ([], 200, 405),
    "openapi": ([], 200, 405),
    "documentation": ([], 200, 405),
    "nowhere": (["nada/"], 404, 404),
    "proof": ([], 200, 405),
    "submissions-list": ([], 200, 400),
    "rates-detail": (["2022"], 200, 405),
    "institutions-detail": (["sercotec"], 200, 405),
    "accounts-detail": (["2022"], 200, 405),
    "editions-detail": (["2022-1"], 200, 405),
    "regions-detail": (["08"], 200, 405),
    **{
        f"{name}-list": ([], 200, 405)
        for name in (
            "institutions", "accounts", "editions", "regions", "chapters", "products", "programs",
            "indicators", "tables", "results", "sources", "checks", "errata", "answers", "terms",
            "rates", "register", "observations", "commitments", "performance", "measures",
            "reports", "hearings",
        )
    },
    **{
        f"{name}-detail": (KEY, 404, 405)
        for name in (
            "chapters", "products", "programs", "indicators", "tables", "results", "sources",
            "checks", "errata",
        )
    },
    "submissions-detail": (["{folio}"], 200, 405),
    "answers-detail": (["{folio}", "1"], 200, 405),
    "register-detail": (["{entry}"], 200, 405),
    "observations-detail": (["OBS-2026-001"], 404, 405),
    "reports-detail": (["2022-1"], 404, 405),
    "commitments-detail": (["COM-2026-001"], 404, 405),
    "hearings-detail": (["1"], 404, 405),
}  # fmt: skip


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    named = {each.name for each in (*api_patterns, *v1_patterns) if hasattr(each, "name")}

    assert named == set(ROWS)


@pytest.fixture
def places(db: None, time_machine: Any) -> dict[str, str]:
    """What the addresses name."""
    time_machine.move_to(NOW, tick=False)
    edition: Edition = freeze(ledger=small_ledger())
    one = submission_at("answered", account=edition.account, email="")
    return {"folio": str(one.folio), "entry": str(RegisterEntry.objects.first().pk)}  # type: ignore[union-attr]


def _client(role: str) -> Client:
    client = Client()
    if role == "stranger":
        client.force_login(UserFactory(is_staff=False))
    elif role == "boss":
        client.force_login(UserFactory(is_superuser=True))
    elif role:
        client.force_login(UserFactory(role=role))
    return client


@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_answered_the_same(places: dict[str, str], role: str) -> None:
    client, answered = _client(role), {}

    for name, (parts, _, _) in ROWS.items():
        address = reverse(f"api:{name}", args=[part.format(**places) for part in parts])
        answered[name] = (
            client.get(address).status_code,
            client.post(address, content_type="application/json").status_code,
        )

    assert answered == {name: (get, post) for name, (_, get, post) in ROWS.items()}
