"""Taking part from a program: the same acts, limits, confirmation and words as the form."""

import base64
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import altcha
import pytest
from django.conf import settings
from django.test import Client

from participation.actions.filing import confirm_submission
from participation.forms import TextForm
from participation.models import (
    AskDraft,
    Attachment,
    Message,
    RegisterEntry,
    Submission,
    Window,
)
from programs.models import Edition
from tests.api.world import V1, freeze, get
from tests.cuenta.small import small_ledger
from tests.factories import UserFactory
from tests.participation.factories import NOW
from tests.participation.limits import only_limit

ROOT = "/cuentas/2022/ediciones/1/"
FIGURE = f"{ROOT}cifras/{small_ledger().figures[0].key}/"
TEXT = "¿Cuántas personas atendió este programa en Ñuble?"
EMAIL = "rosa.quilodran@correo.invalid"


@pytest.fixture
def edition(db: None, time_machine: Any) -> Edition:
    time_machine.move_to(NOW, tick=False)
    return freeze(ledger=small_ledger())


def whole(**more: Any) -> dict[str, Any]:
    """Everything that a filing needs."""
    return {"uid": str(uuid4()), "kind": "question", "text": TEXT, **more}


def send(body: Any, client: Client | None = None, **headers: str) -> Any:
    return (client or Client()).post(
        f"{V1}submissions/", body, content_type="application/json", headers=headers
    )


def pointers(answer: Any) -> dict[str, str]:
    return {each["pointer"]: each["detail"] for each in answer.json()["errors"]}


def test_without_an_email_it_is_filed_at_once_and_can_be_followed(edition: Edition) -> None:
    answer = send(whole(about=FIGURE, shown_name="Vecina de Ovalle", region="04"))

    row = Submission.objects.get()
    told = answer.json()
    assert answer.status_code == 201
    assert (told["status"], told["folio"], row.state) == ("received", row.folio, "received")
    assert (row.text, row.shown_name, row.region_id) == (TEXT, "Vecina de Ovalle", "04")
    assert row.figure == small_ledger().figures[0].key
    assert answer["Cache-Control"] == "no-store, private"
    assert Client().get(told["tracking"].removeprefix(settings.SITE_URL)).status_code == 200
    assert RegisterEntry.objects.filter(object_id=row.folio, actor="person").exists()


def test_what_was_sent_is_not_public_until_a_person_reads_it(edition: Edition) -> None:
    folio = send(whole()).json()["folio"]

    assert get("submissions/").json()["results"] == []
    assert get(f"submissions/{folio}/").status_code == 404


def test_with_an_email_it_waits_for_the_link_of_its_message(edition: Edition) -> None:
    answer = send(whole(email=EMAIL))

    row = Submission.objects.get()
    told = answer.json()
    assert answer.status_code == 202
    assert (told["status"], told["folio"], told["tracking"]) == ("confirm_email", "", "")
    assert (row.state, row.folio) == ("unconfirmed", None)
    assert [each.kind for each in Message.objects.all()] == ["confirm_address"]


def test_an_email_that_is_known_is_answered_like_any_other(edition: Edition) -> None:
    first = send(whole(email=EMAIL))
    confirm_submission(Submission.objects.get(), now=NOW)

    second = send(whole(email=EMAIL))

    assert (first.status_code, second.status_code) == (202, 202)
    assert {**first.json(), "uid": "", "page": ""} == {**second.json(), "uid": "", "page": ""}


def test_the_page_that_is_told_lets_one_take_the_folio_without_the_email(
    edition: Edition,
) -> None:
    page = send(whole(email=EMAIL)).json()["page"].removeprefix(settings.SITE_URL)
    client = Client()

    client.post(page.replace("enviado", "sin-correo"))

    assert Submission.objects.get().folio is not None


