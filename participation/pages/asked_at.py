"""A question that was asked at a hearing, told beside the question: where, and at which minute."""

from dataclasses import dataclass

from participation.due_words import day_in_words
from participation.hearing_words import moment_url, second_words, zone_of
from participation.models import HearingQuestion, Submission
from participation.pages.hearings import address_of


@dataclass(frozen=True, slots=True)
class AskedAt:
    """The hearing where something was asked. `minute` is empty where nothing was recorded;
    `moment` leads to it."""

    title: str
    href: str
    day: str
    outcome: str
    minute: str
    moment: str


_OUTCOMES = {
    "answered": "Se respondió en la sala", "shown": "Se está respondiendo en la sala",
    "aside": "No se mostró en la sala",
}  # fmt: skip
_WAITS, _UNANSWERED = "Espera su turno en la sala", "No se alcanzó a responder en la sala"
LISTED_WHILE_OPEN = ("shown", "answered")  # what the page of a hearing in course tells of


def anchor_of(folio: str) -> str:
    """The place of a question on the page of its hearing."""
    return f"pregunta-{folio.lower()}"


def asked_at(filing: Submission) -> AskedAt | None:
    """The hearing where a filing was asked; None for whatever came by another way. One query."""
    if filing.channel != Submission.Channel.HEARING:
        return None
    rows = HearingQuestion.objects.select_related("hearing")
    question = rows.filter(submission=filing).first()
    if question is None:  # noted by hand as of a hearing that is not in the portal
        return None
    hearing = question.hearing
    here = hearing.starts_at.astimezone(zone_of(hearing.region_id))
    second = question.second if question.state == "answered" and hearing.recording else None
    is_listed = hearing.state != "open" or question.state in LISTED_WHILE_OPEN
    anchor = f"#{anchor_of(filing.folio or '')}" if is_listed else ""
    otherwise = _WAITS if hearing.state == "open" else _UNANSWERED
    return AskedAt(
        title=hearing.title,
        href=address_of(hearing) + anchor,
        day=day_in_words(here.date(), with_year=True),
        outcome=_OUTCOMES.get(question.state, otherwise),
        minute=second_words(second) if second is not None else "",
        moment=moment_url(hearing.recording, second) if second is not None else "",
    )
