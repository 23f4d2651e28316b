"""The page of one act: what is looked at before, what is asked, where the page opens."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from participation.models import RefusalReason, Submission
from programs.checks import review, run_checks
from programs.ledger import Explanation, Ledger, Voice
from programs.models import Edition
from tests.factories import UserFactory
from tests.ledgers import small_ledger
from tests.participation import factories as given
from tests.participation.conftest import reachable
from tests.staff import signed_in, text_of

pytestmark = pytest.mark.django_db
PERSONAL = f"{given.TEXT} Llámeme al +56 9 8765 4321."


@pytest.fixture(autouse=True)
def _frozen(tmp_path: Any, settings: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(given.NOW + timedelta(hours=3), tick=False):
        yield


def _of(row: Submission, name: str = "change") -> str:
    return reverse(f"admin:participation_submission_{name}", args=[row.pk])


def _as(role: str) -> Client:
    return signed_in(given.staff(role))


def _send(client: Client, row: Submission, act: str, **typed: Any) -> Any:
    row.refresh_from_db(fields=["version"])
    return client.post(_of(row, act), {"version": row.version, **typed})


def test_what_seems_personal_is_read_again_before_it_is_published() -> None:
    row = given.received(text=PERSONAL)
    moderator = _as(given.MODERATOR)

    looked = text_of(moderator.get(_of(row, "admit")))
    hasty = _send(moderator, row, "admit")
    said = _send(moderator, row, "admit", looked="on")

    assert "Parece tener datos personales" in looked
    assert "Teléfono en el texto: «+56 9 8765 4321»" in looked
    assert f"{_of(row)}#reservar" in looked
    assert hasty.status_code == 400
    assert "Reserve antes lo que sea un dato personal" in text_of(hasty)
    assert said.status_code == 302
    row.refresh_from_db()
    assert row.state == "admitted"


def test_what_has_nothing_personal_is_published_without_asking_more() -> None:
    row = given.received()
    moderator = _as(given.MODERATOR)

    looked = text_of(moderator.get(_of(row, "admit")))
    sent = _send(moderator, row, "admit")

    assert "Parece tener datos personales" not in looked
    assert 'name="looked"' not in looked
    assert sent.status_code == 302


def test_whoever_takes_back_a_refusal_reads_what_seems_personal_too() -> None:
    row = given.received(text=PERSONAL)
    reason = RefusalReason.objects.filter(is_active=True).first()
    _send(_as(given.MODERATOR), row, "refuse", reason=reason.pk)  # type: ignore[union-attr]
    other = _as(given.COORDINATOR)

    hasty = _send(other, row, "overturn")
    said = _send(other, row, "overturn", looked="on", note="Sí trata de la cuenta.")

    row.refresh_from_db()
    assert hasty.status_code == 400
    assert said.status_code == 302
    assert row.state == "admitted"
    assert "Sí trata de la cuenta." in row.public_note


@pytest.mark.parametrize("act", ["review", "return"])
def test_whoever_judges_an_answer_reads_it_on_the_same_page(act: str) -> None:
    row = given.submission_at("in_review")

    page = text_of(_as(given.REVIEWER).get(_of(row, act)))

    assert given.ANSWER in page
    assert "Así lo leerá cualquier persona" in page


def test_what_nobody_has_read_yet_is_shown_whole_before_acting() -> None:
    unread, public = given.received(), given.submission_at("admitted")
    client = _as(given.COORDINATOR)

    before = text_of(client.get(_of(unread, "refuse")))
    after = text_of(client.get(_of(public, "extend")))

    assert "<details open><summary>Leer el texto completo" in before
    assert "<details><summary>Leer el texto completo" in after


def test_a_refusal_shows_what_each_reason_makes_public() -> None:
    row = given.received()

    page = text_of(_as(given.MODERATOR).get(_of(row, "refuse")))

    reasons = RefusalReason.objects.filter(is_active=True)
    assert reasons
    for reason in reasons:
        assert reason.public_sentence in page
        assert reason.how_to_mend in page


def test_an_extension_says_how_many_days_and_until_when() -> None:
    row = given.submission_at("assigned")

    page = text_of(_as(given.COORDINATOR).get(_of(row, "extend")))

    assert "A lo más 22 días hábiles" in page
    assert f"hasta el {row.due_on:%d-%m-%Y}" in page


def test_an_act_that_cannot_be_done_does_not_say_what_it_would_cause() -> None:
    row = given.submission_at("answered")

    page = text_of(_as(given.MODERATOR).get(_of(row, "admit")))

    assert "Ahora no se puede" in page
    assert "Qué pasará" not in page


def test_a_form_to_mend_opens_at_its_first_field_to_mend() -> None:
    row = given.received()
    client = _as(given.COORDINATOR)

    clean = text_of(client.get(_of(row, "extend")))
    wrong = text_of(_send(client, row, "extend", days="2", reason=""))

    assert "autofocus" not in clean
    assert wrong.count("autofocus") == 1
    assert wrong.index("autofocus") > wrong.index('name="reason"') - 200


def test_a_refusal_that_nobody_asked_to_review_is_not_called_a_review() -> None:
    row = given.submission_at("not_admitted")

    page = text_of(_as(given.COORDINATOR).get(_of(row)))
    Submission.objects.filter(pk=row.pk).update(review_asked_at=given.NOW)
    asked = text_of(_as(given.COORDINATOR).get(_of(row)))

    assert "Admitirla después de todo y publicar" in page
    assert "Acoger la revisión y publicar" not in page
    assert "Acoger la revisión y publicar" in asked


@pytest.mark.parametrize(("is_reviewed", "code"), [(False, "review"), (True, "answer")])
def test_the_act_that_comes_next_is_the_main_button(is_reviewed: bool, code: str) -> None:
    row = given.reviewed() if is_reviewed else given.submission_at("in_review")

    page = text_of(signed_in(UserFactory(is_superuser=True)).get(_of(row)))

    assert f'<a class="btn" href="{_of(row, code)}">' in page
    assert page.count('<a class="btn" href') == 1


@pytest.mark.parametrize(
    ("verdict", "is_explained", "word"),
    [("differs", False, "No cuadra"), ("differs", True, "No cuadra, explicada"),
     ("holds", False, "Cuadra")],
)  # fmt: skip
def test_a_quoted_figure_carries_the_mark_of_its_own_edition(
    publish: Callable[[Ledger], Edition], verdict: str, is_explained: bool, word: str
) -> None:
    ledger = reachable(small_ledger())
    if is_explained:
        told = tuple(
            Explanation(
                each.slug,
                each.difference_key,
                "Por esto.",
                Voice.INSTITUTION,
                "Finanzas",
                "2022-05-01T10:00:00-04:00",
            )
            for each in run_checks(ledger)
            if each.differs
        )
        ledger = replace(ledger, explanations=told)
    marks = review(run_checks(ledger), ledger).marks
    key = next(key for key, (first, *_) in marks.items() if first.verdict.value == verdict)
    edition = publish(ledger)
    row = given.received(account=edition.account)
    Submission.objects.filter(pk=row.pk).update(
        edition=edition, figure=key, about_kind="una cifra", about_title="Cifra"
    )

    client = _as(given.COORDINATOR)
    pages = [text_of(client.get(_of(row, name))) for name in ("change", "admit")]

    for page in pages:
        assert f"</i> {word}</span>" in page
        assert marks[key][0].sentence in page
        assert f"cuadratura/#{marks[key][0].slug}" in page


def test_what_no_check_looks_at_carries_no_mark() -> None:
    row = given.received()

    assert "about-check" not in text_of(_as(given.COORDINATOR).get(_of(row)))
