"""What was promised, in a real browser: its public pages, the desk's, and a program's years."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser

from cuenta.drafts import draft_page
from participation.actions import commitment_acts as acts
from participation.actions.commitments import record_commitment
from participation.models import Commitment
from programs.actions.imports import import_account
from tests.browser.handed import Made, hand_over, made_once
from tests.cuenta.search.world import frozen, search_ledger
from tests.cuenta.test_next_year import later
from tests.factories import UserFactory
from tests.participation.factories import (
    COORDINATOR,
    NOW,
    WRITER,
    staff,
    submission_at,
    unit_of_tests,
)
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
LIST = "/participacion/compromisos/"
DESK = "/admin/participation/commitment/"
LATER = NOW + timedelta(days=90)
PAGES = (
    "list", "refused", "one", "question", "unknown", "desk", "desk one", "act", "draft answer",
    "promised", "account", "program", "next year",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Made:
    """Every page of PAGES by name, made in a transaction that is taken back."""

    def made() -> Iterator[tuple[str, Any]]:
        with time_machine.travel(LATER, tick=False):
            yield from _responses()

    return made_once(made, tmp_path_factory.mktemp("media"), django_db_blocker.unblock)


def _promise(account: Any, text: str, days: int) -> Commitment:
    return record_commitment(
        account, text=text, due_on=(NOW + timedelta(days=days)).date(), unit=unit_of_tests(),
        other_hearing="Audiencia de Coyhaique, 4 de junio de 2026", by=staff(COORDINATOR), now=NOW,
        is_demo=True,
    )  # fmt: skip


def _responses() -> Iterator[tuple[str, Any]]:
    account = frozen(search_ledger()).account
    filing = submission_at("answered", account=account, effect="commits", email="")
    made = Commitment.objects.get(submission=filing)
    by: dict[str, Any] = {"by": staff(COORDINATOR), "now": NOW + timedelta(days=20)}
    step = acts.add_milestone(
        made, text="Pedir el dato a las dieciséis direcciones regionales",
        due_on=(NOW + timedelta(days=40)).date(), **by,
    )  # fmt: skip
    acts.add_milestone(
        made, text="Revisar que la tabla cuadre", due_on=(NOW + timedelta(days=60)).date(), **by
    )
    seen = acts.Evidence("Se pidió por oficio.", "https://www.servicio.invalid/oficio")
    acts.finish_milestone(made, step, evidence=seen, **by)
    acts.reschedule_commitment(
        made, due_on=(NOW + timedelta(days=250)).date(), reason="Tres regiones lo enviaron tarde.",
        **by,
    )  # fmt: skip
    kept = _promise(account, "Grabar tres cápsulas con lengua de señas chilena.", 30)
    acts.close_commitment(kept, "keep", evidence=acts.Evidence("Están en la página web."), **by)
    _promise(account, "Decir en cada página de región dónde y a qué hora se atiende.", 45)
    client = Client()
    yield "list", client.get(LIST)
    yield "refused", client.get(f"{LIST}?estado=narnia&despues=x")
    yield "one", client.get(f"{LIST}{made.code}/")
    yield "question", client.get(f"/participacion/{filing.folio}/")
    yield "unknown", client.get(f"{LIST}COM-2022-999/")
    yield from _of_staff(account, made)
    yield from _of_accounts(account)


def _of_staff(account: Any, made: Commitment) -> Iterator[tuple[str, Any]]:
    client = signed_in(staff(COORDINATOR))
    yield "desk", client.get(DESK)
    yield "desk one", client.get(f"{DESK}{made.pk}/change/")
    yield "act", client.post(f"{DESK}{made.pk}/not_keep/", {"version": made.version, "said": ""})
    row = submission_at("drafting", account=account, effect="commits", email="")
    writer = signed_in(staff(WRITER))
    yield "draft answer", writer.get(f"/admin/participation/submission/{row.pk}/change/")
    editor = signed_in(UserFactory(role="Edición de datos"))
    yield "next year", editor.get(f"/admin/programs/publicaccount/{account.pk}/siguiente/")


def _of_accounts(account: Any) -> Iterator[tuple[str, Any]]:
    opened = import_account(
        later(search_ledger()), by=UserFactory(is_superuser=True), now=LATER, origin="prueba"
    )
    for name, path in (
        ("promised", "compromisos/"), ("account", ""), ("program", "programas/crece/"),
    ):  # fmt: skip
        yield name, draft_page(opened, path)


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


def test_what_is_promised_is_asked_only_where_the_effect_commits(
    chromium: Browser, pages: Made
) -> None:
    context, page = hand_over(chromium, pages["draft answer"], 1280, "light")

    assert page.get_by_label("Qué se compromete", exact=True).is_visible()
    page.get_by_label("Efecto").select_option("informs")
    assert page.get_by_label("Qué se compromete", exact=True).is_hidden()
    context.close()
