"""One observation of the council, with all that anyone may know of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from participation.corrections import Correction, corrections_of
from participation.council_changes import Caused, caused_by
from participation.deadlines import CHILE
from participation.links import absolute
from participation.models import (
    Answer,
    Ballot,
    ClockRule,
    Observation,
    RegisterEntry,
    Submission,
)
from participation.pages.answering import AnswerView, Linked, StepView, answers_of
from participation.pages.commitment import CommitmentRow, commitment_beside
from participation.pages.council_observations import LIST, council_status
from participation.pages.live import LiveHead, council_head
from participation.pages.observation_words import STEPS, VOTES, about_of, vote_in_words
from participation.pages.questions import StatusMark, day_of, short_day
from participation.pages.tombstone import register_of
from participation.pages.tracking import Clock, clock_of
from participation.subjects import address_in
from participation.transitions import STATE
from programs.figures import plural
from programs.models import Edition

NEXT = "Analizar, escribir, revisar y firmar la respuesta."


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place it speaks of, quoted as it was read; `href` is empty where nothing leads there."""

    kind: str
    title: str
    value: str
    where: str
    href: str


@dataclass(frozen=True, slots=True)
class VoteLine:
    """How one member voted, and why."""

    name: str
    organisation: str
    choice: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class VoteView:
    """The vote that approved it, by name; `acta` leads to the record of the session."""

    words: str
    session: str
    quorum: str
    casting: bool
    lines: tuple[VoteLine, ...]
    acta: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """A minority opinion, whole."""

    name: str
    organisation: str
    text: str


@dataclass(frozen=True, slots=True)
class ObservationPage:
    """All that the permanent page of an observation shows."""

    head: LiveHead
    code: str
    folio: str
    title: str
    text: str
    status: StatusMark
    about: str
    term: str
    filed: str
    is_demo: bool
    is_open: bool
    places: tuple[PlaceView, ...]
    vote: VoteView | None
    opinions: tuple[Opinion, ...]
    answer: AnswerView | None
    earlier: tuple[AnswerView, ...]
    caused: Caused | None
    corrections: tuple[Correction, ...]
    commitment: CommitmentRow | None
    insists_on: Linked | None
    insistence: Linked | None
    clock: Clock | None
    steps: tuple[StepView, ...]
    permanent: str
    citation: str
    sha256: str
    canonical: str
    register: str


def observation_page(row: Observation, now: datetime) -> ObservationPage:
    """The page of a public observation, in a constant number of queries."""
    filing = row.filing
    assert filing is not None  # noqa: S101 (only what was filed is public)
    versions = answers_of(filing, filing)
    clock = clock_of(filing, ClockRule.Clock.ANSWER, now)
    path = f"{LIST}{row.code}/"
    filed = short_day(filing.filed_on) if filing.filed_on else ""
    institution = row.account.institution.short_name
    return ObservationPage(
        head=council_head(row.title, f"Observación {row.code} del Consejo: {row.title}", path,
                          row.code or ""),
        code=row.code or "",
        folio=filing.folio or "",
        title=row.title,
        text=row.text,
        status=council_status(row, now.astimezone(CHILE).date()),
        about=about_of(row),
        term=_term(filing, clock),
        filed=filed,
        is_demo=row.is_demo,
        is_open=filing.answered_at is None,
        places=tuple(_places(row)),
        vote=_vote(row),
        opinions=tuple(_opinions(row)),
        answer=versions[0] if versions else None,
        earlier=versions[1:],
        caused=caused_by(row, _figures_of(filing)),
        corrections=corrections_of([filing]).get(filing.folio or "", ()),
        commitment=commitment_beside(filing, now),
        insists_on=_linked(row.insists_on),
        insistence=_linked(_insistence(row)),
        clock=clock,
        steps=_steps(row, filing),
        permanent=absolute(path),
        citation=f"{institution}. Consejo de la Sociedad Civil. Observación {row.code}, "
        f"folio {filing.folio}, ingresada el {filed}.",
        sha256=row.sha256,
        canonical=absolute(f"{path}huella.json"),
        register=register_of(filing),
    )  # fmt: skip


def _figures_of(filing: Submission) -> tuple[str, ...]:
    last = Answer.objects.published().filter(submission=filing).order_by("-number").first()
    return tuple(last.figures) if last is not None else ()


