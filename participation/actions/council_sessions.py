"""Calling a session of the council: when, where, about what, and with how much notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, transaction
from django.db.models import Max

from participation.actions.council_corridor import (
    hold_observation,
    hold_session,
    move_observation,
    move_session,
    session_name,
)
from participation.actions.council_telling import session_day, tell_council
from participation.actions.words import one_line
from participation.clocks import calendar_for
from participation.council import check_may_do, rules_on
from participation.council_transitions import SESSION_ACT, session_after
from participation.deadlines import CHILE, count_term
from participation.due_words import day_in_words
from participation.models import AgendaItem, CouncilSession, Observation
from participation.register import record
from participation.transitions import Refused
from programs.figures import plural
from programs.models import PublicAccount, User

Kind, Mode = CouncilSession.Kind, CouncilSession.Mode
PRONOUNCEMENT = "Pronunciamiento: el Consejo no tiene observaciones al borrador"
LONGEST_POINT = 200
LONGEST_PLACE = 250
LONGEST_REASON = 250
MOST_POINTS = 60
_NUMBER_LOCK = 7_201_883  # any number that no other lock of the portal takes
_LARGEST_NUMBER = 32_767
_FURTHEST = timedelta(days=366)
_web = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an agenda: a title, or an observation to be voted, or the pronouncement."""

    title: str = ""
    observation: Observation | None = None
    is_pronouncement: bool = False


def first_day(kind: str, *, now: datetime) -> date:
    """The first day for which a session of `kind` may be called at `now`.

    Days are counted as any term (Ley 19.880, art. 25): from the day after the call, business days
    only. The session may be on the last of them.
    """
    today = now.astimezone(CHILE).date()
    notice = rules_on(today).notice_for(kind)
    return count_term(today, notice, calendar_for()).due_on if notice else today


