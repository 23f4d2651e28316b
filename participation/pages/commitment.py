"""One commitment, with all that anyone may know of it: what, for when, by whom, what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from participation.commitment_transitions import ACTION, STATE
from participation.commitments_public import commitment_of
from participation.deadlines import CHILE
from participation.links import absolute
from participation.models import Commitment, CommitmentChange, Submission
from participation.pages.answering import Linked
from participation.pages.council_observations import LIST as OBSERVATIONS
from participation.pages.hearings import address_of
from participation.pages.live import TITLE, Crumb, LiveHead
from participation.pages.questions import LIST as QUESTIONS
from participation.pages.questions import (
    StatusMark,
    day_of,
    newest_edition_of,
    short_day,
)
from participation.subjects import address_in, ledger_of
from programs.checks.wording import label_of
from programs.figures import format_figure
from programs.models import Edition

LIST = "/participacion/compromisos/"
LIST_TITLE = "Compromisos"
OF_HEARING = "Se hizo en una audiencia"
HAPPENED = MappingProxyType(
    {"promise": "Se prometió", **{name: act.said for name, act in ACTION.items()}}
)


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One commitment in a list, or beside what it was promised for."""

    code: str
    href: str
    text: str
    status: StatusMark
    unit: str
    due: str  # `4 de junio de 2027`, or empty
    first: str  # the first day, where it was moved
    origin: str
    account: int
    outcome: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: `done` is the day it was done; `first`, its first day where it was moved."""

    text: str
    due: str
    first: str
    done: str
    is_late: bool
    evidence: str
    url: str
    edition: Linked | None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done, with what was said of it and where it can be seen."""

    what: str
    day: str
    iso: str
    said: str
    moved: str
    url: str
    edition: Linked | None


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """All that the permanent page of a commitment shows."""

    head: LiveHead
    row: CommitmentRow
    sentence: str
    promised: str
    closed: str
    source: Linked | None
    source_words: str
    about: tuple[Linked, ...]
    steps: tuple[Step, ...]
    steps_done: str
    history: tuple[Happening, ...]
    permanent: str
    citation: str
    register: str
    json: str


def commitment_row(row: Commitment, today: date) -> CommitmentRow:
    """A public commitment in a list."""
    return CommitmentRow(
        code=row.code,
        href=f"{LIST}{row.code}/",
        text=row.text,
        status=status_of(row, today),
        unit=row.unit.name,
        due=due_of(row),
        first=short_day(row.first_due_on) if row.was_moved and row.first_due_on else "",
        origin=origin_of(row),
        account=row.account.account_year,
        outcome=row.outcome,
        is_demo=row.is_demo,
    )


def status_of(row: Commitment, today: date) -> StatusMark:
    """Where it is. Overdue is computed: what ended, however late, ended."""
    state = STATE[row.state]
    if row.is_overdue(today):
        return StatusMark("late", "Atrasado")
    return StatusMark(state.square, state.label)


def due_of(row: Commitment) -> str:
    return short_day(row.due_on) if row.due_on else ""


def origin_of(row: Commitment) -> str:
    """`Al responder CPP-…`, or the hearing."""
    filing = row.submission
    if filing is None:
        return row.hearing_name
    if filing.kind == Submission.Kind.COUNCIL:
        return f"Al responder la observación {filing.observation.code} del Consejo"
    return f"Al responder {filing.folio}"


def commitment_beside(filing: Submission, now: datetime) -> CommitmentRow | None:
    """What was promised in the answer to a filing, for its page; None where nothing was."""
    row = commitment_of(filing)
    return commitment_row(row, now.astimezone(CHILE).date()) if row is not None else None


