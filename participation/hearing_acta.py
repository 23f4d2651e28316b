"""The acta of a hearing: what it freezes, in words, and its PDF (tagged, PDF/UA-1).

It names nobody and repeats no question: each is cited by its folio and the hash of its text, and by
its title where the desk has published it, so that what is reserved later is not kept here.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import typst
from django.conf import settings

from participation.hearing_attendance import attendance_of
from participation.hearing_words import (
    MODES,
    access_words,
    in_the_centre,
    moment_url,
    second_words,
    span_of,
)
from participation.models import Hearing, HearingQuestion
from participation.observation_hash import instant
from participation.pdf_letters import drawable
from programs.figures import plural
from programs.models import Institution
from programs.regions import BY_CODE

FORMAT = 1  # of these values: a page of an old acta knows how to read it
_TEMPLATE = settings.BASE_DIR / "templates" / "reports" / "hearing.typ"
Content = Mapping[str, Any]


def acta_content(hearing: Hearing) -> dict[str, Any]:
    """The record of a hearing that ended, as plain values."""
    institution = Institution.objects.order_by("pk").first()
    calls = list(hearing.calls.order_by("number"))
    return {
        "format": FORMAT,
        "institution": institution.name if institution else "",
        "number": hearing.number,
        "title": hearing.title,
        "account": {"year": hearing.account.account_year, "title": hearing.account.title},
        "mode": hearing.mode,
        "region": hearing.region_id or "",
        "place": hearing.place,
        "address": hearing.address,
        "access": list(access_words(hearing.access)),
        "called_at": instant(hearing.called_at) if hearing.called_at else "",
        "call": {"version": calls[-1].number, "sha256": calls[-1].sha256} if calls else None,
        "opened_at": instant(hearing.opened_at) if hearing.opened_at else "",
        "closed_at": instant(hearing.closed_at) if hearing.closed_at else "",
        "recording": hearing.recording,
        "notes": hearing.notes,
        "attendance": attendance_of(hearing).as_content(),
        "questions": [_question(each) for each in _questions(hearing)],
    }


def _questions(hearing: Hearing) -> Iterable[HearingQuestion]:
    rows = hearing.questions.filter(submission__isnull=False).select_related("submission")
    return rows.order_by("answered_at", "position", "pk")


def _question(question: HearingQuestion) -> dict[str, Any]:
    filing = question.submission
    assert filing is not None  # noqa: S101 (only what has a folio is cited)
    return {
        "folio": filing.folio,
        "title": filing.title if filing.is_public else "",
        "text_sha256": filing.text_sha256,
        "source": question.source,
        "outcome": question.state,
        "why": question.why,
        "second": question.second if question.state == "answered" else None,
    }


@dataclass(frozen=True, slots=True)
class QuestionText:
    folio: str
    title: str
    source: str
    outcome: str
    second: str
    moment: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class CountsText:
    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HearingActaText:
    """All that page and PDF show of the acta of a hearing."""

    number: int
    title: str
    institution: str
    facts: tuple[tuple[str, str], ...]
    notes: str
    attendance: str
    counts: tuple[CountsText, ...]
    summary: str
    questions: tuple[QuestionText, ...]
    sha256: str


def acta_text(content: Content, *, sha256: str) -> HearingActaText:
    """The acta in words, from its frozen content alone."""
    questions = tuple(_in_words(each, content["recording"]) for each in content["questions"])
    answered = sum(each["outcome"] == "answered" for each in content["questions"])
    return HearingActaText(
        number=content["number"],
        title=f"Acta de la audiencia pública {content['number']}",
        institution=content["institution"],
        facts=tuple(_facts(content)),
        notes=content["notes"],
        attendance=_attendance(content["attendance"]),
        counts=tuple(
            CountsText(
                each["title"], tuple((label, _count(count)) for label, count in each["rows"])
            )
            for each in content["attendance"]["lists"]
        ),
        summary=_summary(len(questions), answered),
        questions=questions,
        sha256=sha256,
    )


def _facts(content: Content) -> Iterable[tuple[str, str]]:
    region = content["region"]
    opened = datetime.fromisoformat(content["opened_at"])
    closed = datetime.fromisoformat(content["closed_at"])
    yield "Audiencia", content["title"]
    yield "Cuenta de la que trató", content["account"]["title"]
    yield "Cuándo", span_of(opened, closed, region)
    if other := in_the_centre(opened, region):
        yield "Hora del centro", f"Empezó a {other}"
    yield "Modalidad", MODES[content["mode"]]
    if region:
        yield "Región", BY_CODE[region].name
    if content["place"]:
        yield "Lugar", ", ".join(filter(None, (content["place"], content["address"])))
    if content["access"]:
        yield "Accesibilidad", "; ".join(content["access"])
    if content["call"]:
        yield (
            "Convocatoria",
            f"versión {content['call']['version']}, huella {content['call']['sha256']}",
        )
    yield "Grabación", content["recording"] or "No hay"


def _attendance(found: Content) -> str:
    if not found["is_counted"]:
        return "No se contó a quienes asistieron."
    if found["total"] is None:
        return "Asistieron tan pocas personas que no se publica cuántas."
    verb = "Asistió" if found["total"] == 1 else "Asistieron"
    return f"{verb} {plural(found['total'], 'persona', 'personas')}."


def _count(count: int | None) -> str:
    return "reservado" if count is None else str(count)


def _summary(total: int, answered: int) -> str:
    if not total:
        return "No se hicieron preguntas."
    aloud = {0: "Ninguna se respondió en la sala.", 1: "Se respondió 1 en la sala."}.get(
        answered, f"Se respondieron {answered} en la sala."
    )
    return (
        f"Se {'hizo' if total == 1 else 'hicieron'} {plural(total, 'pregunta', 'preguntas')}. "
        f"{aloud} Todas tienen folio y se responden por escrito."
    )


def _in_words(row: Content, recording: str) -> QuestionText:
    second = row["second"]
    if row["outcome"] == "answered":
        outcome = "Se respondió en la sala"
    elif row["why"]:
        outcome = f"No se mostró: {HearingQuestion.Why(row['why']).label.lower()}"
    else:
        outcome = "Quedó sin responder en la sala"
    return QuestionText(
        folio=row["folio"],
        title=row["title"] or "Sin publicar todavía",
        source=str(HearingQuestion.Source(row["source"]).label),
        outcome=outcome,
        second=second_words(second) if second is not None else "",
        moment=moment_url(recording, second) if second is not None else "",
        text_sha256=row["text_sha256"],
    )


def acta_pdf(content: Content, *, sha256: str, at: datetime) -> bytes:
    """Typst's bytes: the same content and instant give the same. Words travel as data."""
    text = _drawable(asdict(acta_text(content, sha256=sha256)))
    made = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        format="pdf",
        sys_inputs={"acta": json.dumps(text, ensure_ascii=False)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )
    return bytes(made)


def _drawable(value: Any) -> Any:
    """The same values, each text with the letters that the font has."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, Mapping):
        return {key: _drawable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(each) for each in value]
    return value
