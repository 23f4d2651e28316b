"""COUNT and GROWTH: a number of rows, and a change from one year to the next, by declared rules."""

from dataclasses import replace
from decimal import Decimal

from programs.checks.judging import HUNDRED, judge, percentage_of
from programs.checks.outcomes import Outcome, Part, Role, Verdict
from programs.checks.wording import more_or_less
from programs.figures import Interval, format_amount, format_figure, interval_of, plural
from programs.ledger import CheckKind, Figure, Ledger, Rule, Unit


def declared_count(rule: Rule, whole: Figure, parts: tuple[Part, ...]) -> Outcome:
    """A stated count against the rows the account lists. Raises ValueError without a value."""
    count = Decimal(len(parts))
    judged = judge(whole, Interval(count, count), count)
    listed = plural(len(parts), "fila", "filas")
    verb = "lista" if len(parts) == 1 else "listan"
    sentence = f"Se {verb} {listed}, lo mismo que dice el documento."
    if judged.difference:
        change = more_or_less(judged.difference, Unit.COUNT)
        sentence = f"Se {verb} {listed}; el documento dice {format_figure(whole)}: {change}."
    return Outcome(
        slug=rule.slug,
        kind=CheckKind.COUNT,
        title=rule.title,
        verdict=judged.verdict,
        sentence=sentence,
        stated=whole,
        parts=parts,
        expected=count,
        expected_interval=judged.expected_interval,
        stated_interval=judged.stated_interval,
        difference=judged.difference,
        gap=judged.gap,
        allowance=judged.allowance,
        marked=(whole.key,),
        note=rule.note,
        is_declared=True,
    )


def previous_part(previous: Ledger | None, current: Figure, label: str) -> Part:
    """The same fact in last year's account, the most precise where it is stated more than once."""
    figures = previous.figures if previous else ()
    same = [other for other in figures if other.fact == current.fact and other.value is not None]
    found = min(same, key=lambda figure: figure.precision) if same else None
    return Part(label, found, Role.BEFORE)


def declared_growth(rule: Rule, whole: Figure, now: Part, before: Part) -> Outcome:
    """A stated growth (percentage) against this year's figure and last year's.

    Without last year's figure, or where it is zero, nobody can tell. Raises ValueError where the
    growth states no value.
    """
    unknown = Outcome(
        slug=rule.slug,
        kind=CheckKind.GROWTH,
        title=rule.title,
        verdict=Verdict.UNKNOWN,
        sentence=(
            f"El documento dice {format_figure(whole)} y no hay cifra del año anterior con que"
            " compararlo: no se puede saber si cuadra."
        ),
        stated=whole,
        parts=(now, before),
        stated_interval=interval_of(whole),
        missing=tuple(part.label for part in (now, before) if part.value is None),
        marked=(whole.key,),
        note=rule.note,
        is_declared=True,
    )
    found = percentage_of(now, before)
    if found is None or now.figure is None or before.figure is None:
        return unknown
    interval, value = found[0] + Interval(-HUNDRED, -HUNDRED), found[1] - HUNDRED
    judged = judge(whole, interval, value)
    change = format_amount(abs(value).quantize(Decimal("0.1")), Unit.PERCENT)
    sentence = (
        f"De {format_figure(before.figure)} a {format_figure(now.figure)} hay"
        f" {'un aumento' if value >= 0 else 'una baja'} de {change}; el documento dice"
        f" {format_figure(whole)}."
    )
    return replace(
        unknown,
        verdict=judged.verdict,
        sentence=sentence,
        expected=value,
        expected_interval=interval,
        difference=judged.difference.quantize(Decimal("0.01")),
        gap=judged.gap,
        allowance=judged.allowance,
    )
