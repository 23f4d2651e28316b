"""Why a figure adds up, does not, or cannot be told: one block a check, with the parts it used."""

from dataclasses import dataclass
from decimal import Decimal

from cuenta.pages.book import Book
from cuenta.pages.shown import MARKS, Mark
from programs import charts
from programs.checks import Outcome, Part, Verdict
from programs.figures import NO_FIGURE, format_amount, plural
from programs.ledger import CheckKind, Figure, Unit, Voice

HEADINGS = {
    Verdict.HOLDS: "Por qué cuadra",
    Verdict.DIFFERS: "Por qué no cuadra",
    Verdict.UNKNOWN: "Por qué no se puede comprobar",
}
PART_OF = "Sumas de las que forma parte"
USED_IN = "Otras comprobaciones en que aparece"
ELSEWHERE = "La misma cifra, en otro lugar"
ADDING = {CheckKind.SUM, CheckKind.SHARE}
SAID = {CheckKind.SAME: "Un lugar dice"}
EXPECTED = {CheckKind.SAME: "En otro lugar dice", CheckKind.COUNT: "Se cuentan"}
MOST_PARTS = 18  # more are folded
VOICES = {
    Voice.INSTITUTION: "Qué explica la institución",
    Voice.EDITOR: "Qué dice quien preparó esta edición",
}


@dataclass(frozen=True, slots=True)
class PartView:
    label: str
    href: str
    number: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """One check as the figure's page tells it. `rule` is the line under the sum."""

    slug: str
    heading: str
    title: str
    sentence: str
    mark: Mark
    parts_heading: str
    parts: tuple[PartView, ...]
    parts_unit: str
    many: str
    sum_label: str
    sum_text: str
    rule: str
    lines: tuple[tuple[str, str], ...]
    picture: str
    note: str
    voice: str
    explanation: str
    author: str
    href: str


def reasons(book: Book, figure: Figure) -> tuple[Reason, ...]:
    """Every check this figure takes part in: first those whose mark it carries, in their order."""
    order = {Verdict.DIFFERS: 0, Verdict.HOLDS: 1, Verdict.UNKNOWN: 2}

    def place(outcome: Outcome) -> tuple[bool, int, bool]:
        states = outcome.stated is not None and outcome.stated.key == figure.key
        is_mine = states or outcome in book.marks.get(figure.key, ())
        return (not is_mine, order[outcome.verdict], outcome.is_declared)

    found = sorted(book.used_in.get(figure.key, ()), key=place)
    return tuple(_reason(book, outcome, figure) for outcome in found)


def _reason(book: Book, outcome: Outcome, figure: Figure) -> Reason:
    unit = _unit(outcome, figure)
    names = [part.label for part in outcome.parts]
    is_clear = len(set(names)) == len(names)
    is_pure = len({part.figure.unit for part in outcome.parts if part.figure is not None}) == 1
    parts = tuple(_part(book, part, figure, is_pure, is_clear) for part in outcome.parts)
    adds = outcome.kind in ADDING and outcome.expected is not None
    explanation = book.ledger.explanation.get(outcome.slug)
    explains = explanation is not None and explanation.difference == outcome.difference_key
    return Reason(
        slug=outcome.slug,
        heading=_heading(book, outcome, figure),
        title=outcome.title,
        sentence=outcome.sentence,
        mark=MARKS[outcome.verdict],
        parts_heading="Partes" if adds else "Se compara con",
        parts=parts,
        parts_unit=f"Cifra ({unit.value})" if is_pure and unit.is_money else "Cifra",
        many=f"Vea las {len(parts)} partes" if len(parts) > MOST_PARTS else "",
        sum_label=f"Suma de {_count(outcome)}" if adds else "",
        sum_text=format_amount(outcome.expected or Decimal(0), unit) if adds else "",
        rule={Verdict.HOLDS: "ok", Verdict.DIFFERS: "cut", Verdict.UNKNOWN: ""}[outcome.verdict],
        lines=_lines(book, outcome, unit),
        picture=_picture(book, outcome, unit) if adds else "",
        note=outcome.note,
        voice=VOICES[explanation.voice] if explains and explanation else "",
        explanation=explanation.text if explains and explanation else "",
        author=explanation.author if explains and explanation else "",
        href=book.site.link(f"cuadratura/#{outcome.slug}"),
    )


def _heading(book: Book, outcome: Outcome, figure: Figure) -> str:
    """ "Why" only of the figure a check judges; of its parts, that they are parts."""
    is_stated = outcome.stated is not None and outcome.stated.key == figure.key
    if is_stated or figure.key in outcome.marked:
        return HEADINGS[outcome.verdict]
    if outcome in book.marks.get(figure.key, ()):
        return ELSEWHERE
    return PART_OF if outcome.kind is CheckKind.SUM else USED_IN


def _unit(outcome: Outcome, figure: Figure) -> Unit:
    """The unit to tell a check in: its parts' where they share one, pesos where they mix."""
    units = {part.figure.unit for part in outcome.parts if part.figure is not None}
    if len(units) == 1:
        return units.pop()
    if any(unit.is_money for unit in units):
        return Unit.PESO
    return outcome.stated.unit if outcome.stated is not None else figure.unit


def _part(book: Book, part: Part, figure: Figure, is_pure: bool, is_clear: bool) -> PartView:
    """A part by its label; by its figure's whole title where labels repeat themselves.

    Money goes without its unit only where all parts share it and their head says it.
    """
    if part.figure is None:
        return PartView(part.label, "", NO_FIGURE, False)
    shown = book.shown(part.figure)
    number = shown.number if is_pure and part.figure.unit.is_money else shown.text
    return PartView(
        part.label if is_clear else shown.title, shown.href, number, part.figure.key == figure.key
    )


def _count(outcome: Outcome) -> str:
    stated = sum(1 for part in outcome.parts if part.value is not None)
    return plural(stated, "parte", "partes")


def _lines(book: Book, outcome: Outcome, unit: Unit) -> tuple[tuple[str, str], ...]:
    """What the document states, the difference and what rounding allows."""
    if outcome.stated is None or outcome.stated.value is None or outcome.expected is None:
        return ()
    lines = [(SAID.get(outcome.kind, "El documento declara"), book.shown(outcome.stated).text)]
    if outcome.kind not in ADDING:
        label = EXPECTED.get(outcome.kind, "Según las otras cifras")
        lines.append((label, format_amount(outcome.expected, unit)))
    if outcome.difference is not None:
        lines.append(("Diferencia", format_amount(outcome.difference, unit)))
    if outcome.allowance:
        lines.append(("Margen por redondeo", f"± {format_amount(outcome.allowance, unit)}"))
    return tuple(lines)


def _picture(book: Book, outcome: Outcome, unit: Unit) -> str:
    """Parts against the stated total, only where they differ and a picture can show it."""
    stated, expected, difference = outcome.stated, outcome.expected, outcome.difference
    if not outcome.differs or stated is None or stated.value is None:
        return ""
    if expected is None or difference is None or len(outcome.parts) > 12:
        return ""
    stacked = sorted(
        ((part.value, part.label) for part in outcome.parts if part.value), reverse=True
    )
    portions = [charts.Portion(name, value, format_amount(value, unit)) for value, name in stacked]
    return charts.parts_against_total(
        portions,
        charts.Portion(outcome.title, stated.value, book.shown(stated).text),
        format_amount(expected, unit),
        f"Diferencia: {format_amount(abs(difference), unit)}",
        outcome.title,
    )
