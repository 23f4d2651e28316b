"""What the secretary's page of a session shows, at each moment of its life."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from participation.acta_content import ballot_content
from participation.acta_pdf import words_of
from participation.acta_words import (
    CHOICES,
    KINDS,
    RESULTS,
    ROLES,
    ActaText,
    counts_in_words,
    moment_in_words,
)
from participation.actions.council_telling import session_day
from participation.council import roles_of
from participation.council_presence import Presence, in_order, presence_in, seat_key
from participation.council_transitions import SECRETARY, SESSION_STATE
from participation.deadlines import CHILE
from participation.models import (
    Acta,
    AgendaItem,
    Attendance,
    Ballot,
    CouncilSession,
    Mandate,
    Observation,
    Vote,
)
from participation.permissions import may
from programs.models import User

IN_ROOM = ("draft", "withdrawn")  # the room writes it again, or gave it up
_SQUARES = {
    "called": "none", "open": "half", "closed": "half", "no_quorum": "half", "signed": "full",
    "cancelled": "ended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat of that day: who, since when they are there, and how they may come."""

    mandate_id: int
    name: str
    organisation: str
    role: str
    since: str
    is_there: bool
    may_come: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A seat that votes: what it voted so far, and whether the secretary may write it down."""

    mandate_id: int
    name: str
    choice: str
    label: str
    reason: str
    is_own: bool  # cast from the room


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One vote; `rows` only while it is open, and for the secretary."""

    pk: int
    is_open: bool
    result: str
    counts: str
    waiting: str
    rows: tuple[VoteRow, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A point: what is voted in it and what was said."""

    pk: int
    position: int
    title: str
    notes: str
    typed: str  # what was written in the form and not kept yet
    observation: Observation | None
    may_read: bool  # its words: not those that went back to the room
    is_pronouncement: bool
    ballots: tuple[BallotRow, ...]
    can_vote: bool


@dataclass(frozen=True, slots=True)
class ActaRow:
    """The acta to read and sign."""

    text: ActaText
    sha256: str
    chair: str
    has_chair_account: bool
    by_chair: bool
    by_secretary: bool
    is_published: bool


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session. Buttons are shown where `is_secretary`."""

    session: CouncilSession
    title: str
    state: str
    sentence: str
    square: str
    when: str
    is_secretary: bool
    is_today: bool
    presence: Presence | None
    quorum: str
    chair: str
    needs_chair: bool
    seats: tuple[SeatRow, ...]
    items: tuple[ItemRow, ...]
    modes: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]
    acta: ActaRow | None
    acta_waits: bool  # it is written and not signed, and this reader may not read it yet
    to_file: tuple[Observation, ...]
    filed: tuple[Observation, ...]
    is_public: bool


def session_page(
    session: CouncilSession, user: User, now: datetime, *, typed: Mapping[int, str] | None = None
) -> SessionPage:
    """The page of a session as it stands; `typed` are notes that a form brought, by point."""
    day = session_day(session)
    is_held = session.state in ("called", "open")
    presence = presence_in(session, day) if is_held else None
    state = SESSION_STATE[session.state]
    observations = _observations(session)
    is_secretary = SECRETARY in roles_of(user, now.astimezone(CHILE).date())
    acta = _acta(session)
    waits = acta is not None and not acta.is_published and not may_read_unsigned(user)
    return SessionPage(
        session=session,
        title=f"Sesión {KINDS[session.kind]} {session.number}",
        state=state.label,
        sentence=state.sentence,
        square=_SQUARES[session.state],
        when=moment_in_words(session.starts_at),
        is_secretary=is_secretary,
        is_today=now.astimezone(CHILE).date() == day,
        presence=presence,
        quorum=presence.sentence if presence else "",
        chair=_chair(session, presence),
        needs_chair=_needs_chair(session, presence),
        seats=tuple(_seats(session, presence, day)) if presence else (),
        items=tuple(_items(session, presence, typed or {}, is_secretary=is_secretary)),
        modes=_modes(session),
        choices=tuple(Vote.Choice.choices),
        acta=None if waits else acta,
        acta_waits=waits,
        to_file=tuple(each for each in observations if each.state == "formalised"),
        filed=tuple(each for each in observations if each.state == "filed"),
        is_public=CouncilSession.objects.public().filter(pk=session.pk).exists(),
    )


def may_read_unsigned(user: User) -> bool:
    """Whether `user` may read an acta before it is signed: what it says may still change."""
    return may(user, "keep_council") or may(user, "manage_council")


def _observations(session: CouncilSession) -> tuple[Observation, ...]:
    rows = Observation.objects.filter(agenda_items__session=session)
    return tuple(rows.select_related("filing").order_by("code"))


def _chair(session: CouncilSession, presence: Presence | None) -> str:
    mandate = session.chaired_by
    if presence is not None:
        mandate = presence.chair(session.chaired_by)
    return str(mandate.councillor) if mandate is not None else ""


def _needs_chair(session: CouncilSession, presence: Presence | None) -> bool:
    """Whether somebody has to be chosen, as neither presidency nor vice-presidency is there."""
    if presence is None or not presence.there:
        return False
    chosen = session.chaired_by if session.state == "open" else None
    return presence.chair(chosen) is None


