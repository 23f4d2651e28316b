"""The pure rules of hearings: hours where they are held, checks of a call, a recording's second."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from participation.deadlines import CHILE, BusinessCalendar
from participation.hearing_checks import Notice, Plan, check_plan, first_day, stops
from participation.hearing_transitions import (
    HEARING_STATES,
    HEARING_TRANSITIONS,
    QUESTION_STATES,
    QUESTION_TRANSITIONS,
    hearing_after,
    question_after,
)
from participation.hearing_words import (
    in_the_centre,
    moment_of,
    moment_url,
    read_second,
    second_words,
)
from participation.management.commands.document_hearing_states import hearing_document
from participation.transitions import Refused

NOW = datetime(2026, 6, 10, 15, tzinfo=UTC)  # a Wednesday
STARTS = datetime(2026, 6, 18, 10, tzinfo=CHILE)
PLAN = Plan(
    starts_at=STARTS, ends_at=STARTS + timedelta(hours=2), region="13", mode="mixed",
    place="Liceo", address="Calle 1", directions="Metro", link="https://x.cl",
    access=("wheelchair",), capacity=50, short_notice="", is_account_published=True,
    has_other_that_day=False,
)  # fmt: skip
CALENDAR = BusinessCalendar({date(2026, 6, 16): "un feriado"})
NOTICE = Notice(5, "Norma propia")


def _said(plan: Plan, now: datetime = NOW) -> dict[str, str]:
    found = check_plan(plan, now=now, notice=NOTICE, calendar=CALENDAR)
    return {f"{each.field} {each.level}": each.sentence for each in found}


def test_in_winter_the_south_is_an_hour_ahead_and_in_summer_it_is_not() -> None:
    june = datetime(2026, 6, 18, 14, tzinfo=UTC)
    january = datetime(2027, 1, 14, 14, tzinfo=UTC)

    assert moment_of(june, "12") == "jueves 18 de junio de 2026, a las 11:00 (hora de Magallanes)"
    assert moment_of(june, "11").endswith("a las 11:00 (hora de Aysén)")
    assert in_the_centre(june, "12") == "las 10:00 en el resto de Chile continental"
    assert moment_of(january, "12") == "jueves 14 de enero de 2027, a las 11:00"
    assert (moment_of(june, None), in_the_centre(june, "08")) == (
        "jueves 18 de junio de 2026, a las 10:00", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "second"),
    [("750", 750), ("12:30", 750), ("1:02:05", 3725), ("0:07", 7)],
)
def test_a_place_of_the_recording_is_read_as_people_write_it(text: str, second: int) -> None:
    assert read_second(text) == second


@pytest.mark.parametrize("text", ["", "x", "12:75", "-3", "1:2:3:4", "٣", "9" * 20])
def test_what_is_no_place_of_a_recording_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="12:30"):
        read_second(text)


def test_a_permalink_goes_to_its_second_wherever_the_recording_is() -> None:
    youtube = "https://www.youtube.com/watch?v=abc&t=4"

    assert second_words(3725) == "1:02:05"
    assert moment_url(youtube, 750) == "https://www.youtube.com/watch?v=abc&t=750"
    assert moment_url("https://youtu.be/abc", 750) == "https://youtu.be/abc?t=750"
    assert moment_url("https://video.cl/a.mp4", 750) == "https://video.cl/a.mp4#t=750"
    assert moment_url("", 750) == ""


def test_the_notice_is_counted_in_business_days_after_the_call() -> None:
    # 11, 12, 15, 17 and 18: the 16th is a holiday.
    assert first_day(date(2026, 6, 10), NOTICE, CALENDAR) == date(2026, 6, 18)
    assert _said(PLAN)["day ok"].startswith("Se convoca con 5 días hábiles de aviso")
    late = _said(replace(PLAN, starts_at=STARTS - timedelta(days=1)))["day missing"]
    assert "el primer día posible es el jueves 18 de junio" in late
    told = replace(PLAN, starts_at=STARTS - timedelta(days=1), short_notice="Temporal")
    assert "Se publicará por qué." in _said(told)["day advice"]
    assert "ya pasaron" in _said(PLAN, now=STARTS)["day missing"]


def test_what_lacks_stops_the_call_and_what_only_helps_does_not() -> None:
    lacking = replace(PLAN, region=None, place="", link="")
    poor = replace(
        PLAN, access=(), directions="", capacity=None, is_account_published=False,
        has_other_that_day=True, starts_at=STARTS.replace(hour=22),
    )  # fmt: skip

    def stopping(plan: Plan) -> set[str]:
        found = check_plan(plan, now=NOW, notice=NOTICE, calendar=CALENDAR)
        return {each.field for each in stops(found)}

    assert stopping(lacking) == {"region", "place", "link"}
    assert stopping(poor) == set()
    assert {
        "access advice", "directions advice", "capacity advice", "account advice",
        "starts advice", "day advice",
    } <= set(_said(poor))  # fmt: skip


def test_the_document_is_what_the_command_writes() -> None:
    written = (settings.BASE_DIR / "docs" / "states-hearings.md").read_text(encoding="utf-8")

    assert written == hearing_document(), "run `manage.py local document_hearing_states`"


@pytest.mark.parametrize(
    ("states", "acts", "after"),
    [
        (HEARING_STATES, HEARING_TRANSITIONS, hearing_after),
        (QUESTION_STATES, QUESTION_TRANSITIONS, question_after),
    ],
)
def test_every_act_belongs_to_the_states_of_its_table(states, acts, after) -> None:  # type: ignore[no-untyped-def]
    known = {state.code for state in states}

    for act in acts:
        for state in known:
            if state in act.sources:
                assert after(act.action, state) in known
            else:
                with pytest.raises(Refused, match=act.label):
                    after(act.action, state)