def next_number() -> int:
    """The number of the next session."""
    return (CouncilSession.objects.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def call_session(
    *,
    kind: str = Kind.ORDINARY,
    mode: str,
    starts_at: datetime,
    place: str = "",
    link: str = "",
    reason: str = "",
    account: PublicAccount | None = None,
    agenda: Sequence[Point],
    number: int | None = None,
    by: User,
    now: datetime,
    is_demo: bool = False,
) -> CouncilSession:
    """Call a session and tell everybody who has a seat that day.

    `number` is for a council that met before the portal; without it, the next one.

    Raises:
        Refused: `by` may not, the notice is too short, or something that the call needs is missing.
    """
    today = now.astimezone(CHILE).date()
    check_may_do(by, SESSION_ACT["change"], today)
    if kind not in Kind.values:
        raise Refused("Elija si la sesión es ordinaria o extraordinaria.")
    _check_notice(kind, starts_at, now)
    values = _checked(kind=kind, mode=mode, place=place, link=link, reason=reason)
    number = _free_number(number)
    session = CouncilSession.objects.create(
        number=number, kind=kind, state="called", starts_at=starts_at, account=account,
        called_at=now, called_by=by, is_demo=is_demo, **values,
    )  # fmt: skip
    _write_agenda(session, agenda, by=by, now=now)
    record("call_session", about=session_name(session), now=now, by=by, on=str(_day(starts_at)))
    tell_council("council_call", session, by=by, now=now)
    return session


@transaction.atomic
def change_session(
    session: CouncilSession,
    *,
    mode: str,
    starts_at: datetime,
    place: str = "",
    link: str = "",
    reason: str = "",
    account: PublicAccount | None = None,
    agenda: Sequence[Point],
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> CouncilSession:
    """Change a call, with its whole agenda in its order; everybody is told. The kind stays.

    A session that changes its day is called again: the notice counts from now. Observations that
    leave the agenda are proposed again.

    Raises:
        Refused: as `call_session`, or it is no longer only called, or somebody changed it.
    """
    held = hold_session(session, expected_version)
    session_after("change", held.state)
    if _day(starts_at) != session_day(held):
        _check_notice(held.kind, starts_at, now)
        if held.attendances.exists():  # they would be there, and make the quorum, another day
            raise Refused(
                "Ya hay llegadas registradas para ese día: suspenda esta sesión y cite otra."
            )
    elif starts_at <= now and starts_at != held.starts_at:
        raise Refused("Esa hora ya pasó. Elija una que venga.")
    values = _checked(kind=held.kind, mode=mode, place=place, link=link, reason=reason)
    held = move_session(
        held, "change", by=by, now=now, detail={"on": str(_day(starts_at))},
        starts_at=starts_at, account=account, **values,
    )  # fmt: skip
    _write_agenda(held, agenda, by=by, now=now)
    tell_council("council_change", held, by=by, now=now)
    return held


@transaction.atomic
def cancel_session(
    session: CouncilSession,
    *,
    reason: str,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> CouncilSession:
    """Suspend a session that was called; its reason is public. Its observations wait for another.

    Raises:
        Refused: `by` may not, no reason was given, or it began, or somebody changed it.
    """
    held = hold_session(session, expected_version)
    reason = one_line(
        reason, asked="Diga por qué se suspende: el motivo es público.", longest=LONGEST_REASON
    )
    held = move_session(held, "cancel", by=by, now=now, cancelled_because=reason)
    release_observations(held, by=by, now=now)
    tell_council("council_cancelled", held, by=by, now=now)
    return held


def release_observations(held: CouncilSession, *, by: User, now: datetime) -> None:
    """What is on the agenda and was not decided is proposed again, for another session.

    The caller holds the session. Points stay in the agenda: they say what it was called for. What
    lost its quorum here and was called to another session since then waits for that one.
    """
    elsewhere = AgendaItem.objects.filter(
        session__state="called", observation__isnull=False
    ).exclude(session=held)
    waiting = Observation.objects.filter(
        agenda_items__session=held, state__in=["on_agenda", "voting"]
    ).exclude(pk__in=elsewhere.values("observation"))
    for each in waiting.order_by("pk"):
        move_observation(
            hold_observation(each), "unschedule", by=by, now=now, detail={"session": held.number}
        )


def _day(instant: datetime) -> date:
    return instant.astimezone(CHILE).date()


def _check_notice(kind: str, starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise Refused("Ese día y esa hora ya pasaron. Elija una fecha que venga.")
    if starts_at > now + _FURTHEST:
        raise Refused("Una sesión se cita a lo más con un año de anticipación.")
    first = first_day(kind, now=now)
    if _day(starts_at) >= first:
        return
    notice = rules_on(_day(now)).notice_for(kind)
    days = plural(notice, "día hábil", "días hábiles")
    which = Kind(kind).label.lower()
    raise Refused(
        f"Una sesión {which} se cita con {days} de aviso. "
        f"El primer día posible es el {day_in_words(first, with_year=True)}."
    )


def _checked(*, kind: str, mode: str, place: str, link: str, reason: str) -> dict[str, Any]:
    """What a call says, made ready to be kept; raises Refused where something is missing."""
    if mode not in Mode.values:
        raise Refused("Elija la modalidad: presencial, a distancia o mixta.")
    is_remote, is_there = mode != Mode.IN_PERSON, mode != Mode.REMOTE
    place = one_line(place, asked="Diga dónde se reúne.", longest=LONGEST_PLACE, needed=is_there)
    link = one_line(
        link, asked="Escriba el enlace con que se conectan.", longest=200, needed=is_remote
    )
    if link:
        _check_link(link)
    is_extra = kind == Kind.EXTRAORDINARY
    reason = one_line(
        reason, asked="Diga por qué es extraordinaria.", longest=LONGEST_REASON, needed=is_extra
    )
    return {"mode": mode, "place": place, "link": link, "reason": reason if is_extra else ""}


def _check_link(link: str) -> None:
    try:
        _web(link)
    except ValidationError as bad:
        raise Refused("Escriba el enlace completo, con https:// al comienzo.") from bad


def _free_number(wanted: int | None) -> int:
    """A number that no other session has; whoever calls another meanwhile waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBER_LOCK])
    if wanted is None:
        return next_number()
    if not 1 <= wanted <= _LARGEST_NUMBER:
        raise Refused(f"Escriba un número entre 1 y {_LARGEST_NUMBER}.")
    if CouncilSession.objects.filter(number=wanted).exists():
        raise Refused(f"Ya hay una sesión {wanted}. La siguiente libre es la {next_number()}.")
    return wanted


def _write_agenda(
    held: CouncilSession, agenda: Sequence[Point], *, by: User, now: datetime
) -> None:
    """Make the agenda say `agenda`: nothing of it was treated yet, so that all is written anew."""
    points = [point for point in agenda if point.title.strip() or _is_vote(point)]
    _check_agenda(held, points)
    before = {item.observation_id for item in held.agenda.all() if item.observation_id}
    wanted = {point.observation.pk for point in points if point.observation is not None}
    held.agenda.all().delete()
    for each in Observation.objects.filter(pk__in=before ^ wanted).order_by("pk"):
        action = "schedule" if each.pk in wanted else "unschedule"
        move_observation(
            hold_observation(each), action, by=by, now=now, detail={"session": held.number}
        )
    AgendaItem.objects.bulk_create(
        [
            AgendaItem(
                session=held, position=position, title=_title_of(point),
                observation=point.observation, is_pronouncement=point.is_pronouncement,
            )
            for position, point in enumerate(points, start=1)
        ]
    )  # fmt: skip


def _is_vote(point: Point) -> bool:
    return point.observation is not None or point.is_pronouncement


def _title_of(point: Point) -> str:
    if point.observation is not None:
        return point.observation.title
    if point.is_pronouncement:
        return PRONOUNCEMENT
    return one_line(point.title, asked="Escriba el punto.", longest=LONGEST_POINT)


def _check_agenda(held: CouncilSession, points: Sequence[Point]) -> None:
    if not points:
        raise Refused("Ponga al menos un punto en la tabla.")
    if len(points) > MOST_POINTS:
        raise Refused(f"La tabla tiene demasiados puntos: el máximo es {MOST_POINTS}.")
    if sum(point.is_pronouncement for point in points) > 1:
        raise Refused("El pronunciamiento va una sola vez en la tabla.")
    voted = [point for point in points if _is_vote(point)]
    if voted and held.account_id is None:
        raise Refused("Elija la cuenta de la que tratan las observaciones de la tabla.")
    observed = [point.observation.pk for point in voted if point.observation is not None]
    if len(set(observed)) < len(observed):
        raise Refused("Una observación va una sola vez en la tabla.")
    is_clear = any(point.is_pronouncement for point in points)
    if is_clear and held.account is not None and held.account.editions.exists():
        raise Refused("El pronunciamiento es sobre el borrador, y esa cuenta ya está publicada.")
    for point in voted:
        if point.observation is not None and point.observation.account_id != held.account_id:
            raise Refused(
                f"La observación {point.observation} es de otra cuenta: "
                "póngala en la tabla de una sesión que trate de esa cuenta."
            )
