"""What the pages for asking show: the steps, what happens afterwards, similar questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from participation import clocks
from participation.deadlines import CHILE, filing_day
from participation.draft_content import Content
from participation.due_words import business_days_between, day_in_words
from participation.forms import KindForm, PersonForm, Step, TextForm
from participation.models import Answer, ClockRule, Submission, Window
from participation.subjects import ledger_of
from programs.contacts import href_of
from programs.figures import plural
from programs.models import Edition, PublicAccount

EXCERPT = 280  # characters


@dataclass(frozen=True, slots=True)
class ContactLink:
    """A contact point in words; `href` is empty where it cannot be a link."""

    label: str
    href: str


def contacts_of(edition: Edition | None) -> list[ContactLink]:
    """Where the institution can be reached, as that edition says."""
    contacts = ledger_of(edition).institution.contacts if edition else ()
    return [ContactLink(f"{each.label}: {each.value}", href_of(each)) for each in contacts]


@dataclass(frozen=True, slots=True)
class StepName:
    """A step: its place in the address, its template, its form and its title."""

    slug: str
    template: str
    title: str
    form: type[Step] | None = None


STEPS = (
    StepName("tipo", "ask_kind", "¿Qué quiere enviar?", KindForm),
    StepName("texto", "ask_text", "Escriba su texto", TextForm),
    StepName("archivos", "ask_files", "¿Quiere adjuntar algo?"),
    StepName("datos", "ask_person", "¿Cómo le respondemos?", PersonForm),
    StepName("revisar", "ask_review", "Revise y envíe"),
)
SLUGS = tuple(each.slug for each in STEPS)
REVIEW = SLUGS[-1]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where somebody is: step `number` of `total`; `marks` says of each whether it was reached."""

    number: int
    total: int
    before: str
    after: str
    marks: tuple[bool, ...]


def progress_of(slug: str) -> Progress:
    """The place of a step among all; `before` and `after` are slugs, empty at the ends."""
    at = SLUGS.index(slug)
    return Progress(
        at + 1, len(SLUGS), SLUGS[at - 1] if at else "", SLUGS[at + 1] if at + 1 < len(SLUGS)
        else "", tuple(number <= at for number in range(len(SLUGS))),
    )  # fmt: skip


def step_to_mend(content: Content) -> str:
    """The first step that does not hold yet; empty where all do."""
    for step in STEPS:
        if step.form is not None and not form_of(step.form, content).is_valid():
            return step.slug
    return ""


def form_of(form: type[Step], content: Content) -> Step:
    """What was typed, looked at again."""
    return form({name: getattr(content, name) for name in form.base_fields})


@dataclass(frozen=True, slots=True)
class Outlook:
    """What happens after sending now: the days in words, and how the window stands.

    `is_outside` is about the day on which it would be filed: what is sent on the last Saturday of
    a window may already be outside it.
    """

    answer_by: str
    answer_days: str
    opens_on: str
    closes_on: str
    days_left: str
    is_early: bool
    is_closed: bool

    @property
    def is_outside(self) -> bool:
        return self.is_early or self.is_closed


def outlook_of(account: PublicAccount, now: datetime) -> Outlook:
    """How it would go for something that is sent now."""
    calendar = clocks.calendar_for()
    filed_on = filing_day(now, calendar)
    window = Window.objects.filter(account=account).first()
    answer = clocks.count(
        ClockRule.Clock.ANSWER,
        after=clocks.answer_starts_after(window, filed_on),
        at=now,
        calendar=calendar,
    )
    today = now.astimezone(CHILE).date()
    left = business_days_between(today, window.closes_on, calendar) if window else 0
    return Outlook(
        answer_by=day_in_words(answer.due_on, with_year=answer.due_on.year != today.year),
        answer_days=plural(answer.length, "día hábil", "días hábiles"),
        opens_on=day_in_words(window.opens_on, with_year=True) if window else "",
        closes_on=day_in_words(window.closes_on, with_year=True) if window else "",
        days_left="" if left < 1 else _left(left),
        is_early=window is not None and filed_on < window.opens_on,
        is_closed=window is not None
        and filed_on > window.closes_on
        and not clocks.is_within(window, filed_on),
    )


def _left(days: int) -> str:
    return f"{'Queda' if days == 1 else 'Quedan'} {plural(days, 'día hábil', 'días hábiles')}"


@dataclass(frozen=True, slots=True)
class SimilarQuestion:
    """One that somebody asked before, with the beginning of its answer if it has one."""

    folio: str
    title: str
    excerpt: str
    state: str
    support: str
    answer: str


def similar_questions(found: Sequence[Submission]) -> tuple[SimilarQuestion, ...]:
    """The rows as they are shown; grouped ones bring the answer of their group."""
    wanted = {each.pk: each.group_head_id or each.pk for each in found}
    answers = _answers_of(wanted.values())
    return tuple(
        SimilarQuestion(
            folio=each.folio or "",
            title=each.title,
            excerpt=excerpt(each.text),
            state=each.get_state_display(),
            support=support_in_words(each.support_count),
            answer=excerpt(answers.get(wanted[each.pk], "")),
        )
        for each in found
    )


def _answers_of(submissions: Iterable[int]) -> dict[int, str]:
    rows = Answer.objects.published().filter(submission__in=list(submissions)).order_by("number")
    return dict(rows.values_list("submission_id", "text"))


def support_in_words(count: int) -> str:
    """How many more ask the same; empty for nobody yet."""
    if not count:
        return ""
    verb = "pregunta" if count == 1 else "preguntan"
    return f"{plural(count, 'persona más', 'personas más')} {verb} lo mismo"


def excerpt(text: str) -> str:
    """The beginning, cut between words."""
    text = " ".join(text.split())
    if len(text) <= EXCERPT:
        return text
    return text[:EXCERPT].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def size_in_words(size: int) -> str:
    """`312 KB`, `1,4 MB`."""
    kilobytes = max(1, round(size / 1024))
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{size / 1024**2:.1f} MB".replace(".", ",")


def file_limits() -> dict[str, str]:
    """How much may be attached, in words."""
    most = int(settings.ATTACHMENTS_MAX_COUNT)
    return {
        "count": plural(most, "archivo", "archivos"),
        "each": size_in_words(int(settings.ATTACHMENT_MAX_BYTES)).replace(",0", ""),
        "together": size_in_words(int(settings.ATTACHMENTS_MAX_BYTES)).replace(",0", ""),
    }


KIND_SENTENCES = {
    "question": "Quiere saber algo: cómo, cuánto, dónde, por qué.",
    "statement": "Propone o pide algo: una idea, una necesidad, un cambio.",
    "remark": "Señala algo sobre la cuenta: un dato que no calza, algo que falta o que está bien.",
}
