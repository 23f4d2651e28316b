"""The list of the desk: what is on each shelf, how it is searched, and that it stays flat."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.actions.moderation import ask_review, uphold_refusal
from participation.deadlines import BusinessCalendar
from participation.desk import SHELF, count_in_words, page_of, tabs_of, workload
from participation.due_words import due_in_words
from participation.folios import folio_of
from participation.models import Submission
from tests.factories import UserFactory
from tests.hostile import HOSTILE
from tests.participation import factories as given
from tests.staff import signed_in, text_of

pytestmark = pytest.mark.django_db
LIST = "/admin/participation/submission/"
TODAY = given.NOW.date()
NO_HOLIDAYS = BusinessCalendar({})


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel(given.NOW, tick=False):
        yield


@pytest.fixture
def manager() -> Client:
    return signed_in(given.staff(given.COORDINATOR))


def _many(last: int, *, after: int = 0) -> None:
    """Received filings of one account, by number, due one day after another."""
    account = given.account_of_tests()
    year = account.account_year
    Submission.objects.bulk_create(
        Submission(
            account=account, number=number, folio=folio_of(year, number), kind="question",
            state="received", title=f"Consulta {number}", text=given.TEXT, text_sha256="0" * 64,
            sent_at=given.NOW, received_at=given.NOW, filed_on=TODAY,
            due_on=TODAY + timedelta(days=number % 7),
        )
        for number in range(after + 1, last + 1)
    )  # fmt: skip


def test_each_shelf_holds_what_its_name_says() -> None:
    mine = given.submission_at("drafting")
    given.submission_at("admitted")
    given.submission_at("in_review")
    given.received()
    given.submission_at("answered")
    late = given.submission_at("assigned", now=given.NOW - timedelta(days=120))
    writer = given.staff(given.WRITER)

    counts = {tab.shelf.code: tab.count for tab in tabs_of(writer, TODAY)}
    due = {tab.shelf.code: tab.count for tab in tabs_of(writer, mine.due_on)}

    assert counts["mine"] == 3
    assert counts["unassigned"] == 2
    assert counts["late"] == 1
    assert (counts["today"], due["today"]) == (0, 4)
    assert counts["review"] == 1
    assert counts["moderate"] == 1
    assert counts["all"] is None
    assert page_of(SHELF["late"], writer, TODAY).rows == (late,)


def test_what_is_not_confirmed_is_on_no_shelf() -> None:
    given.submission_at("unconfirmed")
    user = given.staff(given.COORDINATOR)

    assert [tab.count for tab in tabs_of(user, TODAY) if tab.count] == []
    assert page_of(SHELF["all"], user, TODAY).rows == ()


def test_pages_show_every_row_once_forward_and_back(manager: Client) -> None:
    _many(60)
    user = given.staff(given.COORDINATOR)
    shelf = SHELF["unassigned"]

    first = page_of(shelf, user, TODAY)
    seen, place = list(first.rows), first.after
    pages = [first]
    while place:
        day, _, key = place.partition("_")
        pages.append(page_of(shelf, user, TODAY, after=(date.fromisoformat(day), int(key))))
        seen += pages[-1].rows
        place = pages[-1].after
    day, _, key = pages[-1].before.partition("_")
    back = page_of(shelf, user, TODAY, before=(date.fromisoformat(day), int(key)))

    assert len(seen) == len({row.pk for row in seen}) == 60
    assert [(row.due_on, row.pk) for row in seen] == sorted((row.due_on, row.pk) for row in seen)
    assert back.rows == pages[-2].rows
    assert first.before == ""


def test_the_links_of_a_page_lead_to_the_next_and_back(manager: Client) -> None:
    _many(30)

    first = text_of(manager.get(f"{LIST}?tab=all"))
    link = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = text_of(manager.get(LIST + link))

    assert first.count('name="chosen"') == 25
    assert second.count('name="chosen"') == 5
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize("typed", ["{}", "{} ", "cpp {}"])
def test_a_folio_is_found_however_it_is_written(manager: Client, typed: str) -> None:
    wanted = given.received()
    given.received(text="Otra pregunta del todo distinta sobre ferias libres.")
    folio = str(wanted.folio)
    spelled = typed.format(folio if "cpp" not in typed else folio[4:].replace("-", " "))

    shown = text_of(manager.get(LIST, {"tab": "all", "q": spelled}))

    assert folio in shown
    assert "ferias libres" not in shown


def test_words_are_found_without_accents(manager: Client) -> None:
    given.received(text="¿Cuántos caminos públicos se pavimentaron en la región este año?")

    assert "caminos públicos" in text_of(manager.get(LIST, {"tab": "all", "q": "camino publico"}))
    assert "Nada corresponde" in text_of(manager.get(LIST, {"tab": "all", "q": "aeropuerto"}))


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "question"), ("state", "received"), ("channel", "portal"), ("clock", "route"),
     ("unit", "-")],
)  # fmt: skip
def test_a_filter_keeps_what_it_names(manager: Client, name: str, value: str) -> None:
    wanted = given.received()
    other = {"kind": "remark", "state": "mending", "channel": "paper"}.get(name, "")

    assert str(wanted.folio) in text_of(manager.get(LIST, {"tab": "all", name: value}))
    if other:
        assert str(wanted.folio) not in text_of(manager.get(LIST, {"tab": "all", name: other}))


@pytest.mark.parametrize(
    "query",
    ["kind=nada", "q=%00", "q=" + "a" * 300, "after=x", "after=2022-01-01_", "before=9_9",
     "account=1e9", "unit=%F0%9F%98%80", "after=99999999999999999999999999", "tab=nada"],
)  # fmt: skip
def test_an_address_typed_by_hand_gets_a_page_that_says_so(manager: Client, query: str) -> None:
    given.received()

    for tab in ("", "&tab=all", "&tab=moderate", "&tab=owed"):
        response = manager.get(f"{LIST}?{query}{tab}")

        assert response.status_code in (200, 400)
        assert "Consultas" in text_of(response)


def test_the_list_asks_the_same_at_ten_rows_and_at_a_thousand(manager: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for tab in ("moderate", "owed", "all"):
                manager.get(f"{LIST}?tab={tab}")
        return len(captured)

    _many(10)
    queries()  # what is read once in the life of a process
    few = queries()
    _many(1_000, after=10)

    assert queries() == few


def test_a_shelf_stops_counting_at_a_thousand() -> None:
    _many(1_005)

    tabs = {tab.shelf.code: tab for tab in tabs_of(given.staff(given.COORDINATOR), TODAY)}

    assert tabs["moderate"].count == 1_001
    assert tabs["moderate"].shown == "más de 1.000"
    assert count_in_words(1_000) == "1.000"


def test_the_load_of_a_unit_is_what_it_owes_and_what_is_late() -> None:
    given.submission_at("assigned")
    given.submission_at("answered")
    given.submission_at("drafting", now=given.NOW - timedelta(days=120))

    (load,) = workload(TODAY)

    assert (load.unit.slug, load.owed, load.late) == ("estudios", 2, 1)


def test_hostile_words_are_only_words(manager: Client) -> None:
    given.received(text=f"{HOSTILE} una consulta cualquiera", shown_name=HOSTILE[:90])

    shown = text_of(manager.get(f"{LIST}?tab=all"))
    searched = text_of(manager.get(LIST, {"tab": "all", "q": HOSTILE.replace("\x0b", "")}))

    for page in (shown, searched):
        assert "<script>alert" not in page
        assert "{{ 7|add:7 }}" in page or "7|add" not in page


def test_who_has_no_role_sees_no_filing(client: Client) -> None:
    editor = UserFactory(role="Edición de datos")

    assert signed_in(editor).get(LIST).status_code == 403
    assert signed_in(given.staff(given.AUDITOR)).get(LIST).status_code == 200
    assert client.get(LIST).status_code == 302


def test_the_first_page_shows_the_box_to_who_has_a_role(client: Client) -> None:
    given.received()

    assert "por leer y admitir" in text_of(signed_in(given.staff(given.MODERATOR)).get("/admin/"))
    assert "por leer y admitir" not in text_of(
        signed_in(UserFactory(role="Publicación")).get("/admin/")
    )


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 6, 10), "Vence hoy"),
        (date(2026, 6, 11), "Queda 1 día hábil"),
        (date(2026, 6, 15), "Quedan 3 días hábiles"),
        (date(2026, 6, 9), "1 día hábil fuera de plazo"),
        (date(2026, 6, 5), "3 días hábiles fuera de plazo"),
    ],
)
def test_what_is_left_is_said_in_words(due: date, words: str) -> None:
    assert due_in_words(due, date(2026, 6, 10), NO_HOLIDAYS) == words


def test_whose_refusal_is_to_be_looked_at_again_is_seen_until_it_was(manager: Client) -> None:
    refused = given.submission_at("not_admitted")

    before = page_of(SHELF["again"], given.staff(given.COORDINATOR), TODAY).rows
    ask_review(refused, now=given.NOW + given.STEP)
    asked = text_of(manager.get(f"{LIST}?tab=again"))
    uphold_refusal(
        refused, note="El motivo sigue siendo el mismo.", by=given.staff(given.REVIEWER),
        now=given.NOW + given.STEP,
    )  # fmt: skip
    after = page_of(SHELF["again"], given.staff(given.COORDINATOR), TODAY).rows

    assert (before, after) == ((), ())
    assert str(refused.folio) in asked


def test_before_a_term_begins_to_run_no_more_is_left_than_it_has() -> None:
    monday, due = date(2026, 6, 8), date(2026, 6, 11)

    on_saturday = due_in_words(due, date(2026, 6, 6), NO_HOLIDAYS, starts_after=monday)
    on_monday = due_in_words(due, monday, NO_HOLIDAYS, starts_after=monday)

    assert on_saturday == on_monday == "Quedan 3 días hábiles"


def test_the_desk_says_the_term_of_what_came_on_a_sunday() -> None:
    sunday = datetime(2026, 6, 14, 15, 0, tzinfo=UTC)
    with time_machine.travel(sunday, tick=False):
        filing = given.received(now=sunday)
        manager = signed_in(given.staff(given.COORDINATOR))
        list_ = text_of(manager.get(f"{LIST}?tab=all"))
        page = text_of(manager.get(f"{LIST}{filing.pk}/change/"))

    assert filing.filed_on == date(2026, 6, 15)
    for seen in (list_, page):
        assert "Quedan 45 días hábiles" in seen


def _press(client: Client, act: str, rows: list[Submission], **more: Any) -> Any:
    chosen = [f"{row.pk}:{row.version}" if "confirmed" in more else row.pk for row in rows]
    return client.post(f"{LIST}varias/", {"act": act, "chosen": chosen, **more})


def test_an_act_on_many_counts_first_then_does_and_is_undone(manager: Client) -> None:
    rows = [given.submission_at("admitted"), given.submission_at("admitted")]
    answered = given.submission_at("answered")
    unit = given.unit_of_tests()

    looked = text_of(_press(manager, "assign", [*rows, answered], unit=unit.pk))
    untouched = {row.state for row in Submission.objects.filter(pk__in=[r.pk for r in rows])}
    done = text_of(_press(manager, "assign", rows, unit=unit.pk, confirmed="1"))
    assigned = {row.state for row in Submission.objects.filter(pk__in=[r.pk for r in rows])}
    token = done.split('name="token" value="')[1].split('"')[0]
    manager.post(f"{LIST}varias/deshacer/", {"token": token})
    back = {row.state for row in Submission.objects.filter(pk__in=[r.pk for r in rows])}

    assert "Asignar 2 consultas" in looked
    assert "1 se queda como está" in looked
    assert (untouched, assigned, back) == ({"admitted"}, {"assigned"}, {"admitted"})


def test_publishing_many_says_that_it_is_not_undone_and_which_hold_data(manager: Client) -> None:
    row = given.received(text="Mi correo es ana@correo.cl. ¿Por qué bajó el monto este año?")

    looked = text_of(_press(manager, "admit", [row]))
    done = text_of(_press(manager, "admit", [row], confirmed="1"))

    assert "Publicar no se deshace" in looked
    assert "Parece tener datos personales" in looked
    assert 'name="token"' not in done
    assert Submission.objects.get().state == "admitted"


def test_one_that_changed_meanwhile_stops_all_of_them(manager: Client) -> None:
    rows = [given.received(), given.received()]
    before = [f"{row.pk}:{row.version}" for row in rows]
    given.moderation.admit_submission(rows[1], by=given.staff(given.MODERATOR), now=given.NOW)

    response = manager.post(f"{LIST}varias/", {"act": "admit", "chosen": before, "confirmed": "1"})

    assert response.status_code == 409
    assert str(rows[1].folio) in text_of(response)
    assert Submission.objects.get(pk=rows[0].pk).state == "received"


@pytest.mark.parametrize("act", ["assign", "admit", "close"])
def test_acts_on_many_are_for_who_may(act: str) -> None:
    row = given.received()

    for role in (given.WRITER, given.AUDITOR, given.SIGNER):
        assert _press(signed_in(given.staff(role)), act, [row]).status_code == 403


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 40], ["1:x"], ["999999"]])
def test_nothing_chosen_is_a_sentence(manager: Client, chosen: list[str]) -> None:
    for act in ("admit", "nada"):
        response = manager.post(f"{LIST}varias/", {"act": act, "chosen": chosen, "confirmed": "1"})

        assert response.status_code in (302, 409)
