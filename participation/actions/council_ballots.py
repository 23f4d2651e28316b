"""Voting in a session: one ballot at a time, one vote for each seat, kept by name and reason.

A ballot is opened and closed with the session held, and its votes are written with the ballot
held: whoever comes second waits, and then sees what the first one did.
"""

from datetime import datetime

from django.db import transaction

from participation.actions.council_actas import rewrite_acta
from participation.actions.council_corridor import (
    CHANGED,
    hold_observation,
    hold_session,
    move_observation,
    note_session_act,
    session_name,
)
from participation.actions.council_telling import session_day
from participation.actions.words import one_line, written
from participation.council import check_may_do, rules_on
from participation.council_presence import Presence, presence_in, seat_key
from participation.council_transitions import OBSERVATION_ACT, OBSERVATION_STATE, observation_after
from participation.deadlines import CHILE
from participation.models import (
    AgendaItem,
    Ballot,
    CouncilSession,
    Dissent,
    Mandate,
    Observation,
    Vote,
)
from participation.quorum import Voted, tally
from participation.register import record
from participation.transitions import Refused
from programs.models import User

Choice, Result = Vote.Choice, Ballot.Result
DECIDED = (Result.APPROVED, Result.REJECTED)
LONGEST_REASON = 500
NOT_HERE = (
    "Usted no figura en la sesión: pida a la secretaría ejecutiva que registre su llegada. "
    "Después podrá votar."
)


@transaction.atomic
def open_ballot(
    item: AgendaItem, *, by: User, now: datetime, expected_version: int | None = None
) -> Ballot:
    """Open the vote on a point of the agenda; it needs quorum and a chair at this instant.

    An observation that had gone back for lack of quorum is voted again here once it is there.

    Raises:
        Refused: `by` may not, the session is not open, there is no quorum, another vote is open,
            or the point was decided already.
    """
    held = hold_session(item.session, expected_version)
    presence = _check_may_vote_on(held, by=by, now=now)
    if not presence.has_quorum:
        raise Refused(f"{presence.shortage} No se puede votar hasta que vuelva el quórum.")
    if presence.chair(held.chaired_by) is None:
        raise Refused("Quien presidía se fue: elija quién preside antes de votar.")
    _check_no_open_ballot(held)
    if item.ballots.filter(result__in=DECIDED).exists():
        raise Refused("Ese punto ya se votó.")
    if item.observation is not None:
        _take_to_vote(item.observation, held, by=by, now=now)
    ballot = Ballot.objects.create(item=item, opened_at=now, opened_by=by)
    detail = {"item": item.position, "ballot": ballot.pk}
    note_session_act(held, "open_vote", by=by, now=now, **detail)
    return ballot


@transaction.atomic
def cast_vote(ballot: Ballot, choice: str, reason: str = "", *, by: User, now: datetime) -> Vote:
    """Vote from the room with one's own seat. While the ballot is open it may be changed.

    A conflict of interest («conflict») is no vote and says in what it consists.

    Raises:
        Refused: the ballot is closed, `by` is not in the session, or their seat voted by another.
    """
    held = _hold_ballot(ballot)
    session = held.item.session
    seat = presence_in(session, session_day(session)).of_user(by.pk)
    if seat is None:
        raise Refused(NOT_HERE)
    return _write_vote(held, seat, choice, reason, recorded_by=None, by=by, now=now)


@transaction.atomic
def record_vote(
    ballot: Ballot,
    mandate: Mandate,
    choice: str,
    reason: str = "",
    *,
    by: User,
    now: datetime,
    expected_choice: str | None = None,
) -> Vote:
    """Write down the vote that somebody said aloud. What they cast by themselves is theirs.

    `expected_choice` is what the page showed of that seat («» for no vote yet).

    Raises:
        Refused: `by` may not, the ballot is closed, that person is not there or voted by
            themselves, or somebody wrote down another vote meanwhile.
    """
    check_may_do(by, OBSERVATION_ACT["open_ballot"], now.astimezone(CHILE).date())
    held = _hold_ballot(ballot)
    session = held.item.session
    there = presence_in(session, session_day(session)).of(mandate)
    if there is None:
        raise Refused("Vota quien está en la sesión: registre antes su llegada.")
    before = held.votes.filter(mandate=mandate).first()
    if before is not None and before.recorded_by_id is None:
        raise Refused(f"{there.mandate.councillor} votó desde la sala: solo ella o él lo cambia.")
    if expected_choice is not None and expected_choice != (before.choice if before else ""):
        raise Refused(CHANGED)
    return _write_vote(held, there.mandate, choice, reason, recorded_by=by, by=by, now=now)


@transaction.atomic
def close_ballot(
    ballot: Ballot, *, by: User, now: datetime, expected_version: int | None = None
) -> Ballot:
    """Close a vote and keep its numbers as they are at this instant.

    Without quorum at closing nothing is decided, and the observation is proposed again. The vote
    of who left after casting it stands: that person counts among those who took part in it, not
    for the quorum.

    Raises:
        Refused: `by` may not, it is closed already, or there is quorum and nobody voted.
    """
    session = hold_session(ballot.item.session, expected_version)
    presence = _check_may_vote_on(session, by=by, now=now)
    held = _hold_ballot(ballot)
    votes = tuple(held.votes.select_related("mandate"))
    if presence.has_quorum and not votes:
        raise Refused("Nadie ha votado: espere los votos antes de cerrar la votación.")
    _count(held, votes, presence, session)
    if not presence.has_quorum:
        held.result = Result.NO_QUORUM
    held.closed_at = now
    held.save()
    _decide(held, session, by=by, now=now)
    detail = {"item": held.item.position, "ballot": held.pk, "result": held.result}
    note_session_act(session, "close_vote", by=by, now=now, **detail)
    return held


