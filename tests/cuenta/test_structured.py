"""Structured data says what the page says, and no text can leave its data block."""

import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cuenta.pages.build import account_pages
from cuenta.pages.linked import linked_data
from cuenta.pages.site import Page, Site
from cuenta.structured import breadcrumbs, organization, script
from tests.hostile import HOSTILE, hostile_ledger
from tests.ledgers import small_ledger, small_site

BLOCK = re.compile(r'<script type="application/ld\+json">(.*)</script>\Z', re.DOTALL)


def things_of(site: Site, page: Page) -> list[dict[str, object]]:
    found = BLOCK.match(linked_data(site, page, page.context["head"]))
    if found is None:
        return []
    value = json.loads(found[1])
    return list(value.get("@graph", [value]))


def page_at(site: Site, path: str) -> Page:
    return next(page for page in account_pages(site) if page.path == path)


@given(st.text())
def test_no_text_ends_the_element_or_opens_a_comment(text: str) -> None:
    block = script({"name": text + "</script><!--<script>"})

    inside = BLOCK.match(block)
    assert inside
    assert not set("<>&'") & set(inside[1])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_text_is_read_back_as_it_was(text: str) -> None:
    inside = BLOCK.match(script({"name": text}))

    assert inside
    assert json.loads(inside[1])["name"] == text


def test_hostile_account_gives_readable_data() -> None:
    site = small_site(hostile_ledger(small_ledger()))

    things = things_of(site, page_at(site, "datos/"))

    (data,) = [thing for thing in things if thing["@type"] == "Dataset"]
    assert data["name"] == HOSTILE


def test_page_of_data_is_a_dataset_of_the_edition_with_permanent_files() -> None:
    site = small_site()

    (data,) = [
        each for each in things_of(site, page_at(site, "datos/")) if each["@type"] == "Dataset"
    ]

    assert data["version"] == "1"
    assert data["datePublished"] == "2022-05-19"
    assert data["temporalCoverage"] == "2021-01-01/2021-12-31"
    addresses = [each["contentUrl"] for each in data["distribution"]]  # type: ignore[index,attr-defined]
    paths = {page.path for page in account_pages(site)}
    root = "https://cuenta.example/cuentas/2022/ediciones/1/"
    assert addresses
    assert {address.removeprefix(root) for address in addresses} <= paths


def test_table_is_a_dataset_and_its_trail_ends_in_itself() -> None:
    site = small_site()

    things = things_of(site, page_at(site, "tablas/pymes/"))

    trail, data = things
    last = trail["itemListElement"][-1]  # type: ignore[index]
    assert last["item"] == "https://cuenta.example/cuentas/2022/tablas/pymes/"
    assert "Logros 2021" in str(data["name"])


def test_page_without_trail_or_data_says_nothing() -> None:
    site = small_site()
    page = page_at(site, "datos/")
    head = replace(page.context["head"], crumbs=())

    assert linked_data(site, Page("otra/"), head) == ""


def test_steps_are_numbered_from_one() -> None:
    found = breadcrumbs([("a", "https://x/"), ("b", "https://x/b/")])

    assert [step["position"] for step in found["itemListElement"]] == [1, 2]


def test_institution_without_ministry_or_web_claims_neither() -> None:
    found = organization("Servicio", "S", "")

    assert set(found) == {"@type", "name", "alternateName"}
