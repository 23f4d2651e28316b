"""The public pages of hearings: the list, each one, and what becomes of its questions.

The link to connect is here only while the hearing is being held. A question's words are shown while
it is on the screen; once the hearing ended they are those that the desk has published.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

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
from participation.links import absolute
from participation.models import Hearing, HearingCall, HearingQuestion, HearingRegistration
from participation.pages.live import HOME, SECTION, TITLE, Crumb, LiveHead
from participation.pages.questions import StatusMark
from participation.redactions import Piece, pieces_of
from participation.transitions import STATE
from programs.figures import plural
from programs.regions import BY_CODE, REGIONS

LIST = "/audiencias/"
NAME = "Audiencias públicas"
ABOUT = (
    "Dónde y cuándo se da la cuenta en persona, cómo inscribirse y qué se preguntó y respondió en "
    "cada audiencia."
)
PER_PAGE = 20
SQUARES = {
    "called": "empty", "postponed": "late", "open": "half", "closed": "half", "published": "full",
    "cancelled": "ended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HearingLine:
    """A hearing in a list."""

    number: int
    href: str
    title: str
    status: StatusMark
    when: str
    where: str
    note: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class HearingsPage:
    """`before` is the number from which the next page goes on; 0 at the end."""

    head: LiveHead
    region: str
    region_slug: str
    upcoming: tuple[HearingLine, ...]
    past: tuple[HearingLine, ...]
    before: int
    is_first: bool
    regions: tuple[tuple[str, str], ...] = tuple((each.slug, each.short_name) for each in REGIONS)


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
    """One question of a hearing. `pieces` is empty where nobody but the desk may read it yet."""

    anchor: str
    folio: str
    href: str
    pieces: tuple[Piece, ...]
    status: str
    second: str
    moment: str
    source: str


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


def hearing_head(title: str, description: str, path: str, *steps: tuple[str, str]) -> LiveHead:
    """The head of a page of the hearings, which are a part of the questions."""
    crumbs = [Crumb(TITLE, HOME)]
    if path == LIST:
        crumbs.append(Crumb(NAME))
    else:
        crumbs += [Crumb(NAME, LIST), *(Crumb(*each) for each in steps)]
    return LiveHead(title, description, absolute(path), SECTION, tuple(crumbs))


def address_of(hearing: Hearing, more: str = "") -> str:
    """Its page, or one below it."""
    return f"{LIST}{hearing.number}/{more}"


def hearings_page(now: datetime, *, region: str = "", before: int = 0) -> HearingsPage:
    """Those to come, soonest first, and the others, the last first. Two queries."""
    rows = Hearing.objects.public().select_related("region")
    chosen = next((each for each in REGIONS if each.slug == region), None)
    if chosen is not None:
        rows = rows.filter(Q(region=chosen.code) | Q(region__isnull=True))
    soon = rows.upcoming(now)
    past = rows.exclude(pk__in=soon.values("pk")).annotate(
        filed=Count("questions", filter=Q(questions__submission__isnull=False))
    )
    if before:
        past = past.filter(number__lt=before)
    found = list(past.order_by("-number")[: PER_PAGE + 1])
    upcoming = soon.order_by("starts_at", "pk") if not before else ()
    return HearingsPage(
        head=hearing_head(NAME, ABOUT, LIST),
        region=chosen.short_name if chosen else "",
        region_slug=region if chosen else "",
        upcoming=tuple(_line(each, _seats_note(each)) for each in upcoming),
        past=tuple(_line(each, _past_note(each)) for each in found[:PER_PAGE]),
        before=found[PER_PAGE - 1].number if len(found) > PER_PAGE else 0,
        is_first=not before,
    )


def title_of(hearing: Hearing) -> str:
    """How it is named anywhere else, a calendar for example."""
    marks = {"cancelled": "SUSPENDIDA: ", "postponed": "POSTERGADA: "}
    demo = " (demostración)" if hearing.is_demo else ""
    return f"{marks.get(hearing.state, '')}{hearing.title}{demo}"


def where_of(hearing: Hearing) -> str:
    """The place and its region, or how it is attended; never the link."""
    parts = [hearing.place, BY_CODE[hearing.region_id].short_name if hearing.region_id else ""]
    there = ", ".join(filter(None, parts))
    if hearing.mode == Hearing.Mode.IN_PERSON:
        return there
    return f"{MODES[hearing.mode]}: {there}" if there else MODES[hearing.mode]


def status_of(hearing: Hearing) -> StatusMark:
    return StatusMark(SQUARES[hearing.state], HEARING_STATE[hearing.state].label)


def _line(hearing: Hearing, note: str) -> HearingLine:
    return HearingLine(
        number=hearing.number,
        href=address_of(hearing),
        title=hearing.title,
        status=status_of(hearing),
        when=moment_of(hearing.starts_at, hearing.region_id),
        where=where_of(hearing),
        note=note,
        is_demo=hearing.is_demo,
    )


def _seats_note(hearing: Hearing) -> str:
    return "Ahora mismo" if hearing.state == "open" else ""


def _past_note(hearing: Hearing) -> str:
    if hearing.state in ("cancelled", "postponed"):
        return f"Motivo: {hearing.reason}"
    filed: int = getattr(hearing, "filed", 0)
    return plural(filed, "pregunta", "preguntas") if filed else ""


def hearing_page(hearing: Hearing, now: datetime) -> HearingPage:
    """One hearing as anyone may see it at `now`, in six queries at most."""
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
        has_unpublished=any(not each.pieces for each in asked),
    )  # fmt: skip


def seats_of(hearing: Hearing) -> str:
    """How many seats are left in the hall, in words."""
    if not hearing.has_hall:
        return "Se inscribe quien quiera: le enviamos el enlace."
    if hearing.capacity is None:
        return "Hay lugar para quienes lleguen."
    taken = HearingRegistration.objects.filter(
        hearing=hearing, state="seated", mode="in_person"
    ).count()
    left = hearing.capacity - taken
    if left <= 0:
        return "Los cupos de la sala están tomados: puede anotarse en la lista de espera."
    verb = "Queda" if left == 1 else "Quedan"
    return f"{verb} {plural(left, 'cupo', 'cupos')} en la sala, de {hearing.capacity}."


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
        rows = rows.filter(state__in=["shown", "answered"])
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
        anchor=f"pregunta-{folio.lower()}",
        folio=folio,
        href=f"{HOME}{folio}/" if filing.is_public else "",
        pieces=tuple(pieces_of(text)) if text else (),
        status=_status(question),
        second=second_words(second) if second is not None and hearing.recording else "",
        moment=moment_url(hearing.recording, second) if second is not None else "",
        source=str(HearingQuestion.Source(question.source).label),
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
    if not filing.is_public:
        return hall
    return f"{hall}. Por escrito: {STATE[filing.state].label.lower()}"
