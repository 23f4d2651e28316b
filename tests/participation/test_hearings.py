"""Public hearings: called with notice, attended without telling who, and every question filed."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from django.utils import timezone

from participation.actions import (
    hearing_arrivals,
    hearing_desk,
    hearing_questions,
    hearing_registrations,
    hearings,
)
from participation.actions.handling import withdraw_submission
from participation.actions.hearing_door import _in_the_alphabet
from participation.actions.privacy import erase_person
from participation.api.hearings import HallQuestionSerializer
from participation.emails import render
from participation.hearing_attendance import attendance_of
from participation.models import (
    Hearing,
    HearingActa,
    HearingArrival,
    HearingQuestion,
    Message,
    RegisterEntry,
    Submission,
)
from participation.observation_hash import sha256_of
from participation.pages.asked_at import asked_at
from participation.pages.hearing import hearing_page
from participation.pages.process_steps import with_hearings
from participation.retention import retain
from participation.transitions import Refused
from tests.participation import hearings as given
from tests.participation.factories import COORDINATOR, MODERATOR, NOW, WRITER, staff
from tests.participation.hearings import DURING, ENDS, STARTS, announcement, hearing_at

pytestmark = pytest.mark.django_db


def _mails(kind: str) -> list[Any]:
    return [render(each) for each in Message.objects.filter(kind=kind).order_by("pk")]


# -- calling


def test_only_who_may_call_prepares_a_hearing() -> None:
    for role in (MODERATOR, WRITER):
        with pytest.raises(Refused):
            hearings.prepare_hearing(announcement(), by=staff(role), now=NOW)


def test_what_is_prepared_is_seen_by_nobody_outside(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    one = hearing_at("planned")

    assert Client().get(f"/audiencias/{one.number}/").status_code == 404
    assert given.TITLE not in Client().get("/audiencias/").content.decode()
    assert not RegisterEntry.objects.filter(object_type="hearing").exists()


def test_with_less_notice_it_is_called_only_saying_why() -> None:
    soon = NOW + timedelta(days=3)
    times = {"starts_at": soon, "ends_at": soon + timedelta(hours=1)}
    one = hearings.prepare_hearing(announcement(**times), by=staff(COORDINATOR), now=NOW)

    with pytest.raises(Refused, match="la regla pide 5 días hábiles"):
        hearings.call_hearing(one, by=staff(COORDINATOR), now=NOW)
    why = announcement(**times, short_notice="La ministra solo puede ese día.")
    one = hearings.edit_hearing(one, why, by=staff(COORDINATOR), now=NOW)
    one = hearings.call_hearing(one, by=staff(COORDINATOR), now=NOW)

    assert one.calls.get().content["short_notice"] == "La ministra solo puede ese día."


def test_each_change_of_a_call_is_a_version_with_its_reason_and_hash() -> None:
    one = hearing_at("called")

    with pytest.raises(Refused, match="el motivo se publica"):
        hearings.change_hearing(
            one, announcement(place="Liceo"), reason=" ", by=staff(COORDINATOR), now=NOW
        )
    hearings.change_hearing(
        one, announcement(place="Liceo"), reason="Cabe más gente.", by=staff(COORDINATOR), now=NOW
    )

    first, second = one.calls.order_by("number")
    assert (first.content["place"], second.content["place"]) == ("Centro Cultural", "Liceo")
    assert second.sha256 == sha256_of(second.content)
    assert "link" not in second.content
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(sha256="")


def test_a_postponed_hearing_keeps_its_registrations_for_its_new_day() -> None:
    one = hearing_at("called")
    given.registered(one, "rosa@correo.invalid")
    hearings.postpone_hearing(one, reason="Temporal.", by=staff(COORDINATOR), now=NOW)
    later = announcement(starts_at=STARTS + timedelta(days=7), ends_at=ENDS + timedelta(days=7))

    one = hearings.move_day(one, later, by=staff(COORDINATOR), now=NOW)

    assert one.state == "called"
    assert one.registrations.get().state == "seated"
    assert [each.content["state"] for each in one.calls.order_by("number")] == [
        "called", "postponed", "called",
    ]  # fmt: skip


# -- registering


def test_a_seat_is_taken_when_the_link_is_opened_and_the_next_in_line_gets_a_free_one() -> None:
    one = hearing_at("called")
    waiting = given.registered(one, "nadie@correo.invalid", confirm=False)
    first, _, third = (given.registered(one, f"{name}@correo.invalid") for name in "abc")

    assert (waiting.state, first.state, third.state) == ("asked", "seated", "waiting")
    hearing_registrations.cancel_registration(first.uid, now=NOW)

    third.refresh_from_db()
    first.refresh_from_db()
    assert third.state == "seated"
    assert (first.state, first.name_sealed) == ("cancelled", "")
    (moved,) = _mails("hearing_place")
    assert moved.to == ["c@correo.invalid"]
    assert "Ahora tiene un lugar" in " ".join(moved.body.split())


def test_a_remote_seat_is_no_seat_of_the_hall_and_brings_the_link() -> None:
    one = hearing_at("called")
    rows = [given.registered(one, f"{name}@x.invalid", mode="remote") for name in "abc"]

    assert {each.state for each in rows} == {"seated"}
    assert "sala-secreta" in _mails("hearing_registered")[0].body


def test_who_erases_their_data_leaves_no_registration_and_retention_forgets_the_rest() -> None:
    one = hearing_at("called", capacity=9)
    rosa = given.registered(one, "rosa@correo.invalid", needs="Silla de ruedas")
    ana = given.registered(one, "ana@correo.invalid")

    erase_person(rosa.person, now=NOW)
    rosa.refresh_from_db()
    assert (rosa.state, rosa.name_sealed, rosa.needs_sealed) == ("cancelled", "", "")

    retain(ENDS + timedelta(days=20))
    ana.refresh_from_db()
    assert ana.name_sealed
    retain(ENDS + timedelta(days=31))
    ana.refresh_from_db()
    assert (ana.name_sealed, ana.erased_at is None, ana.person.email_sealed) == ("", False, "")


# -- in the hall


def test_a_question_from_the_floor_has_its_folio_at_once_and_its_words_are_kept_once() -> None:
    one = hearing_at("open")

    asked = given.asked_aloud(one, name="Rosa Millán", shows_name=True, email="r@x.invalid")

    filing = Submission.objects.get()
    assert asked.submission == filing
    assert (filing.channel, filing.text, filing.shown_name) == (
        "hearing", given.SPOKEN, "Rosa Millán",
    )  # fmt: skip
    assert (filing.sent_at, filing.published_at) == (DURING, None)
    assert (asked.text, asked.name_sealed, asked.email_sealed) == ("", "", "")
    assert Message.objects.filter(kind="receipt").count() == 1


def test_what_a_telephone_sends_is_shown_to_nobody_before_staff_read_it(time_machine: Any) -> None:
    time_machine.move_to(DURING, tick=False)
    one, client = hearing_at("open"), Client()
    asked = given.sent_by_phone(one)
    pages = (f"/audiencias/{one.number}/", f"/audiencias/{one.number}/pantalla/")

    def seen() -> list[bool]:
        return [given.WRITTEN in client.get(page).content.decode() for page in pages]

    assert seen() == [False, False]
    asked = hearing_questions.admit_question(asked, by=staff(MODERATOR), now=DURING)
    assert seen() == [False, True]  # as the one that comes next
    hearing_questions.show_question(asked, by=staff(MODERATOR), now=DURING)
    assert seen() == [True, True]
    withdraw_submission(Submission.objects.get(), now=DURING)
    assert seen() == [False, False]


def test_what_is_not_shown_has_a_folio_all_the_same_and_what_asks_nothing_has_none() -> None:
    one = hearing_at("open")
    rude, test, late = (given.sent_by_phone(one) for _ in range(3))
    by = staff(MODERATOR)

    with pytest.raises(Refused, match="Elija por qué"):
        hearing_questions.set_aside_question(rude, why="", by=by, now=DURING)
    rude = hearing_questions.set_aside_question(rude, why="insult", by=by, now=DURING)
    test = hearing_questions.drop_question(test, by=by, now=DURING)
    hearing_desk.close_hearing(one, by=by, now=ENDS)

    late.refresh_from_db()
    assert asked_at(rude.submission).outcome == "No se mostró en la sala"
    withdraw_submission(late.submission, now=ENDS)
    page = hearing_page(Hearing.objects.get(), ENDS)
    assert [each.is_to_come for each in page.asked] == [True, False]
    assert page.asked[1].status.endswith(". La retiró quien la hizo")
    assert (rude.state, rude.submission is not None) == ("aside", True)
    assert (test.state, test.submission, test.text) == ("dropped", None, "")
    assert (late.state, late.why, late.submission is not None) == ("aside", "time", True)


def test_the_next_question_takes_the_screen_and_each_knows_its_second() -> None:
    one, by = hearing_at("open"), staff(MODERATOR)
    first, second = given.asked_aloud(one), given.asked_aloud(one, text=given.WRITTEN)
    second = hearing_questions.order_question(second, up=True, by=by, now=DURING)
    assert list(one.questions.filter(state="ready")) == [second, first]
    one = hearing_desk.start_recording(one, by=by, now=DURING)
    told = asked_at(first.submission)
    assert (told.outcome, "#" in told.href) == ("Espera su turno en la sala", False)

    hearing_questions.show_question(second, by=by, now=DURING + timedelta(seconds=65))
    hearing_questions.show_question(first, by=by, now=DURING + timedelta(seconds=190))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.second) == ("shown", 190)
    assert (second.state, second.second) == ("answered", 65)
    address = f"/audiencias/{one.number}/pantalla/"
    assert 'class="now now-short"' in Client().get(address).content.decode()
    hearing_questions.place_question(second, second=70, by=by, now=DURING)
    assert RegisterEntry.objects.get(act="question_place").detail["to"] == 70
    assert "#pregunta-" in asked_at(second.submission).href
    long = given.asked_aloud(one, text="¿Y la feria? " * 110)
    hearing_questions.show_question(long, by=by, now=DURING + timedelta(seconds=300))
    assert 'class="now now-longest"' in Client().get(address).content.decode()


def test_arrivals_are_counted_without_names_and_small_numbers_withheld(time_machine: Any) -> None:
    one, by = hearing_at("called", capacity=9), staff(MODERATOR)
    row = given.registered(one, "rosa@correo.invalid", sex="woman")
    with pytest.raises(Refused, match="desde dos horas antes"):
        hearing_arrivals.record_arrival(one, by=by, now=NOW)

    hearing_arrivals.record_arrival(one, registration=row, by=by, now=STARTS)
    with pytest.raises(Refused, match="ya se contó"):
        hearing_arrivals.record_arrival(one, registration=row, by=by, now=STARTS)
    hearing_arrivals.record_arrival(one, people=7, sex="man", by=by, now=STARTS)

    assert HearingArrival.objects.count() == 8
    told = {each.code: dict(each.rows) for each in attendance_of(one).lists}
    assert attendance_of(one).total == 8
    assert told["mode"] == {"En la sala": 8}
    assert told["sex"] == {"Mujeres": None, "Hombres": None}


def test_a_published_acta_cites_each_question_by_folio_and_never_changes() -> None:
    one = hearing_at("published")

    acta = HearingActa.objects.get(hearing=one)
    (row,) = acta.content["questions"]
    assert row["folio"] == Submission.objects.get().folio
    assert row["title"] == ""  # the desk has not published it
    assert given.SPOKEN not in str(acta.content)
    assert acta.sha256 == sha256_of(acta.content)
    assert bytes(acta.pdf).startswith(b"%PDF")
    assert b"pdfuaid" in bytes(acta.pdf)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        HearingActa.objects.filter(pk=acta.pk).update(sha256="")
    with pytest.raises(Refused):
        hearing_desk.write_notes(one, text="Otra cosa", by=staff(COORDINATOR), now=ENDS)
    one.questions.update(state="answered", answered_at=ENDS)
    with pytest.raises(Refused, match="El acta ya está publicada"):
        hearing_questions.place_question(
            one.questions.get(), second=9, by=staff(COORDINATOR), now=ENDS
        )


# -- pages


@pytest.mark.parametrize(
    "state", ["called", "open", "closed", "published", "cancelled", "postponed"]
)
def test_its_page_says_in_what_it_is(state: str, time_machine: Any) -> None:
    time_machine.move_to({"open": DURING}.get(state, NOW), tick=False)
    one = hearing_at(state)

    page = Client().get(f"/audiencias/{one.number}/").content.decode()

    assert ("sala-secreta" in page) == (state == "open")
    assert "hora de Aysén" in page
    assert "las 14:00 en el resto de Chile continental" in page
    assert '"@type": "Event"' in page
    assert ("Por el temporal." in page) == (state in ("cancelled", "postponed"))


def test_a_telephone_asks_and_follows_its_question_to_its_folio(time_machine: Any) -> None:
    time_machine.move_to(DURING, tick=False)
    one, client = hearing_at("open"), Client()
    page = client.get(f"/audiencias/{one.number}/preguntar/")
    form, robot = page.context["form"], page.context["robot"]
    typed = {"uid": form["uid"].value(), robot.token_name: robot.token}
    time_machine.move_to(DURING + timedelta(seconds=20), tick=False)

    short = client.post(page.request["PATH_INFO"], {**typed, "text": "¿Y?"})
    assert (short.status_code, "al menos 10 letras" in short.content.decode()) == (400, True)
    sent = client.post(page.request["PATH_INFO"], {**typed, "text": given.WRITTEN})
    again = client.post(page.request["PATH_INFO"], {**typed, "text": given.WRITTEN})
    assert (sent.status_code, again["Location"]) == (302, sent["Location"])
    assert "Es la próxima que lee el equipo." in client.get(sent["Location"]).content.decode()

    hearing_questions.admit_question(one.questions.get(), by=staff(MODERATOR), now=timezone.now())
    assert str(Submission.objects.get().folio) in client.get(sent["Location"]).content.decode()


def test_the_api_and_the_feed_tell_of_what_was_called_and_never_how_to_connect(
    time_machine: Any, django_assert_num_queries: Any
) -> None:
    time_machine.move_to(ENDS, tick=False)
    one, client = hearing_at("published"), Client()
    hearing_at("planned", title="Secreta")
    open_one = hearing_at("open", title="Otra")
    given.sent_by_phone(open_one)  # nobody has read it
    given.asked_aloud(open_one)  # nobody has shown it

    listed = client.get("/api/v1/hearings/?order=number")
    first, second = listed.json()["results"]
    (asked,) = first["questions"]
    filing = one.questions.get().submission
    assert (first["id"], first["state"], first["region"]) == (str(one.number), "published", "11")
    assert asked == {
        "submission": filing.folio, "source": "floor", "outcome": "ready", "why": "",
        "second": None, "moment": "",
    }  # fmt: skip
    HearingQuestion.objects.filter(hearing=one).update(
        state="answered", second=65, answered_at=ENDS
    )
    told = client.get(f"/api/v1/hearings/{one.number}/").json()["questions"][0]
    assert (told["second"], told["moment"]) == (None, "")  # there is no recording
    assert (
        HallQuestionSerializer().get_why(
            HearingQuestion(hearing=open_one, state="aside", why="insult")
        )
        == ""
    )
    assert (first["acta_sha256"], second["questions"]) == (one.acta.sha256, [])
    assert first["call_sha256"] == one.calls.get().sha256
    with django_assert_num_queries(6):  # and the limit: as many for one as for two
        client.get("/api/v1/hearings/?limit=1")
    assert client.get(f"/api/v1/hearings/{one.number}/").json()["title"] == given.TITLE
    for nothing in ("99", "x", "9" * 30):
        assert client.get(f"/api/v1/hearings/{nothing}/").status_code == 404
    assert [
        len(client.get(f"/api/v1/hearings/?{asked}").json()["results"])
        for asked in ("status=open", "region=aysen", "region=12", "year=1999")
    ] == [1, 2, 0, 0]

    feed = html.unescape(client.get("/audiencias/audiencias.atom").content.decode())
    assert feed.index(given.TITLE) < feed.index("Otra")  # its acta came last
    assert f"/audiencias/{one.number}/acta/" in feed
    for said in (feed, listed.content.decode()):
        assert not any(hidden in said for hidden in ("Secreta", "sala-secreta", given.WRITTEN))


def test_a_name_is_found_at_its_letter_however_it_is_written() -> None:
    assert _in_the_alphabet("N\u0303ancupil") == _in_the_alphabet("Ñancupil")


def test_a_call_whose_day_passed_is_not_what_follows() -> None:
    one = hearing_at("called")

    (before,) = with_hearings((), one.account, STARTS)
    (after,) = with_hearings((), one.account, ENDS)

    assert (before.mark, before.is_next) == ("Hoy", True)
    assert (after.mark, after.is_next) == ("Sin abrir", False)
