"""A filing as its author follows it: where it is, whose turn it is, what happened and what next."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from participation import clocks
from participation.deadlines import CHILE
from participation.due_words import day_in_words, due_in_words
from participation.keys import tracking_key
from participation.links import public_url, tracking_url
from participation.models import (
    Answer,
    ClockRule,
    Deadline,
    RegisterEntry,
    Satisfaction,
    Submission,
)
from participation.pages.asked_at import AskedAt, asked_at
from participation.pages.commitment import CommitmentRow, commitment_beside
from participation.pages.terms import TermView, term_view
from participation.transitions import STATE, State, allows

# What happened, told to whoever asked. An act that is not here stays inside the house: a draft
# that was saved is no step of theirs.
HAPPENED = MappingProxyType(
    {
        "receive": "Recibió su folio y el plazo comenzó a correr.",
        "admit": "Una persona la leyó y la publicó.",
        "ask_mend": "Le pedimos completarla.",
        "mend": "Usted la completó.",
        "lapse": "No se completó a tiempo y se tuvo por retirada.",
        "refuse": "Una persona la leyó y no la admitió.",
        "ask_review": "Usted pidió que otra persona revisara el motivo.",
        "overturn": "Otra persona revisó el motivo, le dio la razón y la publicó.",
        "uphold": "Otra persona revisó el motivo y lo mantuvo.",
        "refer": "La enviamos al órgano al que le corresponde.",
        "convert": "Siguió como solicitud de acceso a la información.",
        "assign": "La recibió la unidad que debe responder.",
        "reassign": "Pasó a otra unidad o a otra persona.",
        "unassign": "Volvió a esperar una unidad que la responda.",
        "group": "Se reunió con otras que plantean lo mismo.",
        "ungroup": "Se separó de las que se habían reunido con ella.",
        "release": "Sigue por sí sola: se retiró la que encabezaba su grupo.",
        "extend": "Ampliamos el plazo, con su motivo.",
        "due_changed": "Cambió el día en que vence el plazo.",
        "redact": "Reservamos partes del texto antes de mostrarlo.",
        "publish_attachment": "Publicamos un archivo que usted adjuntó.",
        "unpublish_attachment": "Quitamos de la vista del público un archivo que usted adjuntó.",
        "send_to_review": "La respuesta quedó escrita y pasó a revisión.",
        "review": "La respuesta tiene el visto bueno jurídico.",
        "answer": "Publicamos la respuesta.",
        "notify": "Le avisamos de la respuesta.",
        "redraft": "Preparamos otra versión de la respuesta.",
        "close": "El trámite terminó.",
        "correct_data": "Usted corrigió sus datos.",
        "withdraw": "Usted la retiró.",
        "follow_up": "Usted volvió a preguntar.",
        "rate": "Usted dijo si la respuesta le sirvió.",
        "commitment": "Hubo novedades de lo que se prometió.",
    }
)
INSIDE = frozenset(
    {"draft", "discard", "return", "note", "identity_read", "original_read", "support"}
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A square of the journey: `mark` is done, now, next or stop."""

    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, newest last."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Change:
    """A term that came to end on another day."""

    was: str
    now: str
    reason: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The term of the answer, or of completing it: until when, how much is left and why."""

    due_on: str
    left: str
    is_late: bool
    is_met: bool
    view: TermView
    changes: tuple[Change, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """All that the tracking page shows."""

    submission: Submission
    key: str
    noun: str
    state: State
    stages: tuple[Stage, ...]
    answer_clock: Clock | None
    mend_clock: Clock | None
    events: tuple[Event, ...]
    answer: Answer | None
    asked_at: AskedAt | None
    commitment: CommitmentRow | None
    is_shared_answer: bool
    public_url: str
    may_withdraw: bool
    may_follow_up: bool
    may_mend: bool
    may_ask_review: bool
    may_rate: bool
    rated: str  # what its author said of this answer


def tracking_of(submission: Submission, now: datetime) -> Tracking:
    """The page of a filing that has a folio."""
    answer = Answer.objects.read_by_author_of(submission)
    state = submission.state
    return Tracking(
        submission=submission,
        key=tracking_key(str(submission.uid)),
        noun=submission.get_kind_display().lower(),
        state=STATE[state],
        stages=stages_of(submission),
        answer_clock=clock_of(submission, ClockRule.Clock.ANSWER, now),
        mend_clock=clock_of(submission, ClockRule.Clock.MEND, now) if state == "mending" else None,
        events=events_of(submission),
        answer=answer,
        asked_at=asked_at(submission),
        commitment=commitment_beside(submission, now) if answer is not None else None,
        is_shared_answer=answer is not None and answer.submission_id != submission.pk,
        public_url=public_url(submission) if submission.is_public else "",
        may_withdraw=allows("withdraw", state) and submission.answered_at is None,
        may_follow_up=allows("follow_up", state) and follow_up_of(submission) is None,
        may_mend=allows("mend", state),
        may_ask_review=allows("ask_review", state) and submission.review_asked_at is None,
        **_rating(submission, answer),
    )


def _rating(submission: Submission, answer: Answer | None) -> dict[str, Any]:
    """Whether it may be said if the answer served, and what was said."""
    if answer is None or submission.kind == Submission.Kind.COUNCIL:
        return {"may_rate": False, "rated": ""}
    said = Satisfaction.objects.filter(submission=submission, answer=answer)
    rated = said.values_list("value", flat=True).first() or ""
    return {"may_rate": not (rated and submission.state == "closed"), "rated": rated}


def follow_up_of(submission: Submission) -> Submission | None:
    """The one that came back on the answer, if there is one."""
    return getattr(submission, "follow_up", None)


_STAGES = ("Recibida", "Leída y publicada", "En su unidad", "Respondida")
_REACHED = MappingProxyType(
    {
        "received": 0, "mending": 0, "admitted": 1, "assigned": 2, "drafting": 2, "in_review": 2,
        "grouped": 2, "answered": 3, "notified": 3, "closed": 3,
    }
)  # fmt: skip


def stages_of(submission: Submission) -> tuple[Stage, ...]:
    """The journey; a life that ended another way shows where, and nothing after it."""
    reached = _REACHED.get(submission.state)
    if reached is None:
        passed = 2 if submission.published_at else 1
        ended = Stage(STATE[submission.state].label, "stop")
        return (*(Stage(label, "done") for label in _STAGES[:passed]), ended)
    last = len(_STAGES) - 1
    return tuple(Stage(label, _mark(number, reached, last)) for number, label in enumerate(_STAGES))


def _mark(number: int, reached: int, last: int) -> str:
    if number < reached or number == reached == last:
        return "done"
    return "now" if number == reached else "next"


def clock_of(submission: Submission, clock: str, now: datetime) -> Clock | None:
    """A running or a finished term in words; None where none was ever started."""
    rows = Deadline.objects.select_related("rule").prefetch_related("changes")
    deadline = rows.filter(submission=submission, clock=clock).first()
    if deadline is None:
        return None
    calendar = clocks.calendar_for()
    term = clocks.explain(deadline.starts_after, deadline.length + deadline.extension, calendar)
    today = now.astimezone(CHILE).date()
    return Clock(
        due_on=day_in_words(deadline.due_on, with_year=deadline.due_on.year != today.year),
        left=due_in_words(deadline.due_on, today, calendar, starts_after=deadline.starts_after),
        is_late=deadline.met_at is None and now >= deadline.due_at,
        is_met=deadline.met_at is not None,
        view=term_view(term),
        changes=tuple(
            Change(day_in_words(each.old_due_on), day_in_words(each.new_due_on), each.reason)
            for each in deadline.changes.all()
        ),
        citation=deadline.rule.citation,
    )


def events_of(submission: Submission) -> tuple[Event, ...]:
    """What the register says of it, in words.

    That it was received is told at the instant it arrived, not when it was confirmed.
    """
    entries = RegisterEntry.objects.filter(
        object_type="submission", object_id=submission.folio, act__in=tuple(HAPPENED)
    )
    return tuple(
        Event(submission.sent_at if entry.act == "receive" else entry.at, HAPPENED[entry.act])
        for entry in entries.order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one prints, photographs or scans. Nothing in it tells whether there is an e-mail."""

    submission: Submission
    key: str
    noun: str
    filed_on: str
    is_filed_later: bool
    clock: Clock | None
    tracking_url: str
    qr: SafeString


def receipt_of(submission: Submission, now: datetime) -> Receipt:
    """The receipt of a filing that has a folio."""
    assert submission.filed_on is not None  # noqa: S101 (a folio comes with its day)
    address = tracking_url(submission)
    return Receipt(
        submission=submission,
        key=tracking_key(str(submission.uid)),
        noun=submission.get_kind_display().lower(),
        filed_on=day_in_words(submission.filed_on, with_year=True),
        is_filed_later=submission.sent_at.astimezone(CHILE).date() != submission.filed_on,
        clock=clock_of(submission, ClockRule.Clock.ANSWER, now),
        tracking_url=address,
        qr=_qr(address),
    )


def _qr(address: str) -> SafeString:
    """An inline picture without styles, black on white in every scheme: cameras need it so."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by segno from an address of ours
