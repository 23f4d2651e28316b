"""Following by mail without an account: asked, confirmed, told once a day, ended with one click."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client

from participation.actions.following import ask_to_follow, confirm_following, end_following
from participation.actions.moderation import admit_submission
from participation.digests import send_digests
from participation.emails import render
from participation.links import (
    follow_confirm_url,
    follow_manage_url,
    unsubscribe_url,
)
from participation.models import Message, Person, RegisterEntry, Submission, Subscription
from participation.outbox import deliver_due
from participation.robots import TOKEN, time_token
from participation.transitions import Refused
from programs.models import Edition
from tests.hostile import HOSTILE
from tests.participation.factories import MODERATOR, NOW, staff, submission_at
from tests.participation.limits import limits_on, only_limit

pytestmark = pytest.mark.django_db
PATH = "/participacion/seguir/"
EMAIL = "sigue@correo.invalid"
DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=6)


def path_of(link: str) -> str:
    return link.removeprefix(settings.SITE_URL)


def follow(target: str = "everything", value: str = "", email: str = EMAIL) -> Subscription:
    """A confirmed subscription."""
    asked = ask_to_follow(email=email, target=target, value=value, now=NOW)
    return confirm_following(asked.uid, now=NOW)


def send(client: Client, **typed: str) -> Any:
    """The form, opened a minute before."""
    data = {TOKEN: time_token("follow", now=LATER - timedelta(minutes=1)), "email": EMAIL, **typed}
    with time_machine.travel(LATER, tick=False):
        return client.post(PATH, data)


def digests() -> list[Message]:
    return list(Message.objects.filter(kind="digest").order_by("pk"))


def test_known_and_unknown_addresses_get_the_same_page(client: Client) -> None:
    follow(email="conocida@correo.invalid")

    known = send(client, email="conocida@correo.invalid")
    unknown = send(client, email="otra@correo.invalid")

    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content
    assert not known.cookies


def test_nothing_is_told_before_the_mailbox_says_yes() -> None:
    asked = ask_to_follow(email=EMAIL, target="everything", value="", now=NOW)
    submission_at("admitted", email="")

    owed = send_digests(LATER)

    assert owed == 0
    assert asked.confirmed_at is None


def test_opening_the_link_confirms_nothing_and_its_button_does(client: Client) -> None:
    asked = ask_to_follow(email=EMAIL, target="everything", value="", now=NOW)
    address = path_of(follow_confirm_url(asked))

    page = client.get(address)
    asked.refresh_from_db()
    before = asked.confirmed_at
    client.post(address)
    asked.refresh_from_db()

    assert page.status_code == 200
    assert before is None
    assert asked.confirmed_at is not None
    assert page["Referrer-Policy"] == "no-referrer"


def test_what_happened_before_is_not_told() -> None:
    submission_at("admitted", email="")
    follow()

    assert send_digests(LATER) == 0
    assert digests() == []


def test_what_happens_is_told_once_and_once_a_day_at_most() -> None:
    follow()
    submission_at("admitted", email="", text="¿Cuánto costó la feria de Ovalle?")
    first = send_digests(LATER)
    submission_at("admitted", email="", now=LATER, text="¿Qué pasó con los caminos?")

    same_day = send_digests(LATER + timedelta(hours=2))
    next_day = send_digests(LATER + DAY)
    nothing_new = send_digests(LATER + 2 * DAY)

    assert (first, same_day, next_day, nothing_new) == (1, 0, 1, 0)
    bodies = [str(render(each).body) for each in digests()]
    assert "feria de Ovalle" in bodies[0]
    assert "caminos" in bodies[1]
    assert "feria" not in bodies[1]


def test_an_entry_that_has_just_been_written_waits_for_the_next_look() -> None:
    follow()
    one = submission_at("admitted", email="")
    written = RegisterEntry.objects.filter(object_id=one.folio, act="admit").get().at

    assert send_digests(written + timedelta(minutes=4)) == 0
    assert send_digests(written + timedelta(minutes=6)) == 1


def test_a_program_and_a_region_tell_only_of_themselves(edition: Edition) -> None:
    from participation.actions.filing import About
    from programs.models import Region
    from tests.factories import ProgramFactory

    ProgramFactory(slug="crece", institution=edition.account.institution)
    maule = Region.objects.get(pk="07")
    follow("program", "crece")
    follow("region", "maule")
    about = {"edition": edition, "path": "programas/crece/", "kind": "un programa"}
    submission_at("admitted", email="", account=edition.account, text="¿Cuánto costó el programa?",
                  about=About(**about, program="crece"))  # fmt: skip
    submission_at("admitted", email="", account=edition.account, text="¿Cuánto costó el puente?",
                  about=About(edition=edition, region=maule))  # fmt: skip
    submission_at("admitted", email="", account=edition.account, text="¿Cuánto costó lo demás?")

    send_digests(LATER)

    program, region = (str(render(each).body) for each in digests())
    assert "el programa?" in program
    assert "puente" not in program
    assert "demás" not in program
    assert "puente" in region
    assert "demás" not in region


def test_what_was_hidden_since_it_was_queued_is_not_told() -> None:
    from participation.actions.handling import withdraw_submission

    follow()
    one = submission_at("admitted", email="", text="Palabras que su autora retiró después.")
    send_digests(LATER)
    withdraw_submission(one, now=LATER)

    deliver_due(LATER)

    assert not [each for each in mail.outbox if "Novedades" in each.subject]
    assert digests()[0].state == Message.State.CANCELLED


def test_the_digest_says_how_to_end_it_with_one_click(client: Client) -> None:
    held = follow()
    submission_at("admitted", email="")
    send_digests(LATER)
    deliver_due(LATER + DAY)
    sent = next(each for each in mail.outbox if "Novedades" in each.subject)
    headers = sent.message()

    link = str(headers["List-Unsubscribe"]).strip("<>").replace("\n", "").replace(" ", "")
    answer = client.post(path_of(link), {"List-Unsubscribe": "One-Click"})

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert answer.status_code == 200
    assert not answer.cookies
    held.refresh_from_db()
    assert held.ended_at is not None


def test_only_the_digest_can_be_ended_so() -> None:
    ask_to_follow(email=EMAIL, target="everything", value="", now=NOW)

    confirmation = render(Message.objects.get(kind="confirm_follow"))

    assert "List-Unsubscribe" not in confirmation.extra_headers


def test_a_scanner_that_opens_the_link_ends_nothing(client: Client) -> None:
    held = follow()

    page = client.get(path_of(unsubscribe_url(held)))

    held.refresh_from_db()
    assert held.ended_at is None
    assert "Terminar los avisos" in page.content.decode()


def test_one_click_is_taken_from_anywhere_and_twice(client: Client) -> None:
    held = follow()
    strict = Client(enforce_csrf_checks=True)

    for _ in range(2):
        answer = strict.post(
            path_of(unsubscribe_url(held)), headers={"sec-fetch-site": "cross-site"}
        )
        assert answer.status_code == 200


def test_who_ended_it_may_follow_again() -> None:
    held = follow()
    end_following(held.uid, now=LATER)

    again = ask_to_follow(email=EMAIL, target="everything", value="", now=LATER + DAY)

    assert again.pk != held.pk
    assert Subscription.objects.filter(ended_at=None).count() == 1


def test_the_manage_page_shows_and_ends_only_ones_own(client: Client) -> None:
    mine, other = follow("region", "maule"), follow("region", "biobio", email="otra@correo.invalid")
    address = path_of(follow_manage_url(mine))

    page = client.get(address).content.decode()
    client.post(address, {"terminar": str(other.uid)})
    client.post(address, {"terminar": "todos"})

    assert "Maule" in page
    assert "Biobío" not in page
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.ended_at is not None
    assert other.ended_at is None


@pytest.mark.parametrize(
    ("target", "value"),
    [("submission", "CPP-2022-000001-0"), ("program", "nada"), ("region", "narnia"),
     ("everything", "algo"), ("otra", "")],
)  # fmt: skip
def test_what_is_not_there_cannot_be_followed(target: str, value: str) -> None:
    with pytest.raises(Refused, match="no se puede seguir"):
        ask_to_follow(email=EMAIL, target=target, value=value, now=NOW)

    assert not Person.objects.exists()


def test_a_question_that_nobody_has_read_cannot_be_followed(client: Client) -> None:
    one = submission_at("received", email="", text="Palabras que nadie ha leído todavía.")

    page = client.get(f"{PATH}?que=pregunta&cual={one.folio}")

    assert page.status_code == 404
    assert "nadie ha leído" not in page.content.decode()


@pytest.mark.parametrize("typed", ["", "sin arroba", "a b@c.cl", HOSTILE, "a@" + "b" * 400, "\x00"])
def test_a_wrong_address_is_said_beside_its_box_and_kept(client: Client, typed: str) -> None:
    answer = send(client, email=typed)

    assert answer.status_code == 400
    assert "to-mend" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert not Subscription.objects.exists()


def test_the_same_thing_is_not_asked_twice_a_day(client: Client) -> None:
    for _ in range(5):
        send(client)

    assert Message.objects.filter(kind="confirm_follow").count() == 1


def test_a_limit_keeps_what_was_typed_and_says_when(client: Client) -> None:
    only_limit("follow", count=1)
    send(client)

    answer = send(client, email="otra@correo.invalid")

    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert "otra@correo.invalid" in answer.content.decode()
    limits_on()


def test_the_register_keeps_that_it_happened_and_never_who_or_what() -> None:
    one = submission_at("admitted", email="")
    held = follow("submission", str(one.folio))
    end_following(held.uid, now=LATER)

    entries = RegisterEntry.objects.filter(act__in=("follow", "unfollow")).order_by("pk")

    assert [(each.act, each.object_id, each.detail) for each in entries] == [
        ("follow", "submission", {}),
        ("unfollow", "submission", {}),
    ]


def test_digests_cost_the_same_memory_for_many(django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        follow(email=f"persona{number}@correo.invalid")
    one = submission_at("received", email="")
    admit_submission(one, by=staff(MODERATOR), now=NOW + timedelta(minutes=30))

    with django_assert_max_num_queries(12 * 7 + 3):
        owed = send_digests(LATER)

    assert owed == 12
    assert Submission.objects.count() == 1
