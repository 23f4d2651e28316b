"""What an edition says comes out as it went in, each thing at an address that stays."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from participation.subjects import place_at
from programs.api.views import RESOURCES
from programs.checks import run_checks
from programs.figures import format_figure
from programs.ledger import Unit
from programs.models import Edition
from tests.api.world import freeze, get, rows, seed, walk

NAMES = [resource.name for resource in RESOURCES]
BY_NAME = {resource.name: resource for resource in RESOURCES}
LEDGER: dict[str, Callable[[], Any]] = {
    "chapters": lambda: seed().chapters,
    "products": lambda: seed().products,
    "programs": lambda: seed().programs,
    "indicators": lambda: seed().indicators,
    "tables": lambda: seed().tables,
    "results": lambda: seed().figures,
    "sources": lambda: seed().sources,
    "checks": lambda: run_checks(seed()),
    "errata": lambda: seed().errata,
}
FEW = ("institutions", "accounts", "editions", "regions")


@pytest.mark.parametrize("name", NAMES)
def test_everything_of_an_edition_is_listed_once_in_its_order(edition: Edition, name: str) -> None:
    expected = [getattr(each, "key", None) or each.slug for each in LEDGER[name]()]

    pages = walk(f"{name}/?limit=50")

    assert [each for page in pages for each in page] == [f"2022-1/{key}" for key in expected]
    assert all(len(page) == 50 for page in pages[:-1])


@pytest.mark.parametrize("name", NAMES)
def test_one_is_at_its_own_address_what_it_is_in_the_list(edition: Edition, name: str) -> None:
    for row in rows(f"{name}/?limit=3"):
        alone = Client().get(row["url"].removeprefix(settings.SITE_URL))

        assert alone.json() == row
        assert tuple(row) == BY_NAME[name].fields


@pytest.mark.parametrize("name", FEW)
def test_who_gives_account_is_at_its_own_address_too(edition: Edition, name: str) -> None:
    found = rows(f"{name}/")

    alone = [Client().get(row["url"].removeprefix(settings.SITE_URL)).json() for row in found]

    assert found
    assert alone == found


def test_a_figure_is_told_to_the_peso_with_what_the_document_says(edition: Edition) -> None:
    shown = {row["key"]: row for row in rows("results/?limit=200")}
    shown |= {row["key"]: row for row in rows("results/?limit=200&order=-value")}

    for figure in seed().figures:
        row = shown.get(figure.key)
        if row is None:
            continue
        value = row["value"]
        assert (None if value is None else Decimal(str(value))) == figure.value
        assert (row["literal"], row["published"]) == (figure.literal, format_figure(figure))
        assert (row["unit"], row["sex"], row["region"]) == (
            Unit(figure.unit).name.lower(), figure.sex, figure.region,
        )  # fmt: skip
    assert len(shown) > 300


def test_a_figure_that_the_document_does_not_state_is_null_and_never_zero(
    edition: Edition,
) -> None:
    unstated = [figure.key for figure in seed().figures if figure.value is None]

    found = rows(f"results/?key={','.join(unstated)}")

    assert unstated
    assert [(row["value"], row["published"]) for row in found] == [(None, "–")] * len(unstated)


@pytest.mark.parametrize("name", ["chapters", "programs", "products", "tables", "results"])
def test_the_page_of_a_thing_is_a_permanent_address_of_its_edition(
    edition: Edition, name: str
) -> None:
    for row in rows(f"{name}/?limit=5"):
        place = place_at(row["page"].removeprefix(settings.SITE_URL))

        assert place is not None
        assert place.edition == edition


def test_a_check_says_what_it_used_and_what_is_explained_of_its_difference(
    edition: Edition,
) -> None:
    differing = {each.slug: each for each in run_checks(seed()) if each.differs}

    found = {row["key"]: row for row in rows("checks/?verdict=differs&limit=200")}

    assert set(found) == set(differing)
    for slug, outcome in differing.items():
        assert Decimal(str(found[slug]["difference"])) == outcome.difference
        assert len(found[slug]["parts"]) == len(outcome.parts)
        assert found[slug]["explanation"]["text"] == seed().explanation[slug].text


def test_the_current_edition_is_told_unless_another_is_asked_for(edition: Edition) -> None:
    freeze(2022, 2)
    freeze(2023, 1)

    usual = {row["edition"] for row in rows("products/?limit=200")}

    assert usual == {"2023-1", "2022-2"}
    assert {row["edition"] for row in rows("products/?year=2022")} == {"2022-2"}
    assert {row["edition"] for row in rows("products/?edition=2022-1")} == {"2022-1"}
    assert rows("products/?edition=2022-9") == []
    assert rows("products/?year=1999") == []


def test_an_old_edition_says_the_same_after_a_new_one(edition: Edition) -> None:
    figure = seed().figures[0].key
    before = get(f"results/2022-1/{figure}/")

    freeze(2022, 2)
    after = get(f"results/2022-1/{figure}/")

    assert after.content == before.content
    assert [row["id"] for row in rows("editions/")] == ["2022-2", "2022-1"]


def test_without_anything_published_the_lists_are_empty(db: None) -> None:
    for name in (*NAMES, "institutions", "accounts", "editions"):
        assert rows(f"{name}/") == [], name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ["2022-2/x", "2022-1/no-hay", "2022/x", "x/x", "2022-1/%00"])
def test_what_is_not_published_is_not_found(edition: Edition, name: str, where: str) -> None:
    answer = get(f"{name}/{where}/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_the_draft_is_nowhere(edition: Edition) -> None:
    from programs.models import Institution

    account = edition.account
    account.title = "Palabra de borrador"
    account.save()
    Institution.objects.update(name="Palabra de borrador", ministry="Palabra de borrador")

    shown = [get(f"{name}/").content.decode() for name in (*NAMES, *FEW, "rates")]

    assert not [page for page in shown if "Palabra de borrador" in page]


def test_every_resource_is_on_the_first_page(edition: Edition) -> None:
    collections = get("").json()["collections"]

    answers = {name: Client().get(url.removeprefix(settings.SITE_URL)).status_code
               for name, url in collections.items()}  # fmt: skip

    assert set(NAMES) | set(FEW) <= set(collections)
    assert set(answers.values()) == {200}
