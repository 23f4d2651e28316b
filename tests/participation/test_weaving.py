"""The questions in the account's own pages: counted at the printing, linked always."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cuenta.pages.asked import counts_by_year
from cuenta.press.asked import asked_by_year
from cuenta.press.printing import print_site
from cuenta.press.releases import Releases, manifest_of
from cuenta.tasks import AT_MOST_EVERY, print_if_asked_changed
from participation.actions.filing import About
from participation.actions.handling import support_submission, withdraw_submission
from participation.deadlines import CHILE
from participation.models import Submission, Window
from participation.public import asked_about
from programs.ledger import Erratum
from programs.models import Edition, Region
from tests.cuenta.printed import publish
from tests.cuenta.small import small_ledger
from tests.participation.factories import NOW, submission_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A small account, published and printed at NOW."""
    settings.PRESS_ROOT = tmp_path
    publish(small_ledger(), now=NOW - timedelta(days=1))
    with time_machine.travel(NOW, tick=False):
        print_site()
        yield tmp_path


def page(press: Path, path: str = "") -> str:
    return (press / "current" / path / "index.html").read_text()


def ask(text: str = "¿Por qué esa cifra es tan baja?", state: str = "admitted") -> Submission:
    """A question about the first figure."""
    edition = Edition.objects.latest("number")
    figure = small_ledger().figures[0]
    about = About(
        edition=edition, path=f"cifras/{figure.key}/", kind="una cifra", title="Una",
        figure=figure.key, chapter=figure.chapter, program=figure.program,
        region=Region.objects.get(pk="07"),
    )  # fmt: skip
    return submission_at(state, account=edition.account, about=about, email="", text=text)


def test_a_page_says_how_many_there_were_and_leads_to_todays(press: Path) -> None:
    ask()
    print_site()

    figure = f"cuentas/2022/cifras/{small_ledger().figures[0].key}"
    html = page(press, figure)

    assert "1 pregunta, al imprimir esta página" in html
    assert f'href="/participacion/?sobre=/{figure}/"' in html


def test_a_question_counts_for_all_that_it_belongs_to(press: Path) -> None:
    ask()
    figure = small_ledger().figures[0]

    counts = counts_by_year(asked_about())[2022]

    assert counts[""] == counts[f"cifras/{figure.key}/"] == counts["regiones/maule/"] == 1
    assert counts[f"capitulos/{figure.chapter}/"] == 1


def test_counts_agree_with_the_list_that_they_lead_to(press: Path, client: Client) -> None:
    ask()
    ask(text="¿Y por qué antes era más alta?")
    submission_at("admitted", account=Edition.objects.get().account, email="",
                  text="¿Cuánto costó la feria?")  # fmt: skip

    for path, count in counts_by_year(asked_about())[2022].items():
        shown = client.get(f"/participacion/?sobre=/cuentas/2022/{path}").context["page"]
        assert len(shown.rows) == count, path


def test_what_is_not_public_is_not_counted(press: Path) -> None:
    ask(state="received")
    withdraw_submission(ask(), now=NOW + timedelta(hours=9))

    assert list(asked_about()) == []


def test_the_press_takes_all_counts_in_one_statement(press: Path) -> None:
    for _ in range(5):
        ask()

    with CaptureQueriesContext(connection) as queries:
        asked_by_year([2022], NOW)

    assert len([each for each in queries if "GROUP BY" in each["sql"]]) == 1
    assert len(queries) == 5


def test_an_archived_edition_never_counts(press: Path) -> None:
    path = f"cuentas/2022/ediciones/1/cifras/{small_ledger().figures[0].key}"
    before = page(press, path)
    ask()
    print_site()

    assert page(press, path) == before
    assert "Vea lo que se ha preguntado" in before


def test_the_home_shows_the_three_most_supported(press: Path) -> None:
    rows = [ask(text=f"¿Cuánto costó la feria número {n}?") for n in range(4)]
    for row in rows[1:]:
        support_submission(row, supporter=f"{row.pk}" * 8, now=NOW)
    print_site()

    html = page(press)

    assert "Lo que preguntan las personas" in html
    assert "número 0" not in html
    assert all(f"número {n}" in html for n in (1, 2, 3))


