"""What an acta says, as plain values frozen when it is written. Reads the tables.

Page and PDF are made from this alone, so that they can be made again when seats, rules and words
have changed. Of an observation that was not decided only its code and title are here: until it is
filed the rest belongs to the room. The link of a remote session is never here.
"""

from collections.abc import Iterable
from typing import Any

from participation.council_presence import in_order
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
from participation.observation_hash import instant, observation_content, sha256_of
from programs.models import Institution

FORMAT = 1  # of these values: a page of an old acta knows how to read it
DECIDED = (Ballot.Result.APPROVED, Ballot.Result.REJECTED)


def acta_content(session: CouncilSession) -> dict[str, Any]:
    """The record of a session that ended, or that had no quorum."""
    institution = Institution.objects.order_by("pk").first()
    account = session.account
    return {
        "format": FORMAT,
        "institution": institution.name if institution else "",
        "number": session.number,
        "kind": session.kind,
        "reason": session.reason,
        "mode": session.mode,
        "place": session.place,
        "account": {"year": account.account_year, "title": account.title} if account else None,
        "called_at": instant(session.called_at),
        "starts_at": instant(session.starts_at),
        "opened_at": instant(session.opened_at) if session.opened_at else None,
        "closed_at": instant(session.closed_at) if session.closed_at else None,
        "had_quorum": session.opened_at is not None,
        "in_office": session.in_office,
        "needed": session.needed,
        "chair": person_of(session.chaired_by) if session.chaired_by else None,
        "secretary": session.secretary.full_name if session.secretary else "",
        "attendance": _attendance(session),
        "agenda": [_item(item) for item in _agenda(session)],
    }


def person_of(mandate: Mandate) -> dict[str, str]:
    """How an acta names somebody: by the office, which is public."""
    return {
        "name": mandate.councillor.name,
        "organisation": mandate.organisation.name,
        "role": mandate.role,
    }


def _attendance(session: CouncilSession) -> list[dict[str, Any]]:
    """Everybody with a seat that day, with when they were there; alternates only if they came."""
    day = session.starts_at.astimezone(CHILE).date()
    came: dict[int, list[dict[str, Any]]] = {}
    for each in session.attendances.order_by("arrived_at", "pk"):
        interval = {
            "from": instant(each.arrived_at),
            "to": instant(each.left_at) if each.left_at else None,
            "mode": each.mode,
        }
        came.setdefault(each.mandate_id, []).append(interval)
    seats = Mandate.objects.in_force(day) | Mandate.objects.filter(pk__in=came)
    rows = seats.select_related("councillor", "organisation", "alternate_of__councillor")
    return [
        {
            **person_of(seat),
            "stands_for": seat.alternate_of.councillor.name if seat.alternate_of else "",
            "intervals": came.get(seat.pk, []),
        }
        for seat in sorted(set(rows), key=in_order)
        if seat.role != Mandate.Role.ALTERNATE or seat.pk in came
    ]


def _agenda(session: CouncilSession) -> Iterable[AgendaItem]:
    return (
        session.agenda.select_related("observation__account", "observation__edition")
        .prefetch_related(
            "observation__places", "observation__dissents__mandate__councillor",
            "observation__dissents__mandate__organisation", "ballots__votes__mandate__councillor",
            "ballots__votes__mandate__organisation",
        )
        .order_by("position")
    )  # fmt: skip


def _item(item: AgendaItem) -> dict[str, Any]:
    ballots = [ballot_content(each) for each in item.ballots.all() if each.closed_at]
    decided = [each for each in item.ballots.all() if each.result in DECIDED]
    observation = item.observation
    return {
        "position": item.position,
        "title": item.title,
        "notes": item.notes,
        "is_pronouncement": item.is_pronouncement,
        "ballots": ballots,
        "observation": _observation(observation, decided) if observation is not None else None,
    }


def _observation(observation: Observation, decided: list[Ballot]) -> dict[str, Any]:
    if not decided:
        return {"code": observation.code, "outcome": "waits"}
    ballot = decided[-1]
    content = formal_content(observation, ballot)
    is_approved = ballot.result == Ballot.Result.APPROVED
    return {
        "code": observation.code,
        "outcome": ballot.result,
        "sha256": sha256_of(content) if is_approved else "",
        **{key: content[key] for key in ("title", "text", "edition", "insists_on", "places")},
        "dissents": content["dissents"],
    }


def formal_content(observation: Observation, ballot: Ballot) -> dict[str, object]:
    """What the hash of an observation covers, with the vote that decided it."""
    return observation_content(
        code=observation.code or "",
        account_year=observation.account.account_year,
        edition=observation.edition.number if observation.edition else None,
        title=observation.title,
        text=observation.text,
        insists_on=(observation.insists_on.code or "") if observation.insists_on else "",
        places=[
            {
                "path": place.path, "anchor": place.anchor, "kind": place.about_kind,
                "title": place.about_title, "value": place.about_value, "place": place.about_place,
            }
            for place in sorted(observation.places.all(), key=lambda each: each.position)
        ],
        session=ballot.item.session.number,
        vote=ballot_content(ballot),
        dissents=[_dissent(each) for each in observation.dissents.all()],
    )  # fmt: skip


def _dissent(dissent: Dissent) -> dict[str, str]:
    return {**person_of(dissent.mandate), "text": dissent.text}


def ballot_content(ballot: Ballot) -> dict[str, Any]:
    """A closed vote: its counts, and how each voted with the reason that was given."""
    votes = sorted(ballot.votes.all(), key=lambda each: in_order(each.mandate))
    return {
        "opened_at": instant(ballot.opened_at),
        "closed_at": instant(ballot.closed_at) if ballot.closed_at else None,
        "result": ballot.result,
        "in_office": ballot.in_office,
        "present": ballot.present,
        "needed": ballot.needed,
        "in_favour": ballot.in_favour,
        "against": ballot.against,
        "abstained": ballot.abstained,
        "conflicted": ballot.conflicted,
        "was_tie": ballot.was_tie,
        "used_casting_vote": ballot.used_casting_vote,
        "votes": [_vote(each) for each in votes],
    }


def _vote(vote: Vote) -> dict[str, str]:
    return {**person_of(vote.mandate), "choice": vote.choice, "reason": vote.reason}
