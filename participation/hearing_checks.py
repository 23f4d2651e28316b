"""What is missing or worth a look before a hearing is called: beside its field, with its reason.

Pure: the rule, the days that count and what else there is are passed in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from participation.deadlines import CHILE, BusinessCalendar, count_term
from participation.due_words import business_days_between, day_in_words
from participation.hearing_words import zone_of
from programs.figures import plural

EARLY, LATE = 8, 20  # hours of the day between which people can be expected to come
OK, MISSING, ADVICE = "ok", "missing", "advice"


@dataclass(frozen=True, slots=True)
class Notice:
    """The rule of how long before a hearing is called: business days, and where it comes from."""

    length: int
    citation: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What of a hearing is checked. `region` is a CUT code."""

    starts_at: datetime
    ends_at: datetime
    region: str | None
    mode: str
    place: str
    address: str
    directions: str
    link: str
    access: tuple[str, ...]
    capacity: int | None
    short_notice: str
    is_account_published: bool
    has_other_that_day: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: of which field, whether it stops the call, what it says and by which norm."""

    field: str
    level: str
    sentence: str
    citation: str = ""


def first_day(today: date, notice: Notice, calendar: BusinessCalendar) -> date:
    """The first day for which a hearing may be called today with its whole notice."""
    return count_term(today, notice.length, calendar).due_on


def check_plan(
    plan: Plan, *, now: datetime, notice: Notice, calendar: BusinessCalendar
) -> tuple[Finding, ...]:
    """Every check of a hearing that is to be called now; `calendar` is that of its region."""
    return (
        *_notice(plan, now, notice, calendar), *_day(plan, calendar), *_where(plan),
        *_access(plan), *_account(plan),
    )  # fmt: skip


def stops(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that have to be mended before it is called."""
    return tuple(each for each in findings if each.level == MISSING)


def _notice(
    plan: Plan, now: datetime, notice: Notice, calendar: BusinessCalendar
) -> Iterator[Finding]:
    today = now.astimezone(CHILE).date()
    day = plan.starts_at.astimezone(zone_of(plan.region)).date()
    if plan.starts_at <= now:
        yield Finding("day", MISSING, "Ese día y esa hora ya pasaron. Elija una fecha que venga.")
        return
    given = business_days_between(today, day, calendar)
    days, rule = (plural(each, "día hábil", "días hábiles") for each in (given, notice.length))
    left = {0: "No queda ningún día hábil", 1: f"Queda {days}"}.get(given, f"Quedan {days}")
    if given >= notice.length:
        said = f"Se convoca con {days} de aviso; la regla pide {rule}."
        yield Finding("day", OK, said, notice.citation)
        return
    first = day_in_words(first_day(today, notice, calendar))
    said = f"{left} y la regla pide {rule}: el primer día posible es el {first}."
    if plan.short_notice:
        yield Finding("day", ADVICE, f"{said} Se publicará por qué.", notice.citation)
    else:
        said += " Cambie el día, o escriba por qué se convoca con menos aviso."
        yield Finding("day", MISSING, said, notice.citation)


def _day(plan: Plan, calendar: BusinessCalendar) -> Iterator[Finding]:
    starts = plan.starts_at.astimezone(zone_of(plan.region))
    if why := calendar.why_not(starts.date()):
        yield Finding("day", ADVICE, f"Ese día no es hábil: {why}. Puede hacerse igual.")
    if not EARLY <= starts.hour < LATE:
        yield Finding("starts", ADVICE, "Es una hora difícil para quienes trabajan o viajan.")
    if plan.has_other_that_day:
        yield Finding("day", ADVICE, "Ya hay otra audiencia ese día en la misma región.")


def _where(plan: Plan) -> Iterator[Finding]:
    if plan.mode != "remote":
        if plan.region is None:
            yield Finding("region", MISSING, "Elija la región donde se hace.")
        if not plan.place or not plan.address:
            yield Finding("place", MISSING, "Diga el lugar y su dirección.")
        if not plan.directions:
            yield Finding("directions", ADVICE, "Diga cómo se llega, sobre todo en transporte "
                          "público.")  # fmt: skip
        if plan.capacity is None:
            yield Finding("capacity", ADVICE, "Sin cupos no hay lista de espera.")
    if plan.mode != "in_person" and not plan.link:
        yield Finding("link", MISSING, "Escriba el enlace con que se conectan.")


def _access(plan: Plan) -> Iterator[Finding]:
    if not plan.access:
        yield Finding("access", ADVICE, "No anuncia nada de accesibilidad: quien la necesita no "
                      "sabrá si puede ir.")  # fmt: skip
    elif plan.mode != "remote" and "wheelchair" not in plan.access:
        yield Finding("access", ADVICE, "No anuncia acceso para sillas de ruedas.")


def _account(plan: Plan) -> Iterator[Finding]:
    if not plan.is_account_published:
        yield Finding("account", ADVICE, "Esa cuenta todavía no está publicada: quien venga no "
                      "habrá podido leerla.")  # fmt: skip
