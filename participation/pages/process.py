"""The public page of a process: where it is, what comes, what was late, and why dates changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from participation.deadlines import CHILE
from participation.due_words import business_days_between, day_in_words
from participation.models import CalendarChange, Window
from participation.pages.live import LiveHead, head_of
from participation.pages.process_steps import Step, with_hearings
from participation.process_parts import Milestone, Phase, Rule
from participation.process_words import DAY, PHASE, DateMoved, Said, dates_moved
from participation.processes import Reading, read_process
from programs.actions.archiving import correction_of
from programs.figures import plural
from programs.models import PublicAccount

PATH = "/participacion/proceso/"
ABOUT = "En qué va la cuenta pública, qué sigue, cuántos días quedan y qué ley lo pide."
ANALOGY = "por analogía, práctica o decisión propia"


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase in the bar of phases, with the words that a screen reader says of its state."""

    name: str
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of the calendar; `by` is for the staff alone."""

    what: str
    reason: str
    at: datetime
    dates: tuple[DateMoved, ...]
    days: str
    by: str


@dataclass(frozen=True, slots=True)
class Amended:
    """An edition that corrected the account after it was archived."""

    number: int
    day: str
    reason: str
    href: str


@dataclass(frozen=True)
class ProcessPage:
    """A process, as anyone reads it. `others` are the years of other processes."""

    year: int
    institution: str
    phase: Said
    left: str
    phases: tuple[PhaseView, ...]
    steps: tuple[Step, ...]
    suspended: str
    why_suspended: str
    is_receiving: bool
    is_published: bool
    late: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    amended: tuple[Amended, ...]
    amending: str  # why an archived account is being corrected; empty where it is not
    amending_since: str
    today: str
    others: tuple[int, ...]
    head: LiveHead


def process_page(account: PublicAccount, *, now: datetime, others: tuple[int, ...]) -> ProcessPage:
    """The process of an account whose dates are public."""
    reading = read_process(account, now)
    process, window = reading.process, reading.window
    rows = list(CalendarChange.objects.filter(account=account))
    steps = steps_of(reading)
    year = account.account_year
    suspension = next((each for each in rows if each.kind == CalendarChange.Kind.SUSPEND), None)
    since = window.suspended_on if window else None
    opened = correction_of(account)
    title = f"El proceso de la cuenta {year}"
    return ProcessPage(
        year=year,
        institution=account.institution.short_name,
        phase=PHASE[process.phase.code],
        left=left_words(process.phase, is_suspended=process.is_suspended),
        phases=tuple(
            _phase_view(each)
            for each in process.phases
            if each.code != "council" or _has_council(reading)
        ),
        steps=with_hearings(steps, account, now),
        suspended=day_in_words(since, with_year=True) if since else "",
        why_suspended=suspension.reason if since and suspension else "",
        is_receiving=process.phase.code == "reception",
        is_published=reading.done.published_on is not None,
        late=tuple(f"{step.name}: {said}" for step in steps for said in step.late),
        changes=tuple(change_lines(rows)),
        amended=tuple(_amended(account)),
        amending=opened.detail["reason"] if opened else "",
        amending_since=_in_words(opened.at) if opened else "",
        today=day_in_words(reading.today, with_year=True),
        others=others,
        head=head_of(title, ABOUT, f"{PATH}{year}/", "Proceso"),
    )


def _amended(account: PublicAccount) -> Iterator[Amended]:
    """What was published once the process was over, newest first."""
    if account.archived_at is None:
        return
    rows = account.editions.filter(published_at__gt=account.archived_at).order_by("-number")
    base = f"/cuentas/{account.account_year}/ediciones/#edicion-"
    for each in rows:
        yield Amended(
            each.number, _in_words(each.published_at), each.reason, f"{base}{each.number}"
        )


def _in_words(at: datetime) -> str:
    return day_in_words(at.astimezone(CHILE).date(), with_year=True)


def public_years() -> tuple[int, ...]:
    """The years whose process anyone may read, newest first."""
    rows = Window.objects.public().order_by("-account__account_year")
    return tuple(rows.values_list("account__account_year", flat=True))


def left_words(phase: Phase, *, is_suspended: bool = False) -> str:
    """`Quedan 12 días hábiles, hasta el martes 2 de agosto`; empty where no date ends it."""
    if phase.until is None or is_suspended:
        return ""
    until = day_in_words(phase.until)
    if not phase.days:
        return f"Hasta el {until}"
    verb = "Queda" if phase.days == 1 else "Quedan"
    return f"{verb} {plural(phase.days, 'día hábil', 'días hábiles')}, hasta el {until}"


_SAID = {"past": "terminada", "now": "en curso", "future": "por venir"}


def _phase_view(phase: Phase) -> PhaseView:
    return PhaseView(PHASE[phase.code].name, phase.state, _SAID[phase.state])


def steps_of(reading: Reading) -> tuple[Step, ...]:
    """Every day of the process, in order; what an institution has no council for is left out."""
    following = reading.process.next
    return tuple(
        _step(each, reading, is_next=each is following)
        for each in reading.process.milestones
        if each.code != "council" or _has_council(reading)
    )


def _has_council(reading: Reading) -> bool:
    """Whether a council reads this account, or did."""
    planned = reading.window is not None and reading.window.council_on is not None
    consults = reading.account.institution.consults_council
    return consults or planned or reading.done.council_on is not None


_MARK = {
    "done": "Hecho", "late": "Fuera de plazo", "today": "Hoy", "coming": "Por venir",
    "paused": "En suspenso", "unplanned": "Sin fecha",
}  # fmt: skip


def _step(milestone: Milestone, reading: Reading, *, is_next: bool) -> Step:
    said = DAY[milestone.code]
    is_late = milestone.state == "done" and milestone.was_late
    return Step(
        code=milestone.code,
        name=said.name,
        day=_day(milestone, reading.today),
        state="done-late" if is_late else milestone.state,
        mark="Hecho con atraso" if is_late else _MARK[milestone.state],
        note=_note(milestone, reading),
        meaning=said.meaning,
        basis=said.basis,
        rule=_rule(milestone.code, reading),
        late=tuple(_late(milestone, reading)),
        is_next=is_next,
        on=milestone.happened_on or milestone.on,
    )


def _day(milestone: Milestone, today: date) -> str:
    on = milestone.happened_on or milestone.on
    return day_in_words(on, with_year=True) if on else ""


def _note(milestone: Milestone, reading: Reading) -> str:
    if milestone.state == "late":
        return late_words(reading, milestone)
    if milestone.state == "coming" and milestone.days:
        verb = "Falta" if milestone.days == 1 else "Faltan"
        return f"{verb} {_days(milestone.days)}"
    return ""


def late_words(reading: Reading, milestone: Milestone) -> str:
    """`3 días hábiles de atraso`, until today."""
    days = 0
    if milestone.on is not None:
        days = business_days_between(milestone.on, reading.today, reading.calendar)
    return f"{_days(days)} de atraso" if days else "Venció, y todavía no se hace"


def _late(milestone: Milestone, reading: Reading) -> Iterator[str]:
    """What was ever late of it, which stays whatever happened to the calendar."""
    for each in milestone.missed:
        was_due = f"vencía el {day_in_words(each.due_on, with_year=True)}"
        happened = each.happened_on or milestone.happened_on
        if happened is None:
            yield f"{was_due} y no se ha hecho"
        else:
            days = reading.late_by(each.due_on, happened)
            yield (
                f"{was_due} y se hizo el {day_in_words(happened, with_year=True)}, con "
                f"{_days(days)} de atraso"
            )


def _days(number: int) -> str:
    return plural(number, "día hábil", "días hábiles")


def _rule(code: str, reading: Reading) -> str:
    """The length that rules that day and honestly where it comes from."""
    rules = reading.rules
    made = {
        "council": (rules.council, "El Consejo tiene {}"),
        "publish": (rules.publish, "Al menos {} antes del evento"),
        "closes": (rules.floor, "La recepción dura al menos {}"),
        "answers": (rules.answer, "El plazo son {}"),
        "report": (rules.summary, "A más tardar {} después de las respuestas"),
    }
    if code not in made:
        return ""
    rule, words = made[code]
    return f"{words.format(_days(rule.length))}. {_source(rule)}."


def _source(rule: Rule) -> str:
    return f"{rule.citation} ({ANALOGY})" if rule.is_analogy else rule.citation


def change_lines(rows: Iterable[CalendarChange]) -> Iterator[ChangeLine]:
    """The history of a calendar, newest first."""
    for row in rows:
        yield ChangeLine(
            what=row.get_kind_display(),
            reason=row.reason,
            at=row.at.astimezone(CHILE),
            dates=tuple(dates_moved(row.before, row.after)),
            days=_days(row.days) if row.days is not None else "",
            by=str(row.by),
        )
