"""The Spanish of the sums: `Las 5 filas suman 547; el documento dice 416: 131 menos.`"""

from collections.abc import Sequence
from decimal import Decimal

from programs.checks.judging import Judgement, part_of_that_size, stated_parts
from programs.checks.outcomes import Part, Verdict
from programs.checks.wording import (
    common_unit,
    distance,
    half_step,
    joined,
    mended,
    more_or_less,
    quoted,
    times,
    unit_undoing,
    unit_words,
)
from programs.figures import format_amount, format_figure, interval_of, plural
from programs.ledger import Figure, Unit

Noun = tuple[str, str]  # all feminine, as the sentences are
ROWS: Noun = ("fila", "filas")
COLUMNS: Noun = ("columna", "columnas")
REGIONS: Noun = ("región", "regiones")
FIGURES: Noun = ("cifra", "cifras")


def sum_sentence(
    whole: Figure,
    parts: tuple[Part, ...],
    judged: Judgement,
    noun: Noun,
    unlisted: tuple[str, ...],
    misplaced: tuple[Part, Decimal] | None,
) -> str:
    """What a sum says in plain words: what the parts make, what is stated, what rounding allows.

    `unlisted` are regions the breakdown leaves out; `misplaced` the part that is off by a factor.
    """
    figures = [figure for _, figure, _ in stated_parts(parts)]
    unit = common_unit(figures or [whole])
    added = format_amount(judged.expected, unit)
    absent = [part for part in parts if part.value is None]
    if absent:
        return _incomplete(whole, len(figures), absent, judged, added, noun)
    who, verb = _subject(len(figures), noun)
    said = format_figure(whole)
    if not judged.difference:
        return f"{who} {verb} {added}, lo mismo que dice el documento."
    gap_unit = _fine_unit(judged.difference, unit, whole.unit)
    text = f"{who} {verb} {added}; el documento dice {said}: "
    text += more_or_less(judged.difference, gap_unit)
    if judged.verdict is Verdict.HOLDS:
        text += ", dentro de lo que permite el redondeo"
    if judged.verdict is Verdict.UNKNOWN:
        text += f". El desglose no da cifra de {joined(unlisted)}"
        text += ": no se puede saber si de ahí viene el resto"
    hints = [
        rounding_sentence(whole, figures, judged.allowance, noun),
        _part_sentence(parts, judged, misplaced) or _factor_sentence(whole, judged, unit),
    ]
    return " ".join([f"{text}.", *filter(None, hints)])


def _subject(count: int, noun: Noun) -> tuple[str, str]:
    if count == 1:
        return f"La única {noun[0]}", "suma"
    return f"Las {plural(count, *noun)}", "suman"


def _fine_unit(difference: Decimal, unit: Unit, other: Unit) -> Unit:
    """The coarser of two units if the difference is whole in it, else pesos."""
    coarse = max(unit, other, key=lambda candidate: candidate.scale)
    return coarse if not coarse.is_money or difference % coarse.scale == 0 else Unit.PESO


def _incomplete(
    whole: Figure,
    count: int,
    absent: Sequence[Part],
    judged: Judgement,
    added: str,
    noun: Noun,
) -> str:
    names = joined(quoted(part.label for part in absent))
    notes = {part.figure.note for part in absent if part.figure and part.figure.note}
    why = f" ({notes.pop()})" if len(notes) == 1 else ""
    one = len(absent) == 1
    where = "de" if noun is FIGURES else f"en {'la' if one else 'las'} {noun[0 if one else 1]}"
    text = f"No hay cifra {where} {names}{why}. "
    said = format_figure(whole)
    if not count:
        return f"{text}El documento dice {said}: no se puede saber si cuadra."
    others = (
        f"Las otras {plural(count, *noun)} ya suman" if count > 1 else f"La otra {noun[0]} ya suma"
    )
    text += f"{others} {added} y el documento dice {said}"
    if judged.verdict is Verdict.DIFFERS:
        return f"{text}: el total es menor que una parte de lo que debería reunir."
    return f"{text}: no se puede saber si cuadra."


def rounding_sentence(
    whole: Figure, figures: Sequence[Figure], allowance: Decimal, noun: Noun
) -> str:
    """`Cada fila pudo redondearse hasta en medio millón de pesos: 10 filas, ± MM$ 5.`"""
    if not allowance:
        return ""
    unit = common_unit(figures)
    own = (interval_of(whole).width or Decimal(0)) / 2
    steps = {figure.precision for figure in figures}
    margin = distance(allowance - own, unit)
    if len(steps) > 1 or allowance == own:
        return f"El redondeo de lo publicado permite hasta ± {distance(allowance, unit)}."
    text = (
        f"Cada {noun[0]} pudo redondearse hasta en {half_step(steps.pop(), unit)}:"
        f" {plural(len(figures), *noun)}, ± {margin}"
    )
    return f"{text}; con el total, ± {distance(allowance, unit)}." if own else f"{text}."


def _factor_sentence(whole: Figure, judged: Judgement, unit: Unit) -> str:
    if judged.factor is None:
        return ""
    value = (whole.value or Decimal(0)) / judged.factor
    size = _in_short(value, unit)
    would_be = unit_undoing(judged.factor, whole.unit)
    fits = judged.fits_mended
    if would_be is None:
        text = f"Es {times(judged.factor)} de lo que suman: {mended(judged.factor)} sería {size}"
    else:
        text = f"Si {'esa cifra ' if fits else ''}estuviera en {unit_words(would_be)}, sería {size}"
    if fits:
        return f"{text} y cuadraría."
    rest = value - judged.expected
    beyond = "todavía " if rest > 0 else ""
    return f"{text}: {beyond}{_in_short(abs(rest), unit)} {'más' if rest > 0 else 'menos'}."


def _in_short(value: Decimal, unit: Unit) -> str:
    """One decimal at most, unless that would leave nothing of the value."""
    exact = format_amount(value, unit)
    short = format_amount(value, unit, 1)
    is_lost = value != 0 and abs(value) < unit.scale / 10
    return exact if is_lost or len(exact) < len(short) else short


def _part_sentence(
    parts: Sequence[Part], judged: Judgement, misplaced: tuple[Part, Decimal] | None
) -> str:
    if misplaced:
        part, factor = misplaced
        return f"«{part.label}» {mended(factor)} haría cuadrar el total."
    if judged.verdict is not Verdict.DIFFERS or judged.factor:
        return ""
    part_alone = part_of_that_size(parts, judged.difference)
    return _equal_sentence(part_alone) if part_alone else ""


def _equal_sentence(part: Part) -> str:
    value = format_figure(part.figure) if part.figure else ""
    return f"«{part.label}» tiene {value}: justo la diferencia."


def amiss_sentence(parts: Sequence[Part]) -> str:
    """The parts that another check found amiss, with what they say."""
    told = joined([f"{format_figure(part.figure)}" for part in parts if part.figure])
    if len(parts) == 1:
        return f" Una de ellas, {told}, tampoco cuadra en su propia comprobación."
    return f" Entre ellas, {told} tampoco cuadran en sus propias comprobaciones."
