"""What the law, or the practice, says of each date of a calendar; and the dates that comply. Pure.

A rule that a law fixes stops a date; one by analogy, practice or own choice is told, beside its
field and in public, and the institution answers for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from participation.deadlines import (
    ONE_DAY,
    BusinessCalendar,
    count_term,
)
from participation.due_words import business_days_between, day_in_words
from participation.process import latest_answers, latest_publication
from participation.process_parts import DATES, Plan, Rule, Rules
from programs.figures import plural

ANNUAL = "Ley 18.575, artículo 72"
HALF = "Ley 19.880, artículo 26, por analogía"
NAMES = {
    "council_on": "El envío al Consejo",
    "publish_on": "La publicación",
    "event_on": "El evento",
    "opens_on": "El comienzo de la recepción",
    "closes_on": "El fin de la recepción",
    "answers_on": "La publicación de las respuestas",
    "report_on": "El informe",
    "follow_up_until": "El fin del seguimiento",
}


@dataclass(frozen=True, slots=True)
class DateCheck:
    """What is to be said of the date in `field`: `ok`, `warn` (told in public) or `stop`."""

    field: str
    level: str
    sentence: str
    citation: str = ""

    @property
    def stops(self) -> bool:
        return self.level == "stop"


def check_plan(
    plan: Plan, rules: Rules, calendar: BusinessCalendar, *, consults: bool = False
) -> tuple[DateCheck, ...]:
    """Every date of a calendar held against its rule, in the order of the calendar."""
    found = (
        *_council(plan, rules, calendar, consults),
        *_publish(plan, rules, calendar),
        *_event(plan, calendar),
        *_reception(plan, rules, calendar),
        *_answers(plan, rules, calendar),
        *_report(plan, rules, calendar),
        *_follow_up(plan),
    )
    return tuple(sorted(found, key=lambda each: DATES.index(each.field)))


def stops_of(checks: tuple[DateCheck, ...]) -> dict[str, str]:
    """The first reason for which each date cannot be."""
    said: dict[str, str] = {}
    for each in checks:
        if each.stops:
            said.setdefault(each.field, each.sentence)
    return said


def _level(rule: Rule) -> str:
    return "warn" if rule.is_analogy else "stop"


def _days(number: int) -> str:
    return plural(number, "día hábil", "días hábiles")


def _council(
    plan: Plan, rules: Rules, calendar: BusinessCalendar, consults: bool
) -> Iterator[DateCheck]:
    rule, field = rules.council, "council_on"
    if plan.council_on is None:
        if consults:
            yield DateCheck(
                field, "warn", "La institución consulta a su Consejo: falta decir cuándo.",
                rule.citation,
            )  # fmt: skip
        return
    published = plan.publish_on or latest_publication(plan.event_on, rules, calendar)
    if plan.council_on > published:
        yield DateCheck(field, "stop", "El Consejo revisa antes de que la cuenta se publique.")
        return
    due = count_term(plan.council_on, rule.length, calendar).due_on
    if due >= published:
        yield DateCheck(
            field, _level(rule),
            f"El Consejo tiene {_days(rule.length)}, hasta el {day_in_words(due)}: la cuenta se "
            "publicaría antes de que termine.", rule.citation,
        )  # fmt: skip
    else:
        said = f"El Consejo tendrá {_days(rule.length)}, hasta el {day_in_words(due)}."
        yield DateCheck(field, "ok", said, rule.citation)


def _publish(plan: Plan, rules: Rules, calendar: BusinessCalendar) -> Iterator[DateCheck]:
    rule, field = rules.publish, "publish_on"
    if plan.publish_on is None:
        latest = latest_publication(plan.event_on, rules, calendar)
        said = f"Sin fecha: se entiende el {day_in_words(latest)}, el último día que cumple."
        yield DateCheck(field, "warn", said, rule.citation)
        return
    if plan.publish_on > plan.event_on:
        yield DateCheck(field, "stop", "La cuenta se publica antes del evento.", rule.citation)
        return
    before = business_days_between(plan.publish_on, plan.event_on, calendar)
    if before < rule.length:
        said = f"Quedarían {_days(before)} antes del evento; se acostumbran {rule.length} o más."
        yield DateCheck(field, _level(rule), said, rule.citation)
    else:
        said = f"{_days(before)} antes del evento; el mínimo es {rule.length}."
        yield DateCheck(field, "ok", said, rule.citation)


def _event(plan: Plan, calendar: BusinessCalendar) -> Iterator[DateCheck]:
    if why := calendar.why_not(plan.event_on):
        said = f"Ese día no es hábil ({why}): puede hacerse, pero menos personas podrán ir."
        yield DateCheck("event_on", "warn", said)
    else:
        yield DateCheck("event_on", "ok", "Es un día hábil. La cuenta se da cada año.", ANNUAL)


def reception_days(plan: Plan, calendar: BusinessCalendar) -> int:
    """Business days of the reception, its first and its last among them."""
    return business_days_between(plan.opens_on - ONE_DAY, plan.closes_on, calendar)


def _reception(plan: Plan, rules: Rules, calendar: BusinessCalendar) -> Iterator[DateCheck]:
    if plan.publish_on is not None and plan.opens_on < plan.publish_on:
        said = "No se puede preguntar por una cuenta que todavía no está publicada."
        yield DateCheck("opens_on", "stop", said)
    if plan.closes_on < plan.opens_on:
        yield DateCheck("closes_on", "stop", "La recepción termina después de empezar.")
        return
    days, floor, usual = reception_days(plan, calendar), rules.floor, rules.reception
    if days < floor.length:
        yield DateCheck(
            "closes_on", _level(floor),
            f"La recepción tendría {_days(days)} y la ley pide al menos {floor.length} "
            f"({floor.citation}). Cierre más tarde o abra antes.", floor.citation,
        )  # fmt: skip
    elif days < usual.length:
        said = f"La recepción tendría {_days(days)}: menos que los {usual.length} acostumbrados."
        yield DateCheck("closes_on", _level(usual), said, usual.citation)
    else:
        said = f"{_days(days)} para preguntar; el mínimo legal es {floor.length}."
        yield DateCheck("closes_on", "ok", said, floor.citation)
    if why := calendar.why_not(plan.closes_on):
        said = f"El último día no es hábil ({why}): lo que llegue entonces se ingresa después."
        yield DateCheck("closes_on", "warn", said, "Ley 19.880, artículo 25")


def _answers(plan: Plan, rules: Rules, calendar: BusinessCalendar) -> Iterator[DateCheck]:
    rule, field = rules.answer, "answers_on"
    latest = latest_answers(plan, rules, calendar)
    if plan.answers_on is None:
        said = f"Sin fecha: se entiende el {day_in_words(latest)}, el último día del plazo."
        yield DateCheck(field, "warn", said, rule.citation)
    elif plan.answers_on < plan.closes_on:
        said = "Las respuestas se publican cuando la recepción terminó."
        yield DateCheck(field, "stop", said)
    elif plan.answers_on > latest:
        said = (
            f"El plazo para responder son {_days(rule.length)} y vence el {day_in_words(latest)}."
        )
        yield DateCheck(field, _level(rule), said, rule.citation)
    else:
        said = f"Dentro del plazo, que vence el {day_in_words(latest)}."
        yield DateCheck(field, "ok", said, rule.citation)


def _report(plan: Plan, rules: Rules, calendar: BusinessCalendar) -> Iterator[DateCheck]:
    rule, field = rules.summary, "report_on"
    if plan.report_on is None:
        yield DateCheck(field, "warn", "Falta decir cuándo se publica el informe.", rule.citation)
        return
    answered = plan.answers_on or latest_answers(plan, rules, calendar)
    latest = count_term(answered, rule.length, calendar).due_on
    if plan.report_on < answered:
        yield DateCheck(field, "stop", "El informe se publica después de las respuestas.")
    elif plan.report_on > latest:
        said = f"Son más de {_days(rule.length)} desde las respuestas ({day_in_words(latest)})."
        yield DateCheck(field, _level(rule), said, rule.citation)
    else:
        said = f"A más tardar {_days(rule.length)} después de las respuestas."
        yield DateCheck(field, "ok", said, rule.citation)


def _follow_up(plan: Plan) -> Iterator[DateCheck]:
    field = "follow_up_until"
    if plan.follow_up_until is None:
        said = "Sin fecha: el seguimiento termina cuando la cuenta se archiva."
        yield DateCheck(field, "warn", said)
        return
    if plan.follow_up_until < (plan.report_on or plan.answers_on or plan.closes_on):
        said = "El seguimiento termina después de las respuestas y de su informe."
        yield DateCheck(field, "stop", said)
    else:
        yield DateCheck(field, "ok", "Hasta la cuenta del año siguiente.", ANNUAL)
