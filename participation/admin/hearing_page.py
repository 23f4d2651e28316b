"""What staff see of a hearing: its page, its desk and its door."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from participation.actions.hearing_arrivals import is_door_open, last_counted
from participation.actions.hearing_door import Expected, read_door_list
from participation.actions.hearing_questions import second_at
from participation.actions.hearings import check_can_call, findings_of
from participation.hearing_checks import Finding
from participation.hearing_transitions import (
    CALLS,
    HEARING_STATE,
    HOLDS,
    QUESTION_STATE,
    hearing_acts,
    question_acts,
)
from participation.hearing_words import (
    MODES,
    access_words,
    hours_of,
    in_the_centre,
    second_words,
    span_of,
)
from participation.models import Hearing, HearingQuestion
from participation.permissions import may
from participation.transitions import Refused
from programs.figures import plural
from programs.models import User

MOST = 300  # questions on one desk
_SQUARES = {
    "planned": "none", "called": "none", "postponed": "half", "open": "half", "closed": "half",
    "published": "full", "cancelled": "ended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HearingPage:
    """One hearing for the team. Buttons are shown for what `acts` holds."""

    hearing: Hearing
    title: str
    state: str
    sentence: str
    square: str
    when: str
    elsewhere: str
    mode: str
    access: tuple[str, ...]
    findings: tuple[Finding, ...]
    trouble: str
    acts: tuple[str, ...]
    may_call: bool
    may_hold: bool
    seated: int
    waiting: int
    came: int
    questions: int
    is_door_open: bool
    is_public: bool


def hearing_page(hearing: Hearing, user: User, now: datetime) -> HearingPage:
    """The page of a hearing as it stands."""
    region = hearing.region_id
    is_planned = hearing.state in ("planned", "postponed")
    state = HEARING_STATE[hearing.state]
    may_call, may_hold = may(user, CALLS), may(user, HOLDS)
    registered = hearing.registrations.all()
    return HearingPage(
        hearing=hearing,
        title=hearing.title,
        state=state.label,
        sentence=state.sentence,
        square=_SQUARES[hearing.state],
        when=span_of(hearing.starts_at, hearing.ends_at, region),
        elsewhere=in_the_centre(hearing.starts_at, region),
        mode=MODES[hearing.mode],
        access=access_words(hearing.access),
        findings=findings_of(hearing, now=now) if is_planned else (),
        trouble=_trouble(hearing, now) if is_planned else "",
        acts=hearing_acts(hearing.state),
        may_call=may_call,
        may_hold=may_hold,
        seated=registered.filter(state="seated").count(),
        waiting=registered.filter(state="waiting").count(),
        came=hearing.arrivals.count(),
        questions=hearing.questions.filter(submission__isnull=False).count(),
        is_door_open=is_door_open(hearing, now),
        is_public=hearing.called_at is not None,
    )


def _trouble(hearing: Hearing, now: datetime) -> str:
    try:
        check_can_call(hearing, now=now)
    except Refused as refused:
        return str(refused)
    return ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One question at the desk. `acts` are what may be done with it now."""

    pk: int
    words: str
    folio: str
    source: str
    state: str
    why: str
    second: str
    time: str
    is_withdrawn: bool
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk of a hearing that is being held."""

    hearing: Hearing
    is_open: bool
    queued: tuple[DeskRow, ...]
    shown: DeskRow | None
    ready: tuple[DeskRow, ...]
    answered: tuple[DeskRow, ...]
    aside: tuple[DeskRow, ...]
    dropped: int
    recording: str
    reasons: tuple[tuple[str, str], ...]
    stamp: str  # another one where any row is other


def desk_page(hearing: Hearing, now: datetime) -> DeskPage:
    """What waits, what is on the screen, what comes next and what was answered. Two queries."""
    rows = list(
        hearing.questions.exclude(state="dropped").select_related("submission")
        .order_by("position", "pk")[:MOST]
    )  # fmt: skip
    by_state = {
        code: tuple(_row(each, hearing) for each in rows if each.state == code)
        for code in QUESTION_STATE
    }
    second = second_at(hearing, now)
    stamp = hashlib.sha256(repr((hearing.state, by_state)).encode()).hexdigest()[:16]
    return DeskPage(
        hearing=hearing,
        is_open=hearing.state == "open",
        queued=by_state["queued"],
        shown=next(iter(by_state["shown"]), None),
        ready=by_state["ready"],
        answered=by_state["answered"],
        aside=by_state["aside"],
        dropped=hearing.questions.filter(state="dropped").count(),
        recording=second_words(second) if second is not None and hearing.state == "open" else "",
        reasons=tuple(
            (str(code), str(label)) for code, label in HearingQuestion.Why.choices if code != "time"
        ),
        stamp=stamp,
    )


def _row(question: HearingQuestion, hearing: Hearing) -> DeskRow:
    filing = question.submission
    is_withdrawn = filing is not None and filing.state == "withdrawn"
    return DeskRow(
        pk=question.pk,
        words=question.words,
        folio=str(filing.folio) if filing is not None else "",
        source=str(HearingQuestion.Source(question.source).label),
        state=QUESTION_STATE[question.state].label,
        why=str(HearingQuestion.Why(question.why).label) if question.why else "",
        second=second_words(question.second) if question.second is not None else "",
        time=hours_of(question.asked_at, question.asked_at, hearing.region_id)[3:8],
        is_withdrawn=is_withdrawn,
        acts=() if is_withdrawn else question_acts(question.state),
    )


@dataclass(frozen=True, slots=True)
class DoorPage:
    """Who is expected and how many came."""

    hearing: Hearing
    expected: tuple[Expected, ...]
    waiting: tuple[Expected, ...]
    came: int
    walked_in: int
    is_open: bool
    may_register: bool
    last: str  # what this person counted last, in words; empty where nothing


def door_page(hearing: Hearing, user: User, now: datetime) -> DoorPage:
    """The door of a hearing; reading it leaves a trace.

    Raises:
        Refused: `user` may not.
    """
    rows = read_door_list(hearing, by=user, now=now)
    return DoorPage(
        hearing=hearing,
        expected=tuple(each for each in rows if each.is_seated),
        waiting=tuple(each for each in rows if not each.is_seated),
        came=hearing.arrivals.count(),
        walked_in=hearing.arrivals.filter(registration__isnull=True).count(),
        is_open=is_door_open(hearing, now),
        may_register=hearing.state == "called" and now < hearing.starts_at,
        last=_last(hearing, user, rows),
    )


def _last(hearing: Hearing, user: User, rows: tuple[Expected, ...]) -> str:
    counted = last_counted(hearing, user)
    if not counted:
        return ""
    row = counted[0].registration_id
    if row is not None:  # without its name where it was cancelled since
        return next((each.name for each in rows if each.pk == row), "1 persona inscrita")
    return f"{plural(len(counted), 'persona', 'personas')} sin inscripción"
