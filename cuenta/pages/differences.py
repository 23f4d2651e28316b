"""One difference, as the page of checks tells it: two numbers, a picture, and who explains it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from cuenta.pages.chrome import ask_href
from cuenta.pages.site import Site
from cuenta.pages.words import day_of_iso
from programs.charts import Portion, bar, parts_against_total, shares
from programs.checks import Outcome, Part
from programs.figures import format_amount, format_figure, plural
from programs.ledger import CheckKind, Explanation, Figure, Unit, Voice

HUNDRED = Decimal(100)
# More pieces than this in one bar are a texture, not a picture.
MOST_PIECES = 20
MOST_NAMED = 8  # parts that a picture has named beside it, unfolded
PHONE_WIDTH, DIGIT_WIDTH = 328, 9  # pixels: the narrowest bar, a digit and its share of margin
LONG = 8  # letters of a number that does not fit beside another on a telephone
SIDES = {
    CheckKind.SUM: ("El documento declara", "Sus partes suman"),
    CheckKind.SAME: ("En un lugar dice", "En otro dice"),
    CheckKind.COUNT: ("El documento declara", "Filas que trae"),
    CheckKind.SHARE: ("Los porcentajes suman", "Deberían sumar"),
    CheckKind.UNIT: ("El documento dice", "Con la unidad corregida"),
    CheckKind.COVERAGE: ("El documento dice", "Se esperaba"),
    CheckKind.GROWTH: ("El documento declara", "Resulta de los dos años"),
}
PART_WORDS = {
    CheckKind.SUM: ("La parte que se sumó", "Las {} partes que se sumaron"),
    CheckKind.SAME: ("El lugar que lo dice", "Los {} lugares que lo dicen"),
    CheckKind.COUNT: ("La fila que se contó", "Las {} filas que se contaron"),
}
ANY_PARTS = ("La cifra que se usó", "Las {} cifras que se usaron")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two numbers. `before` and `after` are its unit; `href` its figure, if any."""

    label: str
    before: str
    number: str
    after: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Digits:
    """A number to set above another; `extra` are the digits the other does not have."""

    label: str
    same: str
    extra: str


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    text: str
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class PartLine:
    label: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Another check that finds this very difference in this very figure."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Words:
    """Who explains, and `on` what day the institution did.

    `is_institution` False: only whoever prepared the edition has spoken, and the edition's own date
    is the date of that.
    """

    title: str
    text: str
    author: str
    on: str
    is_institution: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A check that differs, ready to print. At most one of `digits`, `chart`, `bars` is there."""

    anchor: str
    title: str
    left: Side
    right: Side
    sentence: str
    note: str
    digits: tuple[Digits, ...]
    chart: SafeString
    bars: tuple[Bar, ...]
    parts_title: str
    parts: tuple[PartLine, ...]
    shows_parts: bool
    twins: tuple[Twin, ...]
    words: Words | None
    ask: str

    @property
    def is_long(self) -> bool:
        """Whether the two numbers go one below the other on a telephone."""
        return max(len(self.left.number), len(self.right.number)) > LONG


def difference_of(site: Site, outcome: Outcome) -> Difference:
    """What the page says of an outcome that differs."""
    left, right = _sides(site, outcome)
    digits = tuple(_digits(site, outcome))
    chart = SafeString("") if digits else _chart(outcome)
    return Difference(
        anchor=outcome.slug,
        title=outcome.title,
        left=left,
        right=right,
        sentence=outcome.sentence,
        note=outcome.note,
        digits=digits,
        chart=chart,
        bars=() if digits or chart else tuple(_bars(outcome, left, right)),
        parts_title=_parts_title(outcome),
        parts=tuple(_part_lines(site, outcome)),
        shows_parts=bool(chart) and len(outcome.parts) <= MOST_NAMED,
        twins=tuple(_twins(site, outcome)),
        words=_words(site.ledger.explanation.get(outcome.slug), outcome),
        ask=ask_href(site, f"cuadratura/#{outcome.slug}"),
    )


def _sides(site: Site, outcome: Outcome) -> tuple[Side, Side]:
    left, right = SIDES[outcome.kind]
    unit = unit_of(outcome)
    expected = outcome.expected or Decimal(0)
    stated = expected + (outcome.difference or Decimal(0))
    other = _other_place(outcome)
    if outcome.kind is CheckKind.SAME and other is not None and outcome.stated is not None:
        first = next((p.label for p in outcome.parts if p.figure is outcome.stated), left)
        mine = _side(first, format_figure(outcome.stated), _figure_href(site, outcome.stated))
        theirs = other.figure
        text = format_figure(theirs) if theirs else ""
        return mine, _side(other.label, text, _figure_href(site, theirs))
    said = format_figure(outcome.stated) if outcome.stated else format_amount(stated, unit)
    if outcome.kind is CheckKind.SHARE:
        said = format_amount(stated, unit)
    return (
        _side(left, said, _figure_href(site, outcome.stated)),
        _side(right, _printed(expected, unit), ""),
    )


def _printed(value: Decimal, unit: Unit) -> str:
    """An expected value, percentages that were divided out to one decimal."""
    if unit is Unit.PERCENT and value != value.to_integral_value():
        return format_amount(value, unit, 1)
    return format_amount(value, unit)


def unit_of(outcome: Outcome) -> Unit:
    """The unit to write an expected value in: its parts' if they share it, else the base."""
    if outcome.kind is CheckKind.COUNT:
        return Unit.COUNT
    adding = [part.figure for part in outcome.parts if part.figure and part.value is not None]
    if outcome.kind in (CheckKind.GROWTH, CheckKind.UNIT) and outcome.stated:
        adding = [outcome.stated]
    units = {figure.unit for figure in adding or ([outcome.stated] if outcome.stated else [])}
    if len(units) == 1:
        return units.pop()
    return Unit.PESO if any(unit.is_money for unit in units) else Unit.COUNT