def _places(row: Observation) -> Iterable[PlaceView]:
    """About a draft the place is looked up in the account as it was published afterwards."""
    edition = row.edition or _first_edition(row)
    for place in row.places.all():
        href = address_in(edition, place.path, place.anchor) if edition is not None else ""
        yield PlaceView(
            place.about_kind, place.about_title, place.about_value, place.about_place, href
        )


def _first_edition(row: Observation) -> Edition | None:
    editions = Edition.objects.select_related("account")
    return editions.filter(account=row.account_id).order_by("number").first()


def _vote(row: Observation) -> VoteView | None:
    ballots = Ballot.objects.filter(item__observation=row, result=Ballot.Result.APPROVED)
    ballot = ballots.select_related("item__session").order_by("-closed_at").first()
    if ballot is None:
        return None
    votes = ballot.votes.select_related("mandate__councillor", "mandate__organisation")
    lines = (
        VoteLine(
            each.mandate.councillor.name, each.mandate.organisation.name, VOTES[each.choice],
            each.choice, each.reason,
        )
        for each in sorted(
            votes, key=lambda each: (list(VOTES).index(each.choice), each.mandate.councillor.name)
        )
    )  # fmt: skip
    session = ballot.item.session
    day = short_day(day_of(session.starts_at))
    return VoteView(
        words=vote_in_words(ballot),
        session=f"Sesión {session.number}, del {day}",
        quorum=quorum_in_words(ballot),
        casting=ballot.used_casting_vote,
        lines=tuple(lines),
        acta=reverse("participation:council-acta", args=[session.number]),
    )


def quorum_in_words(ballot: Ballot) -> str:
    """Two numbers that are easily taken for one: who had to be there, and how many had to agree."""
    if ballot.present is None or ballot.in_office is None or ballot.needed is None:
        return ""
    were = "Estaba presente" if ballot.present == 1 else "Estaban presentes"
    return (
        f"{were} {ballot.present} de {ballot.in_office} en ejercicio; "
        f"el quórum era de {ballot.item.session.needed}. "
        f"Para aprobar se necesitaba{'n' if ballot.needed != 1 else ''} "
        f"{plural(ballot.needed, 'voto', 'votos')} a favor."
    )


def _opinions(row: Observation) -> Iterable[Opinion]:
    rows = row.dissents.select_related("mandate__councillor", "mandate__organisation")
    for each in rows.order_by("at", "pk"):
        yield Opinion(each.mandate.councillor.name, each.mandate.organisation.name, each.text)


def _linked(row: Observation | None) -> Linked | None:
    """Another observation, if anyone may read it."""
    if row is None or row.filing is None or row.filing.published_at is None:
        return None
    return Linked(row.title, f"{LIST}{row.code}/", row.code or "")


def _insistence(row: Observation) -> Observation | None:
    rows = Observation.objects.public().select_related("filing")
    return rows.filter(insists_on=row).first()


def _term(filing: Submission, clock: Clock | None) -> str:
    if clock is None:
        return ""
    if filing.answered_at is None:
        return clock.left if clock.is_late else f"Vence el {clock.due_on}. {clock.left}."
    due = filing.due_on
    in_time = due is not None and day_of(filing.answered_at) <= due
    return "Respondida en plazo" if in_time else "Respondida fuera de plazo"


def _steps(row: Observation, filing: Submission) -> tuple[StepView, ...]:
    """What happened to it, from its proposal on; oldest first, and what is waited for."""
    entries = RegisterEntry.objects.filter(
        Q(object_type="observation", object_id=row.code)
        | Q(object_type="submission", object_id=filing.folio)
    )
    told: list[StepView] = []
    for act, kind, at, detail in entries.order_by("pk").values_list(
        "act", "object_type", "at", "detail"
    ):
        what = STEPS.get(act, "") if (act, kind) != ("return", "submission") else ""
        if act == "file":
            what = f"Ingresada, folio {filing.folio}"
        if act == "incorporate":
            what = f"Incorporada en la edición {detail.get('edition', '')}".strip()
        step = StepView(what, short_day(day_of(at)))
        if what and (not told or step != told[-1]):
            told.append(step)
    if filing.answered_at is None and STATE[filing.state].is_open:
        told.append(StepView("Respuesta de la institución", NEXT, is_next=True))
    return tuple(told)
