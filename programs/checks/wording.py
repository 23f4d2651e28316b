"""The Spanish of the checks: amounts, lists and the phrases that every kind shares."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from programs import sentences
from programs.figures import NBSP, format_amount, format_figure, format_number
from programs.ledger import Figure, Ledger, Sex, Unit
from programs.regions import BY_CODE

SEX_WORDS = {Sex.WOMEN: "mujeres", Sex.MEN: "hombres", Sex.NOT_REPORTED: "no informa"}
Fact = tuple[str, str, str, str, str, str]
_MOST_NAMES = 16  # all the regions of Chile fit; longer lists are cut


def common_unit(figures: Iterable[Figure]) -> Unit:
    """The unit to speak of several figures in: theirs where they share it, else the base one."""
    units = {figure.unit for figure in figures}
    if len(units) == 1:
        return units.pop()
    return Unit.PESO if any(unit.is_money for unit in units) else Unit.COUNT


def points(value: Decimal) -> str:
    """Percentage points: `4 puntos porcentuales`."""
    number = format_amount(abs(value), Unit.COUNT)
    return f"{number}{NBSP}{'punto porcentual' if abs(value) == 1 else 'puntos porcentuales'}"


def distance(value: Decimal, unit: Unit) -> str:
    """The size of a difference in base units, without its sign; percentages differ by points."""
    return points(value) if unit is Unit.PERCENT else format_amount(abs(value), unit)


def more_or_less(difference: Decimal, unit: Unit) -> str:
    """`131 menos`, `MM$ 5 más`."""
    return f"{distance(difference, unit)} {'más' if difference > 0 else 'menos'}"


def joined(names: Sequence[str]) -> str:
    """`a, b y c`; a very long list says how many more there are."""
    if len(names) > _MOST_NAMES:
        rest = len(names) - _MOST_NAMES
        return f"{', '.join(names[:_MOST_NAMES])} y {format_number(rest)} más"
    return sentences.joined(names)


def quoted(names: Iterable[str]) -> list[str]:
    return [f"«{name}»" for name in names]


def half_step(precision: Decimal, unit: Unit) -> str:
    """How far one printed figure may lie from the real one, in words where there are words."""
    if unit is Unit.PERCENT and precision == 1:
        return "medio punto"
    if unit.is_money and precision == Unit.MILLION_PESOS.scale:
        return "medio millón de pesos"
    if unit is Unit.PERCENT:
        return points(precision / 2)
    return format_amount(precision / 2, Unit.PESO if unit.is_money else Unit.COUNT)


def times(factor: Decimal) -> str:
    """`mil veces más`, `un millón de veces menos`."""
    size = "mil veces" if factor in (Decimal(1000), Decimal("0.001")) else "un millón de veces"
    return f"{size} {'más' if factor > 1 else 'menos'}"


def mended(factor: Decimal) -> str:
    """What undoes a factor: `dividido por mil`, `multiplicado por un millón`."""
    size = "mil" if factor in (Decimal(1000), Decimal("0.001")) else "un millón"
    return f"{'dividido' if factor > 1 else 'multiplicado'} por {size}"


UNIT_WORDS = {
    Unit.PESO: "pesos",
    Unit.THOUSAND_PESOS: "miles de pesos",
    Unit.MILLION_PESOS: "millones de pesos",
}


def unit_words(unit: Unit) -> str:
    """A unit of money as people say it: `miles de pesos`."""
    return UNIT_WORDS[unit]


def unit_undoing(factor: Decimal, unit: Unit) -> Unit | None:
    """The unit of money that would undo a factor, if there is one: `MM$`, a thousand → `M$`."""
    if not unit.is_money:
        return None
    return next((each for each in UNIT_WORDS if each.scale == unit.scale / factor), None)


def describe_fact(ledger: Ledger, fact: Fact) -> str:
    """`Beneficiarios: Crece, Maule, mujeres`."""
    indicator, product, program, region, sex, scope = fact
    dimensions = [
        ledger.product[product].name if product in ledger.product else product,
        ledger.program[program].name if program in ledger.program else program,
        BY_CODE[region].short_name if region in BY_CODE else region,
        scope,
        SEX_WORDS[Sex(sex)] if sex else "",
    ]
    name = ledger.indicator[indicator].name if indicator in ledger.indicator else indicator
    told = ", ".join(dimension for dimension in dimensions if dimension)
    return f"{name}: {told}" if told else name


def label_of(ledger: Ledger, figure: Figure) -> str:
    """The shortest name that tells a figure from its companions."""
    return figure.title or describe_fact(ledger, figure.fact)


def place_of(ledger: Ledger, figure: Figure) -> str:
    """Where the document says it: `«Programas asociativos» (lámina 12)`."""
    table = ledger.table.get(figure.table)
    chapter = ledger.chapter.get(figure.chapter)
    title = table.title if table else chapter.title if chapter else figure.title or figure.key
    page = figure.page or (table.page if table else None)
    if page is None:
        return f"«{title}»"
    source = ledger.source.get(figure.source)
    return f"«{title}» ({source.page_noun if source else 'página'} {page})"


def said(ledger: Ledger, figure: Figure) -> str:
    """`53.222 en «Fortalecimiento de las pymes» (lámina 9)`."""
    return f"{format_figure(figure)} en {place_of(ledger, figure)}"


def slug_of(*words: str) -> str:
    """A slug of what the words say; empty ones are left out."""
    text = unicodedata.normalize("NFKD", "-".join(word for word in words if word)).lower()
    ascii_text = text.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")


def fact_slug(fact: Fact) -> str:
    """The dimensions of a fact, each named, so that two facts never share a slug."""
    indicator, product, program, region, sex, scope = fact
    return slug_of(
        indicator,
        product and f"producto-{product}",
        program and f"programa-{program}",
        region and f"region-{region}",
        sex and SEX_WORDS[Sex(sex)],
        scope and f"grupo-{scope}",
    )
