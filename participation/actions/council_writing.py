"""Writing an observation together in the room, and proposing it to a session.

Every saved text is a version that stays. Who saves says which version they had read: when two wrote
at once the second is refused with both texts in hand (`WrittenMeanwhile`), and nothing is lost.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import connection, transaction

from participation.actions.council_corridor import CHANGED, hold_observation, move_observation
from participation.actions.words import one_line, written
from participation.council import check_seat, roles_of
from participation.council_transitions import CHAIR
from participation.deadlines import CHILE
from participation.models import Mandate, Observation, ObservationPlace, ObservationVersion
from participation.models.observations import LONGEST_OBSERVATION, SHORTEST_OBSERVATION
from participation.room import NO_REVIEW, Quoted, check_can_insist, open_review
from participation.transitions import Refused
from programs.models import Edition, PublicAccount, User

LONGEST_TITLE = 160
MOST_PLACES = 20
ASK_TITLE = "Escriba un título: de qué trata, en una línea."
ASK_TEXT = "Escriba la observación."
_NUMBERS_LOCK = 7_201_882  # any number that no other lock of the portal takes


class WrittenMeanwhile(Refused):
    """Somebody else saved it since it was read; `current` is what it says now."""

    def __init__(self, current: Observation) -> None:
        super().__init__(CHANGED)
        self.current = current


@transaction.atomic
def begin_observation(
    account: PublicAccount,
    *,
    title: str,
    text: str,
    edition: Edition | None = None,
    places: Sequence[Quoted] = (),
    insists_on: Observation | None = None,
    by: User,
    now: datetime,
) -> Observation:
    """Start an observation on the draft under review (`edition` None) or on an edition.

    One that insists on another is about the same edition; if that one was about the draft, it is
    about the newest edition, where there is one by now.

    Raises:
        Refused: `by` holds no seat today, no review is open, a place is of another draft or
            edition, it insists on what cannot be insisted on, or words are missing or too many.
    """
    check_seat(by, now.astimezone(CHILE).date())
    if insists_on is None:
        _check_account(account, edition)
    else:
        insists_on = hold_observation(insists_on)
        check_can_insist(insists_on)
        edition = insists_on.edition or account.editions.order_by("-number").first()
    observation = Observation.objects.create(
        uid=uuid4(), account=account, edition=edition, state="draft", insists_on=insists_on,
        title=one_line(title, asked=ASK_TITLE, longest=LONGEST_TITLE),
        text=written(text, asked=ASK_TEXT, longest=LONGEST_OBSERVATION),
        begun_by=by, begun_at=now, is_demo=by.is_demo,
    )  # fmt: skip
    for place in places:
        _add_place(observation, place)
    _keep_version(observation, by=by, now=now)
    return observation


@transaction.atomic
def save_observation(
    observation: Observation,
    *,
    title: str,
    text: str,
    expected_version: int,
    by: User,
    now: datetime,
) -> Observation:
    """Save the words as `by` leaves them, as a new version; the same words make none.

    Raises:
        WrittenMeanwhile: somebody else saved it since `by` read it.
        Refused: it is no draft any more, `by` holds no seat, or words are missing or too many.
    """
    held = _hold(observation, expected_version)
    title = one_line(title, asked=ASK_TITLE, longest=LONGEST_TITLE)
    text = written(text, asked=ASK_TEXT, longest=LONGEST_OBSERVATION)
    is_same = (held.title, held.text) == (title, text)
    held = move_observation(held, "write", by=by, now=now, title=title, text=text)
    if not is_same:
        _keep_version(held, by=by, now=now)
    return held


@transaction.atomic
def add_observation_place(
    observation: Observation, place: Quoted, *, by: User, now: datetime
) -> Observation:
    """Quote one more place in it.

    Raises:
        Refused: it is no draft any more, the place is of another draft or edition or is there
            already, there are too many, or `by` holds no seat.
    """
    held = hold_observation(observation)
    held = move_observation(held, "write", by=by, now=now)
    _add_place(held, place)
    _keep_version(held, by=by, now=now)
    return held


@transaction.atomic
def remove_observation_place(
    observation: Observation, *, position: int, by: User, now: datetime
) -> Observation:
    """Quote that place no more. Nothing happens where it is not there.

    Raises:
        Refused: it is no draft any more, or `by` holds no seat.
    """
    held = hold_observation(observation)
    held = move_observation(held, "write", by=by, now=now)
    gone, _ = held.places.filter(position=position).delete()
    if gone:
        _keep_version(held, by=by, now=now)
    return held


@transaction.atomic
def propose_observation(
    observation: Observation, *, expected_version: int, by: User, now: datetime
) -> Observation:
    """Propose it to a session: from here on the secretary sees it. It gets its code once.

    Raises:
        WrittenMeanwhile: it was saved since `by` read it: what is proposed is what was read.
        Refused: it is no draft, `by` holds no seat, it says too little, or it is about a draft
            whose review is over.
    """
    held = _hold(observation, expected_version)
    seat = check_seat(by, now.astimezone(CHILE).date())
    if held.insists_on_id is None:
        _check_account(held.account, held.edition)
    if len(held.text) < SHORTEST_OBSERVATION:
        raise Refused(
            f"Explique un poco más: una observación tiene al menos {SHORTEST_OBSERVATION} letras."
        )
    return move_observation(held, "propose", by=by, now=now, **_proposal(held, seat, now))


def _proposal(held: Observation, seat: Mandate, now: datetime) -> dict[str, object]:
    """Its author and its instant, and the number of the year, which it keeps if it has one."""
    changes: dict[str, object] = {"proposed_at": now, "proposed_by": seat}
    if held.code is None:
        year = now.astimezone(CHILE).year
        number = _next_number(year)
        changes |= {"year": year, "number": number, "code": f"OBS-{year}-{number:03}"}
    return changes


def _next_number(year: int) -> int:
    """One at a time, so that the numbers of a year leave no hole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS_LOCK])
    last = Observation.objects.filter(year=year).order_by("-number").first()
    return (last.number or 0) + 1 if last is not None else 1


