"""Terms met and missed: by how much, and which; with every extension and its reason."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import F, Q

from participation.deadlines import CHILE
from participation.due_words import business_days_between
from participation.models import ClockRule, Deadline
from participation.models.terms import DeadlineChange
from participation.report.sections.summary import filed_of
from participation.report.shapes import Line, SectionOf, Source, day, instant
from participation.report.themes import questions_of
from participation.transitions import OPEN
from programs.formats import Field

AT_ONCE = 500
SPANS = ((1, 5), (6, 10), (11, 20), (21, 0))  # business days late; 0 is without end
_WAITS = Q(submission__answered_at__isnull=True, submission__state__in=OPEN)
_ANSWERED_LATE = Q(submission__answered_at__isnull=False, met_at__gte=F("due_at"))


def late_days(source: Source) -> tuple[Counter[int], Counter[int]]:
    """By business days late, how many were answered so and how many still wait."""
    terms = Deadline.objects.filter(
        clock=ClockRule.Clock.ANSWER, submission__in=filed_of(source).order_by().values("pk")
    ).order_by()
    answered: Counter[int] = Counter()
    for due_on, met_at in terms.filter(_ANSWERED_LATE).values_list("due_on", "met_at").iterator():
        until = met_at.astimezone(CHILE).date()
        answered[business_days_between(due_on, until, source.calendar)] += 1
    waiting: Counter[int] = Counter()
    late = terms.filter(_WAITS, due_on__lt=source.today)
    for due_on in late.values_list("due_on", flat=True).iterator():
        waiting[business_days_between(due_on, source.today, source.calendar)] += 1
    return answered, waiting


def median_of(days: Counter[int]) -> int | None:
    """The least number of days that half of them reach; None without any."""
    half, so_far = sum(days.values()) / 2, 0
    for each in sorted(days):
        so_far += days[each]
        if so_far >= half:
            return each
    return None


def _delays(source: Source) -> Iterator[Line]:
    answered, waiting = late_days(source)
    for first, last in SPANS:
        words = f"De {first} a {last} días hábiles tarde" if last else "Más de 20 días hábiles"
        counts = (_within(answered, first, last), _within(waiting, first, last))
        yield _delay(f"{first}-{last or 'mas'}", words, *counts)
    yield _delay("todas", "Todas las atrasadas", answered.total(), waiting.total())
    yield _delay("mediana", "Mediana del atraso, en días hábiles",
                 median_of(answered), median_of(waiting))  # fmt: skip
    yield _delay("mayor", "El mayor atraso, en días hábiles",
                 max(answered, default=None), max(waiting, default=None))  # fmt: skip


def _within(days: Counter[int], first: int, last: int) -> int:
    return sum(count for each, count in days.items() if each >= first and not 0 < last < each)


def _delay(code: str, words: str, answered: int | None, waiting: int | None) -> Line:
    return Line({"codigo": code, "atraso": words, "respondidas": answered, "esperan": waiting})


def _terms(source: Source) -> Iterator[Line]:
    """Public questions that were late or extended, in the order of their folios."""
    found = (
        Deadline.objects.filter(
            Q(extension__gt=0) | _ANSWERED_LATE | _WAITS & Q(due_on__lt=source.today),
            clock=ClockRule.Clock.ANSWER,
            submission__in=questions_of(source).order_by().values("pk"),
        )
        .select_related("submission")
        .only(
            "due_on", "due_at", "extension", "met_at", "length",
            "submission__folio", "submission__answered_at", "submission__state",
        )
        .order_by("submission__number")
    )  # fmt: skip
    batch: list[Deadline] = []
    for each in found.iterator(chunk_size=AT_ONCE):
        batch.append(each)
        if len(batch) == AT_ONCE:
            yield from _told(batch, source)
            batch = []
    yield from _told(batch, source)


def _told(batch: list[Deadline], source: Source) -> Iterator[Line]:
    changes: dict[int, list[str]] = {}
    rows = DeadlineChange.objects.filter(deadline__in=[each.pk for each in batch]).order_by("pk")
    for change in rows:
        said = f"Del {change.old_due_on:%d-%m-%Y} al {change.new_due_on:%d-%m-%Y}: {change.reason}"
        changes.setdefault(change.deadline_id, []).append(said)
    for each in batch:
        row = each.submission
        end = _end_of(each, source)
        yield Line(
            {
                "folio": row.folio,
                "vence": day(each.due_on),
                "respondida": instant(row.answered_at),
                "atraso": business_days_between(each.due_on, end, source.calendar)
                if end > each.due_on
                else None,
                "ampliacion": each.extension,
                "cambios": "\n".join(changes.get(each.pk, ())),
            },
            folio=row.folio or "",
        )


def _end_of(term: Deadline, source: Source) -> date:
    """The day of the answer, or that of the report while it is owed."""
    if term.met_at is not None:
        return term.met_at.astimezone(CHILE).date()
    return source.today if term.submission.state in OPEN else term.due_on


DELAYS = SectionOf(
    code="atrasos",
    title="Cuánto se tardó de más",
    about="Lo que se respondió o espera fuera de plazo, por días hábiles de atraso.",
    fields=(
        Field("codigo", "Código"),
        Field("atraso", "Atraso"),
        Field("respondidas", "Respondidas tarde", kind="integer"),
        Field("esperan", "Esperan, vencidas", kind="integer"),
    ),
    read=_delays,
    shown=("atraso", "respondidas", "esperan"),
)
TERMS = SectionOf(
    code="plazos",
    title="Plazos ampliados y no cumplidos",
    about="Cada pregunta que se respondió tarde, que espera vencida o cuyo plazo cambió, con el "
    "motivo de cada cambio.",
    fields=(
        Field("folio", "Folio"),
        Field("vence", "Vence", kind="date"),
        Field("respondida", "Respondida", kind="dateTime"),
        Field("atraso", "Días hábiles de atraso", "vacío si no se atrasó", "integer"),
        Field("ampliacion", "Días de ampliación", "días hábiles", "integer"),
        Field("cambios", "Cambios del plazo"),
    ),
    read=_terms,
    empty="Ninguna pregunta se respondió tarde ni se amplió su plazo.",
)
