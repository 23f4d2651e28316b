"""The public page of terms: what rules, how the institution does, the days that do not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from participation import clocks
from participation.deadlines import CHILE, BusinessCalendar, filing_day
from participation.due_words import business_days_between, day_in_words
from participation.models import ClockRule, Holiday, Submission, Window
from participation.pages.terms import TermView, term_view
from participation.transitions import OPEN
from programs.figures import format_number, plural
from programs.models import PublicAccount

_PART_CLASSES = ("s1", "s2", "s3", "s0")


@dataclass(frozen=True, slots=True)
class Opening:
    """How the reception stands: words first, then its days, and one tick for each that is left."""

    words: str
    is_open: bool
    opens_on: str
    closes_on: str
    ticks: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A term in force, and honestly where it comes from; `next` is the rule that follows it."""

    name: str
    length: str
    citation: str
    origin: str
    next: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with its denominator: `38 de 40 (95 %)`. `x` and `width` in percent."""

    words: str
    number: str
    of: str
    css: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Submissions of one group, by how they stand to the term to answer."""

    name: str
    owed: int
    late: int
    answered: int
    answered_late: int

    @property
    def all_owed(self) -> int:
        return self.owed + self.late

    @property
    def all(self) -> int:
        return self.all_owed + self.all_answered

    @property
    def all_answered(self) -> int:
        return self.answered + self.answered_late

    @property
    def in_time(self) -> str:
        """Of the answered, those in term, with their denominator; a dash where there are none."""
        return part_of(self.answered, self.all_answered)


@dataclass(frozen=True, slots=True)
class Tally:
    """How the institution does: all that was filed, the parts, and the same by unit."""

    total: Counts
    filed: int
    ended_otherwise: int
    shares: tuple[Share, ...]
    units: tuple[Counts, ...]


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """A day that does not count, where, and by which law if the staff added it."""

    day: str
    name: str
    scope: str
    law: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class DeadlinesPage:
    """All that the page shows. `tally` and `opening` are None without an account."""

    year: int
    opening: Opening | None
    tally: Tally | None
    council: Counts | None
    rules: tuple[RuleLine, ...]
    example: TermView
    example_words: str
    holidays: tuple[HolidayLine, ...]
    today: str


def deadlines_page(account: PublicAccount | None, *, now: datetime) -> DeadlinesPage:
    """What holds at `now` for that account; what rules, also without any."""
    today = now.astimezone(CHILE).date()
    calendar = clocks.calendar_for()
    window = Window.objects.filter(account=account).first() if account else None
    filed_on = filing_day(now, calendar)
    after = clocks.answer_starts_after(window, filed_on)
    rule = ClockRule.objects.in_force(ClockRule.Clock.ANSWER, after)
    return DeadlinesPage(
        year=today.year,
        opening=opening_of(window, today, calendar) if window else None,
        tally=tally_of(Submission.objects.of_people().filter(account=account), today)
        if account
        else None,
        council=_council(account, today) if account else None,
        rules=tuple(rule_lines(today)),
        example=term_view(clocks.explain(after, rule.length, calendar)),
        example_words=_example_words(window, after, filed_on),
        holidays=tuple(holiday_lines(today.year)),
        today=day_in_words(today, with_year=True),
    )


def _council(account: PublicAccount, today: date) -> Counts | None:
    """What the council filed, counted apart: its term is another."""
    rows = Submission.objects.public().of_council().filter(account=account)
    total = tally_of(rows, today).total
    return total if total.all_owed or total.all_answered else None


def _example_words(window: Window | None, after: date, filed_on: date) -> str:
    if window is not None and after == window.event_on:
        return f"Se cuenta desde el día del evento, el {day_in_words(after)}."
    if window is not None and after == window.closes_on:
        return f"Se cuenta desde el cierre de la recepción, el {day_in_words(after)}."
    return f"Se cuenta desde su ingreso legal, el {day_in_words(filed_on)}."


def opening_of(window: Window, today: date, calendar: BusinessCalendar) -> Opening:
    """Closed before, open with the days that are left, or closed after."""
    opens, closes = (day_in_words(day) for day in (window.opens_on, window.closes_on))
    if window.suspended_on is not None and window.opens_on <= today:
        since = day_in_words(window.suspended_on)
        return Opening(f"El proceso está suspendido desde el {since}", False, opens, closes)
    if today < window.opens_on:
        return Opening(f"La recepción empieza el {opens}", False, opens, closes)
    if today > window.closes_on:
        return Opening(f"La recepción terminó el {closes}", False, opens, closes)
    left = business_days_between(today, window.closes_on, calendar)
    length = business_days_between(window.opens_on, window.closes_on, calendar)
    if not left:
        words = "Hoy es el último día para participar"
    else:
        verb = "Queda" if left == 1 else "Quedan"
        words = f"{verb} {plural(left, 'día hábil', 'días hábiles')} para participar"
    ticks = tuple(place >= length - left for place in range(length))
    return Opening(words, True, opens, closes, ticks)