@transaction.atomic
def return_observation(
    observation: Observation, *, expected_version: int | None = None, by: User, now: datetime
) -> Observation:
    """Take a proposal back to the room to write it again; it keeps its code.

    Raises:
        Refused: it is not waiting for a session, or `by` holds no seat.
    """
    held = hold_observation(observation, expected_version)
    return move_observation(held, "return", by=by, now=now)


@transaction.atomic
def take_back_observation(
    observation: Observation, *, expected_version: int | None = None, by: User, now: datetime
) -> Observation:
    """Withdraw it for good, before any session votes it.

    Raises:
        Refused: it is past that, or `by` neither began it, proposed it nor presides.
    """
    held = hold_observation(observation, expected_version)
    today = now.astimezone(CHILE).date()
    check_seat(by, today)
    authors = {held.begun_by_id}
    if held.proposed_by is not None:
        authors.add(held.proposed_by.councillor.user_id)
    if by.pk not in authors and CHAIR not in roles_of(by, today):
        raise Refused("La retira quien la comenzó, quien la propuso o quien preside el Consejo.")
    # The council insists once: one that it never voted does not use that up.
    changes = {"insists_on": None} if held.insists_on_id is not None else {}
    return move_observation(held, "take_back", by=by, now=now, **changes)


def _hold(observation: Observation, expected_version: int) -> Observation:
    held = hold_observation(observation)
    if held.version != expected_version:
        raise WrittenMeanwhile(held)
    return held


def _check_account(account: PublicAccount, edition: Edition | None) -> None:
    if edition is None and open_review(account) is None:
        raise Refused(
            f"{NO_REVIEW} Cuando la cuenta se publique, el Consejo puede observar su edición."
        )
    if edition is not None and edition.account_id != account.pk:
        raise Refused("Esa edición es de otra cuenta.")


def _add_place(held: Observation, place: Quoted) -> None:
    edition = place.edition.pk if place.edition else None
    if (place.account.pk, edition) != (held.account_id, held.edition_id):
        where = "del borrador" if held.edition_id is None else f"de la {held.edition}"
        raise Refused(f"Esta observación es {where}: cite lugares de ahí.")
    known = list(held.places.values_list("position", "path", "anchor"))
    if any((path, anchor) == (place.path, place.anchor) for _, path, anchor in known):
        raise Refused("Ese lugar ya está citado en esta observación.")
    if len(known) >= MOST_PLACES:
        raise Refused(f"Una observación cita a lo más {MOST_PLACES} lugares.")
    subject = place.subject
    ObservationPlace.objects.create(
        observation=held, position=max((each[0] for each in known), default=0) + 1,
        path=place.path, anchor=place.anchor, about_kind=subject.kind,
        about_title=subject.title[:300], about_value=subject.value[:120],
        about_place=subject.place[:400], figure=subject.figure[:120],
        chapter=subject.chapter[:80], program=subject.program[:80], region=subject.region,
    )  # fmt: skip


def _keep_version(held: Observation, *, by: User, now: datetime) -> None:
    last = held.versions.order_by("-number").first()
    places = held.places.order_by("position").values_list("path", "anchor")
    ObservationVersion.objects.create(
        observation=held, number=last.number + 1 if last else 1, title=held.title, text=held.text,
        places=[f"{path}#{anchor}" if anchor else path for path, anchor in places], by=by, at=now,
    )  # fmt: skip
