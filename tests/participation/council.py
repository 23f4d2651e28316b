"""A council for the tests: who sits in it, and what it wrote, brought to each state.

`council_of_seven()` has seven seats: presidency, vice-presidency, four members and one vacancy;
the first member has an alternate. `observation_at(state)` and `session_at(state)` walk the acts;
where an act has no action yet, its place is held by the corridor, which moves the state alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from participation import models
from participation.actions.council_corridor import (
    hold_observation,
    hold_session,
    move_observation,
    move_session,
)
from participation.actions.council_filing import file_observation
from participation.models import (
    AgendaItem,
    Councillor,
    CouncilSession,
    Mandate,
    Observation,
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


def _called(*, now: datetime = NOW, **overrides: Any) -> CouncilSession:
    council_of_tests()
    last = CouncilSession.objects.order_by("-number").first()
    values: dict[str, Any] = {
        "number": last.number + 1 if last else 1, "state": "called", "called_at": now,
        "starts_at": now + timedelta(days=8), "called_by": staff(SECRETARY),
        "account": account_of_tests(), "place": "Sala de reuniones",
    }  # fmt: skip
    return CouncilSession.objects.create(**{**values, **overrides})


def _act(session: CouncilSession, action: str, **changes: Any) -> CouncilSession:
    return move_session(
        hold_session(session), action, by=staff(SECRETARY), now=session.starts_at, **changes
    )


def _open(**overrides: Any) -> CouncilSession:
    at = _called(**overrides)
    council = council_of_tests()
    secretary = staff(SECRETARY)
    for each in council.titulars:
        at.attendances.create(mandate=each, arrived_at=at.starts_at)
    return _act(
        at, "open", opened_at=at.starts_at, in_office=6, needed=4,
        chaired_by=council.presidency, secretary=secretary,
    )  # fmt: skip


def _closed(**overrides: Any) -> CouncilSession:
    at = _open(**overrides)
    return _act(at, "close", closed_at=at.starts_at + timedelta(hours=1))


def _no_quorum(**overrides: Any) -> CouncilSession:
    at = _called(**overrides)
    return _act(at, "fail", in_office=6, needed=4)


def _cancelled(**overrides: Any) -> CouncilSession:
    return _act(_called(**overrides), "cancel", cancelled_because="Corte de luz en la comuna.")


SESSION_WAYS: dict[str, Callable[..., CouncilSession]] = {
    "called": _called,
    "open": _open,
    "closed": _closed,
    "no_quorum": _no_quorum,
    "cancelled": _cancelled,
}


def session_at(state: str, **overrides: Any) -> CouncilSession:
    """A session in `state`: called at `now` (NOW) for eight days later."""
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
    session = session or _called(now=at.begun_at)
    AgendaItem.objects.create(
        session=session, position=session.agenda.count() + 1, title=at.title, observation=at
    )
    return _by_secretary(at, "schedule")


def _voting(*, session: CouncilSession | None = None, **overrides: Any) -> Observation:
    now = overrides.get("now", NOW)
    at = _on_agenda(session=session or _open(now=now - timedelta(days=8)), **overrides)
    item = at.agenda_items.get()
    item.ballots.create(opened_at=now, opened_by=staff(SECRETARY))
    return _by_secretary(at, "open_ballot")


def _approved(**overrides: Any) -> Observation:
    at = _voting(**overrides)
    return _by_secretary(at, "approve", decided_at=at.begun_at)


def _rejected(**overrides: Any) -> Observation:
    at = _voting(**overrides)
    return _by_secretary(at, "reject", decided_at=at.begun_at)


def _formalised(**overrides: Any) -> Observation:
    at = _approved(**overrides)
    return _by_secretary(at, "formalise", formalised_at=at.begun_at, sha256="0" * 64)


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
    `session`.
    """
    return OBSERVATION_WAYS[state](**overrides)
