"""Narrowing, sorting and cutting a list: what an address may ask for, and what it may not."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from cuenta.api.resources import resource_patterns
from programs.api.base import PublicView
from programs.api.views import RESOURCES
from programs.ledger import Figure
from programs.models import Edition
from programs.regions import BY_SLUG
from tests.api.world import V1, freeze, get, rows, seed, walk
from tests.cuenta.small import small_ledger
from tests.participation.limits import limits_off

Judge = Callable[[Figure], bool]
NARROWED: dict[str, Judge] = {
    "program=crece": lambda each: each.program == "crece",
    "program=crece,almacenes-de-chile": lambda each: each.program in (
        "crece", "almacenes-de-chile",
    ),
    "program=-&region=-": lambda each: not each.program and not each.region,
    "region=08": lambda each: each.region == "08",
    "region=biobio,13": lambda each: each.region in ("08", "13"),
    "sex=women": lambda each: each.sex == "women",
    "sex=-&table=-": lambda each: not each.sex and not each.table,
    "indicator=beneficiarios": lambda each: each.indicator == "beneficiarios",
    "unit=million_pesos": lambda each: each.unit.value == "MM$",
    "product=emprendedores": lambda each: each.product == "emprendedores",
    "table=emprendimiento": lambda each: each.table == "emprendimiento",
    "source=cuenta-publica-2022&sex=men": lambda each: each.sex == "men",
    "key=no-hay": lambda each: False,
}  # fmt: skip


@pytest.mark.parametrize("asked", NARROWED)
def test_a_filter_leaves_those_that_it_names(edition: Edition, asked: str) -> None:
    expected = [each.key for each in seed().figures if NARROWED[asked](each)]

    pages = walk(f"results/?{asked}&limit=100")

    assert [each for page in pages for each in page] == [f"2022-1/{key}" for key in expected]


def test_a_verdict_is_the_worst_of_the_checks_of_a_figure(edition: Edition) -> None:
    counts = {
        verdict: get(f"results/?verdict={verdict}&limit=1").json()["count"]
        for verdict in ("holds", "differs", "unknown", "-")
    }

    shown = rows("results/?verdict=differs&limit=200")

    assert sum(counts.values()) == len(seed().figures)
    assert min(counts.values()) > 0
    assert all("differs" in {each["verdict"] for each in row["checks"]} for row in shown)


def test_checks_are_found_by_a_figure_that_they_use(edition: Edition) -> None:
    for row in rows("checks/?limit=10"):
        for part in filter(None, {row["result"], *(each["result"] for each in row["parts"])}):
            found = rows(f"checks/?result={part}&limit=200")
            assert row["id"] in {each["id"] for each in found}


@pytest.mark.parametrize("order", ["document", "key", "value", "-value"])
def test_walking_forward_and_back_meets_every_row_once(edition: Edition, order: str) -> None:
    freeze(2023)

    forward = walk(f"results/?order={order}&limit=90")
    last = _last_page(f"results/?order={order}&limit=90")
    back = walk(last, "previous")

    met = [each for page in forward for each in page]
    assert len(met) == len(set(met)) == 2 * len(seed().figures)
    assert [each for page in reversed(back) for each in page] == met


def _last_page(path: str) -> str:
    address = f"{V1}{path}"
    while following := Client().get(address).json()["next"]:
        address = following.split("8000", 1)[-1]
    return address.removeprefix(V1)


def test_values_are_sorted_as_numbers_and_what_has_none_comes_last(edition: Edition) -> None:
    for order, sign in (("value", 1), ("-value", -1)):
        pages = [get(f"results/?order={order}&limit=200").json()]
        pages.append(Client().get(pages[0]["next"].split("8000", 1)[-1]).json())
        found = [row["value"] for page in pages for row in page["results"]]
        stated = [sign * Decimal(str(value)) for value in found if value is not None]

        assert stated == sorted(stated)
        assert found[: len(stated)] == [value for value in found if value is not None]


def test_a_cursor_goes_on_at_its_place_in_a_new_edition(edition: Edition) -> None:
    first = get("results/?limit=3").json()

    freeze(2022, 2)
    following = Client().get(first["next"].split("8000", 1)[-1]).json()

    keys = [each.key for each in seed().figures]
    assert [row["id"] for row in following["results"]] == [f"2022-2/{key}" for key in keys[3:6]]


def test_only_the_fields_asked_for_come_in_the_order_asked(edition: Edition) -> None:
    row = rows("results/?limit=1&fields=value,id,value")[0]
    alone = get(f"results/{row['id']}/?fields=page")

    assert list(row) == ["value", "id"]
    assert list(alone.json()) == ["page"]


WRONG = {
    "nada=1": "nada",
    "REGION=08": "REGION",
    "region=": "region",
    "region=99": "region",
    "region=08,": "region",
    "region=08&region=13": "region",
    "year=1989": "year",
    "year=dosmil": "year",
    "year=２０２２": "year",
    "year=9" + 40 * "9": "year",
    "year=2022&edition=2022-1": "edition",
    "edition=2022": "edition",
    "edition=2022-0": "edition",
    "limit=0": "limit",
    "limit=201": "limit",
    "limit=-1": "limit",
    "limit=1.5": "limit",
    "order=title": "order",
    "order=value,key": "order",
    "fields=": "fields",
    "fields=id,nada": "fields",
    "fields=id;value": "fields",
    "program=%00": "program",
    "program=CRECE": "program",
    "program=" + ",".join(["a"] * 51): "program",
    "cursor=nada": "cursor",
    "cursor=%C3%B1": "cursor",
    "sex=null": "sex",
    "verdict=cuadra": "verdict",
}


@pytest.mark.parametrize("asked", WRONG)
def test_what_cannot_be_asked_is_refused_by_its_name(edition: Edition, asked: str) -> None:
    answer = get(f"results/?{asked}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert {each["parameter"] for each in problem["errors"]} == {WRONG[asked]}
    assert problem["type"].endswith("/api/v1/documentacion/#parametro-invalido")
    assert (problem["status"], problem["instance"]) == (400, "/api/v1/results/")


def test_a_cursor_of_another_order_is_refused(edition: Edition) -> None:
    cursor = get("results/?limit=1").json()["next"].partition("cursor=")[2]

    answer = get(f"results/?order=key&cursor={cursor}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "cursor"


def test_every_trouble_is_told_at_once(edition: Edition) -> None:
    problem = get("results/?limit=0&nada=1&sex=x&sex=y").json()

    named = [each["parameter"] for each in problem["errors"]]
    assert set(named) == {"limit", "nada", "sex"}
    assert all(each["detail"].endswith(".") for each in problem["errors"])


# -- every parameter of every address, with what nobody should send

NASTY = (
    "", "null", "a\x00b", "%00", "-1", "1e9", "9" * 400, "٣", "' OR 1=1 --", "<script>", "\ud7ff",
    " ", ",", "a" * 5_000, "{}", "2022-1,2022-2", "WyItaWQiLCJmIiwxZTk5XQ", "bnVsbA", "e30",
    "WyItaWQiLCJmIiw5MjIzMzcyMDM2ODU0Nzc1ODA4XQ", "2022",
)  # fmt: skip


def _lists() -> Iterator[tuple[str, type[PublicView]]]:
    for pattern in resource_patterns:
        if "<" not in str(pattern.pattern):
            yield str(pattern.pattern), pattern.callback.view_class  # type: ignore[union-attr]


@pytest.mark.parametrize(("path", "view"), list(_lists()))
def test_nothing_that_is_typed_is_a_failure(db: None, path: str, view: type[PublicView]) -> None:
    freeze(ledger=small_ledger())
    limits_off()
    names = [*view.query_class().fields, "nada"]

    answers = {
        (name, value): get(f"{path}?{urlencode({name: value})}").status_code
        for name in names
        for value in NASTY
    }

    assert set(answers.values()) <= {200, 400}
    assert {answers["nada", value] for value in NASTY} == {400}


@pytest.mark.parametrize(("path", "view"), list(_lists()))
def test_a_parameter_that_comes_twice_is_refused(
    db: None, path: str, view: type[PublicView]
) -> None:
    for name in view.query_class().fields:
        answer = get(f"{path}?{name}=1&{name}=2")

        assert answer.status_code == 400, name
        assert name in {each["parameter"] for each in answer.json()["errors"]}


def test_every_filter_of_a_resource_is_a_parameter_of_its_address() -> None:
    for resource in RESOURCES:
        known = set(resource.query().fields)

        assert set(resource.tests) | {"key", "order", "limit", "cursor", "fields"} <= known
        assert set(resource.query().fields["order"].choices) == set(resource.orders)


def test_a_region_may_be_named_by_its_code_or_by_its_page(edition: Edition) -> None:
    for slug, region in list(BY_SLUG.items())[:4]:
        assert rows(f"results/?region={slug}") == rows(f"results/?region={region.code}")


def test_the_rows_of_a_query_do_not_depend_on_the_page_they_are_read_in(edition: Edition) -> None:
    whole: list[Any] = [each for page in walk("checks/?verdict=holds&limit=200") for each in page]

    assert [each for page in walk("checks/?verdict=holds&limit=7") for each in page] == whole