def _other_place(outcome: Outcome) -> Part | None:
    """Where the same fact is stated with the value furthest from the stated one."""
    return next(
        (
            part
            for part in outcome.parts
            if part.figure is not outcome.stated and part.value == outcome.expected
        ),
        None,
    )


def _side(label: str, text: str, href: str) -> Side:
    before, number, after = "", text, ""
    first, _, rest = text.partition("\N{NO-BREAK SPACE}")
    if rest:
        before, number, after = (first, rest, "") if rest[0].isdigit() else ("", first, rest)
    return Side(label, before, number, after, href)


def _figure_href(site: Site, figure: Figure | None) -> str:
    return site.link(f"cifras/{figure.key}/") if figure is not None else ""


def _digits(site: Site, outcome: Outcome) -> Iterator[Digits]:
    """Two amounts in their base unit, where one has three or six digits too many."""
    suspect = site.ledger.figure.get(outcome.suspect)
    if not outcome.factor or suspect is None or suspect.value is None:
        return
    is_stated = outcome.stated is not None and suspect.key == outcome.stated.key
    fitting = outcome.expected if is_stated else suspect.value / outcome.factor
    if fitting is None:
        return
    unit = Unit.PESO if suspect.unit.is_money else suspect.unit
    texts = [format_amount(suspect.value, unit, 0), format_amount(fitting, unit, 0)]
    shortest = min(map(len, texts))
    labels = ("Está escrito", "Suman las partes" if is_stated else "Con la unidad corregida")
    if outcome.kind is CheckKind.SAME:
        labels = ("En un lugar", "En otro")
    for label, text in zip(labels, texts, strict=True):
        yield Digits(label, text[:shortest], text[shortest:])


