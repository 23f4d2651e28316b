"""Who came to a session and when they left; opening it with its quorum, or saying it had none."""

from datetime import datetime

from django.db import transaction

from participation.actions.council_actas import write_acta
from participation.actions.council_corridor import hold_session, move_session, note_session_act
from participation.actions.council_sessions import release_observations
from participation.actions.council_telling import session_day
from participation.council import check_may_do
from participation.council_presence import Presence, in_order, presence_in, seat_key
from participation.council_transitions import SESSION_ACT, session_after
from participation.deadlines import CHILE
from participation.due_words import day_in_words
from participation.models import Attendance, CouncilSession, Mandate
from participation.transitions import Refused
from programs.models import User

Mode = Attendance.Mode
Role = Mandate.Role


@transaction.atomic
def record_arrival(
    session: CouncilSession,
    mandate: Mandate,
    *,
    mode: str = Mode.IN_PERSON,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Attendance:
    """Write that somebody of the council is there from `now` on.

    An alternate sits only while their titular is away: when the titular comes, the alternate's
    time ends at that instant.

    Raises:
        Refused: `by` may not, it is not the day of the session, the seat is not in force, the
            person is there already, or the session is not held that way.
    """
    held = hold_session(session, expected_version)
    check_may_do(by, SESSION_ACT["arrive"], now.astimezone(CHILE).date())
    session_after("arrive", held.state)
    _check_day(held, now)
    presence = presence_in(held, session_day(held))
    seat = _check_seat(held, mandate, presence, now=now)
    _check_mode(held, mode)
    for each in presence.there:
        if seat_key(each.mandate) == seat_key(seat):  # the alternate, who gives the seat back
            _leave(each, now)
    arrived = Attendance.objects.create(session=held, mandate=seat, mode=mode, arrived_at=now)
    detail = {"seat": seat.pk, "mode": mode}
    move_session(held, "arrive", by=by, now=now, detail=detail, **_chair_now(held))
    return arrived


@transaction.atomic
def record_departure(
    session: CouncilSession,
    mandate: Mandate,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Attendance:
    """Write that somebody left at `now`. What they voted before stands; the quorum goes down.

    Raises:
        Refused: `by` may not, the session is over, or that person is not there.
    """
    held = hold_session(session, expected_version)
    check_may_do(by, SESSION_ACT["leave"], now.astimezone(CHILE).date())
    session_after("leave", held.state)
    there = held.attendances.filter(mandate=mandate, left_at__isnull=True).first()
    if there is None:
        raise Refused("Esa persona no figura en la sesión: su salida ya está registrada.")
    _leave(there, now)
    move_session(held, "leave", by=by, now=now, detail={"seat": mandate.pk}, **_chair_now(held))
    return there


@transaction.atomic
def open_session(
    session: CouncilSession,
    *,
    chair: Mandate | None = None,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> CouncilSession:
    """Open a session with its quorum, on its day and not before its hour; `by` is its secretary.

    The presidency chairs, else the vice-presidency; without both, `chair`, whom those present
    chose.

    Raises:
        Refused: `by` may not, it is not the day or the hour, there is no quorum, or nobody chairs.
    """
    held = hold_session(session, expected_version)
    presence = _check_may_begin(held, "open", by=by, now=now)
    if not presence.has_quorum:
        raise Refused(
            f"{presence.shortage} Espere a quienes faltan o deje constancia de que no hubo quórum."
        )
    leads = presence.chair(chair)
    if leads is None:
        raise Refused("No están la presidencia ni la vicepresidencia: elija quién preside.")
    return move_session(
        held, "open", by=by, now=now, detail={"present": presence.present, "chair": leads.pk},
        opened_at=now, in_office=presence.in_office, needed=presence.needed,
        chaired_by=leads, secretary=by,
    )  # fmt: skip


@transaction.atomic
def fail_session(
    session: CouncilSession,
    *,
    chair: Mandate | None = None,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> CouncilSession:
    """Leave the record that no quorum came: it has its acta too, and its observations wait.

    Who would have chaired signs it; where nobody who may came, the presidency in office.

    Raises:
        Refused: `by` may not, it is not the day or the hour, there is a quorum, or nobody can sign.
    """
    held = hold_session(session, expected_version)
    presence = _check_may_begin(held, "fail", by=by, now=now)
    if presence.has_quorum:
        raise Refused(f"{presence.sentence}: hay quórum, abra la sesión.")
    leads = presence.chair(chair) or _in_office(held)
    if leads is None:
        raise Refused("No hay presidencia ni vicepresidencia en ejercicio: elija quién firma.")
    held = move_session(
        held, "fail", by=by, now=now, detail={"present": presence.present},
        in_office=presence.in_office, needed=presence.needed, chaired_by=leads, secretary=by,
        closed_at=now,
    )  # fmt: skip
    for each in held.attendances.filter(left_at__isnull=True):
        _leave(each, now)
    release_observations(held, by=by, now=now)
    write_acta(held, by=by, now=now)
    return held


@transaction.atomic
def choose_chair(
    session: CouncilSession,
    mandate: Mandate,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> CouncilSession:
    """Write whom those present chose to chair from now on, as who did has left.

    Raises:
        Refused: `by` may not, the session is not open, the chosen person is not there, or whoever
            leads the council is.
    """
    held = hold_session(session, expected_version)
    check_may_do(by, SESSION_ACT["close"], now.astimezone(CHILE).date())
    session_after("close", held.state)
    presence = presence_in(held, session_day(held))
    if presence.of(mandate) is None:
        raise Refused("Preside alguien que está en la sesión: registre antes su llegada.")
    leads = presence.leads()
    if leads is not None and leads.pk != mandate.pk:
        raise Refused(f"Preside {leads.councillor}: tiene el cargo y está en la sesión.")
    held.chaired_by = mandate
    held.save(update_fields=["chaired_by"])
    return note_session_act(held, "choose_chair", by=by, now=now, seat=mandate.pk)


def _check_may_begin(held: CouncilSession, action: str, *, by: User, now: datetime) -> Presence:
    check_may_do(by, SESSION_ACT[action], now.astimezone(CHILE).date())
    session_after(action, held.state)
    _check_day(held, now)
    if now < held.starts_at:
        hour = held.starts_at.astimezone(CHILE)
        raise Refused(f"La sesión está citada a las {hour:%H:%M}: espere a esa hora.")
    return presence_in(held, session_day(held))


def _check_day(held: CouncilSession, now: datetime) -> None:
    day = session_day(held)
    if now.astimezone(CHILE).date() != day:
        raise Refused(
            f"La sesión es del {day_in_words(day, with_year=True)}. "
            "Si se hace otro día, cambie antes la citación."
        )


def _check_seat(
    held: CouncilSession, mandate: Mandate, presence: Presence, *, now: datetime
) -> Mandate:
    """The seat, if that person may take it now."""
    day = session_day(held)
    in_force = Mandate.objects.in_force(day).select_related("councillor")
    seat = in_force.filter(pk=mandate.pk).first()
    if seat is None:
        raise Refused("Ese cargo no está vigente el día de la sesión.")
    if any(each.councillor_id == seat.councillor_id for each in presence.mandates):
        raise Refused(f"{seat.councillor} ya figura en la sesión.")
    if seat.role != Role.ALTERNATE:
        return seat
    if not in_force.filter(pk=seat.alternate_of_id).exists():
        raise Refused(
            "El asiento está vacante: una suplencia reemplaza a su titular mientras falta, "
            "no a un asiento sin titular."
        )
    if any(seat_key(each) == seat_key(seat) for each in presence.mandates):
        raise Refused(f"{seat.councillor} suple a quien está en la sesión: no puede sentarse.")
    return seat


def _check_mode(held: CouncilSession, mode: str) -> None:
    if mode not in Mode.values:
        raise Refused("Diga si está en la sala o se conecta a distancia.")
    if held.mode != CouncilSession.Mode.MIXED and held.mode != mode:
        way = CouncilSession.Mode(held.mode).label.lower()
        raise Refused(f"La sesión se citó {way}: registre así la llegada.")


def _leave(there: Attendance, now: datetime) -> None:
    there.left_at = now
    there.save(update_fields=["left_at"])


def _chair_now(held: CouncilSession) -> dict[str, Mandate]:
    """Who chairs after somebody came or left; where nobody may, who did last still signs."""
    if held.state != "open":
        return {}
    chair = presence_in(held, session_day(held)).chair(held.chaired_by)
    return {"chaired_by": chair} if chair is not None else {}


def _in_office(held: CouncilSession) -> Mandate | None:
    """Who leads the council that day, there or not."""
    leads = Mandate.objects.in_force(session_day(held)).filter(
        role__in=[Role.PRESIDENCY, Role.VICE]
    )
    return min(leads.select_related("councillor"), key=in_order, default=None)
