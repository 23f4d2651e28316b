"""The page of how well filings are answered. Pure: it shows what was counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from participation.deadlines import CHILE
from participation.due_words import day_in_words
from participation.measure_words import MEASURES, TOO_FEW, Told
from participation.measures import Counted, in_boxes
from participation.pages.deadlines import Counts, Share, shares_of
from participation.performance import EFFECTS, Performance
from participation.satisfaction import VALUES
from participation.small_cells import TOTAL, K, SafeTable
from programs import charts
from programs.figures import format_number, plural

PATH = "/participacion/desempeno/"
TITLE = "Cómo respondemos"
ABOUT = "Cuántas preguntas se respondieron en plazo, en cuántos días, cuántas esperan y si sirvió."
MOST_UNITS = 60
RULE = (
    f"Las opiniones se cuentan una vez por semana, y solo si hablaron {K} personas o más desde la "
    "vez anterior. Lo que permitiría saber qué dijo alguien no se publica (•)."
)


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that matters: its words, the figure, what it is of."""

    label: str
    number: str
    unit: str
    under: str


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with its value, its numbers and what it means."""

    name: str
    value: str
    of: str
    meaning: str
    definition: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A unit or a region in its table."""

    name: str
    in_term: str
    in_term_of: str
    days: str
    waiting: str
    overdue: str
    bar: SafeString


@dataclass(frozen=True, slots=True)
class Bar:
    """A kind and how many; empty `number` is withheld."""

    label: str
    number: str
    bar: SafeString


@dataclass(frozen=True, slots=True)
class Opinions:
    """What people said of their answers."""

    counted_on: str
    total: str
    bars: tuple[Bar, ...]
    heads: tuple[str, ...]
    tables: tuple[tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], ...]


@dataclass(frozen=True, slots=True)
class PerformancePage:
    """All that the page shows."""

    year: int
    counted_at: str
    filed: int
    filed_words: str
    summary: str
    cards: tuple[Card, ...]
    shares: tuple[Share, ...]
    chart: SafeString
    boxes: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    units: tuple[GroupLine, ...]
    regions: tuple[GroupLine, ...]
    total: GroupLine
    effects: tuple[Bar, ...]
    refusals: tuple[Bar, ...]
    opinions: Opinions | None
    years: tuple[int, ...]
    series: tuple[tuple[str, tuple[str, ...]], ...]
    too_few: str
    rule: str


def performance_page(found: Sequence[Performance]) -> PerformancePage:
    """The page of the first, with the others beside it; there is one at least."""
    newest, whole = found[0], found[0].whole
    total = Counts("", whole.waiting, whole.overdue, whole.in_term, whole.late)
    return PerformancePage(
        year=newest.account_year,
        counted_at=_at(newest),
        filed=whole.filed,
        filed_words=plural(whole.filed, "envío", "envíos"),
        summary=_summary(whole),
        cards=tuple(_cards(whole)),
        shares=tuple(shares_of(total)),
        chart=_chart(whole),
        boxes=tuple(_boxes(whole)),
        lines=tuple(_lines(whole)),
        units=tuple(_group_line(each) for each in newest.units[:MOST_UNITS]),
        regions=tuple(_group_line(each) for each in newest.regions),
        total=_group_line(whole),
        effects=_bars({EFFECTS[code]: count for code, count in newest.effects.items() if count}),
        refusals=_bars(newest.refusals),
        opinions=_opinions(newest),
        years=tuple(each.account_year for each in found),
        series=tuple(_series(found)),
        too_few=TOO_FEW,
        rule=RULE,
    )


def _at(found: Performance) -> str:
    at = found.counted_at.astimezone(CHILE)
    return f"{day_in_words(at.date(), with_year=True)} a las {at:%H:%M}"


def _told(code: str, group: Counted) -> Told:
    return next(each.told(group) for each in MEASURES if each.code == code)


def _summary(whole: Counted) -> str:
    """The answer to the page's question, in a sentence or two."""
    if not whole.answered:
        return "Todavía no hay respuestas publicadas."
    verb = "llegó" if whole.in_term == 1 else "llegaron"
    answered = plural(whole.answered, "respuesta", "respuestas")
    said = f"De {answered}, {format_number(whole.in_term)} {verb} en plazo."
    days = _told("dias_mitad", whole)
    if days.value is not None:
        said += f" La mitad llegó en {days.words} o menos."
    if whole.overdue:
        wait = "espera" if whole.overdue == 1 else "esperan"
        said += f" {plural(whole.overdue, 'envío', 'envíos')} {wait} con el plazo vencido."
    return said


