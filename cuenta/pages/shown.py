"""A figure and a mark as the reader sees them: everything formatted, nothing left to compute."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString

from programs.checks import Outcome, Verdict
from programs.figures import NBSP, NO_FIGURE, format_exact, format_figure
from programs.ledger import CheckKind, Figure, Ledger, Sex, Unit
from programs.regions import BY_CODE

SEX_WORDS = {Sex.WOMEN: "mujeres", Sex.MEN: "hombres", Sex.NOT_REPORTED: "no informa"}
_WORDS = {
    Verdict.DIFFERS: ("diff", "≠", "No cuadra"),
    Verdict.HOLDS: ("ok", "=", "Cuadra"),
    Verdict.UNKNOWN: ("none", "–", "No se puede comprobar"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """The portal's sign for a verdict: always a glyph in a square and a word."""

    verdict: Verdict
    css: str
    glyph: str
    word: str

    def html(self, href: str = "", size: str = "") -> SafeString:
        """The mark, as a link to what explains it where there is one."""
        name = f"mark mark-{self.css} {size}".strip()
        inner = f'<i aria-hidden="true">{self.glyph}</i><span class="mark-word">{self.word}</span>'
        if href:
            return SafeString(f'<a class="{name}" href="{escape(href)}">{inner}</a>')
        return SafeString(f'<span class="{name}">{inner}</span>')


MARKS = {verdict: Mark(verdict, *words) for verdict, words in _WORDS.items()}
NO_TOTAL = Mark(Verdict.UNKNOWN, "none", "–", "Sin total declarado")
TOTAL_ELSEWHERE = Mark(Verdict.UNKNOWN, "none", "–", "Sin total en la tabla")


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure on screen. `before` and `after` are its unit; `number` is a dash for no figure."""

    key: str
    href: str
    ask: str
    title: str
    before: str
    number: str
    after: str
    text: str
    words: str
    noun: str
    note: str
    place: str
    marks: tuple[Mark, ...]
    value: Decimal | None

    @property
    def differs(self) -> bool:
        return any(mark.verdict is Verdict.DIFFERS for mark in self.marks)

    @property
    def holds(self) -> bool:
        return bool(self.marks) and not self.differs

    @property
    def marks_html(self) -> SafeString:
        """Each distinct verdict once, linked to where the figure explains it."""
        return SafeString("".join(mark.html(f"{self.href}#cuadratura") for mark in self.marks))

    @property
    def differing_html(self) -> SafeString:
        """Only the mark of what differs, in the words it has everywhere; empty where nothing does.

        For running text, where a mark on every figure would be noise.
        """
        found = [mark for mark in self.marks if mark.verdict is Verdict.DIFFERS]
        return SafeString("".join(mark.html(f"{self.href}#cuadratura") for mark in found))


def split_text(figure: Figure) -> tuple[str, str, str]:
    """Unit before, number, unit after: `MM$`, `69.857`, `` or ``, `49`, `%`."""
    text = format_figure(figure)
    if text == NO_FIGURE or NBSP not in text:
        return "", text, ""
    first, second = text.split(NBSP, 1)
    return (first, second, "") if figure.unit.is_money else ("", first, second)


def marks_of(outcomes: Iterable[Outcome], key: str = "") -> tuple[Mark, ...]:
    """Each verdict once, what differs first. "Cannot be told" only where nothing else is known.

    A figure may add up in its own table and disagree with another page: then each mark says where.
    `key` is the figure that carries them.
    """
    found: dict[Verdict, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.verdict, []).append(outcome)
    differs, holds = found.get(Verdict.DIFFERS, []), found.get(Verdict.HOLDS, [])
    if differs and holds:
        return (_placed(Verdict.DIFFERS, differs, key), _placed(Verdict.HOLDS, holds, key))
    if not differs and not holds:
        return (MARKS[Verdict.UNKNOWN],) if found else ()
    return (MARKS[Verdict.DIFFERS if differs else Verdict.HOLDS],)


def _placed(verdict: Verdict, outcomes: Iterable[Outcome], key: str) -> Mark:
    """The mark with what it was held against: its table, its rows or another figure."""
    held = tuple(outcomes)
    mark = MARKS[verdict]
    if any(_is_own_table(outcome, key) for outcome in held):
        return replace(mark, word=f"{mark.word} en su tabla")
    rows = any(_adds_rows(outcome) for outcome in held)
    return replace(mark, word=f"{mark.word} con {'sus filas' if rows else 'otra cifra'}")


def _is_own_table(outcome: Outcome, key: str) -> bool:
    """The check of a total against its own table; of another figure's where `key` is not its."""
    is_mine = not key or (outcome.stated is not None and outcome.stated.key == key)
    return outcome.kind is CheckKind.SUM and not outcome.is_declared and is_mine


def _adds_rows(outcome: Outcome) -> bool:
    """A sum of rows of programs, wherever their tables are."""
    figures = [part.figure for part in outcome.parts if part.figure is not None]
    return outcome.kind is CheckKind.SUM and all(each.table and each.program for each in figures)


def title_of(ledger: Ledger, figure: Figure) -> str:
    """What a figure measures: its own title, or its indicator and whatever it is about."""
    if figure.title:
        return figure.title
    indicator = ledger.indicator.get(figure.indicator)
    named = [
        ledger.program[figure.program].name if figure.program in ledger.program else "",
        ledger.product[figure.product].name if figure.product in ledger.product else "",
        BY_CODE[figure.region].short_name if figure.region in BY_CODE else "",
        SEX_WORDS[Sex(figure.sex)] if figure.sex else "",
    ]
    about = ", ".join(name for name in named if name)
    what = indicator.name if indicator else figure.key
    return f"{what}: {about}" if about else what


def words_of(ledger: Ledger, figure: Figure) -> str:
    """The figure in words: `69.857 millones de pesos`."""
    indicator = ledger.indicator.get(figure.indicator)
    one, many = (indicator.noun_one, indicator.noun_many) if indicator else ("", "")
    return format_exact(figure, one, many)


def noun_of(ledger: Ledger, figure: Figure) -> str:
    """What a count counts, to stand beside its number; empty for money and percentages."""
    indicator = ledger.indicator.get(figure.indicator)
    if indicator is None or figure.unit is not Unit.COUNT or figure.value is None:
        return ""
    return indicator.noun_one if figure.value == 1 else indicator.noun_many


def place_of(ledger: Ledger, figure: Figure) -> str:
    """Where in its document: `lámina 12`, `hoja Género, celda B4`; empty where nobody said."""
    source = ledger.source.get(figure.source)
    noun = source.page_noun if source else "página"
    said = [
        f"{noun} {figure.page}" if figure.page is not None else "",
        f"hoja {figure.sheet}" if figure.sheet else "",
        f"celda {figure.cell}" if figure.cell else "",
    ]
    return ", ".join(part for part in said if part)
