"""The public hearings in a list, and how each of them is named wherever it is told of."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from participation.hearing_transitions import HEARING_STATE
from participation.hearing_words import MODES, span_of
from participation.links import absolute
from participation.models import Hearing, HearingRegistration
from participation.pages.live import HOME, SECTION, TITLE, Crumb, LiveHead
from participation.pages.questions import StatusMark
from programs.figures import plural
from programs.regions import BY_CODE, REGIONS

LIST = "/audiencias/"
FEED = f"{LIST}audiencias.atom"
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
    """A hearing in a list. `ask` is where to ask while it is being held; else empty."""

    number: int
    href: str
    title: str
    status: StatusMark
    when: str
    where: str
    note: str
    ask: str
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


def held_now() -> tuple[HearingLine, ...]:
    """Those where anybody may ask at this moment. One query."""
    rows = Hearing.objects.public().filter(state="open").order_by("starts_at", "pk")
    return tuple(_line(each, "") for each in rows.select_related("region"))


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
        when=span_of(hearing.starts_at, hearing.ends_at, hearing.region_id),
        where=where_of(hearing),
        note=note,
        ask=address_of(hearing, "preguntar/") if hearing.state == "open" else "",
        is_demo=hearing.is_demo,
    )


def _seats_note(hearing: Hearing) -> str:
    return "Ahora mismo" if hearing.state == "open" else ""


def _past_note(hearing: Hearing) -> str:
    if hearing.state in ("cancelled", "postponed"):
        return f"Motivo: {hearing.reason}"
    filed: int = getattr(hearing, "filed", 0)
    return plural(filed, "pregunta", "preguntas") if filed else ""


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
