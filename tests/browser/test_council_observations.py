"""What the council observed, in a real browser: its pages, the printed one and the desk's."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import reverse
from playwright.sync_api import Browser

from cuenta.press.printing import print_site
from participation.actions.commitment_acts import Evidence, close_commitment
from participation.models import Commitment, Observation
from tests.browser.handed import Made, hand_over, made_once
from tests.browser.served import publish_seed
from tests.participation.council_replies import filing_of, reply_at
from tests.participation.factories import HEAD, NOW, SECRETARY, staff

pytestmark = pytest.mark.django_db
LIST = "/consejo/observaciones/"
FIGURE = "pymes-texto-transferencias"
PLACES = (
    {"path": f"cifras/{FIGURE}/", "figure": FIGURE, "about_value": "MM$ 69.857",
     "about_title": "Fortalecimiento de las Pymes, monto", "about_kind": "una cifra",
     "chapter": "fortalecimiento-de-las-pymes", "about_place": "Fortalecimiento de las pymes"},
    {"path": "regiones/maule/", "about_title": "Maule", "about_kind": "una región", "region": "07"},
)  # fmt: skip
LATER = NOW + timedelta(days=120)
PAGES = (
    "list", "refused", "rejected", "kept", "waiting", "unknown", "printed", "figure", "filing",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Made:
    """Every page of PAGES by name, made in a transaction that is taken back."""
    root = tmp_path_factory.mktemp("press")

    def made() -> Iterator[tuple[str, Any]]:
        with override_settings(PRESS_ROOT=root), time_machine.travel(LATER, tick=False):
            yield from _responses(root)

    return made_once(made, root, django_db_blocker.unblock)


def _responses(root: Path) -> Iterator[tuple[str, Any]]:
    account, edition = _account()
    about = {"account": account, "edition": edition, "places": PLACES}
    minority = "Creo que la suma ya se puede hacer con lo publicado."
    rejected = reply_at("answered", effect="rejects", dissent=minority, **about)
    kept = reply_at(
        "notified", now=NOW + timedelta(days=1), effect="commits", figures=(FIGURE,),
        title="Que la próxima cuenta diga cuántas personas esperan un cupo", is_demo=True, **about,
    )  # fmt: skip
    close_commitment(
        Commitment.objects.get(submission__observation=kept), "keep",
        evidence=Evidence("La cuenta 2023 lo dice."), by=staff(SECRETARY), now=LATER,
    )  # fmt: skip
    Observation.objects.filter(pk=kept.pk).update(incorporated_in=edition)
    waiting = reply_at(
        "in_review", now=NOW + timedelta(days=30), insists_on=rejected,
        title="Insistimos en que la suma se publique", **about,
    )  # fmt: skip
    client = Client()
    yield "list", client.get(LIST)
    yield "refused", client.get(f"{LIST}?efecto=narnia&despues=x")
    for name, row in (("rejected", rejected), ("kept", kept), ("waiting", waiting)):
        yield name, client.get(f"{LIST}{row.code}/")
    yield "unknown", client.get(f"{LIST}OBS-1999-001/")
    yield from _filing(waiting)
    print_site()
    site = root / "current" / "cuentas" / "2022"
    yield "printed", _File(site / "consejo" / "index.html")
    yield "figure", _File(site / "cifras" / FIGURE / "index.html")


def _account() -> tuple[Any, Any]:
    edition = publish_seed()
    return edition.account, edition


def _filing(row: Observation) -> Iterator[tuple[str, Any]]:
    """The filing as the head of the service sees it."""
    client = Client()
    client.force_login(staff(HEAD))
    filing = filing_of(row)
    yield "filing", client.get(reverse("admin:participation_submission_change", args=[filing.pk]))


class _File:
    """A printed page, as a response."""

    streaming = False

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()
        self.headers = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Browser, pages: Made, axe: Callable[..., list[str]], name: str
) -> None:
    for width, scheme in ((360, "light"), (1280, "light"), (360, "dark")):
        context, page = hand_over(chromium, pages[name], width, scheme)
        rules = ["color-contrast"] if scheme == "dark" else None
        try:
            assert axe(page, rules=rules) == [], (width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("window.stopped") == []
        finally:
            context.close()
