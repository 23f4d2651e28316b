"""Who is there, the quorum of each instant, and who chairs."""

from datetime import timedelta

import pytest

from participation.actions.council_attendance import (
    choose_chair,
    fail_session,
    open_session,
    record_arrival,
    record_departure,
)
from participation.council_presence import presence_in
from participation.models import Attendance, CouncilSession, Mandate
from participation.transitions import Refused
from tests.participation.council import (
    ENDS,
    STARTED,
    CouncillorFactory,
    MandateFactory,
    arrive,
    council_of_tests,
    observation_at,
    opened,
    seat,
    session_at,
    session_of,
    user_of,
)
from tests.participation.factories import SECRETARY, staff

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def leave(session: CouncilSession, mandate: Mandate, minutes: int = 1) -> None:
    now = session.starts_at + minutes * MINUTE
    record_departure(session, mandate, by=staff(SECRETARY), now=now)


def now_in(session: CouncilSession) -> tuple[int, int, int]:
    """Present, in office, needed."""
    presence = presence_in(session, session.starts_at.date())
    return presence.present, presence.in_office, presence.needed


def start(session: CouncilSession, **more: object) -> CouncilSession:
    return open_session(session, by=staff(SECRETARY), now=session.starts_at, **more)  # type: ignore[arg-type]


def test_a_vacant_seat_does_not_weigh_in_the_quorum() -> None:
    session = session_at("called")
    council = council_of_tests()

    arrive(session, *council.titulars[:4])
    session = start(session)

    assert now_in(session) == (4, 6, 4)
    assert (session.in_office, session.needed) == (6, 4)


def test_one_less_than_the_quorum_does_not_open() -> None:
    session = session_at("called")
    arrive(session, *council_of_tests().titulars[:3])

    with pytest.raises(Refused, match="Hay 3 personas presentes y el quórum es 4, de 6"):
        start(session)


def test_an_alternate_counts_while_their_titular_is_away() -> None:
    session = session_at("called")
    council = council_of_tests()

    arrive(session, council.presidency, council.vice, council.members[1], council.alternate)

    assert now_in(session) == (4, 6, 4)
    assert start(session).state == "open"


def test_an_alternate_does_not_sit_beside_their_titular() -> None:
    session = session_at("called")
    council = council_of_tests()
    arrive(session, council.members[0])

    with pytest.raises(Refused, match="suple a quien está en la sesión"):
        arrive(session, council.alternate)


def test_the_titular_who_comes_takes_the_seat_back() -> None:
    council = council_of_tests()
    session = opened(session_at("called"), *council.titulars[:1], council.vice,
                     council.members[1], council.alternate)  # fmt: skip

    arrive(session, council.members[0], now=session.starts_at + MINUTE)

    gone = Attendance.objects.get(mandate=council.alternate)
    assert gone.left_at == session.starts_at + MINUTE
    assert now_in(session) == (4, 6, 4)


def test_an_alternate_of_a_vacant_seat_does_not_sit() -> None:
    council = council_of_tests()
    orphan = seat("alternate", alternate_of=council.former,
                  organisation=council.former.organisation)  # fmt: skip
    session = session_at("called")

    with pytest.raises(Refused, match="El asiento está vacante"):
        arrive(session, orphan)


def test_only_seats_in_force_that_day_sit() -> None:
    council = council_of_tests()
    later = MandateFactory(starts_on=ENDS, ends_on=ENDS.replace(year=2029))
    session = session_at("called")

    for each in (council.former, later):
        with pytest.raises(Refused, match="no está vigente"):
            arrive(session, each)


def test_a_person_with_two_seats_sits_in_one() -> None:
    council = council_of_tests()
    person = CouncillorFactory(name="Persona con dos cargos")
    first = MandateFactory(councillor=person)
    second = MandateFactory(
        councillor=person, role="alternate", alternate_of=council.vice,
        starts_on=STARTED.replace(month=4),
    )  # fmt: skip
    session = session_at("called")
    arrive(session, first)

    with pytest.raises(Refused, match="ya figura en la sesión"):
        arrive(session, second)
    with pytest.raises(Refused, match="ya figura en la sesión"):
        arrive(session, first)


def test_the_way_of_attending_is_that_of_the_session() -> None:
    session = session_at("called", mode="in_person", link="")
    member = council_of_tests().vice

    for mode, sentence in (("remote", "se citó presencial"), ("x", "en la sala o se conecta")):
        with pytest.raises(Refused, match=sentence):
            record_arrival(session, member, mode=mode, by=staff(SECRETARY), now=session.starts_at)


def test_a_session_is_held_on_its_day_and_not_before_its_hour() -> None:
    session = session_at("called")
    council = council_of_tests()
    with pytest.raises(Refused, match="La sesión es del miércoles 24 de junio"):
        arrive(session, council.vice, now=session.starts_at - timedelta(days=1))
    arrive(session, *council.titulars, now=session.starts_at - MINUTE)

    with pytest.raises(Refused, match="citada a las 10:00"):
        open_session(session, by=staff(SECRETARY), now=session.starts_at - MINUTE)
    with pytest.raises(Refused, match="cambie antes la citación"):
        open_session(session, by=staff(SECRETARY), now=session.starts_at + timedelta(days=1))


