"""Machines learn of every edition and every page, whatever the texts say."""

from dataclasses import replace
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, fromstring

from cuenta.feeds import ATOM, MOST_ADDRESSES, SITEMAP, atom, robots, sitemap
from cuenta.pages.build import account_pages, site_pages
from cuenta.pages.site import Site
from programs.ledger import Erratum
from tests.hostile import HOSTILE, hostile, hostile_ledger
from tests.ledgers import edition_of, small_ledger, small_site


def file_of(site: Site, path: str) -> bytes:
    return next(page.content or b"" for page in site_pages(site) if page.path == path)


def xml_of(site: Site, path: str) -> Element:
    return fromstring(file_of(site, path))  # noqa: S314 (we wrote it)


def two_editions() -> Site:
    ledger = small_ledger()
    editions = (edition_of(ledger), edition_of(ledger, 2, "Corrige un total"))
    return Site(ledger, editions[1], editions, "https://cuenta.example")


def test_feed_has_each_edition_newest_first_with_its_permanent_address() -> None:
    feed = xml_of(two_editions(), "ediciones.atom")

    ids = [node.text for node in feed.findall(f"{{{ATOM}}}entry/{{{ATOM}}}id")]
    assert ids == [f"https://cuenta.example/cuentas/2022/ediciones/{n}/" for n in (2, 1)]


def test_feed_is_as_new_as_its_newest_edition() -> None:
    feed = xml_of(two_editions(), "ediciones.atom")

    updated = [node.text for node in feed.iter(f"{{{ATOM}}}updated")]
    assert updated[0] == max(filter(None, updated)) == "2022-05-20T14:00:00+00:00"


def test_feed_has_what_atom_demands() -> None:
    feed = xml_of(two_editions(), "ediciones.atom")

    for parent in (feed, *feed.findall(f"{{{ATOM}}}entry")):
        for name in ("id", "title", "updated"):
            assert parent.findtext(f"{{{ATOM}}}{name}"), name
        assert parent.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name")


def test_feed_says_which_figures_an_edition_changed_and_why() -> None:
    first = small_ledger()
    figures = tuple(
        replace(each, value=each.value + 1, literal="29.333")
        if each.key == "centros-asesorados" and each.value is not None else each
        for each in first.figures
    )  # fmt: skip
    erratum = Erratum("uno", "Faltaba una persona", figure="centros-asesorados")
    second = replace(first, figures=figures, errata=(erratum,))
    editions = (edition_of(first), edition_of(second, 2, "Corrige un total"))
    site = Site(second, editions[1], editions, "https://cuenta.example")

    newest, oldest = xml_of(site, "ediciones.atom").findall(f"{{{ATOM}}}entry")

    said = newest.findtext(f"{{{ATOM}}}content") or ""
    assert "29.332 → 29.333" in said
    assert "Faltaba una persona" in said
    assert oldest.findtext(f"{{{ATOM}}}content") is None


def test_feed_without_editions_is_still_a_feed() -> None:
    feed = fromstring(atom("a", "b", "https://x/a", "https://x/", []))  # noqa: S314

    assert feed.findtext(f"{{{ATOM}}}updated") == "1970-01-01T00:00:00+00:00"


def test_hostile_text_stays_inside_its_element() -> None:
    ledger = hostile_ledger(small_ledger())
    edition = replace(hostile(edition_of(ledger)), sha256="a" * 64)
    site = Site(ledger, edition, (edition,), "https://cuenta.example")

    feed = xml_of(site, "ediciones.atom")

    said = feed.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}summary")
    assert said == HOSTILE.replace("\x0b", "�")
    assert not [node for node in feed.iter() if "script" in node.tag]


def test_site_map_names_every_page_of_the_account_and_nothing_else() -> None:
    site = two_editions()

    found = [node.text or "" for node in xml_of(site, "sitemap.xml").iter(f"{{{SITEMAP}}}loc")]

    root = "https://cuenta.example/cuentas/2022/"
    pages = {root + page.path for page in account_pages(site) if page.template}
    around = {
        f"https://cuenta.example/{page.path}"
        for page in site_pages(site)
        if page.template and not page.path.endswith(".html")
    }
    live = {
        "",
        "cambios/",
        "plazos/",
        "registro/",
        "cifras/",
        "desempeno/",
    }  # made when they are read
    around |= {f"https://cuenta.example/participacion/{path}" for path in live}
    around.add("https://cuenta.example/consejo/")
    assert set(found) == pages | around
    assert len(found) == len(set(found))


def test_site_map_of_an_old_edition_still_names_the_current_addresses() -> None:
    site = small_site(prefix="/cuentas/2022/ediciones/1")

    found = file_of(site, "sitemap.xml").decode()

    assert "/ediciones/1/" not in found
    assert "https://cuenta.example/cuentas/2022/cuadratura/" in found


def test_site_map_stops_where_the_standard_does() -> None:
    found = fromstring(sitemap((f"https://x/{n}" for n in range(MOST_ADDRESSES + 5)), None))  # noqa: S314

    assert len(found) == MOST_ADDRESSES


def test_site_map_says_when_the_edition_was_published() -> None:
    when = datetime(2022, 5, 19, 14, tzinfo=UTC)

    found = fromstring(sitemap(["https://x/"], when))  # noqa: S314

    assert found.findtext(f"{{{SITEMAP}}}url/{{{SITEMAP}}}lastmod") == "2022-05-19T14:00:00+00:00"


def test_robots_may_read_everything_published() -> None:
    lines = robots("https://cuenta.example").decode().splitlines()

    assert [line for line in lines if line.startswith("Disallow")] == ["Disallow: /admin/"]
    assert "Sitemap: https://cuenta.example/sitemap.xml" in lines
