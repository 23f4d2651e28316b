"""«Preguntaron – respondimos – esto cambió»: answers that changed something, newest first."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from participation.corrections import Correction, corrections_of
from participation.models import Answer, Submission
from participation.pages.asking import excerpt
from participation.pages.live import LiveHead, head_of
from participation.pages.questions import LIST, address_of, day_of, short_day
from participation.public import page_of

PATH = f"{LIST}cambios/"
TITLE = "Preguntaron, respondimos, esto cambió"
LEAD = "Las preguntas que corrigieron la cuenta, que se acogieron o que dejaron un compromiso."
CHANGING = ("corrects", "accepts", "accepts_part", "commits")
_WAITING = MappingProxyType(
    {
        "corrects": "Se corregirá en la próxima edición de la cuenta.",
        "accepts": "La institución lo acogió.",
        "accepts_part": "La institución lo acogió en parte.",
        "commits": "La institución se comprometió.",
    }
)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What was asked, what was answered and what changed."""

    href: str
    folio: str
    title: str
    asked_on: str
    answer: str
    answered_on: str
    effect: str
    outcome: str
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A page of the list; `next` is empty at its end."""

    head: LiveHead
    rows: tuple[ChangeRow, ...]
    next: str


def changes_of(after: str, now: datetime) -> ChangesPage:
    """The answers of an effect that changes something, from a place on; in few queries.

    Those that were grouped are told once, by the head of their group.

    Raises:
        ValueError: `after` is no place of this list.
    """
    rows = (
        Submission.objects.public()
        .of_people()
        .filter(effect__in=CHANGING, answered_at__isnull=False, group_head__isnull=True)
    )
    cut = page_of(rows, "recientes", after)
    answers = {
        each.submission_id: each
        for each in Answer.objects.published().filter(submission__in=cut.rows).order_by("number")
    }
    corrections = corrections_of(cut.rows)
    told = tuple(
        _told(row, answers[row.pk], corrections.get(row.folio or "", ()))
        for row in cut.rows
        if row.pk in answers
    )
    following = address_of({"despues": cut.after}, PATH) if cut.after else ""
    return ChangesPage(head_of(TITLE, LEAD, PATH), told, following)


def _told(row: Submission, answer: Answer, corrections: tuple[Correction, ...]) -> ChangeRow:
    return ChangeRow(
        href=f"{LIST}{row.folio}/",
        folio=row.folio or "",
        title=row.title,
        asked_on=short_day(row.filed_on) if row.filed_on else "",
        answer=excerpt(answer.text),
        answered_on=short_day(day_of(answer.published_at)),
        effect=str(Answer.Effect(answer.effect).label),
        outcome="" if corrections else _WAITING.get(answer.effect, ""),
        corrections=corrections,
    )
