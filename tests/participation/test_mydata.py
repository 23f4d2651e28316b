"""Everybody sees, corrects and erases what is kept of them; nobody learns who else wrote."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation import links, outbox, register
from participation.actions import handling, identities, moderation
from participation.actions.privacy import (
    PUBLIC_NAME,
    answer_requests,
    ask_for_data,
    correct_data,
    end_subscriptions,
    erase_person,
    hide_names,
)
from participation.forgetting import TITLE_GONE
from participation.keys import tracking_key
from participation.models import (
    Attachment,
    Authorship,
    DataRequest,
    Message,
    Person,
    RegisterEntry,
    Retention,
    SealedOriginal,
    Submission,
    Subscription,
)
from participation.pages.mydata import SHUT, duration
from participation.personal_data import Kind
from participation.retention import retain
from participation.transitions import Refused
from tests.participation.factories import (
    AUDITOR,
    COORDINATOR,
    EMAIL,
    FULL_NAME,
    NOW,
    AttachmentFactory,
    file_submission,
    received,
    staff,
    submission_at,
)
from tests.participation.limits import only_limit

pytestmark = pytest.mark.django_db
DOOR = "/mis-datos/"
SAVEPOINT = re.compile(r"s\d+_x\d+")
LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def _frozen(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(LATER, tick=False):
        yield


def person_of(filing: Submission) -> Person:
    return filing.authorship.person


def own(person: Person, act: str = "") -> str:
    return urlsplit(links.my_data_url(person)).path + act


def entries(act: str) -> list[RegisterEntry]:
    return list(RegisterEntry.objects.filter(act=act))


# Asking for the link


def test_a_known_and_an_unknown_e_mail_get_the_same_page_and_the_same_queries(
    client: Client,
) -> None:
    received()

    pages, asked = [], []
    for email in (EMAIL, "nadie@correo.invalid"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(DOOR, {"email": email})
        pages.append((answer.status_code, answer.content.replace(email.encode(), b"")))
        asked.append([SAVEPOINT.sub("", each["sql"])[:60] for each in queries])

    assert pages[0] == pages[1]
    assert asked[0] == asked[1]
    assert not Message.objects.filter(kind="my_data").exists()


def test_only_who_is_known_is_written_to() -> None:
    received()
    ask_for_data(email=f" {EMAIL.upper()} ", now=LATER)
    ask_for_data(email="nadie@correo.invalid", now=LATER)

    assert answer_requests(LATER) == 2

    assert Message.objects.get(kind="my_data").person is not None
    assert not DataRequest.objects.exists()


def test_the_link_that_arrives_opens_the_data(client: Client) -> None:
    received()
    Message.objects.all().delete()
    client.post(DOOR, {"email": EMAIL})
    answer_requests(LATER)
    outbox.deliver_due(LATER)

    (sent,) = mail.outbox
    found = next(word for word in sent.body.split() if "/mis-datos/" in word)
    assert sent.to == [EMAIL]
    assert client.get(urlsplit(found).path).status_code == 200


def test_one_link_an_hour_goes_to_each_person() -> None:
    received()
    for minutes in (0, 1, 59, 61):
        now = LATER + timedelta(minutes=minutes)
        ask_for_data(email=EMAIL, now=now)
        answer_requests(now)

    assert Message.objects.filter(kind="my_data").count() == 2


def test_a_request_made_while_the_worker_was_dead_is_answered_later() -> None:
    received()
    ask_for_data(email=EMAIL, now=LATER)

    answer_requests(LATER + timedelta(days=1))

    assert Message.objects.filter(kind="my_data").count() == 1


@pytest.mark.parametrize("typed", ["", "rosa", "rosa @correo.invalid", "x" * 300 + "@correo.cl"])
def test_what_is_no_e_mail_is_said_beside_its_field(client: Client, typed: str) -> None:
    answer = client.post(DOOR, {"email": typed})

    assert answer.status_code == 400
    assert "to-mend" in answer.content.decode()
    assert not DataRequest.objects.exists()


def test_too_many_requests_say_from_when_and_how_else(client: Client) -> None:
    only_limit("my_data", count=1)
    client.post(DOOR, {"email": EMAIL})

    answer = client.post(DOOR, {"email": EMAIL})

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Por otra vía." in answer.content.decode()
    assert EMAIL in answer.content.decode()


def test_a_form_on_a_foreign_page_asks_for_nothing(client: Client) -> None:
    answer = client.post(DOOR, {"email": EMAIL}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert not DataRequest.objects.exists()


def test_the_terms_shown_are_those_of_the_table(client: Client) -> None:
    Retention.objects.filter(purpose="draft").update(days=11)
    Retention.objects.filter(purpose="message").update(is_active=False)

    page = client.get(DOOR).content.decode()

    assert "Lo que se escribe y no se envía</b>: 11 días" in page
    assert "A quién se le envió cada mensaje</b>: Sin plazo por ahora" in page


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 día"), (7, "7 días"), (365, "1 año"), (730, "2 años"), (731, "731 días")],
)
def test_a_duration_is_said_in_years_only_where_they_are_whole(days: int, said: str) -> None:
    assert duration(days) == said


# The link


def test_a_link_opens_for_a_day(client: Client) -> None:
    path = own(person_of(received()))

    with time_machine.travel(LATER + timedelta(hours=23, minutes=59), tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel(LATER + timedelta(hours=24, minutes=1), tick=False):
        assert client.get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "☃"])
def test_what_is_no_link_of_ours_opens_nothing(client: Client, token: str) -> None:
    for act in ("", "descargar/", "borrar/", "corregir/CPP-2026-000001-0/"):
        assert client.get(f"/mis-datos/{token}/{act}").status_code == 404


def test_a_link_for_something_else_opens_no_data(client: Client) -> None:
    filing = submission_at("unconfirmed")
    token = links.confirm_url(filing).rstrip("/").rpartition("/")[2]

    assert client.get(f"/mis-datos/{token}/").status_code in (404, 410)


def test_no_page_of_the_data_is_kept_or_passed_on(client: Client) -> None:
    person = person_of(received())

    for act in ("", "descargar/", "borrar/"):
        answer = client.get(own(person, act))
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies


# Seeing


def rich_filing() -> Submission:
    text = "Mi teléfono es 9 8765 4321 y quiero saber por qué bajó el monto."
    filing = submission_at(
        "admitted", text=text, organisation="Junta 14", sex="woman", shown_name="Rosa Q."
    )
    moderation.redact_submission(
        filing, field="text", phrases=[("9 8765 4321", Kind.TELEPHONE)],
        by=staff(COORDINATOR), now=NOW,
    )  # fmt: skip
    identities.read_identity(filing, reason="Para llamarla", by=staff(COORDINATOR), now=NOW)
    AttachmentFactory(submission=filing, name="foto del local.pdf")
    person = person_of(filing)
    Subscription.objects.create(
        person=person, target="program", value="crece", created_at=NOW, confirmed_at=NOW
    )
    filing.refresh_from_db()
    return filing


KEPT = (
    EMAIL, FULL_NAME, "Junta 14", "Mujer", "Rosa Q.", "9 8765 4321", "foto del local.pdf",
    "crece", COORDINATOR, "Comprobante",
)  # fmt: skip


@pytest.mark.parametrize("act", ["", "descargar/"])
def test_everything_that_is_kept_is_shown_and_no_name_of_the_staff(
    client: Client, act: str
) -> None:
    filing = rich_filing()

    page = client.get(own(person_of(filing), act)).content.decode()

    for kept in (*KEPT, str(filing.folio)):
        assert kept in page, kept
    assert str(staff(COORDINATOR)) not in page
    assert "Para llamarla" not in page


def test_nothing_of_another_person_is_shown(client: Client) -> None:
    rich_filing()
    other = received(email="otra@correo.invalid", full_name="Otra Persona")

    page = client.get(own(person_of(other), "descargar/")).content.decode()

    assert not [kept for kept in KEPT if kept in page and kept != "Comprobante"]


def test_the_download_is_json_with_instants(client: Client) -> None:
    filing = rich_filing()

    answer = client.get(own(person_of(filing), "descargar/"))

    held = json.loads(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    assert held["filings"][0]["folio"] == filing.folio
    assert datetime.fromisoformat(held["filings"][0]["received_at"]) == filing.received_at


def test_a_lost_key_is_said_and_is_no_failure(client: Client, settings: Any) -> None:
    person = person_of(rich_filing())
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]

    assert SHUT in client.get(own(person)).content.decode()
    folio = person.authorships.get().submission.folio
    for answer in (
        client.get(own(person, f"corregir/{folio}/")),
        client.post(own(person, f"corregir/{folio}/"), {"full_name": "Rosa"}),
    ):
        assert answer.status_code == 503
        assert SHUT in answer.content.decode()
    assert client.post(own(person, "borrar/")).status_code == 302


def test_what_a_key_left_out_keeps_shut_waits_and_goes_once_it_is_back(settings: Any) -> None:
    received()
    keys = settings.IDENTITY_KEYS
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]

    outbox.deliver_due(LATER)
    waiting = set(Message.objects.values_list("state", "last_problem"))
    settings.IDENTITY_KEYS = keys
    outbox.deliver_due(LATER + timedelta(hours=1))

    assert waiting == {("queued", outbox.LOST_KEY)}
    assert Message.objects.get(kind="receipt").state == "sent"


# Correcting


def correct(filing: Submission, **changes: str) -> bool:
    same = {"full_name": FULL_NAME, "organisation": "", "sex": "", "shown_name": filing.shown_name}
    return correct_data(person_of(filing), filing, now=LATER, **{**same, **changes})


def test_a_correction_is_kept_and_leaves_proof_without_the_data(client: Client) -> None:
    filing = received()

    answer = client.post(
        own(person_of(filing), f"corregir/{filing.folio}/"),
        {"full_name": "Rosa Quilodrán Soto", "organisation": "Feria", "sex": "other"},
    )

    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Quedó corregido." in page
    assert "Rosa Quilodrán Soto" in page
    (entry,) = entries("correct_data")
    assert entry.detail == {"fields": []}  # which ones is nobody's business
    assert entry.object_id == filing.folio


def test_saving_the_same_changes_nothing() -> None:
    filing = received()
    version = Submission.objects.get(pk=filing.pk).version

    assert not correct(filing)

    assert not entries("correct_data")
    assert Submission.objects.get(pk=filing.pk).version == version


def test_a_new_name_on_what_is_published_is_refused_and_kept_in_the_form(client: Client) -> None:
    filing = submission_at("admitted", shown_name="Rosa")

    answer = client.post(
        own(person_of(filing), f"corregir/{filing.folio}/"),
        {"full_name": FULL_NAME, "shown_name": "COMPRE AQUÍ"},
    )

    assert answer.status_code == 409
    assert PUBLIC_NAME in answer.content.decode()
    assert "COMPRE AQUÍ" in answer.content.decode()
    assert Submission.objects.get().shown_name == "Rosa"


def test_a_name_is_corrected_before_it_is_public_and_taken_away_afterwards() -> None:
    waiting = received(shown_name="Rosa Q")
    assert correct(waiting, shown_name="Rosa Q.")
    waiting.refresh_from_db()
    assert waiting.shown_name == "Rosa Q."

    public = submission_at("admitted", shown_name="Rosa")
    assert correct(public, shown_name="")
    public.refresh_from_db()
    assert public.shown_name == ""


def test_nobody_corrects_what_another_presented(client: Client) -> None:
    filing = received()
    other = received(email="otra@correo.invalid")

    answer = client.post(own(person_of(other), f"corregir/{filing.folio}/"), {"full_name": "X"})

    assert answer.status_code == 404
    with pytest.raises(Refused):
        correct_data(
            person_of(other), filing, full_name="X", organisation="", sex="", shown_name="",
            now=LATER,
        )  # fmt: skip


@pytest.mark.parametrize(
    "typed", [{"sex": "robot"}, {"full_name": "x" * 101}, {"organisation": "x" * 151}]
)
def test_a_bad_correction_is_said_and_changes_nothing(
    client: Client, typed: dict[str, str]
) -> None:
    filing = received()

    answer = client.post(own(person_of(filing), f"corregir/{filing.folio}/"), typed)

    assert answer.status_code == 400
    assert "to-mend" in answer.content.decode()
    assert not entries("correct_data")


def test_opposition_takes_the_name_away_everywhere(client: Client) -> None:
    public = submission_at("admitted", shown_name="Rosa Q.")
    received(shown_name="Rosa")

    answer = client.post(own(person_of(public), "sin-nombre/"))

    assert answer.status_code == 302
    assert set(Submission.objects.values_list("shown_name", flat=True)) == {""}
    (entry,) = entries("hide_name")
    assert (entry.object_type, entry.detail) == ("privacy", {"filings": 2})
    assert hide_names(person_of(public), now=LATER) == 0


def test_all_notices_end_in_one_act(client: Client) -> None:
    person = person_of(rich_filing())

    client.post(own(person, "sin-avisos/"))

    assert Subscription.objects.get().ended_at == LATER
    assert entries("end_subscriptions")[0].detail == {"subscriptions": 1}
    assert end_subscriptions(person, now=LATER) == 0
    assert len(entries("end_subscriptions")) == 1


# Erasing


def test_erasing_asks_first_and_then_leaves_nobody(client: Client) -> None:
    filing = rich_filing()
    person = person_of(filing)

    asked = client.get(own(person, "borrar/"))
    assert str(filing.folio) in asked.content.decode()
    assert Person.objects.get().email_index

    answer = client.post(own(person, "borrar/"))
    receipt = client.get(answer["Location"]).content.decode()

    (entry,) = entries("erase_identity")
    assert entry.object_id in receipt
    assert EMAIL not in receipt
    gone = Person.objects.get()
    assert (gone.email_sealed, gone.email_index, gone.erased_at) == ("", None, LATER)
    authorship = Authorship.objects.get()
    assert not any(
        (authorship.full_name_sealed, authorship.organisation_sealed, authorship.contact_sealed,
         authorship.sex)
    )  # fmt: skip
    assert not Subscription.objects.exists()
    assert not Message.objects.waiting().exists()
    assert not Message.objects.filter(person__isnull=False).exists()


def test_what_was_said_in_public_stays_without_a_name_and_its_key_still_opens(
    client: Client,
) -> None:
    filing = submission_at("notified", shown_name="Rosa Q.")
    text = filing.text

    erase_person(person_of(filing), now=LATER)

    filing.refresh_from_db()
    assert (filing.text, filing.shown_name, filing.state) == (text, "", "notified")
    key = tracking_key(str(filing.uid))
    page = client.get(reverse("participation:tracking", args=[filing.folio, key]))
    assert page.status_code == 200
    assert "Rosa" not in page.content.decode()


def test_the_register_tells_how_much_and_never_whose_nor_what() -> None:
    first, second = submission_at("admitted"), received()

    erase_person(person_of(first), now=LATER)

    (entry,) = entries("erase_identity")
    assert entry.detail["filings"] == 2
    told = json.dumps([entry.object_type, entry.object_id, entry.detail])
    for known in (first.folio, second.folio, str(first.uid), EMAIL):
        assert str(known) not in told
    at_once = RegisterEntry.objects.filter(at=LATER)
    assert list(at_once) == [entry]
    register.seal_everything()
    assert list(register.verify()) == []


def test_what_still_waits_for_an_answer_goes_on_and_its_files_go_when_it_ends() -> None:
    filing = rich_filing()
    erase_person(person_of(filing), now=LATER)
    assert Attachment.objects.filter(submission=filing).exists()
    assert SealedOriginal.objects.filter(submission=filing).exists()

    filing.refresh_from_db()
    handling.withdraw_submission(filing, now=LATER)
    retain(LATER + timedelta(minutes=1))

    assert not Attachment.objects.exists()
    assert not SealedOriginal.objects.exists()
    filing.refresh_from_db()
    assert filing.title == TITLE_GONE


def test_what_ended_loses_at_once_what_was_not_public() -> None:
    withdrawn = submission_at("withdrawn")
    AttachmentFactory(submission=withdrawn)

    erase_person(person_of(withdrawn), now=LATER)

    withdrawn.refresh_from_db()
    assert withdrawn.title == TITLE_GONE
    assert not Attachment.objects.exists()
    assert withdrawn.folio


def test_what_was_never_confirmed_is_removed() -> None:
    waiting = file_submission(must_confirm=True)

    erase_person(person_of(waiting), now=LATER)

    assert not Submission.objects.exists()


def test_erasing_twice_says_that_it_is_done(client: Client) -> None:
    filing = received()
    person = person_of(filing)
    path = own(person, "borrar/")
    client.post(path)

    assert client.post(path).status_code == 410
    with pytest.raises(Refused):
        erase_person(person, now=LATER)
    assert len(entries("erase_identity")) == 1


def test_who_writes_again_after_erasing_is_somebody_new() -> None:
    erase_person(person_of(received()), now=LATER)

    again = received(now=LATER)

    assert person_of(again).erased_at is None
    assert Person.objects.count() == 2


def test_a_receipt_that_is_none_is_not_found(client: Client) -> None:
    assert client.get("/mis-datos/borrado/nada/").status_code == 404


def test_staff_read_of_an_erased_person_that_they_are_erased() -> None:
    filing = received()
    erase_person(person_of(filing), now=LATER)

    seen = identities.read_identity(filing, reason="x", by=staff(COORDINATOR), now=LATER)

    assert seen.is_erased
    assert (seen.email, seen.full_name) == ("", "")
    with pytest.raises(Refused):
        identities.read_identity(filing, reason="x", by=staff(AUDITOR), now=LATER)