def test_the_same_uid_again_files_nothing_and_says_the_same(edition: Edition) -> None:
    body = whole()
    first, again = send(body), send(body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Submission.objects.count() == 1


def test_the_same_uid_is_not_counted_twice(edition: Edition) -> None:
    only_limit("submit", count=1)
    body = whole()

    assert [send(body).status_code for _ in range(3)] == [201, 200, 200]


@pytest.mark.parametrize("change", [{"text": f"{TEXT} Gracias."}, {"kind": "remark"}])
def test_a_uid_that_was_used_for_something_else_is_refused(
    edition: Edition, change: dict[str, str]
) -> None:
    body = whole()
    send(body)

    answer = send({**body, **change})

    assert answer.status_code == 409
    assert answer.json()["type"].endswith("#en-conflicto")
    assert Submission.objects.get().text == TEXT


def test_once_its_draft_is_gone_a_uid_opens_nothing_any_more(edition: Edition) -> None:
    body = whole()
    send(body)
    AskDraft.objects.all().delete()

    again = send(body)

    assert again.status_code == 200
    assert (again.json()["tracking"], again.json()["page"]) == ("", "")
    assert Submission.objects.count() == 1


def test_a_draft_of_the_pages_with_its_files_is_sent_by_its_uid(edition: Edition) -> None:
    begun = Client().post("/participar/", {"sobre": FIGURE})["Location"]
    uid = begun.split("/")[2]
    draft = AskDraft.objects.get(uid=uid)
    Attachment.objects.create(
        draft=draft, name="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64,
        added_at=NOW,
    )  # fmt: skip

    send(whole(uid=uid))

    row = Submission.objects.get(uid=UUID(uid))
    assert [each.name for each in row.attachments.all()] == ["a.pdf"]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no uid": ({"uid": ""}, "/uid"),
    "a uid that is none": ({"uid": "uno"}, "/uid"),
    "a uid that can be guessed": ({"uid": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}, "/uid"),
    "no kind": ({"kind": ""}, "/kind"),
    "a kind of no list": ({"kind": "reclamo"}, "/kind"),
    "a short text": ({"text": "Hola"}, "/text"),
    "a text of blanks": ({"text": " " * 40}, "/text"),
    "a long text": ({"text": "a" * 3_001}, "/text"),
    "a text that is no text": ({"text": ["a"]}, "/text"),
    "no at sign": ({"email": "rosa"}, "/email"),
    "an email of two": ({"email": "a@b.cl, c@d.cl"}, "/email"),
    "a region of no list": ({"region": "99"}, "/region"),
    "a long name": ({"shown_name": "a" * 101}, "/shown_name"),
    "a sex of no list": ({"sex": "x"}, "/sex"),
    "an address of elsewhere": ({"about": "https://otro.invalid/"}, "/about"),
    "a field that does not exist": ({"run": "1-9"}, "/run"),
    "a field with a slash": ({"a/b~c": 1}, "/a~1b~0c"),
    "a null": ({"kind": None}, "/kind"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_must_be_mended_is_pointed_at_in_spanish(edition: Edition, case: str) -> None:
    change, pointer = WRONG[case]

    answer = send(whole(**change))

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    found = pointers(answer)
    assert set(found) == {pointer}
    assert found[pointer].endswith((".", "?"))
    assert not Submission.objects.exists()


def test_the_words_are_those_of_the_form(edition: Edition) -> None:
    said = TextForm({"text": "Hola"}).errors["text"][0]

    assert pointers(send(whole(text="Hola")))["/text"] == said


def test_everything_that_lacks_is_told_at_once(edition: Edition) -> None:
    assert set(pointers(send({}))) == {"/uid", "/kind", "/text"}


@pytest.mark.parametrize("about", [f"{ROOT}cifras/no-hay/", "/cuentas/2022/ediciones/9/"])
def test_what_is_not_published_cannot_be_asked_about(edition: Edition, about: str) -> None:
    answer = send(whole(about=about))

    assert answer.status_code == 404
    assert set(pointers(answer)) == {"/about"}


def test_the_whole_address_of_a_page_serves_as_well(edition: Edition) -> None:
    send(whole(about=f"{settings.SITE_URL}{FIGURE}"))

    assert Submission.objects.get().about_path == FIGURE.removeprefix(ROOT)


def test_without_anything_published_there_is_nothing_to_ask_about(db: None) -> None:
    assert send(whole()).status_code == 404


UNREADABLE = {
    b"": 400, b"{": 400, b"\xff": 400, b"[]": 400, b"null": 400, b'"a"': 400, b"NaN": 400,
    b"[" * 60_000: 400, b'{"text": "' + b"a" * 70_000 + b'"}': 413,
    b'{"uid": ' + b"9" * 5_000 + b"}": 400,
}  # fmt: skip


def test_a_body_that_cannot_be_read_is_said_so(edition: Edition) -> None:
    for body, status in UNREADABLE.items():
        answer = send(body)

        assert answer.status_code == status, body[:40]
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "x"]
)
def test_only_json_is_taken_so_that_no_form_of_another_site_can_send(
    edition: Edition, kind: str
) -> None:
    answer = Client().post(f"{V1}submissions/", json.dumps(whole()), content_type=kind)

    assert answer.status_code == 415
    assert not Submission.objects.exists()


def test_a_page_of_another_site_cannot_send_for_whoever_looks_at_it(edition: Edition) -> None:
    answer = send(whole(), sec_fetch_site="cross-site")

    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer


def test_being_signed_in_changes_nothing_and_no_token_is_asked_for(edition: Edition) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(is_superuser=True))

    answer = send(whole(), client)

    assert answer.status_code == 201
    assert "csrftoken" not in answer.cookies
    assert RegisterEntry.objects.latest("pk").actor == "person"


def test_who_sends_too_often_is_told_when_to_come_back_and_how_else(edition: Edition) -> None:
    only_limit("submit", count=1, way_out="En papel.")

    answers = [send(whole()), send(whole())]

    assert [each.status_code for each in answers] == [201, 429]
    assert int(answers[1]["Retry-After"]) > 0
    assert "En papel." in answers[1].json()["detail"]
    assert Submission.objects.count() == 1


def test_a_proof_of_work_opens_the_wider_limits_once(edition: Edition) -> None:
    only_limit("submit", count=1, applies_when="without_proof")
    send(whole())
    challenge = get("proof/").json()["challenge"]
    proof = _solved(challenge)

    answers = [send(whole(proof=proof)).status_code, send(whole(proof=proof)).status_code]

    assert answers == [201, 429]


def _solved(challenge: dict[str, Any]) -> str:
    asked = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(asked)
    payload = altcha.Payload(challenge=asked, solution=solution).to_dict()
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_a_proof_is_no_more_needed_than_in_the_form(edition: Edition) -> None:
    assert send(whole(proof="cualquier cosa")).status_code == 201


def test_what_arrives_after_the_window_is_filed_as_extemporaneous(edition: Edition) -> None:
    day = NOW.date() - timedelta(days=30)
    Window.objects.create(account=edition.account, event_on=day, opens_on=day, closes_on=day)

    send(whole())

    assert Submission.objects.get().is_extemporaneous
