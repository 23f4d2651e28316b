"""The public page of one hearing: before, during and after it, with what became of its questions.

The link to connect is here only while the hearing is being held. A question's words are shown while
it is on the screen; once the hearing ended they are those that the desk has published.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from participation.commitments_public import shown
from participation.deadlines import CHILE
from participation.hearing_attendance import Attendance, attendance_of
from participation.hearing_transitions import HEARING_STATE
from participation.hearing_words import (
    MODES,
    access_words,
    in_the_centre,
    moment_of,
    moment_url,
    second_words,
    span_of,
)
from participation.models import Commitment, Hearing, HearingCall, HearingQuestion
from participation.pages.asked_at import LISTED_WHILE_OPEN, anchor_of
from participation.pages.commitment import CommitmentRow, commitment_row
from participation.pages.hearings import address_of, hearing_head, seats_of, status_of, where_of
from participation.pages.live import HOME, LiveHead
from participation.pages.questions import StatusMark
from participation.redactions import Piece, pieces_of
from participation.transitions import STATE
from programs.figures import plural
from programs.regions import BY_CODE


@dataclass(frozen=True, slots=True)
class CallLine:
    """One version of the call, with why it changed."""

    number: int
    when: str
    reason: str
    sha256: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One question of a hearing. `pieces` is empty where nobody but the desk may read it;
    `is_to_come`: anybody will, once the desk has published it."""

    anchor: str
    folio: str
    href: str
    pieces: tuple[Piece, ...]
    status: str
    second: str
    moment: str
    source: str
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class HearingPage:
    """One hearing."""

    head: LiveHead
    hearing: Hearing
    status: StatusMark
    sentence: str
    when: str
    elsewhere: str
    mode: str
    region: str
    is_account_published: bool
    access: tuple[str, ...]
    may_register: bool
    seats: str
    shows_link: bool
    calls: tuple[CallLine, ...]
    asked: tuple[AskedLine, ...]
    attendance: Attendance | None
    has_acta: bool
    questions: str
    has_unpublished: bool
    commitments: tuple[CommitmentRow, ...]


_NEVER_PUBLIC = {"withdrawn": "La retiró quien la hizo", "not_admitted": "No se publica"}


def hearing_page(hearing: Hearing, now: datetime) -> HearingPage:
    """One hearing as anyone may see it at `now`, in seven queries at most."""
    region = hearing.region_id
    may_register = hearing.state == "called" and now < hearing.starts_at
    has_ended = hearing.state in ("closed", "published")
    title, when = hearing.title, span_of(hearing.starts_at, hearing.ends_at, region)
    asked = _asked(hearing)
    return HearingPage(
        head=hearing_head(
            title, f"{when}. {where_of(hearing)}.", address_of(hearing),
            (f"Audiencia {hearing.number}", ""),
        ),
        hearing=hearing,
        status=status_of(hearing),
        sentence=HEARING_STATE[hearing.state].sentence,
        when=when,
        elsewhere=in_the_centre(hearing.starts_at, region),
        mode=MODES[hearing.mode],
        region=BY_CODE[region].name if region else "",
        is_account_published=hearing.account.editions.exists(),
        access=access_words(hearing.access),
        may_register=may_register,
        seats=seats_of(hearing) if may_register else "",
        shows_link=hearing.state == "open" and bool(hearing.link),
        calls=tuple(_calls(hearing)),
        asked=asked,
        attendance=attendance_of(hearing) if has_ended else None,
        has_acta=hearing.state == "published",
        questions=plural(len(asked), "pregunta", "preguntas"),
        has_unpublished=any(each.is_to_come for each in asked),
        commitments=_commitments(hearing, now),
    )  # fmt: skip


def _commitments(hearing: Hearing, now: datetime) -> tuple[CommitmentRow, ...]:
    today = now.astimezone(CHILE).date()
    found = shown(Commitment.objects.public().filter(hearing=hearing)).order_by("year", "number")
    return tuple(commitment_row(each, today) for each in found)


def _calls(hearing: Hearing) -> list[CallLine]:
    calls: list[HearingCall] = list(hearing.calls.order_by("-number"))
    return [
        CallLine(
            number=each.number,
            when=moment_of(each.made_at, None),
            reason=each.reason,
            sha256=each.sha256,
            is_current=place == 0,
        )
        for place, each in enumerate(calls)
    ]


def _asked(hearing: Hearing) -> tuple[AskedLine, ...]:
    if hearing.state not in ("open", "closed", "published"):
        return ()
    rows: QuerySet[HearingQuestion] = hearing.questions.filter(submission__isnull=False)
    if hearing.state == "open":
        rows = rows.filter(state__in=LISTED_WHILE_OPEN)
    rows = rows.select_related("submission").order_by("answered_at", "position", "pk")
    return tuple(_asked_line(each, hearing) for each in rows)


def _asked_line(question: HearingQuestion, hearing: Hearing) -> AskedLine:
    filing = question.submission
    assert filing is not None  # noqa: S101 (only what has a folio is listed)
    is_on_screen = hearing.state == "open" and filing.state != "withdrawn"
    text = filing.text if filing.is_public or is_on_screen else ""
    second = question.second if question.state == "answered" else None
    folio = str(filing.folio)
    return AskedLine(
        anchor=anchor_of(folio),
        folio=folio,
        href=f"{HOME}{folio}/" if filing.is_public else "",
        pieces=tuple(pieces_of(text)) if text else (),
        status=_status(question),
        second=second_words(second) if second is not None and hearing.recording else "",
        moment=moment_url(hearing.recording, second) if second is not None else "",
        source=str(HearingQuestion.Source(question.source).label),
        is_to_come=not text and filing.state not in _NEVER_PUBLIC,
    )


def _status(question: HearingQuestion) -> str:
    """What happened in the hall, and in what its written answer is where anyone may know."""
    filing = question.submission
    assert filing is not None  # noqa: S101 (only what has a folio is listed)
    if question.state == "answered":
        hall = "Se respondió en la sala"
    elif question.state == "shown":
        hall = "Se está respondiendo"
    else:
        hall = "No se respondió en la sala"
    if filing.state in _NEVER_PUBLIC:
        return f"{hall}. {_NEVER_PUBLIC[filing.state]}"
    if not filing.is_public:
        return hall
    return f"{hall}. Por escrito: {STATE[filing.state].label.lower()}"
