"""The facts to compare with: brought by the portal, kept by the data editors, in the register."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cuenta.actions.context import write_context, write_defaults
from cuenta.context_defaults import COUNTRY, VARIATIONS
from cuenta.models import MethodBreak, Population, PriceVariation
from participation.models import RegisterEntry
from programs.transitions import Refused
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db
EDITOR = "Edición de datos"


def test_the_portal_brings_the_census_and_the_prices() -> None:
    assert sum(Population.objects.values_list("value", flat=True)) == COUNTRY
    assert set(PriceVariation.objects.values_list("year", flat=True)) == set(VARIATIONS)
    assert all(Population.objects.values_list("source", flat=True))


def test_what_staff_wrote_stays_when_the_defaults_are_written_again() -> None:
    Population.objects.filter(region="16", year=2017).update(value=1)

    write_defaults()

    assert Population.objects.get(region="16", year=2017).value == 1


def test_a_change_leaves_its_history_and_its_entry() -> None:
    editor = UserFactory(role=EDITOR)
    row = PriceVariation(year=2024, percent="4.5", source="INE")

    write_context(row, by=editor, now=NOW)

    entry = RegisterEntry.objects.get(act="write_context")
    assert (entry.object_type, entry.object_id) == ("pricevariation", str(row.pk))
    assert row.history.get().history_user == editor


@pytest.mark.parametrize("role", ["Publicación", "Auditoría", "Moderación"])
def test_only_the_data_editors_write(role: str) -> None:
    row = MethodBreak(indicator="inscritos", year=2022, text="Otra forma.")

    with pytest.raises(Refused):
        write_context(row, by=UserFactory(role=role), now=NOW)


@pytest.mark.parametrize("name", ["population", "pricevariation", "methodbreak"])
def test_the_desk_shows_them_and_takes_what_is_written(client: Client, name: str) -> None:
    client.force_login(UserFactory(role=EDITOR))
    values: dict[str, dict[str, Any]] = {
        "population": {"region": "16", "year": 2024, "value": 500_000, "source": "INE, prueba"},
        "pricevariation": {"year": 2024, "percent": "4,5", "source": "INE, prueba"},
        "methodbreak": {"indicator": "inscritos", "year": 2022, "text": "Otra forma."},
    }

    listed = client.get(reverse(f"admin:cuenta_{name}_changelist"))
    added = client.post(reverse(f"admin:cuenta_{name}_add"), values[name])
    wrong = client.post(reverse(f"admin:cuenta_{name}_add"), {**values[name], "year": "x"})

    assert listed.status_code == 200
    assert added.status_code == 302
    assert wrong.status_code == 200
    assert "year" in wrong.context["adminform"].form.errors


def test_a_fact_of_one_year_is_written_once(client: Client) -> None:
    client.force_login(UserFactory(role=EDITOR))
    values = {"region": "16", "year": 2017, "value": 5, "source": "INE"}

    response = client.post(reverse("admin:cuenta_population_add"), values)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors
