"""What staff do for the room: who invites, who sends the draft, and what each letter then says."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.actions import council_reviews as reviews
from participation.actions.holidays import add_holiday
from participation.council_reminders import close_late, remind_council
from participation.emails import NothingToSay, render
from participation.models import CouncilInvitation, CouncilReview, Message
from participation.pages.register import register_page
from participation.permissions import ROLES
from tests.factories import UserFactory
from tests.participation.council import council_of_tests, observation_at
from tests.participation.factories import COORDINATOR, HEAD, NOW, SECRETARY, WRITER, staff
from tests.participation.room import draft_account, review_of_tests
from tests.staff import signed_in, text_of

pytestmark = pytest.mark.django_db
STAFF = (*ROLES, "boss")
KEEPERS = (SECRETARY, "boss")
OPENERS = (SECRETARY, "boss")


@pytest.fixture(autouse=True)
def _now(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def client_of(person: str) -> Client:
    if person == "anyone":
        return Client()
    if person == "boss":
        return signed_in(UserFactory(is_superuser=True))
    return signed_in(staff(person) if person in ROLES else UserFactory(role=person))


def is_let_in(response: Any) -> bool:
    led = response.headers.get("Location", "")
    return response.status_code not in (403, 405) and "/login/" not in led


def invite_page() -> str:
    councillor = council_of_tests().vice.councillor
    return reverse("admin:participation_councilinvitation_invite", args=[councillor.pk])


@pytest.mark.parametrize("person", ["anyone", "Edición de datos", *STAFF])
def test_each_opens_only_what_is_theirs(person: str) -> None:
    account = draft_account()
    client = client_of(person)
    review = reverse("admin:participation_councilreview_open", args=[account.pk])
    lists = reverse("admin:participation_councilinvitation_changelist")

    invites = [is_let_in(client.get(url)) for url in (invite_page(), lists)]
    sends = is_let_in(client.post(invite_page()))
    sees, opens = is_let_in(client.get(review)), is_let_in(client.post(review))

    assert invites == [person in KEEPERS] * 2
    assert sends is (person in KEEPERS)
    assert sees is (person in STAFF)
    assert opens is (person in OPENERS)
    assert CouncilReview.objects.exists() is (person in OPENERS)


def test_the_secretary_invites_sends_again_and_cancels() -> None:
    client, page = client_of(SECRETARY), invite_page()

    wrong = client.post(page, {"email": "no es un correo"})
    official = client.post(page, {"email": staff(WRITER).email})
    sent = client.post(page, {"email": "nueva@organizacion.cl"}, follow=True)
    first = CouncilInvitation.objects.get()
    client.post(reverse("admin:participation_councilinvitation_resend", args=[first.pk]))
    second = CouncilInvitation.objects.get(cancelled_at__isnull=True)
    cancelled = client.post(
        reverse("admin:participation_councilinvitation_cancel", args=[second.pk]), follow=True
    )

    assert (wrong.status_code, official.status_code) == (409, 409)
    assert 'value="no es un correo"' in text_of(wrong)
    assert "nueva@organizacion.cl" in text_of(sent)
    assert "La invitación se anuló." in text_of(cancelled)
    assert not CouncilInvitation.objects.filter(cancelled_at__isnull=True).exists()


def test_the_address_of_an_invitation_is_in_no_list() -> None:
    client = client_of(SECRETARY)
    client.post(invite_page(), {"email": "nueva@organizacion.cl"})
    row = CouncilInvitation.objects.get()

    pages = [
        client.get(reverse("admin:participation_councilinvitation_changelist")),
        client.get(reverse("admin:participation_councilinvitation_change", args=[row.pk])),
    ]

    assert not [each for each in pages if "nueva@" in text_of(each)]
    assert not [each for each in pages if row.email_sealed in text_of(each)]


def test_the_draft_is_sent_once_from_the_page_of_its_account() -> None:
    council_of_tests()
    account = draft_account()
    client = client_of(SECRETARY)
    url = reverse("admin:participation_councilreview_open", args=[account.pk])
    tool = client_of("boss").get(reverse("admin:programs_publicaccount_change", args=[account.pk]))

    before = client.get(url)
    opened = client.post(url, follow=True)
    again = client.post(url)

    assert url in text_of(tool)
    assert "Enviar el borrador al Consejo" in text_of(before)
    assert "Quedan 10 días hábiles" in text_of(opened)
    assert again.status_code == 409
    assert "ya se envió al Consejo" in text_of(again)


def test_what_the_council_proposed_is_seen_there_and_a_draft_is_not() -> None:
    review = review_of_tests()
    observation_at("draft", account=review.account, title="Todavía en la sala")
    observation_at("proposed", account=review.account, title="Ya propuesta")
    url = reverse("admin:participation_councilreview_open", args=[review.account_id])

    page = text_of(client_of(HEAD).get(url))

    assert "Ya propuesta" in page
    assert "Todavía en la sala" not in page


def test_every_letter_of_a_review_says_what_holds_when_it_is_sent(time_machine: Any) -> None:
    review = review_of_tests()
    add_holiday(
        day=(NOW + timedelta(days=2)).date(), name="Feriado", law="Ley 1", by=staff(COORDINATOR),
        now=NOW,
    )  # fmt: skip
    review.refresh_from_db()
    time_machine.move_to(review.due_at - timedelta(hours=30), tick=False)
    remind_council(review.due_at - timedelta(hours=30))
    kinds = ("council_review_opened", "council_review_moved", "council_review_due")
    letters = {kind: Message.objects.filter(kind=kind).earliest("pk") for kind in kinds}

    subjects = {kind: render(message).subject for kind, message in letters.items()}
    close_late(review.due_at)
    closed = render(Message.objects.filter(kind="council_review_closed").earliest("pk"))

    assert "espera la revisión del Consejo" in subjects["council_review_opened"]
    assert "Cambió el plazo" in subjects["council_review_moved"]
    assert subjects["council_review_due"].startswith("Queda 1 día hábil")
    assert "sin pronunciamiento" in closed.subject
    for message in letters.values():
        with pytest.raises(NothingToSay):
            render(message)


def test_the_register_tells_what_the_council_did_as_the_councils() -> None:
    review = review_of_tests()
    observation_at("proposed", account=review.account)

    lines = {line.what: line.who for line in register_page().lines}

    assert lines["Se envió el borrador al Consejo para su revisión"] == "El equipo"
    assert lines["Se propuso una observación del Consejo"] == "El Consejo"


def test_nobody_closes_it_twice() -> None:
    review = review_of_tests()
    reviews.council_cleared(review.account, by=staff(SECRETARY), now=NOW)

    assert reviews.close_late_review(review, now=review.due_at) is None
    assert not reviews.council_gave_opinion(review, by=staff(SECRETARY), now=NOW)
