"""What a catalogue harvests names every data set, by addresses that are printed."""

import json
from dataclasses import replace
from typing import Any

from cuenta.pages.build import account_pages, site_pages
from cuenta.pages.files import parts
from cuenta.pages.site import Site
from programs.ledger import ContactPoint
from tests.hostile import HOSTILE, hostile_ledger
from tests.ledgers import small_ledger, small_site

ROOT = "https://cuenta.example/cuentas/2022/"


def read(site: Site, path: str) -> Any:
    content = next(page.content or b"" for page in site_pages(site) if page.path == path)
    return json.loads(content)


def reachable() -> Site:
    ledger = small_ledger()
    contacts = (
        ContactPoint("web", "Sitio", "https://sercotec.example"),
        ContactPoint("email", "Correo", "datos@sercotec.example"),
    )
    return small_site(replace(ledger, institution=replace(ledger.institution, contacts=contacts)))


def test_open_data_has_what_its_schema_requires_of_each_data_set() -> None:
    found = read(reachable(), "data.json")

    assert found["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    for each in found["dataset"]:
        needed = ("title", "description", "keyword", "modified", "publisher", "contactPoint",
                  "identifier", "accessLevel")  # fmt: skip
        assert [name for name in needed if not each.get(name)] == []
        assert each["contactPoint"]["hasEmail"] == "mailto:datos@sercotec.example"
        assert all(file["downloadURL"] and file["mediaType"] for file in each["distribution"])
    identifiers = [each["identifier"] for each in found["dataset"]]
    assert len(identifiers) == len(set(identifiers))


def test_dcat_has_what_its_profile_requires() -> None:
    found = read(reachable(), "catalogo.jsonld")

    assert found["@type"] == "dcat:Catalog"
    needed = ("dct:title", "dct:description", "dct:publisher", "dcat:dataset", "foaf:homepage")
    assert [name for name in needed if not found.get(name)] == []
    for each in found["dcat:dataset"]:
        assert each["dct:title"]["@language"] == "es"
        assert each["dct:publisher"]["@id"] == found["dct:publisher"]["@id"]
        assert each["dcat:distribution"]
        assert all(file["dcat:accessURL"]["@id"] for file in each["dcat:distribution"])


def test_both_catalogues_name_the_account_its_tables_programs_and_regions() -> None:
    site = small_site()

    dcat = {each["@id"]: each for each in read(site, "catalogo.jsonld")["dcat:dataset"]}
    open_data = {each["identifier"]: each for each in read(site, "data.json")["dataset"]}

    tables = {f"{ROOT}tablas/{table.slug}/" for table in site.ledger.tables}
    some = {f"{ROOT}{path}/" for path, _ in parts(site)}
    assert set(dcat) == set(open_data) == {f"{ROOT}datos/"} | tables | some


def test_every_file_of_a_catalogue_is_printed_and_permanent() -> None:
    site = small_site()

    addresses = {
        file["downloadURL"]
        for each in read(site, "data.json")["dataset"]
        for file in each["distribution"]
    }
    pages = {each["landingPage"] for each in read(site, "data.json")["dataset"]}

    printed = {page.path for page in account_pages(site)}
    assert {each.removeprefix(f"{ROOT}ediciones/1/") for each in addresses} <= printed
    assert {each.removeprefix(ROOT) for each in pages} <= printed


def test_the_draft_is_in_no_catalogue() -> None:
    paths = {page.path for page in site_pages(small_site(draft=True))}

    assert not paths & {"catalogo.jsonld", "data.json"}


def test_hostile_words_stay_inside_their_strings() -> None:
    site = small_site(hostile_ledger(small_ledger()))

    found = read(site, "data.json")

    assert found["dataset"][0]["title"] == HOSTILE
    assert set(found) == {"@context", "@id", "@type", "conformsTo", "describedBy", "dataset"}
    assert read(site, "catalogo.jsonld")["dct:publisher"]["foaf:name"].startswith("=cmd")


def test_without_contacts_nothing_is_made_up() -> None:
    (first, *_) = read(small_site(), "data.json")["dataset"]

    assert "hasEmail" not in first["contactPoint"]