@transaction.atomic
def add_dissent(observation: Observation, *, text: str, by: User, now: datetime) -> Dissent:
    """Attach a minority opinion, by who voted against or abstained, until the acta has a signature.

    Raises:
        Refused: `by` did not vote so, wrote one already, or the acta is being signed.
    """
    ballot = approving_ballot(observation)
    if ballot is None:
        state = OBSERVATION_STATE[observation.state].label
        raise Refused(f"Un voto de minoría acompaña lo aprobado; esta observación está «{state}».")
    session = hold_session(ballot.item.session)
    held = hold_observation(observation)
    observation_after("dissent", held.state)
    vote = ballot.votes.filter(mandate__councillor__user=by).select_related("mandate").first()
    if vote is None or vote.choice not in (Choice.AGAINST, Choice.ABSTAIN):
        raise Refused("Deja un voto de minoría quien votó en contra o se abstuvo.")
    if held.dissents.filter(mandate=vote.mandate).exists():
        raise Refused("Usted ya dejó su voto de minoría, y no se cambia.")
    text = written(text, asked="Escriba su voto de minoría.")
    dissent = Dissent.objects.create(observation=held, mandate=vote.mandate, text=text, at=now)
    move_observation(held, "dissent", by=by, now=now, detail={"seat": vote.mandate_id})
    if session.state == "closed":
        rewrite_acta(session)
    return dissent


def approving_ballot(observation: Observation) -> Ballot | None:
    """The vote that approved it."""
    return (
        Ballot.objects.filter(item__observation=observation, result=Result.APPROVED)
        .select_related("item__session")
        .order_by("-closed_at")
        .first()
    )


def _check_may_vote_on(held: CouncilSession, *, by: User, now: datetime) -> Presence:
    check_may_do(by, OBSERVATION_ACT["open_ballot"], now.astimezone(CHILE).date())
    if held.state != "open":
        raise Refused("Se vota mientras la sesión está abierta.")
    return presence_in(held, session_day(held))


def _check_no_open_ballot(held: CouncilSession) -> None:
    other = Ballot.objects.filter(item__session=held, closed_at__isnull=True).first()
    if other is not None:
        raise Refused(f"Cierre antes la votación del punto {other.item.position}.")


def _take_to_vote(
    observation: Observation, session: CouncilSession, *, by: User, now: datetime
) -> None:
    held = hold_observation(observation)
    detail = {"session": session.number}
    if held.state == "proposed":  # the quorum was lost before, in this same session
        move_observation(held, "schedule", by=by, now=now, detail=detail)
    move_observation(held, "open_ballot", by=by, now=now, detail=detail)


def _hold_ballot(ballot: Ballot) -> Ballot:
    rows = Ballot.objects.select_for_update(of=("self",)).select_related("item__session")
    held = rows.get(pk=ballot.pk)
    if held.closed_at is not None:
        raise Refused("La votación ya se cerró.")
    return held


def _write_vote(
    held: Ballot, seat: Mandate, choice: str, reason: str, *,
    recorded_by: User | None, by: User, now: datetime,
) -> Vote:  # fmt: skip
    if choice not in Choice.values:
        raise Refused("Elija cómo vota.")
    reason = one_line(
        reason, asked="Diga en qué consiste el conflicto de interés.", longest=LONGEST_REASON,
        needed=choice == Choice.CONFLICT,
    )  # fmt: skip
    for other in held.votes.exclude(mandate=seat).select_related("mandate__councillor"):
        if seat_key(other.mandate) == seat_key(seat):
            raise Refused(f"Por ese asiento ya votó {other.mandate.councillor}.")
    values = {"choice": choice, "reason": reason, "at": now, "recorded_by": recorded_by}
    vote, is_new = held.votes.update_or_create(mandate=seat, defaults=values)
    record(
        "vote" if is_new else "change_vote", about=session_name(held.item.session), now=now, by=by,
        item=held.item.position, ballot=held.pk, seat=seat.pk,
    )  # fmt: skip
    return vote


def _count(
    held: Ballot, votes: tuple[Vote, ...], presence: Presence, session: CouncilSession
) -> None:
    """Write the numbers of the vote, by the rules of the day of the session."""
    chair = session.chaired_by.councillor_id if session.chaired_by is not None else None
    seats = {seat_key(each) for each in presence.mandates}
    counted = tally(
        (Voted(each.choice, is_chair=each.mandate.councillor_id == chair) for each in votes),
        in_office=presence.in_office,
        present=len(seats | {seat_key(each.mandate) for each in votes}),
        rule=rules_on(session_day(session)).voting,
    )
    held.in_office, held.present, held.needed = presence.in_office, presence.present, counted.needed
    held.in_favour, held.against = counted.in_favour, counted.against
    held.abstained, held.conflicted = counted.abstained, counted.conflicted
    held.was_tie, held.used_casting_vote = counted.was_tie, counted.used_casting_vote
    held.result = Result.APPROVED if counted.is_approved else Result.REJECTED


def _decide(held: Ballot, session: CouncilSession, *, by: User, now: datetime) -> None:
    """What the vote means for the observation."""
    if held.item.observation is None:
        return
    observation = hold_observation(held.item.observation)
    detail = {"session": session.number, "in_favour": held.in_favour, "against": held.against}
    if held.result == Result.NO_QUORUM:
        move_observation(observation, "unschedule", by=by, now=now, detail=detail)
        return
    action = "approve" if held.result == Result.APPROVED else "reject"
    move_observation(observation, action, by=by, now=now, detail=detail, decided_at=now)
