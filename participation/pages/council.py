"""The public page of the council: who is in it, whom they speak for, until when, by which rules.

Only the office is public: no gender beside a name, no reason why somebody left.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from participation.council_roll import Roll, Seat, StratumRoll, roll_on
from participation.council_seats import held
from participation.council_words import RuleWords, in_order, words_of
from participation.deadlines import CHILE
from participation.due_words import day_in_words
from participation.models import ClockRule, CouncilRule, CouncilSession, Mandate
from participation.pages.live import COUNCIL_HOME, LiveHead, council_head
from programs.figures import plural

TITLE = "Consejo de la Sociedad Civil"
ABOUT = (
    "Quiénes integran el Consejo, a qué organizaciones representan, hasta cuándo, con qué reglas "
    "deciden y qué respondió la institución."
)


@dataclass(frozen=True, slots=True)
class Person:
    """An office and who holds it, or held it."""

    name: str
    role: str
    organisation: str
    since: str
    until: str
    is_demo: bool
    is_renewed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One seat: its person and their alternate, or why there is nobody."""

    titular: Person | None
    alternate: Person | None
    vacancy: str


@dataclass(frozen=True, slots=True)
class Group:
    """The seats of one stratum."""

    name: str
    count: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class NextSession:
    """The session that is called: when, where and about what. Its link is the room's alone."""

    title: str
    when: str
    where: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """A legal clock of the council's work, as the page of terms has it."""

    name: str
    length: str
    citation: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class CouncilPage:
    """All that the page shows; without `groups` there is no council yet."""

    head: LiveHead
    exists: bool
    is_demo: bool
    in_office: str
    parity: str
    groups: tuple[Group, ...]
    to_come: tuple[Person, ...]
    former: tuple[Person, ...]
    rules: tuple[RuleWords, ...]
    terms: tuple[TermLine, ...]
    next_session: NextSession | None
    today: str


def council_page_of(now: datetime) -> CouncilPage:
    """The council on the day of `now`. Six queries, whatever its size."""
    today = now.astimezone(CHILE).date()
    roll = roll_on(today)
    people = [*roll.former, *roll.to_come, *(each for _, each in _in_office(roll))]
    return CouncilPage(
        head=council_head(TITLE, ABOUT, COUNCIL_HOME),
        exists=roll.exists,
        is_demo=any(each.councillor.is_demo for each in people),
        in_office=f"{roll.in_office} de {plural(roll.seats, 'asiento', 'asientos')}",
        parity=_parity(roll),
        groups=tuple(map(_group, roll.strata)) if roll.exists else (),
        to_come=tuple(map(_person, roll.to_come)),
        former=tuple(map(_former, roll.former)),
        rules=tuple(rules_of(today)),
        terms=tuple(_terms(today)),
        next_session=_next_session(now),
        today=day_in_words(today, with_year=True),
    )


def _in_office(roll: Roll) -> Iterator[tuple[Seat, Mandate]]:
    for stratum in roll.strata:
        for seat in stratum.seats:
            if seat.titular is not None:
                yield seat, seat.titular


def _parity(roll: Roll) -> str:
    """Women among those who said their gender; nothing of fewer than five."""
    counted = roll.parity
    if counted is None:
        return ""
    verb = "es mujer" if counted.women == 1 else "son mujeres"
    unsaid = f" ({counted.unsaid} no lo dijeron)" if counted.unsaid > 1 else ""
    unsaid = " (1 persona no lo dijo)" if counted.unsaid == 1 else unsaid
    return f"{counted.women} de {counted.said} {verb}{unsaid}"


def _group(stratum: StratumRoll) -> Group:
    taken, total = stratum.taken, len(stratum.seats)
    count = f"{taken} de {plural(total, 'asiento', 'asientos')}"
    return Group(stratum.name, count, tuple(map(_place, stratum.seats)))


def _place(seat: Seat) -> Place:
    return Place(
        titular=_person(seat.titular) if seat.titular else None,
        alternate=_person(seat.alternate) if seat.alternate else None,
        vacancy=_vacancy(seat) if seat.is_vacant else "",
    )


def _vacancy(seat: Seat) -> str:
    if seat.last is None:
        return "Todavía no se ha provisto."
    since = seat.last.left_on or seat.last.ends_on
    how = "desde el" if seat.last.left_on else "desde que terminó su período, el"
    return f"Vacante {how} {_day(since)}. Era de {seat.last.organisation}."


def _person(mandate: Mandate) -> Person:
    return Person(
        name=mandate.councillor.name,
        role=mandate.get_role_display(),
        organisation=mandate.organisation.name,
        since=_day(mandate.starts_on),
        until=_day(mandate.ends_on),
        is_demo=mandate.councillor.is_demo,
        is_renewed=mandate.renewal > 0,
    )


def _former(mandate: Mandate) -> Person:
    left = mandate.left_on
    return Person(
        name=mandate.councillor.name,
        role=mandate.get_role_display(),
        organisation=mandate.organisation.name,
        since=_day(mandate.starts_on),
        until=_day(left or held(mandate).last),
        is_demo=mandate.councillor.is_demo,
        note="Dejó el cargo antes del fin de su período" if left else "",
    )


def rules_of(today: date) -> Iterable[RuleWords]:
    """The council's rules in force, in words."""
    newest = {
        rule.kind: rule
        for rule in CouncilRule.objects.filter(valid_from__lte=today).order_by("valid_from")
    }
    return [words_of(newest[kind]) for kind in sorted(newest, key=in_order)]


def _terms(today: date) -> Iterator[TermLine]:
    clocks = {
        ClockRule.Clock.COUNCIL: "Para leer el borrador y opinar",
        ClockRule.Clock.REPLY: "Para que la institución responda",
    }
    found = ClockRule.objects.filter(clock__in=list(clocks), valid_from__lte=today)
    newest = {rule.clock: rule for rule in found.order_by("valid_from")}
    for clock, name in clocks.items():
        rule = newest.get(clock)
        if rule is not None:
            length = plural(rule.length, "día hábil", "días hábiles")
            yield TermLine(name, length, rule.citation, rule.is_analogy)


def _next_session(now: datetime) -> NextSession | None:
    rows = CouncilSession.objects.filter(state="called", starts_at__gte=now).order_by("starts_at")
    session = rows.first()
    if session is None:
        return None
    at = session.starts_at.astimezone(CHILE)
    kind = session.get_kind_display().lower()
    return NextSession(
        title=f"Sesión {session.number}, {kind}",
        when=f"{day_in_words(at.date(), with_year=True)}, a las {at:%H:%M}",
        where=f"{session.get_mode_display()}. {session.place}".rstrip(". ") + ".",
    )


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
