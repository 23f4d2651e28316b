"""A council for the tests: who sits in it, and what it wrote, brought to each state.

`council_of_seven()` has seven seats: presidency, vice-presidency, four members and one vacancy;
the first member has an alternate. `observation_at(state)` and `session_at(state)` walk the
acts; where an act has no action yet, the corridor holds its place and moves the state alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from participation import models
from participation.actions import (
    council_actas,
    council_attendance,
    council_ballots,
    council_sessions,
)
from participation.actions.council_corridor import hold_observation, move_observation
from participation.actions.council_filing import file_observation
from participation.actions.council_sessions import Point
from participation.models import (
    Ballot,
    Councillor,
    CouncilSession,
    Mandate,
    Observation,
    Vote,
)
from programs.models import PublicAccount, User
from tests.factories import UserFactory
from tests.participation.factories import NOW, SECRETARY, account_of_tests, staff

TODAY = date(2026, 6, 10)  # the day of NOW in Chile
STARTED, ENDS = date(2025, 3, 1), date(2027, 2, 28)
LEFT = date(2026, 4, 1)
OBSERVATION_TITLE = "El total de mujeres beneficiarias no coincide entre dos páginas"
OBSERVATION_TEXT = (
    "Pedimos que la cuenta diga por qué el total de mujeres beneficiarias de la página del "
    "programa es distinto del que da el capítulo de género."
)


class StratumFactory(DjangoModelFactory[models.Stratum]):
    class Meta:
        model = models.Stratum

    slug = factory.Sequence(lambda n: f"estamento-{n}")
    name = factory.Sequence(lambda n: f"Estamento {n}")
    seats = 7


class OrganisationFactory(DjangoModelFactory[models.Organisation]):
    class Meta:
        model = models.Organisation

    slug = factory.Sequence(lambda n: f"organizacion-{n}")
    name = factory.Sequence(lambda n: f"Organización {n}")
    stratum = factory.SubFactory(StratumFactory)


class CouncillorFactory(DjangoModelFactory[models.Councillor]):
    class Meta:
        model = models.Councillor

    uid = factory.LazyFunction(uuid4)
    name = factory.Sequence(lambda n: f"Consejera de Prueba {n}")


class MandateFactory(DjangoModelFactory[models.Mandate]):
    class Meta:
        model = models.Mandate

    councillor = factory.SubFactory(CouncillorFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = STARTED
    ends_on = ENDS


def councillor_user(councillor: Councillor | None = None, **overrides: Any) -> User:
    """The account with which a councillor enters the room: no staff right at all.

    Their second factor is not set: `room_client` of the tests of the room does that.
    """
    held = councillor or CouncillorFactory()
    if held.user is None:
        held.user = UserFactory(
            email=f"consejo-{held.pk}@organizacion.invalid", full_name=held.name,
            is_staff=False, is_councillor=True, **overrides,
        )  # fmt: skip
        held.save(update_fields=["user"])
    return held.user


@dataclass(frozen=True, slots=True)
class Council:
    """The seats of `council_of_seven`; `user_of(seat)` is who enters the room by it."""

    presidency: Mandate
    vice: Mandate
    members: tuple[Mandate, ...]  # four
    alternate: Mandate  # of the first member
    former: Mandate  # left LEFT; the seat is vacant

    @property
    def titulars(self) -> tuple[Mandate, ...]:
        """The six in office, the presidency first."""
        return (self.presidency, self.vice, *self.members)


def user_of(seat: Mandate) -> User:
    """The account of whoever holds, or held, that seat."""
    user = seat.councillor.user
    assert user is not None
    return user


def seat(role: str = Mandate.Role.MEMBER, **overrides: Any) -> Mandate:
    """One seat with its person, who can enter the room."""
    made = MandateFactory(role=role, **overrides)
    councillor_user(made.councillor)
    return made


def council_of_seven(**overrides: Any) -> Council:
    """Seven seats, six of them taken; all of one stratum. `overrides` go to every mandate."""
    stratum = StratumFactory(slug="gremios", name="Gremios", seats=7)

    def taken(name: str, role: str = Mandate.Role.MEMBER, **more: Any) -> Mandate:
        person = CouncillorFactory(name=f"Persona que {name}")
        values = {"organisation": None, **overrides, **more}
        values["organisation"] = values["organisation"] or OrganisationFactory(
            name=f"Organización de quien {name}", stratum=stratum
        )
        return seat(role, councillor=person, **values)

    members = tuple(taken(f"integra {each}") for each in ("uno", "dos", "tres", "cuatro"))
    return Council(
        presidency=taken("preside", Mandate.Role.PRESIDENCY),
        vice=taken("vicepreside", Mandate.Role.VICE),
        members=members,
        alternate=taken(
            "suple", Mandate.Role.ALTERNATE,
            alternate_of=members[0], organisation=members[0].organisation,
        ),
        former=taken("estuvo", left_on=LEFT, left_because="Renunció."),
    )  # fmt: skip


def council_of_tests() -> Council:
    """The council of the test, made the first time that it is asked for."""
    seats = Mandate.objects.select_related("councillor__user", "organisation").order_by("pk")
    by_role: dict[str, list[Mandate]] = {}
    for each in seats:
        by_role.setdefault("former" if each.left_on else each.role, []).append(each)
    if not by_role:
        return council_of_seven()
    role = Mandate.Role
    return Council(
        by_role[role.PRESIDENCY][0], by_role[role.VICE][0], tuple(by_role[role.MEMBER]),
        by_role[role.ALTERNATE][0], by_role["former"][0],
    )  # fmt: skip


# --- sessions ---------------------------------------------------------------------------------

CALLED_BEFORE = timedelta(days=14)


def _called(*, now: datetime = NOW, **overrides: Any) -> CouncilSession:
    council_of_tests()
    values: dict[str, Any] = {
        "mode": "mixed", "starts_at": now + CALLED_BEFORE, "account": account_of_tests(),
        "place": "Sala de reuniones", "link": "https://reunion.invalid/consejo",
        "agenda": [Point("Varios")], "by": staff(SECRETARY), "now": now,
    }  # fmt: skip
    return council_sessions.call_session(**{**values, **overrides})


def put_on_agenda(session: CouncilSession, *points: Point, now: datetime) -> CouncilSession:
    """Add points at the end of the agenda of a session that is only called."""
    kept = [
        Point("" if item.observation else item.title, item.observation, item.is_pronouncement)
        for item in session.agenda.all()
    ]
    return council_sessions.change_session(
        session, mode=session.mode, starts_at=session.starts_at, place=session.place,
        link=session.link, reason=session.reason, account=session.account,
        agenda=[*kept, *points], by=staff(SECRETARY), now=now,
    )  # fmt: skip


def arrive(session: CouncilSession, *seats: Mandate, now: datetime | None = None) -> None:
    """Record that each of them came, in the room, at the hour of the session."""
    for each in seats:
        council_attendance.record_arrival(
            session, each, by=staff(SECRETARY), now=now or session.starts_at
        )


def opened(session: CouncilSession, *seats: Mandate) -> CouncilSession:
    """Open a session that is called, at its hour, with those (else all six in office) there."""
    arrive(session, *(seats or council_of_tests().titulars))
    return council_attendance.open_session(session, by=staff(SECRETARY), now=session.starts_at)


def _open(**overrides: Any) -> CouncilSession:
    return opened(_called(**overrides))


def _closed(**overrides: Any) -> CouncilSession:
    at = _open(**overrides)
    return council_actas.close_session(at, by=staff(SECRETARY), now=at.starts_at)


def _no_quorum(**overrides: Any) -> CouncilSession:
    at = _called(**overrides)
    arrive(at, *council_of_tests().titulars[:3])
    return council_attendance.fail_session(at, by=staff(SECRETARY), now=at.starts_at)


def signed(session: CouncilSession, *, now: datetime | None = None) -> CouncilSession:
    """Sign the acta of a session that ended, by both."""
    now = now or session.starts_at
    assert session.chaired_by is not None
    council_actas.sign_acta_as_secretary(session, by=staff(SECRETARY), now=now)
    council_actas.sign_acta_as_chair(session, by=user_of(session.chaired_by), now=now)
    session.refresh_from_db()
    return session


def _signed(**overrides: Any) -> CouncilSession:
    return signed(_closed(**overrides))


def _cancelled(**overrides: Any) -> CouncilSession:
    at = _called(**overrides)
    return council_sessions.cancel_session(
        at, reason="Corte de luz en la comuna.", by=staff(SECRETARY), now=at.called_at
    )


SESSION_WAYS: dict[str, Callable[..., CouncilSession]] = {
    "called": _called,
    "open": _open,
    "closed": _closed,
    "no_quorum": _no_quorum,
    "signed": _signed,
    "cancelled": _cancelled,
}


def session_at(state: str, **overrides: Any) -> CouncilSession:
    """A session in `state`: called at `now` (NOW) for two weeks later, where the rest happens.

    Overrides: what `call_session` takes.
    """
    return SESSION_WAYS[state](**overrides)


# --- observations -----------------------------------------------------------------------------


def _draft(
    *,
    account: PublicAccount | None = None,
    now: datetime = NOW,
    places: Iterable[dict[str, Any]] = (),
    **overrides: Any,
) -> Observation:
    council = council_of_tests()
    made = Observation.objects.create(
        **{
            "uid": uuid4(), "account": account or account_of_tests(), "state": "draft",
            "title": OBSERVATION_TITLE, "text": OBSERVATION_TEXT,
            "begun_by": user_of(council.members[0]), "begun_at": now, **overrides,
        }
    )  # fmt: skip
    for position, each in enumerate(places, 1):
        values = {"about_kind": "una cifra", "about_title": "Una cifra", **each}
        made.places.create(position=position, **values)
    return made


def _proposed(**overrides: Any) -> Observation:
    at = _draft(**overrides)
    now = at.begun_at
    number = Observation.objects.filter(year=now.year).count() + 1
    member = council_of_tests().members[0]
    return move_observation(
        hold_observation(at), "propose", by=user_of(member), now=now,
        year=now.year, number=number, code=f"OBS-{now.year}-{number:03}",
        proposed_at=now, proposed_by=member,
    )  # fmt: skip


def _by_secretary(at: Observation, action: str, **changes: Any) -> Observation:
    return move_observation(
        hold_observation(at), action, by=staff(SECRETARY), now=at.begun_at, **changes
    )


def _on_agenda(*, session: CouncilSession | None = None, **overrides: Any) -> Observation:
    at = _proposed(**overrides)
    session = session or _called(now=at.begun_at, account=at.account)
    put_on_agenda(session, Point(observation=at), now=at.begun_at)
    at.refresh_from_db()
    return at


def _voting(*, session: CouncilSession | None = None, **overrides: Any) -> Observation:
    """All of it happens at `now`, the hour of the session (called two weeks before)."""
    account = overrides.get("account") or account_of_tests()
    now = overrides.get("now", NOW)
    session = session or _called(now=now - CALLED_BEFORE, account=account)
    at = _on_agenda(session=session, **overrides)
    opened(session)
    council_ballots.open_ballot(at.agenda_items.get(), by=staff(SECRETARY), now=now)
    at.refresh_from_db()
    return at


def vote(ballot: Ballot, choices: str, *, now: datetime, close: bool = True) -> Ballot:
    """The vote of each titular in their order: `+` in favour, `-` against, `0` abstains, `x` has a
    conflict, ` ` does not vote. Then it is closed."""
    kinds = {"+": "for", "-": "against", "0": "abstain", "x": "conflict"}
    for seat, each in zip(council_of_tests().titulars, choices, strict=False):
        if each in kinds:
            reason = "Trabaja en esa organización." if each == "x" else ""
            council_ballots.cast_vote(ballot, kinds[each], reason, by=user_of(seat), now=now)
    if close:
        return council_ballots.close_ballot(ballot, by=staff(SECRETARY), now=now)
    return ballot


def _decided(choices: str, **overrides: Any) -> Observation:
    at = _voting(**overrides)
    vote(Ballot.objects.get(item__observation=at), choices, now=at.begun_at)
    at.refresh_from_db()
    return at


def _approved(**overrides: Any) -> Observation:
    return _decided("+++++-", **overrides)


def _rejected(**overrides: Any) -> Observation:
    return _decided("-----+", **overrides)


def session_of(observation: Observation) -> CouncilSession:
    """The session on whose agenda it is."""
    return CouncilSession.objects.get(agenda__observation=observation)


def _formalised(*, dissent: str = "", **overrides: Any) -> Observation:
    at = _approved(**overrides)
    session = session_of(at)
    if dissent:
        against = Vote.objects.get(ballot__item__observation=at, choice=Vote.Choice.AGAINST)
        council_ballots.add_dissent(at, text=dissent, by=user_of(against.mandate), now=at.begun_at)
    signed(council_actas.close_session(session, by=staff(SECRETARY), now=at.begun_at))
    at.refresh_from_db()
    return at


def _withdrawn(**overrides: Any) -> Observation:
    at = _proposed(**overrides)
    by = user_of(council_of_tests().members[0])
    return move_observation(hold_observation(at), "take_back", by=by, now=at.begun_at)


def _filed(**overrides: Any) -> Observation:
    at = _formalised(**overrides)
    return file_observation(at, by=staff(SECRETARY), now=at.begun_at)


OBSERVATION_WAYS: dict[str, Callable[..., Observation]] = {
    "draft": _draft,
    "proposed": _proposed,
    "on_agenda": _on_agenda,
    "voting": _voting,
    "approved": _approved,
    "rejected": _rejected,
    "formalised": _formalised,
    "withdrawn": _withdrawn,
    "filed": _filed,
}


def observation_at(state: str, **overrides: Any) -> Observation:
    """An observation in `state`, of the first member, begun at `now` (NOW).

    Overrides: fields of the observation, `places` (fields of each); from `on_agenda` on also
    `session`; from `formalised` on, `dissent`, the words of who voted against.
    """
    with transaction.atomic():
        return OBSERVATION_WAYS[state](**overrides)