def _chart(outcome: Outcome) -> SafeString:
    """Parts in a row against what the document states, where a picture can show it."""
    widest = max(outcome.expected or Decimal(0), (outcome.stated and outcome.stated.value) or 0)
    pieces = [
        Portion(part.label, part.value, _label_inside(part.figure, Decimal(widest)))
        for part in in_picture_order(outcome)
        if part.figure is not None and part.value is not None
    ]
    if outcome.kind is CheckKind.SHARE:
        return shares(pieces, HUNDRED, outcome.title)
    if outcome.kind is not CheckKind.SUM or outcome.stated is None or len(pieces) > MOST_PIECES:
        return SafeString("")
    unit = unit_of(outcome)
    stated = Portion(
        "El documento declara", outcome.stated.value or Decimal(0), format_figure(outcome.stated)
    )
    reached = format_amount(outcome.expected or Decimal(0), unit)
    gap = f"{format_amount(abs(outcome.difference or Decimal(0)), unit)} de diferencia"
    return parts_against_total(pieces, stated, reached, outcome.sentence, outcome.title, gap)


def in_picture_order(outcome: Outcome) -> list[Part]:
    """The parts as the document lists them; one as large as the difference goes last, beside it."""
    size = abs(outcome.difference or Decimal(0))
    return sorted(outcome.parts, key=lambda part: bool(size) and part.value == size)


def _label_inside(figure: Figure, widest: Decimal) -> str:
    """The number without its unit, if it fits in its piece of the bar on a telephone."""
    text = format_figure(figure).rpartition("\N{NO-BREAK SPACE}")[2]
    if figure.unit is Unit.PERCENT:
        text = format_figure(figure)
    room = (figure.value or Decimal(0)) * PHONE_WIDTH / widest if widest else Decimal(0)
    return text if len(text) * DIGIT_WIDTH < room else ""


def _bars(outcome: Outcome, left: Side, right: Side) -> Iterator[Bar]:
    expected = outcome.expected or Decimal(0)
    stated = expected + (outcome.difference or Decimal(0))
    longest = max(stated, expected)
    for side, value in ((left, stated), (right, expected)):
        text = "\N{NO-BREAK SPACE}".join(filter(None, (side.before, side.number, side.after)))
        yield Bar(side.label, text, bar(value, longest))


def _parts_title(outcome: Outcome) -> str:
    one, many = PART_WORDS.get(outcome.kind, ANY_PARTS)
    return one if len(outcome.parts) == 1 else many.format(len(outcome.parts))


def _part_lines(site: Site, outcome: Outcome) -> Iterator[PartLine]:
    for part in in_picture_order(outcome):
        text = format_figure(part.figure) if part.figure else ""
        if part.figure is not None and part.value is None and part.figure.note:
            text = part.figure.note
        yield PartLine(part.label, text, _figure_href(site, part.figure))


def _twins(site: Site, outcome: Outcome) -> Iterator[Twin]:
    """The other checks that hold the same figure against something else, with the same result."""
    for other in site.outcomes:
        if (
            other.differs
            and other.slug != outcome.slug
            and outcome.stated is not None
            and other.stated is outcome.stated
            and other.difference == outcome.difference
        ):
            yield Twin(other.slug, other.title)


def _words(explanation: Explanation | None, outcome: Outcome) -> Words | None:
    """The explanation of this very difference; none if it spoke of another one."""
    if explanation is None or explanation.difference != outcome.difference_key:
        return None
    is_institution = explanation.voice is Voice.INSTITUTION
    title = "Qué explica la institución"
    return Words(
        title=title if is_institution else "Nota de quien preparó la edición",
        text=explanation.text,
        author=explanation.author,
        on=day_of_iso(explanation.explained_at) if is_institution else "",
        is_institution=is_institution,
    )


def compared_with(outcome: Outcome) -> str:
    """`10 filas`, `16 regiones`: what a check that holds was held against."""
    if outcome.kind is CheckKind.COUNT:
        return plural(len(outcome.parts), "fila", "filas")
    noun = ("fila", "filas")
    if outcome.is_declared:
        noun = ("cifra", "cifras")
    elif outcome.slug.startswith("fila-"):
        noun = ("columna", "columnas")
    elif outcome.slug.startswith("regiones-"):
        noun = ("región", "regiones")
    return plural(len(outcome.parts), *noun)
