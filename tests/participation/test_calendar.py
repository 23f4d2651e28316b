"""The account's days, to be kept in any calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from participation.calendar_file import Entry, calendar_file
from participation.models import Window
from programs.models import Edition
from tests.factories import AccountFactory
from tests.participation.factories import NOW
from tests.participation.hearings import hearing_at

WHEN = datetime(2026, 5, 19, 14, tzinfo=UTC)
DAY = date(2026, 5, 28)
PATH = "/participacion/calendario.ics"


def unfolded(content: bytes) -> list[str]:
    text = content.decode().replace("\r\n ", "")
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


def read(content: bytes) -> list[dict[str, str]]:
    """The events by the names of their properties."""
    events: list[dict[str, str]] = []
    for line in unfolded(content):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1][name] = value
    return events


def entry(title: str = "Evento", last: date = DAY) -> Entry:
    return Entry("2026-evento@x", DAY, last, title, "Descripción", "https://x/")


def test_several_days_end_on_the_day_after_the_last() -> None:
    (event,) = read(calendar_file("Cuenta", [entry(last=DAY + timedelta(days=3))], WHEN))

    assert event["DTSTART;VALUE=DATE"] == "20260528"
    assert event["DTEND;VALUE=DATE"] == "20260601"
    assert event["DTSTAMP"] == "20260519T140000Z"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_text_leaves_its_line_and_no_line_is_longer_than_75_bytes(text: str) -> None:
    content = calendar_file("Cuenta", [entry(text)], WHEN)

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (event,) = read(content)
    said = event["SUMMARY"].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    kept = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    assert said.replace("\\\\", "\\") == kept or "\\" in text
    assert list(event)[-1] == "END"


@pytest.fixture
def window(edition: Edition) -> Window:
    return Window.objects.create(
        account=edition.account,
        event_on=DAY,
        opens_on=DAY,
        closes_on=date(2026, 6, 25),
        report_on=date(2026, 8, 10),
        follow_up_until=date(2027, 5, 28),
    )


@pytest.mark.django_db
def test_the_calendar_has_publication_event_reception_and_the_day_answers_are_due(
    window: Window,
) -> None:
    events = read(Client().get(PATH).content)

    by_uid = {event["UID"].partition("@")[0].partition("-")[2]: event for event in events}
    assert set(by_uid) == {
        "edicion-1", "evento", "recepcion", "cierre", "respuestas", "informe", "seguimiento",
    }  # fmt: skip
    assert by_uid["recepcion"]["DTEND;VALUE=DATE"] == "20260626"
    # 28-05-2026 + 45 business days, as the table of vectors says.
    assert by_uid["respuestas"]["DTSTART;VALUE=DATE"] == "20260803"


@pytest.mark.django_db
def test_a_hearing_stands_in_the_calendar_and_among_the_days_of_the_process(
    window: Window,
) -> None:
    with time_machine.travel(NOW, tick=False):
        one = hearing_at("called", window.account)
        events = read(Client().get(PATH).content)
        page = Client().get("/participacion/proceso/")

    (meeting,) = (each for each in events if each["UID"].startswith("audiencia-"))
    assert meeting["DTSTART"] == "20260625T180000Z"
    assert "sala-secreta" not in str(events)
    codes = [step.code for step in page.context["page"].steps]
    assert codes.index(f"audiencia-{one.number}") == codes.index("closes") + 1  # the same day
    assert [step.code for step in page.context["page"].steps if step.is_next] == ["closes"]
    assert f'<a href="/audiencias/{one.number}/">{one.title}</a>' in page.content.decode()


@pytest.mark.django_db
def test_where_each_filing_has_its_own_term_no_day_is_promised_for_all(window: Window) -> None:
    Window.objects.update(answers_from=Window.Origin.FILING)

    assert "-respuestas@" not in Client().get(PATH).content.decode()


@pytest.mark.django_db
def test_a_calendar_is_asked_for_again_and_answered_in_a_word(window: Window) -> None:
    first = Client().get(PATH)

    again = Client().get(PATH, headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert again.status_code == 304


@pytest.mark.django_db
def test_what_waits_for_a_suspended_process_has_no_day(window: Window) -> None:
    Window.objects.update(suspended_on=DAY + timedelta(days=4))

    days = {event["UID"] for event in read(Client().get(PATH).content)}

    assert {each.partition("@")[0].partition("-")[2] for each in days} == {"edicion-1", "evento"}


@pytest.mark.django_db
def test_announced_days_come_before_their_account_and_others_do_not(edition: Edition) -> None:
    ahead = AccountFactory(account_year=edition.account.account_year + 1)
    days = {"event_on": DAY, "opens_on": DAY, "closes_on": date(2026, 6, 25)}
    planned = Window.objects.create(account=ahead, **days)

    assert f"UID:{ahead.account_year}-" not in Client().get(PATH).content.decode()
    Window.objects.filter(pk=planned.pk).update(announced_at=WHEN)

    assert f"UID:{ahead.account_year}-publicacion" in Client().get(PATH).content.decode()


@pytest.mark.django_db
def test_without_an_account_there_are_no_days() -> None:
    assert Client().get(PATH).status_code == 404


@pytest.mark.django_db
def test_without_a_window_only_the_publication_is_told(edition: Edition) -> None:
    (event,) = read(Client().get(PATH).content)

    assert event["UID"].startswith(f"{edition.account.account_year}-edicion-1@")