def _cards(whole: Counted) -> Iterator[Card]:
    in_term, half = _told("en_plazo", whole), _told("dias_mitad", whole)
    yield Card("Respondidas en plazo", *_split(in_term), in_term.of)
    yield Card("La mitad se respondió en", *_split(half), half.of)
    yield Card("Esperan, en plazo", format_number(whole.waiting), "",
               f"de {format_number(whole.owed)} que esperan")  # fmt: skip
    yield Card("Esperan, con el plazo vencido", format_number(whole.overdue), "",
               f"de {format_number(whole.owed)} que esperan")  # fmt: skip


def _split(told: Told) -> tuple[str, str]:
    if told.value is None:
        return "–", ""
    return str(told.value), told.words.removeprefix(str(told.value)).strip()


def _box_name(first: int, last: int | None) -> str:
    return f"{first}–{last}" if last is not None else f"{first} o más"


def _boxes(whole: Counted) -> Iterator[tuple[str, str]]:
    for first, last, count in in_boxes(whole.taken):
        yield f"{_box_name(first, last)} días hábiles", format_number(count)


def _chart(whole: Counted) -> SafeString:
    if not whole.answered:
        return SafeString("")
    boxes = in_boxes(whole.taken)
    most = max(count for *_, count in boxes)
    portions = [
        charts.Portion(
            _box_name(first, last).replace(" o más", "+"), Decimal(count), format_number(count),
            count == most,
        )
        for first, last, count in boxes
    ]  # fmt: skip
    title = "En cuántos días hábiles se respondió"
    return charts.columns(portions, title, "; ".join(f"{p.label} días: {p.text}" for p in portions))


def _lines(whole: Counted) -> Iterator[Line]:
    for each in MEASURES:
        told = each.told(whole)
        meaning = f"{each.numerator}, de {each.denominator}" if each.numerator else each.denominator
        yield Line(each.name, told.words, told.of, meaning, each.definition, told.value is not None)


def _group_line(group: Counted) -> GroupLine:
    in_term, days = _told("en_plazo", group), _told("dias_mitad", group)
    return GroupLine(
        name=group.name,
        in_term=in_term.words if in_term.value is not None else "–",
        in_term_of=in_term.of,
        days=str(days.value) if days.value is not None else "–",
        waiting=format_number(group.waiting),
        overdue=format_number(group.overdue),
        bar=charts.bar(Decimal(in_term.value), Decimal(100)) if in_term.value is not None
        else SafeString(""),
    )  # fmt: skip


def _bars(counts: Mapping[str, int | None]) -> tuple[Bar, ...]:
    most = max((count or 0 for count in counts.values()), default=0)
    return tuple(
        Bar(
            label, "" if count is None else format_number(count),
            charts.bar(Decimal(count or 0), Decimal(most)) if most else SafeString(""),
        )
        for label, count in counts.items()
    )  # fmt: skip


def _opinions(found: Performance) -> Opinions | None:
    said = found.satisfied
    if said.closed_at is None or said.values is None:
        return None
    tables = (
        ("por-unidad", "Unidad", said.units, {each.key: each.name for each in found.units}),
        ("por-region", "Región", said.regions, {each.key: each.name for each in found.regions}),
    )
    return Opinions(
        counted_on=day_in_words(said.closed_at.astimezone(CHILE).date(), with_year=True),
        total=plural(said.total, "persona", "personas"),
        bars=_bars({label: said.values[code] for code, label in VALUES.items()}),
        heads=(*VALUES.values(), "Total"),
        tables=tuple((code, head, _cells(table, names))
                     for code, head, table, names in tables if table is not None),
    )  # fmt: skip


def _cells(table: SafeTable, names: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = [(names.get(row, row), table.row(row)) for row in table.rows if row in names]
    rows.append(("Total", table.row(TOTAL)))
    return tuple(
        (name, tuple("" if cell is None else format_number(cell) for cell in cells))
        for name, cells in rows
    )


def _series(found: Sequence[Performance]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if len(found) < 2:
        return
    for each in MEASURES:
        told = [each.told(performance.whole) for performance in found]
        yield each.name, tuple(f"{t.words} ({t.of})" if t.value is not None else t.of for t in told)