def test_the_home_is_printed_again_the_day_one_of_its_questions_is_late(press: Path) -> None:
    due_on = ask().due_on
    assert due_on is not None
    last_day = datetime.combine(due_on, time(12), CHILE)
    with time_machine.travel(last_day, tick=False):
        print_site()
    in_term = page(press)

    on_the_day = print_if_asked_changed(last_day + timedelta(hours=1))
    with time_machine.travel(last_day + timedelta(days=1), tick=False):
        after = print_if_asked_changed(last_day + timedelta(days=1))

    assert (on_the_day, after) == (False, True)
    assert "Fuera de plazo" not in in_term
    assert "Fuera de plazo" in page(press)


def test_the_home_says_until_when_only_where_somebody_set_it(press: Path) -> None:
    before = page(press)
    account = Edition.objects.get().account
    Window.objects.create(account=account, event_on=NOW, opens_on=NOW, closes_on="2026-06-25")
    print_site()

    after = page(press)

    assert "El período de recepción" not in before
    assert "El período de recepción va hasta el jueves 25 de junio de 2026" in after


def test_the_days_left_are_counted_when_they_are_read(press: Path, client: Client) -> None:
    account = Edition.objects.get().account
    Window.objects.create(account=account, event_on=NOW, opens_on=NOW, closes_on="2026-06-25")

    def said(at: str) -> str:
        with time_machine.travel(f"{at}T12:00:00-04:00", tick=False):
            return client.get("/participacion/fragmento/plazo/?cuenta=2022").content.decode()

    assert "Quedan 2 días hábiles para participar" in said("2026-06-23")
    assert "Queda 1 día hábil" in said("2026-06-24")
    assert "Hoy es el último día" in said("2026-06-25")
    assert "terminó" in said("2026-06-26")


def test_nothing_is_printed_while_the_printed_counts_are_true(press: Path) -> None:
    assert not print_if_asked_changed(NOW + timedelta(days=1))


def test_it_is_printed_again_when_counts_changed_once_in_ten_minutes(press: Path) -> None:
    ask()

    too_soon = print_if_asked_changed(NOW + AT_MOST_EVERY - timedelta(seconds=1))
    with time_machine.travel(NOW + AT_MOST_EVERY, tick=False):
        printed = print_if_asked_changed(NOW + AT_MOST_EVERY)
    again = print_if_asked_changed(NOW + 3 * AT_MOST_EVERY)

    assert (too_soon, printed, again) == (False, True, False)
    assert "1 pregunta" in page(press, "cuentas/2022")


def test_the_task_never_prints_what_nobody_printed_first(tmp_path: Path, settings: Any) -> None:
    settings.PRESS_ROOT = tmp_path / "none"

    assert not print_if_asked_changed(NOW)


def test_the_manifest_says_when_and_what_was_counted(press: Path) -> None:
    current = Releases(press).current()
    assert current is not None

    manifest = json.loads(manifest_of(current.resolve()).read_text())

    assert datetime.fromisoformat(manifest["printed_at"]).astimezone(UTC) == NOW
    assert manifest["asked"].startswith("2022:")


def test_an_erratum_and_its_question_lead_to_each_other(press: Path, client: Client) -> None:
    one = ask(state="answered")
    Submission.objects.filter(pk=one.pk).update(effect="corrects")
    figure = small_ledger().figures[0]
    erratum = Erratum(slug="por-la-consulta", reason="Se corrigió el título.", figure=figure.key,
                      question=str(one.folio), noted_at=NOW.isoformat())  # fmt: skip
    ledger = small_ledger()
    changed = replace(ledger.figures[0], title="Otro título de la cifra")
    corrected = replace(ledger, figures=(changed, *ledger.figures[1:]), errata=(erratum,))
    publish(corrected, now=NOW + timedelta(days=1), reason="Segunda edición")
    print_site()

    question = client.get(f"/participacion/{one.folio}/").content.decode()
    changes = client.get("/participacion/cambios/").content.decode()
    editions = page(press, "cuentas/2022/ediciones")

    assert f"/participacion/{one.folio}/" in editions
    for html in (question, changes):
        assert "/cuentas/2022/ediciones/#edicion-2" in html
        assert f"/cuentas/2022/ediciones/2/cifras/{figure.key}/" in html
        assert "Se corrigió el título." in html


def test_before_the_edition_the_change_is_announced(client: Client) -> None:
    one = submission_at("answered", email="", effect="commits")

    html = client.get("/participacion/cambios/").content.decode()

    assert str(one.folio) in html
    assert "se comprometió" in html