def rule_lines(today: date) -> Iterable[RuleLine]:
    """The rules in force, in the order of the clocks, each with the one that will follow it."""
    rules = list(ClockRule.objects.order_by("valid_from"))
    for clock in ClockRule.Clock:
        mine = [rule for rule in rules if rule.clock == clock]
        current = [rule for rule in mine if rule.valid_from <= today]
        future = [rule for rule in mine if rule.valid_from > today]
        if current:
            yield _rule_line(current[-1], future[0] if future else None)


def _rule_line(rule: ClockRule, following: ClockRule | None) -> RuleLine:
    follows = ""
    if following is not None:
        begins = day_in_words(following.valid_from, with_year=True)
        follows = f"Desde el {begins}: {_length(following)} ({following.citation})"
    return RuleLine(
        name=rule.get_clock_display(),
        length=_length(rule),
        citation=rule.citation,
        origin="Por analogía, práctica o decisión propia: la ley no lo fija para la cuenta pública"
        if rule.is_analogy
        else "Lo fija la ley",
        next=follows,
    )


def _length(rule: ClockRule) -> str:
    if rule.unit == ClockRule.Unit.HOURS:
        return plural(rule.length, "hora", "horas")
    return plural(rule.length, "día hábil", "días hábiles")


def tally_of(submissions: QuerySet[Submission], today: date) -> Tally:
    """Counts of one account in one query, from an index alone; units make the total."""
    tallies = tallies_of(submissions, today)
    return next(iter(tallies.values()), _tally([], today))


def tallies_of(submissions: QuerySet[Submission], today: date) -> dict[int, Tally]:
    """The tally of each account that has filings, by its key, in one query."""
    filed = submissions.filed()  # type: ignore[attr-defined]
    rows = (
        filed.values("account_id", name=F("unit__name"))
        .annotate(filed=Count("pk"), **_counts(today)).order_by("account_id", "name")
    )  # fmt: skip
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.pop("account_id"), []).append(row)
    return {account: _tally(counted, today) for account, counted in found.items()}


def _tally(rows: list[dict[str, Any]], today: date) -> Tally:
    count = sum(row.pop("filed") for row in rows)
    total = Counts("Total", **{part: sum(row[part] for row in rows) for part in _counts(today)})
    units = tuple(
        Counts(**{**row, "name": row["name"] or "Todavía sin unidad"})
        for row in rows
        if row["owed"] or row["late"] or row["answered"] or row["answered_late"]
    )
    return Tally(
        total=total,
        filed=count,
        ended_otherwise=count - total.all_owed - total.all_answered,
        shares=tuple(shares_of(total)),
        units=units,
    )


def _counts(today: date) -> dict[str, Count]:
    owed = Q(state__in=OPEN, answered_at__isnull=True)
    answered = Q(answered_at__isnull=False)
    on = TruncDate("answered_at", tzinfo=CHILE)
    return {
        "owed": Count("pk", filter=owed & Q(due_on__gte=today)),
        "late": Count("pk", filter=owed & Q(due_on__lt=today)),
        "answered": Count("pk", filter=answered & Q(due_on__gte=on)),
        "answered_late": Count("pk", filter=answered & Q(due_on__lt=on)),
    }


def shares_of(total: Counts) -> Iterable[Share]:
    """The four parts of what is owed or was answered, as parts of a hundred."""
    whole = total.all_owed + total.all_answered
    named = (
        ("respondidas en plazo", total.answered),
        ("respondidas fuera de plazo", total.answered_late),
        ("fuera de plazo y sin respuesta", total.late),
        ("en plazo, esperan respuesta", total.owed),
    )
    before = 0
    for (words, number), css in zip(named, _PART_CLASSES, strict=True):
        if whole:
            yield Share(
                words, format_number(number), part_of(number, whole), css,
                _percent(before, whole), _percent(number, whole),
            )  # fmt: skip
        before += number


def part_of(part: int, whole: int) -> str:
    """`38 de 40 (95 %)`, or a dash where there is no whole. Never 100 % or 0 % by rounding."""
    if not whole:
        return "–"
    share = round(100 * part / whole)
    if part and part < whole:
        share = min(max(share, 1), 99)
    return f"{format_number(part)} de {format_number(whole)} ({share}\u00a0%)"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.3f}%"


def holiday_lines(year: int) -> Iterable[HolidayLine]:
    """The holidays of that year that stand, in order."""
    rows = Holiday.objects.filter(day__year=year, is_active=True).select_related("region")
    for row in rows.order_by("day", "region__position"):
        yield HolidayLine(
            day=day_in_words(row.day),
            name=row.name,
            scope=f"Región: {row.region.short_name}" if row.region else "Todo Chile",
            law=row.law,
            is_added=row.origin == Holiday.Origin.STAFF,
        )
