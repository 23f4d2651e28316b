"""The published answers of a question: every version, whole, with what each one does."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from participation.models import Answer, Submission
from participation.pages.questions import day_of, newest_edition_of, short_day
from participation.subjects import address_in, ledger_of
from programs.checks.wording import label_of
from programs.figures import format_figure

EFFECTS = MappingProxyType(
    {
        "informs": "La respuesta explica; no cambia la cuenta.",
        "corrects": "La cuenta tenía algo equivocado y se corrige en su próxima edición.",
        "accepts": "La institución hará lo que se plantea.",
        "accepts_part": "La institución hará una parte de lo que se plantea.",
        "rejects": "La institución no hará lo que se plantea, y dice por qué.",
        "commits": "La institución se compromete a hacer algo, y se le puede seguir.",
        "refers": "Le corresponde a otro órgano.",
    }
)


@dataclass(frozen=True, slots=True)
class StepView:
    """Something that happened, with its day; `is_next` is what is waited for."""

    what: str
    when: str
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """Words that lead somewhere, with a note beside them."""

    label: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One published version of the answer, whole: all of them stay in sight."""

    number: int
    text: str
    effect: str
    effect_sentence: str
    figures: tuple[Linked, ...]
    signed_by: str
    day: str
    iso: str
    sha256: str
    reason: str


def answers_of(row: Submission, owner: Submission) -> tuple[AnswerView, ...]:
    """Every published version, the newest first; those of its group where it was grouped."""
    if row.answered_at is None:
        return ()
    found = Answer.objects.published().filter(submission__in={row.pk, owner.pk})
    versions = sorted(found, key=lambda each: (each.submission_id == row.pk, each.number))
    own = [each for each in versions if each.submission_id == row.pk]
    return tuple(_answer(each, row) for each in reversed(own or versions))


def _answer(answer: Answer, row: Submission) -> AnswerView:
    assert answer.published_at is not None  # noqa: S101 (only published ones come here)
    office = f", {answer.published_by_office}" if answer.published_by_office else ""
    return AnswerView(
        number=answer.number,
        text=answer.text,
        effect=str(Answer.Effect(answer.effect).label),
        effect_sentence=EFFECTS[answer.effect],
        figures=tuple(figures_of(answer.figures, row)),
        signed_by=f"{answer.published_by_name}{office}",
        day=short_day(day_of(answer.published_at)),
        iso=answer.published_at.isoformat(),
        sha256=answer.sha256,
        reason=answer.reason,
    )


def figures_of(keys: Iterable[str], row: Submission) -> Iterable[Linked]:
    """The figures of an answer as today's edition states them, or as the one asked about did."""
    if not keys:
        return
    newest = newest_edition_of(row.account.account_year)
    for key in keys:
        for edition in (newest, row.edition):
            figure = ledger_of(edition).figure.get(key) if edition is not None else None
            if edition is not None and figure is not None:
                label = label_of(ledger_of(edition), figure)
                href = address_in(edition, f"cifras/{key}/")
                yield Linked(label, href, format_figure(figure))
                break