def commitment_page(row: Commitment, now: datetime) -> CommitmentPage:
    """The page of a public commitment, in a constant number of queries."""
    today = now.astimezone(CHILE).date()
    path = f"{LIST}{row.code}/"
    steps = steps_of(row, today)
    institution = row.account.institution.short_name
    done = sum(bool(step.done) for step in steps)
    return CommitmentPage(
        head=head_of(row.text, f"Compromiso {row.code}: {row.text}", path, row.code),
        row=commitment_row(row, today),
        sentence=STATE[row.state].sentence,
        promised=short_day(day_of(row.promised_at)),
        closed=short_day(day_of(row.closed_at)) if row.closed_at else "",
        source=_source(row),
        source_words="" if row.submission is not None else OF_HEARING,
        about=tuple(_about(row)),
        steps=steps,
        steps_done=f"{done} de {len(steps)}" if steps else "",
        history=tuple(_history(row)),
        permanent=absolute(path),
        citation=f"{institution}. Compromiso {row.code}, hecho el "
        f"{short_day(day_of(row.promised_at))}.",
        register=f"{QUESTIONS}registro/?folio={row.submission.folio}" if row.submission else "",
        json=f"{path}compromiso.json",
    )


def head_of(title: str, description: str, path: str, here: str = "") -> LiveHead:
    """The head of a page of the commitments, below the questions."""
    crumbs: tuple[Crumb, ...] = (Crumb(TITLE, QUESTIONS), Crumb(LIST_TITLE))
    if path != LIST:
        crumbs = (Crumb(TITLE, QUESTIONS), Crumb(LIST_TITLE, LIST), Crumb(here or title))
    return LiveHead(title, description, absolute(path), crumbs=crumbs)


def _source(row: Commitment) -> Linked | None:
    """Where it was promised."""
    filing = row.submission
    if filing is None:
        return Linked(row.hearing_name, hearing_address(row))
    if filing.kind == Submission.Kind.COUNCIL:
        code = filing.observation.code or ""
        return Linked(filing.title, f"{OBSERVATIONS}{code}/", f"Observación {code} del Consejo")
    return Linked(filing.title, f"{QUESTIONS}{filing.folio}/", filing.folio or "")


def hearing_address(row: Commitment) -> str:
    """The page of the hearing where it was promised, ours or another's; empty where none is."""
    return address_of(row.hearing) if row.hearing is not None else row.other_hearing_url


def _about(row: Commitment) -> Iterable[Linked]:
    """The figure and the program it speaks about, as today's edition states them."""
    edition = newest_edition_of(row.account.account_year)
    if edition is None:
        return
    ledger = ledger_of(edition)
    figure, program = ledger.figure.get(row.figure), ledger.program.get(row.program)
    if figure is not None:
        href = address_in(edition, f"cifras/{figure.key}/")
        yield Linked(label_of(ledger, figure), href, format_figure(figure))
    if program is not None:
        yield Linked(program.name, address_in(edition, f"programas/{program.slug}/"), "programa")


def steps_of(row: Commitment, today: date) -> tuple[Step, ...]:
    """Its milestones, by their day."""
    return tuple(
        Step(
            text=each.text,
            due=short_day(each.due_on),
            first=short_day(each.first_due_on) if each.first_due_on != each.due_on else "",
            done=short_day(each.done_on) if each.done_on else "",
            is_late=each.done_on is None and each.due_on < today and STATE[row.state].is_open,
            evidence=each.evidence,
            url=each.evidence_url,
            edition=_edition(each.edition),
        )
        for each in row.milestones.select_related("edition__account")
    )


def _edition(edition: Edition | None) -> Linked | None:
    if edition is None:
        return None
    year = edition.account.account_year
    return Linked(f"Cuenta {year}, edición {edition.number}", address_in(edition))


def _history(row: Commitment) -> Iterable[Happening]:
    """Oldest first. Who in the unit has it in charge is not told, nor who wrote it."""
    for each in row.changes.select_related("milestone", "edition__account"):
        at = day_of(each.at)
        yield Happening(
            what=_what(each),
            day=short_day(at),
            iso=at.isoformat(),
            said=each.said,
            moved=_moved(each),
            url=each.url,
            edition=_edition(each.edition),
        )


def _what(each: CommitmentChange) -> str:
    what = HAPPENED.get(each.act, each.act)
    return f"{what}: {each.milestone.text}" if each.milestone is not None else what


def _moved(each: CommitmentChange) -> str:
    if each.old_due_on is None or each.new_due_on is None:
        return f"Para el {short_day(each.new_due_on)}" if each.new_due_on else ""
    return f"Del {short_day(each.old_due_on)} al {short_day(each.new_due_on)}"
