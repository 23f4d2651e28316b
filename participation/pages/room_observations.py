"""Observations as the room works on them: where they are, who wrote what, and what may be done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.urls import reverse

from participation.council_transitions import OBSERVATION_STATE, STAGES, observation_after
from participation.models import Councillor, Mandate, Observation, ObservationVersion, Vote
from participation.room import address_of, check_can_insist
from participation.transitions import Refused
from programs.figures import plural

LIGHT = {
    "draft": "empty", "proposed": "half", "on_agenda": "half", "voting": "half",
    "approved": "half", "rejected": "late", "formalised": "full", "filed": "full",
    "withdrawn": "empty",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    uid: str
    code: str
    title: str
    about: str
    state: str
    sentence: str
    light: str
    href: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    position: int
    kind: str
    title: str
    value: str
    where: str
    href: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    who: str
    at: datetime
    places: str


@dataclass(frozen=True, slots=True)
class DissentLine:
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class RoomObservation:
    """One observation with all that the room may know of it."""

    row: Row
    uid: str
    version: int
    text: str
    begun: str
    begun_at: datetime
    places: tuple[PlaceLine, ...]
    versions: tuple[VersionLine, ...]
    dissents: tuple[DissentLine, ...]
    acts: tuple[str, ...]
    may_write: bool
    may_dissent: bool
    may_insist: bool
    public_href: str
    insists_on: Row | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `same`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions, the words of the newer with what was put in and taken out."""

    before: VersionLine
    after: VersionLine
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    added_places: tuple[str, ...]
    removed_places: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        pieces = (*self.title, *self.text)
        moved = self.added_places or self.removed_places
        return not moved and all(each.kind == "same" for each in pieces)


def rows_of(observations: Iterable[Observation]) -> tuple[Row, ...]:
    """Lines for these observations, in their order."""
    if hasattr(observations, "select_related"):
        observations = observations.select_related("account", "edition", "filing")
    return tuple(map(row_of, observations))


def row_of(observation: Observation) -> Row:
    state = OBSERVATION_STATE[observation.state]
    label, sentence = state.label, state.sentence
    if observation.filing is not None:
        label = STAGES.get(observation.filing.state, label)
        sentence = f"Folio {observation.filing.folio}."
    edition = observation.edition
    about = f"la edición {edition.number}" if edition else "el borrador"
    return Row(
        uid=str(observation.uid), code=observation.code or "", title=observation.title,
        about=f"Sobre {about} de la cuenta {observation.account.account_year}",
        state=label, sentence=sentence, light=LIGHT[observation.state],
        href=reverse("room:observation", args=[observation.uid]),
    )  # fmt: skip


def observation_page(observation: Observation, seat: Mandate) -> RoomObservation:
    """All of one observation, for who holds `seat`."""
    versions = versions_of(observation)
    state = observation.state
    return RoomObservation(
        row=row_of(observation),
        uid=str(observation.uid),
        version=observation.version,
        text=observation.text,
        begun=_names([observation.begun_by_id]).get(observation.begun_by_id, ""),
        begun_at=observation.begun_at,
        places=tuple(places_of(observation)),
        versions=versions,
        dissents=tuple(
            DissentLine(each.mandate.councillor.name, each.text)
            for each in observation.dissents.select_related("mandate__councillor")
        ),
        acts=tuple(act for act in ("propose", "return", "take_back") if _allows(act, state)),
        may_write=_allows("write", state),
        may_dissent=_allows("dissent", state) and _lost_its_vote(observation, seat),
        may_insist=may_insist(observation),
        public_href=_public_href(observation),
        insists_on=row_of(observation.insists_on) if observation.insists_on else None,
    )


def _allows(action: str, state: str) -> bool:
    try:
        observation_after(action, state)
    except Refused:
        return False
    return True


def _lost_its_vote(observation: Observation, seat: Mandate) -> bool:
    """Whether this person voted against it or abstained, and left no dissent yet."""
    mine = {"mandate__councillor": seat.councillor_id}
    voted = Vote.objects.filter(
        ballot__item__observation=observation, ballot__result="approved",
        choice__in=("against", "abstain"), **mine,
    )  # fmt: skip
    return bool(voted.exists() and not observation.dissents.filter(**mine).exists())


def may_insist(observation: Observation) -> bool:
    """Whether the council may insist: answered, once, and not accepted as it asked."""
    try:
        check_can_insist(observation)
    except Refused:
        return False
    return True


def _public_href(observation: Observation) -> str:
    if observation.filing is None or not observation.filing.is_public:
        return ""
    return f"/participacion/{observation.filing.folio}/"


def places_of(observation: Observation) -> Iterator[PlaceLine]:
    for each in observation.places.order_by("position"):
        href = address_of(observation.account, observation.edition, each.path, each.anchor)
        yield PlaceLine(
            each.position, each.about_kind, each.about_title, each.about_value, each.about_place,
            href,
        )  # fmt: skip


def versions_of(observation: Observation) -> tuple[VersionLine, ...]:
    """Who left which version and when, newest first."""
    rows = list(observation.versions.order_by("-number"))
    names = _names({each.by_id for each in rows})
    return tuple(_version(each, names) for each in rows)


def _version(row: ObservationVersion, names: dict[int | None, str]) -> VersionLine:
    count = len(row.places)
    places = plural(count, "lugar citado", "lugares citados") if count else "sin lugares citados"
    return VersionLine(row.number, names.get(row.by_id, "Alguien del Consejo"), row.at, places)


def _names(users: Iterable[int]) -> dict[int | None, str]:
    return dict(Councillor.objects.filter(user__in=users).values_list("user_id", "name"))


def compared(observation: Observation, before: int, after: int) -> Compared | None:
    """Two of its versions, or None where one of them is not there."""
    rows = {each.number: each for each in observation.versions.filter(number__in=(before, after))}
    if before not in rows or after not in rows:
        return None
    old, new = rows[before], rows[after]
    names = _names({old.by_id, new.by_id})
    return Compared(
        before=_version(old, names), after=_version(new, names),
        title=tuple(word_pieces(old.title, new.title)),
        text=tuple(word_pieces(old.text, new.text)),
        added_places=tuple(each for each in new.places if each not in old.places),
        removed_places=tuple(each for each in old.places if each not in new.places),
    )  # fmt: skip


def word_pieces(before: str, after: str) -> Iterator[Piece]:
    """The whole newer text, with the words put in and taken out."""
    old, new = before.split(" "), after.split(" ")
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", " ".join(new[c:d]))
            continue
        if b > a:
            yield Piece("removed", " ".join(old[a:b]))
        if d > c:
            yield Piece("added", " ".join(new[c:d]))
