"""The first page of the council's room: the clock, what waits, the draft, what it writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from participation import clocks
from participation.council import Mandate, stands_for_chair
from participation.deadlines import CHILE
from participation.due_words import day_in_words, days_left, due_in_words
from participation.models import (
    Ballot,
    CouncilReview,
    CouncilSession,
    Holiday,
    Observation,
    RegisterEntry,
)
from participation.pages.room_notes import NoteLine, notes_for
from participation.pages.room_observations import Row, rows_of
from participation.pages.terms import TermView, term_view
from participation.pages.tracking import Change
from participation.room import address_of, last_reading, open_review, review_name
from programs.checks import BadRule, Outcome, run_checks
from programs.drafts import ledger_of
from programs.editions import sha256, sums_of
from programs.figures import format_amount, format_figure, plural
from programs.ledger import Ledger, Unit
from programs.models import Edition, PublicAccount, User
from programs.package import ledger_from_files, package_files
from programs.package_archive import files_in
from programs.proposals import diff_ledgers
from programs.proposals.words import KINDS
from programs.reviews import previous_ledger
from programs.sentences import joined

MOST_CHECKS, MOST_NOTES, MOST_ROWS = 5, 5, 8
BEFORE_SESSION = timedelta(hours=3)  # a session that began is still the next one


@dataclass(frozen=True, slots=True)
class ReviewClock:
    """The term of the review in words, day by day; `ticks` are its days, True for those left."""

    account: str
    left: str
    due_on: str
    ticks: tuple[bool, ...]
    view: TermView
    changes: tuple[Change, ...]
    citation: str
    draft: str


@dataclass(frozen=True, slots=True)
class DraftNews:
    """What changed since this person read the draft; `is_news` says whether something did."""

    words: str
    is_news: bool
    was_read: bool


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check that differs: what the document says, what comes out, and where to note it."""

    title: str
    stated: str
    expected: str
    difference: str
    sentence: str
    explanation: str
    href: str
    place: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for this person."""

    label: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    number: int
    title: str
    when: str
    where: str
    link: str
    agenda: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionLine:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class RoomHome:
    """All that the first page shows. `clock` is None while no draft is under review."""

    name: str
    office: str
    until: str
    clock: ReviewClock | None
    news: DraftNews | None
    checks: tuple[CheckLine, ...]
    more_checks: int
    waiting: tuple[Waiting, ...]
    notes: tuple[NoteLine, ...]
    observations: tuple[Row, ...]
    session: SessionLine | None
    editions: tuple[EditionLine, ...]


def room_home(user: User, seat: Mandate, now: datetime) -> RoomHome:
    """The room as that person finds it."""
    review = open_review()
    ledger = ledger_of(review.account) if review else None
    checks = checks_of(review.account, ledger) if review and ledger else ()
    return RoomHome(
        name=seat.councillor.name,
        office=f"{seat.get_role_display()}, por {seat.organisation.name}",
        until=day_in_words(seat.last_day, with_year=True),
        clock=clock_of(review, now) if review else None,
        news=_news(review.account, ledger, user) if review and ledger else None,
        checks=checks[:MOST_CHECKS],
        more_checks=max(0, len(checks) - MOST_CHECKS),
        waiting=tuple(_waiting(seat, now)),
        notes=notes_for(user)[:MOST_NOTES],
        observations=rows_of(Observation.objects.in_room().exclude(state="withdrawn"))[:MOST_ROWS],
        session=_next_session(now),
        editions=tuple(_editions()),
    )


def clock_of(review: CouncilReview, now: datetime) -> ReviewClock:
    """The term of a review that is open."""
    calendar = clocks.calendar_for()
    today = now.astimezone(CHILE).date()
    left = days_left(review.due_on, today, calendar, starts_after=review.starts_after)
    term = clocks.explain(review.starts_after, review.length, calendar)
    return ReviewClock(
        account=review.account.title,
        left=due_in_words(review.due_on, today, calendar, starts_after=review.starts_after),
        due_on=day_in_words(review.due_on, with_year=True),
        ticks=tuple(number > review.length - left for number in range(1, review.length + 1)),
        view=term_view(term),
        changes=tuple(_changes(review)),
        citation=review.rule.citation,
        draft=address_of(review.account, None, ""),
    )


def _changes(review: CouncilReview) -> Iterator[Change]:
    """Each time that a holiday moved it, from the register."""
    kind, name = review_name(review)
    entries = RegisterEntry.objects.filter(act="recompute", object_type=kind, object_id=name)
    names = dict(Holiday.objects.filter(region__isnull=True).values_list("day", "name"))
    for entry in entries.order_by("pk"):
        said = entry.detail
        day = date.fromisoformat(said["holiday"])
        yield Change(
            day_in_words(date.fromisoformat(said["old_due_on"])),
            day_in_words(date.fromisoformat(said["new_due_on"])),
            f"cambió el feriado del {day_in_words(day)} ({names.get(day, 'sin nombre')}).",
        )


def _news(account: PublicAccount, ledger: Ledger, user: User) -> DraftNews:
    last = last_reading(account, user)
    if last is None:
        return DraftNews("Usted todavía no lo lee.", is_news=True, was_read=False)
    when = day_in_words(last.at.astimezone(CHILE).date())
    if last.copy.sha256 == sha256(sums_of(package_files(ledger))):
        return DraftNews(
            f"No ha cambiado desde que usted lo leyó, el {when}.", is_news=False, was_read=True
        )
    before = ledger_from_files(files_in(bytes(last.copy.package)))
    return DraftNews(
        f"Cambió desde que usted lo leyó, el {when}: {changed_words(before, ledger)}.",
        is_news=True, was_read=True,
    )  # fmt: skip


def changed_words(before: Ledger, after: Ledger) -> str:
    """`2 cifras y 1 capítulo`."""
    said = []
    for kind in diff_ledgers(before, after).kinds:
        count = len(kind.added) + len(kind.changed) + len(kind.removed)
        if count:
            said.append(plural(count, KINDS[kind.kind].one, KINDS[kind.kind].many))
    if not said:
        return "datos generales de la cuenta"
    return joined(said)


def checks_of(account: PublicAccount, ledger: Ledger) -> tuple[CheckLine, ...]:
    """The checks of the draft that do not add up; none while a rule of them cannot be run."""
    try:
        outcomes = run_checks(ledger, previous_ledger(account))
    except BadRule:
        return ()
    return tuple(_check_line(account, ledger, each) for each in outcomes if each.differs)


def _check_line(account: PublicAccount, ledger: Ledger, outcome: Outcome) -> CheckLine:
    unit = outcome.stated.unit if outcome.stated else Unit.COUNT
    base = Unit.PESO if unit.is_money else unit
    explanation = ledger.explanation.get(outcome.slug)
    is_explained = explanation is not None and explanation.difference == outcome.difference_key
    place = address_of(account, None, "cuadratura/", outcome.slug)
    return CheckLine(
        title=outcome.title,
        stated=format_figure(outcome.stated) if outcome.stated else "",
        expected=format_amount(outcome.expected, base) if outcome.expected is not None else "",
        difference=(
            format_amount(abs(outcome.difference), base) if outcome.difference is not None else ""
        ),
        sentence=outcome.sentence,
        explanation=explanation.text if explanation is not None and is_explained else "",
        href=place,
        place=place,
    )


def _waiting(seat: Mandate, now: datetime) -> Iterator[Waiting]:
    """What this person can do now: vote, sign, look at what is proposed."""
    here = {"mandate__councillor": seat.councillor_id, "left_at__isnull": True}
    ballots = Ballot.objects.filter(closed_at__isnull=True).select_related("item__session")
    for ballot in ballots.order_by("opened_at"):
        voted = ballot.votes.filter(mandate__councillor=seat.councillor_id).exists()
        is_here = ballot.item.session.attendances.filter(**here).exists()
        note = "Usted ya votó; puede cambiarlo hasta que se cierre." if voted else ""
        if not voted:
            note = "Falta su voto." if is_here else "Pida que registren su llegada para votar."
        yield Waiting(f"Votación abierta: {ballot.item.title}", note,
                      reverse("room:ballot", args=[ballot.pk]))  # fmt: skip
    unsigned = CouncilSession.objects.filter(
        acta__signed_by_chair__isnull=True, state__in=("closed", "no_quorum"),
    )  # fmt: skip
    for session in unsigned.select_related("chaired_by").order_by("number"):
        if signs_acta(session, seat, now.astimezone(CHILE).date()):
            yield Waiting(f"Acta de la sesión {session.number}", "Espera su firma.",
                          reverse("room:acta", args=[session.number]))  # fmt: skip
    for each in Observation.objects.filter(state="proposed").order_by("number"):
        yield Waiting(f"{each.code}: {each.title}", "Propuesta; irá a una sesión.",
                      reverse("room:observation", args=[each.uid]))  # fmt: skip


def signs_acta(session: CouncilSession, seat: Mandate, on: date) -> bool:
    """Whether it is this person who signs as who chaired; without quorum, the presidency does."""
    chaired_by = session.chaired_by
    if chaired_by is not None:
        is_theirs = chaired_by.councillor_id == seat.councillor_id
        return is_theirs or stands_for_chair(seat, chaired_by, on)
    return seat.role == Mandate.Role.PRESIDENCY


def _next_session(now: datetime) -> SessionLine | None:
    rows = CouncilSession.objects.filter(state__in=("called", "open"))
    session = rows.filter(starts_at__gt=now - BEFORE_SESSION).order_by("starts_at").first()
    return session_line(session) if session is not None else None


def session_line(session: CouncilSession, *, with_agenda: bool = True) -> SessionLine:
    """A session with its agenda and, for the room alone, the link to join it."""
    agenda = session.agenda.order_by("position").values_list("title", flat=True)
    at = session.starts_at.astimezone(CHILE)
    return SessionLine(
        number=session.number,
        title=f"Sesión {session.get_kind_display().lower()} {session.number}",
        when=f"{day_in_words(at.date(), with_year=True)}, a las {at:%H:%M}",
        where=" · ".join(filter(None, (session.get_mode_display(), session.place))),
        link=session.link,
        agenda=tuple(agenda) if with_agenda else (),
    )


def _editions() -> Iterator[EditionLine]:
    rows = Edition.objects.select_related("account").order_by("-account__account_year", "-number")
    for edition in rows[:3]:
        label = f"Cuenta {edition.account.account_year}, edición {edition.number}"
        yield EditionLine(label, address_of(edition.account, edition, ""))