def test_who_leaves_and_comes_back_has_two_intervals() -> None:
    session = session_at("open")
    member = council_of_tests().members[0]

    leave(session, member)
    arrive(session, member, now=session.starts_at + 5 * MINUTE)

    rows = Attendance.objects.filter(mandate=member).order_by("pk")
    assert [each.left_at is None for each in rows] == [False, True]
    assert now_in(session) == (6, 6, 4)


def test_who_is_not_there_does_not_leave() -> None:
    session = session_at("called")

    with pytest.raises(Refused, match="no figura en la sesión"):
        leave(session, council_of_tests().vice)


def test_the_presidency_chairs_else_the_vice_presidency() -> None:
    council = council_of_tests()
    session = opened(session_at("called"), council.vice, *council.members)
    assert session.chaired_by == council.vice

    arrive(session, council.presidency, now=session.starts_at + MINUTE)
    session.refresh_from_db()
    assert session.chaired_by == council.presidency

    leave(session, council.presidency, 2)
    session.refresh_from_db()
    assert session.chaired_by == council.vice


def test_without_both_those_present_choose_who_chairs() -> None:
    council = council_of_tests()
    session = session_at("called")
    arrive(session, *council.members)

    with pytest.raises(Refused, match="elija quién preside"):
        start(session)
    with pytest.raises(Refused, match="elija quién preside"):
        start(session, chair=council.presidency)
    assert start(session, chair=council.members[2]).chaired_by == council.members[2]


def test_another_chair_is_chosen_when_the_first_one_leaves() -> None:
    council = council_of_tests()
    session = session_at("called")
    arrive(session, *council.members)
    session = start(session, chair=council.members[0])
    secretary = staff(SECRETARY)

    with pytest.raises(Refused, match="registre antes su llegada"):
        choose_chair(session, council.vice, by=secretary, now=session.starts_at)
    chosen = choose_chair(session, council.members[3], by=secretary, now=session.starts_at)

    assert chosen.chaired_by == council.members[3]
    arrive(session, council.vice, now=session.starts_at + MINUTE)
    with pytest.raises(Refused, match="tiene el cargo y está en la sesión"):
        choose_chair(session, council.members[1], by=secretary, now=session.starts_at)


def test_without_quorum_the_record_stays_and_the_observations_wait() -> None:
    observation = observation_at("on_agenda")
    session = session_of(observation)
    council = council_of_tests()
    arrive(session, council.presidency, council.members[0])

    failed = fail_session(session, by=staff(SECRETARY), now=session.starts_at)

    observation.refresh_from_db()
    assert (failed.state, failed.in_office, failed.needed) == ("no_quorum", 6, 4)
    assert observation.state == "proposed"
    assert failed.acta.content["had_quorum"] is False
    assert failed.chaired_by == council.presidency
    assert not failed.attendances.filter(left_at__isnull=True).exists()


def test_where_nobody_came_the_presidency_in_office_signs() -> None:
    session = session_at("called")

    failed = fail_session(session, by=staff(SECRETARY), now=session.starts_at)

    assert failed.chaired_by == council_of_tests().presidency


def test_with_quorum_there_is_nothing_to_record_as_lacking() -> None:
    session = session_at("called")
    arrive(session, *council_of_tests().titulars)

    with pytest.raises(Refused, match="6 de 6 presentes; el quórum es 4: hay quórum"):
        fail_session(session, by=staff(SECRETARY), now=session.starts_at)


def test_without_anybody_in_office_nobody_could_sign() -> None:
    session = session_at("called")
    Mandate.objects.filter(role__in=["presidency", "vice"]).update(left_on="2026-05-01")

    with pytest.raises(Refused, match="elija quién firma"):
        fail_session(session, by=staff(SECRETARY), now=session.starts_at)


def test_only_the_secretary_keeps_the_attendance() -> None:
    session = session_at("called")
    council = council_of_tests()
    chair = user_of(council.presidency)

    with pytest.raises(Refused, match="secretaría ejecutiva"):
        record_arrival(session, council.vice, by=chair, now=session.starts_at)
    with pytest.raises(Refused, match="secretaría ejecutiva"):
        open_session(session, by=chair, now=session.starts_at)


def test_a_session_that_ended_takes_no_attendance() -> None:
    session = session_at("closed")
    council = council_of_tests()

    with pytest.raises(Refused, match="Por firmar"):
        arrive(session, council.vice)
    with pytest.raises(Refused, match="Por firmar"):
        leave(session, council.vice)
    with pytest.raises(Refused, match="Por firmar"):
        choose_chair(session, council.vice, by=staff(SECRETARY), now=session.starts_at)
