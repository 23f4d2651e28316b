"""The secretary's pages of a session: who may open them, what they do, and what they keep."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from participation.actions.council_actas import sign_acta_as_chair, write_minutes
from participation.actions.council_attendance import record_departure
from participation.actions.council_ballots import cast_vote
from participation.actions.council_sessions import cancel_session
from participation.actions.council_writing import return_observation, save_observation
from participation.admin.session_doing import ACTS
from participation.models import Ballot, CouncilSession, Observation
from participation.permissions import ROLES
from tests.factories import UserFactory
from tests.hostile import HOSTILE
from tests.participation import factories as given
from tests.participation.council import (
    OBSERVATION_TITLE,
    arrive,
    council_of_tests,
    observation_at,
    session_at,
    session_of,
    signed,
    user_of,
)
from tests.participation.factories import NOW, SECRETARY, WRITER, staff
from tests.staff import signed_in, text_of

pytestmark = pytest.mark.django_db
HOUR = NOW + timedelta(days=14)  # of the sessions that `session_at` calls
LIST = "/admin/participation/councilsession/"

# Who GET answers and whose POST is let through.
STAFF = (*ROLES, "boss")
KEEPER = (SECRETARY, "boss")
NOBODY: tuple[str, ...] = ()
ROWS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "changelist": (STAFF, STAFF),
    "add": (KEEPER, KEEPER),
    "change": (STAFF, NOBODY),
    "delete": (NOBODY, NOBODY),
    "history": (STAFF, STAFF),
    "amend": (KEEPER, KEEPER),
    "cancel": (KEEPER, KEEPER),
    "pdf": (KEEPER, NOBODY),  # of an acta that waits for its signature
    **{act.code: (NOBODY, KEEPER) for act in ACTS},
}


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(HOUR, tick=False)


@pytest.fixture
def desk() -> Client:
    return signed_in(staff(SECRETARY))


def page_of(session: CouncilSession) -> str:
    return f"{LIST}{session.pk}/change/"


def shown(client: Client, session: CouncilSession) -> str:
    response = client.get(page_of(session))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def act(client: Client, session: CouncilSession, code: str, **values: Any) -> Any:
    """Press the button `code` on the page as it is now."""
    session.refresh_from_db()
    data = {"version": session.version, **values}
    return client.post(f"{LIST}{session.pk}/{code}/", data)


def call_data(**overrides: Any) -> dict[str, Any]:
    return {
        "number": 1, "kind": "ordinary", "day": "2026-07-15", "hour": "10:30", "mode": "in_person",
        "place": "Sala 1", "link": "", "reason": "", "account": "", "point_0": "Cuenta",
        "order_0": "", **overrides,
    }  # fmt: skip


def as_it_stands(client: Client, session: CouncilSession) -> dict[str, Any]:
    """What the form of a call would send untouched."""
    form = client.get(f"{LIST}{session.pk}/cambiar/").context["form"]
    values = {field.html_name: field.value() for field in form}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    its_admin = site._registry[CouncilSession]
    names = {str(each.name) for each in its_admin.get_urls() if each.name}

    assert {each.removeprefix("participation_councilsession_") for each in names} == set(ROWS)


@pytest.mark.parametrize("person", [*STAFF, "anyone", "stranger", "Edición de datos", "seated"])
def test_each_opens_only_what_its_row_says(person: str) -> None:
    session, wrong = session_at("closed"), []
    client = _client(person)

    for name, rows in ROWS.items():
        arguments = [] if name in ("changelist", "add") else [session.pk]
        address = reverse(f"admin:participation_councilsession_{name}", args=arguments)
        for method, allowed in zip(("get", "post"), rows, strict=True):
            response = getattr(client, method)(address)
            is_in = response.status_code not in (403, 405) and not (
                response.status_code == 302 and "/login/" in response["Location"]
            )
            if is_in is not (person in allowed):
                wrong.append(f"{method} {name}: {response.status_code}")

    assert wrong == []


def _client(person: str) -> Client:
    if person == "anyone":
        return Client()
    if person == "stranger":
        return signed_in(UserFactory(is_staff=False))
    if person == "boss":
        return signed_in(UserFactory(is_superuser=True))
    if person == "seated":  # a councillor with the room's account has no door here
        return signed_in(user_of(council_of_tests().presidency))
    if person in ROLES:
        return signed_in(given.staff(person))
    return signed_in(UserFactory(role=person))


def test_a_call_is_written_with_its_agenda_in_order(desk: Client) -> None:
    observation = observation_at("proposed")
    data = call_data(
        account=observation.account_id, point_1="Varios", order_1="3", order_0="1",
        **{f"observation_{observation.pk}": "on", f"observation_order_{observation.pk}": "2"},
    )  # fmt: skip

    response = desk.post(f"{LIST}add/", data)

    session = CouncilSession.objects.get()
    assert response["Location"] == page_of(session)
    assert [item.title for item in session.agenda.order_by("position")] == [
        "Cuenta", OBSERVATION_TITLE, "Varios",
    ]  # fmt: skip
    assert session.starts_at.isoformat() == "2026-07-15T14:30:00+00:00"


def test_points_without_an_order_follow_as_they_stand(desk: Client) -> None:
    data = call_data(point_1="Después", point_2="Primero", order_2="1")

    desk.post(f"{LIST}add/", data)

    titles = CouncilSession.objects.get().agenda.values_list("title", flat=True)
    assert list(titles) == ["Primero", "Cuenta", "Después"]


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"day": "2026-06-25"}, 409, "El primer día posible es el jueves 2 de julio de 2026."),
        ({"day": "ayer"}, 400, "Escriba un día como"),
        ({"day": ""}, 400, "Complete «Día»."),
        ({"day": "0001-01-01"}, 400, "Revise el año."),
        ({"day": "9999-12-31"}, 400, "Revise el año."),
        ({"hour": "99"}, 400, "Escriba la hora como"),
        ({"number": "9" * 30}, 400, "demasiado grande"),
        ({"number": "x"}, 400, "Escriba el número de la sesión"),
        ({"order_0": "9" * 30}, 400, "El orden llega a 999"),
        ({"order_0": "x"}, 400, "Escriba el orden con un número."),
        ({"place": "\x00"}, 409, "Diga dónde se reúne."),
        ({"mode": "x"}, 400, "Escoja una opción válida"),
        ({"pronouncement": "on"}, 409, "Elija la cuenta"),
    ],
)
def test_what_a_call_lacks_is_said_and_what_was_typed_stays(
    desk: Client, given: dict[str, str], status: int, sentence: str
) -> None:
    response = desk.post(f"{LIST}add/", call_data(point_1="Lo que escribí", **given))

    page = response.content.decode()
    assert response.status_code == status
    assert sentence in page
    assert 'value="Lo que escribí"' in page
    assert not CouncilSession.objects.exists()


def test_a_call_without_points_is_not_made(desk: Client) -> None:
    response = desk.post(f"{LIST}add/", call_data(point_0=" "))

    assert response.status_code == 409
    assert "Ponga al menos un punto en la tabla." in response.content.decode()


def test_a_call_is_changed_with_what_it_had_at_hand(desk: Client, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    observation = observation_at("on_agenda")
    session = session_of(observation)
    data = as_it_stands(desk, session)

    response = desk.post(f"{LIST}{session.pk}/cambiar/", {**data, "place": "Otra sala"})

    session.refresh_from_db()
    assert response.status_code == 302
    assert session.place == "Otra sala"
    assert [item.title for item in session.agenda.order_by("position")] == [
        "Varios", OBSERVATION_TITLE,
    ]  # fmt: skip


def test_two_secretaries_do_not_overwrite_each_other(desk: Client, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    session = session_at("called")
    data = as_it_stands(desk, session)
    desk.post(f"{LIST}{session.pk}/cambiar/", {**data, "place": "Una"})

    response = desk.post(f"{LIST}{session.pk}/cambiar/", {**data, "place": "Otra"})

    session.refresh_from_db()
    assert response.status_code == 409
    assert "Otra persona hizo algo" in response.content.decode()
    assert 'value="Otra"' in response.content.decode()
    assert session.place == "Una"


def test_a_session_is_suspended_with_its_reason(desk: Client) -> None:
    session = session_at("called")

    empty = act(desk, session, "suspender", reason=" ")
    done = act(desk, session, "suspender", reason="Corte de luz.")

    session.refresh_from_db()
    assert (empty.status_code, done.status_code) == (400, 302)
    assert "el motivo es público" in empty.content.decode()
    assert "Corte de luz." in shown(desk, session)


def test_the_whole_session_from_its_page(desk: Client) -> None:
    """Arrivals, opening, a vote from the room and others aloud, minutes, acta and filing."""
    council = council_of_tests()
    session = session_at("called")
    observation = observation_at("on_agenda", session=session)
    for seat in council.titulars[:5]:
        act(desk, session, "arrive", mandate=seat.pk, mode="in_person")
    assert "5 de 6 presentes; el quórum es 4" in shown(desk, session)
    act(desk, session, "open", chair="")
    item = session.agenda.get(observation=observation)
    act(desk, session, "ballot", item=item.pk)
    ballot = Ballot.objects.get()
    cast_vote(ballot, "for", by=user_of(council.presidency), now=HOUR)
    for seat, choice in zip(council.titulars[1:5], ("for", "for", "for", "against"), strict=True):
        vote = {"ballot": ballot.pk, "mandate": seat.pk, "choice": choice, "before": ""}
        assert act(desk, session, "vote", **vote).status_code == 302
    voted = shown(desk, session)
    act(desk, session, "count", ballot=ballot.pk)
    act(desk, session, "minutes", item=item.pk, text="Se leyó.", before="")
    act(desk, session, "close")
    session.refresh_from_db()
    act(desk, session, "sign", sha256=session.acta.sha256)
    sign_acta_as_chair(session, by=user_of(council.presidency), now=HOUR)
    signed_page = shown(desk, session)
    filed = act(desk, session, "file", observation=observation.pk)

    observation.refresh_from_db()
    assert "4 votos a favor, 1 voto en contra." in voted
    assert "votó desde la sala" in voted
    assert "Ingresar con folio" in signed_page
    assert (filed.status_code, observation.state) == (302, "filed")
    assert observation.filing is not None
    assert str(observation.filing.folio) in shown(desk, session)


def test_without_quorum_the_page_offers_the_record_and_not_the_opening(desk: Client) -> None:
    session = session_at("called")
    arrive(session, *council_of_tests().titulars[:3])

    page = shown(desk, session)
    refused = act(desk, session, "open", chair="")
    done = act(desk, session, "fail", chair="")

    session.refresh_from_db()
    assert "3 de 6 presentes; el quórum es 4" in page
    assert "Falta quórum" in page
    assert "Abrir la sesión</button>" not in page
    assert refused.status_code == 409
    assert (done.status_code, session.state) == (302, "no_quorum")
    assert "No hubo quórum y la sesión no se hizo." in shown(desk, session)


def test_without_who_leads_the_page_asks_whom_they_chose(desk: Client) -> None:
    session = session_at("called")
    council = council_of_tests()
    arrive(session, *council.members)
    assert "Quién eligieron para presidir" in shown(desk, session)
    act(desk, session, "open", chair=council.members[1].pk)
    record_departure(session, council.members[1], by=staff(SECRETARY), now=HOUR)

    asked = shown(desk, session)
    act(desk, session, "chair", mandate=council.members[2].pk)

    assert "Registrar quién preside" in asked
    assert f"Preside {council.members[2].councillor}." in shown(desk, session)


def test_an_alternate_beside_their_titular_has_no_button(desk: Client) -> None:
    session = session_at("called")
    council = council_of_tests()
    arrive(session, council.members[0])

    page = shown(desk, session)

    assert "Está su titular." in page
    assert f": {council.alternate.councillor}</span></button>" not in page


def test_the_last_vote_without_quorum_says_what_closing_means(desk: Client) -> None:
    session = session_of(observation_at("voting", now=HOUR))
    for seat in council_of_tests().titulars[3:]:
        record_departure(session, seat, by=staff(SECRETARY), now=HOUR)

    page = shown(desk, session)
    act(desk, session, "count", ballot=Ballot.objects.get().pk)

    assert "al cerrarla queda sin efecto" in page
    assert "Sin efecto: no había quórum al cerrarla" in shown(desk, session)
    assert Observation.objects.get().state == "proposed"


def test_a_refusal_keeps_what_was_typed_of_the_minutes(desk: Client) -> None:
    session = session_at("open")
    item = session.agenda.get()
    write_minutes(item, text="De otra persona.", by=staff(SECRETARY), now=HOUR)

    response = act(desk, session, "minutes", item=item.pk, text="Lo mío.", before="")

    page = response.content.decode()
    assert response.status_code == 409
    assert "Otra persona hizo algo" in page
    assert ">Lo mío.</textarea>" in page
    assert "De otra persona." in page


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("arrive", {"mandate": "x", "mode": "in_person"}),
        ("arrive", {"mandate": "9" * 30, "mode": "in_person"}),
        ("arrive", {"mandate": "", "mode": "in_person"}),
        ("arrive", {"version": "9" * 30, "mandate": "1", "mode": "in_person"}),
        ("vote", {"ballot": "0", "mandate": "0", "choice": "for"}),
        ("vote", {"ballot": "\x00", "mandate": "0", "choice": "zz"}),
        ("minutes", {"item": "0", "text": "x"}),
        ("sign", {"sha256": "a" * 65}),
        ("file", {"observation": "0"}),
        ("close", {"version": ""}),
    ],
)
def test_what_no_page_sends_is_answered_with_what_to_do(
    desk: Client, code: str, values: dict[str, str]
) -> None:
    session = session_at("open")

    response = act(desk, session, code, **values)

    assert response.status_code == 400
    assert "No se hizo todavía" in response.content.decode()


def test_an_act_of_another_session_is_refused(desk: Client) -> None:
    session = session_at("open")
    other = session_at("called")

    response = act(desk, session, "ballot", item=other.agenda.get().pk)

    assert response.status_code == 400
    assert not Ballot.objects.exists()


def test_what_went_back_to_the_room_is_read_there_alone(desk: Client) -> None:
    observation = observation_at("on_agenda")
    session = session_of(observation)
    cancel_session(session, reason="Corte de luz.", by=staff(SECRETARY), now=NOW)
    member = user_of(council_of_tests().members[0])
    again = return_observation(observation, by=member, now=NOW)
    written = "Lo que la sala escribe de nuevo y nadie más debe leer todavía."
    save_observation(
        again, title="Otro título de la sala", text=written, expected_version=again.version,
        by=member, now=NOW,
    )  # fmt: skip

    shown = desk.get(f"{LIST}{session.pk}/change/").content.decode()

    assert str(observation.code) in shown
    assert written not in shown
    assert "Otro título de la sala" not in shown


def test_how_each_votes_is_told_to_the_secretary_alone_while_the_vote_is_open(
    desk: Client, time_machine: Any
) -> None:
    session = session_of(observation_at("voting"))
    member = user_of(council_of_tests().members[0])
    cast_vote(Ballot.objects.get(), "against", "Falta un dato que pedimos.", by=member, now=NOW)
    time_machine.move_to(NOW, tick=False)
    address = f"{LIST}{session.pk}/change/"

    assert "Falta un dato que pedimos." in desk.get(address).content.decode()
    reader = signed_in(staff(given.COORDINATOR))
    assert "Falta un dato que pedimos." not in reader.get(address).content.decode()


def test_who_only_reads_sees_no_button_and_no_link() -> None:
    session = session_at("open")

    page = shown(signed_in(staff(given.AUDITOR)), session)

    assert session.link not in page
    assert f"{LIST}{session.pk}/close/" not in page
    assert "Actos</h2>" not in page
    assert session.link in shown(signed_in(staff(SECRETARY)), session)


@pytest.mark.parametrize("state", ["called", "open", "closed", "no_quorum", "signed", "cancelled"])
def test_hostile_words_stay_words_in_every_state(desk: Client, state: str) -> None:
    session = session_at(state, place=HOSTILE[:200])
    if state in ("open", "closed"):
        write_minutes(session.agenda.get(), text=HOSTILE, by=staff(SECRETARY), now=HOUR)

    page = shown(desk, session)

    assert "<script>alert(1)" not in page


def test_an_acta_is_read_by_other_staff_once_it_is_signed() -> None:
    session = session_at("closed")
    writer = signed_in(staff(WRITER))

    page = text_of(writer.get(f"{LIST}{session.pk}/change/"))
    file = writer.get(f"{LIST}{session.pk}/acta.pdf")
    signed(session)
    after = writer.get(f"{LIST}{session.pk}/acta.pdf")

    assert "la lee solo la secretaría del Consejo" in page
    assert (file.status_code, after.status_code) == (403, 200)


@pytest.mark.parametrize("state", ["closed", "signed"])
def test_the_acta_is_downloaded_as_a_draft_until_both_signed(desk: Client, state: str) -> None:
    session = session_at(state)

    response = desk.get(f"{LIST}{session.pk}/acta.pdf")

    assert response.content.startswith(b"%PDF-")
    assert ("borrador" in response["Content-Disposition"]) is (state == "closed")


def test_a_session_without_acta_has_no_pdf(desk: Client) -> None:
    assert desk.get(f"{LIST}{session_at('open').pk}/acta.pdf").status_code == 404


@pytest.mark.parametrize("number", ["0", "x", "9" * 30])
def test_a_session_that_is_none_is_not_found(desk: Client, number: str) -> None:
    assert desk.get(f"{LIST}{number}/change/").status_code == 404


@pytest.mark.parametrize("asked", ["x", "0", "9" * 40, "%00"])
def test_a_page_of_the_list_that_cannot_be_answers_400(desk: Client, asked: str) -> None:
    response = desk.get(f"{LIST}?antes={asked}")

    assert response.status_code == 400
    assert "no sirve" in response.content.decode()


def test_the_list_goes_on_by_number(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("participation.admin.in_page.PER_PAGE", 1)
    for _ in range(2):
        session_at("called")

    first = desk.get(LIST).content.decode()
    second = desk.get(f"{LIST}?antes=2").content.decode()

    assert "Sesión ordinaria 2" in first
    assert "?antes=2" in first
    assert "Sesión ordinaria 1" in second


def test_list_and_page_ask_the_same_whatever_their_length(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    session = session_of(observation_at("voting", now=HOUR))
    titulars = council_of_tests().titulars
    cast_vote(Ballot.objects.get(), "for", by=user_of(titulars[0]), now=HOUR)
    desk.get(LIST)
    with django_assert_max_num_queries(40) as few:
        desk.get(page_of(session))
    with django_assert_max_num_queries(40) as few_rows:
        desk.get(LIST)
    for seat in titulars[1:]:
        cast_vote(Ballot.objects.get(), "for", by=user_of(seat), now=HOUR)
    for _ in range(3):
        session_at("called")

    with django_assert_max_num_queries(len(few)):
        desk.get(page_of(session))
    with django_assert_max_num_queries(len(few_rows)):
        desk.get(LIST)


def test_the_side_list_has_the_council_with_its_sessions(desk: Client) -> None:
    page = " ".join(desk.get("/admin/").content.decode().split())

    assert f'href="{LIST}"' in page


def test_a_signed_acta_of_no_draft_links_to_its_public_page(desk: Client) -> None:
    session = signed(session_at("closed", account=None))

    assert "/consejo/actas/1/" in shown(desk, session)
