"""What came on paper, by telephone or in person: filed by staff, with a slip to hand over."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from participation.keys import open_sealed, tracking_key
from participation.models import Attachment, Authorship, RegisterEntry, Submission
from participation.permissions import ROLES
from participation.subjects import ledger_of
from programs.checks.wording import label_of
from programs.models import Edition
from tests.hostile import HOSTILE
from tests.participation import factories as given
from tests.participation.files import picture
from tests.staff import signed_in, text_of

pytestmark = pytest.mark.django_db
ADD = "/admin/participation/submission/add/"
TYPED = {
    "channel": "paper", "arrived_on": "2026-06-09", "arrived_at": "16:40", "kind": "question",
    "text": given.TEXT, "full_name": "Ana Soto Huenchul", "contact": "Correo 3, Castro",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _frozen(tmp_path: Any, settings: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(given.NOW, tick=False):
        yield


@pytest.fixture
def taker(edition: Edition) -> Client:
    return signed_in(given.staff(given.MODERATOR))


def _scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("carta.png", picture("PNG"))


def test_a_paper_is_filed_when_it_arrived_and_gives_its_folio(taker: Client) -> None:
    response = taker.post(ADD, {**TYPED, "original": _scan()})
    slip = text_of(taker.get(response["Location"]))

    row = Submission.objects.get()
    author = Authorship.objects.get(submission=row)
    assert (row.state, row.channel, row.filed_on.isoformat()) == ("received", "paper", "2026-06-09")
    assert row.attachments.get().is_original
    assert open_sealed(author.full_name_sealed) == "Ana Soto Huenchul"
    assert str(row.folio) in slip
    assert tracking_key(str(row.uid)) in slip
    assert "Ana Soto" not in slip
    assert RegisterEntry.objects.get(act="receive").user == given.staff(given.MODERATOR)


def test_the_same_form_sent_twice_is_one_filing(taker: Client) -> None:
    once = text_of(taker.get(ADD)).split('name="once" value="')[1].split('"')[0]

    first = taker.post(ADD, {**TYPED, "once": once})
    again = taker.post(ADD, {**TYPED, "once": once})
    another = taker.post(ADD, {**TYPED, "once": "no es un código"})

    assert first["Location"] == again["Location"] != another["Location"]
    assert Submission.objects.count() == 2


def test_a_mistake_loses_nothing_that_was_typed_nor_the_file(taker: Client) -> None:
    response = taker.post(ADD, {**TYPED, "text": "corto", "original": _scan()})
    page = text_of(response)
    kept = page.split('name="kept" value="')[1].split('"')[0]

    done = taker.post(ADD, {**TYPED, "kept": kept})

    assert response.status_code == 400
    assert "Escriba al menos 10" in page or "al menos 10" in page
    assert "Ana Soto Huenchul" in page
    assert "carta.png" in page
    assert done.status_code == 302
    assert Submission.objects.get().attachments.get().name == "carta.png"
    assert Attachment.objects.count() == 1


def test_what_it_is_about_is_found_by_words_and_quoted(taker: Client, edition: Edition) -> None:
    year = edition.account.account_year

    ledger = ledger_of(edition)
    words = label_of(ledger, ledger.figures[0]).upper()
    page = text_of(taker.post(ADD, {**TYPED, "about_words": words, "find": "1"}))
    addresses = [part.split('"')[0] for part in page.split('name="about" value="')[1:]]
    figure = next(each for each in addresses if "/cifras/" in each)
    taker.post(ADD, {**TYPED, "about": figure})

    row = Submission.objects.get()
    assert f"/cuentas/{year}/ediciones/1/" in figure
    assert "No se ingresó todavía" not in page
    assert row.figure
    assert row.about_title
    assert row.edition == edition


@pytest.mark.parametrize(
    ("name", "value"),
    [("arrived_on", "2026-06-11"), ("arrived_on", "ayer"), ("arrived_at", "25:00"),
     ("channel", "portal"), ("kind", "nada"), ("email", "no-es-correo"), ("region", "99"),
     ("text", "a" * 3_001), ("sex", "x" * 400), ("arrived_on", "0001-01-01")],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(taker: Client, name: str, value: str) -> None:
    response = taker.post(ADD, {**TYPED, name: value})

    assert response.status_code in (400, 409)
    assert "errorlist" in text_of(response)
    assert Submission.objects.count() == 0


def test_a_file_that_is_not_taken_says_why(taker: Client) -> None:
    response = taker.post(ADD, {**TYPED, "original": SimpleUploadedFile("virus.pdf", b"MZ nada")})

    assert response.status_code == 400
    assert "errorlist" in text_of(response)
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize("token", ["x", "1:x:y", "a" * 200])
def test_a_token_of_a_file_that_is_not_ours_is_left_alone(taker: Client, token: str) -> None:
    taker.post(ADD, {**TYPED, "kept": token})

    assert Submission.objects.get().attachments.count() == 0


def test_only_who_takes_in_sees_the_form_and_the_slip(taker: Client) -> None:
    slip = taker.post(ADD, TYPED)["Location"]

    for role, may in ROLES.items():
        client = signed_in(given.staff(role))
        assert (client.get(ADD).status_code == 200) is ("intake_submission" in may), role
        assert (client.get(slip).status_code == 200) is (role == given.MODERATOR), role


def test_the_slip_of_what_came_by_the_portal_is_the_authors_own(taker: Client) -> None:
    row = given.received()
    url = reverse("admin:participation_submission_slip", args=[row.pk])

    assert taker.get(url).status_code == 403


def test_without_a_published_account_it_says_what_to_do(db: None) -> None:
    response = signed_in(given.staff(given.MODERATOR)).get(ADD)

    assert response.status_code == 200
    assert "Todavía no hay una cuenta publicada" in text_of(response)


def test_hostile_words_are_kept_as_words(taker: Client) -> None:
    words = HOSTILE.replace("\x0b", "")
    typed = dict.fromkeys(("full_name", "shown_name", "organisation", "contact"), words[:90])

    refused = text_of(taker.post(ADD, {**TYPED, **typed, "text": words, "email": words}))
    slip = taker.get(taker.post(ADD, {**TYPED, **typed, "text": words})["Location"])

    for page in (refused, text_of(slip)):
        assert "<script>alert" not in page


def test_it_arrived_long_ago_and_is_late_from_the_start(taker: Client) -> None:
    long_ago = (given.NOW - timedelta(days=200)).date().isoformat()

    taker.post(ADD, {**TYPED, "arrived_on": long_ago})
    shown = text_of(taker.get("/admin/participation/submission/?tab=late"))

    assert str(Submission.objects.get().folio) in shown