def _modes(session: CouncilSession) -> tuple[tuple[str, str], ...]:
    """How somebody may come to this session, with the words of the button."""
    ways = {Attendance.Mode.IN_PERSON: "Llegó a la sala", Attendance.Mode.REMOTE: "Se conectó"}
    is_mixed = session.mode == CouncilSession.Mode.MIXED
    return tuple((mode, words) for mode, words in ways.items() if is_mixed or session.mode == mode)


def _seats(session: CouncilSession, presence: Presence, day: date) -> Iterable[SeatRow]:
    rows = Mandate.objects.in_force(day).select_related(
        "councillor", "organisation", "alternate_of"
    )
    mandates = sorted(rows, key=in_order)
    held = {each.pk for each in mandates}
    taken = {seat_key(each): each for each in presence.mandates}
    for each in mandates:
        there = presence.of(each)
        other = taken.get(seat_key(each))
        is_spare = each.role == Mandate.Role.ALTERNATE
        why_not = ""
        if is_spare and each.alternate_of_id not in held:
            why_not = "El asiento está vacante."
        elif is_spare and other is not None and other.pk != each.pk:
            why_not = "Está su titular."
        yield SeatRow(
            mandate_id=each.pk,
            name=each.councillor.name,
            organisation=each.organisation.name,
            role=ROLES[each.role],
            since=_since(there) if there else "",
            is_there=there is not None,
            may_come=there is None and not why_not,
            why_not=why_not,
        )


def _since(there: Attendance) -> str:
    mode = Attendance.Mode(there.mode).label.lower()
    return f"desde las {there.arrived_at.astimezone(CHILE):%H:%M}, {mode}"


def _items(
    session: CouncilSession, presence: Presence | None, typed: Mapping[int, str], *,
    is_secretary: bool,
) -> Iterable[ItemRow]:  # fmt: skip
    rows = session.agenda.select_related("observation").prefetch_related(
        "observation__places", "ballots__votes__mandate__councillor",
        "ballots__votes__mandate__organisation",
    )  # fmt: skip
    items = list(rows.order_by("position"))
    is_busy = any(not each.closed_at for item in items for each in item.ballots.all())
    for item in items:
        yield ItemRow(
            pk=item.pk,
            position=item.position,
            title=item.title,
            notes=item.notes,
            typed=typed.get(item.pk, item.notes),
            observation=item.observation,
            may_read=item.observation is not None and item.observation.state not in IN_ROOM,
            is_pronouncement=item.is_pronouncement,
            ballots=tuple(
                _ballot(each, presence, is_secretary=is_secretary) for each in item.ballots.all()
            ),
            can_vote=session.state == "open" and not is_busy and not _is_decided(item),
        )


def _is_decided(item: AgendaItem) -> bool:
    return any(each.result in ("approved", "rejected") for each in item.ballots.all())


def _ballot(ballot: Ballot, presence: Presence | None, *, is_secretary: bool) -> BallotRow:
    """While it is open, how each votes is told to the secretary alone, who writes it down."""
    votes = {each.mandate_id: each for each in ballot.votes.all()}
    is_open = ballot.closed_at is None
    there = presence.mandates if presence is not None and is_open else ()
    content = ballot_content(ballot)
    if is_open:
        content |= _so_far(votes.values())
    waiting = ", ".join(each.councillor.name for each in there if each.pk not in votes)
    return BallotRow(
        pk=ballot.pk,
        is_open=is_open,
        result=RESULTS.get(ballot.result, ""),
        counts=counts_in_words(content),
        waiting=waiting,
        rows=tuple(_vote(each, votes.get(each.pk)) for each in there) if is_secretary else (),
    )


def _so_far(votes: Iterable[Vote]) -> dict[str, int]:
    """The counts of an open vote."""
    names = {"for": "in_favour", "against": "against", "abstain": "abstained",
             "conflict": "conflicted"}  # fmt: skip
    counts = dict.fromkeys(names.values(), 0)
    for each in votes:
        counts[names[each.choice]] += 1
    return counts


def _vote(mandate: Mandate, vote: Vote | None) -> VoteRow:
    return VoteRow(
        mandate_id=mandate.pk,
        name=mandate.councillor.name,
        choice=vote.choice if vote else "",
        label=CHOICES[vote.choice] if vote else "",
        reason=vote.reason if vote else "",
        is_own=vote is not None and vote.recorded_by_id is None,
    )


def _acta(session: CouncilSession) -> ActaRow | None:
    acta = (
        Acta.objects.filter(session=session)
        .select_related("signed_by_chair", "signed_by_secretary")
        .defer("pdf")
        .first()
    )
    if acta is None:
        return None
    chair = session.chaired_by
    return ActaRow(
        text=words_of(acta),
        sha256=acta.sha256,
        chair=str(chair.councillor) if chair else "",
        has_chair_account=chair is not None and chair.councillor.user_id is not None,
        by_chair=acta.signed_by_chair_id is not None,
        by_secretary=acta.signed_by_secretary_id is not None,
        is_published=acta.published_at is not None,
    )
