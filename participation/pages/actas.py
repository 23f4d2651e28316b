"""The public pages of the council's sessions: what is called, what was suspended, and the actas.

An acta is shown from its frozen content alone. The link of a remote session is on none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.acta_pdf import words_of
from participation.acta_words import KINDS, MODES, ActaText, moment_in_words
from participation.deadlines import CHILE
from participation.due_words import day_in_words
from participation.models import Acta, CouncilSession
from participation.pages.live import LiveHead, council_head
from programs.figures import plural

PER_PAGE = 20
ADDRESS = "/consejo/actas/"
TITLE = "Sesiones y actas del Consejo"
ABOUT = (
    "Cuándo se reúne el Consejo de la Sociedad Civil, y el acta firmada de cada sesión: quién "
    "asistió, qué se trató y cómo votó cada integrante."
)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session that is to come, or that was suspended and `why`."""

    title: str
    when: str
    where: str
    why: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class ActaLine:
    """An acta in the list."""

    number: int
    title: str
    when: str
    says: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class ActasPage:
    """`before` is the number from which the next page goes on; 0 at the end."""

    head: LiveHead
    called: tuple[SessionLine, ...]
    suspended: tuple[SessionLine, ...]
    lines: tuple[ActaLine, ...]
    before: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class ActaPage:
    """One acta, with how anyone checks its hash."""

    head: LiveHead
    text: ActaText
    pdf_sha256: str
    published: str
    command: str
    is_demo: bool


def actas_page(now: datetime, *, before: int = 0) -> ActasPage:
    """The actas, newest session first, from the number `before` backwards. Three queries."""
    rows = CouncilSession.objects.public().select_related("acta").order_by("-number")
    rows = rows.defer("acta__pdf")
    if before:
        rows = rows.filter(number__lt=before)
    found = list(rows[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    called = CouncilSession.objects.called(now).order_by("starts_at", "pk")
    suspended = CouncilSession.objects.suspended()[:PER_PAGE]
    return ActasPage(
        head=council_head(TITLE, ABOUT, ADDRESS, "Sesiones y actas"),
        called=tuple(_session(each) for each in called) if not before else (),
        suspended=tuple(_session(each) for each in suspended) if not before else (),
        lines=tuple(_line(each) for each in shown),
        before=shown[-1].number if len(found) > PER_PAGE else 0,
        is_first=not before,
    )


def acta_page(acta: Acta, *, address: str) -> ActaPage:
    """A published acta; `address` is that of its content, from which the hash is computed."""
    text = words_of(acta)
    number = acta.session.number
    return ActaPage(
        head=council_head(text.title, ABOUT, f"{ADDRESS}{number}/", f"Sesión {number}"),
        text=text,
        pdf_sha256=acta.pdf_sha256,
        published=moment_in_words(acta.published_at) if acta.published_at else "",
        command=f"curl -s {address} | sha256sum",
        is_demo=acta.session.is_demo,
    )


def title_of(session: CouncilSession) -> str:
    """`Sesión ordinaria 5`."""
    return f"Sesión {KINDS[session.kind]} {session.number}"


def where_of(session: CouncilSession) -> str:
    """How and where it is held; never the link."""
    mode = MODES[session.mode]
    return f"{mode}: {session.place}" if session.place else mode


def _session(session: CouncilSession) -> SessionLine:
    return SessionLine(
        title=title_of(session),
        when=moment_in_words(session.starts_at),
        where=where_of(session),
        why=session.cancelled_because,
        is_demo=session.is_demo,
    )


def _line(session: CouncilSession) -> ActaLine:
    day = session.starts_at.astimezone(CHILE).date()
    return ActaLine(
        number=session.number,
        title=title_of(session),
        when=day_in_words(day, with_year=True),
        says=_says(session.acta.content),
        is_demo=session.is_demo,
    )


def _says(content: Mapping[str, Any]) -> str:
    """What came of it: `2 observaciones aprobadas, 1 rechazada`."""
    if not content["had_quorum"]:
        return "Sin quórum: no se hizo"
    outcomes = [item["observation"]["outcome"] for item in content["agenda"] if item["observation"]]
    approved, rejected = outcomes.count("approved"), outcomes.count("rejected")
    parts = []
    if approved:
        parts.append(plural(approved, "observación aprobada", "observaciones aprobadas"))
    if rejected:
        parts.append(plural(rejected, "observación rechazada", "observaciones rechazadas"))
    parts += ["sin observaciones al borrador"] if _is_clear(content) else []
    return ", ".join(parts) or plural(len(content["agenda"]), "punto en tabla", "puntos en tabla")


def _is_clear(content: Mapping[str, Any]) -> bool:
    return any(
        item["is_pronouncement"] and any(each["result"] == "approved" for each in item["ballots"])
        for item in content["agenda"]
    )
