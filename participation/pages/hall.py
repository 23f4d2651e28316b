"""What is seen in the hall: the screen, the telephone that asks, and the sheet on the door."""

from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe

from participation.hearing_transitions import QUESTION_STATE
from participation.hearing_words import span_of
from participation.keys import tracking_key
from participation.links import absolute, tracking_url
from participation.models import Hearing, HearingQuestion
from participation.pages.hearings import address_of
from participation.redactions import Piece, pieces_of
from participation.unconfirmed import must_confirm
from programs.figures import plural

ASK = "preguntar/"
# Up to how many letters a question is written in each size of the screen (`hall.css`).
_SIZES = ((140, "short"), (320, "long"), (700, "longer"))
_SMALLEST = "longest"


@dataclass(frozen=True, slots=True)
class Screen:
    """What the projector shows: one question, the next, and how to ask."""

    hearing: Hearing
    folio: str
    pieces: tuple[Piece, ...]
    name: str
    size: str  # how small it has to be written for all of it to be read at once
    when: str
    following: tuple[Piece, ...]
    waiting: str
    ask_address: str
    qr: SafeString
    is_open: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the telephone that sent it may follow it. With a folio, its key too."""

    state: str
    label: str
    sentence: str
    why: str
    before: str
    folio: str
    key: str
    tracking: str
    must_confirm: bool
    words: str


def screen_of(hearing: Hearing) -> Screen:
    """The screen of a hearing, in three queries."""
    rows = hearing.questions.select_related("submission").exclude(submission__state="withdrawn")
    shown = rows.filter(state="shown").first()
    ready = list(rows.filter(state="ready").order_by("position", "pk")[:51])
    filing = shown.submission if shown is not None else None
    return Screen(
        hearing=hearing,
        folio=str(filing.folio) if filing is not None else "",
        pieces=tuple(pieces_of(filing.text)) if filing is not None else (),
        name=filing.shown_name if filing is not None else "",
        size=_size(len(filing.text)) if filing is not None else "",
        when=span_of(hearing.starts_at, hearing.ends_at, hearing.region_id),
        following=tuple(pieces_of(ready[0].words)) if ready else (),
        waiting=f"{_many(len(ready))} en espera" if ready else "",
        ask_address=short_address(hearing),
        qr=qr_of(absolute(address_of(hearing, ASK))),
        is_open=hearing.state == "open",
    )


def _size(letters: int) -> str:
    return next((name for most, name in _SIZES if letters <= most), _SMALLEST)


def short_address(hearing: Hearing) -> str:
    """Where to ask, as one reads it aloud: without `https://`."""
    return absolute(address_of(hearing, ASK)).partition("://")[2]


def asked_of(question: HearingQuestion) -> Asked:
    """In what a question is, for whoever sent it."""
    filing = question.submission
    state = QUESTION_STATE[question.state]
    is_filed = filing is not None and filing.folio is not None
    return Asked(
        state=question.state,
        label=state.label,
        sentence=state.sentence,
        why=str(HearingQuestion.Why(question.why).label) if question.why else "",
        before=_before(question),
        folio=str(filing.folio) if filing is not None and is_filed else "",
        key=tracking_key(str(filing.uid)) if filing is not None and is_filed else "",
        tracking=tracking_url(filing) if filing is not None and is_filed else "",
        must_confirm=filing is not None and must_confirm(filing),
        words=question.words,
    )


def _before(question: HearingQuestion) -> str:
    if question.state != "queued":
        return ""
    earlier = HearingQuestion.objects.filter(
        hearing=question.hearing, state="queued", position__lt=question.position
    ).count()
    if not earlier:
        return "Es la próxima que lee el equipo."
    return f"El equipo tiene {plural(earlier, 'pregunta', 'preguntas')} por leer antes."


def _many(count: int) -> str:
    return "Más de 50 preguntas" if count > 50 else plural(count, "pregunta", "preguntas")


def qr_of(address: str) -> SafeString:
    """An inline picture without styles, black on white in every scheme: cameras need it so."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by segno from an address of ours


def door_words(hearing: Hearing) -> str:
    """Why nobody can ask here now; empty while one can."""
    if hearing.state == "open":
        return ""
    if hearing.state == "called":
        when = span_of(hearing.starts_at, hearing.ends_at, hearing.region_id)
        return f"Es el {when}. Cuando se abra podrá preguntar aquí."
    if hearing.state == "postponed":
        return "Esta audiencia se postergó. Cuando tenga una nueva fecha podrá preguntar aquí."
    if hearing.state == "cancelled":
        return "Esta audiencia se suspendió."
    return "Esta audiencia ya terminó."
