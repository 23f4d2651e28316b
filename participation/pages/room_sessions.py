"""Sessions as the room sees them: agenda and link, the vote that is open, the acta to sign."""

from dataclasses import dataclass
from datetime import date, datetime

from participation.acta_content import DECIDED
from participation.council_transitions import SESSION_STATE
from participation.models import Acta, AgendaItem, Ballot, CouncilSession, Mandate, Vote
from participation.pages.room import SessionLine, session_line, signs_acta
from participation.pages.room_observations import PlaceLine, places_of

Choice = Vote.Choice


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A point: what was decided, or the vote that is open."""

    position: int
    title: str
    observation: str
    ballot: int
    result: str


@dataclass(frozen=True, slots=True)
class RoomSession:
    line: SessionLine
    state: str
    sentence: str
    agenda: tuple[AgendaLine, ...]
    signs: bool
    has_acta: bool
    public_href: str


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote as the room reads it, by name; only once the ballot is closed."""

    who: str
    choice: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoomBallot:
    """A vote: on what, whether one may vote, and how one did."""

    pk: int
    title: str
    session: int
    observation: str
    code: str
    text: str
    places: tuple[PlaceLine, ...]
    is_open: bool
    opened_at: datetime
    is_here: bool
    mine: str
    my_reason: str
    was_read_aloud: bool
    result: str
    numbers: str
    votes: tuple[VoteLine, ...]


def session_page(session: CouncilSession, seat: Mandate, on: date) -> RoomSession:
    """One session with its agenda, for who holds `seat` that day."""
    state = SESSION_STATE[session.state]
    acta = Acta.objects.filter(session=session).only("published_at", "signed_by_chair").first()
    is_public = acta is not None and acta.published_at is not None
    waits = acta is not None and acta.signed_by_chair_id is None
    return RoomSession(
        line=session_line(session),
        state=state.label,
        sentence=state.sentence,
        agenda=tuple(map(_agenda_line, _agenda(session))),
        signs=waits and signs_acta(session, seat, on),
        has_acta=acta is not None,
        public_href=f"/consejo/actas/{session.number}/" if is_public else "",
    )


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of the list of sessions."""

    line: SessionLine
    state: str
    sentence: str
    signs: bool


def session_rows(seat: Mandate, on: date) -> tuple[SessionRow, ...]:
    """The last fifty, the newest first; one query, and for who presides one more for each acta that
    another did not sign."""
    rows = CouncilSession.objects.select_related("chaired_by", "acta").defer(
        "acta__pdf", "acta__content"
    )
    return tuple(_session_row(each, seat, on) for each in rows.order_by("-starts_at", "-pk")[:50])


def _session_row(session: CouncilSession, seat: Mandate, on: date) -> SessionRow:
    acta: Acta | None = getattr(session, "acta", None)
    state = SESSION_STATE[session.state]
    waits = acta is not None and acta.signed_by_chair_id is None
    return SessionRow(
        session_line(session, with_agenda=False), state.label, state.sentence,
        waits and signs_acta(session, seat, on),
    )  # fmt: skip


def _agenda(session: CouncilSession) -> list[AgendaItem]:
    rows = session.agenda.select_related("observation").prefetch_related("ballots")
    return list(rows.order_by("position"))


def _agenda_line(item: AgendaItem) -> AgendaLine:
    ballots = list(item.ballots.all())
    is_open = next((each.pk for each in ballots if each.closed_at is None), 0)
    decided = next((each for each in ballots if each.result in DECIDED), None)
    last = decided or (ballots[-1] if ballots else None)
    return AgendaLine(
        position=item.position, title=item.title,
        observation=str(item.observation.uid) if item.observation else "",
        ballot=is_open or (last.pk if last else 0),
        result="Votación abierta" if is_open else last.get_result_display() if last else "",
    )  # fmt: skip


def ballot_page(ballot: Ballot, seat: Mandate) -> RoomBallot:
    """One vote, for who holds `seat`. How each voted is told once it is closed."""
    item, session = ballot.item, ballot.item.session
    observation = item.observation
    mine = ballot.votes.filter(mandate__councillor=seat.councillor_id).first()
    is_open = ballot.closed_at is None
    here = session.attendances.filter(
        mandate__councillor=seat.councillor_id, left_at__isnull=True
    ).exists()
    votes = ballot.votes.select_related("mandate__councillor").order_by("mandate__councillor__name")
    numbers = (
        f"{ballot.in_favour} a favor, {ballot.against} en contra, {ballot.abstained} "
        f"{'abstención' if ballot.abstained == 1 else 'abstenciones'}"
    )
    return RoomBallot(
        pk=ballot.pk, title=item.title, session=session.number,
        observation=str(observation.uid) if observation else "",
        code=(observation.code or "") if observation else "",
        text=observation.text if observation else "",
        places=tuple(places_of(observation)) if observation else (),
        is_open=is_open, opened_at=ballot.opened_at, is_here=here,
        mine=mine.get_choice_display() if mine else "", my_reason=mine.reason if mine else "",
        was_read_aloud=mine is not None and mine.recorded_by_id is not None,
        result="" if is_open else ballot.get_result_display(),
        numbers="" if is_open else numbers,
        votes=() if is_open else tuple(
            VoteLine(each.mandate.councillor.name, each.get_choice_display(), each.reason)
            for each in votes
        ),
    )  # fmt: skip
